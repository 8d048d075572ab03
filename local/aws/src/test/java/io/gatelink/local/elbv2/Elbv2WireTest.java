package io.gatelink.local.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.events.EventBridgeTrail;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.http.Request;
import io.gatelink.local.sts.Identities;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

class Elbv2WireTest {

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-03-04T05:06:07.089Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final LoadBalancers loadBalancers = new LoadBalancers(
            account, new Ec2(account), new LoadBalancers.Settings(Duration.ofMinutes(3), HealthProbe.network()));
    private final List<ObjectNode> events = new ArrayList<>();
    private final ElasticLoadBalancingV2Client elb = new WireHttpClient(
                    loop,
                    new Elbv2Wire(
                            account,
                            loadBalancers,
                            new EventBridgeTrail(
                                    account,
                                    new Identities(account, key -> Optional.empty()),
                                    Duration.ofSeconds(5),
                                    events::add)))
            .client(ElasticLoadBalancingV2Client.builder(), "AKIDEXAMPLE");

    @AfterEach
    void closeTheLoop() {
        loop.close();
    }

    @Test
    void aNewNlbIsProvisioningAndThenActive() {
        LoadBalancer created = create("orders", request -> {});

        assertThat(created.loadBalancerArn())
                .matches("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/[0-9a-f]{16}");
        String id =
                created.loadBalancerArn().substring(created.loadBalancerArn().length() - 16);
        assertThat(created.dnsName()).isEqualTo("orders-" + id + ".elb.us-east-1.amazonaws.com");
        assertThat(created.type()).isEqualTo(LoadBalancerTypeEnum.NETWORK);
        assertThat(created.schemeAsString()).isEqualTo("internet-facing");
        assertThat(created.createdTime()).isEqualTo("2026-03-04T05:06:07.089Z");
        assertThat(created.state().code()).isEqualTo(LoadBalancerStateEnum.PROVISIONING);
        assertThat(created.hasSecurityGroups()).isFalse();
        assertThat(created.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic())
                .isNull();
        assertThat(created.availabilityZones())
                .extracting(zone -> zone.zoneName() + " " + zone.subnetId())
                .containsExactly("us-east-1a subnet-0a", "us-east-1b subnet-0b");

        pass(Duration.ofMinutes(2));
        assertThat(describe(created).state().code()).isEqualTo(LoadBalancerStateEnum.PROVISIONING);
        pass(Duration.ofMinutes(1));
        assertThat(describe(created))
                .isEqualTo(created.toBuilder()
                        .state(state -> state.code(LoadBalancerStateEnum.ACTIVE))
                        .build());
    }

    @Test
    void theSameCreationAgainGivesTheSameLoadBalancer() {
        LoadBalancer first = create("orders", request -> {});

        assertThat(create("orders", request -> {})).isEqualTo(first);
        loop.runUntilIdle();
        assertThat(elb.describeLoadBalancers().loadBalancers()).hasSize(1);
        assertThat(eventNames()).containsExactly("CreateLoadBalancer", "CreateLoadBalancer");
        assertThat(events.get(0).at("/detail/eventID"))
                .isNotEqualTo(events.get(1).at("/detail/eventID"));
    }

    @Test
    void anotherCreationUnderTheSameNameIsADuplicate() {
        create("orders", request -> {});

        assertFails(
                () -> create("orders", request -> request.scheme("internal")),
                "DuplicateLoadBalancerName",
                "A load balancer with the same name 'orders' exists, but with different settings");
    }

    /** The API of Classic Load Balancers has operations of the same names, at the same address. */
    @Test
    void classicLoadBalancersAreNotThere() {
        var wire = new Elbv2Wire(account, loadBalancers, activity -> {});
        var request = new Request(
                "POST",
                "/",
                "",
                Map.of(),
                "Action=DescribeLoadBalancers&Version=2012-06-01".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> wire.route(request))
                .hasMessage("The local AWS does not support Classic Load Balancers: DescribeLoadBalancers. "
                        + "docs/supported-operations.md lists what it does.");
    }

    /** Names that mean something in our answers mean nothing in a request. */
    @Test
    void aFailedCallsEventHoldsWhatWasSentWhateverItIsCalled() {
        var wire = new Elbv2Wire(
                account,
                loadBalancers,
                new EventBridgeTrail(
                        account, new Identities(account, key -> Optional.empty()), Duration.ZERO, events::add));
        var request = new Request(
                "POST",
                "/",
                "",
                Map.of(),
                "Action=DeleteLoadBalancer&Version=2015-12-01&LoadBalancerArn=none&CreatedTime=yesterday"
                        .getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> wire.route(request).action().get()).isInstanceOf(AwsException.class);

        loop.runUntilIdle();
        assertThat(events).singleElement().satisfies(event -> assertThat(
                        event.at("/detail/requestParameters/createdTime").textValue())
                .isEqualTo("yesterday"));
    }

    @Test
    void aCreationsEventLooksAsCloudTrailWritesIt() {
        LoadBalancer created = create("orders", request -> request.tags(tag("gatelink:publish", "true")));
        pass(Duration.ofSeconds(4));
        assertThat(events).isEmpty();
        pass(Duration.ofSeconds(1));

        ObjectNode event = events.get(0);
        ObjectNode detail = (ObjectNode) event.get("detail");
        assertThat(event.remove(List.of("id", "detail"))).isEqualTo(Json.parse("""
                {"version": "0", "detail-type": "AWS API Call via CloudTrail", "source": "aws.elasticloadbalancing",
                 "account": "123456789012", "time": "2026-03-04T05:06:07Z", "region": "us-east-1", "resources": []}"""));
        assertThat(detail.get("requestParameters")).isEqualTo(Json.parse("""
                {"name": "orders", "subnets": ["subnet-0a", "subnet-0b"], "type": "network",
                 "tags": [{"key": "gatelink:publish", "value": "true"}]}"""));
        assertThat(detail.get("responseElements"))
                .isEqualTo(Json.parse("""
                {"loadBalancers": [{
                  "loadBalancerArn": "%s", "dNSName": "%s", "canonicalHostedZoneId": "Z26RNL4JYFTOTI",
                  "createdTime": "Mar 4, 2026 5:06:07 AM", "loadBalancerName": "orders", "scheme": "internet-facing",
                  "vpcId": "%s", "state": {"code": "provisioning"}, "type": "network",
                  "availabilityZones": [
                    {"zoneName": "us-east-1a", "subnetId": "subnet-0a", "loadBalancerAddresses": []},
                    {"zoneName": "us-east-1b", "subnetId": "subnet-0b", "loadBalancerAddresses": []}],
                  "ipAddressType": "ipv4"}]}""".formatted(created.loadBalancerArn(), created.dnsName(), created.vpcId())));
        assertThat(detail.get("userIdentity")).isEqualTo(Json.parse("""
                {"type": "IAMUser", "principalId": "AIDALOCALUSER00000000",
                 "arn": "arn:aws:iam::123456789012:user/local", "accountId": "123456789012",
                 "accessKeyId": "AKIDEXAMPLE", "userName": "local"}"""));
        assertThat(detail.remove(List.of(
                        "requestParameters", "responseElements", "userIdentity", "requestID", "eventID", "userAgent")))
                .isEqualTo(Json.parse("""
                {"eventVersion": "1.10", "eventTime": "2026-03-04T05:06:07Z",
                 "eventSource": "elasticloadbalancing.amazonaws.com", "eventName": "CreateLoadBalancer",
                 "awsRegion": "us-east-1", "sourceIPAddress": "127.0.0.1", "readOnly": false,
                 "eventType": "AwsApiCall", "apiVersion": "2015-12-01", "managementEvent": true,
                 "recipientAccountId": "123456789012", "eventCategory": "Management"}"""));
    }

    @Test
    void aFailedCallHasAnEventWithItsError() {
        create("orders", request -> {});
        assertThatThrownBy(() -> create("orders", request -> request.scheme("internal")));
        loop.runUntilIdle();

        JsonNode detail = events.get(1).get("detail");
        assertThat(detail.get("errorCode").textValue()).isEqualTo("DuplicateLoadBalancerNameException");
        assertThat(detail.get("errorMessage").textValue()).startsWith("A load balancer with the same name");
        assertThat(detail.get("responseElements").isNull()).isTrue();
        assertThat(detail.at("/requestParameters/scheme").textValue()).isEqualTo("internal");
    }

    @Test
    void readingCallsHaveNoEvents() {
        elb.describeLoadBalancers();
        loop.runUntilIdle();

        assertThat(events).isEmpty();
    }

    @Test
    void tagsAreAddedAndRemovedAndHaveTheirEvents() {
        String arn = create("orders", request -> request.tags(tag("team", "a"))).loadBalancerArn();

        elb.addTags(request -> request.resourceArns(arn).tags(tag("team", "b"), tag("gatelink:publish", "true")));
        assertThat(tagsOf(arn)).containsExactly(tag("team", "b"), tag("gatelink:publish", "true"));
        elb.removeTags(request -> request.resourceArns(arn).tagKeys("team", "unknown"));
        assertThat(tagsOf(arn)).containsExactly(tag("gatelink:publish", "true"));

        loop.runUntilIdle();
        assertThat(events.get(1).at("/detail/requestParameters")).isEqualTo(Json.parse("""
                {"resourceArns": ["%s"],
                 "tags": [{"key": "team", "value": "b"}, {"key": "gatelink:publish", "value": "true"}]}""".formatted(arn)));
        assertThat(events.get(1).at("/detail/responseElements").isNull()).isTrue();
        assertThat(events.get(2).at("/detail/requestParameters")).isEqualTo(Json.parse("""
                {"resourceArns": ["%s"], "tagKeys": ["team", "unknown"]}""".formatted(arn)));
    }

    @Test
    void oneTaggingCallMayNameLoadBalancersOfAnyKindTargetGroupsAndListenersAndHasOneEvent() {
        String nlb = create("orders", request -> {}).loadBalancerArn();
        String alb = create("web", request -> request.type("application")).loadBalancerArn();
        String group = createTargetGroup("orders", request -> {});
        String listener = createListener(nlb, 80, group);
        loop.runUntilIdle();
        events.clear();

        elb.addTags(request -> request.resourceArns(nlb, alb, group, listener).tags(tag("gatelink:publish", "true")));
        elb.removeTags(request -> request.resourceArns(listener, alb).tagKeys("gatelink:publish"));
        loop.runUntilIdle();

        assertThat(tagsOf(nlb)).isEqualTo(tagsOf(group)).containsExactly(tag("gatelink:publish", "true"));
        assertThat(tagsOf(alb)).isEqualTo(tagsOf(listener)).isEmpty();
        assertThat(eventNames()).containsExactly("AddTags", "RemoveTags");
        assertThat(events)
                .extracting(event ->
                        event.at("/detail/requestParameters/resourceArns").toString())
                .containsExactly(
                        Json.of(List.of(nlb, alb, group, listener)).toString(),
                        Json.of(List.of(listener, alb)).toString());
        assertThat(events)
                .allSatisfy(event -> assertThat(event.at("/detail/errorCode").isMissingNode())
                        .isTrue());
    }

    @Test
    void aTaggingCallThatFailsForOneResourceChangesNoneAndItsEventSaysWhy() {
        String arn = create("orders", request -> {}).loadBalancerArn();
        String gone = arn.replace("/orders/", "/gone/");

        assertFails(
                () -> elb.addTags(request -> request.resourceArns(arn, gone).tags(tag("gatelink:publish", "true"))),
                "LoadBalancerNotFound",
                "One or more load balancers not found");
        loop.runUntilIdle();

        assertThat(tagsOf(arn)).isEmpty();
        assertThat(eventNames()).containsExactly("CreateLoadBalancer", "AddTags");
        assertThat(events.get(1).at("/detail/errorCode").textValue()).isEqualTo("LoadBalancerNotFoundException");
        assertThat(events.get(1).at("/detail/responseElements").isNull()).isTrue();
        assertThat(events.get(1).at("/detail/requestParameters/tags")).hasSize(1);
    }

    @Test
    void aDeletionsEventNamesTheLoadBalancerAndARefusedOneSaysWhy() {
        String arn = create("orders", request -> {}).loadBalancerArn();
        loadBalancers.associate(arn, "vpce-svc-1");
        assertThatThrownBy(() -> elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn)));
        loadBalancers.dissociate(arn, "vpce-svc-1");
        elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        loop.runUntilIdle();

        assertThat(eventNames()).containsExactly("CreateLoadBalancer", "DeleteLoadBalancer", "DeleteLoadBalancer");
        assertThat(events.get(1).at("/detail/errorCode").textValue()).isEqualTo("ResourceInUseException");
        assertThat(events.get(1).at("/detail/errorMessage").textValue())
                .isEqualTo("Load balancer '" + arn
                        + "' cannot be deleted because it is currently associated with another service");
        assertThat(events.get(1).at("/detail/requestParameters"))
                .isEqualTo(Json.parse("{\"loadBalancerArn\": \"%s\"}".formatted(arn)));
        assertThat(events.get(1).at("/detail/responseElements").isNull()).isTrue();
        assertThat(events.get(2).at("/detail/errorCode").isMissingNode()).isTrue();
        assertThat(events.get(2).at("/detail/requestParameters"))
                .isEqualTo(Json.parse("{\"loadBalancerArn\": \"%s\"}".formatted(arn)));
        assertThat(events.get(2).at("/detail/responseElements").isNull()).isTrue();
    }

    @Test
    void anNlbThatIsAssociatedWithAnEndpointServiceCannotBeDeleted() {
        String arn = create("orders", request -> {}).loadBalancerArn();
        loadBalancers.associate(arn, "vpce-svc-1");

        assertFails(
                () -> elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn)),
                "ResourceInUse",
                "Load balancer '" + arn
                        + "' cannot be deleted because it is currently associated with another service");

        loadBalancers.dissociate(arn, "vpce-svc-other");
        assertThat(loadBalancers.association(arn)).contains("vpce-svc-1");
        loadBalancers.dissociate(arn, "vpce-svc-1");
        elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn));
        assertThat(loadBalancers.find(arn)).isEmpty();
    }

    @Test
    void theTagOfTheLocalAwsAssociatesANewNlbWithAnEndpointService() {
        String arn = create("orders", request -> request.tags(tag("local:vpc-endpoint-service", "vpce-svc-9")))
                .loadBalancerArn();

        assertThat(loadBalancers.association(arn)).contains("vpce-svc-9");
    }

    @Test
    void deletionProtectionIsAnAttributeThatProtects() {
        String arn = create("orders", request -> {}).loadBalancerArn();
        setDeletionProtection(arn, "true");

        assertThat(elb.describeLoadBalancerAttributes(request -> request.loadBalancerArn(arn))
                        .attributes())
                .contains(
                        attribute("deletion_protection.enabled", "true"),
                        attribute("load_balancing.cross_zone.enabled", "false"));
        assertFails(
                () -> elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn)),
                "OperationNotPermitted",
                "Load balancer '" + arn + "' cannot be deleted because deletion protection is enabled");
        assertFails(
                () -> setDeletionProtection(arn, "maybe"),
                "ValidationError",
                "Load balancer attribute value 'maybe' is not valid for the key 'deletion_protection.enabled'");
    }

    @Test
    void anNlbWithSecurityGroupsRefusesPrivateLinkTrafficUntilToldNotTo() {
        LoadBalancer created = create("orders", request -> request.securityGroups("sg-1"));
        assertThat(created.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic())
                .isEqualTo("on");
        assertThat(loadBalancers.find(created.loadBalancerArn()).orElseThrow().refusesPrivateLinkTraffic())
                .isTrue();

        elb.setSecurityGroups(request -> request.loadBalancerArn(created.loadBalancerArn())
                .securityGroups("sg-1")
                .enforceSecurityGroupInboundRulesOnPrivateLinkTraffic("off"));

        assertThat(describe(created).enforceSecurityGroupInboundRulesOnPrivateLinkTraffic())
                .isEqualTo("off");
        assertThat(loadBalancers.find(created.loadBalancerArn()).orElseThrow().refusesPrivateLinkTraffic())
                .isFalse();
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 5; i++) {
            create("nlb-" + i, request -> {});
        }

        var pages = elb.describeLoadBalancersPaginator(request -> request.pageSize(2));

        assertThat(pages.stream().map(page -> page.loadBalancers().size())).containsExactly(2, 2, 1);
        assertThat(pages.loadBalancers().stream().map(LoadBalancer::loadBalancerName))
                .containsExactly("nlb-0", "nlb-1", "nlb-2", "nlb-3", "nlb-4");
    }

    @Test
    void whatIsNotThereIsNamedAsAwsDoes() {
        String arn = create("orders", request -> {}).loadBalancerArn();
        String gone = arn.substring(0, arn.length() - 16) + "0000000000000000";

        assertFails(
                () -> elb.describeLoadBalancers(request -> request.loadBalancerArns(arn, gone)),
                "LoadBalancerNotFound",
                "Load balancers '[" + gone + "]' not found");
        assertFails(
                () -> elb.describeLoadBalancers(request -> request.names("nobody")),
                "LoadBalancerNotFound",
                "Load balancers '[nobody]' not found");
        assertFails(
                () -> elb.describeLoadBalancers(request -> request.loadBalancerArns("nonsense")),
                "ValidationError",
                "'nonsense' is not a valid load balancer ARN");
        assertFails(
                () -> elb.describeListeners(request -> request.loadBalancerArn(gone)),
                "LoadBalancerNotFound",
                "One or more load balancers not found");
        assertFails(
                () -> elb.describeTargetGroups(request -> request.names("nobody")),
                "TargetGroupNotFound",
                "One or more target groups not found");
        assertFails(
                () -> elb.deleteListener(request ->
                        request.listenerArn(arn.replace(":loadbalancer/", ":listener/") + "/0000000000000000")),
                "ListenerNotFound",
                "One or more listeners not found");
    }

    @Test
    void aListenerSendsTrafficToTheTargetsOfItsGroup() throws IOException {
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String arn = create("orders", request -> {}).loadBalancerArn();
            String group = createTargetGroup("orders-targets", request -> request.port(backend.getLocalPort()));
            String listener = createListener(arn, 80, group);
            register(group, "127.0.0.1", null);
            loop.runUntilIdle();

            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), backend.getLocalPort());
            assertThat(loadBalancers.routes(arn, 80))
                    .containsExactly(new LoadBalancerDirectory.Route("TCP", "TCP", Set.of(), address, true));
            assertThat(loadBalancers.routes(arn, 81)).isEmpty();
            assertThat(elb.describeTargetGroups(request -> request.loadBalancerArn(arn))
                            .targetGroups())
                    .singleElement()
                    .satisfies(it -> assertThat(it.loadBalancerArns()).containsExactly(arn));
            assertFails(
                    () -> elb.deleteTargetGroup(request -> request.targetGroupArn(group)),
                    "ResourceInUse",
                    "Target group '" + group + "' is currently in use by a listener or a rule");
            assertFails(
                    () -> elb.createListener(request -> request.loadBalancerArn(arn)
                            .protocol(ProtocolEnum.TCP)
                            .port(80)
                            .defaultActions(action -> action.type(ActionTypeEnum.FORWARD)
                                    .targetGroupArn(createTargetGroup("other", it -> {})))),
                    "DuplicateListener",
                    "A listener already exists on this port for this load balancer '" + arn + "'");

            elb.deleteListener(request -> request.listenerArn(listener));
            elb.deleteTargetGroup(request -> request.targetGroupArn(group));
            assertThat(loadBalancers.routes(arn, 80)).isEmpty();
        }
    }

    @Test
    void targetsAreReallyChecked() throws IOException {
        String arn = create("orders", request -> {}).loadBalancerArn();
        String group = createTargetGroup("orders-targets", request -> {});
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            register(group, "127.0.0.1", backend.getLocalPort());
            assertThat(healthOf(group)).containsExactly(tuple(TargetHealthStateEnum.UNUSED, "Target.NotInUse"));
            createListener(arn, 80, group);
            loop.runUntilIdle();
            assertThat(healthOf(group)).containsExactly(tuple(TargetHealthStateEnum.HEALTHY, null));
            loop.runUntilIdle();
        }

        pass(Duration.ofSeconds(30));
        assertThat(loadBalancers.routes(arn, 80))
                .extracting(LoadBalancerDirectory.Route::healthy)
                .as("what was known; but looking has the target checked")
                .containsExactly(true);
        loop.runUntilIdle();
        assertThat(loadBalancers.routes(arn, 80))
                .extracting(LoadBalancerDirectory.Route::healthy)
                .containsExactly(false);
        assertThat(healthOf(group))
                .containsExactly(tuple(TargetHealthStateEnum.UNHEALTHY, "Target.FailedHealthChecks"));
    }

    @Test
    void aTargetThatWasJustRegisteredIsInitial() {
        String arn = create("orders", request -> {}).loadBalancerArn();
        String group = createTargetGroup("orders-targets", request -> {});
        createListener(arn, 80, group);
        register(group, "127.0.0.1", 1);

        assertThat(healthOf(group)).containsExactly(tuple(TargetHealthStateEnum.INITIAL, "Elb.RegistrationInProgress"));
    }

    @Test
    void aTargetThatIsNotOnTheLoopbackIsRefusedWithTheRemedy() {
        String group = createTargetGroup("orders-targets", request -> {});

        for (String id :
                List.of("10.0.0.1", "i-0123456789abcdef0", "localhost", "127.0.0.1.example.com", "127.0.0.256")) {
            assertFails(
                    () -> register(group, id, 80),
                    "ValidationError",
                    "The target id '" + id
                            + "' is not valid here: the local AWS never leaves this machine. "
                            + "Register an IP address on the loopback, such as 127.0.0.1");
        }
    }

    @Test
    void aBackendIsAttachedInOneGoWithoutEvents() throws IOException {
        try (var backend = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String arn = create("orders", request -> {}).loadBalancerArn();
            loop.runUntilIdle();
            events.clear();

            loadBalancers.attachBackend(arn, 8080, (InetSocketAddress) backend.getLocalSocketAddress());
            loop.runUntilIdle();

            assertThat(loadBalancers.routes(arn, 8080))
                    .extracting(route -> route.target().getPort())
                    .containsExactly(backend.getLocalPort());
            assertThat(elb.describeListeners(request -> request.loadBalancerArn(arn))
                            .listeners())
                    .singleElement()
                    .satisfies(listener -> assertThat(listener.port()).isEqualTo(8080));
            assertThat(events).isEmpty();
        }
    }

    @Test
    void aTargetGroupHasAwsDefaults() {
        String arn = createTargetGroup("orders-targets", request -> {});

        var group = elb.describeTargetGroups(request -> request.targetGroupArns(arn))
                .targetGroups()
                .get(0);
        assertThat(group.healthCheckProtocol()).isEqualTo(ProtocolEnum.TCP);
        assertThat(group.healthCheckPort()).isEqualTo("traffic-port");
        assertThat(List.of(
                        group.healthCheckIntervalSeconds(),
                        group.healthCheckTimeoutSeconds(),
                        group.healthyThresholdCount(),
                        group.unhealthyThresholdCount()))
                .containsExactly(30, 10, 5, 2);
        assertThat(group.healthCheckPath()).isNull();
        assertThat(elb.describeTargetGroupAttributes(request -> request.targetGroupArn(arn))
                        .attributes())
                .anySatisfy(attribute -> {
                    assertThat(attribute.key()).isEqualTo("preserve_client_ip.enabled");
                    assertThat(attribute.value()).isEqualTo("false");
                });
    }

    @Test
    void wrongValuesAreNamed() {
        assertFails(
                () -> create("orders", request -> request.subnets(List.of())),
                "ValidationError",
                "At least one subnet must be specified");
        assertFails(
                () -> create("bad_name", request -> {}),
                "ValidationError",
                "The load balancer name 'bad_name' must "
                        + "contain only alphanumeric characters and hyphens, and must not begin or end with a hyphen");
        assertFails(
                () -> elb.createLoadBalancer(request -> request.type("network").subnets("subnet-1")),
                "ValidationError",
                "1 validation error detected: Value null at 'name' failed to satisfy constraint: "
                        + "Member must not be null");
        assertFails(
                () -> createTargetGroup("orders-targets", request -> request.port(70000)),
                "ValidationError",
                "1 validation error detected: Value '70000' at 'port' failed to satisfy constraint: "
                        + "Member must have value less than or equal to 65535");
        assertFails(
                () -> create("orders", request -> request.tags(tag("a", "1"), tag("a", "2"))),
                "DuplicateTagKeys",
                "Tag key was specified more than once: a");
    }

    @Test
    void anApplicationLoadBalancerIsOfAnotherKind() {
        LoadBalancer created = create("web", request -> request.type("application"));

        assertThat(created.loadBalancerArn()).contains(":loadbalancer/app/web/");
        assertThat(loadBalancers.find(created.loadBalancerArn()).orElseThrow().type())
                .isEqualTo("application");
    }

    private LoadBalancer create(String name, Consumer<CreateLoadBalancerRequest.Builder> more) {
        var request =
                CreateLoadBalancerRequest.builder().name(name).type("network").subnets("subnet-0a", "subnet-0b");
        more.accept(request);
        return elb.createLoadBalancer(request.build()).loadBalancers().get(0);
    }

    private LoadBalancer describe(LoadBalancer loadBalancer) {
        return elb.describeLoadBalancers(request -> request.loadBalancerArns(loadBalancer.loadBalancerArn()))
                .loadBalancers()
                .get(0);
    }

    private String createTargetGroup(String name, Consumer<CreateTargetGroupRequest.Builder> more) {
        var request = CreateTargetGroupRequest.builder()
                .name(name)
                .protocol(ProtocolEnum.TCP)
                .port(80)
                .vpcId("vpc-1")
                .targetType(TargetTypeEnum.IP);
        more.accept(request);
        return elb.createTargetGroup(request.build()).targetGroups().get(0).targetGroupArn();
    }

    private String createListener(String loadBalancerArn, int port, String targetGroupArn) {
        return elb.createListener(request -> request.loadBalancerArn(loadBalancerArn)
                        .protocol(ProtocolEnum.TCP)
                        .port(port)
                        .defaultActions(
                                action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroupArn)))
                .listeners()
                .get(0)
                .listenerArn();
    }

    private void register(String targetGroupArn, String id, Integer port) {
        elb.registerTargets(request -> request.targetGroupArn(targetGroupArn)
                .targets(TargetDescription.builder().id(id).port(port).build()));
    }

    private List<Tuple> healthOf(String targetGroupArn) {
        return elb
                .describeTargetHealth(request -> request.targetGroupArn(targetGroupArn))
                .targetHealthDescriptions()
                .stream()
                .map(it -> tuple(it.targetHealth().state(), it.targetHealth().reasonAsString()))
                .toList();
    }

    private List<Tag> tagsOf(String arn) {
        return elb.describeTags(request -> request.resourceArns(arn))
                .tagDescriptions()
                .get(0)
                .tags();
    }

    private void setDeletionProtection(String arn, String value) {
        elb.modifyLoadBalancerAttributes(
                request -> request.loadBalancerArn(arn).attributes(attribute("deletion_protection.enabled", value)));
    }

    private List<String> eventNames() {
        return events.stream()
                .map(event -> event.at("/detail/eventName").textValue())
                .toList();
    }

    private void pass(Duration duration) {
        var over = new boolean[1];
        loop.schedule(duration, () -> over[0] = true);
        loop.runUntil(() -> over[0]);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static LoadBalancerAttribute attribute(String key, String value) {
        return LoadBalancerAttribute.builder().key(key).value(value).build();
    }

    private static void assertFails(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ElasticLoadBalancingV2Exception.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
        });
    }
}
