package io.gatelink.local.states;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.states.validation.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Renders answers by AWS's field names. */
final class StatesAnswers {

    private static final int MOST_DIAGNOSTICS = 100;

    private StatesAnswers() {}

    static ObjectNode started(Execution execution) {
        return Json.object().put("executionArn", execution.arn()).put("startDate", time(execution.startDate()));
    }

    static ObjectNode stopped(Execution execution) {
        ObjectNode answer = Json.object();
        execution.stopDate().ifPresent(date -> answer.put("stopDate", time(date)));
        return answer;
    }

    static ObjectNode redriven(Instant redriveDate) {
        return Json.object().put("redriveDate", time(redriveDate));
    }

    /**
     * @param redriveObstacle why the execution cannot be redriven; empty if it can
     * @param withData        whether input, output, error and cause are told: what a state machine's key encrypts
     */
    static ObjectNode execution(Execution execution, Optional<String> redriveObstacle, boolean withData) {
        ObjectNode answer = listed(execution);
        if (withData) {
            answer.put("input", execution.inputText());
            answer.putObject("inputDetails").put("included", true);
            execution.output().ifPresent(output -> {
                answer.put("output", Json.write(output));
                answer.putObject("outputDetails").put("included", true);
            });
            execution.error().ifPresent(error -> answer.put("error", error));
            execution.cause().ifPresent(cause -> answer.put("cause", cause));
        }
        answer.put("redriveStatus", redriveObstacle.isEmpty() ? "REDRIVABLE" : "NOT_REDRIVABLE");
        redriveObstacle.ifPresent(reason -> answer.put("redriveStatusReason", reason));
        return answer;
    }

    static ObjectNode executions(Page<Execution> page) {
        return page("executions", page, StatesAnswers::listed);
    }

    static ObjectNode history(Page<HistoryEvent> page, boolean includeExecutionData) {
        return page("events", page, event -> event.toJson(includeExecutionData));
    }

    /** @param withData whether the definition is told */
    static ObjectNode stateMachine(StateMachine stateMachine, boolean deleting, boolean withData) {
        ObjectNode answer = listed(stateMachine);
        answer.put("status", deleting ? "DELETING" : "ACTIVE");
        addDefinition(answer, stateMachine, withData);
        return answer;
    }

    static ObjectNode stateMachineForExecution(StateMachine stateMachine, boolean withData) {
        ObjectNode answer = Json.object()
                .put("stateMachineArn", stateMachine.arn())
                .put("name", stateMachine.name())
                .put("updateDate", time(stateMachine.updateDate()));
        addDefinition(answer, stateMachine, withData);
        return answer;
    }

    static ObjectNode stateMachines(Page<StateMachine> page) {
        return page("stateMachines", page, StatesAnswers::listed);
    }

    static ObjectNode validation(List<Problem> problems, int maxResults) {
        int most = maxResults <= 0 ? MOST_DIAGNOSTICS : Math.min(maxResults, MOST_DIAGNOSTICS);
        ObjectNode answer = Json.object().put("result", problems.isEmpty() ? "OK" : "FAIL");
        ArrayNode diagnostics = answer.putArray("diagnostics");
        problems.stream().limit(most).forEach(problem -> {
            ObjectNode diagnostic = diagnostics
                    .addObject()
                    .put("severity", "ERROR")
                    .put("code", problem.code())
                    .put("message", problem.message());
            if (!problem.location().isEmpty()) {
                diagnostic.put("location", problem.location());
            }
        });
        return answer.put("truncated", problems.size() > most);
    }

    private static ObjectNode listed(Execution execution) {
        ObjectNode answer = Json.object()
                .put("executionArn", execution.arn())
                .put("stateMachineArn", execution.stateMachine().arn())
                .put("name", execution.name())
                .put("status", execution.status().name())
                .put("startDate", time(execution.startDate()));
        execution.stopDate().ifPresent(date -> answer.put("stopDate", time(date)));
        answer.put("redriveCount", execution.redriveCount());
        execution.redriveDate().ifPresent(date -> answer.put("redriveDate", time(date)));
        return answer;
    }

    private static ObjectNode listed(StateMachine stateMachine) {
        return Json.object()
                .put("stateMachineArn", stateMachine.arn())
                .put("name", stateMachine.name())
                .put("type", stateMachine.type())
                .put("creationDate", time(stateMachine.creationDate()));
    }

    private static void addDefinition(ObjectNode answer, StateMachine stateMachine, boolean withData) {
        answer.put("definition", withData ? stateMachine.definitionText() : "{}")
                .put("roleArn", stateMachine.roleArn());
        stateMachine.encryption().ifPresent(encryption -> answer.putObject("encryptionConfiguration")
                .put("kmsKeyId", encryption.key())
                .put("kmsDataKeyReusePeriodSeconds", encryption.dataKeyReusePeriodSeconds())
                .put("type", "CUSTOMER_MANAGED_KMS_KEY"));
        stateMachine.revisionId().ifPresent(id -> answer.put("revisionId", id));
        answer.putObject("loggingConfiguration").put("level", "OFF").put("includeExecutionData", false);
        answer.putObject("tracingConfiguration").put("enabled", false);
    }

    private static <T> ObjectNode page(String field, Page<T> page, Function<T, ObjectNode> entry) {
        ObjectNode answer = Json.object();
        ArrayNode entries = answer.putArray(field);
        page.items().forEach(item -> entries.add(entry.apply(item)));
        page.nextToken().ifPresent(token -> answer.put("nextToken", token));
        return answer;
    }

    private static BigDecimal time(Instant time) {
        return HistoryEvent.epochSeconds(time);
    }
}
