package io.gatelink.local.states;

import java.util.Optional;

/** One attempt at what a state does. */
interface Step {

    /** Begins, and ends by itself with {@link Visit#exit} or {@link Visit#fail}, at once or later. */
    void begin();

    /**
     * What is left to do when the state is redriven after this attempt.
     *
     * @return empty if all of it is to be done again
     */
    default Optional<Step> rest(Visit redriven) {
        return Optional.empty();
    }

    /** Whatever is still going on for this attempt changes nothing any more. */
    default void cancel() {}

    /** Lets the history tell of what runs inside the state and is about to be stopped. */
    default void recordAborted(long cause) {}
}
