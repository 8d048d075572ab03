package io.gatelink.functions.apigateway;

import com.fasterxml.jackson.jr.ob.JSON;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.wanted.Authorization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The resource policy of an API: it refuses callers who are not of an organization, or do not come through one of some
 * VPC endpoints. API Gateway sets {@code aws:SourceVpce} for private APIs only, so an API with endpoints is private.
 *
 * <p>Where requests are signed it allows something to other accounts only, whose identities need both a permission of
 * their own and one here. Within the account one of the two is enough: an {@code Allow} for everyone would let in
 * callers without a permission. A private API refuses requests without a signature unless its policy allows them:
 * there, callers who come through an endpoint are allowed, as in AWS's own example; and browsers' preflight requests,
 * which are never signed.
 *
 * <p>API Gateway knows organizations, and the role of the smoke test, of signed requests only. A private API is tested
 * without such a request.
 *
 * @param organizationId   such as {@code o-a1b2c3d4e5}, or an empty string for all
 * @param vpcEndpointIds   such as {@code vpce-0a1b2c3d}; none if the API is not private
 * @param authorization    of its methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
 * @param preflight        whether it answers preflight requests
 * @param smokeTestRoleArn the role of the function that tests the API, which comes through
 * @param accountId        of the API
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html">How
 *      resource policies affect authorization workflow</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html">
 *      Control access to a REST API with API Gateway resource policies</a>
 * @see <a
 *      href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html">
 *      API Gateway resource policy examples</a>
 */
public record ResourcePolicy(
        String organizationId,
        List<String> vpcEndpointIds,
        String authorization,
        boolean preflight,
        String stage,
        String smokeTestRoleArn,
        String accountId) {

    private static final String SOURCE_VPCE = "aws:SourceVpce";

    private static final String ALL_METHODS = "execute-api:/*";

    /** API Gateway shows {@link #ALL_METHODS} with the API's own ARN. */
    private static final Pattern OWN_ARN = Pattern.compile("^arn:[a-z-]+:execute-api:[a-z0-9-]+:\\d{12}:[A-Za-z0-9]+/");

    /** The policy as JSON, or an empty string if everything is allowed. */
    public String text() {
        List<Object> statements = new ArrayList<>();
        if (!organizationId.isEmpty()) {
            statements.add(statement(
                    "Allow",
                    Map.of("StringEquals", Map.of("aws:PrincipalOrgID", organizationId)),
                    Map.of("StringNotEquals", Map.of("aws:PrincipalAccount", accountId))));
            statements.add(statement(
                    "Deny",
                    Map.of("StringNotEquals", Map.of("aws:PrincipalOrgID", organizationId)),
                    vpcEndpointIds.isEmpty()
                            ? Map.of("ArnNotEquals", Map.of("aws:PrincipalArn", smokeTestRoleArn))
                            : Map.of()));
        }
        if (!vpcEndpointIds.isEmpty()) {
            if (preflight || !authorization.equals(Authorization.AWS_IAM)) {
                var allow = statement("Allow", Map.of("StringEquals", Map.of(SOURCE_VPCE, vpcEndpointIds)), Map.of());
                allow.put("Resource", authorization.equals(Authorization.AWS_IAM) ? preflights() : ALL_METHODS);
                statements.add(allow);
            }
            statements.add(statement("Deny", Map.of("StringNotEquals", Map.of(SOURCE_VPCE, vpcEndpointIds)), Map.of()));
        }
        if (statements.isEmpty()) {
            return "";
        }
        return "{\"Version\":\"2012-10-17\",\"Statement\":" + TaskJson.text(statements) + "}";
    }

    /** The stage by its name: an asterisk there would take other methods with OPTIONS in their path. */
    private String preflights() {
        return "execute-api:/" + stage + "/OPTIONS/*";
    }

    private static Map<String, Object> statement(
            String effect, Map<String, Object> condition, Map<String, Object> and) {
        Map<String, Object> conditions = new TreeMap<>(condition);
        conditions.putAll(and);
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", effect);
        statement.put("Principal", "*");
        statement.put("Action", "execute-api:Invoke");
        statement.put("Resource", ALL_METHODS);
        statement.put("Condition", conditions);
        return statement;
    }

    /**
     * Whether a policy that API Gateway shows is the one that was asked for. It shows quotes escaped, and whole ARNs; a
     * list of one it may show as that one (inferred from what clients of others do about it).
     *
     * @param shown as GetRestApi has it, or {@code null}
     */
    public static boolean isSame(String wanted, String shown) {
        String found = shown == null ? "" : shown;
        if (wanted.isEmpty() || found.isEmpty()) {
            return wanted.equals(found);
        }
        Optional<Object> one = parsed(found).or(() -> parsed('"' + found + '"')
                .filter(String.class::isInstance)
                .flatMap(text -> parsed((String) text)));
        return one.map(ResourcePolicy::normal).equals(parsed(wanted).map(ResourcePolicy::normal));
    }

    private static Optional<Object> parsed(String json) {
        try {
            return Optional.ofNullable(JSON.std.anyFrom(json));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Object normal(Object node) {
        if (node instanceof Map<?, ?> object) {
            Map<String, Object> fields = new TreeMap<>();
            object.forEach((name, value) -> fields.put((String) name, normal(value)));
            return fields.keySet().equals(Set.of("AWS")) ? fields.get("AWS") : fields;
        }
        if (node instanceof List<?> list) {
            return list.size() == 1
                    ? normal(list.get(0))
                    : list.stream().map(ResourcePolicy::normal).toList();
        }
        return node instanceof String text ? OWN_ARN.matcher(text).replaceFirst("execute-api:/") : node;
    }
}
