package io.gatelink.local.events.targets;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.events.EventTarget;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.template.Stack;

/**
 * A state machine as a rule's target: EventBridge takes the target's role on and starts an execution, whose name it
 * makes of two identifiers.
 */
public final class StateMachineEventTarget implements EventTarget {

    private static final ApiCall CALL = new ApiCall("states", "StartExecution", "events.amazonaws.com");

    private final Account account;
    private final StatesService states;
    private final ServiceCalls calls;
    private final String stateMachineArn;
    private final Access access;

    /** Whether a target's role may start the state machine. */
    @FunctionalInterface
    public interface Access {

        /** @throws AwsException AccessDeniedException */
        void check(Stack.Target target);
    }

    public StateMachineEventTarget(
            Account account, StatesService states, ServiceCalls calls, String stateMachineArn, Access access) {
        this.account = account;
        this.states = states;
        this.calls = calls;
        this.stateMachineArn = stateMachineArn;
        this.access = access;
    }

    @Override
    public void deliver(Sending sending, Callback callback) {
        calls.<Execution>make(
                CALL,
                done -> {
                    access.check(sending.target());
                    done.accept(states.startExecution(
                            stateMachineArn, account.newUuid() + "_" + account.newUuid(), sending.payload()));
                },
                EventTarget.answers(callback));
    }
}
