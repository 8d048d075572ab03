package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * Runs a function's handler before Lambda takes the snapshot that it restores later (SnapStart), so that the first
 * event finds loaded what it needs. A second handler does it, on recorded runs and with credentials that are none. Its
 * requests reach this machine only, by TLS as AWS's do, and no connection outlives it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Maximize Lambda SnapStart
 *      performance</a>
 */
final class Priming implements Environment, AutoCloseable {

    /** Stands in recorded events for where this machine answers. */
    private static final String ADDRESS = "https://localhost:0";

    /** The system property that the SDK prefers to the variable AWS_CONTAINER_CREDENTIALS_FULL_URI. */
    private static final String CREDENTIALS_URI = "aws.containerCredentialsFullUri";

    private static final String CREDENTIALS = "200 Expires:0 {\"AccessKeyId\":\"none\",\"SecretAccessKey\":\"none\","
            + "\"Token\":\"none\",\"Expiration\":\"2999-01-01T00:00:00Z\"}";

    /** Of the key of {@code localhost}: nothing but these clients trusts its certificate, so it protects nothing. */
    private static final char[] PASSWORD = "priming".toCharArray();

    private final Environment before = Environment.current();
    private final Map<String, Object> variables =
            TaskJson.object(text("variables.json")).orElseThrow();
    private final SSLContext tls = SSLContext.getInstance("TLS");
    private final TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    private final List<Closeable> open = new ArrayList<>();
    private final Queue<String> recording;
    private final int port;
    private Instant time = Instant.EPOCH;

    /** @param name of the recording: lines with each run's time, its event and the answers it got, and an empty one */
    private Priming(String name) throws IOException, GeneralSecurityException {
        recording = new ConcurrentLinkedQueue<>(text(name + ".txt").lines().toList());
        var own = KeyStore.getInstance("PKCS12");
        own.load(new ByteArrayInputStream(bytes("localhost.p12")), PASSWORD);
        var authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("authority", own.getCertificateChain("localhost")[1]);
        trust.init(authorities);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, PASSWORD);
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        port = answer(tls.getServerSocketFactory(), recording::remove);
        System.setProperty(
                CREDENTIALS_URI, "http://127.0.0.1:" + answer(ServerSocketFactory.getDefault(), () -> CREDENTIALS));
        CURRENT.set(this);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Priming.class.getResourceAsStream("priming/" + name), name)) {
            return in.readAllBytes();
        }
    }

    private static String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /**
     * Answers requests, one after the other, whatever they ask for.
     *
     * @param answers each a status, a header and a body, with a space between them
     * @return the port
     */
    private int answer(ServerSocketFactory sockets, Supplier<String> answers) throws IOException {
        ServerSocket server = sockets.createServerSocket(0, 0, InetAddress.getLoopbackAddress());
        open.add(server);
        var thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (var client = server.accept();
                                var in = new BufferedReader(
                                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
                            client.setTcpNoDelay(true);
                            in.lines().takeWhile(line -> !line.isEmpty()).forEach(line -> {});
                            String[] answer = answers.get().split(" ", 3);
                            client.getOutputStream()
                                    .write(("HTTP/1.1 %s -\r\n%s\r\nConnection: close\r\nContent-Length: %d\r\n"
                                                    + "\r\n%s")
                                            .formatted(answer[0], answer[1], answer[2].length(), answer[2])
                                            .getBytes(StandardCharsets.UTF_8));
                            in.transferTo(Writer.nullWriter());
                        } catch (IOException | RuntimeException e) {
                            // What asks notices that there is no answer; it closes the connection when it has one.
                        }
                    }
                },
                "gatelink-priming");
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    /** Primes for a handler, by its class's name. If that fails, it says so: first events take longer then. */
    static void run(String handler) {
        try (var priming = new Priming(handler.substring(handler.lastIndexOf('.') + 1))) {
            Object primed = Class.forName(handler).getConstructor().newInstance();
            while (!priming.recording.isEmpty()) {
                priming.run(primed);
            }
        } catch (Exception | LinkageError e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            String message = "Priming failed: first events take longer";
            var line = Map.of("level", "WARN", "task", handler, "message", message, "reason", reason.toString());
            LambdaRuntime.getLogger().log((TaskJson.text(line) + "\n").getBytes(StandardCharsets.UTF_8), LogLevel.WARN);
        }
    }

    private void run(Object handler) throws IOException {
        time = Instant.parse(recording.remove());
        String event = recording.remove().replace(ADDRESS, "https://localhost:" + port);
        try {
            handle(handler, new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
        } catch (VpcLinkDeletingException e) {
            // So such a run ends: the state machine comes back for the rest, which is the next run.
        }
        if (!recording.remove().isEmpty()) {
            throw new IllegalStateException("The run differs from the recorded one");
        }
    }

    @SuppressWarnings("unchecked")
    private static void handle(Object handler, InputStream in) throws IOException {
        // It is a context and a logger, neither of which does anything.
        var context = (Context) Proxy.newProxyInstance(
                Priming.class.getClassLoader(),
                new Class<?>[] {Context.class, LambdaLogger.class},
                (proxy, method, arguments) -> method.getReturnType() == LambdaLogger.class ? proxy : null);
        if (handler instanceof RequestStreamHandler task) {
            task.handleRequest(in, OutputStream.nullOutputStream(), context);
            return;
        }
        // As Lambda's runtime reads and writes for such a handler.
        Object output = ((RequestHandler<ScheduledEvent, Object>) handler)
                .handleRequest(
                        LambdaEventSerializers.serializerFor(ScheduledEvent.class, Priming.class.getClassLoader())
                                .fromJson(in),
                        context);
        JacksonFactory.getInstance()
                .getSerializer((Class<Object>) output.getClass())
                .toJson(output, OutputStream.nullOutputStream());
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable((String) variables.get(name));
    }

    @Override
    public SdkHttpClient sdkHttpClient(Duration longest, UnaryOperator<String> hosts) {
        var client = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(trust::getTrustManagers)
                .httpRoutePlanner(
                        (target, context) -> new HttpRoute(new HttpHost("https", "localhost", port), null, true))
                .build();
        open.add(client::close);
        return client;
    }

    @Override
    public InstantSource clock() {
        return () -> time;
    }

    @Override
    public void close() throws IOException {
        CURRENT.set(before);
        System.clearProperty(CREDENTIALS_URI);
        for (Closeable one : open) {
            one.close();
        }
    }
}
