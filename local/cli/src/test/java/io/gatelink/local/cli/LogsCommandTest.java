package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.cli.OperatorScene.Ended;
import io.gatelink.local.cli.terminal.Terminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code gatelink logs}. */
class LogsCommandTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}  ";

    private static OperatorScene scene;

    @BeforeAll
    static void publish() {
        scene = new OperatorScene();
        scene.create("orders");
        scene.create("billing", "local:vpc-endpoint-service", "vpce-svc-0a1b2c3d");
        assertThat(scene.gatelink("publish", "orders").exitCode()).isZero();
        assertThat(scene.gatelink("publish", "billing").exitCode()).isEqualTo(1);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void theLinesOfFunctionsAndWorkflowAreInOrder() {
        Ended ended = scene.gatelink("logs", "orders", "--since", "1d");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out().lines()).isNotEmpty().allMatch(line -> line.matches(TIME + "\\w+ +(INFO|WARN) +\\S.*"));
        assertThat(ended.out().lines().map(line -> line.substring(0, 23)).toList())
                .isSorted();
        assertThat(ended.out())
                .containsSubsequence(
                        "StartPublication      INFO   Execution started",
                        "workflow              INFO   State: Create VPC link",
                        "CreateVpcLink         INFO   ",
                        "workflow              INFO   State: Check VPC link",
                        "CheckVpcLink          WARN   Task failed  error=VpcLinkPendingException  reason=VPC link ",
                        "workflow              INFO   State: Smoke test",
                        "workflow              INFO   Execution Succeeded: orders-")
                .doesNotContain("billing", "workflow              WARN");
    }

    @Test
    void aFailureHasItsReason() {
        assertThat(scene.gatelink("logs", "billing", "--since", "1d").out())
                .containsPattern(
                        "workflow              ERROR  Execution Failed: billing-\\S+: VPC link \\w+ FAILED: NLB is "
                                + "already associated with another VPC Endpoint Service\\.");
    }

    @Test
    void onATerminalLinesAreBrokenBetweenWords() {
        scene.on(new Terminal(60, false));
        String narrow = scene.gatelink("logs", "billing", "--since", "1d").out();
        String wide = scene.on(new Terminal(120, true))
                .gatelink("logs", "billing", "--since", "1d")
                .out();
        scene.on(Terminal.NONE);

        assertThat(narrow)
                .containsPattern(TIME + "TakeTurn  INFO  Task started\n")
                .containsPattern(TIME + "CheckVpcLink  WARN  Task failed\n  error=VpcLinkPendingException");
        assertThat(narrow.lines().filter(line -> line.strip().contains(" ")))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(60));
        assertThat(wide)
                .containsPattern(TIME + "TakeTurn              INFO   Task started\n")
                .containsPattern(
                        "CheckVpcLink          \033\\[31mWARN\033\\[0m   Task failed  error=VpcLinkPending\\S+  "
                                + "reason=VPC link\n {54}\\w+ is PENDING");
    }

    @Test
    void tailGoesOnWithNewLines() {
        try (var other = new OperatorScene()) {
            other.create("orders", "gatelink:publish", "true");
            var tail = other.start("logs", "orders", "--tail");
            var publication = other.start("publish", "orders");
            other.aws.loop().runUntil(() -> tail.out().toString().contains("Execution Succeeded"));

            assertThat(tail.out().toString().lines()).doesNotHaveDuplicates();
            assertThat(tail.out().toString())
                    .containsSubsequence("State: Take turn", "State: Smoke test", "Execution Succeeded");
            other.aws.loop().runUntil(publication.over());
        }
    }

    @Test
    void whereNothingWasLoggedThatIsSaid() {
        scene.create("quiet");

        assertThat(scene.gatelink("logs", "quiet"))
                .isEqualTo(
                        new Ended(0, "Nothing was logged about quiet in the last 3h. Further back: --since 2d\n", ""));
        assertThat(scene.gatelink("logs", "quiet", "--since", "soon"))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "gatelink: --since is 'soon', but must be a whole number and a unit, such as 90s, 15m, 3h or "
                                + "2d.\n"));
    }
}
