package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * Runs a function's handler once before Lambda takes the snapshot that it restores later (SnapStart), so that the first
 * event finds loaded what it needs. A second handler does it, on recorded runs, with credentials that are none; its
 * requests reach this machine only, and its connections are closed before the snapshot.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-best-practices.html">Maximize Lambda SnapStart
 *      performance</a>
 */
final class Priming implements Environment, AutoCloseable {

    /** Stands in a recorded event for where this machine answers. */
    private static final String ADDRESS = "https://localhost:0";

    /** A system property that the SDK prefers to the environment variable. */
    private static final String CREDENTIALS_URI = "aws.containerCredentialsFullUri";

    /** Belongs to the certificate, which no client but those of {@link Priming} trusts. */
    private static final char[] PASSWORD = "priming".toCharArray();

    private final Queue<String> recording;
    private final Map<String, Object> variables;
    private final TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    private final SSLContext tls = SSLContext.getInstance("TLS");
    private final LoopbackServer aws;
    private final LoopbackServer credentials;
    private final List<SdkHttpClient> clients = new ArrayList<>();
    private Instant time = Instant.EPOCH;

    /** @param name of the recorded runs: of each, in a line, its time, its event, the answers it got, and an empty one */
    private Priming(String name) throws IOException, GeneralSecurityException {
        variables = TaskJson.object(new String(resource("variables.json"), StandardCharsets.UTF_8)).orElseThrow();
        recording = new ConcurrentLinkedQueue<>(
                new String(resource(name + ".txt"), StandardCharsets.UTF_8).lines().toList());
        trustLocalhost();
        aws = LoopbackServer.start(tls.getServerSocketFactory(), recording::remove);
        credentials = LoopbackServer.start(ServerSocketFactory.getDefault(), () -> "200 - {\"AccessKeyId\":\"none\","
                + "\"SecretAccessKey\":\"none\",\"Token\":\"none\",\"Expiration\":\"2999-01-01T00:00:00Z\"}");
        System.setProperty(CREDENTIALS_URI, "http://127.0.0.1:" + credentials.port());
    }

    private void trustLocalhost() throws IOException, GeneralSecurityException {
        var own = KeyStore.getInstance("PKCS12");
        own.load(new ByteArrayInputStream(resource("localhost.p12")), PASSWORD);
        var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identity.init(own, PASSWORD);
        var authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("authority", own.getCertificateChain("localhost")[1]);
        trust.init(authorities);
        tls.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Priming.class.getResourceAsStream("priming/" + name)) {
            if (in == null) {
                throw new IOException("There is no resource priming/" + name);
            }
            return in.readAllBytes();
        }
    }

    /** Primes for a handler, by its class's name. A failure is logged: the first event takes longer then. */
    static void run(String handler) {
        try (var priming = new Priming(handler.substring(handler.lastIndexOf('.') + 1))) {
            Object primed = Environment.within(priming, () -> create(handler));
            while (!priming.recording.isEmpty()) {
                priming.run(primed);
            }
        } catch (Exception | LinkageError e) {
            LambdaRuntime.getLogger().log((TaskJson.text(Map.of("level", "WARN", "task", handler, "reason", e.toString(),
                    "message", "Priming failed: first events take longer")) + "\n").getBytes(StandardCharsets.UTF_8),
                    LogLevel.WARN);
        }
    }

    private static Object create(String handler) {
        try {
            return Class.forName(handler).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Handler " + handler + " cannot be created", e);
        }
    }

    private void run(Object handler) throws IOException {
        time = Instant.parse(recording.remove());
        String event = recording.remove().replace(ADDRESS, "https://localhost:" + aws.port());
        try {
            handle(handler, new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
        } catch (VpcLinkDeletingException e) {
            // So such a run ends; the state machine comes back for the rest, which is the next run.
        }
        String end = recording.remove();
        if (!end.isEmpty()) {
            throw new IllegalStateException("Recorded answer that was not asked for: " + Text.shown(end));
        }
    }

    @SuppressWarnings("unchecked")
    private static void handle(Object handler, InputStream in) throws IOException {
        // Both a context and a logger that does nothing.
        var context = (Context) Proxy.newProxyInstance(Priming.class.getClassLoader(),
                new Class<?>[] {Context.class, LambdaLogger.class},
                (proxy, method, arguments) -> method.getReturnType() == LambdaLogger.class ? proxy : null);
        if (handler instanceof RequestStreamHandler task) {
            task.handleRequest(in, OutputStream.nullOutputStream(), context);
            return;
        }
        // As Lambda's runtime reads and writes for such a handler.
        Object output = ((RequestHandler<ScheduledEvent, Object>) handler).handleRequest(
                LambdaEventSerializers.serializerFor(ScheduledEvent.class, Priming.class.getClassLoader()).fromJson(in),
                context);
        ((PojoSerializer<Object>) JacksonFactory.getInstance().getSerializer(output.getClass()))
                .toJson(output, OutputStream.nullOutputStream());
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable((String) variables.get(name));
    }

    @Override
    public SdkHttpClient sdkHttpClient(Duration longest) {
        var client = ApacheHttpClient.builder().tlsTrustManagersProvider(trust::getTrustManagers).build();
        clients.add(client);
        return new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                return client.prepareRequest(HttpExecuteRequest.builder()
                        .request(request.httpRequest().toBuilder().protocol("https").host("localhost")
                                .port(aws.port()).build())
                        .contentStreamProvider(request.contentStreamProvider().orElse(null)).build());
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    @Override
    public HttpClient httpClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
    }

    @Override
    public InstantSource clock() {
        return () -> time;
    }

    @Override
    public void close() throws IOException {
        System.clearProperty(CREDENTIALS_URI);
        clients.forEach(SdkHttpClient::close);
        aws.close();
        credentials.close();
    }
}
