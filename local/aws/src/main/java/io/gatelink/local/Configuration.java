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
 * @param restApiUpdateDelay how long a REST API is UPDATING at most, when its endpoint or security policy has changed
 * @param endpoint          where handlers find the local AWS; {@code null} for where its server listens
 * @param address           where the server listens
 * @param port              on which port; 0 for any free one
 * @param httpsPort         on which port it listens for HTTPS; 0 for any free one, {@code null} for none
 * @param faults            what goes wrong on purpose
 * @param quotas            which quotas apply, of API Gateway and of Elastic Load Balancing
 * @param serviceLinkedRole whether the account has API Gateway's service-linked role from the start
 * @param empty             whether nothing is deployed at the start
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
        Duration restApiUpdateDelay,
        String endpoint,
        InetAddress address,
        int port,
        Integer httpsPort,
        Faults faults,
        Quotas quotas,
        boolean serviceLinkedRole,
        boolean empty,
        Consumer<String> log) {

    /** The account that every local AWS is; the sample events are from it. */
    public static final String ACCOUNT = "123456789012";

    /** The organization that this account belongs to. */
    public static final String ORGANIZATION = "o-gatelink000";

    /** The Region that every local AWS is in. */
    public static final String REGION = "us-east-1";

    /** Discards the lines that functions log. */
    static final Consumer<String> DISCARD = line -> {};

    private static final Instant SIMULATION_START = Instant.parse("2026-01-01T00:00:00Z");

    public Configuration {
        Objects.requireNonNull(home, "home");
        parameters = new TreeMap<>(parameters);
        Objects.requireNonNull(quotas, "quotas");
        notNegative("linkDelay", linkDelay);
        notNegative("linkDeletionDelay", linkDeletionDelay);
        notNegative("provisioningDelay", provisioningDelay);
        notNegative("restApiUpdateDelay", restApiUpdateDelay);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", but must be from 0 to 65535");
        }
        if (httpsPort != null && (httpsPort < 0 || httpsPort > 65_535)) {
            throw new IllegalArgumentException("httpsPort is " + httpsPort + ", but must be from 0 to 65535");
        }
    }

    /** As people use it: time as it passes, short waits. */
    public static Configuration realTime(Path home) {
        return new Configuration(
                home,
                Map.of(),
                EventLoop::realTime,
                new SecureRandom().nextLong(),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                null,
                InetAddress.getLoopbackAddress(),
                0,
                null,
                Faults.NONE,
                Quotas.NONE,
                false,
                false,
                DISCARD);
    }

    /** Waits as long as in AWS, but fast-forwarded. */
    public static Configuration fastForward(Path home) {
        return realTime(home)
                .withLoop(EventLoop::fastForward)
                .withLinkDelay(Duration.ofSeconds(180))
                .withLinkDeletionDelay(Duration.ofSeconds(60))
                .withProvisioningDelay(Duration.ofSeconds(90))
                .withRestApiUpdateDelay(Duration.ofMinutes(15));
    }

    /** Waits as long as in AWS, under the virtual clock: the same seed gives the same run, to the byte. */
    public static Configuration simulation(Path home, long seed) {
        return fastForward(home)
                .withLoop(() -> EventLoop.virtual(SIMULATION_START))
                .withSeed(seed)
                .withEndpoint("http://aws.local");
    }

    public Configuration withParameters(Map<String, String> newParameters) {
        return with(draft -> draft.parameters = newParameters);
    }

    public Configuration withLoop(Supplier<EventLoop> newLoop) {
        return with(draft -> draft.loop = newLoop);
    }

    public Configuration withSeed(long newSeed) {
        return with(draft -> draft.seed = newSeed);
    }

    public Configuration withLinkDelay(Duration newDelay) {
        return with(draft -> draft.linkDelay = newDelay);
    }

    public Configuration withLinkDeletionDelay(Duration newDelay) {
        return with(draft -> draft.linkDeletionDelay = newDelay);
    }

    public Configuration withProvisioningDelay(Duration newDelay) {
        return with(draft -> draft.provisioningDelay = newDelay);
    }

    public Configuration withRestApiUpdateDelay(Duration newDelay) {
        return with(draft -> draft.restApiUpdateDelay = newDelay);
    }

    public Configuration withEndpoint(String newEndpoint) {
        return with(draft -> draft.endpoint = newEndpoint);
    }

    public Configuration withPort(int newPort) {
        return with(draft -> draft.port = newPort);
    }

    public Configuration withHttpsPort(Integer newPort) {
        return with(draft -> draft.httpsPort = newPort);
    }

    public Configuration withFaults(Faults newFaults) {
        return with(draft -> draft.faults = newFaults);
    }

    public Configuration withQuotas(Quotas newQuotas) {
        return with(draft -> draft.quotas = newQuotas);
    }

    /** With the quotas of a fresh account, or with none; that on the integration time-out stays as it is. */
    public Configuration withQuotas(boolean enforced) {
        return withQuotas((enforced ? Quotas.AWS : Quotas.NONE).withIntegrationTimeout(quotas.integrationTimeout()));
    }

    public Configuration withServiceLinkedRole(boolean newServiceLinkedRole) {
        return with(draft -> draft.serviceLinkedRole = newServiceLinkedRole);
    }

    public Configuration withEmpty(boolean newEmpty) {
        return with(draft -> draft.empty = newEmpty);
    }

    public Configuration withLog(Consumer<String> newLog) {
        return with(draft -> draft.log = newLog);
    }

    private Configuration with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return new Configuration(
                home,
                draft.parameters,
                draft.loop,
                draft.seed,
                draft.linkDelay,
                draft.linkDeletionDelay,
                draft.provisioningDelay,
                draft.restApiUpdateDelay,
                draft.endpoint,
                address,
                draft.port,
                draft.httpsPort,
                draft.faults,
                draft.quotas,
                draft.serviceLinkedRole,
                draft.empty,
                draft.log);
    }

    /** A configuration that is being changed. */
    private static final class Draft {

        private Map<String, String> parameters;
        private Supplier<EventLoop> loop;
        private long seed;
        private Duration linkDelay;
        private Duration linkDeletionDelay;
        private Duration provisioningDelay;
        private Duration restApiUpdateDelay;
        private String endpoint;
        private int port;
        private Integer httpsPort;
        private Faults faults;
        private Quotas quotas;
        private boolean serviceLinkedRole;
        private boolean empty;
        private Consumer<String> log;

        private Draft(Configuration configuration) {
            parameters = configuration.parameters;
            loop = configuration.loop;
            seed = configuration.seed;
            linkDelay = configuration.linkDelay;
            linkDeletionDelay = configuration.linkDeletionDelay;
            provisioningDelay = configuration.provisioningDelay;
            restApiUpdateDelay = configuration.restApiUpdateDelay;
            endpoint = configuration.endpoint;
            port = configuration.port;
            httpsPort = configuration.httpsPort;
            faults = configuration.faults;
            quotas = configuration.quotas;
            serviceLinkedRole = configuration.serviceLinkedRole;
            empty = configuration.empty;
            log = configuration.log;
        }
    }

    private static void notNegative(String field, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(field + " is " + duration + ", but must not be negative");
        }
    }
}
