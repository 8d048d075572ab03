package io.gatelink.local.states;

import io.gatelink.local.states.model.State;
import io.gatelink.local.time.Timer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * Waits for a time. Of a timestamp only the whole seconds count, and one that has passed is not waited for.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html">Wait workflow state</a>
 */
final class WaitStep implements Step {

    private static final int MAX_SECONDS = 99_999_999;

    /**
     * A day more fails.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in December 2023:
     *     test_timestamp_too_far_in_future_boundary</a>
     */
    private static final Duration LONGEST = Duration.ofDays(24_855);

    private final Visit visit;
    private final State.Wait wait;
    private Timer timer = () -> {};

    WaitStep(Visit visit, State.Wait wait) {
        this.visit = visit;
        this.wait = wait;
    }

    @Override
    public void begin() {
        timer = visit.flow()
                .run()
                .schedule(
                        duration(),
                        () -> visit.guarded(() -> visit.exit(
                                Evaluator.of(visit), wait.output(), visit.input(), wait.assign(), wait.transition())));
    }

    private Duration duration() {
        var evaluator = Evaluator.of(visit);
        if (!wait.timestamp()) {
            return Duration.ofSeconds(evaluator.whole(wait.until(), "Seconds", 0, MAX_SECONDS));
        }
        String timestamp = evaluator.text(wait.until(), "Timestamp");
        try {
            return checked(Duration.between(
                    visit.flow().run().account().loop().instant(),
                    OffsetDateTime.parse(timestamp).toInstant().truncatedTo(ChronoUnit.SECONDS)));
        } catch (DateTimeParseException e) {
            throw evaluator.failed(
                    "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time " + "format string: "
                            + timestamp,
                    "Timestamp");
        }
    }

    private Duration checked(Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new StateFailedException(Failure.of(
                    "States.Runtime",
                    "An error occurred while executing the state '"
                            + visit.name() + "' (entered at the event id #" + visit.enteredEvent()
                            + "). Wait state delay is too long."));
        }
        return duration;
    }

    @Override
    public void cancel() {
        timer.cancel();
    }
}
