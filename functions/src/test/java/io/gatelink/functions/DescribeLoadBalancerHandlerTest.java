package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class DescribeLoadBalancerHandlerTest {

    private static final String OTHER_ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders-v2/50dc6c495c0c9189";
    private static final String DNS_NAME = "orders-50dc6c495c0c9188.elb.us-east-1.amazonaws.com";

    private final ElasticLoadBalancingV2Client aws = mock(ElasticLoadBalancingV2Client.class, CALLS_REAL_METHODS);
    private final FakeApiGateway apiGateway = new FakeApiGateway();
    private final Map<String, Object> defaults = new LinkedHashMap<>(Map.of("publishMode", "OPT_IN",
            "allowOpenApis", "false", "authorization", "AWS_IAM", "stage", "live", "path", "/", "expect", "2xx,3xx",
            "timeoutMillis", "29000"));
    private final Map<String, String> tags = new TreeMap<>(Map.of("gatelink:publish", "true"));
    private final List<Listener> listeners = new ArrayList<>();
    private LoadBalancer.Builder loadBalancer = LoadBalancer.builder().loadBalancerArn(Steps.ARN)
            .loadBalancerName("orders").dnsName(DNS_NAME).type("network").state(s -> s.code("active"));

    @BeforeEach
    void aPublishableLoadBalancer() {
        listener("TCP", 80);
        doAnswer(call -> DescribeLoadBalancersResponse.builder().loadBalancers(loadBalancer.build()).build())
                .when(aws).describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        doAnswer(call -> DescribeTagsResponse.builder().tagDescriptions(d -> d.resourceArn(Steps.ARN)
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList()))
                .build()).when(aws).describeTags(any(DescribeTagsRequest.class));
        doAnswer(call -> {
            String marker = call.<DescribeListenersRequest>getArgument(0).marker();
            int from = marker == null ? 0 : Integer.parseInt(marker);
            int to = Math.min(from + 1, listeners.size());
            return DescribeListenersResponse.builder().listeners(listeners.subList(from, to))
                    .nextMarker(to < listeners.size() ? Integer.toString(to) : null).build();
        }).when(aws).describeListeners(any(DescribeListenersRequest.class));
    }

    private void listener(String protocol, int port) {
        listeners.add(Listener.builder().protocol(protocol).port(port).build());
    }

    private Map<String, Object> describe() {
        return describe(Map.of("loadBalancerArn", Steps.ARN));
    }

    private Map<String, Object> describe(Object input) {
        return Steps.run(new DescribeLoadBalancerHandler(new LoadBalancers(aws),
                new RestApis(apiGateway.client, Steps.OWNERSHIP), Steps.CLOCK), arguments(input));
    }

    /** What the state machine gives the function. */
    private Map<String, Object> arguments(Object input) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("execution", Steps.EXECUTION);
        arguments.put("executionArn", Steps.EXECUTION_ARN);
        arguments.put("input", input);
        arguments.put("defaults", defaults);
        return arguments;
    }

    private static Map<String, Object> notPublished(String reason) {
        Map<String, Object> output = new HashMap<>(Map.of("loadBalancerArn", Steps.ARN, "loadBalancerName", "orders",
                "publish", false, "reason", reason));
        for (String field : List.of("uri", "authorization", "stage", "path", "expect", "timeoutMillis", "integration")) {
            output.put(field, null);
        }
        return output;
    }

    private void isRefused(Class<? extends GatelinkException> as, String message) {
        assertThatThrownBy(this::describe).isInstanceOf(as).hasMessage(message);
    }

    @Test
    void aLoadBalancerThatOptedInIsPublishedOnItsOnlyListenerWithTheStacksDefaults() {
        Map<String, Object> expected = new HashMap<>(Map.of("loadBalancerArn", Steps.ARN, "loadBalancerName", "orders",
                "publish", true, "uri", "http://" + DNS_NAME + ":80", "authorization", "AWS_IAM", "stage", "live",
                "path", "/", "expect", "2xx,3xx", "timeoutMillis", "29000"));
        expected.put("integration", "http_proxy");
        expected.put("reason", null);

        assertThat(describe()).isEqualTo(expected);
        verify(aws).describeTags(DescribeTagsRequest.builder().resourceArns(Steps.ARN).build());
    }

    @Test
    void itsTagsSayHow() {
        tags.putAll(Map.of("gatelink:authorization", "AWS_IAM", "gatelink:stage", "v2", "gatelink:path", "/health",
                "gatelink:expect", "200 401", "gatelink:timeout-ms", "50", "gatelink:integration", "http",
                "gatelink:port", "443", "gatelink:host", "orders.example.com", "team", "${x}", "Name", "orders"));
        defaults.put("authorization", "API_KEY");
        listener("TLS", 443);

        assertThat(describe()).containsEntry("publish", true).containsEntry("uri", "https://orders.example.com:443")
                .containsEntry("authorization", "AWS_IAM").containsEntry("stage", "v2").containsEntry("path", "/health")
                .containsEntry("expect", "200,401").containsEntry("timeoutMillis", "50")
                .containsEntry("integration", "http");
    }

    @Test
    void aTagWithoutAValueHasAnEmptyOne() {
        tags.put("gatelink:publish", null);

        assertThat((String) describe().get("reason")).contains("has the tag gatelink:publish = \"\", and is");
    }

    @Test
    void aLoadBalancerIsFoundByName() {
        assertThat(describe(Map.of("loadBalancerName", "orders", "requestedAt", "2026-03-02T09:14:07Z")))
                .containsEntry("loadBalancerArn", Steps.ARN);
        verify(aws).describeLoadBalancers(argThat((DescribeLoadBalancersRequest request) ->
                request.names().equals(List.of("orders")) && request.loadBalancerArns().isEmpty()));
    }

    @Test
    void aTlsListenerIsReachedByTheNameInItsCertificate() {
        listeners.clear();
        listener("TLS", 8443);
        tags.put("gatelink:host", "orders.example.com");

        assertThat(describe()).containsEntry("uri", "https://orders.example.com:8443");
    }

    @Test
    void aTlsListenerWhoseCertificateIsNotNamedIsUnsupported() {
        listeners.clear();
        listener("TLS", 8443);

        isRefused(UnsupportedLoadBalancerException.class, "Load balancer orders has no tag gatelink:host, but its "
                + "listener on port 8443 is a TLS one, and API Gateway checks the name in its certificate: name it with "
                + "aws elbv2 add-tags --resource-arns " + Steps.ARN
                + " --tags Key=gatelink:host,Value=<the name in the certificate>.");
    }

    @Test
    void aNameForACertificateThatATcpListenerDoesNotHaveIsUnsupported() {
        tags.put("gatelink:host", "orders.example.com");

        isRefused(UnsupportedLoadBalancerException.class, "Tag gatelink:host is \"orders.example.com\", but the listener "
                + "on port 80 of load balancer orders is a TCP one and has no certificate: name a TLS listener by the tag "
                + "gatelink:port, or run aws elbv2 remove-tags --resource-arns " + Steps.ARN
                + " --tag-keys gatelink:host.");
    }

    @Test
    void listenersOfOtherProtocolsDoNotCount() {
        listener("UDP", 53);
        listener("TCP_UDP", 54);

        assertThat(describe()).containsEntry("uri", "http://" + DNS_NAME + ":80");
    }

    @Test
    void anImpairedLoadBalancerIsPublished() {
        loadBalancer.state(s -> s.code("active_impaired"));

        assertThat(describe()).containsEntry("publish", true);
    }

    @Test
    void withoutTheTagALoadBalancerIsNotPublishedAndTheReasonHasTheRemedy() {
        tags.clear();

        assertThat(describe()).isEqualTo(notPublished("Load balancer " + Steps.ARN + " has no tag gatelink:publish, and is "
                + "published only with the value true: run aws elbv2 add-tags --resource-arns " + Steps.ARN
                + " --tags Key=gatelink:publish,Value=true."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "TRUE", " true", "yes", "false", "", "\r\ntrue", "tru\u0435", "true\u200b"})
    void anyOtherValueOfTheTagIsARefusal(String value) {
        tags.put("gatelink:publish", value);

        for (String mode : List.of("OPT_IN", "ALL")) {
            defaults.put("publishMode", mode);
            assertThat(describe()).containsEntry("publish", false);
            assertThat((String) describe().get("reason"))
                    .startsWith("Load balancer " + Steps.ARN + " has the tag gatelink:publish = " + Text.ascii(value)
                            + ", and is published only with the value true: run aws elbv2 add-tags");
        }
    }

    @Test
    void aTagThatOnlyLooksRightIsPointedOut() {
        tags.clear();
        tags.put("gatel\u0456nk:publish", "true");

        assertThat((String) describe().get("reason")).startsWith("Load balancer " + Steps.ARN + " has no tag "
                + "gatelink:publish (its tag \"gatel\\u0456nk:publish\" is another one), and is published only");
    }

    @Test
    void whereAllArePublishedTheTagIsNotNeeded() {
        tags.clear();
        defaults.put("publishMode", "ALL");

        assertThat(describe()).containsEntry("publish", true);
    }

    @Test
    void whereNoneIsPublishedTheTagDoesNotHelp() {
        defaults.put("publishMode", "NONE");

        assertThat(describe()).isEqualTo(notPublished("This stack publishes no load balancers, so not " + Steps.ARN
                + " either: deploy the stack with PublishMode=OPT_IN."));
    }

    @Test
    void aLoadBalancerThatAPersonMovedAnApiAwayFromIsNotPublishedByItself() {
        switchedFrom(Steps.ARN, Steps.OWNERSHIP.owner());

        assertThat(describe()).isEqualTo(notPublished("Load balancer " + Steps.ARN + " is not published by itself, for "
                + "a person moved its REST API api1 to load balancer " + OTHER_ARN + ": to have one of its own, run aws "
                + "elbv2 add-tags --resource-arns " + Steps.ARN + " --tags Key=gatelink:publish,Value=false and, once it "
                + "is withdrawn, aws elbv2 add-tags --resource-arns " + Steps.ARN
                + " --tags Key=gatelink:publish,Value=true."));
    }

    @Test
    void anApiOfAnotherStackOrOfAnotherLoadBalancerDoesNotMatter() {
        switchedFrom(Steps.ARN, "another-stack");
        switchedFrom(OTHER_ARN, Steps.OWNERSHIP.owner());

        assertThat(describe()).containsEntry("publish", true);
    }

    @ParameterizedTest
    @CsvSource({"OPT_IN, , true", "OPT_IN, true, true", "OPT_IN, false, false", "ALL, , true",
        "OPT_IN, standby, true", "ALL, standby, true", "ALL, false, false", "OPT_IN, Standby, false", "NONE, standby, false", "NONE, , false"})
    void anApiThatAPersonMovedHereIsWantedUnlessTheTagSaysOtherwise(String mode, String publish, boolean wanted) {
        defaults.put("publishMode", mode);
        tags.clear();
        if (publish != null) {
            tags.put("gatelink:publish", publish);
        }
        switchedFrom(Steps.ARN, Steps.OWNERSHIP.owner());
        apiGateway.apis.add(RestApi.builder().id("moved").tags(Map.of("gatelink:owner", Steps.OWNERSHIP.owner(),
                "gatelink:load-balancer", Steps.ARN, "gatelink:switched-from:" + id(OTHER_ARN), OTHER_ARN,
                "gatelink:switched-to:" + id(Steps.ARN), "s@1"))
                .build());

        assertThat(describe()).containsEntry("publish", wanted);
    }

    @Test
    void anApiThatAPersonMovedElsewhereOrThatIsOfAnotherStackMakesNobodyWanted() {
        tags.clear();
        Map<String, String> moved = Map.of("gatelink:load-balancer", Steps.ARN,
                "gatelink:switched-to:" + id(Steps.ARN), "s@1");
        for (Map<String, String> other : List.of(Map.of("gatelink:owner", "another-stack"),
                Map.of("gatelink:owner", Steps.OWNERSHIP.owner(), "gatelink:load-balancer", OTHER_ARN))) {
            Map<String, String> all = new HashMap<>(moved);
            all.putAll(other);
            apiGateway.apis.add(RestApi.builder().id("a").tags(all).build());
        }

        assertThat(describe()).containsEntry("publish", false);
    }

    @Test
    void tagsThatTheAnswerLeavesOutAreUnknownNotAbsent() {
        doAnswer(call -> DescribeTagsResponse.builder().tagDescriptions(d -> d.resourceArn(OTHER_ARN)).build())
                .when(aws).describeTags(any(DescribeTagsRequest.class));

        isRefused(AwsUnavailableException.class, "DescribeTags left out load balancer " + Steps.ARN
                + ": what it does not show is unknown, and is to be read again.");
    }

    private void switchedFrom(String arn, String owner) {
        apiGateway.apis.add(RestApi.builder().id("api" + (apiGateway.apis.size() + 1)).tags(Map.of("gatelink:owner", owner,
                "gatelink:load-balancer", arn.equals(OTHER_ARN) ? Steps.ARN : OTHER_ARN,
                "gatelink:switched-from:" + id(arn), arn)).build());
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Test
    void notOptedInIsNoFailureWhateverTheLoadBalancersStateAndOtherTags() {
        tags.clear();
        tags.put("gatelink:port", "http");
        tags.put("gatelink:x", "y");
        loadBalancer.state(s -> s.code("failed"));

        assertThat(describe()).containsEntry("publish", false);
    }

    @Test
    void aLoadBalancerThatIsGoneIsNotFound() {
        doThrow(sdkNotFound()).when(aws).describeLoadBalancers(any(DescribeLoadBalancersRequest.class));

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotFoundException.class)
                .hasMessage("There is no load balancer " + Steps.ARN + " in this account and Region: create it first.");
    }

    @Test
    void anEmptyAnswerIsNotFoundToo() {
        doReturn(DescribeLoadBalancersResponse.builder().build())
                .when(aws).describeLoadBalancers(any(DescribeLoadBalancersRequest.class));

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotFoundException.class);
    }

    @Test
    void aLoadBalancerThatGoesMeanwhileIsNotFound() {
        doThrow(sdkNotFound()).when(aws).describeListeners(any(DescribeListenersRequest.class));

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotFoundException.class);
    }

    @Test
    void aLoadBalancerOfAnotherTypeIsUnsupportedEvenIfItDidNotOptIn() {
        tags.clear();
        loadBalancer.type("application");

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer " + Steps.ARN + " is of type application: a VPC link leads to a load "
                        + "balancer of type network only.");
    }

    @Test
    void aFailedLoadBalancerIsUnsupported() {
        loadBalancer.state(s -> s.code("failed").reason("no more addresses"));

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer " + Steps.ARN
                        + " is failed, because \"no more addresses\": create it anew.");
    }

    @Test
    void aLoadBalancerThatIsProvisioningIsNotReady() {
        loadBalancer.state(s -> s.code("provisioning"));
        listeners.clear();

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotReadyException.class)
                .hasMessage("Load balancer " + Steps.ARN
                        + " is provisioning: it can be linked to once it is active.");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "on")
    void securityGroupsThatEnforcePrivateLinkRulesAreUnsupportedWithTheCommandThatHelps(String enforced) {
        loadBalancer.securityGroups("sg-1", "sg-2").enforceSecurityGroupInboundRulesOnPrivateLinkTraffic(enforced);

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer " + Steps.ARN + " enforces its security groups' inbound rules on PrivateLink "
                        + "traffic, so that requests through a VPC link would time out: run aws elbv2 "
                        + "set-security-groups --load-balancer-arn " + Steps.ARN + " --security-groups sg-1 sg-2 "
                        + "--enforce-security-group-inbound-rules-on-private-link-traffic off");
    }

    @Test
    void securityGroupsThatDoNotEnforcePrivateLinkRulesAreFine() {
        loadBalancer.securityGroups("sg-1").enforceSecurityGroupInboundRulesOnPrivateLinkTraffic("off");
        assertThat(describe()).containsEntry("publish", true);

        loadBalancer.securityGroups(List.of()).enforceSecurityGroupInboundRulesOnPrivateLinkTraffic("on");
        assertThat(describe()).containsEntry("publish", true);
    }

    @Test
    void withoutATcpOrTlsListenerALoadBalancerIsNotReady() {
        listeners.clear();
        listener("UDP", 53);

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotReadyException.class)
                .hasMessage("Load balancer orders has no TCP or TLS listener so far: create one with aws elbv2 "
                        + "create-listener.");
    }

    @Test
    void severalListenersOnAllPagesAreAmbiguous() {
        listener("TLS", 443);
        listener("TCP", 81);

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer orders has several listeners, on ports 80, 81, 443: say which one to publish "
                        + "by the tag gatelink:port, such as with aws elbv2 add-tags --resource-arns " + Steps.ARN
                        + " --tags Key=gatelink:port,Value=80.");
    }

    @Test
    void theTagChoosesAmongSeveralListeners() {
        listener("TCP", 8080);
        tags.put("gatelink:port", "8080");

        assertThat(describe()).containsEntry("uri", "http://" + DNS_NAME + ":8080");
    }

    @Test
    void aPortWithoutAListenerSoFarIsNotReady() {
        tags.put("gatelink:port", "8080");

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotReadyException.class)
                .hasMessage("Load balancer orders has no TCP or TLS listener on port 8080, which its tag gatelink:port "
                        + "names, so far: create one with aws elbv2 create-listener, or change the tag.");
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, API_KEY", "AWS_IAM, NONE", "API_KEY, NONE"})
    void aWeakerAuthorizationThanTheStacksIsGivenWhereItIsAllowedOnly(String stack, String asked) {
        defaults.put("authorization", stack);
        tags.put("gatelink:authorization", asked);

        isRefused(UnsupportedLoadBalancerException.class, "Tag gatelink:authorization is \"" + asked + "\", which is "
                + "weaker than this stack's " + stack + ", and the stack does not allow that: run aws elbv2 add-tags "
                + "--resource-arns " + Steps.ARN + " --tags Key=gatelink:authorization,Value=" + stack
                + ", or deploy the stack with AllowOpenApis=true.");
        defaults.put("allowOpenApis", "true");
        assertThat(describe()).containsEntry("authorization", asked);
    }

    @ParameterizedTest
    @CsvSource({"gatelink:authorization, NONE, false, AWS_IAM", "gatelink:authorization, API_KEY, false, AWS_IAM",
        "gatelink:authorization, API_KEY, true, API_KEY", "gatelink:authorization, none, true, AWS_IAM",
        "gatelink:prot, 80, false, AWS_IAM"})
    void whatIsOpenWithoutLeaveIsClosedWithTheStacksOwnAuthorizationHoweverWrongItsTagsAre(String key, String value,
            String allowOpenApis, String given) {
        tags.putAll(Map.of(key, value, "gatelink:stage", "v2"));
        defaults.put("allowOpenApis", allowOpenApis);

        assertThat(describe(Map.of("loadBalancerArn", Steps.ARN, "tighten", "true")))
                .containsEntry("publish", true).containsEntry("authorization", given).containsEntry("stage", "v2");
    }

    @Test
    void whatIsToBeTightenedIsSaidWithTrueOnly() {
        isRefusedAtOnce(Map.of("loadBalancerName", "orders", "tighten", "false"),
                "Input field tighten is \"false\": give true, or leave it out.");
    }

    @Test
    void anOpenApiThatIsNotAskedForIsNotGiven() {
        defaults.put("allowOpenApis", "true");

        assertThat(describe()).containsEntry("authorization", "AWS_IAM");
    }

    @Test
    void aStrongerAuthorizationThanTheStacksIsGiven() {
        defaults.put("authorization", "API_KEY");
        assertThat(describe()).containsEntry("authorization", "API_KEY");

        tags.put("gatelink:authorization", "AWS_IAM");
        assertThat(describe()).containsEntry("authorization", "AWS_IAM");
    }

    @Test
    void whatCannotPassIsRefusedBeforeAnythingIsWaitedFor() {
        loadBalancer.state(s -> s.code("provisioning"));
        tags.put("gatelink:authorization", "NONE");
        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class);

        tags.put("gatelink:authorization", "AWS_IAM");
        tags.put("gatelink:port", "0");
        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class);
    }

    @Test
    void anInputWithBothOrNeitherOfArnAndNameIsRefused() {
        isRefusedAtOnce(Map.of(),
                "Input fields loadBalancerArn and loadBalancerName are null and null: give one of them.");
        isRefusedAtOnce(Map.of("loadBalancerArn", Steps.ARN, "loadBalancerName", "orders"),
                "Input fields loadBalancerArn and loadBalancerName are \"" + Steps.ARN + "\" and \"orders\": give one of "
                        + "them.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/orders",
            "arn:aws:elasticloadbalancing:us-east-1:999999999999:loadbalancer/net/orders/50dc6c495c0c9188",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188",
            "arn:aws-cn:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/orders/50dc6c495c0c9188",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/{% x %}/50dc6c495c0c9188"})
    void anArnThatIsNoneOrFromElsewhereIsRefused(String arn) {
        isRefusedAtOnce(Map.of("loadBalancerArn", arn), "Input field loadBalancerArn is " + Text.shown(arn)
                + ": give the ARN of a network load balancer of this account and Region, "
                + "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/<name>/<id>.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "or ders", "orders\n", "${x}", "a234567890b234567890c234567890d23"})
    void aNameThatIsNoneIsRefused(String name) {
        isRefusedAtOnce(Map.of("loadBalancerName", name), "Input field loadBalancerName is " + Text.shown(name)
                + ": give a load balancer's name: at most 32 letters, digits and hyphens.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "today", "2026-03-02", "2026-03-02T09:14:07", "1772442847"})
    void aTimeThatIsNoneIsRefused(String time) {
        isRefusedAtOnce(Map.of("loadBalancerName", "orders", "requestedAt", time), "Input field requestedAt is "
                + Text.shown(time) + ": give a time in UTC such as 2026-03-02T09:14:07Z.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "defaults", "execution", "executionArn", "input", "LoadBalancerArn", "x\ny"})
    void anInputWithAnotherFieldIsRefusedWhateverTheField(String field) {
        isRefusedAtOnce(Map.of("loadBalancerArn", Steps.ARN, field, Map.of("authorization", "NONE")), "Input field "
                + Text.shown(field) + " is unknown: give the fields loadBalancerArn, loadBalancerName, requestedAt, tighten "
                + "and no others.");
    }

    @Test
    void aFieldOfTheWrongTypeIsRefused() {
        isRefusedAtOnce(Map.of("loadBalancerName", 7), "Input field loadBalancerName is 7, not a string: give the fields "
                + "loadBalancerArn, loadBalancerName, requestedAt, tighten and no others.");
        isRefusedAtOnce(Map.of("loadBalancerArn", List.of(Steps.ARN)), "Input field loadBalancerArn is [" + Steps.ARN
                + "], not a string: give the fields loadBalancerArn, loadBalancerName, requestedAt, tighten and no others.");
    }

    @Test
    void anInputThatIsNoObjectIsRefused() {
        for (Object input : new Object[] {null, "orders", 7, List.of(Map.of("loadBalancerName", "orders")), true}) {
            isRefusedAtOnce(input, "Input is " + Text.shown(input) + ", not an object: give the fields loadBalancerArn, "
                    + "loadBalancerName, requestedAt, tighten and no others.");
        }
    }

    private void isRefusedAtOnce(Object input, String message) {
        assertThatThrownBy(() -> describe(input)).isInstanceOf(InvalidInputException.class).hasMessage(message);
        verifyNoInteractions(aws, apiGateway.client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "publishMode | all | PublishMode | OPT_IN or ALL or NONE",
        "allowOpenApis | yes | AllowOpenApis | true or false",
        "authorization | NONE | Authorization | AWS_IAM or API_KEY",
        "stage | a/b | StageName | a stage's name: at most 128 letters, digits, hyphens and underscores",
        "path | health | SmokeTestPath | a path of at most 256 characters that begins with a slash, percent-encoded where "
                + "needed, without //, /./ and /../",
        "expect | 600 | SmokeTestExpect | statuses and classes of statuses with commas or spaces between them, such as 2xx "
                + "or 200 401",
        "timeoutMillis | 49 | IntegrationTimeoutMillis | milliseconds, 50 to 29000"})
    void aParameterOfTheStackThatCannotBeIsNamedAsItsUserKnowsIt(
            String field, String value, String parameter, String remedy) {
        defaults.put(field, value);

        isRefused(InvalidConfigurationException.class, "Parameter " + parameter + " of the stack is \"" + value
                + "\": deploy the stack with " + remedy + ".");
        verifyNoInteractions(aws, apiGateway.client);
    }

    @Test
    void aParameterThatTheStateMachineDoesNotHandOverIsNamed() {
        defaults.remove("stage");
        defaults.put("colour", "red");

        isRefused(InvalidInputException.class, "Input field defaults.stage is missing; field \"defaults.colour\" is "
                + "unknown: give the fields publishMode, allowOpenApis, authorization, stage, path, expect, timeoutMillis "
                + "and no others.");
    }

    private static RuntimeException sdkNotFound() {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException.builder()
                .statusCode(400).awsErrorDetails(AwsErrorDetails.builder().errorCode("LoadBalancerNotFound").build())
                .build();
    }
}
