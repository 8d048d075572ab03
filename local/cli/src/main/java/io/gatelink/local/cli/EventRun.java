package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.cli.replay.EventPreconditions;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.cli.terminal.Journal;
import io.gatelink.local.cli.terminal.Progress;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.InvalidEventException;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.Stack;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Delivers one event to a local AWS and follows what comes of it, until the execution that it starts is over. */
final class EventRun implements Observer {

    /** How it ended. */
    enum Outcome {
        PUBLISHED,
        WITHDRAWN,
        NOT_WANTED,
        UNCHANGED,
        JOINED,
        NO_RULE_MATCHED,
        FAILED
    }

    /** In the ARNs of the executions that it follows. */
    private static final String PUBLISH = "-publish:";
    /** Choices only lead on: people need not see them. */
    private static final String CHOICE = "Choice";

    private static final String OUR_SOURCE = "gatelink";

    private final ObjectNode event;
    private final Progress progress;
    private final List<ObjectNode> announcements = new ArrayList<>();
    private final Set<Execution> executions = new LinkedHashSet<>();
    private volatile String position = "The embedded AWS was starting.";
    private boolean following;
    private Journal journal;
    private Execution execution;
    private JsonNode startFailure;
    private List<Execution> others = List.of();
    private Outcome outcome;

    EventRun(ObjectNode event, Progress progress) {
        this.event = event;
        this.progress = progress;
    }

    /**
     * Sets the event's {@link EventPreconditions}, with {@code backend} behind its load balancers, and delivers the
     * event.
     *
     * @throws BadInputException if the event is not one that can start a publication
     */
    void run(LocalAws aws, InetSocketAddress backend) {
        List<Stack.Rule> rules = aws.loop().exclusively(() -> aws.eventBus().matchingRules(event));
        if (rules.isEmpty()) {
            outcome = Outcome.NO_RULE_MATCHED;
            return;
        }
        var scene = new EventPreconditions(aws, event, backend);
        if (scene.isAboutAPublication()) {
            position = "The load balancer was being published first.";
            progress.preparing();
        }
        List<ObjectNode> creations = aws.loop().exclusively(() -> {
            try {
                return scene.set();
            } catch (InvalidEventException e) {
                throw new BadInputException(e.getMessage());
            }
        });
        if (scene.isAboutAPublication()) {
            aws.loop().exclusively(() -> creations.forEach(aws.eventBus()::publish));
            aws.loop()
                    .runUntil(() -> startFailure != null
                            || executions.size() >= creations.size()
                                    && executions.stream().allMatch(Execution::closed));
            if (startFailure == null
                    && executions.stream().anyMatch(one -> one.output().isEmpty())) {
                throw new BadInputException("The load balancer that the event is about could not be published before: "
                        + Failure.reason(
                                "",
                                executions.stream()
                                        .flatMap(one -> one.cause().stream())
                                        .findFirst()
                                        .orElse("")));
            }
            scene.deleteByHand();
            announcements.clear();
        }
        follow(aws, scene, rules.get(0).name());
    }

    private void follow(LocalAws aws, EventPreconditions scene, String rule) {
        journal = new Journal(aws.loop().instant());
        following = true;
        int earlier = executions.size();
        aws.loop().exclusively(() -> {
            scene.change();
            aws.eventBus().publish(scene.happeningNow());
        });
        aws.loop().runUntil(() -> execution != null || startFailure != null);
        if (execution != null) {
            progress.begun(
                    Progress.beginning(rule), () -> journal.since(aws.loop().instant()));
        }
        aws.loop().runUntil(() -> execution != null && execution.closed() || startFailure != null);
        // An event about several load balancers starts several executions, at once.
        aws.loop().runUntil(() -> executions.stream().allMatch(Execution::closed));
        others = executions.stream()
                .skip(earlier)
                .filter(one -> one != execution)
                .toList();
        outcome = conclusion();
        position = "The workflow was over.";
    }

    private Outcome conclusion() {
        if (startFailure != null) {
            if (startFailure.path("errorType").asText().endsWith(".InvalidEventException")) {
                throw new BadInputException(startFailure.path("errorMessage").asText());
            }
            return Outcome.FAILED;
        }
        return execution
                .output()
                .map(output -> Outcome.valueOf(output.path("outcome").asText()))
                .orElse(Outcome.FAILED);
    }

    @Override
    public void received(ObjectNode received, List<Stack.Rule> matched) {
        if (received.path("source").asText().equals(OUR_SOURCE)) {
            announcements.add(received);
        }
    }

    @Override
    public void retrying(String functionName, byte[] payload, Invocation failure, Duration next) {
        // The function would be tried again for the same event, but a person does not wait for that.
        startFailure = Json.parse(failure.payload());
    }

    @Override
    public void recorded(Execution changed, HistoryEvent recorded) {
        if (!changed.arn().contains(PUBLISH)) {
            return;
        }
        if (executions.add(changed) && execution == null && following) {
            execution = changed;
        }
        if (changed != execution) {
            return;
        }
        String type = recorded.type().wireName();
        if (type.endsWith("StateEntered")) {
            Journal.Visit visit = journal.entered(recorded.detail("name").orElseThrow(), recorded.timestamp());
            position = "The workflow was in the state '" + visit.state() + "', after "
                    + Progress.clock(visit.enteredAt()) + " of simulated time.";
            if (!type.startsWith(CHOICE)) {
                progress.entered(visit);
            }
        } else if (type.endsWith("StateExited")) {
            Journal.Visit visit = journal.exited(recorded.timestamp());
            if (!type.startsWith(CHOICE)) {
                progress.exited(visit);
            }
        } else if (type.equals("ExecutionFailed")
                && !journal.isEmpty()
                && journal.last().took() == null) {
            // A Fail state is never left.
            progress.ended(journal.exited(recorded.timestamp()));
        } else if (type.endsWith("Failed") || type.endsWith("TimedOut")) {
            journal.failed(Failure.reason(
                    recorded.detail("error").orElse(""),
                    recorded.detail("cause").orElse("")));
        }
    }

    @Override
    public void retryScheduled(Execution changed, ScheduledRetry retry) {
        if (changed == execution) {
            progress.retrying(journal.retried(Failure.reason(retry.error(), retry.cause())));
        }
    }

    Outcome outcome() {
        return outcome;
    }

    /** What it was doing, as a sentence about the past; for any thread. */
    String position() {
        return position;
    }

    /** The executions that the event started besides {@link #execution}. */
    List<Execution> others() {
        return others;
    }

    Journal journal() {
        return journal;
    }

    /** {@code null} if none was started. */
    Execution execution() {
        return execution;
    }

    /** What Gatelink put on the event bus. */
    List<ObjectNode> announcements() {
        return List.copyOf(announcements);
    }

    /** Why it failed; empty if it did not. */
    String failureReason() {
        if (startFailure != null) {
            return startFailure.path("errorMessage").asText();
        }
        return execution == null ? "" : execution.cause().or(execution::error).orElse("");
    }
}
