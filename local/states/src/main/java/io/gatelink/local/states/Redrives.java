package io.gatelink.local.states;

import io.gatelink.local.states.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * When an execution can be redriven, and which redrives of it were asked for lately.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html">Redriving executions</a>
 */
final class Redrives {

    private static final Duration REDRIVABLE_PERIOD = Duration.ofDays(14);
    private static final Duration MAX_OPEN_TIME = Duration.ofDays(365);
    private static final int TOKENS = 10;
    private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(15);

    private final Deque<Answer> answers = new ArrayDeque<>();

    private record Answer(String clientToken, Instant redriveDate) {}

    /** Why an execution cannot be redriven, in AWS's words; empty if it can. */
    static Optional<String> obstacle(Execution execution, Instant now) {
        if (!execution.closed() || execution.status() == ExecutionStatus.SUCCEEDED) {
            return Optional.of("Execution is " + execution.status() + " and cannot be redriven");
        }
        if (execution.events().size() >= History.MAX_EVENTS - 1) {
            return Optional.of("Execution history event limit exceeded");
        }
        if (now.isAfter(execution.startDate().plus(MAX_OPEN_TIME))) {
            return Optional.of("Execution has exceeded the max execution time");
        }
        if (now.isAfter(execution.stopDate().orElseThrow().plus(REDRIVABLE_PERIOD))) {
            return Optional.of("Execution redrivable period exceeded");
        }
        return Optional.empty();
    }

    /** When the redrive of an earlier request with this token was; empty if there was none lately. */
    Optional<Instant> answered(String clientToken, Instant now) {
        return answers.stream()
                .filter(answer -> answer.clientToken().equals(clientToken)
                        && !now.isAfter(answer.redriveDate().plus(TOKEN_VALIDITY)))
                .map(Answer::redriveDate)
                .findFirst();
    }

    /** @param clientToken {@code null} if the request had none */
    void remember(String clientToken, Instant redriveDate) {
        if (clientToken != null) {
            answers.addLast(new Answer(clientToken, redriveDate));
            if (answers.size() > TOKENS) {
                answers.removeFirst();
            }
        }
    }
}
