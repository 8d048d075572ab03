package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionListenerTest {

    @Test
    void aListenerFollowsTheExecutionWithItsTimesAndRetries() {
        var loop = EventLoop.virtual(StatesFixture.START);
        var account = new Account("123456789012", "us-east-1", loop, 1);
        List<String> followed = new ArrayList<>();
        var callers = new ArrayList<TaskResource.Caller>();
        var service =
                new StatesService(account, name -> Optional.of(new FailingOnce(callers)), new ExecutionListener() {
                    @Override
                    public void recorded(Execution execution, HistoryEvent event) {
                        followed.add(Duration.between(StatesFixture.START, event.timestamp()) + " " + event.type() + " "
                                + event.detail("name").orElse("-") + " " + execution.status());
                    }

                    @Override
                    public void retryScheduled(Execution execution, ScheduledRetry retry) {
                        followed.add(retry.toString());
                    }
                });
        var machine = service.createStateMachine(
                "arn:aws:states:us-east-1:123456789012:stateMachine:m", "m", """
                {"QueryLanguage": "JSONata", "StartAt": "Check", "States": {"Check": {"Type": "Task", "Resource": "r",
                  "Retry": [{"ErrorEquals": ["Pending"], "IntervalSeconds": 15}], "End": true}}}""", "STANDARD");
        service.startExecution(machine.arn(), "run", "{}");
        loop.runUntilIdle();
        assertThat(followed)
                .containsExactly(
                        "PT0S ExecutionStarted - RUNNING",
                        "PT0S TaskStateEntered Check RUNNING",
                        "PT0S LambdaFunctionScheduled - RUNNING",
                        "PT0S LambdaFunctionStarted - RUNNING",
                        "PT0S LambdaFunctionFailed - RUNNING",
                        "ScheduledRetry[state=Check, attempt=1, delay=PT15S, error=Pending, cause=not yet]",
                        "PT15S LambdaFunctionScheduled - RUNNING",
                        "PT15S LambdaFunctionStarted - RUNNING",
                        "PT15S LambdaFunctionSucceeded - RUNNING",
                        "PT15S TaskStateExited Check RUNNING",
                        "PT15S ExecutionSucceeded - SUCCEEDED");
        assertThat(callers)
                .hasSize(2)
                .containsOnly(new TaskResource.Caller(
                        machine.arn(),
                        machine.roleArn(),
                        "arn:aws:states:us-east-1:123456789012:execution:m:run",
                        "Check"));
    }

    /** Answers within the call, as a resource may. */
    private record FailingOnce(List<TaskResource.Caller> callers) implements TaskResource {

        @Override
        public void start(JsonNode arguments, Callback callback) {
            throw new AssertionError("The other method is there for this one");
        }

        @Override
        public void start(JsonNode arguments, Caller caller, Callback callback) {
            callers.add(caller);
            if (callers.size() == 1) {
                callback.failed("Pending", "not yet");
            } else {
                callback.succeeded(Json.object());
            }
        }
    }
}
