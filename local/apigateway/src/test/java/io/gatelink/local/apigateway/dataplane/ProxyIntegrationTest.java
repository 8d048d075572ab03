package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.http;
import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static io.gatelink.local.apigateway.dataplane.Gateway.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyIntegrationTest {

    private Gateway gateway;
    private Gateway.Backend backend;
    private Response answer = Response.text(200, "text/plain", "hello");

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> answer);
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/orders",
                "/orders/17/",
                "/a//b",
                "/a%2Fb%20c",
                "/%C3%A4",
                "/a%252Fb",
                "/a;v=1/b",
                "/a+b:c@d!$&'()*,=",
                "/a/../b",
                "/a/./b",
                "/%7Bproxy%7D",
                "/a?x=1",
                "/a?x=1&x=2&y=%20%26&z",
                "/a?q=a+b&=&&",
                "/?only=query"
            })
    void pathAndQueryReachTheBackendAsTheyWereSent(String path) throws Exception {
        assertThat(raw("GET", path, "")).startsWith("HTTP/1.1 200 OK");

        Request request = backend.request();
        assertThat(request.path() + (request.query().isEmpty() ? "" : "?" + request.query()))
                .isEqualTo(path);
    }

    @Test
    void theStageWithoutASlashIsTheRoot() throws Exception {
        assertThat(gateway.get("").body()).isEqualTo("hello");
        assertThat(backend.request().path()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void everyMethodReachesTheBackendWithItsBody(String method) throws Exception {
        HttpResponse<String> response =
                gateway.send(gateway.request("/x").method(method, BodyPublishers.ofString("body")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(backend.request().method()).isEqualTo(method);
        assertThat(backend.request().body()).asString().isEqualTo("body");
    }

    /** {@code ANY} stands for the seven methods that API Gateway's documentation lists. */
    @Test
    void anotherMethodIsNotThere() throws Exception {
        HttpResponse<String> response = gateway.send(gateway.request("/x").method("PROPFIND", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }

    @Test
    void aCallWithoutABodyStaysOne() throws Exception {
        gateway.get("/x");
        assertThat(backend.request().headers()).doesNotContainKeys("Content-Length", "Transfer-Encoding");

        gateway.send(gateway.request("/x").POST(BodyPublishers.noBody()));
        assertThat(backend.request().headers()).containsEntry("Content-Length", List.of("0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, 10 << 20})
    void binaryBodiesPassByteForByteInBothDirections(int length) throws Exception {
        gateway.binaryMediaTypes.add("*/*");
        gateway.stage(gateway.stage.resources(), gateway.stage.variables());
        byte[] sent = random(length, 1);
        byte[] returned = random(length, 2);
        answer = new Response(200, Map.of("Content-Type", List.of("application/octet-stream")), returned);

        for (var publisher : List.of(
                BodyPublishers.ofByteArray(sent), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(sent)))) {
            HttpResponse<byte[]> response =
                    gateway.client.send(gateway.request("/x").POST(publisher).build(), BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(returned);
            assertThat(backend.request().body()).isEqualTo(sent);
        }
    }

    @Test
    void whatIsNoTextIsDamagedUnlessItsMediaTypeIsBinary() throws Exception {
        byte[] bytes = {'a', (byte) 0xFF, 'b', (byte) 0xC3, (byte) 0xA4};
        answer = new Response(200, Map.of("Content-Type", List.of("image/png")), bytes);

        HttpResponse<byte[]> response = gateway.client.send(
                gateway.request("/x")
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(bytes))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(backend.request().body()).asString(StandardCharsets.UTF_8).isEqualTo("a\uFFFDb\u00E4");
        assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("a\uFFFDb\u00E4");
    }

    @Test
    void aCallerWhoDoesNotAcceptWhatIsBinaryGetsItInBase64() throws Exception {
        gateway.binaryMediaTypes.add("image/png");
        gateway.stage(gateway.stage.resources(), gateway.stage.variables());
        answer = new Response(200, Map.of("Content-Type", List.of("image/png")), new byte[] {1, 2, (byte) 0xFF});

        assertThat(gateway.send(gateway.request("/x").header("Accept", "text/html, image/png"))
                        .body())
                .isEqualTo("AQL/");
        assertThat(gateway.client
                        .send(
                                gateway.request("/x")
                                        .header("Accept", "image/png")
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .body())
                .containsExactly(1, 2, (byte) 0xFF);
    }

    @Test
    void slashesBeforeAPathCountAsOne() throws Exception {
        gateway.stage(resource(
                "/orders/{id}",
                http(
                        "HTTP_PROXY",
                        "http://nlb.example.com/o/{id}",
                        Map.of("integration.request.path.id", "method.request.path.id"))));

        for (String path : List.of("/orders/1", "//orders/1", "/orders//1", "/orders/1/")) {
            assertThat(raw("GET", path, "")).as(path).startsWith("HTTP/1.1 200 OK");
            assertThat(backend.request().path()).as(path).isEqualTo("/o/1");
        }
    }

    @Test
    void aMethodThatTheNearestResourceDoesNotHaveIsLookedForInThoseThatMatchMore() throws Exception {
        var proxied = Map.of("integration.request.path.proxy", "method.request.path.proxy");
        gateway.stage(
                resource(
                        "/orders",
                        Map.of(
                                "GET",
                                Gateway.method("NONE", http("HTTP_PROXY", "http://nlb.example.com/own", Map.of())))),
                resource(
                        "/{proxy+}",
                        Map.of(
                                "OPTIONS",
                                Gateway.method(
                                        "NONE", http("HTTP_PROXY", "http://nlb.example.com/any/{proxy}", proxied)))));

        assertThat(raw("OPTIONS", "/orders", "")).startsWith("HTTP/1.1 200 OK");
        assertThat(backend.request().path()).isEqualTo("/any/orders");
        assertThat(raw("GET", "/orders", "")).startsWith("HTTP/1.1 200 OK");
        assertThat(backend.request().path()).isEqualTo("/own");
        assertThat(raw("DELETE", "/orders", "")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void pathParametersCanStandInTheUrisQuery() throws Exception {
        gateway.stage(resource(
                "/{id}",
                http(
                        "HTTP_PROXY",
                        "http://nlb.example.com/find?id={id}&fixed=1",
                        Map.of("integration.request.path.id", "method.request.path.id"))));

        gateway.get("/a%20b?z=2");

        assertThat(backend.request().query()).isEqualTo("id=a%20b&fixed=1&z=2");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_300, 30_000})
    void moreThanTenKilobytesOfHeadersAreRefused(int length) throws Exception {
        HttpResponse<String> response = gateway.send(gateway.request("/x").header("Cookie", "c".repeat(length)));

        assertThat(response.statusCode()).isEqualTo(431);
        assertThat(response.body()).isEqualTo("{\"message\":\"Request Header Fields Too Large\"}");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(gateway.send(gateway.request("/x").header("Cookie", "c".repeat(9000)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCallOverALimitIsTooManyOrOverTheQuota() throws Exception {
        gateway.admission = LiveStage.Admission.THROTTLED;
        HttpResponse<String> throttled = gateway.get("/x");
        gateway.admission = LiveStage.Admission.QUOTA_EXCEEDED;
        HttpResponse<String> exceeded = gateway.get("/x");

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
        assertThat(throttled.headers().firstValue("x-amzn-ErrorType")).hasValue("TooManyRequestsException");
        assertThat(exceeded.statusCode()).isEqualTo(429);
        assertThat(exceeded.body()).isEqualTo("{\"message\":\"Limit Exceeded\"}");
        assertThat(exceeded.headers().firstValue("x-amzn-ErrorType")).hasValue("LimitExceededException");
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aBodyOverTenMegabytesIsRefused() throws Exception {
        HttpResponse<String> response =
                gateway.send(gateway.request("/x").POST(BodyPublishers.ofByteArray(new byte[(10 << 20) + 1])));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"message\":\"Request Too Long\"}");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("RequestTooLargeException");
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void anAnswerOverTenMegabytesIsAnInternalServerError() throws Exception {
        answer = new Response(200, Map.of(), new byte[(10 << 20) + 1]);

        assertThat(gateway.get("/x").statusCode()).isEqualTo(500);
    }

    @Test
    void headersReachTheBackendWithAllTheirValuesButNotThoseOfTheConnection() throws Exception {
        String response = raw("GET", "/x", """
                X-Many: one\r
                X-Many: two, three\r
                x-many: four\r
                Accept: text/html\r
                User-Agent: curl/8\r
                Cookie: a=b\r
                Authorization: Bearer abc\r
                X-Forwarded-For: 10.1.2.3\r
                X-Forwarded-Proto: gopher\r
                TE: trailers\r
                Upgrade: h2c\r
                Keep-Alive: timeout=5\r
                Connection: X-Private, Upgrade\r
                X-Private: secret\r
                X-Bytes: \u00e4\u0085\r
                """);
        assertThat(response).startsWith("HTTP/1.1 200 OK");

        var headers = new java.util.TreeMap<>(backend.request().headers());
        assertThat(headers.remove("X-Amzn-Trace-Id"))
                .singleElement()
                .asString()
                .matches("Root=1-695735a5-[0-9a-f]{24}");
        assertThat(headers)
                .isEqualTo(new java.util.TreeMap<>(Map.ofEntries(
                        Map.entry("Host", List.of("nlb.example.com")),
                        Map.entry("X-Many", List.of("one", "two, three", "four")),
                        Map.entry("Accept", List.of("text/html")),
                        Map.entry("User-Agent", List.of("curl/8")),
                        Map.entry("Cookie", List.of("a=b")),
                        Map.entry("Authorization", List.of("Bearer abc")),
                        Map.entry("X-Bytes", List.of("\u00e4\u0085")),
                        Map.entry("X-Forwarded-For", List.of("10.1.2.3, 127.0.0.1")),
                        Map.entry("X-Forwarded-Proto", List.of("https")),
                        Map.entry("X-Forwarded-Port", List.of("443")),
                        Map.entry("x-amzn-apigateway-api-id", List.of("api1")))));
    }

    @Test
    void headersOfTheAnswerPassRenamedOrNotAtAllAsAwsDocumentsIt() throws Exception {
        answer = new Response(
                418,
                Map.of(
                        "X-Many", List.of("one", "two"),
                        "Set-Cookie", List.of("a=1", "b=2"),
                        "Content-Encoding", List.of("gzip"),
                        "Date", List.of("Thu, 01 Jan 1970 00:00:00 GMT"),
                        "Server", List.of("nginx"),
                        "WWW-Authenticate", List.of("Basic"),
                        "Via", List.of("1.1 proxy"),
                        "x-amzn-RequestId", List.of("theirs")),
                "{}".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> response = gateway.get("/x");

        assertThat(response.statusCode()).isEqualTo(418);
        var headers = new java.util.TreeMap<>(response.headers().map());
        assertThat(headers.remove("date")).hasSize(1).doesNotContain("Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(headers.remove("x-amzn-requestid"))
                .singleElement()
                .asString()
                .matches("[0-9a-f-]{36}");
        assertThat(headers.remove("x-amz-apigw-id")).singleElement().asString().matches("[a-z0-9]{15}=");
        assertThat(headers)
                .isEqualTo(new java.util.TreeMap<>(Map.of(
                        "content-length", List.of("2"),
                        "content-type", List.of("application/json"),
                        "content-encoding", List.of("gzip"),
                        "x-many", List.of("one", "two"),
                        "set-cookie", List.of("a=1", "b=2"),
                        "x-amzn-remapped-content-length", List.of("2"),
                        "x-amzn-remapped-date", List.of("Thu, 01 Jan 1970 00:00:00 GMT"),
                        "x-amzn-remapped-server", List.of("nginx"),
                        "x-amzn-remapped-www-authenticate", List.of("Basic"),
                        "x-amzn-remapped-x-amzn-requestid", List.of("theirs"))));
    }

    @Test
    void headHasTheLengthButNoBody() throws Exception {
        answer = Response.empty(200).with("Content-Length", "12345").with("Content-Type", "image/png");

        HttpResponse<String> response = gateway.send(gateway.request("/x").method("HEAD", BodyPublishers.noBody()));

        assertThat(backend.request().method()).isEqualTo("HEAD");
        assertThat(response.headers().firstValue("Content-Length")).hasValue("12345");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 304, 400, 404, 500, 503, 599})
    void statusesPassAndRedirectsAreNotFollowed(int status) throws Exception {
        answer = Response.empty(status).with("Location", "/elsewhere");

        HttpResponse<String> response = gateway.get("/x");

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Location")).hasValue("/elsewhere");
        assertThat(backend.seen()).hasSize(1);
    }

    @Test
    void theUrisOwnPathAndPortAndQueryCount() throws Exception {
        gateway.stage(resource(
                "/v1/{id}/{rest+}",
                http(
                        "HTTP_PROXY",
                        "http://orders.example.com:8443/base/{rest}/of/{id}?fixed=1",
                        Map.of(
                                "integration.request.path.id", "method.request.path.id",
                                "integration.request.path.rest", "method.request.path.rest"))));
        gateway.routesOf("link1", 8443).add(route(backend.port(), true));

        gateway.get("/v1/a%2Fb/x/y?z=2");

        assertThat(backend.request().path()).isEqualTo("/base/x/y/of/a%2Fb");
        assertThat(backend.request().query()).isEqualTo("fixed=1&z=2");
        assertThat(backend.request().header("Host")).hasValue("orders.example.com:8443");
    }

    @Test
    void mappedParametersReplaceThoseOfTheCall() throws Exception {
        gateway.stage(
                List.of(resource(
                        "/{id}",
                        http(
                                "HTTP_PROXY",
                                "http://nlb.example.com/{stage}/{who}",
                                Map.of(
                                        "integration.request.path.stage", "stageVariables.greeting",
                                        "integration.request.path.who", "method.request.querystring.who",
                                        "integration.request.querystring.who", "'static value'",
                                        "integration.request.querystring.all",
                                                "method.request.multivaluequerystring.many",
                                        "integration.request.header.X-Id", "method.request.path.id",
                                        "integration.request.header.X-Context", "context.requestId",
                                        "integration.request.header.X-Missing", "method.request.header.missing",
                                        "integration.request.header.X-Body",
                                                "method.request.body.order.items[1].name")))),
                Map.of("vpcLinkId", "link1", "greeting", "a/b"));

        HttpResponse<String> response = gateway.send(gateway.request("/a%0D%0Ab?who=x%2Fy&many=1&many=2")
                .POST(BodyPublishers.ofString("{\"order\":{\"items\":[{},{\"name\":\"tea\"}]}}")));

        assertThat(response.statusCode()).isEqualTo(200);
        Request request = backend.request();
        assertThat(request.path()).isEqualTo("/a%2Fb/x%2Fy");
        assertThat(request.query()).isEqualTo("many=1&many=2&all=1&all=2&who=static%20value");
        assertThat(request.header("X-Id")).hasValue("a  b");
        assertThat(request.header("X-Context")).isEqualTo(response.headers().firstValue("x-amzn-RequestId"));
        assertThat(request.header("X-Body")).hasValue("tea");
        assertThat(request.headers()).doesNotContainKey("X-Missing");
    }

    @Test
    void anotherValueOfTheStageVariableSendsTheVeryNextCallElsewhere() throws Exception {
        Gateway.Backend other = gateway.linkedBackend(request -> Response.text(200, "text/plain", "other"));

        assertThat(gateway.get("/x").body()).isEqualTo("hello");
        gateway.stage(gateway.stage.resources(), Map.of("vpcLinkId", "link2"));
        assertThat(gateway.get("/x").body()).isEqualTo("other");
        gateway.stage(gateway.stage.resources(), Map.of("vpcLinkId", "link1"));
        assertThat(gateway.get("/x").body()).isEqualTo("hello");
        assertThat(other.seen()).hasSize(1);
    }

    @Test
    void targetsTakeTurnsAndUnhealthyOnesAreLeftOutUnlessNoneIsHealthy() throws Exception {
        gateway.linkedBackend(request -> Response.text(200, "text/plain", "second"));
        var both = gateway.routesOf("link1", 80);
        both.addAll(gateway.routesOf("link2", 80));

        assertThat(bodiesOf(4)).containsExactlyInAnyOrder("hello", "second");
        both.set(0, route(backend.port(), false));
        assertThat(bodiesOf(4)).containsExactly("second");
        both.set(1, route(both.get(1).target().getPort(), false));
        assertThat(bodiesOf(4)).containsExactlyInAnyOrder("hello", "second");
    }

    @Test
    void connectionsAreKeptAndOneThatTheBackendClosedMeanwhileDoesNotMatter() throws Exception {
        try (var backendThatClosesAfterEachAnswer = new java.net.ServerSocket(0)) {
            gateway.link("link1", backendThatClosesAfterEachAnswer.getLocalPort());
            var thread = new Thread(() -> answerAndClose(backendThatClosesAfterEachAnswer));
            thread.setDaemon(true);
            thread.start();

            for (int i = 0; i < 20; i++) {
                assertThat(gateway.get("/x").statusCode()).isEqualTo(200);
            }
        }
    }

    /** Says nothing of closing, and closes. */
    private static void answerAndClose(java.net.ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }

    private Set<String> bodiesOf(int calls) throws Exception {
        var bodies = new HashSet<String>();
        for (int i = 0; i < calls; i++) {
            bodies.add(gateway.get("/x").body());
        }
        return bodies;
    }

    /** Sends a request that no client library would send. */
    private String raw(String method, String path, String headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((method + " /_aws/execute-api/api1/test" + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + gateway.port() + "\r\n" + headers + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
