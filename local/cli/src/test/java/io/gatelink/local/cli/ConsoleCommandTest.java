package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.console.ConsoleObserver;
import io.gatelink.local.cli.console.ConsoleSource;
import io.gatelink.local.cli.console.EmbeddedSource;
import io.gatelink.local.core.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of {@code gatelink console} gets, against what that of {@code gatelink up} gets of the same AWS. */
class ConsoleCommandTest {

    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]+Z");

    /** By then it has looked again. */
    private static final Duration LOOK = Duration.ofSeconds(6);

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final ConsoleObserver observer = new ConsoleObserver();
    private final OperatorScene scene = new OperatorScene(observer, configuration -> configuration);
    private final ConsoleSource embedded = new EmbeddedSource(scene.aws, observer, OperatorScene.HOME, "run-1");
    private Thread command;
    private String address;
    private String url;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        var reader = new PipedReader();
        command = scene.serve(new PrintWriter(new PipedWriter(reader), true), "console");
        String line = new BufferedReader(reader).readLine();
        assertThat(line).matches("Gatelink console on http://127\\.0\\.0\\.1:[0-9]+/\\?token=[0-9a-f]{32}");
        address = line.replaceFirst(".* ", "");
        url = address.replaceFirst("/\\?.*", "");
        var first = HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html");
        HttpResponse<String> page = http.send(first.build(), BodyHandlers.ofString());
        assertThat(page.uri()).isEqualTo(URI.create(url + "/"));
        assertThat(page.body()).contains("<title>Gatelink console</title>");
    }

    @AfterEach
    void close() throws InterruptedException {
        command.interrupt();
        command.join();
        embedded.close();
        scene.close();
    }

    private ObjectNode get(String what) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + "/_gatelink/console/" + what));
        return (ObjectNode)
                Json.parse(http.send(request.build(), BodyHandlers.ofString()).body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** By a browser that was not given the address. */
    private HttpResponse<String> visit(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private ObjectNode perform(String action, ObjectNode arguments) throws IOException, InterruptedException {
        var page = HttpRequest.newBuilder(URI.create(url)).header("Accept", "text/html");
        var token = Pattern.compile("gatelink-token\" content=\"([0-9a-f]+)\"")
                .matcher(http.send(page.build(), BodyHandlers.ofString()).body());
        assertThat(token.find()).isTrue();
        var request = HttpRequest.newBuilder(URI.create(url + "/_gatelink/console/actions/" + action))
                .header("Origin", url)
                .header("X-Gatelink-Token", token.group(1))
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(arguments)));
        return (ObjectNode)
                Json.parse(http.send(request.build(), BodyHandlers.ofString()).body());
    }

    private void publish(String arn) {
        String workflow = scene.aws.stack().outputs().get("StateMachineArn");
        embedded.perform(
                "start",
                Json.object()
                        .put("stateMachineArn", workflow)
                        .put("input", Json.write(Json.object().put("loadBalancerArn", arn))));
    }

    private static Map<String, JsonNode> byArn(JsonNode rows) {
        Map<String, JsonNode> map = new HashMap<>();
        rows.forEach(row -> map.put(row.path("arn").asText(), row));
        return map;
    }

    /** Times as AWS tells them. */
    private static ObjectNode inMilliseconds(JsonNode json) {
        return (ObjectNode) Json.parse(TIME.matcher(Json.write(json)).replaceAll(time -> Instant.parse(time.group())
                .truncatedTo(ChronoUnit.MILLIS)
                .toString()));
    }

    /** Numbers differ, and so do the milliseconds of retries; of what is over only those who look know the states. */
    private static JsonNode comparable(JsonNode row) {
        ObjectNode copy = inMilliseconds(row);
        copy.remove("number");
        if (!copy.path("status").asText().equals("RUNNING")) {
            copy.remove("state");
            copy.remove("retries");
        }
        if (copy.path("waits") instanceof ObjectNode waits) {
            waits.remove("until");
        }
        copy.path("visits").forEach(visit -> {
            if (visit.path("waits") instanceof ObjectNode waits) {
                waits.remove("until");
            }
        });
        return copy;
    }

    @Test
    void thePageGetsWhatThatOfTheEmbeddedAwsGets() throws Exception {
        embedded.perform("deliver", Json.object().put("file", "nlb-created-link-fails.json"));
        scene.settle();
        publish(scene.create("orders", "gatelink:publish", "true"));
        scene.settle();
        publish(scene.create("slow", "gatelink:publish", "true"));
        scene.aws.loop().runUntil(() -> embedded.changes(0).path("executions").findValue("waits") != null);

        ObjectNode wanted = embedded.changes(0);
        ObjectNode changes = get("changes?since=0");

        assertThat(wanted.path("loadBalancers").findValuesAsText("state"))
                .containsExactlyInAnyOrder("FAILED", "PUBLISHED", "RUNNING");
        assertThat(byArn(changes.path("loadBalancers"))).isEqualTo(byArn(wanted.path("loadBalancers")));
        Map<String, JsonNode> executions = byArn(changes.path("executions"));
        assertThat(executions.keySet())
                .isEqualTo(byArn(wanted.path("executions")).keySet());
        for (JsonNode row : wanted.path("executions")) {
            String arn = row.path("arn").asText();
            assertThat(comparable(executions.get(arn))).isEqualTo(comparable(row));
            assertThat(comparable(get("execution?graph=true&arn=" + encoded(arn))))
                    .isEqualTo(comparable(embedded.execution(arn, true).orElseThrow()));
            long visit = embedded.execution(arn, false)
                    .orElseThrow()
                    .path("visits")
                    .path(0)
                    .path("id")
                    .asLong();
            assertThat(get("visit?id=" + visit + "&arn=" + encoded(arn)))
                    .isEqualTo(inMilliseconds(embedded.visit(arn, visit).orElseThrow()));
        }
        for (JsonNode row : wanted.path("loadBalancers")) {
            ObjectNode expected =
                    embedded.loadBalancer(row.path("arn").asText()).orElseThrow();
            ObjectNode detail =
                    get("load-balancer?arn=" + encoded(row.path("arn").asText()));
            assertThat(detail.path("executions").findValuesAsText("arn"))
                    .isEqualTo(expected.path("executions").findValuesAsText("arn"));
            detail.remove("executions");
            expected.remove("executions");
            assertThat(inMilliseconds(detail)).isEqualTo(inMilliseconds(expected));
        }
        assertThat(changes.path("events")).isEmpty();
        assertThat(get("surroundings").path("noEvents").asText())
                .isEqualTo("An account's event bus keeps no history; see CloudTrail.");
    }

    @Test
    void aLoadBalancerIsPublishedCalledAndWithdrawn() throws Exception {
        String arn = scene.create("orders");
        ObjectNode balancer = Json.object().put("loadBalancerArn", arn);
        ObjectNode tags = balancer.deepCopy();
        tags.putObject("add").put("gatelink:publish", "true");

        assertThat(perform("tag", tags)).isEqualTo(Json.parse("{\"message\":\"Tags changed.\"}"));
        scene.settle();

        ObjectNode answer = perform("call", balancer.deepCopy().put("path", "a?b=1"));
        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertThat(answer.path("signer").asText()).isEqualTo("the access key test");
        assertThat(answer.path("url").asText()).endsWith("/live/a?b=1");
        long revision = get("changes?since=0").path("revision").asLong();
        ObjectNode untagged = balancer.deepCopy();
        untagged.putArray("remove").add("gatelink:publish");
        perform("tag", untagged);
        scene.settle();
        scene.aws.loop().runFor(LOOK);
        ObjectNode changes = get("changes?since=" + revision);
        assertThat(changes.path("loadBalancers").path(0).path("served").asBoolean())
                .isFalse();
        assertThat(changes.path("executions").path(0).path("outcome").asText()).isEqualTo("WITHDRAWN");
        assertThat(perform("call", balancer).path("message").asText())
                .isEqualTo("It is not published, so there is nothing to call.");
    }

    @Test
    void anExecutionIsStartedAndStopped() throws Exception {
        String workflow =
                get("surroundings").path("workflows").path(0).path("arn").asText();

        String arn = perform(
                        "start",
                        Json.object()
                                .put("stateMachineArn", workflow)
                                .put("input", "{\"loadBalancerName\":\"orders\"}"))
                .path("executionArn")
                .asText();

        assertThat(perform("stop", Json.object().put("executionArn", arn))
                        .path("message")
                        .asText())
                .isEqualTo("It is ABORTED.");
        ObjectNode execution = get("execution?arn=" + encoded(arn));
        assertThat(execution.path("subject").asText()).isEqualTo("orders");
        assertThat(execution.path("reason").asText()).isEqualTo("Stopped in the console.");
    }

    @Test
    void retriesAreToldOnceTheHistoryOfAnExecutionThatEndedWasRead() throws Exception {
        publish(scene.create("orders", "gatelink:publish", "true"));
        scene.settle();

        JsonNode listed = get("changes?since=0").path("executions").get(0);
        assertThat(listed.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(listed.path("outcome").asText()).isEqualTo("PUBLISHED");
        assertThat(listed.has("retries")).isFalse();
        assertThat(listed.has("state")).isFalse();

        get("execution?arn=" + encoded(listed.path("arn").asText()));

        JsonNode read = get("changes?since=0").path("executions").get(0);
        assertThat(read.path("retries").asInt()).isPositive();
        assertThat(read.path("state").asText()).isEqualTo("Published");
    }

    @Test
    void anOpenedExecutionIsFollowedHoweverManyRun() throws Exception {
        for (int i = 0; i < 25; i++) {
            publish(scene.create("orders-" + i, "gatelink:publish", "true"));
        }
        String oldest =
                embedded.changes(0).path("executions").get(0).path("arn").asText();
        String what = "execution?arn=" + encoded(oldest);
        get("changes?since=0");
        assertThat(get(what).path("status").asText()).isEqualTo("RUNNING");

        scene.aws
                .loop()
                .runUntil(() -> embedded.execution(oldest, false)
                                .orElseThrow()
                                .path("visits")
                                .size()
                        > 4);
        scene.aws.loop().runFor(LOOK);
        get("changes?since=0");

        assertThat(get(what).path("visits").size()).isGreaterThan(4);
    }

    @Test
    void whatAwsRefusesIsToldInASentence() throws Exception {
        assertThat(perform("stop", Json.object().put("executionArn", "nonsense"))
                        .path("message")
                        .asText())
                .startsWith("Sfn refused with InvalidArn: ")
                .endsWith(".");
        assertThat(perform("deliver", Json.object().put("file", "nlb-created.json"))
                        .path("message")
                        .asText())
                .isEqualTo("Sample events are for gatelink up: in an account, tag a load balancer instead.");
    }

    @Test
    void anAwsThatDoesNotAnswerIsAProblemThatThePageTells() throws Exception {
        String endpoint = scene.aws.endpoint();
        scene.aws.close();

        assertThat(get("changes?since=0").path("problem").asText())
                .isEqualTo("Nothing answers at " + endpoint + ": start './gatelink up', or speak to your account, "
                        + "without --endpoint-url and AWS_ENDPOINT_URL.");
    }

    @Test
    void withoutThePrintedAddressNothingIsShown() throws Exception {
        String refusal = "This console is for the user who started it: open the address that gatelink console printed.";

        for (String path : List.of("/", "/?token=0123456789abcdef0123456789abcdef")) {
            HttpResponse<String> page = visit(path, "Accept", "text/html");
            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(page.body()).isEqualTo(refusal + "\n");
            assertThat(page.headers().map()).doesNotContainKey("set-cookie");
        }
        for (String what : List.of("surroundings", "changes?since=0", "stream", "app.js", "load-balancer?arn=x")) {
            HttpResponse<String> answer = visit("/_gatelink/console/" + what);
            assertThat(answer.statusCode()).as(what).isEqualTo(403);
            assertThat(Json.parse(answer.body()).path("message").asText()).isEqualTo(refusal);
        }
    }

    @Test
    void theFirstVisitSetsACookieThatScriptsAndOtherSitesDoNotSee() throws Exception {
        HttpResponse<String> first = visit(address.substring(url.length()), "Accept", "text/html");

        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Location")).hasValue("/");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        String secret = address.replaceFirst(".*=", "");
        assertThat(cookie)
                .isEqualTo("gatelink-console-" + URI.create(url).getPort() + "=" + secret
                        + "; Path=/; HttpOnly; SameSite=Strict");
        String mine = cookie.replaceFirst(";.*", "");
        assertThat(visit("/_gatelink/console/surroundings", "Cookie", "other=1; " + mine)
                        .statusCode())
                .isEqualTo(200);
        assertThat(visit("/_gatelink/console/surroundings", "Cookie", mine.substring(0, mine.length() - 1) + "-")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void theStreamTellsWhatIsNew() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/_gatelink/console/stream?since=0"));
        try (var lines = http.send(request.build(), BodyHandlers.ofLines()).body()) {
            assertThat(lines.filter(line -> line.startsWith("data: "))
                            .findFirst()
                            .orElseThrow())
                    .contains("\"loadBalancers\":[]", "\"executions\":[");
        }
    }
}
