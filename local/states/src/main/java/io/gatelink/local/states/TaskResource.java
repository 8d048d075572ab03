package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;

/** What a Task state's {@code Resource} stands for: a Lambda function, or an optimized integration. */
public interface TaskResource {

    /**
     * Starts the work and returns; called exclusively, on the event loop.
     *
     * @param arguments the state's {@code Arguments}, evaluated
     * @param callback  called exactly once, exclusively, maybe within this call
     */
    void start(JsonNode arguments, Callback callback);

    /**
     * {@link #start(JsonNode, Callback)} for a resource that wants to know who calls, as EventBridge's integration
     * does: it names state machine and execution in the events that it puts.
     */
    default void start(JsonNode arguments, Caller caller, Callback callback) {
        start(arguments, callback);
    }

    /**
     * The state that has the work done.
     *
     * @param roleArn the role that the execution acts with
     */
    record Caller(String stateMachineArn, String roleArn, String executionArn, String state) {}

    /** How the work ended. Later calls, and calls after the state timed out, change nothing. */
    interface Callback {

        void succeeded(JsonNode result);

        /**
         * @param error the error's name as Retry and Catch match it, e.g. {@code Lambda.TooManyRequestsException}
         * @param cause the text or JSON that Step Functions gives as Cause
         */
        void failed(String error, String cause);
    }
}
