package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {

    private static final Path EVENTS = Path.of(System.getProperty("gatelink.home"), "events");

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String err) {}

    @Test
    void runPublishesAndShowsTheRequestAndItsAnswer() {
        Ended ended = gatelink("run");

        assertThat(ended.err).isEmpty();
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out)
                .containsSubsequence(
                        "Describe load balancer",
                        "Check VPC link",
                        "9 retries",
                        "Smoke test",
                        " of simulated time",
                        "Invoke URL  http://127.0.0.1:",
                        "Request     GET http://127.0.0.1:",
                        "Answer      200",
                        "Hello from behind the load balancer");
    }

    @Test
    void aPrivateApiIsRunToTheEndAndTheOutputSaysWhatItsTestDoesNotShow() {
        Ended ended = gatelink("run", "--parameter", "AllowedVpcEndpointIds=vpce-0a1b2c3d");

        assertThat(ended.err).isEmpty();
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out)
                .containsSubsequence(
                        "Invoke URL  http://127.0.0.1:",
                        "-vpce-0a1b2c3d/live/",
                        "Answer      200",
                        "Hello from behind the load balancer",
                        "Warning     REST API ",
                        " is private, and was tested by API Gateway's");
    }

    @Test
    void aFailedLinksReasonIsOnStderrAndJsonShowsThatNothingIsLeft() {
        Ended ended =
                gatelink("run", EVENTS.resolve("nlb-created-link-fails.json").toString(), "--json");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err)
                .contains("NLB is already associated with another VPC Endpoint Service")
                .hasLineCount(1);
        JsonNode report = Json.parse(ended.out);
        assertThat(report.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(report.path("resources")).isEqualTo(Json.parse("{\"vpcLinks\": [], \"restApis\": []}"));
        assertThat(report.path("announcements").get(0).path("detail-type").asText())
                .isEqualTo("Private API Publication Failed");
    }

    @Test
    void aLoadBalancerThatIsNotOptedInIsNotPublishedAndTheOutputSaysWhy() {
        Ended ended =
                gatelink("run", EVENTS.resolve("nlb-created-not-opted-in.json").toString());

        assertThat(ended.exitCode).isZero();
        assertThat(ended.out).contains("Not published:", "gatelink:publish");
    }

    @Test
    void anEventThatNoRuleMatchesSaysWhichFieldKeptIt() {
        Ended ended =
                gatelink("run", EVENTS.resolve("nlb-created-failed-call.json").toString());

        assertThat(ended.exitCode).isZero();
        assertThat(ended.out)
                .matches("(?s)No rule matched the event, so nothing was started\\. Rule \\S+ comes nearest: "
                        + "it wants detail\\.responseElements\\.loadBalancers\\.type to match "
                        + "\\[\"network\"], but it is missing, and 1 more field does not match\\.\\s+");
    }

    @Test
    void theDisplayLeavesOutChoicesAndTimesOfNothing() {
        assertThat(gatelink("run").out).doesNotContain("What is wanted?", "done in 00:00");
    }

    @Test
    void theReasonOfAFailureStandsOnce() {
        Ended ended =
                gatelink("run", EVENTS.resolve("nlb-created-link-fails.json").toString());

        assertThat(ended.out)
                .contains("Check VPC link           9 retries, failed\n")
                .doesNotContain("NLB is already associated");
        assertThat(ended.err).containsOnlyOnce("NLB is already associated with another VPC Endpoint Service.");
    }

    @Test
    void theInvokeUrlComesWithTheCommandThatCallsIt() {
        assertThat(gatelink("run").out)
                .containsPattern("Call it     The URL ends with this command. With --keep it stays, "
                        + "and is called with\\n +curl --aws-sigv4 aws:amz:us-east-1:execute-api --user "
                        + "test:test 'http://127.0.0.1:");
    }

    @Test
    void anApiKeyComesWithTheCommandThatReadsIt() {
        assertThat(gatelink("run", "--parameter", "Authorization=API_KEY").out)
                .containsPattern("export AWS_ENDPOINT_URL=http://127.0.0.1:\\d+ AWS_DEFAULT_REGION=us-east-1 ")
                .containsPattern("curl -H \"x-api-key: \\$\\(aws apigateway get-api-key --api-key \\w+ --include-value "
                        + "--query value --output text\\)\" 'http://127.0.0.1:");
    }

    @Test
    void aDeletedLoadBalancersApiIsWithdrawn() {
        Ended ended = gatelink("run", EVENTS.resolve("nlb-deleted.json").toString(), "--json");

        JsonNode report = Json.parse(ended.out);
        assertThat(report.path("outcome").asText()).isEqualTo("WITHDRAWN");
        assertThat(report.path("announcements").get(0).path("detail-type").asText())
                .isEqualTo("Private API Withdrawn");
        assertThat(report.path("resources")).isEqualTo(Json.parse("{\"vpcLinks\": [], \"restApis\": []}"));
    }

    @Test
    void allPublicationsOfOneEventAreNamed() {
        Ended ended =
                gatelink("run", EVENTS.resolve("nlb-tags-added-several.json").toString());

        assertThat(ended.out)
                .containsSubsequence(
                        "\"host\":\"orders-", "The event is about billing, too: PUBLISHED http://127.0.0.1:");
    }

    @Test
    void anEventOfAnotherRegionIsRefused() {
        assertRefused(
                changed(event -> event.put("region", "eu-west-1")),
                "the field 'region' is 'eu-west-1', but the "
                        + "embedded AWS is the Region us-east-1: use that, in the event's ARNs, too.");
    }

    @Test
    void aLongerLinkDelayTakesLongerOnlyInSimulatedTime() {
        Ended ended = gatelink("run", "--link-delay", "20m", "--json");

        assertThat(Json.parse(ended.out)
                        .path("execution")
                        .path("simulatedSeconds")
                        .asInt())
                .isGreaterThan(20 * 60);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run nowhere.json                | There is no file 'nowhere.json'. Samples are in events/.
            run --parameter Stage=x         | The template has no parameter "Stage".
            run --parameter LinkPollSeconds=7 | Parameter LinkPollSeconds has the value "7"; it must be one of 10, 15, 20, 30, 60.
            run --parameter DomainOnly=true | Parameter DomainOnly has the value "true" and parameter DomainName has the value "": DomainOnly=true needs a domain. Deploy with DomainName too, or with DomainOnly=false.
            run --link-delay soon           | 'soon' is not a duration: give a whole number and a unit, such as 180s, 3m or 500ms.
            run --link-delay 48h            | '48h' is longer than 24h, the longest duration taken.
            run --backend https://127.0.0.1 | --backend is 'https://127.0.0.1', but must be an http URL with a host, such as http://127.0.0.1:8080.
            run --backend http://10.0.0.1   | --backend is at 10.0.0.1, but the embedded AWS never leaves the loopback: use 127.0.0.1.
            run --backend http://nowhere.invalid | --backend is at nowhere.invalid, but the embedded AWS never leaves the loopback: use 127.0.0.1.
            run --parameter StageName       | --parameter is 'StageName', but must be KEY=VALUE, such as StageName=live.
            up --parameter =live            | --parameter is '=live', but must be KEY=VALUE, such as StageName=live.
            run --parameter A=1 --parameter A=2 | --parameter A is given as '1' and as '2': give one of them.
            run --backend 127.0.0.1:8080    | --backend is '127.0.0.1:8080', but has no scheme: write http:// and a host, such as http://127.0.0.1:8080.
            run --backend http://[          | --backend is 'http://[', but must be an http URL with a host, such as http://127.0.0.1:8080.
            run --backend http://127.0.0.1:99999 | --backend is 'http://127.0.0.1:99999', but a port is at most 65535: use the one that the service listens on.
            up --port http                  | Invalid value for option '--port': 'http' is not a whole number. Try 'gatelink up --help'.
            run --backend http://127.0.0.1/x | a load balancer's target has only a host and a port, such as http://127.0.0.1:8080.
            up --port 65536                 | --port is 65536, but must be from 0 to 65535 (0: any free one).
            up --https-port 65536           | --https-port is 65536, but must be from 0 to 65535 (0: any free one), and not --port.
            up --https-port 4566            | --https-port is 4566, but must be from 0 to 65535 (0: any free one), and not --port.
            down                            | There is no command 'down'. Try 'gatelink --help'.
            """)
    void wrongInputGetsOneLineThatSaysWhatToDo(String arguments, String sentence) {
        Ended ended = gatelink(arguments.split(" "));

        assertThat(ended.exitCode).isEqualTo(2);
        assertThat(ended.out).isEmpty();
        assertThat(ended.err).startsWith("gatelink: ").contains(sentence).hasLineCount(1);
    }

    @Test
    void aPortInUseIsNamedWithTheRemedy() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = gatelink("up", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(ended.exitCode).isEqualTo(2);
            assertThat(ended.err)
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("--port")
                    .hasLineCount(1);
        }
    }

    @Test
    void anHttpsPortInUseIsNamedWithTheRemedy() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = gatelink("up", "--port", "0", "--https-port", Integer.toString(taken.getLocalPort()));

            assertThat(ended.exitCode).isEqualTo(2);
            assertThat(ended.out).isEmpty();
            assertThat(ended.err)
                    .startsWith("gatelink: --https-port: port " + taken.getLocalPort() + " on 127.0.0.1 is in use by "
                            + "another program: stop that program, name another port, or name port 0 for any free one.")
                    .hasLineCount(1);
        }
    }

    @Test
    void aFileThatIsNotJsonSaysWhere() throws IOException {
        assertRefused(write("{\"id\": }"), "is not JSON: ", "line 1, column 8");
    }

    @Test
    void aBackendThatIsNotThereIsRefused() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Ended ended = gatelink("run", "--backend", "http://127.0.0.1:" + port);

        assertThat(ended.exitCode).isEqualTo(2);
        assertThat(ended.err)
                .contains(
                        "--backend is 'http://127.0.0.1:" + port + "', but nothing answers there: ",
                        "Start the service first.")
                .hasLineCount(1);
    }

    @Test
    void theInputOfAnExecutionIsToldFromAnEvent() {
        assertRefused(
                EVENTS.resolve("manual-start.json"),
                "is no event but the input of an execution that is started by hand");
    }

    @Test
    void anEventWithoutItsEnvelopeIsRefused() {
        assertRefused(
                changed(event -> event.remove("detail-type")),
                "is not an EventBridge event: it has no field 'detail-type'.");
        assertRefused(
                changed(event -> event.put("source", 5)), "the field 'source' is a number (5), but must be a string.");
    }

    @Test
    void anEventWithoutALoadBalancerIsRefusedBeforeAnythingIsMade() {
        assertRefused(
                changed(event -> event.withObject("/detail/responseElements/loadBalancers/0")
                        .remove("loadBalancerArn")),
                "The event has no detail.responseElements.loadBalancers[0].loadBalancerArn, which must be a string.");
        assertRefused(
                changed(event -> event.put("account", "999999999999")),
                "Event field account is \"999999999999\": it must be \"123456789012\"");
        assertRefused(
                changed(event -> event.withObject("/detail").put("eventID", "${x}{% $states %}")),
                "Event field detail.eventID is \"${x}{% $states %}\": give the id that CloudTrail gave the event, a "
                        + "UUID.");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(gatelink("run", "--help").out)
                .contains(
                        "--backend",
                        "--link-delay",
                        "--real-time",
                        "--keep",
                        "--json",
                        "--parameter",
                        "Exit codes: 0 published");
        assertThat(gatelink("up", "--help").out)
                .contains("--port", "--https-port", "--link-delay", "--parameter", "AWS_ENDPOINT_URL");
    }

    private static void assertRefused(Path file, String... sentences) {
        Ended ended = gatelink("run", file.toString());
        assertThat(ended.exitCode).isEqualTo(2);
        assertThat(ended.err).contains(sentences).hasLineCount(1);
        assertThat(ended.out).isEmpty();
    }

    private Path changed(Consumer<ObjectNode> change) {
        try {
            var event = (ObjectNode) Json.parse(Files.readString(EVENTS.resolve("nlb-created.json")));
            change.accept(event);
            return write(Json.write(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("event.json"), text);
    }

    private static Ended gatelink(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
