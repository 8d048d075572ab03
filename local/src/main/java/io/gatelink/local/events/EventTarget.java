package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a rule can send events to. Used exclusively. */
public interface EventTarget {

    /**
     * Hands an event over once; the event bus retries.
     *
     * @param callback called exactly once, exclusively, maybe within this call
     */
    void deliver(ObjectNode event, Callback callback);

    /** How a delivery ended. */
    interface Callback {

        /** The target has taken the event over. */
        void succeeded();

        /**
         * @param code      e.g. {@code THROTTLING}; what dead letters carry as ERROR_CODE
         * @param retryable {@code false} for a failure that trying again cannot mend, such as a target that is gone
         */
        void failed(String code, String message, boolean retryable);
    }
}
