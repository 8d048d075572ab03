package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Text;
import java.util.Arrays;
import java.util.List;

/**
 * How APIs are by default and what their load balancers' tags may ask for: parameters of the stack, which the state
 * machine hands over. As environment variables they would not reach an alias: a change of nothing but a variable's value
 * publishes no new version of a function.
 *
 * @param publishMode   the parameter PublishMode
 * @param allowOpenApis the parameter AllowOpenApis
 * @param authorization the parameter Authorization
 * @param stage         the parameter StageName
 * @param path          the parameter SmokeTestPath
 * @param expect        the parameter SmokeTestExpect
 * @param timeoutMillis the parameter IntegrationTimeoutMillis
 */
public record Defaults(String publishMode, String allowOpenApis, String authorization, String stage, String path, String expect,
        String timeoutMillis) {

    /** @throws InvalidConfigurationException names the parameter, its value and what to set it to */
    public Defaults {
        oneOf("PublishMode", publishMode, Arrays.stream(PublishMode.values()).map(Enum::name).toList());
        oneOf("AllowOpenApis", allowOpenApis, List.of("true", "false"));
        oneOf("Authorization", authorization, List.of(Authorization.AWS_IAM, Authorization.API_KEY));
        allowed("StageName", stage, LoadBalancerTag.STAGE);
        allowed("SmokeTestPath", path, LoadBalancerTag.PATH);
        allowed("SmokeTestExpect", expect, LoadBalancerTag.EXPECT);
        allowed("IntegrationTimeoutMillis", timeoutMillis, LoadBalancerTag.TIMEOUT_MS);
    }

    public PublicationPolicy policy() {
        return new PublicationPolicy(PublishMode.valueOf(publishMode), Boolean.parseBoolean(allowOpenApis));
    }

    private static void oneOf(String parameter, String value, List<String> values) {
        if (!values.contains(value)) {
            throw refused(parameter, value, String.join(" or ", values));
        }
    }

    private static void allowed(String parameter, String value, LoadBalancerTag rule) {
        if (!rule.takes(value)) {
            throw refused(parameter, value, rule.allowed());
        }
    }

    private static InvalidConfigurationException refused(String parameter, String value, String allowed) {
        return new InvalidConfigurationException("Parameter " + parameter + " of the stack is " + Text.ascii(value)
                + ": deploy the stack with " + allowed + ".");
    }
}
