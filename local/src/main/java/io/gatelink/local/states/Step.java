package io.gatelink.local.states;

/** One attempt at what a state does. */
interface Step {

    /** Begins, and ends by itself with {@link Visit#exit} or {@link Visit#fail}, at once or later. */
    void begin();

    /**
     * Goes on, after a redrive, with what did not succeed inside the state.
     *
     * @return {@code false} if there is no such part, so that the whole state begins again
     */
    default boolean redrive() {
        return false;
    }

    /** Whatever is still going on for this attempt changes nothing any more. */
    default void cancel() {
    }

    /** Lets the history tell of what runs inside the state and is about to be stopped. */
    default void recordAborted(long cause) {
    }
}
