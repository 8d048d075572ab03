package io.gatelink.local.events.targets;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.events.EventTarget;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.lambda.AsyncInvocations;
import io.gatelink.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A function as a rule's target: EventBridge invokes it asynchronously, so an accepted event is a delivered one. */
public final class LambdaEventTarget implements EventTarget {

    private static final ApiCall CALL = new ApiCall("lambda", "Invoke", "events.amazonaws.com");

    private final String functionArn;
    private final AsyncInvocations invocations;
    private final ServiceCalls calls;
    private final Access access;

    /** Whether a rule may invoke the function. */
    @FunctionalInterface
    public interface Access {

        /** @throws AwsException AccessDeniedException, if the function's own policy does not allow it */
        void check(Stack.Rule rule);
    }

    /** @param functionArn with a qualifier, if the rule has one */
    public LambdaEventTarget(String functionArn, AsyncInvocations invocations, ServiceCalls calls, Access access) {
        this.functionArn = Objects.requireNonNull(functionArn, "functionArn");
        this.invocations = Objects.requireNonNull(invocations, "invocations");
        this.calls = Objects.requireNonNull(calls, "calls");
        this.access = Objects.requireNonNull(access, "access");
    }

    @Override
    public void deliver(Sending sending, Callback callback) {
        calls.<Void>make(
                CALL,
                done -> {
                    access.check(sending.rule());
                    invocations.accept(functionArn, sending.payload().getBytes(StandardCharsets.UTF_8));
                    done.accept(null);
                },
                EventTarget.answers(callback));
    }
}
