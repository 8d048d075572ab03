package io.gatelink.functions.apigateway;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.apigateway.model.EndpointAccessMode;
import software.amazon.awssdk.services.apigateway.model.EndpointConfiguration;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * How our REST APIs are to be, apart from their methods and stages.
 *
 * <p>An API that is to be reached through VPC endpoints only is private, and associated with them, so that each gives
 * it a name of its own (see {@link InvokeUrl#through}); every other one is Regional. API Gateway changes either into
 * the other at once; what it was deployed with, the resource policy included, stays until the next deployment. So an
 * API that is made public again refuses all callers until then.
 *
 * @param securityPolicy for TLS, in API Gateway's words
 * @param resourcePolicy as JSON, or an empty string
 * @param vpcEndpointIds through which callers reach the API, which is private then; none for a Regional one
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-api-migration.html">Change a
 *      public or private API endpoint type</a>
 * @see <a
 *      href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html">Security
 *      policies for REST APIs</a>
 */
public record ApiSettings(String securityPolicy, String resourcePolicy, List<String> vpcEndpointIds) {

    /** Callers use the API's own names only, as in an invoke URL. */
    public static final EndpointAccessMode ACCESS_MODE = EndpointAccessMode.STRICT;

    private static final String TYPES = "/endpointConfiguration/types/";
    private static final String VPC_ENDPOINT_IDS = "/endpointConfiguration/vpcEndpointIds";

    /** The endpoint of a new API. */
    public EndpointConfiguration endpoint() {
        return vpcEndpointIds.isEmpty()
                ? EndpointConfiguration.builder().types(EndpointType.REGIONAL).build()
                : EndpointConfiguration.builder()
                        .types(EndpointType.PRIVATE)
                        .vpcEndpointIds(vpcEndpointIds)
                        .build();
    }

    /** Whether an API is private. */
    public static boolean isPrivate(GetRestApiResponse api) {
        return api.endpointConfiguration().types().contains(EndpointType.PRIVATE);
    }

    /** What makes an API that exists as it is to be; nothing if it is so already. */
    public List<PatchOperation> corrections(GetRestApiResponse found) {
        List<PatchOperation> corrections = new ArrayList<>();
        ApiGateway.correct(
                corrections, ResourcePolicy.isSame(resourcePolicy, found.policy()), "/policy", resourcePolicy);
        correctEndpoint(found, corrections);
        ApiGateway.correct(
                corrections, securityPolicy.equals(found.securityPolicyAsString()), "/securityPolicy", securityPolicy);
        ApiGateway.correct(
                corrections, found.endpointAccessMode() == ACCESS_MODE, "/endpointAccessMode", ACCESS_MODE.toString());
        ApiGateway.correct(
                corrections,
                !Boolean.TRUE.equals(found.disableExecuteApiEndpoint()),
                "/disableExecuteApiEndpoint",
                "false");
        return corrections;
    }

    /** A public API keeps its type, Regional or edge-optimized. */
    private void correctEndpoint(GetRestApiResponse found, List<PatchOperation> corrections) {
        List<String> there = found.endpointConfiguration().vpcEndpointIds();
        boolean isPrivate = isPrivate(found);
        if (!vpcEndpointIds.isEmpty() && !isPrivate) {
            corrections.add(ApiGateway.replace(
                    TYPES + found.endpointConfiguration().types().get(0), EndpointType.PRIVATE.toString()));
        }
        vpcEndpointIds.stream().filter(id -> !there.contains(id)).forEach(id -> corrections.add(endpoint(Op.ADD, id)));
        there.stream()
                .filter(id -> !vpcEndpointIds.contains(id))
                .forEach(id -> corrections.add(endpoint(Op.REMOVE, id)));
        if (vpcEndpointIds.isEmpty() && isPrivate) {
            corrections.add(ApiGateway.replace(TYPES + EndpointType.PRIVATE, EndpointType.REGIONAL.toString()));
        }
    }

    private static PatchOperation endpoint(Op op, String id) {
        return PatchOperation.builder().op(op).path(VPC_ENDPOINT_IDS).value(id).build();
    }
}
