package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.Method.MethodResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The methods of resources, and their responses.
 *
 * <p>There are no request validators and models here but the models {@code Empty} and {@code Error} that
 * every API has: what refers to others is refused as AWS refuses what does not exist.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html">Method</a>
 */
public final class Methods {

    private static final Set<String> HTTP_METHODS =
            Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
    private static final Pattern REQUEST_PARAMETER =
            Pattern.compile("method\\.request\\.(path|querystring|header)\\.([A-Za-z0-9!#$%&'*+.^_`|~:-]+)");
    private static final Pattern RESPONSE_PARAMETER =
            Pattern.compile("method\\.response\\.header\\.[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final RestApis restApis;

    Methods(RestApis restApis) {
        this.restApis = restApis;
    }

    /** What PutMethod takes beside its path. All but the authorization's type may be {@code null} or empty. */
    public record PutMethodRequest(
            String authorizationType,
            String authorizerId,
            boolean apiKeyRequired,
            String operationName,
            Map<String, Boolean> requestParameters,
            Map<String, String> requestModels,
            String requestValidatorId,
            List<String> authorizationScopes,
            Set<String> sentEmpty) {}

    public Method putMethod(String restApiId, String resourceId, String httpMethod, PutMethodRequest request) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Resource resource = api.resource(resourceId);
        checkHttpMethod(httpMethod);
        if (resource.methods().containsKey(httpMethod)) {
            throw ApiGatewayErrors.conflict("Method already exists for this resource");
        }
        MethodAuthorization authorization = new MethodAuthorization(
                        request.authorizationType(),
                        request.authorizerId(),
                        new TreeSet<>(request.authorizationScopes()))
                .check(api);
        var method = new Method(
                httpMethod,
                authorization.type(),
                authorization.authorizerId(),
                request.apiKeyRequired(),
                request.operationName(),
                request.requestValidatorId(),
                request.requestParameters(),
                request.requestModels(),
                Map.of(),
                null,
                authorization.sortedScopes(),
                request.sentEmpty());
        check(method);
        api.put(resourceId, httpMethod, method);
        return method;
    }

    public Method getMethod(String restApiId, String resourceId, String httpMethod) {
        return restApis.stateOfResource(restApiId).method(resourceId, httpMethod);
    }

    public Method updateMethod(String restApiId, String resourceId, String httpMethod, List<PatchOperation> patch) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        MethodAuthorization authorization = MethodAuthorization.of(method);
        for (PatchOperation operation : patch) {
            MethodAuthorization changed = authorization.patched(operation);
            authorization = changed == null ? authorization : changed;
            method = changed == null ? patched(method, operation) : method;
            check(method);
        }
        method = method.with(authorization.settled().check(api));
        api.put(resourceId, httpMethod, method);
        return method;
    }

    public void deleteMethod(String restApiId, String resourceId, String httpMethod) {
        RestApiState api = restApis.stateOfResource(restApiId);
        api.method(resourceId, httpMethod);
        api.put(resourceId, httpMethod, null);
    }

    public MethodResponse putMethodResponse(
            String restApiId,
            String resourceId,
            String httpMethod,
            String statusCode,
            Map<String, Boolean> responseParameters,
            Map<String, String> responseModels,
            Set<String> sentEmpty) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        StatusCodes.check(statusCode);
        if (method.methodResponses().containsKey(statusCode)) {
            throw ApiGatewayErrors.conflict("Response already exists for this resource");
        }
        var response = new MethodResponse(statusCode, responseParameters, responseModels, sentEmpty);
        check(response);
        put(api, resourceId, method, statusCode, response);
        return response;
    }

    public MethodResponse getMethodResponse(String restApiId, String resourceId, String httpMethod, String statusCode) {
        StatusCodes.check(statusCode);
        return response(restApis.stateOfResource(restApiId).method(resourceId, httpMethod), statusCode);
    }

    public MethodResponse updateMethodResponse(
            String restApiId, String resourceId, String httpMethod, String statusCode, List<PatchOperation> patch) {
        StatusCodes.check(statusCode);
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        MethodResponse response = response(method, statusCode);
        var parameters = new TreeMap<>(response.responseParameters());
        var models = new TreeMap<>(response.responseModels());
        for (PatchOperation operation : patch) {
            String parameter = operation.entryOf("responseParameters");
            String contentType = operation.entryOf("responseModels");
            if (parameter != null) {
                Patches.change(
                        parameters, parameter, operation, operation.booleanValue(), ApiGatewayErrors::noParameter);
            } else if (contentType != null) {
                Patches.change(models, contentType, operation, operation.value(), ApiGatewayErrors::noContentType);
            } else {
                throw ApiGatewayErrors.patchPath(operation.path());
            }
        }
        response = new MethodResponse(statusCode, parameters, models, response.sentEmpty());
        check(response);
        put(api, resourceId, method, statusCode, response);
        return response;
    }

    public void deleteMethodResponse(String restApiId, String resourceId, String httpMethod, String statusCode) {
        StatusCodes.check(statusCode);
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        response(method, statusCode);
        put(api, resourceId, method, statusCode, null);
    }

    static void checkHttpMethod(String httpMethod) {
        if (!HTTP_METHODS.contains(httpMethod)) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid HttpMethod specified. Valid options are " + "GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
        }
    }

    private static Method patched(Method method, PatchOperation operation) {
        var parameters = new TreeMap<>(method.requestParameters());
        var models = new TreeMap<>(method.requestModels());
        boolean apiKeyRequired = method.apiKeyRequired();
        String operationName = method.operationName();
        String requestValidatorId = method.requestValidatorId();
        String parameter = operation.entryOf("requestParameters");
        String contentType = operation.entryOf("requestModels");
        if (parameter != null) {
            Patches.change(parameters, parameter, operation, operation.booleanValue(), ApiGatewayErrors::noParameter);
        } else if (contentType != null) {
            Patches.change(models, contentType, operation, operation.value(), ApiGatewayErrors::noContentType);
        } else {
            switch (String.valueOf(operation.path())) {
                case "/apiKeyRequired" -> {
                    operation.mustReplace();
                    apiKeyRequired = operation.booleanValue();
                }
                case "/operationName" -> {
                    operation.mustReplace();
                    operationName = operation.valueOrNull();
                }
                case "/requestValidatorId" -> {
                    operation.mustReplace();
                    requestValidatorId = operation.valueOrNull();
                }
                default -> throw ApiGatewayErrors.patchPath(operation.path());
            }
        }
        return new Method(
                method.httpMethod(),
                method.authorizationType(),
                method.authorizerId(),
                apiKeyRequired,
                operationName,
                requestValidatorId,
                parameters,
                models,
                method.methodResponses(),
                method.methodIntegration(),
                method.authorizationScopes(),
                method.sentEmpty());
    }

    private static void check(Method method) {
        if (method.requestValidatorId() != null) {
            throw ApiGatewayErrors.badRequest("Invalid Request Validator identifier specified");
        }
        var names = new HashSet<String>();
        new TreeMap<>(method.requestParameters()).keySet().forEach(parameter -> {
            Matcher matcher = REQUEST_PARAMETER.matcher(parameter);
            if (!matcher.matches()) {
                throw ApiGatewayErrors.mapping(parameter);
            }
            if (!names.add(matcher.group(2))) {
                throw ApiGatewayErrors.badRequest("Parameter names must be unique across querystring, header and path");
            }
        });
        checkModels(method.requestModels());
    }

    private static void check(MethodResponse response) {
        new TreeMap<>(response.responseParameters()).keySet().forEach(parameter -> {
            if (!RESPONSE_PARAMETER.matcher(parameter).matches()) {
                throw ApiGatewayErrors.mapping(parameter);
            }
        });
        checkModels(response.responseModels());
    }

    private static void checkModels(Map<String, String> models) {
        new TreeMap<>(models).values().forEach(model -> {
            if (!model.equals("Empty") && !model.equals("Error")) {
                throw ApiGatewayErrors.badRequest("Invalid model identifier specified: " + model);
            }
        });
    }

    private static MethodResponse response(Method method, String statusCode) {
        MethodResponse response = method.methodResponses().get(statusCode);
        if (response == null) {
            throw ApiGatewayErrors.noResponse();
        }
        return response;
    }

    private static void put(
            RestApiState api, String resourceId, Method method, String statusCode, MethodResponse response) {
        var responses = new HashMap<>(method.methodResponses());
        if (response == null) {
            responses.remove(statusCode);
        } else {
            responses.put(statusCode, response);
        }
        api.put(resourceId, method.httpMethod(), method.with(responses));
    }
}
