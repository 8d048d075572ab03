package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The authorizers of REST APIs. As all of an API, they take effect with its next deployment.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html">Authorizer</a>
 */
public final class Authorizers {

    /** API Gateway's quota. */
    private static final int MOST = 10;

    private final Account account;
    private final RestApis restApis;

    Authorizers(Account account, RestApis restApis) {
        this.account = account;
        this.restApis = restApis;
    }

    /** What CreateAuthorizer takes; {@code null} or empty where absent. */
    public record CreateAuthorizerRequest(
            String name,
            String type,
            List<String> providerArns,
            String authType,
            String authorizerUri,
            String identitySource,
            String identityValidationExpression,
            Integer authorizerResultTtlInSeconds) {}

    public Authorizer createAuthorizer(String restApiId, CreateAuthorizerRequest request) {
        RestApiState api = restApis.state(restApiId);
        if (request.name() == null) {
            throw ApiGatewayErrors.validation(null, "createAuthorizerInput.name", "Member must not be null");
        }
        AuthorizerRules.checkType(request.type());
        if (api.authorizers.size() == MOST) {
            throw ApiGatewayErrors.limitExceeded("Maximum number of Authorizers for this API has been reached. "
                    + "Please contact AWS if you need additional Authorizers.");
        }
        var draft = new Authorizer.Draft(account.newId(6), request.type());
        boolean cognito = request.type().equals(Authorizer.COGNITO_USER_POOLS);
        draft.name = request.name();
        draft.providerArns = request.providerArns();
        draft.authType = request.authType() != null ? request.authType() : cognito ? "cognito_user_pools" : "custom";
        draft.authorizerUri = request.authorizerUri();
        draft.identitySource = request.identitySource();
        draft.identityValidationExpression = request.identityValidationExpression();
        draft.authorizerResultTtlInSeconds = request.authorizerResultTtlInSeconds() != null || cognito
                ? request.authorizerResultTtlInSeconds()
                : Integer.valueOf(Authorizer.DEFAULT_TTL);
        return put(api, draft.build());
    }

    public Authorizer getAuthorizer(String restApiId, String authorizerId) {
        return authorizer(restApis.state(restApiId), authorizerId);
    }

    public Page<Authorizer> getAuthorizers(String restApiId, String position, Integer limit) {
        return restApis.state(restApiId).authorizers.page(position, limit);
    }

    public Authorizer updateAuthorizer(String restApiId, String authorizerId, List<PatchOperation> patch) {
        RestApiState api = restApis.state(restApiId);
        Authorizer.Draft draft = authorizer(api, authorizerId).edit();
        patch.forEach(operation -> apply(operation, draft));
        return put(api, draft.build());
    }

    /** Deletes an authorizer that no method of the API, as it is now, uses. */
    public void deleteAuthorizer(String restApiId, String authorizerId) {
        RestApiState api = restApis.state(restApiId);
        Authorizer authorizer = authorizer(api, authorizerId);
        for (Resource resource : api.resources.all()) {
            new TreeMap<>(resource.methods()).forEach((httpMethod, method) -> {
                if (authorizerId.equals(method.authorizerId())) {
                    throw ApiGatewayErrors.conflict("Cannot delete authorizer '" + authorizer.name()
                            + "', is referenced in method: " + httpMethod + "/" + resource.path());
                }
            });
        }
        api.authorizers.remove(authorizerId);
    }

    private static void apply(PatchOperation operation, Authorizer.Draft draft) {
        if ("/providerARNs".equals(operation.path())) {
            draft.providerArns = providerArns(draft.providerArns, operation);
            return;
        }
        switch (String.valueOf(operation.path())) {
            case "/name" -> {
                operation.mustReplace();
                draft.name = operation.value();
                if (operation.valueOrNull() == null) {
                    throw ApiGatewayErrors.badRequest("Invalid authorizer name specified");
                }
            }
            case "/authType" -> {
                operation.mustReplace();
                draft.authType = operation.valueOrNull();
            }
            case "/authorizerUri" -> {
                operation.mustReplace();
                draft.authorizerUri = operation.valueOrNull();
            }
            case "/authorizerCredentials" ->
                throw Protocol.notImplemented("apigateway", "UpdateAuthorizer with authorizerCredentials");
            case "/identitySource" -> {
                operation.mustReplace();
                draft.identitySource = operation.valueOrNull();
            }
            case "/identityValidationExpression" -> {
                operation.mustReplace();
                draft.identityValidationExpression = operation.valueOrNull();
            }
            case "/authorizerResultTtlInSeconds" -> {
                operation.mustReplace();
                draft.authorizerResultTtlInSeconds = seconds(operation);
            }
            default -> throw ApiGatewayErrors.patchPath(operation.path());
        }
    }

    private static List<String> providerArns(List<String> before, PatchOperation operation) {
        var after = new ArrayList<>(before);
        if (operation.is("add") && operation.valueOrNull() != null) {
            if (!after.contains(operation.value())) {
                after.add(operation.value());
            }
        } else if (!operation.is("remove") || !after.remove(operation.value())) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid patch operation specified for path /providerARNs. Must be 'add'|'remove' with a value");
        }
        return after;
    }

    private static Integer seconds(PatchOperation operation) {
        try {
            return Integer.valueOf(operation.value());
        } catch (NumberFormatException e) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid patch value specified for path " + operation.path() + ". It must be a number of seconds");
        }
    }

    private static Authorizer put(RestApiState api, Authorizer authorizer) {
        AuthorizerRules.check(authorizer);
        if (api.authorizers.all().stream()
                .anyMatch(other ->
                        !other.id().equals(authorizer.id()) && other.name().equals(authorizer.name()))) {
            throw ApiGatewayErrors.badRequest("Authorizer name must be unique. Authorizer " + authorizer.name()
                    + " already exists in this RestApi.");
        }
        api.authorizers.put(authorizer.id(), authorizer);
        return authorizer;
    }

    private static Authorizer authorizer(RestApiState api, String authorizerId) {
        return api.authorizers
                .find(authorizerId)
                .orElseThrow(() -> ApiGatewayErrors.notFound("Invalid Authorizer identifier specified"));
    }
}
