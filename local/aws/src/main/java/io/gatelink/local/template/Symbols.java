package io.gatelink.local.template;

import io.gatelink.local.document.Nearest;
import io.gatelink.local.template.ResourceType.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What names in the template stand for: pseudo parameters, parameters, resources.
 *
 * @param identities by logical id, those included that SAM generates
 * @param absent     the resources whose condition does not hold
 * @param exports    of other stacks
 */
record Symbols(
        PseudoParameters deployment,
        Map<String, String> parameters,
        Map<String, Identity> identities,
        Set<String> absent,
        Map<String, String> exports)
        implements Intrinsics.Names {

    @Override
    public Optional<String> ref(String name) {
        return switch (name) {
            case "AWS::AccountId" -> Optional.of(deployment.accountId());
            case "AWS::Region" -> Optional.of(deployment.region());
            case "AWS::Partition" -> Optional.of(deployment.partition());
            case "AWS::StackName" -> Optional.of(deployment.stackName());
            case "AWS::URLSuffix" -> Optional.of(deployment.urlSuffix());
            default -> parameters.containsKey(name) ? Optional.of(parameters.get(name)) : resource(name);
        };
    }

    @Override
    public Optional<String> attribute(String logicalId, String attribute) {
        return Optional.ofNullable(identities.get(logicalId))
                .map(identity -> identity.attributes().get(attribute));
    }

    @Override
    public Optional<String> imported(String exportName) {
        return Optional.ofNullable(exports.get(exportName));
    }

    @Override
    public String explain(String name) {
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        if (absent.contains(first)) {
            return "the resource " + first + " is not there: its condition does not hold";
        }
        Identity identity = identities.get(first);
        if (identity != null) {
            return first + " has no attribute " + name.substring(dot + 1) + "; it has "
                    + String.join(
                            ", ",
                            identity.attributes().keySet().stream().sorted().toList());
        }
        List<String> known = new ArrayList<>(parameters.keySet());
        known.addAll(identities.keySet());
        return "there is no parameter or resource " + first + "." + Nearest.hint(first, known);
    }

    /** SAM lets {@code Ref} take {@code Function.Alias} and {@code Function.Version}. */
    private Optional<String> resource(String name) {
        int dot = name.indexOf('.');
        String attribute = name.substring(dot + 1);
        return dot > 0 && (attribute.equals("Alias") || attribute.equals("Version"))
                ? attribute(name.substring(0, dot), attribute)
                : Optional.ofNullable(identities.get(name)).map(Identity::ref);
    }
}
