package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
                        callback.succeeded(result(execution));
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

    private static ObjectNode result(Execution execution) {
        long started = execution.startDate().toEpochMilli();
        ObjectNode answer =
                Json.object().put("executionArn", execution.arn()).put("startDate", BigDecimal.valueOf(started, 3));
        String requestId = UUID.nameUUIDFromBytes(execution.arn().getBytes(StandardCharsets.UTF_8))
                .toString();
        var headers = new LinkedHashMap<String, String>();
        headers.put("x-amzn-RequestId", requestId);
        headers.put("connection", "keep-alive");
        headers.put("Content-Length", Integer.toString(Json.bytes(answer).length));
        headers.put("Date", SdkMetadata.date(execution.startDate()));
        headers.put("Content-Type", "application/x-amz-json-1.0");
        ObjectNode result = Json.object().put("ExecutionArn", execution.arn());
        SdkMetadata.add(result, headers, requestId);
        return result.put("StartDate", started);
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
