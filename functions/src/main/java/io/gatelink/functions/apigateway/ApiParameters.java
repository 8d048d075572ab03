package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.Settings;
import java.util.List;

/**
 * The stack's parameters that say who may reach its APIs, and how.
 *
 * @param organizationId   of those whose members may call, or an empty string for every caller whom IAM allows it
 * @param vpcEndpointIds   through which callers come to APIs that are private then; none for Regional APIs
 * @param smokeTestRoleArn the role of the function that tests the APIs
 * @param securityPolicy   for TLS, in API Gateway's words
 */
public record ApiParameters(
        String organizationId, List<String> vpcEndpointIds, String smokeTestRoleArn, String securityPolicy) {

    /** What a function's environment says. */
    public static ApiParameters of(Settings settings) {
        return new ApiParameters(
                settings.text(
                        "ALLOWED_ORGANIZATION_ID",
                        id -> id.matches("(?:o-[a-z0-9]{10,32})?"),
                        "set it to an organization's id such as o-a1b2c3d4e5, or to nothing"),
                vpcEndpointIds(settings),
                settings.arn("SMOKE_TEST_ROLE_ARN"),
                settings.text(
                        "SECURITY_POLICY",
                        policy -> policy.matches("SecurityPolicy_TLS13_[A-Za-z0-9_]{1,40}"),
                        "set it to a security policy of API Gateway such as SecurityPolicy_TLS13_1_2_2021_06"));
    }

    /** The ids of the VPC endpoints in a function's environment, in their order, each once. */
    public static List<String> vpcEndpointIds(Settings settings) {
        String ids = settings.text(
                "ALLOWED_VPC_ENDPOINT_IDS",
                all -> all.matches("(?:vpce-[0-9a-f]{8,17}(,vpce-[0-9a-f]{8,17}){0,99})?"),
                "set it to ids such as vpce-0a1b2c3d with commas between them, or to nothing");
        return ids.isEmpty()
                ? List.of()
                : List.of(ids.split(",")).stream().distinct().toList();
    }

    /**
     * How an API is to be.
     *
     * @param authorization of its methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param account       that the API is in
     */
    public ApiSettings settings(String authorization, String account) {
        var policy = new ResourcePolicy(organizationId, vpcEndpointIds, authorization, smokeTestRoleArn, account);
        return new ApiSettings(securityPolicy, policy.text(), vpcEndpointIds);
    }
}
