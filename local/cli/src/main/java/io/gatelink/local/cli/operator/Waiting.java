package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.states.history.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.SfnException;

/**
 * What an execution waits for, or how it ended without setting the load balancer free.
 *
 * @param state  the state that it is in, or was in last
 * @param since  when it entered that, or ended
 * @param reason why it tries again; empty if it does not
 * @param ended  how it ended, such as {@code Aborted}; {@code null} if it is running
 */
record Waiting(String state, Instant since, String reason, String ended) {

    private static final String ENDED = "Execution(Succeeded|Failed|Aborted|TimedOut)";

    /** A state that waits for half an hour, looking every 10 seconds, has three times as many events. */
    private static final int PAGE = 200;

    private static final int MOST_EVENTS = 1000;

    /** Nothing if that cannot be read, for which a right may be missing, or if there are no states yet. */
    static Optional<Waiting> of(Aws aws, String executionArn) {
        String reason = "";
        HistoryEvent last = null;
        try {
            int read = 0;
            for (var asked : aws.stepFunctions()
                    .getExecutionHistoryPaginator(request -> request.executionArn(executionArn)
                            .reverseOrder(true)
                            .maxResults(PAGE))
                    .events()) {
                HistoryEvent event = AccountHistory.event(asked);
                if (last == null) {
                    last = event;
                }
                if (reason.isEmpty()) {
                    reason = AccountHistory.failure(event).map(Failure::reason).orElse("");
                }
                if (event.type().wireName().endsWith("StateEntered")) {
                    String lastType = last.type().wireName();
                    boolean over = lastType.matches(ENDED);
                    return Optional.of(new Waiting(
                            event.detail("name").orElse(""),
                            over ? last.timestamp() : event.timestamp(),
                            reason,
                            over ? lastType.substring("Execution".length()) : null));
                }
                if (++read > MOST_EVENTS) {
                    return Optional.empty();
                }
            }
        } catch (SfnException e) {
            // The list is still worth showing.
            return Optional.empty();
        }
        return Optional.empty();
    }

    String sentence(Instant now) {
        String age = Age.of(Duration.between(since, now));
        if (ended != null) {
            return "ended in " + state + " " + age + " ago (" + ended
                    + "); the next reconciliation starts it again: see gatelink logs";
        }
        return "in " + state + " for " + age + (reason.isEmpty() ? "" : ": " + Text.oneLine(reason));
    }
}
