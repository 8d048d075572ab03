package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.GetResourcesRequest;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** What a switch is refused for; what comes of a switch that is not, the tests of the whole system say. */
@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class SwitchConditionsTest {

    private static final String TO = Steps.ARN.replace("orders/50dc6c495c0c9188", "payments/1c1f0d5e7a6b4924");

    private final ElasticLoadBalancingV2Client elasticLoadBalancing =
            mock(ElasticLoadBalancingV2Client.class, CALLS_REAL_METHODS);
    private final ApiGatewayClient apiGateway = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final FakeApiKeys keys = new FakeApiKeys(apiGateway);
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, String> tagsOfApi = new TreeMap<>(Map.of("gatelink:load-balancer", Steps.ARN));
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private Defaults defaults = defaults("OPT_IN", "false", "AWS_IAM");

    @BeforeEach
    void oneThatCanTakeTheApi() {
        listener("TCP", 80);
        method("/", "AWS_IAM", false, "http://orders.elb.amazonaws.com:80/");
        method("/{proxy+}", "AWS_IAM", false, "http://orders.elb.amazonaws.com:80/{proxy}");
        doAnswer(call -> DescribeLoadBalancersResponse.builder().loadBalancers(to -> to.loadBalancerArn(TO)
                        .loadBalancerName("payments").dnsName("payments.elb.amazonaws.com").type("network")
                        .state(state -> state.code("active"))).build())
                .when(elasticLoadBalancing).describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        doAnswer(call -> DescribeTagsResponse.builder().tagDescriptions(to -> to.resourceArn(TO)
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build()).toList())).build())
                .when(elasticLoadBalancing).describeTags(any(DescribeTagsRequest.class));
        doAnswer(call -> DescribeListenersResponse.builder().listeners(listeners).build())
                .when(elasticLoadBalancing).describeListeners(any(DescribeListenersRequest.class));
        doAnswer(call -> GetResourcesResponse.builder().items(resources).build())
                .when(apiGateway).getResources(any(GetResourcesRequest.class));
    }

    private static Defaults defaults(String publishMode, String allowOpenApis, String authorization) {
        return new Defaults(publishMode, allowOpenApis, authorization, "live", "/", "2xx,3xx", "29000");
    }

    private void listener(String protocol, int port) {
        listeners.add(Listener.builder().protocol(protocol).port(port).build());
    }

    private void method(String path, String authorization, boolean apiKeyRequired, String uri) {
        resources.removeIf(resource -> path.equals(resource.path()));
        resources.add(Resource.builder().id("r" + path.length()).path(path).resourceMethods(Map.of("ANY", Method.builder()
                .authorizationType(authorization).apiKeyRequired(apiKeyRequired)
                .methodIntegration(integration -> integration.uri(uri)).build())).build());
    }

    private void methods(String authorization, boolean apiKeyRequired, String backend) {
        method("/", authorization, apiKeyRequired, backend + "/");
        method("/{proxy+}", authorization, apiKeyRequired, backend + "/{proxy}");
    }

    private SwitchConditions.Trial require() {
        var request = new DescribeSwitchHandler.Request(Steps.ARN, TO);
        return new SwitchConditions(new LoadBalancers(elasticLoadBalancing), new ApiKeys(apiGateway, Steps.OWNERSHIP),
                request, defaults).require(RestApi.builder().id("api1").tags(tagsOfApi).build(),
                        List.of(Stage.builder().stageName("live").build()), SwitchMethods.of(apiGateway, "api1"));
    }

    private void isRefused(String words) {
        assertThatThrownBy(this::require).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessageStartingWith("There is no switch from load balancer " + Steps.ARN + " to " + TO + ", for ")
                .hasMessageContaining(words).hasMessageEndingWith("hen start the switch again.");
    }

    @Test
    void theApiIsTriedAsTheNextPublicationWouldTryIt() {
        assertThat(require()).isEqualTo(new SwitchConditions.Trial("live", "AWS_IAM", null, "/", "2xx,3xx"));

        tags.putAll(Map.of("gatelink:publish", "standby", "gatelink:path", "/health", "gatelink:expect", "200 401"));
        assertThat(require()).isEqualTo(new SwitchConditions.Trial("live", "AWS_IAM", null, "/health", "200,401"));
    }

    @ParameterizedTest
    @CsvSource({"OPT_IN,", "OPT_IN, true", "OPT_IN, standby", "ALL,", "ALL, true", "ALL, standby"})
    void oneThatStaysPublishedCanTakeIt(String mode, String publish) {
        defaults = defaults(mode, "false", "AWS_IAM");
        if (publish != null) {
            tags.put("gatelink:publish", publish);
        }

        assertThat(require().stage()).isEqualTo("live");
    }

    @Test
    void whereNoneIsPublishedNothingIsMoved() {
        defaults = defaults("NONE", "false", "AWS_IAM");

        isRefused("this stack publishes no load balancers: deploy it with PublishMode=OPT_IN, then");
    }

    @Test
    void tagsThatAPublicationWouldRefuseAreRefused() {
        tags.put("gatelink:prot", "{% $x %}");

        isRefused("the load balancer to move to could not be published: Tag \"gatelink:prot\" with the value "
                + "\"{% $x %}\" is unknown: use one of ");
    }

    @Test
    void anAuthorizationThatAPublicationWouldRefuseIsRefused() {
        methods("NONE", false, "http://orders.elb.amazonaws.com:80");
        tags.put("gatelink:authorization", "NONE");

        isRefused("could not be published: Tag gatelink:authorization is \"NONE\", which is weaker than this stack's AWS_IAM");

        tags.clear();
        isRefused("the API's methods have the authorization NONE, which is weaker than this stack's AWS_IAM, and the load "
                + "balancer to move to would be published with AWS_IAM: publish the API with that first, by aws elbv2 add-tags "
                + "--resource-arns " + Steps.ARN + " --tags Key=gatelink:authorization,Value=AWS_IAM, then");
    }

    @Test
    void whereOpenApisAreAllowedTheTagMakesThemEqual() {
        defaults = defaults("OPT_IN", "true", "AWS_IAM");
        methods("NONE", false, "http://orders.elb.amazonaws.com:80");
        isRefused("its methods have the authorization NONE, not AWS_IAM: run aws elbv2 add-tags --resource-arns " + TO
                + " --tags Key=gatelink:authorization,Value=NONE, or");

        tags.put("gatelink:authorization", "NONE");
        assertThat(require().authorization()).isEqualTo("NONE");
    }

    @Test
    void anApiIsNotLoosenedByTheStacksDefault() {
        defaults = defaults("OPT_IN", "false", "API_KEY");

        isRefused("its methods have the authorization AWS_IAM, not API_KEY: run aws elbv2 add-tags --resource-arns " + TO
                + " --tags Key=gatelink:authorization,Value=AWS_IAM, or");
    }

    @Test
    void ofSeveralListenersTheOneIsToBeNamedThatTheApiGoesTo() {
        listener("TLS", 22);
        isRefused("its requests go to port 80, not to one of several that nobody has named: run aws elbv2 add-tags "
                + "--resource-arns " + TO + " --tags Key=gatelink:port,Value=80, or");

        tags.put("gatelink:port", "22");
        isRefused("its requests go to port 80, not to 22: run");

        tags.put("gatelink:port", "80");
        assertThat(require().stage()).isEqualTo("live");
    }

    @Test
    void aListenerOfAnotherKindNeedsNoName() {
        listener("UDP", 53);

        assertThat(require().stage()).isEqualTo("live");
    }

    @Test
    void anApiOfATlsListenerNeedsOneWithAName() {
        methods("AWS_IAM", false, "https://orders.example.com:443");
        isRefused("the API's requests go to port 443 by https, for which the load balancer to move to has no listener: create "
                + "one there with aws elbv2 create-listener --load-balancer-arn " + TO + " --port 443 --protocol TLS, then");

        listeners.clear();
        listener("TCP", 443);
        isRefused("for which the load balancer to move to has no listener");

        listeners.clear();
        listener("TLS", 443);
        isRefused("its requests are for the name orders.example.com in the listener's certificate, not for none: run aws elbv2 "
                + "add-tags --resource-arns " + TO + " --tags Key=gatelink:host,Value=orders.example.com, or");

        tags.put("gatelink:host", "payments.example.com");
        assertThat(require().stage()).isEqualTo("live");
    }

    @Test
    void aNameWithoutATlsListenerIsRefusedAsByAPublication() {
        tags.put("gatelink:host", "orders.example.com");

        isRefused("could not be published: Tag gatelink:host is \"orders.example.com\", but the listener on port 80");
    }

    @Test
    void aKeyIsFoundWhereverABrokenOffSwitchHasLeftIt() {
        defaults = defaults("OPT_IN", "false", "API_KEY");
        methods("NONE", true, "http://orders.elb.amazonaws.com:80");
        isRefused("REST API api1 asks for API keys, and this stack has none for it to be tried with: start the publish state "
                + "machine with {\"loadBalancerArn\": \"" + Steps.ARN + "\"}, which makes one, then");

        keys.keys.add(ApiKey.builder().id("theirs").createdDate(Steps.CLOCK.instant())
                .tags(Map.of("gatelink:load-balancer", Steps.ARN)).build());
        isRefused("asks for API keys");

        keys.keys.add(ApiKey.builder().id("moved").createdDate(Steps.CLOCK.instant())
                .tags(Steps.OWNERSHIP.tags(TO, Steps.EXECUTION)).build());
        assertThat(require().apiKeyId()).isEqualTo("moved");

        keys.keys.add(ApiKey.builder().id("there").createdDate(Steps.CLOCK.instant())
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build());
        assertThat(require().apiKeyId()).isEqualTo("there");
    }

    @ParameterizedTest
    @CsvSource({"CUSTOM", "COGNITO_USER_POOLS", "'{% $x %}\"'"})
    void anAuthorizerThatNobodyHereKnowsIsRefused(String authorization) {
        method("/{proxy+}", authorization, false, "http://orders.elb.amazonaws.com:80/{proxy}");

        isRefused("REST API api1 is not as its publication left it: its method ANY on /{proxy+} has the authorization "
                + Text.shown(authorization) + ": start the publish state machine with {\"loadBalancerArn\": \"" + Steps.ARN + "\"}");
    }

    @Test
    void methodsThatAreMissingOrLeadElsewhereAreRefused() {
        method("/", "AWS_IAM", false, "http://${stageVariables.x}");
        resources.removeIf(resource -> resource.path().equals("/{proxy+}"));

        isRefused("the integration of its method ANY on / has the uri \"http://${stageVariables.x}\"; it has no method ANY on "
                + "/{proxy+}: start");

        resources.clear();
        assertThatThrownBy(this::require).isInstanceOf(AwsUnavailableException.class);
    }

    @Test
    void anApiNeedsRoomForTwoMoreTags() {
        for (int i = tagsOfApi.size(); i < 48; i++) {
            tagsOfApi.put("team" + i, "x");
        }
        assertThat(require().stage()).isEqualTo("live");

        tagsOfApi.put("one more", "x");
        isRefused("REST API api1 has 49 tags of the 50 that AWS lets it have, and would get 2 more: remove tags that you gave "
                + "it, then");

        tagsOfApi.remove("one more");
        tagsOfApi.putAll(SwitchTags.of(TO, Steps.ARN, "s@1"));
        isRefused("has 50 tags of the 50 that AWS lets it have, and would get 2 more: remove tags that you gave it, then");
    }

    @Test
    void theWayOfAnApiIsReadForTheLoadBalancerThatHasIt() {
        Map<String, String> there = new TreeMap<>(SwitchTags.of(Steps.ARN, TO, "s@1"));
        there.put("gatelink:load-balancer", TO);
        assertThat(SwitchTags.isMovedTo(TO, there)).isTrue();
        assertThat(SwitchTags.isMovedAwayFrom(Steps.ARN, there)).isTrue();
        assertThat(SwitchTags.predecessors(there)).containsExactly(Steps.ARN);

        there.put("gatelink:load-balancer", Steps.ARN);
        assertThat(SwitchTags.isMovedTo(TO, there)).isFalse();
        assertThat(SwitchTags.isMovedTo(Steps.ARN, there)).isFalse();
        assertThat(SwitchTags.isMovedAwayFrom(Steps.ARN, there)).isFalse();
        assertThat(SwitchTags.predecessors(there)).isEmpty();
    }
}
