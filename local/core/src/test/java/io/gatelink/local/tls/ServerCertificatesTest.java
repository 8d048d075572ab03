package io.gatelink.local.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HTTPS server, spoken to by Java's own TLS, which checks names and issuers. */
class ServerCertificatesTest {

    private final CertificateAuthority authority = new CertificateAuthority(Instant::now);
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        var certificates = new ServerCertificates(authority, List.of("localhost", "127.0.0.1"), host -> switch (host) {
            case "api.example.com" -> Optional.of(host);
            case "a.example.org", "b.example.org" -> Optional.of("*.example.org");
            default -> Optional.empty();
        });
        server = HttpServer.createSecure(
                        HttpServerConfiguration.onLoopback(0),
                        certificates.context(),
                        request -> Response.text(
                                200, "text/plain", request.header("Host").orElse("") + " " + request.path()),
                        defects::add)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(defects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api.example.com", "API.example.com", "a.example.org", "b.example.org", "localhost", "127.0.0.1"
            })
    void eachNameHasACertificateOfTheAuthority(String name) throws Exception {
        assertThat(get(name)).startsWith("HTTP/1.1 200 OK\r\n").endsWith(name + " /orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example.com", "example.org", "x.api.example.com"})
    void aNameThatIsNotServedHasNone(String name) {
        assertThatThrownBy(() -> get(name))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageEndingWith("No subject alternative DNS name matching " + name + " found.");
    }

    @Test
    void aCertificateIsIssuedOnceAndNamesItsIssuer() throws Exception {
        X509Certificate first = certificate("a.example.org");

        assertThat(certificate("b.example.org")).isEqualTo(first);
        assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=*.example.org");
        assertThat(first.getIssuerX500Principal())
                .isEqualTo(authority.certificate().getSubjectX500Principal());
        assertThat(first.getBasicConstraints()).as("no authority itself").isEqualTo(-1);
        first.verify(authority.certificate().getPublicKey());
    }

    @Test
    void callersThatDoNotTrustTheAuthorityGetNoConnection() {
        var other = new CertificateAuthority(Instant::now);

        assertThatThrownBy(() -> connect("api.example.com", other).close())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("PKIX path");
    }

    @Test
    void theAuthorityIsReadFromPem() throws Exception {
        var read = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(authority.pem().getBytes(StandardCharsets.US_ASCII)));

        assertThat(read).isEqualTo(authority.certificate());
    }

    private String get(String name) throws Exception {
        try (SSLSocket socket = connect(name, authority)) {
            String request = "GET /orders HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private X509Certificate certificate(String name) throws Exception {
        try (SSLSocket socket = connect(name, authority)) {
            var chain = new ArrayList<>(List.of(socket.getSession().getPeerCertificates()));
            return (X509Certificate) chain.get(0);
        }
    }

    private SSLSocket connect(String name, CertificateAuthority trusted) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", trusted.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, server.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
