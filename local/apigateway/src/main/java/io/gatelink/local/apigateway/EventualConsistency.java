package io.gatelink.local.apigateway;

import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was made just now, and does not show everywhere yet: calls that name it are answered as if it were not there.
 */
final class EventualConsistency {

    private final EventLoop loop;
    private final Supplier<Duration> lag;
    private final Map<String, Instant> showing = new HashMap<>();

    /** @param lag how long something does not show after it was made; asked each time that something is made */
    EventualConsistency(EventLoop loop, Supplier<Duration> lag) {
        this.loop = loop;
        this.lag = lag;
    }

    /** @param path as in ARNs, e.g. {@code /restapis/a1b2c3d4e5} */
    void made(String path) {
        Duration hidden = lag.get();
        if (!hidden.isZero()) {
            showing.put(path, loop.instant().plus(hidden));
        }
    }

    boolean shows(String path) {
        Instant from = showing.get(path);
        if (from == null) {
            return true;
        }
        if (loop.instant().isBefore(from)) {
            return false;
        }
        showing.remove(path);
        return true;
    }
}
