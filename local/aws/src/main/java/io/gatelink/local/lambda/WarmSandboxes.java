package io.gatelink.local.lambda;

import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sandboxes that outlive their local AWS: the next one that runs the same functions takes them over, with their handlers
 * and clients. At any moment one local AWS at most may use them. Used exclusively.
 */
public final class WarmSandboxes {

    private final Map<String, Kept> functions = new HashMap<>();
    private final Consumer<Object> created;
    private volatile Host host;

    /** @param created is given each handler when it has been created, on a worker's thread */
    public WarmSandboxes(Consumer<Object> created) {
        this.created = created;
    }

    /** Where the sandboxes are now. */
    record Host(EventLoop loop, SandboxNetwork surroundings) {}

    private record Kept(HandlerType handler, Deque<Sandbox> idle) {}

    void moveTo(EventLoop loop, SandboxNetwork surroundings) {
        host = new Host(loop, surroundings);
    }

    Host host() {
        return host;
    }

    /** @throws InvalidFunctionException for a function whose handler is not on the class path, or is none */
    Sandboxes of(Stack.Function function, String version, String accessKeyId, String region) {
        Kept kept = functions.computeIfAbsent(
                function.name(),
                name -> new Kept(HandlerType.of(function, WarmSandboxes.class.getClassLoader()), new ArrayDeque<>()));
        return new Sandboxes(
                function,
                kept.idle(),
                () -> new Sandbox(
                        kept.handler(),
                        created,
                        alive -> new FunctionEnvironment(function, version, accessKeyId, region, this::host, alive)));
    }
}
