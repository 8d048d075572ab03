package io.gatelink.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.Resource;

/**
 * The methods through which a published API serves its callers, as far as a switch has to know them.
 *
 * @param rootResourceId of the resource {@code /}
 * @param problem        what is not as a publication leaves it, so that nothing else is known; nothing if all is well
 * @param authorization  of all of them: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
 * @param scheme         {@code http} or {@code https}
 * @param host           the name that requests are for
 * @param port           of the listener that they go to
 */
record SwitchMethods(String rootResourceId, Optional<String> problem, String authorization, String scheme, String host,
        String port) {

    private static final List<String> PATHS = List.of("/", "/{proxy+}");
    private static final Pattern BACKEND = Pattern.compile("(https?)://([A-Za-z0-9.-]{1,253}):([1-9][0-9]{0,4})(?:/.*)?");

    /** @throws AwsUnavailableException if the answer is not complete */
    static SwitchMethods of(ApiGatewayClient apiGateway, String restApiId) {
        Map<String, Resource> resources = new TreeMap<>();
        RestApis.resourcesWithMethods(apiGateway, restApiId).forEach(resource -> resources.put(resource.path(), resource));
        Resource root = resources.get("/");
        if (root == null) {
            throw new AwsUnavailableException("REST API " + restApiId + " shows no resource / so far: try again.");
        }
        List<String> problems = new ArrayList<>();
        Matcher backend = null;
        String authorization = null;
        for (String path : PATHS) {
            Resource resource = resources.get(path);
            Method method = resource == null ? null : resource.resourceMethods().get("ANY");
            if (method == null) {
                problems.add("it has no method ANY on " + path);
                continue;
            }
            String asked = !Boolean.TRUE.equals(method.apiKeyRequired()) ? method.authorizationType()
                    : Authorization.NONE.equals(method.authorizationType()) ? Authorization.API_KEY
                    : method.authorizationType() + " and " + Authorization.API_KEY;
            if (!Authorization.isOne(asked)) {
                problems.add("its method ANY on " + path + " has the authorization " + Text.shown(asked));
            } else if (!Objects.requireNonNullElse(authorization, asked).equals(asked)) {
                problems.add("its methods have the authorizations " + authorization + " and " + asked);
            } else {
                authorization = asked;
            }
            String uri = method.methodIntegration() == null ? null : method.methodIntegration().uri();
            Matcher found = BACKEND.matcher(String.valueOf(uri));
            if (!found.matches()) {
                problems.add("the integration of its method ANY on " + path + " has the uri " + Text.shown(uri));
            } else if (backend == null) {
                backend = found;
            }
        }
        return problems.isEmpty()
                ? new SwitchMethods(root.id(), Optional.empty(), authorization, backend.group(1), backend.group(2), backend.group(3))
                : new SwitchMethods(root.id(), Optional.of("REST API " + restApiId
                        + " is not as its publication left it: " + String.join("; ", problems)), null, null, null, null);
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }
}
