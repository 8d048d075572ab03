package io.gatelink.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.AwsException;
import io.gatelink.local.Json;
import io.gatelink.local.events.EventTarget;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import java.util.Objects;

/** A function as a rule's target: EventBridge invokes it asynchronously, so an accepted event is a delivered one. */
public final class LambdaEventTarget implements EventTarget {

    private static final ApiCall CALL = new ApiCall("lambda", "Invoke", "events.amazonaws.com");

    private final String functionArn;
    private final AsyncInvocations invocations;
    private final ServiceCalls calls;

    /** @param functionArn with a qualifier, if the rule has one */
    public LambdaEventTarget(String functionArn, AsyncInvocations invocations, ServiceCalls calls) {
        this.functionArn = Objects.requireNonNull(functionArn, "functionArn");
        this.invocations = Objects.requireNonNull(invocations, "invocations");
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    @Override
    public void deliver(ObjectNode event, Callback callback) {
        calls.<Void>make(CALL, done -> {
            invocations.accept(functionArn, Json.bytes(event));
            done.accept(null);
        }, new ServiceCalls.Callback<>() {
            @Override
            public void succeeded(Void result) {
                callback.succeeded();
            }

            @Override
            public void refused(AwsException error) {
                boolean retryable = error.status() == 429 || error.status() >= 500;
                callback.failed(code(error), error.getMessage(), retryable);
            }

            @Override
            public void answerLost(String message) {
                callback.failed("SDK_CLIENT_ERROR", message, true);
            }
        });
    }

    /** EventBridge's own names for what went wrong. */
    private static String code(AwsException error) {
        return switch (error.code()) {
            case "ResourceNotFoundException" -> "NO_RESOURCE";
            case "AccessDeniedException" -> "NO_PERMISSIONS";
            case "TooManyRequestsException" -> "THROTTLING";
            default -> "ERROR_FROM_TARGET";
        };
    }
}
