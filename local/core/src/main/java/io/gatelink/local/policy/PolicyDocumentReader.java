package io.gatelink.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads IAM policy documents.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html">IAM JSON policy
 *     elements</a>
 */
public final class PolicyDocumentReader {

    private final Problems problems;

    /** @param problems what is wrong with a document is added to it */
    public PolicyDocumentReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The policy of an identity.
     *
     * @param document intrinsics resolved
     */
    public List<PolicyStatement> read(JsonNode document, String path) {
        var statements = new ArrayList<PolicyStatement>();
        Properties.of(document, path, Set.of("Version", "Id", "Statement"), problems);
        JsonNode each = document.path("Statement");
        if (each.isArray()) {
            for (int i = 0; i < each.size(); i++) {
                statements.add(statement(each.get(i), path + ".Statement." + i));
            }
        } else {
            statements.add(statement(each, path + ".Statement"));
        }
        return statements;
    }

    /**
     * The policy of a resource itself.
     *
     * @param document  intrinsics resolved
     * @param resources whether its statements name resources; those that say who may take on a role do not
     */
    public List<ResourceStatement> readOfResource(JsonNode document, String path, boolean resources) {
        var statements = new ArrayList<ResourceStatement>();
        if (Properties.isUnknown(document)) {
            return statements;
        }
        Properties policy = Properties.of(document, path, Set.of("Version", "Id", "Statement"), problems);
        JsonNode each = policy.at("Statement");
        if (each.isMissingNode()) {
            problems.add(path, "Statement is missing");
        } else if (each.isArray()) {
            for (int i = 0; i < each.size(); i++) {
                statements.add(resourceStatement(each.get(i), path + ".Statement." + i, resources));
            }
        } else {
            statements.add(resourceStatement(each, path + ".Statement", resources));
        }
        return statements;
    }

    private ResourceStatement resourceStatement(JsonNode node, String path, boolean resources) {
        if (node.path("Principal").isMissingNode()) {
            problems.add(path, "Principal is missing");
        }
        JsonNode principal = node.path("Principal");
        boolean anyone = principal.isTextual() && principal.textValue().equals("*");
        Properties named = anyone || Properties.isUnknown(principal)
                ? null
                : Properties.of(principal, path + ".Principal", Set.of("AWS", "Service"), problems);
        List<String> accounts = named == null ? List.of() : named.texts("AWS");
        JsonNode rest = node.isObject() ? ((ObjectNode) node).deepCopy().without("Principal") : node;
        if (!resources && rest instanceof ObjectNode object && !object.has("Resource")) {
            object.put("Resource", "*");
        }
        return new ResourceStatement(
                new Principals(
                        anyone || accounts.contains("*"), named == null ? List.of() : named.texts("Service"), accounts),
                statement(rest, path));
    }

    private PolicyStatement statement(JsonNode node, String path) {
        var statement = Properties.of(node, path, Set.of("Sid", "Effect", "Action", "Resource", "Condition"), problems);
        String effect = statement.requiredText("Effect");
        if (!effect.isEmpty() && !effect.equals("Allow") && !effect.equals("Deny")) {
            problems.add(path + ".Effect", "must be Allow or Deny");
        }
        List<String> actions = statement.texts("Action");
        for (String action : actions) {
            if (!action.matches("\\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")) {
                problems.add(path + ".Action", "must be * or <service>:<action>");
            }
        }
        List<String> resources = statement.texts("Resource");
        for (String resource : resources) {
            if (!resource.equals("*") && !resource.startsWith("arn:") || hasVariables(resource)) {
                problems.add(
                        path + ".Resource",
                        "must be * or an ARN without policy variables other than ${*}, " + "${?} and ${$}");
            }
        }
        for (String required : List.of("Action", "Resource")) {
            if (statement.at(required).isMissingNode()) {
                problems.add(path, required + " is missing");
            }
        }
        return new PolicyStatement(effect, actions, resources, condition(statement));
    }

    private static boolean hasVariables(String text) {
        return text.replace("${*}", "").replace("${?}", "").replace("${$}", "").contains("${");
    }

    private Map<String, Map<String, List<String>>> condition(Properties statement) {
        var condition = new LinkedHashMap<String, Map<String, List<String>>>();
        statement.forEach("Condition", (operator, keys) -> {
            String path = statement.path() + ".Condition." + operator;
            if (ConditionOperator.parse(operator).isEmpty()) {
                problems.add(path, "an operator that the local AWS does not know");
                return;
            }
            var values = new LinkedHashMap<String, List<String>>();
            List<String> names = new ArrayList<>();
            keys.fieldNames().forEachRemaining(names::add);
            Properties byKey = Properties.of(keys, path, names, problems);
            for (String key : names) {
                if (key.toLowerCase(Locale.ROOT).startsWith("dynamodb:")) {
                    problems.add(path + "." + key, "a condition key that the local AWS does not know");
                }
                List<String> wanted = byKey.texts(key);
                if (wanted.stream().anyMatch(PolicyDocumentReader::hasVariables)) {
                    problems.add(
                            path + "." + key,
                            "policy variables other than ${*}, ${?} and ${$} are not "
                                    + "supported by the "
                                    + "local AWS");
                }
                values.put(key, wanted);
            }
            condition.put(operator, values);
        });
        return condition;
    }
}
