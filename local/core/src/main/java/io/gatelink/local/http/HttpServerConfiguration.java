package io.gatelink.local.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * What an {@link HttpServer} listens on, and how much it takes from a caller.
 *
 * @param address      the one address it binds to
 * @param port         0 for any free one
 * @param maxBodyBytes a request with a longer body is answered with 413
 * @param maxHeaderBytes a request with a longer request line and headers, together, is answered with 414 or 431
 * @param idleTimeout  how long a connection may stay silent, also in the middle of a request; a request that is
 *                     not there as a whole after three times as long is given up, and so is a caller who takes longer
 *                     than that for an answer
 * @param maxThreads   at least 8; requests beyond wait for their turn
 */
public record HttpServerConfiguration(
        InetAddress address, int port, int maxBodyBytes, int maxHeaderBytes, Duration idleTimeout, int maxThreads) {

    /** API Gateway's payload limit, and a little, so that what is over that limit by a little still gets there. */
    private static final int DEFAULT_MAX_BODY_BYTES = (10 << 20) + (64 << 10);

    public HttpServerConfiguration {
        Objects.requireNonNull(address, "address");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
        if (maxThreads < 8) {
            throw new IllegalArgumentException("maxThreads " + maxThreads + " is below 8");
        }
    }

    /** Longer than clients keep connections for their next requests (Go's 90 s), lest they send into a closing one. */
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(2);

    /** For callers on this machine only. */
    public static HttpServerConfiguration onLoopback(int port) {
        return new HttpServerConfiguration(
                InetAddress.getLoopbackAddress(), port, DEFAULT_MAX_BODY_BYTES, 32 << 10, DEFAULT_IDLE_TIMEOUT, 64);
    }

    public HttpServerConfiguration withAddress(InetAddress newAddress) {
        return new HttpServerConfiguration(newAddress, port, maxBodyBytes, maxHeaderBytes, idleTimeout, maxThreads);
    }

    public HttpServerConfiguration withMaxBodyBytes(int newMaxBodyBytes) {
        return new HttpServerConfiguration(address, port, newMaxBodyBytes, maxHeaderBytes, idleTimeout, maxThreads);
    }

    public HttpServerConfiguration withIdleTimeout(Duration newIdleTimeout) {
        return new HttpServerConfiguration(address, port, maxBodyBytes, maxHeaderBytes, newIdleTimeout, maxThreads);
    }
}
