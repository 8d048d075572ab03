package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.wanted.AuthorizerParameters;
import io.gatelink.functions.wanted.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
 * @param organizationId   of those whose members may call, or an empty string for every caller that IAM allows it
 * @param vpcEndpointIds   through which callers reach the APIs, which are private then; none for Regional ones
 * @param smokeTestRoleArn the role of the function that tests the APIs
 * @param domainOnly       whether callers reach the APIs by the stack's custom domain only
 * @param securityPolicy   for TLS, in API Gateway's words
 * @param authorizers      the user pools and the function that can decide who calls
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-api-migration.html">Change a
 *      public or private API endpoint type</a>
 * @see <a
 *      href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html">Security
 *      policies for REST APIs</a>
 */
public record ApiSettings(
        String organizationId,
        List<String> vpcEndpointIds,
        String smokeTestRoleArn,
        boolean domainOnly,
        String securityPolicy,
        AuthorizerParameters authorizers) {

    /** To be changed with what is made of the same settings, so that every API is deployed anew. */
    private static final String LAYOUT = "6";

    /** Callers use the API's own names only, as in an invoke URL. */
    public static final EndpointAccessMode ACCESS_MODE = EndpointAccessMode.STRICT;

    private static final String TYPES = "/endpointConfiguration/types/";
    private static final String VPC_ENDPOINT_IDS = "/endpointConfiguration/vpcEndpointIds";

    /** What a function's environment says: the stack's parameters. */
    public static ApiSettings of(Settings settings) {
        return new ApiSettings(
                settings.text(
                        "ALLOWED_ORGANIZATION_ID",
                        "(?:o-[a-z0-9]{10,32})?",
                        "set it to an organization's id such as o-a1b2c3d4e5, or to nothing"),
                vpcEndpointIds(settings),
                settings.smokeTestRoleArn(),
                domainOnly(settings),
                settings.text(
                        "SECURITY_POLICY",
                        "SecurityPolicy_TLS13_[A-Za-z0-9_]{1,40}",
                        "set it to a security policy of API Gateway such as SecurityPolicy_TLS13_1_2_2021_06"),
                AuthorizerParameters.of(settings));
    }

    /** The ids of the VPC endpoints in a function's environment, in their order, each once. */
    public static List<String> vpcEndpointIds(Settings settings) {
        String ids = settings.text(
                "ALLOWED_VPC_ENDPOINT_IDS",
                "(?:vpce-[0-9a-f]{8,17}(,vpce-[0-9a-f]{8,17}){0,99})?",
                "set it to ids such as vpce-0a1b2c3d with commas between them, or to nothing");
        return Stream.of(ids.split(",")).filter(id -> !id.isEmpty()).distinct().toList();
    }

    /** Whether a function's environment says that callers reach the APIs by the stack's custom domain only. */
    public static boolean domainOnly(Settings settings) {
        return Boolean.parseBoolean(settings.oneOf("DOMAIN_ONLY", List.of("true", "false")));
    }

    /**
     * The resource policy of an API as JSON, or an empty string.
     *
     * @param authorization of its methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param preflight     whether it answers preflight requests
     * @param account       that the API is in
     */
    public String resourcePolicy(String authorization, boolean preflight, String stage, String account) {
        return new ResourcePolicy(
                        organizationId, vpcEndpointIds, authorization, preflight, stage, smokeTestRoleArn, account)
                .text();
    }

    /**
     * The description of a deployment, which has no tags: it differs if anything differs that a deployment freezes of
     * what a load balancer and the stack ask for.
     *
     * @param through what is frozen of the VPC link; nothing if the stage names it
     */
    public String deploymentDescription(Wanted wanted, List<String> through, String account) {
        return "Gatelink: "
                + Text.sha256(TaskJson.text(List.of(
                        through.isEmpty() ? LAYOUT : LAYOUT + " " + through,
                        wanted.authorization(),
                        authorizers.decidingOn(wanted.authorization()),
                        wanted.uri(),
                        wanted.timeoutMillis(),
                        wanted.integration(),
                        wanted.response(),
                        wanted.cors() == null ? "" : wanted.cors(),
                        resourcePolicy(wanted.authorization(), wanted.cors() != null, wanted.stage(), account),
                        domainOnly,
                        securityPolicy)));
    }

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
    public List<PatchOperation> corrections(GetRestApiResponse found, String resourcePolicy) {
        List<PatchOperation> corrections = new ArrayList<>();
        if (!ResourcePolicy.isSame(resourcePolicy, found.policy())) {
            corrections.add(ApiGateway.replace("/policy", resourcePolicy));
        }
        correctEndpoint(found, corrections);
        boolean disabled = Boolean.TRUE.equals(found.disableExecuteApiEndpoint());
        ApiGateway.correct(corrections, "/securityPolicy", found.securityPolicyAsString(), securityPolicy);
        ApiGateway.correct(corrections, "/endpointAccessMode", found.endpointAccessMode(), ACCESS_MODE);
        ApiGateway.correct(corrections, "/disableExecuteApiEndpoint", disabled, domainOnly);
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
