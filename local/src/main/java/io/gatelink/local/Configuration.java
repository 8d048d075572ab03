package io.gatelink.local;

import io.gatelink.local.http.Faults;
import io.gatelink.local.time.EventLoop;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a {@link LocalAws} is. Immutable; begin with a preset and change what differs.
 *
 * @param home              the folder of {@code template.yaml}
 * @param parameters        values for the template's parameters; defaults for the rest
 * @param loop              makes the clock
 * @param seed              the same seed gives the same identifiers and the same jitter
 * @param linkDelay         how long a VPC link stays PENDING
 * @param linkDeletionDelay how long a VPC link stays DELETING
 * @param provisioningDelay how long a new load balancer stays {@code provisioning}
 * @param endpoint          where handlers find the local AWS; {@code null} for where its server listens
 * @param address           where the server listens
 * @param port              on which port; 0 for any free one
 * @param faults            what goes wrong on purpose
 * @param quotas            whether API Gateway's quotas apply, on the rate of calls and on the number of links and APIs
 * @param log               takes the lines that functions log
 */
public record Configuration(
        Path home,
        Map<String, String> parameters,
        Supplier<EventLoop> loop,
        long seed,
        Duration linkDelay,
        Duration linkDeletionDelay,
        Duration provisioningDelay,
        String endpoint,
        InetAddress address,
        int port,
        Faults faults,
        boolean quotas,
        Consumer<String> log) {

    /** The account that every local AWS is; the sample events are from it. */
    public static final String ACCOUNT = "123456789012";

    /** The organization that this account belongs to. */
    public static final String ORGANIZATION = "o-gatelink000";

    /** The Region that every local AWS is in. */
    public static final String REGION = "us-east-1";

    /** Takes the lines that functions log, where nobody wants to see them. */
    static final Consumer<String> NOBODY_READS = line -> { };

    private static final Instant SIMULATION_START = Instant.parse("2026-01-01T00:00:00Z");

    public Configuration {
        Objects.requireNonNull(home, "home");
        parameters = new TreeMap<>(parameters);
        notNegative("linkDelay", linkDelay);
        notNegative("linkDeletionDelay", linkDeletionDelay);
        notNegative("provisioningDelay", provisioningDelay);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", but must be from 0 to 65535");
        }
    }

    /** As people use it: time as it passes, short waits. */
    public static Configuration realTime(Path home) {
        return new Configuration(home, Map.of(), EventLoop::realTime, new SecureRandom().nextLong(),
                Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(2), null,
                InetAddress.getLoopbackAddress(), 0, Faults.NONE, false, NOBODY_READS);
    }

    /** Waits as long as in AWS, but fast-forwarded. */
    public static Configuration fastForward(Path home) {
        return realTime(home).withLoop(EventLoop::fastForward)
                .withLinkDelay(Duration.ofSeconds(180))
                .withLinkDeletionDelay(Duration.ofSeconds(60))
                .withProvisioningDelay(Duration.ofSeconds(90));
    }

    /** Waits as long as in AWS, under the virtual clock: the same seed gives the same run, to the byte. */
    public static Configuration simulation(Path home, long seed) {
        return fastForward(home).withLoop(() -> EventLoop.virtual(SIMULATION_START))
                .withSeed(seed)
                .withEndpoint("http://aws.local");
    }

    public Configuration withParameters(Map<String, String> newParameters) {
        return new Configuration(home, newParameters, loop, seed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, faults, quotas, log);
    }

    public Configuration withLoop(Supplier<EventLoop> newLoop) {
        return new Configuration(home, parameters, newLoop, seed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, faults, quotas, log);
    }

    public Configuration withSeed(long newSeed) {
        return new Configuration(home, parameters, loop, newSeed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, faults, quotas, log);
    }

    public Configuration withLinkDelay(Duration newDelay) {
        return new Configuration(home, parameters, loop, seed, newDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, faults, quotas, log);
    }

    public Configuration withLinkDeletionDelay(Duration newDelay) {
        return new Configuration(home, parameters, loop, seed, linkDelay, newDelay, provisioningDelay, endpoint, address,
                port, faults, quotas, log);
    }

    public Configuration withProvisioningDelay(Duration newDelay) {
        return new Configuration(home, parameters, loop, seed, linkDelay, linkDeletionDelay, newDelay, endpoint, address,
                port, faults, quotas, log);
    }

    public Configuration withEndpoint(String newEndpoint) {
        return new Configuration(home, parameters, loop, seed, linkDelay, linkDeletionDelay, provisioningDelay, newEndpoint,
                address, port, faults, quotas, log);
    }

    public Configuration withPort(int newPort) {
        return new Configuration(home, parameters, loop, seed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, newPort, faults, quotas, log);
    }

    public Configuration withFaults(Faults newFaults) {
        return new Configuration(home, parameters, loop, seed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, newFaults, quotas, log);
    }

    public Configuration withQuotas(boolean newQuotas) {
        return new Configuration(home, parameters, loop, seed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, faults, newQuotas, log);
    }

    public Configuration withLog(Consumer<String> newLog) {
        return new Configuration(home, parameters, loop, seed, linkDelay, linkDeletionDelay, provisioningDelay, endpoint,
                address, port, faults, quotas, newLog);
    }

    private static void notNegative(String field, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(field + " is " + duration + ", but must not be negative");
        }
    }
}
