package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.template.Stack;

/** What a rule can send events to. Used exclusively. */
public interface EventTarget {

    /**
     * Hands an event over once; the event bus retries.
     *
     * @param callback called exactly once, exclusively, maybe within this call
     */
    void deliver(Sending sending, Callback callback);

    /**
     * What is handed over.
     *
     * @param event   the event that matched
     * @param payload what the target gets of it; JSON unless the rule's input transformer makes something else of it
     */
    record Sending(ObjectNode event, String payload, Stack.Rule rule, Stack.Target target) {}

    /** Reports the outcome of a call to the target's service. */
    static <T> ServiceCalls.Callback<T> answers(Callback callback) {
        return new ServiceCalls.Callback<>() {
            @Override
            public void succeeded(T result) {
                callback.succeeded();
            }

            @Override
            public void refused(AwsException error) {
                callback.refused(error);
            }

            @Override
            public void answerLost(String message) {
                callback.failed("SDK_CLIENT_ERROR", message, true);
            }
        };
    }

    /** How a delivery ended. */
    interface Callback {

        /** The target has taken the event over. */
        void succeeded();

        /**
         * @param code      e.g. {@code THROTTLING}; what dead letters carry as ERROR_CODE
         * @param retryable {@code false} for a failure that trying again cannot mend, such as a target that is gone
         */
        void failed(String code, String message, boolean retryable);

        /** A target's own error, under EventBridge's name for it. */
        default void refused(AwsException error) {
            String code =
                    switch (error.code()) {
                        case "ResourceNotFoundException", "NotFound", "StateMachineDoesNotExist" -> "NO_RESOURCE";
                        case "AccessDeniedException", "AuthorizationError", "KMSAccessDenied", "KMSDisabled" ->
                            "NO_PERMISSIONS";
                        case "TooManyRequestsException", "ThrottlingException", "Throttling" -> "THROTTLING";
                        case "InvalidRequestContentException", "InvalidExecutionInput" -> "INVALID_JSON";
                        default -> "ERROR_FROM_TARGET";
                    };
            failed(code, error.getMessage(), error.status() == 429 || error.status() >= 500);
        }
    }
}
