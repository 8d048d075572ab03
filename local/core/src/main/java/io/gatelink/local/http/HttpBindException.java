package io.gatelink.local.http;

import java.io.IOException;
import java.net.InetAddress;

/** An {@link HttpServer} could not get its port; the message names the port and what to do. */
public final class HttpBindException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int port;

    HttpBindException(InetAddress address, int port, IOException cause) {
        super(message(address.getHostAddress(), port, reason(cause)), cause);
        this.port = port;
    }

    /** The port that could not be had. */
    public int port() {
        return port;
    }

    private static String message(String address, int port, String reason) {
        if (reason.contains("in use")) {
            return "port " + port + " on " + address + " is in use by another program: stop that program, name another"
                    + " port, or name port 0 for any free one";
        }
        if (reason.contains("Permission denied")) {
            return "port " + port + " on " + address + " is not allowed to this user: name a port from 1024 to 65535,"
                    + " or port 0 for any free one";
        }
        return "port " + port + " on " + address + " cannot be opened (" + reason + "): name an address of this"
                + " machine and a free port";
    }

    /** Jetty wraps what the operating system said. */
    private static String reason(IOException e) {
        Throwable innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
