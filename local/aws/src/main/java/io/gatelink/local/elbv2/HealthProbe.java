package io.gatelink.local.elbv2;

import io.gatelink.local.http.Backend;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Checks a target once. Called by workers, not exclusively; may take real time. */
@FunctionalInterface
public interface HealthProbe {

    Result check(InetSocketAddress address, TargetGroup.HealthCheck check);

    /** A probe that opens connections. */
    static HealthProbe network() {
        return new NetworkHealthProbe();
    }

    /** A probe that asks a backend which needs no network; of the load balancer's protocols it knows TCP's checks. */
    static HealthProbe of(Backend backend) {
        return (address, check) -> backend.accepts(address)
                ? Result.HEALTHY
                : Result.unhealthy("Target.FailedHealthChecks", "Health checks failed");
    }

    /**
     * @param failure why it is not healthy; empty if it is
     */
    record Result(Optional<Failure> failure) {

        public static final Result HEALTHY = new Result(Optional.empty());

        static Result unhealthy(String reason, String description) {
            return new Result(Optional.of(new Failure(reason, description)));
        }
    }

    /**
     * @param reason Elastic Load Balancing's code, e.g. {@code Target.FailedHealthChecks}
     */
    record Failure(String reason, String description) {}
}
