package io.gatelink.local.lambda;

import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sandboxes that outlive their local AWS: the next one that runs the same functions takes them over, with their
 * handlers and clients. At any moment one local AWS at most may use them. Used exclusively.
 */
public final class WarmSandboxes {

    private final Map<Key, Kept> functions = new HashMap<>();
    private final Consumer<Object> created;
    private volatile Host host;

    /** @param created is given each handler when it has been created, on a worker's thread */
    public WarmSandboxes(Consumer<Object> created) {
        this.created = created;
    }

    /** Where the sandboxes are now. */
    record Host(EventLoop loop, SandboxNetwork surroundings) {}

    /** What a sandbox is made of: for something else there are others. */
    private record Key(
            ClassLoader loader,
            String name,
            String version,
            Optional<Stack.S3Location> code,
            String handler,
            Map<String, String> environment,
            int memoryMegabytes) {

        static Key of(Stack.Function function, ClassLoader loader) {
            return new Key(
                    loader,
                    function.name(),
                    function.version(),
                    function.code(),
                    function.handler(),
                    function.environment(),
                    function.memoryMegabytes());
        }
    }

    /** Whether sandboxes of the one can serve the other. */
    static boolean runAlike(Stack.Function one, Stack.Function other) {
        return Key.of(one, null).equals(Key.of(other, null));
    }

    private record Kept(HandlerType handler, Deque<Sandbox> idle) {}

    void moveTo(EventLoop loop, SandboxNetwork surroundings) {
        host = new Host(loop, surroundings);
    }

    Host host() {
        return host;
    }

    /** @throws InvalidFunctionException for a function whose handler its class loader does not have, or is none */
    Sandboxes of(Stack.Function function, String version, String accessKeyId, String region, ClassLoader loader) {
        Kept kept = functions.computeIfAbsent(
                Key.of(function, loader), key -> new Kept(HandlerType.of(function, loader), new ArrayDeque<>()));
        return new Sandboxes(
                kept.idle(),
                () -> new Sandbox(
                        kept.handler(),
                        created,
                        alive -> new FunctionEnvironment(function, version, accessKeyId, region, this::host, alive)));
    }
}
