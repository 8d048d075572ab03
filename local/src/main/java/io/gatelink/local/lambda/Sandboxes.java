package io.gatelink.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.gatelink.functions.Environment;
import io.gatelink.local.template.Stack;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The sandboxes of one function: each has a handler of its own and serves one invocation at a time. An idle one is
 * reused (a warm start), so that a function invoked once at a time has exactly one. Used exclusively.
 */
final class Sandboxes {

    private final Stack.Function function;
    private final HandlerType handler;
    private final Supplier<Environment> environment;
    private final Deque<Sandbox> idle = new ArrayDeque<>();

    Sandboxes(Stack.Function function, HandlerType handler, Supplier<Environment> environment) {
        this.function = function;
        this.handler = handler;
        this.environment = environment;
    }

    Stack.Function function() {
        return function;
    }

    /** An idle sandbox, or a new one whose handler is created by its first invocation. */
    Sandbox take() {
        Sandbox warm = idle.pollLast();
        return warm != null ? warm : new Sandbox(handler, environment.get());
    }

    void putBack(Sandbox sandbox) {
        idle.addLast(sandbox);
    }

    /** A place where a handler runs. */
    static final class Sandbox {

        private final HandlerType type;
        private final Environment environment;
        private LoadedHandler handler;

        private Sandbox(HandlerType type, Environment environment) {
            this.type = type;
            this.environment = environment;
        }

        /** Runs the handler on this thread, which is a worker's. */
        Invocation run(byte[] payload, Context context, int mostBytes) {
            return Environment.within(environment, () -> {
                try {
                    if (handler == null) {
                        handler = LoadedHandler.create(type);
                    }
                    byte[] answer = handler.handle(payload, context);
                    return answer.length > mostBytes
                            ? FunctionErrors.responseTooLarge(answer.length, mostBytes) : new Invocation(answer, null);
                } catch (VirtualMachineError e) {
                    if (e instanceof StackOverflowError) {
                        return FunctionErrors.thrown(e);
                    }
                    throw e;
                } catch (Throwable e) {
                    return FunctionErrors.thrown(e);
                }
            });
        }
    }
}
