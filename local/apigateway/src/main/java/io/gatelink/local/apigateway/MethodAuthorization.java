package io.gatelink.local.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a method's callers are authorized: its type, authorizer and scopes belong together.
 *
 * @param type         {@code NONE}, {@code AWS_IAM}, {@code CUSTOM} or {@code COGNITO_USER_POOLS}
 * @param authorizerId {@code null} if absent
 * @param scopes       of a user pool's access tokens, one of which opens the method
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html">PutMethod</a>
 */
record MethodAuthorization(String type, String authorizerId, Set<String> scopes) {

    private static final String CUSTOM = "CUSTOM";

    MethodAuthorization {
        // AWS takes it in any case, and shows it in upper case.
        type = type == null ? null : type.toUpperCase(Locale.ROOT);
        scopes = Set.copyOf(scopes);
    }

    static MethodAuthorization of(Method method) {
        return new MethodAuthorization(
                method.authorizationType(), method.authorizerId(), new TreeSet<>(method.authorizationScopes()));
    }

    List<String> sortedScopes() {
        return List.copyOf(new TreeSet<>(scopes));
    }

    private boolean needsAuthorizer() {
        return CUSTOM.equals(type) || Authorizer.COGNITO_USER_POOLS.equals(type);
    }

    /**
     * @return {@code null} if the operation is about something else
     * @throws io.gatelink.local.core.AwsException BadRequestException for an operation that is not allowed there
     */
    MethodAuthorization patched(PatchOperation operation) {
        switch (String.valueOf(operation.path())) {
            case "/authorizationType" -> {
                operation.mustReplace();
                return new MethodAuthorization(operation.value(), authorizerId, scopes);
            }
            case "/authorizerId" -> {
                operation.mustReplace();
                return new MethodAuthorization(type, operation.valueOrNull(), scopes);
            }
            case "/authorizationScopes" -> {
                var changed = new TreeSet<>(scopes);
                if (operation.is("add") && operation.valueOrNull() != null) {
                    changed.add(operation.value());
                } else if (!operation.is("remove") || !changed.remove(operation.value())) {
                    throw ApiGatewayErrors.badRequest("Invalid patch operation specified for path "
                            + "/authorizationScopes. Must be 'add'|'remove' with a value");
                }
                return new MethodAuthorization(type, authorizerId, changed);
            }
            default -> {
                return null;
            }
        }
    }

    /** What is left of an update: where no authorizer is asked for, AWS lets an authorizer pass without effect. */
    MethodAuthorization settled() {
        return type == null || needsAuthorizer() || authorizerId == null
                ? this
                : new MethodAuthorization(type, null, scopes);
    }

    /** @throws io.gatelink.local.core.AwsException unless they belong together, and the API has the authorizer */
    MethodAuthorization check(RestApiState api) {
        if (type == null) {
            throw ApiGatewayErrors.validation(null, "putMethodInput.authorizationType", "Member must not be null");
        }
        if (!scopes.isEmpty() && !Authorizer.COGNITO_USER_POOLS.equals(type)) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid authorization scopes specified. Authorization scopes can only be set for "
                            + "COGNITO_USER_POOLS authorization type");
        }
        if (needsAuthorizer()) {
            boolean fits = authorizerId != null
                    && api.authorizers
                            .find(authorizerId)
                            .filter(authorizer -> authorizer.isCognito() == !CUSTOM.equals(type))
                            .isPresent();
            if (!fits) {
                throw ApiGatewayErrors.badRequest("Invalid authorizer ID specified. Setting "
                        + "the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.");
            }
        } else if (!type.equals("NONE") && !type.equals("AWS_IAM")) {
            throw ApiGatewayErrors.badRequest("Invalid authorization type specified. Valid options are "
                    + "NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS");
        }
        return this;
    }
}
