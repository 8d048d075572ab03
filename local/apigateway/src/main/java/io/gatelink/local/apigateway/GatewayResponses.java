package io.gatelink.local.apigateway;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The gateway responses of APIs. They count for what is deployed after they were set.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">
 *      Gateway responses for REST APIs</a>
 */
public final class GatewayResponses {

    private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern PARAMETER = Pattern.compile("gatewayresponse\\.header\\." + NAME);
    private static final Pattern SOURCE =
            Pattern.compile("method\\.request\\.(?:path|(?:multivalue)?(?:querystring|header))\\." + NAME
                    + "|stageVariables\\.[A-Za-z0-9_]+|context\\.[A-Za-z0-9_.-]+|'[^'\\p{Cntrl}]*'");

    /** In AWS's order. */
    private static final String TYPES = "[REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, "
            + "MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, "
            + "BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, "
            + "DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, "
            + "UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]";

    private final RestApis restApis;

    GatewayResponses(RestApis restApis) {
        this.restApis = restApis;
    }

    /**
     * Sets the response of a type; one that is set is replaced as a whole.
     *
     * @param statusCode        {@code null} for the type's own
     * @param responseTemplates empty for AWS's own
     * @throws io.gatelink.local.core.AwsException ValidationException for a type or status code that there is not,
     *                                        BadRequestException for a parameter that is none
     */
    public GatewayResponse putGatewayResponse(
            String restApiId,
            String responseType,
            String statusCode,
            Map<String, String> responseParameters,
            Map<String, String> responseTemplates) {
        GatewayResponseType type = type(responseType);
        return put(
                restApis.state(restApiId),
                new GatewayResponse(
                        type,
                        statusCode == null ? type.statusCode() : statusCode,
                        responseParameters,
                        responseTemplates.isEmpty() ? GatewayResponse.STANDARD_TEMPLATES : responseTemplates,
                        false));
    }

    /** As it is set for the type, or for the default of its class, or else AWS's own. */
    public GatewayResponse getGatewayResponse(String restApiId, String responseType) {
        GatewayResponseType type = type(responseType);
        return shown(restApis.state(restApiId), type);
    }

    /** Of all types. */
    public List<GatewayResponse> getGatewayResponses(String restApiId) {
        RestApiState api = restApis.state(restApiId);
        return Stream.of(GatewayResponseType.values())
                .map(type -> shown(api, type))
                .toList();
    }

    /** Changes the response of a type; one that is not set begins as AWS's own. */
    public GatewayResponse updateGatewayResponse(String restApiId, String responseType, List<PatchOperation> patch) {
        GatewayResponseType type = type(responseType);
        RestApiState api = restApis.state(restApiId);
        GatewayResponse response = api.gatewayResponses.getOrDefault(type, GatewayResponse.standard(type));
        String statusCode = response.statusCode();
        var parameters = new TreeMap<>(response.responseParameters());
        var templates = new TreeMap<>(response.responseTemplates());
        for (PatchOperation operation : patch) {
            String parameter = operation.entryOf("responseParameters");
            String contentType = operation.entryOf("responseTemplates");
            if (parameter != null) {
                checkValue(operation, "responseParameters");
                Patches.change(parameters, parameter, operation, operation.value(), ApiGatewayErrors::noParameter);
            } else if (contentType != null) {
                checkValue(operation, "responseTemplates");
                Patches.change(templates, contentType, operation, operation.value(), ApiGatewayErrors::noContentType);
            } else if (operation.is("replace") && "/statusCode".equals(operation.path())) {
                statusCode = operation.valueOrNull() == null ? type.statusCode() : operation.value();
            } else {
                throw ApiGatewayErrors.patchPath(operation.path());
            }
        }
        return put(api, new GatewayResponse(type, statusCode, parameters, templates, false));
    }

    /** Back to AWS's own. */
    public void deleteGatewayResponse(String restApiId, String responseType) {
        GatewayResponseType type = type(responseType);
        if (restApis.state(restApiId).gatewayResponses.remove(type) == null) {
            throw ApiGatewayErrors.notFound("Gateway response type not defined on api");
        }
    }

    private static GatewayResponse put(RestApiState api, GatewayResponse response) {
        if (response.statusCode() != null) {
            StatusCodes.check(response.statusCode());
        }
        new TreeMap<>(response.responseParameters()).forEach((parameter, source) -> {
            if (!PARAMETER.matcher(parameter).matches()) {
                throw ApiGatewayErrors.mapping(parameter);
            }
            if (!SOURCE.matcher(source).matches()) {
                throw ApiGatewayErrors.mapping(source);
            }
        });
        new TreeMap<>(response.responseTemplates()).keySet().forEach(IntegrationRules::checkContentType);
        api.gatewayResponses.put(response.responseType(), response);
        return response;
    }

    private static GatewayResponse shown(RestApiState api, GatewayResponseType type) {
        GatewayResponse set = GatewayResponse.set(api.gatewayResponses, type);
        if (set == null) {
            return GatewayResponse.standard(type);
        }
        if (set.responseType() == type) {
            return set;
        }
        return new GatewayResponse(
                type,
                set.statusCode() == null ? type.statusCode() : set.statusCode(),
                set.responseParameters(),
                set.responseTemplates(),
                true);
    }

    private static void checkValue(PatchOperation operation, String field) {
        if (!operation.is("remove") && operation.valueOrNull() == null) {
            throw ApiGatewayErrors.badRequest("Invalid null or empty value in " + field);
        }
    }

    private static GatewayResponseType type(String name) {
        return Arrays.stream(GatewayResponseType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiGatewayErrors.validation(
                        name, "responseType", "Member must satisfy enum value set: " + TYPES));
    }
}
