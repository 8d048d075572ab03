package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.http;
import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static io.gatelink.local.apigateway.dataplane.Gateway.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.http.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    private static final String INTERNAL_SERVER_ERROR = "{\"message\": \"Internal server error\"}";
    private static final String NETWORK_ERROR = "{\"message\": \"Network error communicating with endpoint\"}";
    private static final String TIMED_OUT = "{\"message\": \"Endpoint request timed out\"}";
    private static final String MISSING_TOKEN = "{\"message\":\"Missing Authentication Token\"}";
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";

    private final Integration proxy = http("HTTP_PROXY", "http://nlb.example.com/", Map.of());
    private Gateway gateway;
    private final Semaphore closed = new Semaphore(0);
    private Gateway.Backend backend;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> Response.text(200, "text/plain", "hello"));
        gateway.stage(resource("/", proxy));
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/test", "api1/prod", "api1/TEST"})
    void anUnknownApiOrStageIsForbidden(String apiAndStage) throws Exception {
        assertAnswer(
                gateway.send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/_aws/execute-api/" + apiAndStage + "/"))),
                403,
                "ForbiddenException",
                FORBIDDEN);
    }

    @Test
    void anUnknownPathIsAMissingAuthenticationToken() throws Exception {
        assertAnswer(gateway.get("/nothing"), 403, "MissingAuthenticationTokenException", MISSING_TOKEN);
    }

    @Test
    void aMethodThatNeedsAKeyIsForbiddenWithoutAValidOne() throws Exception {
        gateway.stage(resource(
                "/",
                Map.of("GET", new Method("GET", "NONE", null, true, null, null, Map.of(), Map.of(), Map.of(), proxy))));
        gateway.apiKeys.add("key1");

        assertAnswer(gateway.get("/"), 403, "ForbiddenException", FORBIDDEN);
        assertAnswer(
                gateway.send(gateway.request("/").header("x-api-key", "key2")), 403, "ForbiddenException", FORBIDDEN);
        assertThat(gateway.send(gateway.request("/").header("x-api-key", "key1"))
                        .body())
                .isEqualTo("hello");
    }

    @Test
    void anAuthorizerThatIsNotThereLetsNoOneIn() throws Exception {
        gateway.stage(resource("/", Map.of("ANY", Gateway.method("CUSTOM", proxy))));

        assertAnswer(gateway.get("/"), 500, "AuthorizerConfigurationException", "{\"message\":null}");
        assertThat(backend.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "FAILED", "DELETING"})
    void aLinkThatIsNotAvailableIsAnInternalServerError(String status) throws Exception {
        gateway.links.computeIfPresent("link1", (id, link) -> new LiveStage.Link(id, status, link.targetArn()));

        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aConnectionThatLeadsNowhereIsAnInternalServerError() throws Exception {
        gateway.stage(gateway.stage.resources(), Map.of("vpcLinkId", "nolink"));
        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);

        gateway.stage(gateway.stage.resources(), Map.of());
        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
    }

    @Test
    void aLoadBalancerWithoutListenerOnThePortIsAnInternalServerError() throws Exception {
        gateway.stage(resource("/", http("HTTP_PROXY", "http://nlb.example.com:81/", Map.of())));

        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
    }

    @Test
    void aTargetThatRefusesConnectionsIsAnInternalServerError() throws Exception {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        gateway.link("link1", port);

        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 999999 ?\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nframes"
            })
    void anAnswerThatIsNoneIsANetworkError(String nonsense) throws Exception {
        try (var server = new ServerSocket(0)) {
            answerAll(server, nonsense);
            gateway.link("link1", server.getLocalPort());

            assertAnswer(gateway.get("/"), 504, "InternalServerErrorException", NETWORK_ERROR);
        }
    }

    /** As AWS counts what API Gateway does not pass on. */
    @Test
    void anAnswerWithTooManyHeadersIsAnInternalServerError() throws Exception {
        try (var server = new ServerSocket(0)) {
            answerAll(server, "HTTP/1.1 200 OK\r\n" + ("X: " + "y".repeat(1000) + "\r\n").repeat(180) + "\r\n");
            gateway.link("link1", server.getLocalPort());

            assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
        }
    }

    /** An unsolicited second answer must not become the answer to the next request. */
    @Test
    void aBackendThatAnswersTwiceSpoilsNoOtherCall() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            gateway.link("link1", server.getLocalPort());
            gateway.stage(Gateway.proxyOnEverything("NONE"), Map.of("vpcLinkId", "link1"));
            keepAnswering(
                    server,
                    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npoisoned",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.get("/first").body()).isEqualTo("one");
                assertThat(gateway.get("/second").body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void aBackendThatTakesTooLongIsATimeout() throws Exception {
        var release = new CountDownLatch(1);
        gateway.linkedBackend(request -> {
            await(release);
            return Response.empty(200);
        });
        gateway.stage(List.of(resource("/", with(proxy, "VPC_LINK", "link2", 50, null))), Map.of());

        assertAnswer(gateway.get("/"), 504, "InternalServerErrorException", TIMED_OUT);
        release.countDown();
    }

    @Test
    void aBackendThatNeverGetsToTheEndOfItsAnswerIsATimeoutToo() throws Exception {
        try (var server = new ServerSocket(0)) {
            gateway.link("link1", server.getLocalPort());
            gateway.stage(resource("/", with(proxy, "VPC_LINK", "link1", 200, null)));
            var thread = new Thread(() -> drip(server));
            thread.setDaemon(true);
            thread.start();

            assertAnswer(gateway.get("/"), 504, "InternalServerErrorException", TIMED_OUT);
        }
    }

    /** What may be sent twice is; the rest must not be sent into a connection that is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aBackendThatClosesItsConnectionWithoutSayingSoIsConnectedToAgain(String method) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            gateway.link("link1", server.getLocalPort());
            answerAll(server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.send(gateway.request("/").method(method, BodyPublishers.noBody()))
                                .body())
                        .isEqualTo("ok");
                closed.acquire();
            }
        }
    }

    /** Its body must not become the answer to the next request, nor hold it up. */
    @ParameterizedTest
    @CsvSource({"HEAD, 200 OK", "GET, 204 No Content", "GET, 304 Not Modified"})
    void aBackendThatSendsABodyWhereThereMustBeNoneSpoilsNoOtherCall(String method, String status) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            gateway.link("link1", server.getLocalPort());
            gateway.stage(Gateway.proxyOnEverything("NONE"), Map.of("vpcLinkId", "link1"));
            keepAnswering(
                    server,
                    "HTTP/1.1 " + status + "\r\nContent-Length: 4\r\n\r\nbody",
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.send(gateway.request("/first").method(method, BodyPublishers.noBody()))
                                .statusCode())
                        .isEqualTo(Integer.parseInt(status.substring(0, 3)));
                assertThat(gateway.get("/second").body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void aLoadBalancerWhoseSecurityGroupsRefusePrivateLinkTimesOut() throws Exception {
        gateway.refusesPrivateLinkTraffic = true;
        gateway.stage(resource("/", with(proxy, "VPC_LINK", "link1", 50, null)));

        assertAnswer(gateway.get("/"), 504, "InternalServerErrorException", TIMED_OUT);
    }

    @Test
    void whatWouldLeaveThisMachineIsRefused() throws Exception {
        gateway.stage(resource("/", with(proxy, "INTERNET", null, 1000, null)));

        assertAnswer(
                gateway.get("/"),
                500,
                "NotImplemented",
                "{\"message\":\"The local AWS does not support integrations"
                        + " without a VPC link: it does not leave this machine.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "ftp://x/", "http://", "http://a@b/", "http://x:99999/", "http://x/{missing}"})
    void aUriThatCannotWorkIsAnInternalServerError(String uri) throws Exception {
        gateway.stage(resource("/", http("HTTP_PROXY", uri, Map.of())));

        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
    }

    @Test
    void aMethodWithoutIntegrationIsAnInternalServerError() throws Exception {
        gateway.stage(resource("/", Map.of("ANY", Gateway.method("NONE", null))));

        assertAnswer(gateway.get("/"), 500, "InternalServerErrorException", INTERNAL_SERVER_ERROR);
    }

    @Test
    void aTestInvocationLogsEachStep() throws Exception {
        var log = InvocationLog.kept();
        var request = new io.gatelink.local.http.Request("GET", "/", "a=1", Map.of("X-A", List.of("b")), null);

        Response response = gateway.executeApi()
                .test(
                        new LiveStage("api1", "whatever", Map.of("vpcLinkId", "link1"), gateway.stage.resources()),
                        "/",
                        request,
                        log);

        assertThat(response.body()).asString().isEqualTo("hello");
        String id = response.headers().get("x-amzn-RequestId").get(0);
        assertThat(log.toString()
                        .replaceAll("latency: [0-9]+ ms", "latency: N ms")
                        .replaceAll("Root=[-0-9a-f]+", "T")
                        .replaceAll("(?m)^Endpoint response headers.*$", "")
                        .lines())
                .contains(
                        "Execution log for request " + id,
                        "Fri Jan 02 03:04:05 UTC 2026 : Starting execution for request: " + id,
                        "Fri Jan 02 03:04:05 UTC 2026 : HTTP Method: GET, Resource Path: /",
                        "Fri Jan 02 03:04:05 UTC 2026 : Method request query string: {a=1}",
                        "Fri Jan 02 03:04:05 UTC 2026 : Method request headers: {X-A=b}",
                        "Fri Jan 02 03:04:05 UTC 2026 : Sending request to http://nlb.example.com/?a=1",
                        "Fri Jan 02 03:04:05 UTC 2026 : Received response. Status: 200, Integration latency: N ms",
                        "Fri Jan 02 03:04:05 UTC 2026 : Method response body after transformations: hello",
                        "Fri Jan 02 03:04:05 UTC 2026 : Successfully completed execution",
                        "Fri Jan 02 03:04:05 UTC 2026 : Method completed with status: 200");
    }

    @Test
    void aTestInvocationThatFailsLogsWhy() {
        var log = InvocationLog.kept();
        gateway.links.clear();

        Response response = gateway.executeApi()
                .test(
                        new LiveStage("api1", "", Map.of("vpcLinkId", "link1"), gateway.stage.resources()),
                        "/",
                        new io.gatelink.local.http.Request("GET", "/", "", Map.of(), null),
                        log);

        assertThat(response.status()).isEqualTo(500);
        assertThat(log.toString()).endsWith("""
                Fri Jan 02 03:04:05 UTC 2026 : Execution failed due to configuration error: VPC link link1 does not exist
                Fri Jan 02 03:04:05 UTC 2026 : Method completed with status: 500
                """);
    }

    private static void assertAnswer(HttpResponse<String> response, int status, String type, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(type);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().map()).containsKeys("x-amzn-requestid", "x-amz-apigw-id");
    }

    private void answerAll(ServerSocket server, String answer) {
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    return;
                }
                closed.release();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Keeps each connection open; answers requests for {@code /first} with the first answer, others with the second.
     */
    private static void keepAnswering(ServerSocket server, String first, String second) {
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    var connection = new Thread(() -> answer(socket, first, second));
                    connection.setDaemon(true);
                    connection.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(Socket socket, String first, String second) {
        try (socket) {
            byte[] request = new byte[4096];
            for (int read = socket.getInputStream().read(request);
                    read > 0;
                    read = socket.getInputStream().read(request)) {
                boolean isFirst = new String(request, 0, read, StandardCharsets.ISO_8859_1).contains(" /first ");
                socket.getOutputStream().write((isFirst ? first : second).getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            return;
        }
    }

    /** Always one more header before the reader gives up waiting for one. */
    private static void drip(ServerSocket server) {
        try (var socket = server.accept()) {
            socket.getInputStream().read(new byte[4096]);
            socket.setSoTimeout(20);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1000; i++) {
                socket.getOutputStream().write("X: y\r\n".getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
                try {
                    if (socket.getInputStream().read() < 0) {
                        return;
                    }
                } catch (java.net.SocketTimeoutException e) {
                    // The caller is still there.
                }
            }
        } catch (IOException e) {
            return;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
