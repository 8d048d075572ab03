package io.gatelink.local.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {

    private static final String ORIGIN = "http://127.0.0.1:4566";

    private final Scene scene = new Scene();
    private final Console console = Console.open(scene.source);

    @AfterEach
    void close() {
        console.close();
        scene.close();
    }

    @Test
    void aBrowserGetsThePageThatMayLoadNothingButItsOwnFiles() {
        Response page = get("/", "Accept", "text/html,*/*;q=0.8").orElseThrow();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().get("Content-Security-Policy"))
                .containsExactly("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.headers().get("Cache-Control")).containsExactly("no-store");
        assertThat(text(page)).contains("<title>Gatelink console</title>").doesNotContain("{{token}}");
    }

    @Test
    void theConsoleOfTheEmbeddedAwsOpensWithoutASecret() {
        assertThat(console.address(ORIGIN)).isEqualTo("http://127.0.0.1:4566/");
        assertThat(page().headers()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void thePageAsksForNothingThatIsNotThere() {
        Matcher links = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"").matcher(text(page()));
        int found = 0;
        while (links.find()) {
            assertThat(get(links.group(1)).orElseThrow().status())
                    .as(links.group(1))
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).isGreaterThan(10);
    }

    @Test
    void clientsOfAwsNeverSeeThePage() {
        assertThat(get("/", "Accept", "*/*")).isEmpty();
        assertThat(get("/")).isEmpty();
        assertThat(get("/", "Accept", "text/html", "Authorization", "AWS4-HMAC-SHA256 Credential=test/x, Signature=0"))
                .isEmpty();
        assertThat(get("/bucket", "Accept", "text/html")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gatelink", "example.com:4566", "127.0.0.1.example.com", "169.254.169.254"})
    void otherHostsAreRefused(String host) {
        Response refused = get("/", "Accept", "text/html", "Host", host).orElseThrow();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(message(refused)).isEqualTo("The console is at 127.0.0.1 or localhost only.");
    }

    @Test
    void actionsNeedTheTokenThatIsInThePage() {
        assertThat(message(post("deliver", "{}", "Origin", ORIGIN, "X-Gatelink-Token", "0123456789abcdef")))
                .isEqualTo("This page is of an earlier start of Gatelink: reload it, and do it again.");
        assertThat(message(post("deliver", "{}", "Origin", ORIGIN)))
                .isEqualTo("This page is of an earlier start of Gatelink: reload it, and do it again.");

        Response done =
                post("deliver", "{\"file\": \"nlb-created.json\"}", "Origin", ORIGIN, "X-Gatelink-Token", token());

        assertThat(done.status()).isEqualTo(200);
        assertThat(message(done)).isEqualTo("Delivered.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:4566", "null", "https://example.com"})
    void actionsOfOtherPagesAreRefused(String origin) {
        Response refused = post("deliver", "{}", "Origin", origin, "X-Gatelink-Token", token());

        assertThat(refused.status()).isEqualTo(403);
        assertThat(message(refused))
                .isEqualTo("The console takes requests that change something from its own page only.");
    }

    @Test
    void otherPagesCannotReadIt() {
        assertThat(message(get("/_gatelink/console/changes", "Sec-Fetch-Site", "same-site")
                        .orElseThrow()))
                .isEqualTo("The console takes no requests from other pages.");
    }

    @Test
    void aLinkOnAnotherPageOpensIt() {
        Response opened = get("/", "Accept", "text/html", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "document")
                .orElseThrow();
        Response framed = get("/", "Accept", "text/html", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe")
                .orElseThrow();

        assertThat(opened.status()).isEqualTo(200);
        assertThat(framed.status()).isEqualTo(403);
    }

    @Test
    void filesAreCompressedAndAskedForOnce() throws IOException {
        Response file =
                get("/_gatelink/console/app.js", "Accept-Encoding", "gzip, br").orElseThrow();

        assertThat(file.headers().get("Content-Encoding")).containsExactly("gzip");
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(file.body())).readAllBytes(),
                        StandardCharsets.UTF_8))
                .contains("import { follow, get }");
        String tag = file.headers().get("ETag").get(0);
        assertThat(get("/_gatelink/console/app.js", "If-None-Match", tag)
                        .orElseThrow()
                        .status())
                .isEqualTo(304);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(message(get("/_gatelink/console/index.html").orElseThrow()))
                .isEqualTo("There is nothing at /_gatelink/console/index.html.");
        assertThat(message(get("/_gatelink/console/event?number=7").orElseThrow()))
                .isEqualTo("It is not there, or not any more.");
        assertThat(message(get("/_gatelink/console/event?number=x").orElseThrow()))
                .isEqualTo("'x' is not a number.");
        assertThat(message(post("deliver", "[]", "Origin", ORIGIN, "X-Gatelink-Token", token())))
                .isEqualTo("The request is not a JSON object.");
    }

    @Test
    void theStreamTellsEachChangeOnceAndGoesOnWhereItWas() {
        List<ObjectNode> frames = frames(stream("0"), 2, () -> scene.deliver("nlb-created.json"));

        assertThat(frames.get(0).path("events")).isEmpty();
        assertThat(Scene.texts(frames.get(1).path("events"), "name")).contains("CreateLoadBalancer");
        assertThat(Scene.texts(frames.get(1).path("loadBalancers"), "state")).containsExactly("PUBLISHED");

        List<ObjectNode> later = frames(stream(frames.get(1).path("revision").asText()), 1, () -> {});
        assertThat(later.get(0).path("loadBalancers")).isEmpty();
        assertThat(later.get(0).path("run").asText()).isEqualTo("run-1");
    }

    @Test
    void tooManyOpenPagesAreRefused() {
        List<Response> open = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            assertThat(message(stream("x"))).isEqualTo("'x' is not a number.");
            open.add(stream("0"));
        }
        assertThat(message(stream("0"))).isEqualTo("The console is open 16 times already: close some of its pages.");

        open.get(0).stream().close();
        open.get(0).stream().close();

        assertThat(stream("0").status()).isEqualTo(200);
        assertThat(stream("0").status()).isEqualTo(503);
    }

    private Response stream(String since) {
        return get("/_gatelink/console/stream", "Last-Event-ID", since).orElseThrow();
    }

    /** Reads so many frames; {@code meanwhile} happens after the first. */
    private static List<ObjectNode> frames(Response stream, int count, Runnable meanwhile) {
        List<ObjectNode> frames = new ArrayList<>();
        try (var body = stream.stream()) {
            body.writeTo(new OutputStream() {
                private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

                @Override
                public void write(int b) {
                    bytes.write(b);
                }

                @Override
                public void flush() throws IOException {
                    Matcher frame = Pattern.compile("id: ([0-9]+)\ndata: (.*)\n\n")
                            .matcher(bytes.toString(StandardCharsets.UTF_8));
                    bytes.reset();
                    if (!frame.find()) {
                        return;
                    }
                    var json = (ObjectNode) Json.parse(frame.group(2));
                    assertThat(frame.group(1)).isEqualTo(json.path("revision").asText());
                    frames.add(json);
                    if (frames.size() == count) {
                        throw new IOException("The page was closed");
                    }
                    meanwhile.run();
                }
            });
        } catch (IOException e) {
            assertThat(e).hasMessage("The page was closed");
        }
        return frames;
    }

    private Response page() {
        return get("/", "Accept", "text/html").orElseThrow();
    }

    private String token() {
        Matcher token = Pattern.compile("name=\"gatelink-token\" content=\"([0-9a-f]{32})\"")
                .matcher(text(page()));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private Optional<Response> get(String target, String... headers) {
        return console.answer(request("GET", target, "", headers));
    }

    private Response post(String action, String body, String... headers) {
        return console.answer(request("POST", "/_gatelink/console/actions/" + action, body, headers))
                .orElseThrow();
    }

    private static Request request(String method, String target, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        all.put("Host", List.of("127.0.0.1:4566"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        String[] parts = target.split("\\?", 2);
        return new Request(
                method, parts[0], parts.length > 1 ? parts[1] : "", all, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String message(Response response) {
        return Json.parse(response.body()).path("message").asText();
    }
}
