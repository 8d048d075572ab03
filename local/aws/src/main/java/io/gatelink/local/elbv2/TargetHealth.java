package io.gatelink.local.elbv2;

import io.gatelink.local.time.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The health of targets. They are checked when they are registered and, at most once an interval, when they are used or
 * described: an idle load balancer leaves the event loop alone. One check decides; thresholds are not counted.
 */
final class TargetHealth {

    private final EventLoop loop;
    private final HealthProbe probe;
    private final Map<Key, Health> health = new LinkedHashMap<>();

    TargetHealth(EventLoop loop, HealthProbe probe) {
        this.loop = loop;
        this.probe = probe;
    }

    private record Key(String targetGroupArn, String id, int port) {}

    private static final class Health {
        private Instant checked;
        private boolean checking;
        private HealthProbe.Result result;
    }

    /** What the last check found; empty while there was none. */
    Optional<HealthProbe.Result> known(TargetGroup group, TargetGroup.Target target) {
        Health known = health.get(key(group, target));
        return known == null ? Optional.empty() : Optional.ofNullable(known.result);
    }

    /** Not unhealthy, as far as is known. Has the target checked again if that is long ago. */
    boolean mayBeHealthy(TargetGroup group, TargetGroup.Target target) {
        Health known = health.get(key(group, target));
        Duration interval = Duration.ofSeconds(group.healthCheck().interval());
        if (known != null
                && known.checked != null
                && !known.checked.plus(interval).isAfter(loop.instant())) {
            check(group, target);
        }
        return known == null || known.result == null || known.result.failure().isEmpty();
    }

    /** Checks a target, beside the loop. */
    void check(TargetGroup group, TargetGroup.Target target) {
        Key key = key(group, target);
        Health current = health.computeIfAbsent(key, absent -> new Health());
        if (current.checking) {
            return;
        }
        current.checking = true;
        String port = group.healthCheck().port();
        InetSocketAddress address =
                address(target.id(), port.equals(HealthChecks.TRAFFIC_PORT) ? target.port() : Integer.parseInt(port));
        loop.execute(() -> {
            HealthProbe.Result result = probe.check(address, group.healthCheck());
            loop.schedule(Duration.ZERO, () -> {
                current.checking = false;
                current.checked = loop.instant();
                current.result = result;
            });
        });
    }

    void forget(TargetGroup group, TargetGroup.Target target) {
        health.remove(key(group, target));
    }

    /** Whether an id is the literal of an address on the loopback: the local AWS never leaves it. */
    static boolean isOnLoopback(String id) {
        return id.equals("::1") || id.matches("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");
    }

    /** @param id checked by {@link #isOnLoopback} */
    static InetSocketAddress address(String id, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(id), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An IP address needs no look-up", e);
        }
    }

    private static Key key(TargetGroup group, TargetGroup.Target target) {
        return new Key(group.arn(), target.id(), target.port());
    }
}
