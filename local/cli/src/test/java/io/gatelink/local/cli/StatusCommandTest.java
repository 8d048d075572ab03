package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.cli.OperatorScene.Ended;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.core.Json;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code gatelink status}, asked of one local AWS in which one load balancer is published and one failed. */
class StatusCommandTest {

    private static final String PUBLISH = "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish";

    private static OperatorScene scene;

    @BeforeAll
    static void publish() {
        scene = new OperatorScene();
        scene.create("orders", "gatelink:publish", "true");
        scene.create("billing", "gatelink:publish", "true", "local:vpc-endpoint-service", "vpce-svc-0a1b2c3d");
        assertThat(scene.gatelink("publish", "orders").exitCode()).isZero();
        assertThat(scene.gatelink("publish", "billing").exitCode()).isEqualTo(1);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @AfterEach
    void leaveTheTerminal() {
        scene.on(Terminal.NONE);
    }

    @Test
    void inAPipeEachLoadBalancerHasALineAndAFailureItsReason() {
        Ended ended = scene.gatelink("status");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).matches("""
                LOAD BALANCER  STATE      SINCE +CHECKED +INVOKE URL
                billing        FAILED     -      +- +-
                  VpcLinkFailedException: VPC link \\w+ FAILED: NLB is already associated with another VPC Endpoint \
                Service.*
                  Failed once, tried again in \\d+ \\w+, or when its tags change\\.
                orders         PUBLISHED  \\S+ \\w+ +\\S+ \\w+ +http://127\\.0\\.0\\.1:\\d+/_aws/execute-api/\\w+/live/
                """);
    }

    @Test
    void wideShowsAuthorizationAndIds() {
        assertThat(scene.gatelink("status", "--wide").out())
                .containsPattern("INVOKE URL +AUTHORIZATION  REST API    VPC LINK  EXECUTION\n")
                .containsPattern("orders .* http\\S+/live/  AWS_IAM        \\w{10}  \\w{6}    \\S+\n");
    }

    @Test
    void onANarrowTerminalLinesAreBrokenBetweenWords() {
        String out = scene.on(new Terminal(60, false)).gatelink("status").out();

        assertThat(out).contains("orders  PUBLISHED\n  http://127.0.0.1:").doesNotContain("\033");
        assertThat(out.lines().filter(line -> line.strip().contains(" ")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(60));
    }

    @Test
    void onAWideTerminalTheStatesHaveColours() {
        assertThat(scene.on(new Terminal(200, true)).gatelink("status").out())
                .contains("\033[32mPUBLISHED\033[0m", "\033[31mFAILED\033[0m", "\033[2mLOAD BALANCER");
    }

    @Test
    void aNameShowsAllThatIsKnownAndTheCommandThatCallsIt() {
        assertThat(scene.gatelink("status", "orders").out())
                .containsSubsequence(
                        "orders  PUBLISHED\n",
                        "  Load balancer   "
                                + "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/",
                        "  Invoke URL      http://127.0.0.1:",
                        "  Authorization   AWS_IAM\n",
                        "  Last execution  arn:aws:states:us-east-1:123456789012:execution:gatelink-publish:",
                        "  Call it         curl --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test "
                                + "'http://127.0.0.1:");
    }

    @Test
    void jsonHasTheNamesOfTheTablesAttributes() {
        JsonNode status = Json.parse(scene.gatelink("status", "--json").out());

        assertThat(status.path("stack").asText()).isEqualTo("gatelink");
        assertThat(status.path("region").asText()).isEqualTo("us-east-1");
        JsonNode billing = status.path("publications").get(0);
        assertThat(billing.path("state").asText()).isEqualTo("FAILED");
        assertThat(billing.path("served").asBoolean()).isFalse();
        assertThat(billing.path("failures").asInt()).isEqualTo(1);
        JsonNode orders = status.path("publications").get(1);
        assertThat(orders.path("loadBalancerName").asText()).isEqualTo("orders");
        assertThat(orders.path("outcome").asText()).isEqualTo("PUBLISHED");
        assertThat(orders.path("callWith").asText()).startsWith("curl --aws-sigv4 ");
    }

    @Test
    void aNameThatIsNotThereIsToldWithTheNearestOne() {
        Ended ended = scene.gatelink("status", "order");

        assertThat(ended)
                .isEqualTo(new Ended(
                        2,
                        "",
                        "gatelink: NAME is 'order', which is not in the table gatelink-publications: it has "
                                + "billing, orders. "
                                + "Did you mean orders? To publish it: gatelink publish order.\n"));
    }

    @Test
    void watchShowsWhatChanges() {
        try (var other = new OperatorScene()) {
            other.create("orders", "gatelink:publish", "true");
            var watched = other.start("status", "--watch");
            other.aws.loop().runUntil(() -> watched.out().toString().contains("Nothing is published"));
            var publication = other.start("publish", "orders");
            other.aws.loop().runUntil(() -> watched.out().toString().contains("PUBLISHED"));

            Instant later = other.aws.loop().instant().plusSeconds(60);
            other.aws.loop().runUntil(() -> other.aws.loop().instant().isAfter(later));
            String[] published = watched.out().toString().split("orders         PUBLISHED", -1);

            assertThat(published)
                    .as("it is shown when it changes, not when time passes")
                    .hasSizeLessThanOrEqualTo(3);
            assertThat(watched.out().toString())
                    .containsSubsequence(
                            "Nothing is published, and nothing failed.",
                            "orders         RUNNING",
                            "  in Check VPC link for ",
                            "orders         PUBLISHED");
            other.aws.loop().runUntil(publication.over());
        }
    }

    @Test
    void anExecutionThatWasStoppedIsNotTakenForOneThatWaits() {
        try (var other = new OperatorScene()) {
            other.create("orders", "gatelink:publish", "true");
            var publication = other.start("publish", "orders");
            other.aws.loop().runUntil(() -> publication.out().toString().contains("Check VPC link"));
            other.aws.loop().exclusively(() -> other.aws
                    .states()
                    .stopExecution(
                            other.aws
                                    .states()
                                    .listExecutions(PUBLISH, "RUNNING", 0, null)
                                    .items()
                                    .get(0)
                                    .arn(),
                            "Mine",
                            "not now"));
            other.aws.loop().runUntil(publication.over());

            assertThat(other.gatelink("status").out())
                    .contains("orders         RUNNING")
                    .containsPattern(
                            "  ended in Check VPC link \\d+ s ago \\(Aborted\\); the next reconciliation starts "
                                    + "it again: see gatelink logs\n");
        }
    }
}
