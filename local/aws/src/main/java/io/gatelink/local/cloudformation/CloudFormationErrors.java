package io.gatelink.local.cloudformation;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.document.InvalidDocumentException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CloudFormation's errors, in its own words: clients read them. */
final class CloudFormationErrors {

    private static final Pattern UNRESOLVED =
            Pattern.compile("(?:line \\d+, )?Resources\\..*there is no parameter or resource ([A-Za-z0-9:]+)\\..*");

    private CloudFormationErrors() {}

    static AwsException validation(String message) {
        return new AwsException("ValidationError", 400, message);
    }

    /** @param member as AWS names it, e.g. {@code tags.1.member.key} */
    static AwsException constraint(String value, String member, String constraint) {
        return validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    static AwsException noStack(String name) {
        return validation("Stack with id " + name + " does not exist");
    }

    static AwsException noChangeSet(String name) {
        return new AwsException("ChangeSetNotFound", 404, "ChangeSet [" + name + "] does not exist");
    }

    static AwsException insufficientCapabilities(String capability) {
        return new AwsException(
                "InsufficientCapabilitiesException", 400, "Requires capabilities : [" + capability + "]");
    }

    static AwsException alreadyExists(String what, String name) {
        return new AwsException("AlreadyExistsException", 400, what + " [" + name + "] already exists");
    }

    /** A template that the local AWS cannot run. */
    static AwsException template(InvalidDocumentException invalid) {
        Set<String> unresolved = new LinkedHashSet<>();
        for (String problem : invalid.problems()) {
            Matcher matcher = UNRESOLVED.matcher(problem);
            if (!matcher.matches()) {
                return validation("Template error: " + String.join("; ", invalid.problems()));
            }
            unresolved.add(matcher.group(1));
        }
        return validation("Template format error: Unresolved resource dependencies [" + String.join(", ", unresolved)
                + "] in the Resources block of the template");
    }
}
