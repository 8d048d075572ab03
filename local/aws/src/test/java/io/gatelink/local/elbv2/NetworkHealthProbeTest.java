package io.gatelink.local.elbv2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkHealthProbeTest {

    private HttpServer server;

    @BeforeEach
    void startABackend() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(
                    Integer.parseInt(exchange.getRequestURI().getPath().substring(1)), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopTheBackend() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /200 | 200-399     | healthy
            /302 | 200-399     | healthy
            /404 | 200-399     | Health checks failed with these codes: [404]
            /404 | 200,404-410 | healthy
            /503 | 200         | Health checks failed with these codes: [503]
            """)
    void anHttpCheckAsksForItsPathAndMatchesTheStatus(String path, String matcher, String outcome) {
        HealthProbe.Result result = HealthProbe.network()
                .check(
                        server.getAddress(),
                        new TargetGroup.HealthCheck(
                                "HTTP", "traffic-port", Optional.of(path), 30, 6, 5, 2, Optional.of(matcher)));

        assertThat(result.failure().map(HealthProbe.Failure::description).orElse("healthy"))
                .isEqualTo(outcome);
    }
}
