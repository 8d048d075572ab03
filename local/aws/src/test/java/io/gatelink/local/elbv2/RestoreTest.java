package io.gatelink.local.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.events.InvalidEventException;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/0123456789abcdef";
    private static final String EVENT = """
            {"detail": {
              "eventName": "CreateLoadBalancer",
              "requestParameters": {"name": "orders", "tags": [
                {"key": "gatelink:publish", "value": "true"},
                {"key": "local:vpc-endpoint-service", "value": "vpce-svc-1"}]},
              "responseElements": {"loadBalancers": [{
                "loadBalancerArn": "%s",
                "loadBalancerName": "orders",
                "dNSName": "orders-0123456789abcdef.elb.us-east-1.amazonaws.com",
                "type": "network", "scheme": "internal", "vpcId": "vpc-1",
                "securityGroups": ["sg-1"],
                "availabilityZones": [{"zoneName": "us-east-1a", "subnetId": "subnet-1"}]}]}}}""".formatted(ARN);

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Ec2 ec2 = new Ec2(account);
    private final LoadBalancers loadBalancers = new LoadBalancers(
            account,
            ec2,
            new LoadBalancers.Settings(Duration.ofMinutes(1), (address, check) -> HealthProbe.Result.HEALTHY));

    @Test
    void theLoadBalancerOfAnEventIsThereAsTheEventSays() {
        LoadBalancer restored = loadBalancers.restore((ObjectNode) Json.parse(EVENT));

        assertThat(restored.state()).isEqualTo("provisioning");
        assertThat(loadBalancers.find(ARN))
                .contains(new LoadBalancerDirectory.Entry(
                        ARN,
                        "orders-0123456789abcdef.elb.us-east-1.amazonaws.com",
                        "network",
                        "provisioning",
                        "vpc-1",
                        List.of("sg-1"),
                        true));
        assertThat(loadBalancers.tags().of(ARN))
                .isEqualTo(Map.of("gatelink:publish", "true", "local:vpc-endpoint-service", "vpce-svc-1"));
        assertThat(loadBalancers.association(ARN)).contains("vpce-svc-1");
        loop.runUntilIdle();
        assertThat(loadBalancers.find(ARN).orElseThrow().state()).isEqualTo("active");
    }

    @Test
    void theNetworkOfAnEventIsThereToo() {
        loadBalancers.restore((ObjectNode) Json.parse(EVENT));

        assertThat(ec2.subnets().describeSubnets(List.of("subnet-1")))
                .singleElement()
                .satisfies(subnet -> {
                    assertThat(subnet.vpcId()).isEqualTo("vpc-1");
                    assertThat(subnet.zone().id()).isEqualTo("use1-az1");
                });
        assertThat(ec2.securityGroups().find("sg-1").orElseThrow().vpcId()).isEqualTo("vpc-1");
        assertThatThrownBy(() -> ec2.subnets().deleteSubnet("subnet-1"))
                .hasMessage("The subnet 'subnet-1' has dependencies and cannot be deleted.");
    }

    @Test
    void restoringTwiceChangesNothing() {
        LoadBalancer first = loadBalancers.restore((ObjectNode) Json.parse(EVENT));

        assertThat(loadBalancers.restore((ObjectNode) Json.parse(EVENT))).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /detail | eventName | "DeleteLoadBalancer" | event's detail.eventName is "DeleteLoadBalancer", but must be "CreateLoadBalancer".
            /detail | responseElements | null | event has no detail.responseElements, which must be an object.
            /detail/responseElements | loadBalancers | {} | event's detail.responseElements.loadBalancers is {}, but must be a list.
            /detail/responseElements | loadBalancers | [] | event has no detail.responseElements.loadBalancers[0], which must be an object.
            /detail/responseElements/loadBalancers/0 | loadBalancerArn | 5 | event's detail.responseElements.loadBalancers[0].loadBalancerArn is 5, but must be a string.
            /detail/responseElements/loadBalancers/0 | loadBalancerArn | "arn:x" | event's detail.responseElements.loadBalancers[0].loadBalancerArn is "arn:x", but must be the ARN of a load balancer.
            /detail/responseElements/loadBalancers/0 | securityGroups | ["sg-1", {}] | event's detail.responseElements.loadBalancers[0].securityGroups[1] is {}, but must be a string.
            /detail/requestParameters | tags | [{"value": "x"}] | event has no detail.requestParameters.tags[0].key, which must be a string.
            """)
    void aWrongEventIsRefusedWithFieldValueAndRemedy(String parent, String field, String value, String problem) {
        var event = (ObjectNode) Json.parse(EVENT);
        ((ObjectNode) event.at(parent)).set(field, Json.parse(value));

        assertThatThrownBy(() -> loadBalancers.restore(event))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("The " + problem + " Use a CreateLoadBalancer event as CloudTrail writes it, "
                        + "such as events/nlb-created.json.");
    }
}
