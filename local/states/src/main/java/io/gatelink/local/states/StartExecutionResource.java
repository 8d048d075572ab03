package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Step Functions' optimized integration {@code arn:aws:states:::states:startExecution}: the task ends as soon as the
 * execution has started.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html">Start a new state
 *     machine from a running execution</a>
 */
public final class StartExecutionResource implements TaskResource {

    private static final ApiCall CALL = new ApiCall("states", "StartExecution", "states.amazonaws.com");
    private static final Set<String> KNOWN = Set.of("StateMachineArn", "Name", "Input");
    private static final Set<String> OWN_ERRORS = Set.of(
            "ExecutionAlreadyExists",
            "ExecutionLimitExceeded",
            "InvalidArn",
            "InvalidExecutionInput",
            "InvalidName",
            "StateMachineDoesNotExist",
            "StateMachineDeleting");

    private final StatesService states;
    private final ServiceCalls calls;

    public StartExecutionResource(StatesService states, ServiceCalls calls) {
        this.states = Objects.requireNonNull(states, "states");
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    @Override
    public void start(JsonNode arguments, Callback callback) {
        Optional<String> problem = problem(arguments);
        if (problem.isPresent()) {
            callback.failed("States.Runtime", problem.get());
            return;
        }
        String input = arguments.has("Input") ? Json.write(arguments.get("Input")) : null;
        calls.<Execution>make(
                CALL,
                done -> done.accept(states.startExecution(
                        arguments.get("StateMachineArn").textValue(),
                        arguments.path("Name").textValue(),
                        input)),
                new ServiceCalls.Callback<>() {
                    @Override
                    public void succeeded(Execution execution) {
                        callback.succeeded(Json.object()
                                .put("ExecutionArn", execution.arn())
                                .put("StartDate", execution.startDate().toEpochMilli()));
                    }

                    @Override
                    public void refused(AwsException error) {
                        callback.failed(
                                "StepFunctions."
                                        + (OWN_ERRORS.contains(error.code())
                                                ? error.code() + "Exception"
                                                : "AWSStepFunctionsException"),
                                error.getMessage());
                    }

                    @Override
                    public void answerLost(String message) {
                        callback.failed("StepFunctions.SdkClientException", message);
                    }
                });
    }

    private static Optional<String> problem(JsonNode arguments) {
        for (var names = arguments.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                return Optional.of("The field \"" + name + "\" is not supported by states:startExecution");
            }
        }
        if (!arguments.path("StateMachineArn").isTextual()) {
            return Optional.of("states:startExecution needs the field \"StateMachineArn\", a string");
        }
        return arguments.has("Name") && !arguments.get("Name").isTextual()
                ? Optional.of("The field \"Name\" of states:startExecution must be a string")
                : Optional.empty();
    }
}
