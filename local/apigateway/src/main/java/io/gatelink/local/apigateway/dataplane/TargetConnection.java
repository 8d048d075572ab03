package io.gatelink.local.apigateway.dataplane;

import java.net.InetSocketAddress;

/**
 * The last leg of a call: a target, and what it is spoken to in.
 *
 * @param address      {@code null} for a target that never answers, or a load balancer that does itself
 * @param loadBalancer the application load balancer in between; {@code null} if there is none
 */
record TargetConnection(InetSocketAddress address, Encryption encryption, ApplicationLoadBalancer loadBalancer) {

    /** Nothing in between takes part. */
    TargetConnection(InetSocketAddress address, Encryption encryption) {
        this(address, encryption, null);
    }

    /** How a target is spoken to. */
    enum Encryption {

        /** As the integration's {@code uri} says: what is in between hands through what comes. */
        BY_URI,

        /** Plain: TLS ended before. */
        NONE,

        /** Encrypted by a load balancer, which takes any certificate. */
        UNCHECKED
    }

    /** Whether TLS is spoken on this leg. */
    boolean isEncrypted(EndpointUri uri) {
        return encryption == Encryption.BY_URI ? uri.scheme().equals("https") : encryption == Encryption.UNCHECKED;
    }
}
