package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.http;
import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static io.gatelink.local.apigateway.dataplane.Gateway.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backend with a certificate for {@code orders.example.com} that no known authority has issued. */
class TlsBackendTest {

    private static final char[] PASSWORD = "password".toCharArray();

    private static SSLContext tls;

    /** From where each call came. */
    private final List<InetSocketAddress> callers = new CopyOnWriteArrayList<>();

    private Gateway gateway;
    private HttpsServer backend;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        tls = serverContext(folder);
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        backend = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setHttpsConfigurator(new HttpsConfigurator(tls));
        backend.createContext("/", exchange -> {
            callers.add(exchange.getRemoteAddress());
            byte[] host = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, host.length);
            exchange.getResponseBody().write(host);
            exchange.close();
        });
        backend.start();
        gateway.link("link1");
        gateway.routesOf("link1", 443).add(Gateway.route(backend.getAddress().getPort(), true));
    }

    @AfterEach
    void stop() {
        backend.stop(0);
        gateway.close();
    }

    @Test
    void aCertificateFromAnIssuerThatIsNotKnownIsRefusedUnlessVerificationIsSkipped() throws Exception {
        endpoint("https://orders.example.com/", null);
        assertThat(gateway.get("/").statusCode()).isEqualTo(500);

        endpoint("https://orders.example.com/", true);
        assertThat(gateway.get("/").body()).isEqualTo("orders.example.com");

        endpoint("https://orders.example.com/", false);
        assertThat(gateway.get("/").statusCode()).isEqualTo(500);
    }

    @Test
    void aConnectionThatIsEncryptedServesOneCallAfterTheOther() throws Exception {
        endpoint("https://orders.example.com/", true);

        for (int i = 0; i < 3; i++) {
            assertThat(gateway.get("/").body()).isEqualTo("orders.example.com");
        }
        assertThat(callers).hasSize(3).containsOnly(callers.get(0));
    }

    @Test
    void aCertificateForAnotherNameIsRefusedInAnyCase() throws Exception {
        endpoint("https://other.example.com/", true);

        assertThat(gateway.get("/").statusCode()).isEqualTo(500);
    }

    @Test
    void whatIsWrongWithACertificateIsLoggedInAwsWords() {
        assertThat(logOf("https://orders.example.com/", null)).endsWith("""
                Execution failed due to configuration error: PKIX path building failed: unable to find valid \
                certification path to requested target
                Method completed with status: 500
                """);
        assertThat(logOf("https://other.example.com/", true)).endsWith("""
                Execution failed due to configuration error: Host name 'other.example.com' does not match the \
                certificate subject provided by the peer (CN=orders.example.com)
                Method completed with status: 500
                """);
        gateway.routesOf("link1", 443).set(0, Gateway.route(gateway.port(), true));
        assertThat(logOf("https://orders.example.com/", null)).endsWith("""
                Execution failed due to configuration error: General SSLEngine problem
                Method completed with status: 500
                """);
    }

    @Test
    void aTlsListenerEndsTlsAndItsTargetsAreSpokenToPlainly() throws Exception {
        Gateway.Backend plain = gateway.backend(request -> Response.text(200, "text/plain", "plain"));
        gateway.routesOf("link1", 443).set(0, Gateway.tlsRoute(plain.port(), "TCP"));

        endpoint("https://orders.example.com/", null);
        assertThat(gateway.get("/").body()).isEqualTo("plain");
        assertThat(plain.request().header("Host")).hasValue("orders.example.com");

        gateway.routesOf("link1", 80).add(Gateway.tlsRoute(plain.port(), "TCP"));
        endpoint("http://orders.example.com/", null);
        assertThat(gateway.get("/").statusCode())
                .as("plain, to a listener that waits for a handshake")
                .isEqualTo(504);
    }

    @Test
    void theNameInATlsListenersCertificateHasToBeTheUris() throws Exception {
        Gateway.Backend plain = gateway.backend(request -> Response.text(200, "text/plain", "plain"));
        gateway.routesOf("link1", 443).set(0, Gateway.tlsRoute(plain.port(), "TCP", "orders.example.com"));

        endpoint("https://Orders.example.com/", null);
        assertThat(gateway.get("/").body()).isEqualTo("plain");
        assertThat(logOf("https://other.example.com/", true)).endsWith("""
                Execution failed due to configuration error: Host name 'other.example.com' does not match the \
                certificate subject provided by the peer (CN=orders.example.com)
                Method completed with status: 500
                """);
    }

    @Test
    void noCertificateIsEverForANameOfAws() throws Exception {
        Gateway.Backend plain = gateway.backend(request -> Response.text(200, "text/plain", "plain"));
        gateway.routesOf("link1", 443).set(0, Gateway.tlsRoute(plain.port(), "TCP"));

        endpoint("https://orders-0123456789abcdef.elb.us-east-1.amazonaws.com/", true);

        assertThat(gateway.get("/").statusCode()).isEqualTo(500);
    }

    /** The load balancer encrypts anew, and looks at no certificate. */
    @Test
    void targetsOfATlsGroupMayHaveAnyCertificate() throws Exception {
        gateway.routesOf("link1", 443)
                .set(0, Gateway.tlsRoute(backend.getAddress().getPort(), "TLS"));

        endpoint("https://other.example.com/", null);

        assertThat(gateway.get("/").body()).isEqualTo("other.example.com");
    }

    private String logOf(String uri, Boolean insecureSkipVerification) {
        endpoint(uri, insecureSkipVerification);
        var log = InvocationLog.kept();
        gateway.executeApi()
                .test(
                        new LiveStage("api1", "", Map.of(), gateway.stage.resources()),
                        "/",
                        new Request("GET", "/", "", Map.of(), null),
                        log);
        return log.toString().replaceAll("(?m)^... ... .. ..:..:.. UTC .... : ", "");
    }

    private void endpoint(String uri, Boolean insecureSkipVerification) {
        gateway.stage(resource(
                "/", with(http("HTTP_PROXY", uri, Map.of()), "VPC_LINK", "link1", 10_000, insecureSkipVerification)));
    }

    private static SSLContext serverContext(Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "backend",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=orders.example.com",
                        "-ext",
                        "SAN=dns:orders.example.com",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
