package io.gatelink.local.explore;

import java.time.Duration;

/**
 * Something that goes wrong.
 *
 * @param point      an operation as {@code apigateway CreateVpcLink}, or a state that is entered
 * @param occurrence the how manieth time that this operation is called, or this state entered; counts from 1
 * @param duration   how long the call is held up or backends fail, or after how long the execution is aborted
 */
record Disturbance(String point, int occurrence, Effect effect, Duration duration) {

    /** What happens. */
    enum Effect {
        REFUSED("is refused with an internal error", false),
        THROTTLED("is throttled", false),
        LOST("is lost before it has an effect", false),
        ANSWER_LOST("has its effect, but its answer is lost", false),
        ANSWERED_WITH_ERROR("has its effect, but is answered with an internal error", false),
        HELD_UP("is held up for", false),
        ANSWERED_LATE("has its effect, and is answered after", false),
        LAGS_BEHIND("lags behind by", false),
        SHOWS_LATE("shows only after", false),
        ABORTED("execution aborted after", true),
        ABORTED_AND_REDRIVEN("execution aborted, and redriven after", true),
        BACKENDS_FAIL("all backends answer 503 for", true);

        private final String words;
        private final boolean ofState;

        Effect(String words, boolean ofState) {
            this.words = words;
            this.ofState = ofState;
        }

        /** Whether it happens when a state is entered, and not to a call. */
        boolean ofState() {
            return ofState;
        }
    }

    @Override
    public String toString() {
        String which = point + " #" + occurrence;
        return switch (effect) {
            case LAGS_BEHIND, SHOWS_LATE -> which + " " + effect.words + " " + Text.of(duration);
            case HELD_UP, ANSWERED_LATE, ABORTED, ABORTED_AND_REDRIVEN, BACKENDS_FAIL ->
                (effect.ofState() ? "enter " : "call ") + which + (effect.ofState() ? ": " : " ") + effect.words + " "
                        + Text.of(duration);
            default -> "call " + which + " " + effect.words;
        };
    }
}
