package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
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

    private static final String DNS_NAME = "orders-50dc6c495c0c9188.elb.us-east-1.amazonaws.com";

    private final ElasticLoadBalancingV2Client aws = mock(ElasticLoadBalancingV2Client.class, CALLS_REAL_METHODS);
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
        return describe(PublishMode.OPT_IN, false);
    }

    private Map<String, Object> describe(PublishMode mode, boolean allowOpenApis) {
        return Steps.run(handler(mode, allowOpenApis), Steps.input());
    }

    private DescribeLoadBalancerHandler handler(PublishMode mode, boolean allowOpenApis) {
        return new DescribeLoadBalancerHandler(aws, new PublicationPolicy(mode, allowOpenApis), Steps.CLOCK);
    }

    @Test
    void aLoadBalancerThatOptedInIsPublishedOnItsOnlyListener() {
        Map<String, Object> expected = new HashMap<>(Map.of("loadBalancerArn", Steps.ARN, "loadBalancerName", "orders",
                "publish", true, "uri", "http://" + DNS_NAME + ":80", "authorization", "AWS_IAM"));
        expected.put("reason", null);

        assertThat(describe()).isEqualTo(expected);
        verify(aws).describeTags(DescribeTagsRequest.builder().resourceArns(Steps.ARN).build());
    }

    @Test
    void aLoadBalancerIsFoundByName() {
        Map<String, Object> input = new HashMap<>(Steps.input("loadBalancerName", "orders"));
        input.remove("loadBalancerArn");

        assertThat(Steps.run(handler(PublishMode.OPT_IN, false), input)).containsEntry("loadBalancerArn", Steps.ARN);
    }

    @Test
    void aTlsListenerIsReachedByHttps() {
        listeners.clear();
        listener("TLS", 8443);

        assertThat(describe()).containsEntry("uri", "https://" + DNS_NAME + ":8443");
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
        Map<String, Object> expected = new HashMap<>(Map.of("loadBalancerArn", Steps.ARN, "loadBalancerName", "orders",
                "publish", false, "reason", "Load balancer " + Steps.ARN + " has no tag gatelink:publish, and is "
                        + "published only with the value true: run aws elbv2 add-tags --resource-arns " + Steps.ARN
                        + " --tags Key=gatelink:publish,Value=true and start the state machine with "
                        + "{\"loadBalancerArn\": \"" + Steps.ARN + "\"}."));
        expected.put("uri", null);
        expected.put("authorization", null);

        assertThat(describe()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"True", "TRUE", " true", "yes", "false", "", "\r\ntrue"})
    void anyOtherValueOfTheTagIsARefusal(String value) {
        tags.put("gatelink:publish", value);

        for (PublishMode mode : PublishMode.values()) {
            assertThat(describe(mode, false)).containsEntry("publish", false);
            assertThat((String) describe(mode, false).get("reason"))
                    .startsWith("Load balancer " + Steps.ARN + " has the tag gatelink:publish = " + Text.shown(value)
                            + ", and is published only with the value true: run aws elbv2 add-tags");
        }
    }

    @Test
    void whereAllArePublishedTheTagIsNotNeeded() {
        tags.clear();

        assertThat(describe(PublishMode.ALL, false)).containsEntry("publish", true);
    }

    @Test
    void notOptedInIsNoFailureWhateverTheLoadBalancersState() {
        tags.clear();
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
                        + "by the tag gatelink:port.");
    }

    @Test
    void theTagChoosesAmongSeveralListeners() {
        listener("TLS", 443);
        tags.put("gatelink:port", "443");

        assertThat(describe()).containsEntry("uri", "https://" + DNS_NAME + ":443");
    }

    @Test
    void aPortWithoutAListenerSoFarIsNotReady() {
        tags.put("gatelink:port", "8080");

        assertThatThrownBy(this::describe).isInstanceOf(LoadBalancerNotReadyException.class)
                .hasMessage("Load balancer orders has no TCP or TLS listener on port 8080, which its tag gatelink:port "
                        + "names, so far: create one with aws elbv2 create-listener, or change the tag.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999", "080", "80 ", "http", "", "-1", "\u0668\u0660"})
    void aPortThatIsNoneIsUnsupported(String port) {
        tags.put("gatelink:port", port);

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:port is " + Text.shown(port)
                        + ": set it to the port of a TCP or TLS listener, 1 to 65535.");
    }

    @Test
    void anOpenApiIsGivenWhereItIsAskedForAndAllowed() {
        tags.put("gatelink:authorization", "NONE");

        assertThat(describe(PublishMode.OPT_IN, true)).containsEntry("authorization", "NONE");
    }

    @Test
    void anOpenApiThatIsNotAskedForIsNotGiven() {
        assertThat(describe(PublishMode.OPT_IN, true)).containsEntry("authorization", "AWS_IAM");
    }

    @Test
    void anOpenApiThatIsNotAllowedIsRefused() {
        tags.put("gatelink:authorization", "NONE");

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:authorization is \"NONE\", and this stack does not allow open APIs: set it to "
                        + "AWS_IAM or remove it, or deploy the stack with AllowOpenApis=true.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "IAM", "", "NONE ", "${x}", "{% x %}"})
    void anAuthorizationThatIsUnknownIsRefused(String authorization) {
        tags.put("gatelink:authorization", authorization);

        assertThatThrownBy(() -> describe(PublishMode.OPT_IN, true))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Tag gatelink:authorization is " + Text.shown(authorization)
                        + ": set it to AWS_IAM or NONE, or remove it.");
    }

    @Test
    void whatCannotPassIsRefusedBeforeAnythingIsWaitedFor() {
        loadBalancer.state(s -> s.code("provisioning"));
        tags.put("gatelink:authorization", "NONE");

        assertThatThrownBy(this::describe).isInstanceOf(UnsupportedLoadBalancerException.class);
    }

    @Test
    void anInputWithBothOrNeitherOfArnAndNameIsRefused() {
        Map<String, Object> neither = new HashMap<>(Steps.input());
        neither.remove("loadBalancerArn");

        assertThatThrownBy(() -> Steps.run(handler(PublishMode.OPT_IN, false), neither))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input fields loadBalancerArn and loadBalancerName are null and null: give one of them.");
        assertThatThrownBy(() -> Steps.run(handler(PublishMode.OPT_IN, false),
                Steps.input("loadBalancerName", "orders"))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void anArnThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Steps.run(handler(PublishMode.OPT_IN, false), Steps.input("loadBalancerArn", "x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field loadBalancerArn is \"x\": give the ARN of a load balancer, arn:<partition>:"
                        + "elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>.");
    }

    private static RuntimeException sdkNotFound() {
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException.builder()
                .statusCode(400).awsErrorDetails(AwsErrorDetails.builder().errorCode("LoadBalancerNotFound").build())
                .build();
    }
}
