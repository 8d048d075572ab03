package io.gatelink.local.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.HttpListener;
import io.gatelink.local.core.Account;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.events.EventBridgeTrail;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.sts.Identities;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The default actions of an application load balancer's listeners, as AWS's client sets and sees them. */
class ActionsTest {

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final LoadBalancers loadBalancers = new LoadBalancers(
            account,
            new Ec2(account),
            new LoadBalancers.Settings(Duration.ZERO, (address, check) -> HealthProbe.Result.HEALTHY));
    private final List<ObjectNode> events = new ArrayList<>();
    private final ElasticLoadBalancingV2Client elb = new WireHttpClient(
                    loop,
                    new Elbv2Wire(
                            account,
                            loadBalancers,
                            new EventBridgeTrail(
                                    account,
                                    new Identities(account, key -> Optional.empty()),
                                    Duration.ZERO,
                                    events::add)))
            .client(ElasticLoadBalancingV2Client.builder(), "AKIDEXAMPLE");
    private final String alb = elb.createLoadBalancer(
                    request -> request.name("web").scheme("internal").subnets("subnet-1", "subnet-2"))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();

    @AfterEach
    void closeTheLoop() {
        loop.close();
    }

    @Test
    void theEventOfALoadBalancerHasItsTypeInTheAnswerOnly() {
        loop.runUntilIdle();

        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/detail/requestParameters").has("type")).isFalse();
        assertThat(events.get(0)
                        .at("/detail/responseElements/loadBalancers/0/type")
                        .asText())
                .isEqualTo("application");
    }

    @Test
    void aFixedResponseReadsBack() {
        Listener created = listen(Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(config ->
                        config.statusCode("404").contentType("text/plain").messageBody("nothing"))
                .build());

        assertThat(described()).isEqualTo(created);
        assertThat(created.defaultActions()).singleElement().satisfies(action -> {
            assertThat(action.type()).isEqualTo(ActionTypeEnum.FIXED_RESPONSE);
            assertThat(action.fixedResponseConfig().messageBody()).isEqualTo("nothing");
        });
        assertThat(listener().action())
                .isEqualTo(new HttpListener.FixedResponse(404, Optional.of("text/plain"), "nothing"));
    }

    @Test
    void aRedirectReadsBackWithAwssDefaults() {
        Listener created = listen(redirect(RedirectActionConfig.builder()
                .protocol("HTTPS")
                .port("443")
                .statusCode("HTTP_301")
                .build()));

        assertThat(created.defaultActions().get(0).redirectConfig())
                .isEqualTo(RedirectActionConfig.builder()
                        .protocol("HTTPS")
                        .port("443")
                        .host("#{host}")
                        .path("/#{path}")
                        .query("#{query}")
                        .statusCode("HTTP_301")
                        .build());
        assertThat(listener().action())
                .isEqualTo(new HttpListener.Redirect(301, "HTTPS", "#{host}", "443", "/#{path}", "#{query}"));
    }

    @Test
    void severalTargetGroupsShareByTheirWeights() {
        String blue = targetGroup("blue");
        String green = targetGroup("green");
        Listener created = listen(Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(tuple(blue, 90), tuple(green, 10)))
                .build());

        assertThat(created.defaultActions().get(0).forwardConfig().targetGroups())
                .containsExactly(tuple(blue, 90), tuple(green, 10));
        assertThat(created.defaultActions().get(0).targetGroupArn()).isNull();
        assertThat(((HttpListener.Forward) listener().action()).groups())
                .extracting(HttpListener.TargetGroup::weight)
                .containsExactly(90, 10);
    }

    @Test
    void anActionCanBeChangedToAnother() {
        Listener created = listen(Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(targetGroup("blue"))
                .build());
        elb.modifyListener(request -> request.listenerArn(created.listenerArn())
                .defaultActions(action -> action.type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(config -> config.statusCode("503"))));

        assertThat(listener().action()).isEqualTo(new HttpListener.FixedResponse(503, Optional.empty(), ""));
        elb.deleteTargetGroup(request ->
                request.targetGroupArn(created.defaultActions().get(0).targetGroupArn()));
    }

    @Test
    void theAttributesThatRequestsMeetAreHonoured() {
        listen(Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(targetGroup("blue"))
                .build());
        elb.modifyLoadBalancerAttributes(request -> request.loadBalancerArn(alb)
                .attributes(
                        attribute ->
                                attribute.key("idle_timeout.timeout_seconds").value("5"),
                        attribute -> attribute
                                .key("routing.http.preserve_host_header.enabled")
                                .value("true")));

        assertThat(listener())
                .isEqualTo(new HttpListener(
                        "HTTP",
                        Set.of(),
                        new HttpListener.Forward(List.of(new HttpListener.TargetGroup(1, List.of()))),
                        Duration.ofSeconds(5),
                        true));
        assertThat(error(() -> elb.modifyLoadBalancerAttributes(
                        request -> request.loadBalancerArn(alb).attributes(attribute -> attribute
                                .key("routing.http.xff_header_processing.mode")
                                .value("remove")))))
                .isEqualTo("NotImplemented: The local AWS does not support Elastic Load Balancing the load balancer "
                        + "attribute routing.http.xff_header_processing.mode = remove. "
                        + "docs/supported-operations.md lists what it does.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            - | - | - | - | - | InvalidLoadBalancerAction: The redirect configuration is not valid because it creates a loop.
            FTP | - | - | - | - | ValidationError: 1 validation error detected: Value 'FTP' at 'redirectConfig.protocol' failed to satisfy constraint: Member must be valid there
            - | - | 0 | - | - | ValidationError: 1 validation error detected: Value '0' at 'redirectConfig.port' failed to satisfy constraint: Member must be valid there
            - | - | 65536 | - | - | ValidationError: 1 validation error detected: Value '65536' at 'redirectConfig.port' failed to satisfy constraint: Member must have value less than or equal to 65535
            - | - | - | new | - | ValidationError: 1 validation error detected: Value 'new' at 'redirectConfig.path' failed to satisfy constraint: Member must be valid there
            - | a.com | - | - | ?a | ValidationError: 1 validation error detected: Value '?a' at 'redirectConfig.query' failed to satisfy constraint: Member must be valid there
            """)
    void aRedirectThatCannotBeIsRefused(
            String protocol, String host, String port, String path, String query, String refusal) {
        var config = RedirectActionConfig.builder()
                .protocol(protocol)
                .host(host)
                .port(port)
                .path(path)
                .query(query)
                .statusCode("HTTP_302")
                .build();

        assertThat(error(() -> listen(redirect(config)))).isEqualTo(refusal);
    }

    @Test
    void whatBelongsToAnotherActionOrCannotBeIsRefused() {
        assertThat(error(() -> listen(Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(config -> config.statusCode("200"))
                        .targetGroupArn(targetGroup("blue"))
                        .build())))
                .isEqualTo("ValidationError: TargetGroupArn cannot be specified for an action of the type "
                        + "'fixed-response'");
        assertThat(error(() -> listen(
                        Action.builder().type(ActionTypeEnum.FIXED_RESPONSE).build())))
                .isEqualTo("ValidationError: FixedResponseConfig must be specified for an action of the type "
                        + "'fixed-response'");
        assertThat(error(() -> listen(Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(config -> config.statusCode("301"))
                        .build())))
                .isEqualTo("ValidationError: 1 validation error detected: Value '301' at "
                        + "'fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular "
                        + "expression pattern: ^(2|4|5)\\d\\d$");
        assertThat(error(() -> listen(Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(config -> config.statusCode("200").contentType("image/png"))
                        .build())))
                .isEqualTo("ValidationError: Content type 'image/png' is not supported");
        assertThat(error(() -> elb.createTargetGroup(request -> request.name("grpc")
                        .protocol(ProtocolEnum.HTTP)
                        .protocolVersion("GRPC")
                        .port(80)
                        .vpcId("vpc-1"))))
                .startsWith(
                        "NotImplemented: The local AWS does not support Elastic Load Balancing protocolVersion GRPC");
    }

    private Listener listen(Action action) {
        return elb.createListener(request -> request.loadBalancerArn(alb)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .defaultActions(action))
                .listeners()
                .get(0);
    }

    private Listener described() {
        return elb.describeListeners(request -> request.loadBalancerArn(alb))
                .listeners()
                .get(0);
    }

    /** As API Gateway sees it. */
    private HttpListener listener() {
        return loadBalancers.httpListener(alb, 80).orElseThrow();
    }

    private String targetGroup(String name) {
        return elb.createTargetGroup(request -> request.name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(80)
                        .targetType(TargetTypeEnum.IP)
                        .vpcId("vpc-1"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }

    private static Action redirect(RedirectActionConfig config) {
        return Action.builder()
                .type(ActionTypeEnum.REDIRECT)
                .redirectConfig(config)
                .build();
    }

    private static TargetGroupTuple tuple(String arn, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
    }

    private static String error(Runnable call) {
        var e = catchThrowableOfType(ElasticLoadBalancingV2Exception.class, call::run);
        return e == null
                ? "no error"
                : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    }
}
