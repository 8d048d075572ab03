package io.gatelink.local.lambda;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sandboxes of one version of a function: each has a handler of its own and serves one invocation at a time. An
 * idle one is reused (a warm start), so that a function invoked once at a time has exactly one. Used exclusively.
 */
final class Sandboxes {

    private final Deque<Sandbox> idle;
    private final Supplier<Sandbox> cold;
    private final List<Sandbox> busy = new ArrayList<>();

    Sandboxes(Deque<Sandbox> idle, Supplier<Sandbox> cold) {
        this.idle = idle;
        this.cold = cold;
    }

    /** An idle sandbox, or a new one. */
    Sandbox take() {
        Sandbox warm = idle.pollLast();
        Sandbox sandbox = warm != null ? warm : cold.get();
        busy.add(sandbox);
        return sandbox;
    }

    void putBack(Sandbox sandbox) {
        busy.remove(sandbox);
        idle.addLast(sandbox);
    }

    /** A sandbox whose time is over is not used again, as in Lambda. */
    void end(Sandbox sandbox) {
        busy.remove(sandbox);
        sandbox.end();
    }

    /** Ends those that are at work. */
    void close() {
        busy.forEach(Sandbox::end);
        busy.clear();
    }
}
