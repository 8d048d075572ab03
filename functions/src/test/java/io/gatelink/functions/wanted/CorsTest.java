package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorsTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";

    private static Cors cors(Map<String, String> tags) {
        return Cors.of(LoadBalancerArn.of(ARN), PublicationTags.of(ARN, tags));
    }

    private static void isRefused(Map<String, String> tags, String message) {
        assertThatThrownBy(() -> cors(tags))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage(message);
    }

    @Test
    void withoutTagsNoScriptsOfOtherOriginsAreLetIn() {
        assertThat(cors(Map.of())).isNull();
    }

    @Test
    void anOriginAloneLetsScriptsUseAllMethodsAndTheHeadersThatApiGatewayAsksFor() {
        assertThat(cors(Map.of("gatelink:cors-origin", "https://shop.example.com"))
                        .preflightHeaders())
                .isEqualTo(Map.of(
                        "Access-Control-Allow-Origin",
                        "https://shop.example.com",
                        "Access-Control-Allow-Methods",
                        "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS",
                        "Access-Control-Allow-Headers",
                        "Authorization,Content-Type,X-Amz-Date,X-Api-Key,X-Amz-Security-Token,X-Amz-Content-Sha256",
                        "Access-Control-Max-Age",
                        "600",
                        "Vary",
                        "Origin"));
    }

    @Test
    void literalsOfMappingParametersStandInSingleQuotes() {
        Cors cors = cors(Map.of("gatelink:cors-origin", "https://a.b", "gatelink:cors-credentials", "true"));

        assertThat(Cors.mapped("gatewayresponse.header.", cors.answerHeaders()))
                .isEqualTo(Map.of(
                        "gatewayresponse.header.Access-Control-Allow-Origin",
                        "'https://a.b'",
                        "gatewayresponse.header.Access-Control-Allow-Credentials",
                        "'true'",
                        "gatewayresponse.header.Vary",
                        "'Origin'"));
    }

    @Test
    void anyOriginIsAnAsterisk() {
        Cors cors = cors(Map.of(
                "gatelink:cors-origin",
                "any",
                "gatelink:cors-methods",
                "GET POST",
                "gatelink:cors-headers",
                "Content-Type X-A"));

        assertThat(cors).isEqualTo(new Cors("*", "GET,POST", "Content-Type,X-A", false));
    }

    @Test
    void credentialsAreNotForAnyOrigin() {
        isRefused(
                Map.of("gatelink:cors-origin", "any", "gatelink:cors-credentials", "true"),
                "Tag gatelink:cors-credentials of load balancer orders is true, but tag gatelink:cors-origin is any, "
                        + "and browsers take no credentials for any origin: name one origin, or run aws elbv2 "
                        + "remove-tags --resource-arns " + ARN + " --tag-keys gatelink:cors-credentials.");
    }

    @Test
    void detailsWithoutAnOriginMeanNothing() {
        isRefused(
                Map.of("gatelink:cors-methods", "GET", "gatelink:cors-credentials", "true"),
                "Load balancer orders has no tag gatelink:cors-origin, without which gatelink:cors-methods and "
                        + "gatelink:cors-credentials mean nothing: name the origin with aws elbv2 add-tags "
                        + "--resource-arns " + ARN
                        + " --tags Key=gatelink:cors-origin,Value=<scheme and host of the web pages>, or run aws elbv2 "
                        + "remove-tags --resource-arns " + ARN
                        + " --tag-keys gatelink:cors-methods gatelink:cors-credentials.");
    }
}
