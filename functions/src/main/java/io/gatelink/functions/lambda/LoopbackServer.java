package io.gatelink.functions.lambda;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.net.ServerSocketFactory;

/**
 * An HTTP server on the loopback, for {@link Priming}: whatever it is asked, it gives its next answer.
 *
 * @param server  where it listens
 * @param answers each a status code, an error type or {@code -}, and a body, with a space between them
 * @param open    the connections
 */
record LoopbackServer(ServerSocket server, Supplier<String> answers, List<Socket> open) implements Closeable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    static LoopbackServer start(ServerSocketFactory sockets, Supplier<String> answers) throws IOException {
        var server = new LoopbackServer(sockets.createServerSocket(0, 0, InetAddress.getLoopbackAddress()), answers,
                new CopyOnWriteArrayList<>());
        server.inBackground(server::accept);
        return server;
    }

    int port() {
        return server.getLocalPort();
    }

    private interface Task {

        void run() throws IOException;
    }

    private void inBackground(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException | RuntimeException e) {
                // An end has closed the connection, or there is no further answer: who asks notices.
            }
        }, "gatelink-priming");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            open.add(socket);
            inBackground(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket; var in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                String head = head(in);
                if (head.contains("100-continue")) {
                    socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                var length = LENGTH.matcher(head);
                in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
                socket.getOutputStream().write(message(answers.get().split(" ", 3)));
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("No further request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] message(String[] answer) {
        byte[] body = answer[2].getBytes(StandardCharsets.UTF_8);
        var crc = new CRC32();
        crc.update(body);
        return ("HTTP/1.1 " + answer[0] + " \r\nContent-Length: " + body.length + "\r\nx-amz-crc32: " + crc.getValue()
                + ("-".equals(answer[1]) ? "" : "\r\nx-amzn-ErrorType: " + answer[1]) + "\r\n\r\n" + answer[2])
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
