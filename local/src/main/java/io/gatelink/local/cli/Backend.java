package io.gatelink.local.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** A service of the user's own, to stand behind the load balancer. */
final class Backend {

    private Backend() {
    }

    /** @throws BadInputException if it is not an HTTP service on the loopback */
    static InetSocketAddress address(URI url) {
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new BadInputException("--backend is '" + Text.oneLine(url.toString())
                    + "', but must be an http URL with a host, such as http://127.0.0.1:8080.");
        }
        if (url.getRawPath() != null && !url.getRawPath().isEmpty() && !url.getRawPath().equals("/")
                || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new BadInputException("--backend is '" + Text.oneLine(url.toString()) + "', but a load balancer's target "
                    + "has only a host and a port, such as http://127.0.0.1:8080.");
        }
        try {
            InetAddress address = InetAddress.getByName(url.getHost());
            if (!address.isLoopbackAddress()) {
                throw new BadInputException("--backend is at " + url.getHost()
                        + ", but the embedded AWS never leaves the loopback: use 127.0.0.1.");
            }
            return new InetSocketAddress(address, url.getPort() < 0 ? 80 : url.getPort());
        } catch (UnknownHostException e) {
            throw new BadInputException("--backend is at '" + url.getHost() + "', which has no address: use 127.0.0.1.");
        }
    }
}
