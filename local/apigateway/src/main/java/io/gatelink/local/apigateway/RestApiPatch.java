package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What UpdateRestApi changes.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html">UpdateRestApi</a>
 */
final class RestApiPatch {

    private RestApiPatch() {}

    /** @param executeArn the API's ARN, for its policy */
    static void apply(PatchOperation operation, RestApi.Draft draft, String executeArn) {
        List<String> path = operation.segments();
        String field = path.isEmpty() ? "" : path.get(0);
        if (field.equals("binaryMediaTypes")) {
            changeBinaryMediaTypes(operation, draft);
            return;
        }
        if (field.equals("endpointConfiguration") && path.size() >= 2) {
            changeEndpoint(operation, path.get(1), draft);
            return;
        }
        if (path.size() != 1) {
            throw ApiGatewayErrors.patchPath(operation.path());
        }
        if (field.equals("description") && operation.is("remove")) {
            draft.description = null;
            return;
        }
        switch (field) {
            case "name" -> {
                operation.mustReplace();
                RestApiRules.checkName(operation.value());
                draft.name = operation.value();
            }
            case "description" -> {
                operation.mustReplace();
                draft.description = operation.valueOrNull();
            }
            case "version" -> {
                operation.mustReplace();
                draft.version = operation.valueOrNull();
            }
            case "minimumCompressionSize" -> {
                operation.mustReplace();
                draft.minimumCompressionSize = RestApiRules.compressionSize(operation.valueOrNull());
            }
            case "apiKeySource" -> {
                operation.mustReplace();
                draft.apiKeySource = RestApiRules.apiKeySource(operation.value(), "updateRestApiInput.apiKeySource");
            }
            case "disableExecuteApiEndpoint" -> {
                operation.mustReplace();
                draft.disableExecuteApiEndpoint = operation.booleanValue();
            }
            case "securityPolicy" -> {
                operation.mustReplace();
                draft.securityPolicy =
                        RestApiRules.securityPolicy(operation.valueOrNull(), "updateRestApiInput.securityPolicy");
            }
            case "endpointAccessMode" -> {
                operation.mustReplace();
                draft.endpointAccessMode = RestApiRules.endpointAccessMode(
                        operation.valueOrNull(), "updateRestApiInput.endpointAccessMode");
            }
            case "policy" -> {
                operation.mustReplace();
                draft.policy =
                        operation.valueOrNull() == null ? null : ResourcePolicy.parse(operation.value(), executeArn);
            }
            default -> throw ApiGatewayErrors.patchPath(operation.path());
        }
    }

    private static void changeBinaryMediaTypes(PatchOperation operation, RestApi.Draft draft) {
        String type = operation.entryOf("binaryMediaTypes");
        if (type == null) {
            throw ApiGatewayErrors.patchPath(operation.path());
        }
        operation.mustChange();
        switch (operation.op()) {
            case "add" -> draft.binaryMediaTypes.add(type);
            case "remove" -> draft.binaryMediaTypes.remove(type);
            default -> {
                // The new one takes the old one's place.
                var types = new ArrayList<>(draft.binaryMediaTypes);
                types.replaceAll(old -> old.equals(type) && operation.value() != null ? operation.value() : old);
                draft.binaryMediaTypes.clear();
                draft.binaryMediaTypes.addAll(types);
            }
        }
    }

    private static void changeEndpoint(PatchOperation operation, String field, RestApi.Draft draft) {
        EndpointConfiguration endpoint = draft.endpointConfiguration;
        switch (field) {
            case "types" -> {
                operation.mustChange();
                String type = operation.value();
                if (!operation.is("replace")
                        || type == null
                        || !Set.of("REGIONAL", "EDGE", "PRIVATE").contains(type)) {
                    throw ApiGatewayErrors.badRequest(
                            "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
                }
                draft.endpointConfiguration = ofType(type, endpoint);
            }
            case "ipAddressType" -> {
                operation.mustReplace();
                if (operation.value() == null || !Set.of("ipv4", "dualstack").contains(operation.value())) {
                    throw ApiGatewayErrors.badRequest("ipAddressType must be either ipv4 or dualstack.");
                }
                draft.endpointConfiguration =
                        new EndpointConfiguration(endpoint.type(), operation.value(), endpoint.vpcEndpointIds());
            }
            case "vpcEndpointIds" -> {
                if (operation.segments().size() != 2) {
                    throw ApiGatewayErrors.patchPath(operation.path());
                }
                if (!Set.of("add", "remove").contains(operation.op())) {
                    throw ApiGatewayErrors.badRequest(
                            "Invalid patch operation specified. Must be one of: [add, remove]");
                }
                var ids = new LinkedHashSet<>(endpoint.vpcEndpointIds());
                List<String> given = List.of((operation.value() == null ? "" : operation.value()).split(","));
                if (operation.is("add")) {
                    ids.addAll(given);
                } else {
                    given.forEach(ids::remove);
                }
                draft.endpointConfiguration =
                        new EndpointConfiguration(endpoint.type(), endpoint.ipAddressType(), List.copyOf(ids));
            }
            default -> throw ApiGatewayErrors.patchPath(operation.path());
        }
    }

    /**
     * Changes an endpoint's type. With it, API Gateway changes the type of its IP addresses where the new one needs
     * that.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-api-migration.html">Change
     *      a public or private API endpoint type</a>
     */
    private static EndpointConfiguration ofType(String type, EndpointConfiguration endpoint) {
        if (endpoint.isPrivate() && type.equals("EDGE")) {
            throw ApiGatewayErrors.badRequest("Private APIs cannot be changed into edge-optimized APIs.");
        }
        String ipAddressType =
                type.equals("PRIVATE") ? "dualstack" : endpoint.isPrivate() ? "ipv4" : endpoint.ipAddressType();
        return new EndpointConfiguration(type, ipAddressType, endpoint.vpcEndpointIds());
    }
}
