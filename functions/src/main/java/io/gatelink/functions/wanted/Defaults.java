package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.wanted.PublicationPolicy.PublishMode;
import java.util.Arrays;
import java.util.List;

/**
 * How APIs are by default, and what their load balancers' tags may ask for: the stack's parameters.
 *
 * @param policy        the parameters PublishMode and AllowWeakerAuthorization
 * @param authorization the parameter Authorization
 * @param stage         the parameter StageName
 * @param path          the parameter SmokeTestPath
 * @param expect        the parameter SmokeTestExpect
 * @param timeoutMillis the parameter IntegrationTimeoutMillis
 */
public record Defaults(
        PublicationPolicy policy,
        String authorization,
        String stage,
        String path,
        String expect,
        String timeoutMillis) {

    /** What integrations are unless a tag says otherwise: requests and answers pass as they are. */
    private static final String HTTP_PROXY = "http_proxy";

    /**
     * @throws io.gatelink.functions.lambda.InvalidConfigurationException names the environment variable, its value and
     *         what to set it to
     */
    public static Defaults of(Settings settings) {
        return new Defaults(
                new PublicationPolicy(
                        publishMode(settings),
                        Boolean.parseBoolean(settings.oneOf("ALLOW_WEAKER_AUTHORIZATION", List.of("true", "false")))),
                settings.oneOf("AUTHORIZATION", List.of(Authorization.AWS_IAM, Authorization.API_KEY)),
                allowed(settings, "STAGE_NAME", LoadBalancerTag.STAGE),
                allowed(settings, "SMOKE_TEST_PATH", LoadBalancerTag.PATH),
                allowed(settings, "SMOKE_TEST_EXPECT", LoadBalancerTag.EXPECT),
                allowed(settings, "INTEGRATION_TIMEOUT_MILLIS", LoadBalancerTag.TIMEOUT_MS));
    }

    /** The parameter PublishMode. */
    public static PublishMode publishMode(Settings settings) {
        return PublishMode.valueOf(settings.oneOf(
                "PUBLISH_MODE",
                Arrays.stream(PublishMode.values()).map(Enum::name).toList()));
    }

    /**
     * How a load balancer is to be published.
     *
     * @param authorization what the policy allows, see {@link PublicationPolicy#authorization}
     * @param uri           see {@link ListenerChoice#uri}
     * @param tagsHash      see {@link PublicationTags#hash}
     */
    public Wanted wanted(
            String loadBalancerName, PublicationTags tags, String authorization, String uri, String tagsHash) {
        return new Wanted(
                loadBalancerName,
                uri,
                authorization,
                tags.value(LoadBalancerTag.STAGE).orElse(stage),
                tags.value(LoadBalancerTag.PATH).orElse(path),
                tags.value(LoadBalancerTag.EXPECT).orElse(expect).replace(' ', ','),
                tags.value(LoadBalancerTag.TIMEOUT_MS).orElse(timeoutMillis),
                tags.value(LoadBalancerTag.INTEGRATION).orElse(HTTP_PROXY),
                tagsHash);
    }

    private static String allowed(Settings settings, String variable, LoadBalancerTag rule) {
        return settings.text(variable, rule::takes, "set it to " + rule.allowed());
    }
}
