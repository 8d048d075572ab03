package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEventType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the history tells of a resource's work: Task events for an integration such as
 * {@code arn:aws:states:::lambda:invoke}, LambdaFunction events for a function's plain ARN.
 *
 * @param resource     the service, or the function's ARN: what a failure calls it
 * @param integration  the service's action; {@code null} for a plain function
 */
record TaskEvents(String resource, String integration) {

    private static final Pattern INTEGRATION = Pattern.compile("arn:[^:]+:states:[^:]*:[^:]*:([^:]+):(.+)");

    static TaskEvents of(String resource) {
        Matcher matcher = INTEGRATION.matcher(resource);
        return matcher.matches() ? new TaskEvents(matcher.group(1), matcher.group(2)) : new TaskEvents(resource, null);
    }

    HistoryEventType scheduled() {
        return pick(HistoryEventType.TASK_SCHEDULED, HistoryEventType.LAMBDA_FUNCTION_SCHEDULED);
    }

    HistoryEventType started() {
        return pick(HistoryEventType.TASK_STARTED, HistoryEventType.LAMBDA_FUNCTION_STARTED);
    }

    HistoryEventType succeeded() {
        return pick(HistoryEventType.TASK_SUCCEEDED, HistoryEventType.LAMBDA_FUNCTION_SUCCEEDED);
    }

    HistoryEventType failed() {
        return pick(HistoryEventType.TASK_FAILED, HistoryEventType.LAMBDA_FUNCTION_FAILED);
    }

    HistoryEventType timedOut() {
        return pick(HistoryEventType.TASK_TIMED_OUT, HistoryEventType.LAMBDA_FUNCTION_TIMED_OUT);
    }

    ObjectNode scheduledDetails(
            JsonNode arguments, String region, Optional<Integer> timeout, Optional<Integer> heartbeat) {
        ObjectNode details = Json.object();
        if (integration == null) {
            details.put("resource", resource).put("input", Json.write(arguments));
            details.putObject("inputDetails").put("truncated", false);
        } else {
            details(details).put("region", region).put("parameters", Json.write(arguments));
            heartbeat.ifPresent(seconds -> details.put("heartbeatInSeconds", seconds));
        }
        timeout.ifPresent(seconds -> details.put("timeoutInSeconds", seconds));
        return details;
    }

    /** {@code more}, with what is called. */
    ObjectNode details(ObjectNode more) {
        return integration == null ? more : more.put("resourceType", resource).put("resource", integration);
    }

    /** What is called; {@code null} for a plain function, whose events do not repeat it. */
    ObjectNode details() {
        return integration == null ? null : details(Json.object());
    }

    private HistoryEventType pick(HistoryEventType ofIntegration, HistoryEventType ofFunction) {
        return integration == null ? ofFunction : ofIntegration;
    }
}
