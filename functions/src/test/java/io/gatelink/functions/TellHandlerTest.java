package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class TellHandlerTest {

    private final SfnClient aws = mock(SfnClient.class, CALLS_REAL_METHODS);
    private final Map<String, StartExecutionRequest> started = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-01-02T23:59:59Z");
    private final TellHandler handler = new TellHandler(aws, (InstantSource) () -> now);

    @BeforeEach
    void stepFunctions() {
        doAnswer(call -> {
            StartExecutionRequest request = call.getArgument(0);
            if (started.putIfAbsent(request.name(), request) != null) {
                throw ExecutionAlreadyExistsException.builder().statusCode(400).build();
            }
            return StartExecutionResponse.builder().executionArn("x").build();
        }).when(aws).startExecution(any(StartExecutionRequest.class));
    }

    private Object tell(String... what) {
        return tellAll(StepJson.text(List.of(what).stream().map(one -> Map.of("detailType", "Private API Drift Found",
                "detail", "{\"run\":\"" + now + "\"}", "what", one)).toList()));
    }

    private Object tellAll(String news) {
        return Steps.run(handler, Map.of("execution", "run@2026-01-02T03:00:00.000Z", "executionArn",
                "arn:aws-cn:states:cn-north-1:123456789012:execution:gatelink-reconcile:run", "news", news)).get("told");
    }

    @Test
    void newsIsToldByAnExecutionOfTheSameWorkflow() {
        assertThat(tell("CHANGED orders")).isEqualTo(1);

        assertThat(started.values()).singleElement().satisfies(request -> {
            assertThat(request.stateMachineArn())
                    .isEqualTo("arn:aws-cn:states:cn-north-1:123456789012:stateMachine:gatelink-reconcile");
            assertThat(request.name()).matches("told-20260102-[0-9a-f]{40}");
            assertThat(request.input()).contains("{\"tell\":{", "\"detailType\":\"Private API Drift Found\"",
                    "\"detail\":\"{\\\"run\\\":\\\"2026-01-02T23:59:59Z\\\"}\"");
        });
    }

    @Test
    void theSameIsToldOnceADayHoweverOftenItIsSeen() {
        assertThat(tell("a", "b")).isEqualTo(2);
        assertThat(tell("b", "c")).isEqualTo(1);

        now = now.plus(Duration.ofSeconds(1));
        assertThat(tell("a")).isEqualTo(1);
        assertThat(tell("a")).isEqualTo(0);
    }

    @Test
    void thereCanBeNothingToTell() {
        assertThat(tellAll("[]")).isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "x"})
    void whatIsNoNewsIsRefused(String news) {
        assertThatThrownBy(() -> tellAll(news)).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field news is \"" + news + "\": give a JSON array of objects.");
    }

    @Test
    void whatStepFunctionsRefusesIsAFailure() {
        doThrow(SfnException.builder().message("not authorized").statusCode(400).build())
                .when(aws).startExecution(any(StartExecutionRequest.class));

        assertThatThrownBy(() -> tell("a", "b")).isInstanceOf(AwsRefusedException.class);
    }
}
