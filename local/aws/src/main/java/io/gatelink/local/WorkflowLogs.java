package io.gatelink.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.logs.Logs;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionListener;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.DeployedStacks;
import io.gatelink.local.template.Stack;
import java.util.List;
import java.util.Set;

/**
 * Writes what happens in executions to the log groups of their state machines, as Step Functions does.
 *
 * @param next is told of everything, too
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/cloudwatch-log-level.html">Log levels</a>
 */
record WorkflowLogs(DeployedStacks deployed, Logs logs, ExecutionListener next) implements ExecutionListener {

    private static final Set<String> FATAL = Set.of("ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut");
    private static final List<String> DATA = List.of(
            "input",
            "inputDetails",
            "output",
            "outputDetails",
            "parameters",
            "assignedVariables",
            "assignedVariablesDetails");

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        deployed.get()
                .stateMachine(execution.stateMachine().arn())
                .map(Stack.StateMachine::logging)
                .filter(logging -> isLogged(logging.level(), event.type().wireName()))
                .ifPresent(logging -> logging.logGroupArns().forEach(arn -> write(arn, execution, event, logging)));
        next.recorded(execution, event);
    }

    @Override
    public void retryScheduled(Execution execution, ScheduledRetry retry) {
        next.retryScheduled(execution, retry);
    }

    private static boolean isLogged(String level, String type) {
        return switch (level) {
            case "ALL" -> true;
            case "ERROR" ->
                FATAL.contains(type)
                        || type.endsWith("Failed")
                        || type.endsWith("TimedOut")
                        || type.endsWith("Aborted")
                        || type.equals("FailStateEntered");
            case "FATAL" -> FATAL.contains(type);
            default -> false;
        };
    }

    private void write(String arn, Execution execution, HistoryEvent event, Stack.Logging logging) {
        ObjectNode line = Json.object()
                .put("id", Long.toString(event.id()))
                .put("type", event.type().wireName());
        ObjectNode details = event.details().map(ObjectNode::deepCopy).orElseGet(Json::object);
        if (!logging.includeExecutionData()) {
            details.remove(DATA);
        }
        line.set("details", details);
        line.put("previous_event_id", Long.toString(event.previousEventId()))
                .put("event_timestamp", Long.toString(event.timestamp().toEpochMilli()))
                .put("execution_arn", execution.arn())
                .put("redrive_count", Integer.toString(execution.redriveCount()));
        String group = arn.replaceFirst("^.*:log-group:", "").replaceFirst(":\\*$", "");
        logs.put(group, "states/" + execution.stateMachine().name(), Json.write(line));
    }
}
