package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StartWithdrawalHandlerTest {

    private static final String STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:withdraw";
    private static final String ORDERS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/8c1f0d5e7a6b4923";

    private final SfnClient aws = mock(SfnClient.class, CALLS_REAL_METHODS);
    private final StartWithdrawalHandler handler = new StartWithdrawalHandler(
            new ExecutionStarter(aws, StateMachineArn.parse(STATE_MACHINE).orElseThrow()), Steps.CLOCK);
    private final Map<String, String> started = new LinkedHashMap<>();
    private Map<String, Object> event = SampleEvents.read("nlb-deleted.json");

    @BeforeEach
    void aStateMachine() {
        doAnswer(call -> {
            StartExecutionRequest request = call.getArgument(0);
            assertThat(request.stateMachineArn()).isEqualTo(STATE_MACHINE);
            started.put(request.name(), request.input());
            return StartExecutionResponse.builder()
                    .executionArn("arn:aws:states:us-east-1:123456789012:execution:withdraw:" + request.name()).build();
        }).when(aws).startExecution(any(StartExecutionRequest.class));
    }

    private Map<String, Object> start() {
        return SampleEvents.run(handler, StartWithdrawalHandler.Output.class, event, new RecordingContext());
    }

    private String input() {
        return "{\"loadBalancerArn\":\"" + ORDERS + "\",\"requestedAt\":\""
                + ((Map<?, ?>) event.get("detail")).get("eventTime") + "\"}";
    }

    private void set(String path, Object value) {
        SampleEvents.set(event, path, value);
    }

    @ParameterizedTest
    @CsvSource({"nlb-deleted.json, b0d2f4a6-c8e1-4a03-9b5d-7f1e3c5a9d84",
            "nlb-tags-removed.json, 2e4a6c80-b1d3-4f59-8e7a-9c0b1d2f3e45",
            "nlb-tags-added-standby.json, 6d9f1b30-8ea5-4274-a901-f2b4e6d8a13c",
            "nlb-tags-added-opt-out.json, 5c8e0a2f-7d94-4163-b8f0-e1a3d5c7902b"})
    void anOptOutStartsAnExecutionUnderANameMadeFromTheLoadBalancerAndTheEvent(String file, String eventId) {
        event = SampleEvents.read(file);
        String name = "orders-8c1f0d5e7a6b4923-" + eventId;

        assertThat(start()).isEqualTo(Map.of("executions", List.of(Map.of("executionName", name, "started", true,
                "executionArn", "arn:aws:states:us-east-1:123456789012:execution:withdraw:" + name))));
        assertThat(started).containsExactly(Map.entry(name, input()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", "true ", "no", "tru\u0435", "${x}"})
    void anyValueButTrueIsAnOptOut(String value) {
        event = SampleEvents.read("nlb-tags-added-opt-out.json");
        set("detail.requestParameters.tags", List.of(Map.of("key", "gatelink:publish", "value", value)));
        start();

        assertThat(started.values()).containsExactly(input());
    }

    @Test
    void aTagWithoutAValueIsAnOptOut() {
        event = SampleEvents.read("nlb-tags-added-opt-out.json");
        set("detail.requestParameters.tags", List.of(Map.of("key", "gatelink:publish")));
        start();

        assertThat(started.values()).containsExactly(input());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nlb-tags-added-opt-in.json", "alb-tags-added.json", "nlb-tags-added-several.json"})
    void whatIsNoOptOutStartsNothing(String file) {
        event = SampleEvents.read(file);

        assertThat(start()).isEqualTo(Map.of("executions", List.of()));
        verifyNoInteractions(aws);
    }

    @Test
    void otherTagsStartNothing() {
        event = SampleEvents.read("nlb-tags-removed.json");
        set("detail.requestParameters.tagKeys", List.of("gatelink:port", "Gatelink:publish"));
        assertThat(start()).isEqualTo(Map.of("executions", List.of()));
        event = SampleEvents.read("nlb-tags-added-opt-in.json");
        set("detail.requestParameters.tags", List.of(Map.of("key", "gatelink:port", "value", "80")));
        assertThat(start()).isEqualTo(Map.of("executions", List.of()));

        verifyNoInteractions(aws);
    }

    @Test
    void theDeletionOfAnotherLoadBalancerStartsNothing() {
        set("detail.requestParameters.loadBalancerArn", ORDERS.replace("/net/", "/app/"));

        assertThat(start()).isEqualTo(Map.of("executions", List.of()));
        verifyNoInteractions(aws);
    }

    @Test
    void oneEventAboutSeveralLoadBalancersStartsOneExecutionForEach() {
        event = SampleEvents.read("nlb-tags-removed.json");
        set("detail.requestParameters.resourceArns", List.of(ORDERS, ORDERS.replace("4923", "4924")));
        start();

        assertThat(started).containsOnlyKeys("orders-8c1f0d5e7a6b4923-2e4a6c80-b1d3-4f59-8e7a-9c0b1d2f3e45",
                "orders-8c1f0d5e7a6b4924-2e4a6c80-b1d3-4f59-8e7a-9c0b1d2f3e45");
    }

    @Test
    void whatIsWrongIsRefused() {
        set("detail.requestParameters.loadBalancerArn", 7);
        isRefused("Event field detail.requestParameters.loadBalancerArn is 7: give the ARN of a network load balancer, "
                + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>.");
        set("detail.requestParameters", null);
        isRefused("Event field detail.requestParameters.loadBalancerArn is null: give the ARN of a network load balancer, "
                + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>.");
        event = SampleEvents.read("nlb-created.json");
        isRefused("Event field detail.eventName is \"CreateLoadBalancer\": it must be \"AddTags\" or \"RemoveTags\" or "
                + "\"DeleteLoadBalancer\"; send only what the function's rules match.");
        event = SampleEvents.read("nlb-created-foreign-account.json");
        isRefused("Event field account is \"999999999999\": it must be \"123456789012\"; deploy Gatelink in each account and "
                + "Region whose load balancers it is to publish.");
        event = SampleEvents.read("nlb-created-event-version-2.json");
        isRefused("Event field detail.eventVersion is \"2.0\": it must be one of version 1, such as \"1.11\"; deploy a "
                + "release of Gatelink that reads this version of CloudTrail's records.");
        verifyNoInteractions(aws);
    }

    private void isRefused(String message) {
        assertThatThrownBy(this::start).isInstanceOf(InvalidEventException.class).hasMessage(message);
    }
}
