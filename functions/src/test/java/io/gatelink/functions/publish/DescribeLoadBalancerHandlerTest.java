package io.gatelink.functions.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.FakeClients;
import io.gatelink.functions.lambda.LoadBalancerNotReadyException;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.publish.DescribeLoadBalancerHandler.Input;
import io.gatelink.functions.publish.DescribeLoadBalancerHandler.Output;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Replacements;
import io.gatelink.functions.registry.Replacements.Claim;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** What is decided about one load balancer; items, claims and AWS's answers are given. */
class DescribeLoadBalancerHandlerTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:14:07Z");
    private static final LoadBalancerArn ORDERS = arn("orders");
    private static final LoadBalancerArn NEXT = arn("orders-next");
    private static final ExecutionArn EXECUTION =
            ExecutionArn.of("arn:aws:states:us-east-1:123456789012:execution:gatelink-publish:one");

    private final ElasticLoadBalancingV2Client aws = mock(ElasticLoadBalancingV2Client.class, CALLS_REAL_METHODS);
    private final Registry registry = mock(Registry.class);
    private final Replacements replacements = mock(Replacements.class);
    private final Step step = mock(Step.class);
    private final Map<String, LoadBalancer.Builder> loadBalancers = new HashMap<>();
    private final Map<String, Map<String, String>> tags = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, AttributeValue> item = new HashMap<>();

    private static LoadBalancerArn arn(String name) {
        return LoadBalancerArn.of(
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/" + name + "/50dc6c495c0c9188");
    }

    @BeforeEach
    void aPublishableLoadBalancer() {
        Context context = mock(Context.class);
        when(context.getLogger()).thenReturn(mock(LambdaLogger.class));
        loadBalancer(ORDERS);
        listeners.add(Listener.builder().protocol("TCP").port(80).build());
        item.put("loadBalancerArn", AttributeValue.fromS(ORDERS.text()));
        when(registry.find(any())).thenReturn(Optional.empty());
        when(registry.replacements()).thenReturn(replacements);
        when(replacements.of(anyString())).thenReturn(Optional.empty());
        when(replacements.put(anyString(), any(), any())).thenReturn(true);
        when(step.loadBalancerArn()).thenReturn(ORDERS);
        TaskLog log = TaskLog.of(context, () -> NOW, DescribeLoadBalancerHandler.class);
        when(step.log()).thenReturn(log);
        when(step.publication()).thenAnswer(call -> new Publication(item));
        doAnswer(call -> DescribeLoadBalancersResponse.builder()
                        .loadBalancers(found(call.getArgument(0)).build())
                        .build())
                .when(aws)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        doAnswer(call -> DescribeTagsResponse.builder()
                        .tagDescriptions(description -> {
                            String arn = call.<DescribeTagsRequest>getArgument(0)
                                    .resourceArns()
                                    .get(0);
                            description
                                    .resourceArn(arn)
                                    .tags(
                                            Optional.ofNullable(tags.get(arn))
                                                    .orElseThrow(this::notFound)
                                                    .entrySet()
                                                    .stream()
                                                    .map(tag -> Tag.builder()
                                                            .key(tag.getKey())
                                                            .value(tag.getValue())
                                                            .build())
                                                    .toList());
                        })
                        .build())
                .when(aws)
                .describeTags(any(DescribeTagsRequest.class));
        doAnswer(call ->
                        DescribeListenersResponse.builder().listeners(listeners).build())
                .when(aws)
                .describeListeners(any(DescribeListenersRequest.class));
    }

    private LoadBalancer.Builder found(DescribeLoadBalancersRequest request) {
        String name = request.hasNames()
                ? request.names().get(0)
                : LoadBalancerArn.of(request.loadBalancerArns().get(0)).name();
        return Optional.ofNullable(loadBalancers.get(name)).orElseThrow(this::notFound);
    }

    private LoadBalancerNotFoundException notFound() {
        return LoadBalancerNotFoundException.builder().statusCode(400).build();
    }

    private void loadBalancer(LoadBalancerArn arn) {
        loadBalancers.put(
                arn.name(),
                LoadBalancer.builder()
                        .loadBalancerArn(arn.text())
                        .loadBalancerName(arn.name())
                        .dnsName(arn.name() + ".example.com")
                        .type("network")
                        .createdTime(NOW)
                        .state(s -> s.code("active")));
        tags.put(arn.text(), new TreeMap<>(Map.of("gatelink:publish", "true")));
    }

    private Map<String, String> ordersTags() {
        return tags.get(ORDERS.text());
    }

    private void orderGone() {
        loadBalancers.remove("orders");
        tags.remove(ORDERS.text());
    }

    private void ordersIsPublished() {
        item.put("published", published("live", "AWS_IAM"));
    }

    private static AttributeValue published(String stage, String authorization) {
        return AttributeValue.fromM(Map.of(
                "restApi",
                AttributeValue.fromS("a1b2c3"),
                "stage",
                AttributeValue.fromS(stage),
                "authorization",
                AttributeValue.fromS(authorization)));
    }

    /** Another load balancer that replaces the one in question, with this item. */
    private void isReplacedBy(LoadBalancerArn replacer, Map<String, AttributeValue> itsItem) {
        loadBalancer(replacer);
        tags.get(replacer.text()).put("gatelink:replaces", "orders");
        when(replacements.of("orders")).thenReturn(Optional.of(new Claim(replacer, NOW)));
        itemOf(replacer, itsItem);
    }

    private void itemOf(LoadBalancerArn arn, Map<String, AttributeValue> itsItem) {
        Map<String, AttributeValue> attributes = new HashMap<>(itsItem);
        attributes.put("loadBalancerArn", AttributeValue.fromS(arn.text()));
        when(registry.find(arn)).thenReturn(Optional.of(new Publication(attributes)));
    }

    private Output describe() {
        AwsClients clients = FakeClients.of(
                Map.of(
                        "PUBLISH_MODE",
                        "OPT_IN",
                        "LINK_VERSION",
                        "V1",
                        "ALLOW_WEAKER_AUTHORIZATION",
                        "true",
                        "AUTHORIZATION",
                        "AWS_IAM",
                        "STAGE_NAME",
                        "live",
                        "SMOKE_TEST_PATH",
                        "/",
                        "SMOKE_TEST_EXPECT",
                        "2xx",
                        "INTEGRATION_TIMEOUT_MILLIS",
                        "29000",
                        "GATELINK_OWNER",
                        "stack"),
                () -> NOW);
        when(clients.elasticLoadBalancing()).thenReturn(aws);
        return new DescribeLoadBalancerHandler(clients, registry).handle(new Input(), step);
    }

    private void isRefused(Class<? extends RuntimeException> as, String message) {
        assertThatThrownBy(this::describe).isInstanceOf(as).hasMessage(message);
    }

    private static Output withdraw(String reason) {
        return new Output("WITHDRAW", reason, null, null);
    }

    @Test
    void aTaggedLoadBalancerIsPublishedWithThreeCalls() {
        assertThat(describe())
                .isEqualTo(new Output(
                        "PUBLISH",
                        null,
                        new Wanted(
                                "http://orders.example.com:80",
                                "AWS_IAM",
                                "live",
                                "/",
                                "2xx",
                                "29000",
                                "http_proxy",
                                "buffered",
                                null,
                                null,
                                null,
                                PublicationTags.hash(ordersTags())),
                        null));
        verify(aws, times(1)).describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        verify(aws, times(1)).describeTags(any(DescribeTagsRequest.class));
        verify(aws, times(1)).describeListeners(any(DescribeListenersRequest.class));
    }

    @Test
    void aProvisioningOneIsWaitedFor() {
        loadBalancers.get("orders").state(s -> s.code("provisioning"));

        isRefused(
                LoadBalancerNotReadyException.class,
                "Load balancer " + ORDERS + " is provisioning: a VPC link to it can be created once it is active.");
        verify(aws, never()).describeListeners(any(DescribeListenersRequest.class));
    }

    @Test
    void aProvisioningOneThatIsNotToBePublishedIsNotWaitedFor() {
        loadBalancers.get("orders").state(s -> s.code("provisioning"));
        tags.put(ORDERS.text(), new TreeMap<>());

        assertThat(describe().action()).isEqualTo("WITHDRAW");
    }

    @Test
    void aFailedOneIsRefusedWithItsReason() {
        loadBalancers.get("orders").state(s -> s.code("failed").reason("no address"));

        isRefused(
                UnsupportedLoadBalancerException.class,
                "Load balancer " + ORDERS + " has failed, because \"no address\": create it anew.");
    }

    @Test
    void withALinkThatIsNotPublishedNothingWaitsForAListener() {
        listeners.clear();
        String message = "Load balancer orders has no TCP or TLS listener so far: create one with aws elbv2 "
                + "create-listener.";

        isRefused(LoadBalancerNotReadyException.class, message);
        item.put("vpcLink", AttributeValue.fromS("link01"));
        isRefused(UnsupportedLoadBalancerException.class, message);
        ordersIsPublished();
        isRefused(LoadBalancerNotReadyException.class, message);
    }

    @Test
    void oneThatEnforcesItsSecurityGroupsOnPrivateLinkIsRefused() {
        loadBalancers
                .get("orders")
                .securityGroups("sg-1", "sg-2")
                .enforceSecurityGroupInboundRulesOnPrivateLinkTraffic("on");

        isRefused(
                UnsupportedLoadBalancerException.class,
                "Load balancer " + ORDERS + " enforces its security "
                        + "groups' inbound rules on PrivateLink traffic, so that requests through a VPC link would "
                        + "time out: "
                        + "run aws elbv2 set-security-groups --load-balancer-arn " + ORDERS
                        + " --security-groups sg-1 sg-2 "
                        + "--enforce-security-group-inbound-rules-on-private-link-traffic off");
    }

    @Test
    void withoutAListenerItMayStillStopToEnforceThem() {
        listeners.clear();
        loadBalancers.get("orders").securityGroups("sg-1").enforceSecurityGroupInboundRulesOnPrivateLinkTraffic("on");

        isRefused(
                LoadBalancerNotReadyException.class,
                "Load balancer orders has no TCP or TLS listener so far: create one with aws elbv2 create-listener.");
    }

    @Test
    void oneThatIsGoneOrNotWantedIsWithdrawn() {
        ordersTags().clear();
        assertThat(describe())
                .isEqualTo(withdraw("Load balancer " + ORDERS + " has no tag gatelink:publish, and is "
                        + "published only with the value true: run aws elbv2 add-tags --resource-arns " + ORDERS
                        + " --tags Key=gatelink:publish,Value=true."));
        orderGone();
        assertThat(describe()).isEqualTo(withdraw("Load balancer " + ORDERS + " does not exist."));
    }

    @Test
    void anAnswerThatLeavesTheLoadBalancerOutDoesNotWithdrawIt() {
        doAnswer(call -> DescribeLoadBalancersResponse.builder().build())
                .when(aws)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));

        isRefused(
                AwsUnavailableException.class,
                "DescribeLoadBalancers left out load balancer " + ORDERS
                        + ": what it does not show is unknown, and is to be read again.");
    }

    @Test
    void anAttemptToDeleteItWithdrawsItForAnHour() {
        item.put("deletionAskedAt", AttributeValue.fromS("2026-03-02T08:14:08Z"));
        assertThat(describe())
                .isEqualTo(withdraw("An attempt to delete load balancer " + ORDERS
                        + " was refused at 2026-03-02T08:14:08Z: it is withdrawn, so that the next attempt succeeds. "
                        + "If it "
                        + "is not deleted within an hour, it is published again."));

        item.put("deletionAskedAt", AttributeValue.fromS("2026-03-02T08:14:07Z"));
        assertThat(describe().action()).isEqualTo("PUBLISH");
    }

    @Test
    void aReplacedOneStaysUntilItsReplacementIsPublished() {
        ordersIsPublished();
        Output left = new Output(
                "LEAVE",
                "Load balancer " + NEXT + " replaces load balancer " + ORDERS
                        + ", which stays as it is until the replacement is published.",
                null,
                null);

        isReplacedBy(NEXT, Map.of());
        assertThat(describe()).isEqualTo(left);
        // Its own API, from before the tag: it has yet to take this one over.
        isReplacedBy(
                NEXT,
                Map.of(
                        "published",
                        published("live", "AWS_IAM"),
                        "outcome",
                        AttributeValue.fromS("PUBLISHED"),
                        "holder",
                        AttributeValue.fromS(EXECUTION.text())));
        assertThat(describe()).isEqualTo(left);
        // It has taken this one's API over, and may have to give it back.
        isReplacedBy(
                NEXT,
                Map.of(
                        "takenOver",
                        AttributeValue.fromM(Map.of("loadBalancerArn", AttributeValue.fromS(ORDERS.text())))));
        item.put("replacedBy", AttributeValue.fromS(NEXT.text()));
        item.put("loadBalancerArn", AttributeValue.fromS(ORDERS.text()));
        ordersTags().clear();
        assertThat(describe()).isEqualTo(left);
        orderGone();
        assertThat(describe()).isEqualTo(left);
    }

    @Test
    void oneThatIsNotWantedIsWithdrawnAlthoughAnExecutionIsAtWorkOnItsReplacement() {
        ordersIsPublished();
        isReplacedBy(
                NEXT,
                Map.of(
                        "published",
                        published("live", "AWS_IAM"),
                        "outcome",
                        AttributeValue.fromS("PUBLISHED"),
                        "holder",
                        AttributeValue.fromS(EXECUTION.text())));
        orderGone();

        assertThat(describe()).isEqualTo(withdraw("Load balancer " + ORDERS + " does not exist."));
    }

    @Test
    void aReplacedOneIsWithdrawnOnceItsReplacementIsPublished() {
        isReplacedBy(
                NEXT, Map.of("published", published("live", "AWS_IAM"), "outcome", AttributeValue.fromS("PUBLISHED")));

        assertThat(describe())
                .isEqualTo(withdraw("Replaced by load balancer " + NEXT + ": to publish load balancer "
                        + ORDERS + " again, run aws elbv2 remove-tags --resource-arns " + NEXT + " --tag-keys "
                        + "gatelink:replaces."));
    }

    @Test
    void aClaimThatTheTagsDoNotBearOutIsRemoved() {
        isReplacedBy(
                NEXT, Map.of("published", published("live", "AWS_IAM"), "outcome", AttributeValue.fromS("PUBLISHED")));
        tags.get(NEXT.text()).remove("gatelink:replaces");

        assertThat(describe().action()).isEqualTo("PUBLISH");
        verify(replacements).remove("orders", NEXT);
    }

    @Test
    void theFirstInTheChainThatHasAnApiIsTakenOver() {
        ordersTags().put("gatelink:replaces", "b");
        loadBalancer(arn("b"));
        tags.get(arn("b").text()).put("gatelink:replaces", "a");
        loadBalancer(arn("a"));
        itemOf(arn("a"), Map.of("published", published("live", "AWS_IAM")));

        assertThat(describe().takeOver()).isEqualTo(arn("a"));
        verify(replacements).put("b", new Claim(ORDERS, NOW), Optional.empty());
        verify(replacements).put("a", new Claim(arn("b"), NOW), Optional.empty());
    }

    @Test
    void whatIsTakenOverKeepsItsUrlAndItsAuthorization() {
        ordersTags().put("gatelink:replaces", "a");
        loadBalancer(arn("a"));
        itemOf(arn("a"), Map.of("published", published("v1", "AWS_IAM")));
        isRefused(
                UnsupportedLoadBalancerException.class,
                "Load balancer " + ORDERS + " takes over a REST API whose "
                        + "stage is v1, and asks for stage live, which would change the invoke URL: run aws elbv2 "
                        + "add-tags "
                        + "--resource-arns "
                        + ORDERS + " --tags Key=gatelink:stage,Value=v1.");

        ordersTags().put("gatelink:stage", "v1");
        ordersTags().put("gatelink:authorization", "NONE");
        isRefused(
                UnsupportedLoadBalancerException.class,
                "Load balancer " + ORDERS + " takes over a REST API whose "
                        + "authorization is AWS_IAM, and asks for NONE, which is weaker: run aws elbv2 add-tags "
                        + "--resource-arns "
                        + ORDERS + " --tags Key=gatelink:authorization,Value=AWS_IAM.");
    }

    @Test
    void ofTwoThatReplaceOneTheEarlierDoes() {
        ordersTags().put("gatelink:replaces", "a");
        loadBalancer(arn("a"));
        loadBalancer(NEXT);
        tags.get(NEXT.text()).put("gatelink:replaces", "a");
        when(replacements.of("a")).thenReturn(Optional.of(new Claim(NEXT, NOW.minusSeconds(1))));
        isRefused(
                UnsupportedLoadBalancerException.class,
                "Load balancer " + NEXT + ", which was created earlier, "
                        + "already replaces load balancer a: run aws elbv2 remove-tags --resource-arns " + ORDERS
                        + " --tag-keys gatelink:replaces.");

        Optional<Claim> later = Optional.of(new Claim(NEXT, NOW.plusSeconds(1)));
        when(replacements.of("a")).thenReturn(later);
        assertThat(describe().action()).isEqualTo("PUBLISH");
        verify(replacements).put("a", new Claim(ORDERS, NOW), later);
    }

    @Test
    void aCycleIsRefusedAndNoClaimIsMade() {
        ordersTags().put("gatelink:replaces", "orders");

        isRefused(
                UnsupportedLoadBalancerException.class,
                "Cannot publish load balancer " + ORDERS + ": the tags "
                        + "gatelink:replaces form a cycle, orders -> orders. Break it, for example with aws elbv2 "
                        + "remove-tags "
                        + "--resource-arns " + ORDERS + " --tag-keys gatelink:replaces.");
        verify(replacements, never()).put(anyString(), any(), any());
    }

    @Test
    void whatWasReplacedBeforeIsReplacedNoMore() {
        item.put("replaces", AttributeValue.fromS("a"));

        assertThat(describe().action()).isEqualTo("PUBLISH");
        verify(replacements).remove("a", ORDERS);
    }

    @Test
    void whatWasReplacedBeforeIsFreeAlsoIfTheTagsLeadIntoACycleNow() {
        ordersTags().put("gatelink:replaces", "orders");
        item.put("replaces", AttributeValue.fromS("a"));

        isRefused(
                UnsupportedLoadBalancerException.class,
                "Cannot publish load balancer " + ORDERS + ": the tags "
                        + "gatelink:replaces form a cycle, orders -> orders. Break it, for example with aws elbv2 "
                        + "remove-tags "
                        + "--resource-arns " + ORDERS + " --tag-keys gatelink:replaces.");
        verify(replacements).remove("a", ORDERS);
    }

    @Test
    void theClaimOfOneThatIsReplacedItselfGoesWhenItIsWantedNoMore() {
        ordersTags().put("gatelink:publish", "false");
        ordersTags().put("gatelink:replaces", "a");
        when(replacements.of("a")).thenReturn(Optional.of(new Claim(ORDERS, NOW)));

        assertThat(describe().action()).isEqualTo("WITHDRAW");
        verify(replacements).remove("a", ORDERS);
    }
}
