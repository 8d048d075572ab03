package io.gatelink.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.events.EventTarget;
import io.gatelink.local.events.targets.LambdaEventTarget;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.ServiceCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(Handlers.LOCK)
class AsyncInvocationsTest {

    private final Functions functions = new Functions(Handlers.Flaky.class);
    private final DeadLetters queues = new DeadLetters(List.of(Functions.QUEUE));
    private final List<String> happened = new ArrayList<>();
    private final AsyncInvocations invocations = new AsyncInvocations(
            functions.loop, functions.lambda, new Diary(), AsyncInvocations.Destinations.queues(queues));
    private Faults faults = Faults.NONE;

    @Test
    void aFunctionThatFailsIsInvokedAgainAfterOneMinuteAndTwoMore() {
        Handlers.Flaky.failures = 2;

        deliver();

        assertThat(happened)
                .containsExactly(
                        "00:00:00 taken over",
                        "00:00:00 retrying in PT1M",
                        "00:01:00 retrying in PT2M",
                        "00:03:00 succeeded");
        assertThat(queues.in(Functions.QUEUE)).isEmpty();
    }

    @Test
    void anEventThatFailsThreeTimesReachesTheOnFailureDestination() {
        Handlers.Flaky.failures = 3;

        deliver();

        assertThat(happened).endsWith("00:03:00 given up, in " + Functions.QUEUE);
        assertThat(queues.in(Functions.QUEUE)).singleElement().satisfies(letter -> {
            assertThat(letter.body().get("requestPayload")).isEqualTo(Json.parse("{\"id\": \"1\"}"));
            assertThat(letter.body().at("/requestContext/condition").textValue())
                    .isEqualTo("RetriesExhausted");
            assertThat(letter.body()
                            .at("/requestContext/approximateInvokeCount")
                            .intValue())
                    .isEqualTo(3);
            assertThat(letter.body().at("/responsePayload/errorMessage").textValue())
                    .isEqualTo("not yet");
        });
    }

    @Test
    void aFunctionThatIsGoneIsAFailureOfTheDeliveryForGood() {
        deliver("nobody");

        assertThat(happened).containsExactly("00:00:00 failed NO_RESOURCE for good");
    }

    @Test
    void throttlingIsAFailureOfTheDeliveryThatMayPass() {
        faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                assertThat(call).isEqualTo(new ApiCall("lambda", "Invoke", "events.amazonaws.com"));
                throw new AwsException("TooManyRequestsException", 429, "Rate Exceeded.");
            }
        };

        deliver();

        assertThat(happened).containsExactly("00:00:00 failed THROTTLING for now");
    }

    @Test
    void aLostAnswerIsAFailureOfTheDeliveryAlthoughTheFunctionRuns() {
        Handlers.Flaky.failures = 0;
        faults = new Faults() {
            @Override
            public void after(ApiCall call) {
                throw new LostAnswerException(call);
            }
        };

        deliver();

        assertThat(happened).containsExactly("00:00:00 failed SDK_CLIENT_ERROR for now", "00:00:00 succeeded");
    }

    private void deliver() {
        deliver("test-Flaky:live");
    }

    private void deliver(String function) {
        functions.loop.exclusively(
                () -> new LambdaEventTarget(function, invocations, new ServiceCalls(functions.loop, faults), rule -> {})
                        .deliver(
                                new EventTarget.Sending(
                                        (ObjectNode) Json.parse("{\"id\": \"1\"}"), "{\"id\": \"1\"}", null, null),
                                new EventTarget.Callback() {
                                    @Override
                                    public void succeeded() {
                                        note("taken over");
                                    }

                                    @Override
                                    public void failed(String code, String message, boolean retryable) {
                                        note("failed " + code + (retryable ? " for now" : " for good"));
                                    }
                                }));
        functions.loop.runUntilIdle();
    }

    private void note(String what) {
        happened.add(functions.loop.instant().toString().substring(11, 19) + " " + what);
    }

    private final class Diary implements AsyncInvocations.Listener {

        @Override
        public void succeeded(String functionName, byte[] event, Invocation invocation) {
            note("succeeded");
        }

        @Override
        public void retrying(String functionName, byte[] event, Invocation failure, Duration next) {
            note("retrying in " + next);
        }

        @Override
        public void givenUp(String functionName, byte[] event, Invocation failure, Optional<String> destinationArn) {
            note("given up, in " + destinationArn.orElse("no queue"));
        }
    }
}
