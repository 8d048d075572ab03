package io.gatelink.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.gatelink.functions.lambda.Environment;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A place where a handler runs. Once it is ended, for its time is over, the handler can do nothing any more that others
 * would see: its next call of anything outside ends it.
 */
final class Sandbox {

    private final HandlerType type;
    private final Consumer<Object> created;
    private final Environment environment;
    private LoadedHandler handler;
    private volatile boolean ended;

    /**
     * @param created     is given the handler
     * @param environment of a handler, made of what to do before each call of anything outside
     */
    Sandbox(HandlerType type, Consumer<Object> created, Function<Runnable, Environment> environment) {
        this.type = type;
        this.created = created;
        this.environment = environment.apply(this::checkAlive);
    }

    /** No exception, or the handler could catch it. */
    private static final class SandboxEndedError extends Error {

        private static final long serialVersionUID = 1L;

        SandboxEndedError() {
            super("The sandbox has ended", null, false, false);
        }
    }

    void end() {
        ended = true;
    }

    private void checkAlive() {
        if (ended) {
            throw new SandboxEndedError();
        }
    }

    /** Runs the handler on this thread, which is a worker's. It is created by the first invocation. */
    Invocation run(byte[] payload, Context context, int mostBytes) {
        return Environment.within(environment, () -> {
            try {
                if (handler == null) {
                    handler = LoadedHandler.create(type, created);
                }
                byte[] answer = handler.handle(payload, context);
                return answer.length > mostBytes
                        ? FunctionErrors.responseTooLarge(answer.length, mostBytes)
                        : new Invocation(answer, null);
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
