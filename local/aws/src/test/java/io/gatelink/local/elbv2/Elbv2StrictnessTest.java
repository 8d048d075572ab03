package io.gatelink.local.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gatelink.local.core.Account;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.events.EventBridgeTrail;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.sts.Identities;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** What is accepted is done; what AWS has and the local one has not is refused by name; the rest as AWS refuses it. */
class Elbv2StrictnessTest {

    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222";

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-03-04T05:06:07Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final LoadBalancers loadBalancers = new LoadBalancers(
            account,
            new Ec2(account),
            new LoadBalancers.Settings(Duration.ZERO, (address, check) -> HealthProbe.Result.HEALTHY));
    private final ElasticLoadBalancingV2Client elb = new WireHttpClient(
                    loop,
                    new Elbv2Wire(
                            account,
                            loadBalancers,
                            new EventBridgeTrail(
                                    account,
                                    new Identities(account, key -> Optional.empty()),
                                    Duration.ZERO,
                                    event -> {})))
            .client(ElasticLoadBalancingV2Client.builder(), "AKIDEXAMPLE");
    private final LoadBalancer orders = elb.createLoadBalancer(request ->
                    request.name("orders").type("network").scheme("internal").subnets("subnet-0a", "subnet-0b"))
            .loadBalancers()
            .get(0);

    @AfterEach
    void closeTheLoop() {
        loop.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TCP  | proxy_protocol_v2.enabled | true
            TCP  | stickiness.enabled | true
            TCP  | target_group_health.unhealthy_state_routing.minimum_healthy_targets.count | 2
            TCP  | target_group_health.dns_failover.minimum_healthy_targets.percentage | 50
            HTTP | load_balancing.algorithm.type | least_outstanding_requests
            HTTP | load_balancing.algorithm.anomaly_mitigation | on
            HTTP | slow_start.duration_seconds | 30
            """)
    void anAttributeOfATargetGroupThatWouldChangeWhatArrivesIsRefusedByName(String protocol, String key, String value) {
        String group = group(protocol);

        assertFails(
                () -> elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(group)
                        .attributes(attribute -> attribute.key(key).value(value))),
                "NotImplemented",
                notSupported("the target group attribute " + key + " = " + value));
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, deregistration_delay.timeout_seconds, 3601",
        "TCP, load_balancing.cross_zone.enabled, maybe",
        "TCP, preserve_client_ip.enabled, yes",
        "TCP, stickiness.type, lb_cookie",
        "HTTP, stickiness.type, source_ip",
        "HTTP, stickiness.lb_cookie.duration_seconds, 604801",
        "HTTP, slow_start.duration_seconds, 29",
        "HTTP, load_balancing.algorithm.type, random"
    })
    void anAttributeOfATargetGroupWithAnImpossibleValueIsRefused(String protocol, String key, String value) {
        String group = group(protocol);

        assertFails(
                () -> elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(group)
                        .attributes(attribute -> attribute.key(key).value(value))),
                "ValidationError",
                "Target group attribute value '" + value + "' is not valid for the key '" + key + "'");
    }

    @Test
    void attributesOfApplicationLoadBalancersAreKnownToThem() {
        String balancer = elb.createLoadBalancer(request -> request.name("shop")
                        .type("application")
                        .scheme("internal")
                        .subnets("subnet-0a", "subnet-0b"))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        String listener = elb.createListener(request -> request.loadBalancerArn(balancer)
                        .protocol("HTTP")
                        .port(80)
                        .defaultActions(
                                action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(group("HTTP"))))
                .listeners()
                .get(0)
                .listenerArn();

        assertFails(
                () -> elb.modifyListenerAttributes(
                        request -> request.listenerArn(listener).attributes(attribute -> attribute
                                .key("routing.http.response.x_frame_options.header_value")
                                .value("DENY"))),
                "NotImplemented",
                notSupported("the listener attribute routing.http.response.x_frame_options.header_value = DENY"));
        assertFails(
                () -> elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(balancer)
                        .attributes(attribute ->
                                attribute.key("health_check_logs.s3.enabled").value("true"))),
                "NotImplemented",
                notSupported("the load balancer attribute health_check_logs.s3.enabled = true"));
        assertFails(
                () -> elb.modifyLoadBalancerAttributes(
                        request -> request.loadBalancerArn(balancer).attributes(attribute -> attribute
                                .key("load_balancing.cross_zone.enabled")
                                .value("false"))),
                "ValidationError",
                "Load balancer attribute value 'false' is not valid for the key 'load_balancing.cross_zone.enabled'");
    }

    @Test
    void aTargetIsInAZoneOfTheRegion() {
        String group = group("TCP");

        assertFails(
                () -> elb.registerTargets(request -> request.targetGroupArn(group)
                        .targets(target -> target.id("127.0.0.1").availabilityZone("eu-west-1a"))),
                "ValidationError",
                "Availability Zone 'eu-west-1a' is not valid");
    }

    @Test
    void accessLogsAreRefusedForThereIsNothingToWriteThemTo() {
        assertFails(
                () -> elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(orders.loadBalancerArn())
                        .attributes(attribute ->
                                attribute.key("access_logs.s3.enabled").value("true"))),
                "NotImplemented",
                notSupported("the load balancer attribute access_logs.s3.enabled = true"));
    }

    @Test
    void listsAndKeysAreAsLongAsAwsAllows() {
        assertFails(
                () -> elb.addTags(request ->
                        request.resourceArns(orders.loadBalancerArn()).tags(List.of())),
                "ValidationError",
                "1 validation error detected: Value '[]' at 'tags' failed to satisfy constraint: Member must have "
                        + "length "
                        + "greater than or equal to 1");
        assertFails(
                () -> elb.removeTags(request ->
                        request.resourceArns(orders.loadBalancerArn()).tagKeys("k".repeat(129))),
                "ValidationError",
                "The tag key '" + "k".repeat(129) + "' must have 1 to 128 characters");
        assertFails(
                () -> elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(orders.loadBalancerArn())
                        .attributes(Collections.nCopies(
                                21,
                                LoadBalancerAttribute.builder()
                                        .key("deletion_protection.enabled")
                                        .value("true")
                                        .build()))),
                "ValidationError",
                "1 validation error detected: Value '[...]' at 'attributes' failed to satisfy constraint: Member "
                        + "must have "
                        + "length less than or equal to 20");
    }

    @Test
    void onlyATargetGroupForHttpHasAProtocolVersion() {
        assertFails(
                () -> elb.createTargetGroup(request -> request.name("grpc")
                        .protocol("TCP")
                        .protocolVersion("GRPC")
                        .port(80)
                        .vpcId("vpc-0a")),
                "NotImplemented",
                notSupported("CreateTargetGroup with ProtocolVersion for the protocol TCP"));
    }

    @Test
    void aParameterThatIsNotTakenIsNamed() {
        assertFails(
                () -> elb.createLoadBalancer(request -> request.name("other")
                        .type("network")
                        .subnets("subnet-0a")
                        .customerOwnedIpv4Pool("ipv4pool-coip-1")),
                "NotImplemented",
                notSupported("CreateLoadBalancer with CustomerOwnedIpv4Pool"));
        assertFails(
                () -> elb.createLoadBalancer(request -> request.name("other")
                        .type("network")
                        .subnetMappings(mapping -> mapping.subnetId("subnet-0a").allocationId("eipalloc-1"))),
                "NotImplemented",
                notSupported("CreateLoadBalancer with SubnetMappings.AllocationId"));
        assertFails(
                () -> listen("TCP", group("TCP"), request -> request.mutualAuthentication(it -> it.mode("verify"))),
                "NotImplemented",
                notSupported("CreateListener with MutualAuthentication.Mode"));
    }

    @ParameterizedTest
    @CsvSource({"QUIC, UDP", "TCP_QUIC, TCP_UDP"})
    void aProtocolThatAwsHasAndTheLocalOneHasNotIsNotCalledUnknown(String protocol, String groupProtocol) {
        String group = group(groupProtocol);

        assertFails(
                () -> listen(protocol, group, request -> {}), "NotImplemented", notSupported("protocol " + protocol));
        assertFails(() -> group(protocol), "NotImplemented", notSupported("protocol " + protocol));
    }

    @Test
    void anUnknownProtocolIsRefusedWithAllThatThereAre() {
        String group = group("TCP");

        assertFails(
                () -> listen("SCTP", group, request -> {}),
                "ValidationError",
                "1 validation error detected: Value "
                        + "'SCTP' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: "
                        + "[TCP, TLS, UDP, TCP_UDP, QUIC, TCP_QUIC]");
    }

    @ParameterizedTest
    @CsvSource({"TCP, TLS", "UDP, TCP", "TLS, UDP", "TCP_UDP, TCP"})
    void listenerAndTargetGroupHaveProtocolsThatFit(String listener, String groupProtocol) {
        String group = group(groupProtocol);

        assertFails(
                () -> listen(listener, group, request -> {
                    if (listener.equals("TLS")) {
                        request.certificates(it -> it.certificateArn(CERTIFICATE));
                    }
                }),
                "IncompatibleProtocols",
                "Listener protocol '" + listener + "' and target group protocol '" + groupProtocol
                        + "' are not compatible");
    }

    @Test
    void nothingArrivesOverTcpAtAUdpListener() {
        String group = group("UDP");
        elb.registerTargets(request ->
                request.targetGroupArn(group).targets(it -> it.id("127.0.0.1").port(9)));
        listen("UDP", group, request -> {});

        assertThat(loadBalancers.routes(orders.loadBalancerArn(), 80)).isEmpty();
    }

    @Test
    void aTlsListenerTellsHowItsTargetsAreSpokenToAndWhomItsCertificateIsFor() {
        String group = group("TCP");
        elb.registerTargets(request ->
                request.targetGroupArn(group).targets(it -> it.id("127.0.0.1").port(9)));
        listen("TLS", group, request -> request.certificates(it -> it.certificateArn(CERTIFICATE))
                .tags(it -> it.key("local:certificate-names").value("orders.example.com Pay.example.com")));

        assertThat(loadBalancers.routes(orders.loadBalancerArn(), 80))
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.listenerProtocol()).isEqualTo("TLS");
                    assertThat(route.targetGroupProtocol()).isEqualTo("TCP");
                    assertThat(route.certificateNames()).containsExactly("orders.example.com", "pay.example.com");
                });
    }

    @Test
    void aTlsListenersSettingsAreChecked() {
        String group = group("TCP");

        assertFails(
                () -> listen("TLS", group, request -> {}),
                "ValidationError",
                "A certificate must be specified for TLS listeners");
        assertFails(
                () -> listen("TLS", group, request -> request.certificates(it -> it.certificateArn("mine"))),
                "ValidationError",
                "Certificate ARN 'mine' is not valid");
        assertFails(
                () -> listen("TLS", group, request -> request.certificates(it -> it.certificateArn(CERTIFICATE))
                        .sslPolicy("strong")),
                "SSLPolicyNotFound",
                "SSL policy 'strong' not found");
        assertFails(
                () -> listen("TLS", group, request -> request.certificates(it -> it.certificateArn(CERTIFICATE))
                        .alpnPolicy("HTTP2Only")),
                "NotImplemented",
                notSupported("the ALPN policy HTTP2Only: API Gateway speaks HTTP/1.1 to its backends"));
        assertFails(
                () -> listen("TCP", group, request -> request.alpnPolicy("None")),
                "ValidationError",
                "An ALPN policy can only be specified for TLS listeners");
    }

    @Test
    void aListenerThatIsNoLongerSecureLosesItsCertificate() {
        String group = group("TCP");
        String listener = listen("TLS", group, request -> request.certificates(it -> it.certificateArn(CERTIFICATE)));

        var changed = elb.modifyListener(
                        request -> request.listenerArn(listener).protocol("TCP"))
                .listeners()
                .get(0);

        assertThat(changed.hasCertificates()).isFalse();
        assertThat(changed.sslPolicy()).isNull();
    }

    @Test
    void trafficGoesToOneTargetGroupOfAnAction() {
        String blue = group("TCP");
        String green = group("TCP");

        assertFails(
                () -> forward(blue, 50, green, 50),
                "NotImplemented",
                notSupported("several target groups in one action, but for those with the weight 0"));
        assertThat(forward(blue, 0, green, 1).hasListeners()).isTrue();
    }

    @Test
    void aNetworkLoadBalancerOnlyForwards() {
        assertFails(
                () -> elb.createListener(request -> request.loadBalancerArn(orders.loadBalancerArn())
                        .protocol("TCP")
                        .port(80)
                        .defaultActions(action -> action.type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(config -> config.statusCode("200")))),
                "InvalidLoadBalancerAction",
                "Actions of the type 'fixed-response' are not supported for Network Load Balancers");
        assertFails(
                () -> elb.createListener(request -> request.loadBalancerArn(orders.loadBalancerArn())
                        .protocol("TCP")
                        .port(80)
                        .defaultActions(action -> action.type(ActionTypeEnum.AUTHENTICATE_OIDC))),
                "NotImplemented",
                notSupported("defaultActions.1.member.type authenticate-oidc"));
    }

    @Test
    void privateAddressesOfSubnetMappingsAreKept() {
        LoadBalancer mapped = elb.createLoadBalancer(request -> request.name("mapped")
                        .type("network")
                        .scheme("internal")
                        .subnetMappings(mapping -> mapping.subnetId("subnet-0a").privateIPv4Address("10.0.0.10")))
                .loadBalancers()
                .get(0);

        assertThat(mapped.availabilityZones().get(0).loadBalancerAddresses())
                .singleElement()
                .satisfies(address -> assertThat(address.privateIPv4Address()).isEqualTo("10.0.0.10"));
        assertFails(
                () -> elb.createLoadBalancer(request -> request.name("other")
                        .type("network")
                        .scheme("internal")
                        .subnetMappings(mapping -> mapping.subnetId("subnet-0a").privateIPv4Address("10.0.0.300"))),
                "ValidationError",
                "'10.0.0.300' is not a valid private IPv4 address");
        assertFails(
                () -> elb.createLoadBalancer(request -> request.name("other")
                        .type("network")
                        .subnetMappings(mapping -> mapping.subnetId("subnet-0a").privateIPv4Address("10.0.0.10"))),
                "InvalidConfigurationRequest",
                "A private IPv4 address can only be specified for an internal Network Load Balancer");
    }

    @Test
    void aSubnetStaysInItsZoneWhenOthersGo() {
        var changed = elb.setSubnets(
                request -> request.loadBalancerArn(orders.loadBalancerArn()).subnets("subnet-0b", "subnet-0c"));

        assertThat(changed.availabilityZones())
                .extracting(AvailabilityZone::subnetId, AvailabilityZone::zoneName)
                .containsExactly(tuple("subnet-0b", "us-east-1b"), tuple("subnet-0c", "us-east-1a"));
        assertThat(elb.describeLoadBalancers().loadBalancers().get(0).availabilityZones())
                .isEqualTo(changed.availabilityZones());
    }

    @Test
    void theTypeOfItsAddressesCanBeChanged() {
        elb.setIpAddressType(
                request -> request.loadBalancerArn(orders.loadBalancerArn()).ipAddressType("dualstack"));

        assertThat(elb.describeLoadBalancers().loadBalancers().get(0).ipAddressTypeAsString())
                .isEqualTo("dualstack");
        assertFails(
                () -> elb.setIpAddressType(request -> request.loadBalancerArn(orders.loadBalancerArn())
                        .ipAddressType("dualstack-without-public-ipv4")),
                "NotImplemented",
                notSupported("ipAddressType dualstack-without-public-ipv4"));
    }

    @Test
    void aDeregisteredTargetDrainsForAsLongAsItsGroupSays() {
        String group = group("TCP");
        listen("TCP", group, request -> {});
        elb.modifyTargetGroupAttributes(request -> request.targetGroupArn(group)
                .attributes(attribute ->
                        attribute.key("deregistration_delay.timeout_seconds").value("60")));
        elb.registerTargets(request ->
                request.targetGroupArn(group).targets(it -> it.id("127.0.0.1").port(9)));

        elb.deregisterTargets(request ->
                request.targetGroupArn(group).targets(it -> it.id("127.0.0.1").port(9)));

        assertThat(loadBalancers.routes(orders.loadBalancerArn(), 80)).isEmpty();
        assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.targetHealth().state()).isEqualTo(TargetHealthStateEnum.DRAINING);
                    assertThat(it.targetHealth().reasonAsString()).isEqualTo("Target.DeregistrationInProgress");
                });
        var over = new boolean[1];
        loop.schedule(Duration.ofSeconds(60), () -> over[0] = true);
        loop.runUntil(() -> over[0]);
        assertThat(elb.describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions())
                .isEmpty();
    }

    @Test
    void aTargetIsWhatItsGroupIsOf() {
        String instances = elb.createTargetGroup(request ->
                        request.name("instances").protocol("TCP").port(80).vpcId("vpc-1"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        String addresses = group("TCP");

        assertFails(
                () -> elb.registerTargets(
                        request -> request.targetGroupArn(instances).targets(it -> it.id("127.0.0.1"))),
                "ValidationError",
                "Instance ID '127.0.0.1' is not valid");
        assertFails(
                () -> elb.registerTargets(
                        request -> request.targetGroupArn(addresses).targets(it -> it.id("::1"))),
                "ValidationError",
                "The IP address '::1' is not a valid IPv4 address");
    }

    @Test
    void listsThatHaveToBeThereAre() {
        assertFails(
                () -> elb.describeTags(request -> {}),
                "ValidationError",
                "1 validation error detected: Value null at "
                        + "'resourceArns' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void tagsHaveAwsCharacters() {
        assertFails(
                () -> elb.addTags(request -> request.resourceArns(orders.loadBalancerArn())
                        .tags(tag -> tag.key("a<b").value("1"))),
                "ValidationError",
                "The tag 'a<b' = '1' may only hold letters, numbers, spaces and _ . : / = + - @");
    }

    private String group(String protocol) {
        return elb.createTargetGroup(request -> request.name("group-" + account.newHexId(4))
                        .protocol(protocol)
                        .port(80)
                        .vpcId("vpc-1")
                        .targetType("ip"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }

    private String listen(String protocol, String group, Consumer<CreateListenerRequest.Builder> more) {
        return elb.createListener(request -> {
                    request.loadBalancerArn(orders.loadBalancerArn())
                            .protocol(protocol)
                            .port(80)
                            .defaultActions(action ->
                                    action.type(ActionTypeEnum.FORWARD).targetGroupArn(group));
                    more.accept(request);
                })
                .listeners()
                .get(0)
                .listenerArn();
    }

    private CreateListenerResponse forward(String one, int oneWeight, String other, int otherWeight) {
        return elb.createListener(request -> request.loadBalancerArn(orders.loadBalancerArn())
                .protocol("TCP")
                .port(80)
                .defaultActions(action -> action.type(ActionTypeEnum.FORWARD)
                        .forwardConfig(config -> config.targetGroups(
                                group -> group.targetGroupArn(one).weight(oneWeight),
                                group -> group.targetGroupArn(other).weight(otherWeight)))));
    }

    private static String notSupported(String what) {
        return "The local AWS does not support Elastic Load Balancing " + what
                + ". docs/supported-operations.md lists what it does.";
    }

    private static void assertFails(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ElasticLoadBalancingV2Exception.class, e -> {
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }
}
