package io.gatelink.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("takes what is printed")
class HttpServerTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private HttpServerConfiguration configuration = HttpServerConfiguration.onLoopback(0);

    @AfterEach
    void closeServers() {
        servers.forEach(HttpServer::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/a//b/",
                "/a/../b",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a%2Fb",
                "/a%5Cb",
                "/a;x=1/b;y",
                "/a%0D%0Ab",
                "/\"<>|{}^`\\",
                "/a%252Fb",
                "/%C3%A4",
                "/%FF%FE",
                "/a:b@c",
                "/~!$&'()*+,="
            })
    void pathsArriveAsTheyWereSent(String path) throws Exception {
        assertThat(raw(echo(), "GET " + path + "?p=" + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");

        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo(path);
            assertThat(request.query()).isEqualTo("p=" + path);
        });
    }

    @Test
    void headersArriveWithAllTheirValuesInOrderAndUnchanged() throws Exception {
        raw(echo(), """
                GET / HTTP/1.1\r
                Host: API.example:8080\r
                X-Many: one\r
                x-many: two, three\r
                Content-Type: TEXT/html;CHARSET=utf-8\r
                Accept-Encoding: GZIP\r
                X-Many: four\r
                X-Empty:\r
                X-Bytes: \u00e4\u0080\u00ff\r
                Connection: close\r
                \r
                """);

        assertThat(seen.get(0).headers())
                .isEqualTo(new java.util.TreeMap<>(Map.of(
                        "Host", List.of("API.example:8080"),
                        "X-Many", List.of("one", "two, three", "four"),
                        "Content-Type", List.of("TEXT/html;CHARSET=utf-8"),
                        "Accept-Encoding", List.of("GZIP"),
                        "X-Empty", List.of(""),
                        "X-Bytes", List.of("\u00e4\u0080\u00ff"),
                        "Connection", List.of("close"))));
    }

    @Test
    void bodiesArriveByteForByteWhetherTheirLengthIsAnnouncedOrNot() throws Exception {
        byte[] body = new byte[3 << 20];
        new Random(1).nextBytes(body);
        HttpServer server = start(request -> {
            seen.add(request);
            return new Response(200, Map.of(), request.body());
        });

        for (var publisher : List.of(
                BodyPublishers.ofByteArray(body),
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(uri(server, "/")).PUT(publisher).build(), BodyHandlers.ofByteArray());
            assertThat(answer.body()).isEqualTo(body);
        }
        assertThat(seen).allSatisfy(request -> assertThat(request.body()).isEqualTo(body));
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWith413AndTheServerGoesOn() throws Exception {
        configuration = configuration.withMaxBodyBytes(1000);
        HttpServer server = echo();

        for (var publisher : List.of(
                BodyPublishers.ofByteArray(new byte[1001]),
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[5_000_000])))) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri(server, "/")).POST(publisher).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Request Too Long\"}");
        }
        assertThat(seen).isEmpty();
        assertThat(client.send(
                                HttpRequest.newBuilder(uri(server, "/"))
                                        .POST(BodyPublishers.ofByteArray(new byte[1000]))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCallerWhoAsksBeforeSendingABodyThatIsTooLongIsRefusedAtOnce() throws Exception {
        configuration = configuration.withMaxBodyBytes(1000);

        assertThat(raw(echo(), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .endsWith("{\"message\":\"Request Too Long\"}");
    }

    @Test
    void answersGoOutWithTheirHeadersOnceAndWithoutOnesThatNameTheServer() throws Exception {
        HttpServer server = start(request -> new Response(
                201,
                Map.of(
                        "X-Many", List.of("one", "two"),
                        "Date", List.of("Thu, 01 Jan 1970 00:00:00 GMT"),
                        "Content-Length", List.of("999"),
                        "Transfer-Encoding", List.of("chunked")),
                "body".getBytes(StandardCharsets.UTF_8)));

        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri(server, "/")).build(), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("body");
        assertThat(answer.headers().map())
                .isEqualTo(Map.of(
                        "x-many", List.of("one", "two"),
                        "date", List.of("Thu, 01 Jan 1970 00:00:00 GMT"),
                        "content-length", List.of("4")));
    }

    @Test
    void aLineBreakInAHeaderOfAnAnswerStartsNoOtherHeader() throws Exception {
        HttpServer server = start(request -> Response.empty(200).with("X-Echo", "a\r\nX-Injected: yes"));

        assertThat(raw(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .doesNotContain("\nX-Injected");
    }

    @Test
    void anAnswerToHeadHasNoBodyButTheLengthThatItWouldHave() throws Exception {
        String head = "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

        assertThat(raw(start(request -> Response.text(200, "text/plain", "12345")), head))
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\n");
        assertThat(raw(start(request -> Response.empty(200).with("Content-Length", "77")), head))
                .contains("Content-Length: 77\r\n")
                .endsWith("\r\n\r\n");
        assertThat(raw(start(request -> Response.empty(200)), head))
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerThatCannotHaveABodyHasNone(int status) throws Exception {
        HttpServer server = start(request ->
                new Response(status, Map.of("Content-Length", List.of("4")), "body".getBytes(StandardCharsets.UTF_8)));

        assertThat(raw(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContain("Content-Length")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nHost: g\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\n: no name\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: many\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a%00b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a/../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
                "CONNECT example:443 HTTP/1.1\r\nHost: example:443\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"
            })
    void whatIsNoRequestGetsAShortErrorAndNothingIsPrinted(String nonsense) throws Exception {
        PrintStream before = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed));
        try {
            assertThat(raw(echo(), nonsense))
                    .matches("(?s)HTTP/1\\.1 (400|505) .*\\{\"message\":\"[ A-Za-z]+\"}")
                    .contains("\r\nConnection: close\r\n")
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("Exception");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void headersThatAreTooLongAreRefused() throws Exception {
        assertThat(raw(echo(), "GET / HTTP/1.1\r\nHost: h\r\nX-Long: " + "x".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .endsWith("{\"message\":\"Request Header Fields Too Large\"}");
        assertThat(raw(echo(), "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: ", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf"})
    void aRequestThatIsNeverSentToItsEndIsGivenUp(String half) throws Exception {
        configuration = configuration.withIdleTimeout(Duration.ofMillis(100));

        assertThat(raw(echo(), half))
                .satisfiesAnyOf(answer -> assertThat(answer).startsWith("HTTP/1.1 408 "), answer -> assertThat(answer)
                        .isEmpty());
        assertThat(seen).isEmpty();
    }

    /** A byte now and then keeps a connection from being idle. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: h\r\nX: ",
                "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nX: ",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n"
            })
    void aRequestThatIsSentTooSlowlyIsGivenUp(String begin) throws Exception {
        configuration = configuration.withIdleTimeout(Duration.ofMillis(200));

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), echo().port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
            assertThat(isClosedWhile(socket, 500)).isTrue();
        }
    }

    @Test
    void anAnswerThatTakesItsTimeIsWaitedForAndSoIsItsCaller() throws Exception {
        configuration = configuration.withIdleTimeout(Duration.ofMillis(300));
        var sightings = new CountDownLatch(1);
        HttpServer server = start(request -> {
            await(sightings);
            return Response.text(200, "text/plain", "at last");
        });

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var watch = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            watch.setSoTimeout(20);
            assertThat(isClosedWhile(watch, 500)).as("as long as others have").isTrue();
            sightings.countDown();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("at last");
        }
    }

    @Test
    void piecesOfAStreamArriveAsTheyAreWritten() throws Exception {
        var read = new CountDownLatch(1);
        HttpServer server = start(request -> streamed(out -> {
            write(out, "one");
            await(read);
            write(out, "two");
        }));

        var answer = client.send(HttpRequest.newBuilder(uri(server, "/")).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(answer.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(answer.body().readNBytes(3)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        read.countDown();
        assertThat(answer.body().readAllBytes()).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
        closed.await();
        assertThat(defects).isEmpty();
    }

    @Test
    void theHeadersOfAStreamDoNotWaitForItsBody() throws Exception {
        var answered = new CountDownLatch(1);
        HttpServer server = start(request -> streamed(out -> await(answered)));

        var answer = client.send(HttpRequest.newBuilder(uri(server, "/")).build(), BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        answered.countDown();
        assertThat(answer.body().readAllBytes()).isEmpty();
    }

    @Test
    void aStreamThatBreaksOffCutsTheConnection() throws Exception {
        HttpServer server = start(request -> streamed(out -> {
            write(out, "half");
            throw new IOException("the source broke off");
        }));

        String answer = raw(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("4\r\nhalf");
        closed.await();
        assertThat(defects).isEmpty();
    }

    @Test
    void aStreamMayPauseForLongerThanAConnectionMayBeIdle() throws Exception {
        configuration = configuration.withIdleTimeout(Duration.ofMillis(300));
        var sightings = new CountDownLatch(1);
        HttpServer server = start(request -> streamed(out -> {
            write(out, "one");
            await(sightings);
            write(out, "two");
        }));

        var answer = client.send(HttpRequest.newBuilder(uri(server, "/")).build(), BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(3)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        long since = System.nanoTime();
        try (var watch = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            watch.setSoTimeout(20);
            assertThat(isClosedWhile(watch, 500)).as("as long as others have").isTrue();
        }
        // Once a period Jetty finds this connection idle, too, and gives up what is being written just then.
        long silent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        try (var halfWay = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            halfWay.setSoTimeout((int) (300 - (silent + 150) % 300));
            halfWay.getInputStream().read();
        } catch (SocketTimeoutException inBetween) {
            // As it should be.
        }
        sightings.countDown();
        assertThat(answer.body().readAllBytes()).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStreamIsClosedUnreadWhereThereIsNoBody() throws Exception {
        HttpServer server = start(request -> streamed(out -> {
            throw new AssertionError("A body after HEAD");
        }));

        assertThat(raw(server, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("\r\n\r\n");
        closed.await();
    }

    @Test
    void manyHalfSentRequestsDoNotKeepOthersWaiting() throws Exception {
        HttpServer server = echo();
        var halves = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 100; i++) {
                var half = new Socket(InetAddress.getLoopbackAddress(), server.port());
                half.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf"
                                .getBytes(StandardCharsets.UTF_8));
                halves.add(half);
            }
            assertThat(client.send(
                                    HttpRequest.newBuilder(uri(server, "/"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void aLostAnswerClosesTheConnectionWithoutAByte() throws Exception {
        HttpServer server = start(request -> {
            throw new Faults.LostAnswerException(new ApiCall("apigateway", "GetVpcLink", "test"));
        });

        assertThat(raw(server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")).isEmpty();
        assertThat(defects).isEmpty();
    }

    @Test
    void aDefectOfTheHandlerIsA500ThatTellsTheCallerNothing() throws Exception {
        HttpServer server = start(request -> {
            throw new IllegalStateException("secret");
        });

        assertThat(raw(server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 500 ")
                .endsWith("{\"message\":\"Internal server error\"}");
        assertThat(defects).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPortInUseIsNamedTogetherWithTheRemedy() throws Exception {
        int port = echo().port();
        configuration = HttpServerConfiguration.onLoopback(port);

        assertThatThrownBy(this::echo)
                .isInstanceOf(HttpBindException.class)
                .hasMessage("port " + port + " on 127.0.0.1 is in use by another program: stop that program,"
                        + " name another port, or name port 0 for any free one");
    }

    @Test
    void afterItIsClosedThePortIsFreeAgain() throws Exception {
        HttpServer first = echo();
        int port = first.port();
        first.close();
        configuration = HttpServerConfiguration.onLoopback(port);

        assertThat(echo().port()).isEqualTo(port);
    }

    /** Writes pieces of a body. */
    private interface Writing {

        void to(OutputStream out) throws IOException;
    }

    private Response streamed(Writing writing) {
        var stream = new BodyStream() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                writing.to(out);
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        return new Response(200, Map.of("Content-Type", List.of("text/plain")), new byte[0], stream);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private HttpServer echo() throws IOException {
        return start(request -> {
            seen.add(request);
            return Response.text(200, "text/plain", request.method() + " " + request.path());
        });
    }

    private HttpServer start(Function<Request, Response> handler) throws IOException {
        HttpServer server = HttpServer.create(configuration, handler, defects::add);
        servers.add(server);
        return server.start();
    }

    private static URI uri(HttpServer server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Whether the server closes a connection over which a byte is sent now and then. */
    private static boolean isClosedWhile(Socket socket, int bytesSent) {
        for (int i = 0; i < bytesSent; i++) {
            try {
                socket.getOutputStream().write('x');
                socket.getInputStream().readAllBytes();
                return true;
            } catch (SocketTimeoutException e) {
                // Still open: the next byte is sent.
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends exactly these characters, as bytes, and returns all that comes back until the connection is closed. */
    private static String raw(HttpServer server, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
