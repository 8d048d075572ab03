package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.console.ExecutionFacts;
import io.gatelink.local.cli.console.PendingRetry;
import io.gatelink.local.cli.console.Visits;
import io.gatelink.local.cli.console.WorkflowGraph;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.ExecutionStatus;
import io.gatelink.local.states.model.StateMachineDefinition;
import io.gatelink.local.states.validation.DefinitionReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/** An execution, as far as it was asked for. Used by one thread at a time. */
final class AccountExecution {

    private final long number;
    private final String workflow;
    private final String stateMachineArn;
    private final AccountHistory history = new AccountHistory();
    private ExecutionFacts facts;
    private boolean described;
    private boolean complete;
    private long readAt;
    private Optional<StateMachineDefinition> definition;
    private List<String> states = List.of();
    private Map<String, PendingRetry> waits = Map.of();

    /** @param workflow the state machine's name, without the stack's */
    AccountExecution(long number, String workflow, ExecutionListItem listed) {
        this.number = number;
        this.workflow = workflow;
        this.stateMachineArn = listed.stateMachineArn();
        this.facts = new ExecutionFacts(
                listed.executionArn(),
                listed.name(),
                workflow,
                status(listed.statusAsString()),
                listed.startDate(),
                Optional.ofNullable(listed.stopDate()),
                Json.object(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    long number() {
        return number;
    }

    String stateMachineArn() {
        return stateMachineArn;
    }

    ExecutionFacts facts() {
        return facts;
    }

    boolean isRunning() {
        return facts.status() == ExecutionStatus.RUNNING;
    }

    /** Whether its input and its end are known. */
    boolean isDescribed() {
        return described;
    }

    /** The look at which it was read last; 0 before the first. */
    long readAt() {
        return readAt;
    }

    /** It is read at a look. */
    void readAt(long look) {
        readAt = look;
    }

    /** It has ended since it was described. */
    void ended() {
        described = false;
    }

    /** Asks for its input, and for how it ended. */
    void describe(Aws aws) {
        DescribeExecutionResponse answer =
                aws.stepFunctions().describeExecution(request -> request.executionArn(facts.arn()));
        facts = new ExecutionFacts(
                facts.arn(),
                facts.name(),
                workflow,
                status(answer.statusAsString()),
                answer.startDate(),
                Optional.ofNullable(answer.stopDate()),
                parsed(answer.input()),
                Optional.ofNullable(answer.output()).map(AccountExecution::parsed),
                Optional.ofNullable(answer.error()),
                Optional.ofNullable(answer.cause()));
        described = true;
    }

    /**
     * Reads on in its history, to the end once it is over.
     *
     * @return whether something was new
     */
    boolean follow(Aws aws) {
        if (complete) {
            return false;
        }
        boolean news = history.read(aws, facts.arn());
        complete = !isRunning();
        if (news || complete) {
            states = history.states();
            waits = isRunning()
                    ? definition(aws)
                            .map(it -> Retries.of(it, history.events(), states))
                            .orElse(Map.of())
                    : Map.of();
        }
        return news;
    }

    boolean isFollowed() {
        return !history.events().isEmpty();
    }

    private Optional<StateMachineDefinition> definition(Aws aws) {
        if (definition == null) {
            String text = aws.stepFunctions()
                    .describeStateMachineForExecution(request -> request.executionArn(facts.arn()))
                    .definition();
            definition = DefinitionReader.read(text, resource -> true).definition();
        }
        return definition;
    }

    private static JsonNode parsed(String text) {
        try {
            return text == null ? Json.object() : Json.parse(text);
        } catch (Json.InvalidJsonException e) {
            return Json.object();
        }
    }

    private static ExecutionStatus status(String name) {
        return switch (name) {
            case "RUNNING", "PENDING_REDRIVE" -> ExecutionStatus.RUNNING;
            default -> ExecutionStatus.valueOf(name);
        };
    }

    /** The state entered last; empty before the first, or if its history was not read. */
    private String state() {
        for (int i = states.size() - 1; i >= 0; i--) {
            if (history.events().get(i).type().wireName().endsWith("StateEntered")) {
                return states.get(i);
            }
        }
        return "";
    }

    /** As the list shows it; without state and retries if its history was not read. */
    ObjectNode row() {
        String state = state();
        int retries = Retries.count(history.events(), states) + waits.size();
        ObjectNode row = facts.row(number, state, retries, Optional.ofNullable(waits.get(state)));
        return isFollowed() ? row : row.remove(List.of("state", "retries"));
    }

    /** All that is known of it. */
    ObjectNode detail(Aws aws, boolean withGraph) {
        ObjectNode json = row().put("name", facts.name())
                .put("stateMachineArn", stateMachineArn)
                .put("input", Json.write(facts.input()));
        facts.output().ifPresent(output -> json.put("output", Json.write(output)));
        facts.error().ifPresent(error -> json.put("error", error));
        json.set("visits", visits().json(name -> Optional.ofNullable(waits.get(name))));
        if (withGraph) {
            definition(aws).ifPresent(it -> json.set("graph", WorkflowGraph.of(it)));
        }
        return json;
    }

    Visits visits() {
        return Visits.of(history.events(), facts.status(), facts.stoppedAt());
    }
}
