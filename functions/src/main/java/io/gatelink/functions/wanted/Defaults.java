package io.gatelink.functions.wanted;

import io.gatelink.functions.elbv2.LoadBalancerArn;
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
 * @param links         the parameters LinkVersion, LinkSubnetIds and LinkSecurityGroupIds
 * @param authorizers   the parameters CognitoUserPoolArns and AuthorizerFunctionArn
 * @param domainName    the parameter DomainName; empty if there is none
 */
public record Defaults(
        PublicationPolicy policy,
        String authorization,
        String stage,
        String path,
        String expect,
        String timeoutMillis,
        LinkParameters links,
        AuthorizerParameters authorizers,
        String domainName) {

    /**
     * @throws io.gatelink.functions.lambda.InvalidConfigurationException names the environment variable, its value and
     *         what to set it to
     */
    public static Defaults of(Settings settings) {
        AuthorizerParameters authorizers = AuthorizerParameters.of(settings);
        LinkParameters links = LinkParameters.of(settings);
        return new Defaults(
                new PublicationPolicy(
                        publishMode(settings),
                        links.version(),
                        Boolean.parseBoolean(settings.oneOf("ALLOW_WEAKER_AUTHORIZATION", List.of("true", "false")))),
                settings.oneOf(
                        "AUTHORIZATION",
                        List.of(
                                Authorization.AWS_IAM,
                                Authorization.COGNITO,
                                Authorization.CUSTOM,
                                Authorization.API_KEY)),
                allowed(settings, "STAGE_NAME", LoadBalancerTag.STAGE),
                allowed(settings, "SMOKE_TEST_PATH", LoadBalancerTag.PATH),
                allowed(settings, "SMOKE_TEST_EXPECT", LoadBalancerTag.EXPECT),
                Integer.toString(settings.number("INTEGRATION_TIMEOUT_MILLIS", 50, IntegrationChoice.LONGEST_MILLIS)),
                links,
                authorizers,
                settings.domainName());
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
     * @param network       see {@link LinkParameters#network}
     * @param tagsHash      see {@link PublicationTags#hash}
     * @throws io.gatelink.functions.lambda.UnsupportedLoadBalancerException if tags ask for what does not go together
     */
    public Wanted wanted(
            LoadBalancerArn loadBalancer,
            PublicationTags tags,
            String authorization,
            String uri,
            Network network,
            String tagsHash) {
        var integration = new IntegrationChoice(loadBalancer, tags, timeoutMillis);
        return new Wanted(
                uri,
                authorization,
                tags.value(LoadBalancerTag.STAGE).orElse(stage),
                tags.value(LoadBalancerTag.PATH).orElse(path),
                tags.value(LoadBalancerTag.EXPECT).orElse(expect).replace(' ', ','),
                integration.timeoutMillis(),
                integration.type(),
                integration.response(),
                network,
                Cors.of(loadBalancer, tags),
                domainName.isEmpty() ? null : new BasePath(domainName, segment(loadBalancer.name(), tags)).text(),
                tagsHash);
    }

    /** One that replaces another load balancer is reached where that one was. */
    private static String segment(String loadBalancerName, PublicationTags tags) {
        return tags.value(LoadBalancerTag.BASE_PATH)
                .or(() -> tags.value(LoadBalancerTag.REPLACES))
                .orElse(loadBalancerName);
    }

    private static String allowed(Settings settings, String variable, LoadBalancerTag rule) {
        return settings.text(variable, rule::takes, "set it to " + rule.allowed());
    }
}
