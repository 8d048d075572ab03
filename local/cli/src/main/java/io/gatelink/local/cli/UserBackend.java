package io.gatelink.local.cli;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/** A service of the user's own, to stand behind the load balancer. */
final class UserBackend {

    private static final int CONNECT_MILLIS = 2_000;

    private UserBackend() {}

    /** @throws BadInputException if it is not an HTTP service on the loopback that accepts connections */
    static InetSocketAddress address(String text) {
        URI url = parse(text);
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new BadInputException("--backend is '" + Text.oneLine(url.toString())
                    + "', but must be an http URL with a host, such as http://127.0.0.1:8080.");
        }
        if (url.getRawPath() != null
                        && !url.getRawPath().isEmpty()
                        && !url.getRawPath().equals("/")
                || url.getRawQuery() != null
                || url.getRawUserInfo() != null) {
            throw new BadInputException(
                    "--backend is '" + Text.oneLine(url.toString()) + "', but a load balancer's target "
                            + "has only a host and a port, such as http://127.0.0.1:8080.");
        }
        InetSocketAddress address = loopback(url);
        try (var probe = new Socket()) {
            probe.connect(address, CONNECT_MILLIS);
        } catch (IOException e) {
            throw new BadInputException("--backend is '" + url + "', but nothing answers there: " + e.getMessage()
                    + ". Start the service first.");
        }
        return address;
    }

    private static URI parse(String text) {
        String shown = "--backend is '" + Text.oneLine(text) + "', but ";
        if (!text.contains("://")) {
            throw new BadInputException(
                    shown + "has no scheme: write http:// and a host, such as http://127.0.0.1:8080.");
        }
        try {
            var url = new URI(text);
            if (url.getPort() > 65_535) {
                throw new BadInputException(
                        shown + "a port is at most 65535: use the one that the service listens on.");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new BadInputException(shown + "must be an http URL with a host, such as http://127.0.0.1:8080.");
        }
    }

    private static InetSocketAddress loopback(URI url) {
        try {
            InetAddress address = InetAddress.getByName(url.getHost());
            if (address.isLoopbackAddress()) {
                return new InetSocketAddress(address, url.getPort() < 0 ? 80 : url.getPort());
            }
        } catch (UnknownHostException e) {
            // Whatever it is, it is not on the loopback.
        }
        throw new BadInputException("--backend is at " + Text.oneLine(url.getHost())
                + ", but the embedded AWS never leaves the loopback: use 127.0.0.1.");
    }
}
