package io.gatelink.functions.publish;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.FakeClients;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.wanted.PublicationTags;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parameters that do not go together; this stack's own template lets none of them through. */
class CustomDomainTest {

    private static final LoadBalancerArn ORDERS = LoadBalancerArn.of(
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188");

    private static void require(String domainName, String domainOnly, String vpcEndpointIds) {
        var settings = FakeClients.of(
                        Map.of(
                                "DOMAIN_NAME",
                                domainName,
                                "DOMAIN_ONLY",
                                domainOnly,
                                "ALLOWED_VPC_ENDPOINT_IDS",
                                vpcEndpointIds),
                        () -> Instant.EPOCH)
                .settings();
        CustomDomain.requireConsistent(settings, ORDERS, PublicationTags.of(ORDERS.text(), Map.of()));
    }

    @Test
    void apisThatOnlyADomainLeadsToTakeOne() {
        assertThatThrownBy(() -> require("", "true", ""))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Parameter DomainOnly of the stack is true, but DomainName is empty, so that no caller "
                        + "would reach an API: deploy the stack with DomainName, or with DomainOnly=false.");
        assertThatCode(() -> require("api.example.com", "true", "")).doesNotThrowAnyException();
    }

    @Test
    void aDomainLeadsToNoPrivateApis() {
        assertThatThrownBy(() -> require("api.example.com", "false", "vpce-0a1b2c3d"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Parameters DomainName and AllowedVpcEndpointIds of the stack are both set, but a "
                        + "Regional custom domain leads to no private APIs: deploy the stack without one of them.");
        assertThatCode(() -> require("", "false", "vpce-0a1b2c3d")).doesNotThrowAnyException();
    }
}
