package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.model.State;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What {@code $states.context} tells.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html">The context
 *      object</a>
 */
final class ContextObject {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ContextObject() {}

    /** @param mapItem {@code null} outside maps */
    static ObjectNode of(Visit visit, JsonNode mapItem) {
        Execution execution = visit.flow().run().execution();
        ObjectNode context = Json.object();
        ObjectNode told = context.putObject("Execution")
                .put("Id", execution.arn())
                .put("Name", execution.name())
                .put("RoleArn", execution.stateMachine().roleArn())
                .put("StartTime", time(execution.startDate()))
                .put("RedriveCount", execution.redriveCount());
        execution.redriveDate().ifPresent(date -> told.put("RedriveTime", time(date)));
        told.set("Input", execution.input());
        context.putObject("StateMachine")
                .put("Id", execution.stateMachine().arn())
                .put("Name", execution.stateMachine().name());
        ObjectNode state =
                context.putObject("State").put("Name", visit.name()).put("EnteredTime", time(visit.enteredTime()));
        if (visit.state() instanceof State.Fallible) {
            state.put("RetryCount", visit.retryCount());
        }
        if (mapItem != null) {
            context.putObject("Map").set("Item", mapItem);
        }
        return context;
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
