package io.gatelink.local.apigateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A listener of an application load balancer, as it is met on its port.
 *
 * @param protocol         {@code HTTP}, or {@code HTTPS}, where the caller's TLS ends
 * @param certificateNames the names in its certificate; empty if that is not known
 * @param idleTimeout      how long the load balancer waits for a target
 * @param preservesHost    whether the Host header reaches targets as it came
 */
public record HttpListener(
        String protocol, Set<String> certificateNames, Action action, Duration idleTimeout, boolean preservesHost) {

    public HttpListener {
        certificateNames = Set.copyOf(certificateNames);
    }

    /** What it does with each request. */
    public sealed interface Action {}

    /** @param groups those that get traffic; at least one unless all weights are 0 */
    public record Forward(List<TargetGroup> groups) implements Action {

        public Forward {
            groups = List.copyOf(groups);
        }
    }

    /**
     * @param weight  1 to 999: its share of the requests
     * @param targets healthy or not
     */
    public record TargetGroup(int weight, List<LoadBalancerDirectory.Route> targets) {

        public TargetGroup {
            targets = List.copyOf(targets);
        }
    }

    /** An answer of its own. */
    public record FixedResponse(int status, Optional<String> contentType, String body) implements Action {}

    /**
     * An answer that leads elsewhere. Its parts may hold {@code #{protocol}}, {@code #{host}}, {@code #{port}}, {@code
     * #{path}} and {@code #{query}} of the request.
     *
     * @param status 301 or 302
     */
    public record Redirect(int status, String protocol, String host, String port, String path, String query)
            implements Action {}
}
