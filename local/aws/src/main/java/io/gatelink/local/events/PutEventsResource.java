package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.TaskResource;
import java.util.List;
import java.util.Objects;

/**
 * Step Functions' optimized integration {@code arn:aws:states:::events:putEvents}: the task fails with
 * {@code EventBridge.FailedEntry} if EventBridge refuses any of its entries.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html">Add EventBridge events
 *     with Step Functions</a>
 */
public final class PutEventsResource implements TaskResource {

    private static final ApiCall CALL = new ApiCall("events", "PutEvents", "states.amazonaws.com");

    private final EventBus bus;
    private final ServiceCalls calls;

    public PutEventsResource(EventBus bus, ServiceCalls calls) {
        this.bus = Objects.requireNonNull(bus, "bus");
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    @Override
    public void start(JsonNode arguments, Callback callback) {
        start(arguments, List.of(), callback);
    }

    /** As in AWS, each event also names execution and state machine among its resources. */
    @Override
    public void start(JsonNode arguments, Caller caller, Callback callback) {
        start(arguments, List.of(caller.executionArn(), caller.stateMachineArn()), callback);
    }

    private void start(JsonNode arguments, List<String> resources, Callback callback) {
        List<PutEventsEntry> entries;
        try {
            entries = entries(arguments).stream()
                    .map(entry -> entry.withResources(resources))
                    .toList();
        } catch (AwsException e) {
            callback.failed("States.Runtime", e.getMessage());
            return;
        }
        calls.<List<PutEventsEntry.Result>>make(
                CALL, done -> done.accept(bus.putEvents(entries)), new ServiceCalls.Callback<>() {
                    @Override
                    public void succeeded(List<PutEventsEntry.Result> results) {
                        answer(results, callback);
                    }

                    @Override
                    public void refused(AwsException error) {
                        callback.failed("EventBridge." + error.code(), error.getMessage());
                    }

                    @Override
                    public void answerLost(String message) {
                        callback.failed("EventBridge.SdkClientException", message);
                    }
                });
    }

    private static void answer(List<PutEventsEntry.Result> results, Callback callback) {
        ObjectNode result = EventBridgeWire.results(results);
        if (results.stream().anyMatch(entry -> entry.error().isPresent())) {
            callback.failed("EventBridge.FailedEntry", Json.write(result));
        } else {
            callback.succeeded(result);
        }
    }

    /** Unlike in the API, {@code Detail} may be any JSON here. */
    private static List<PutEventsEntry> entries(JsonNode arguments) {
        if (!(arguments instanceof ObjectNode object)) {
            throw new AwsException(
                    "SerializationException", 400, "The arguments of events:putEvents are no JSON object");
        }
        ObjectNode copy = object.deepCopy();
        for (JsonNode entry : copy.path("Entries")) {
            if (entry instanceof ObjectNode fields
                    && fields.has("Detail")
                    && !fields.get("Detail").isTextual()) {
                fields.put("Detail", Json.write(fields.get("Detail")));
            }
        }
        return new RequestFields(copy)
                .structures("Entries").stream().map(EventBridgeWire::entry).toList();
    }
}
