package io.gatelink.local.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The backend of {@code local/benchmark}: answers every GET with the same few bytes, as fast as the JDK can, so that it
 * is never what is measured. Started from its source: {@code java TrivialBackend.java} prints its port, and serves on
 * the loopback until its standard input ends.
 */
public final class TrivialBackend {

    private static final byte[] ANSWER = """
            HTTP/1.1 200 OK\r
            Content-Type: text/plain\r
            Content-Length: 13\r
            \r
            Hello, world!""".getBytes(StandardCharsets.US_ASCII);

    private static final int END_OF_HEADERS = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private TrivialBackend() {}

    public static void main(String[] args) throws IOException {
        var listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        start(() -> accept(listening));
        System.out.println(listening.getLocalPort());
        while (System.in.read() >= 0) {
            // Until the parent process closes its end.
        }
    }

    private static void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket connection = listening.accept();
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            System.err.println("The backend cannot go on: " + e);
        }
    }

    private static void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            int last = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                last = last << 8 | next;
                if (last == END_OF_HEADERS) {
                    out.write(ANSWER);
                    last = 0;
                }
            }
        } catch (IOException e) {
            // The caller has gone: that is how each of its connections ends.
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
