package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.cli.replay.DemoBackend;
import io.gatelink.local.cli.replay.EventPreconditions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What {@code gatelink up} prints; fast-forwarded here. */
class ActivityTest {

    private static final Path HOME = Path.of(System.getProperty("gatelink.home"));

    private final StringWriter output = new StringWriter();
    private final Activity activity = new Activity(new PrintWriter(output, true));

    @Test
    void eachLineNamesTheWorkflowAndTheLoadBalancer() throws IOException {
        happens("nlb-created.json", () -> false);

        assertThat(output.toString().lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .matches("\\d\\d:\\d\\d:\\d\\d  publish    orders            \\S.*"));
        assertThat(output.toString()).doesNotContain("What is wanted?");
    }

    @Test
    void whatIsPublishedComesWithItsWarningsAndTheCommandThatCallsIt() throws IOException {
        happens("nlb-created.json", () -> false);

        assertThat(output.toString())
                .containsSubsequence(
                        "orders            SUCCEEDED",
                        "orders            Warning: The stage has no access logs: ",
                        "orders            Published: http://127.0.0.1:",
                        "orders            Call it: curl --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test "
                                + "'http://127.0.0.1:");
    }

    @Test
    void aDeploymentIsToldWithWhatHasFailed() {
        activity.deployed(
                Instant.EPOCH, "gatelink", "UPDATE_ROLLBACK_COMPLETE", List.of("DeployFunction: no such jar"));

        assertThat(output.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("\\d\\d:\\d\\d:\\d\\d  stack      gatelink          UPDATE_ROLLBACK_COMPLETE"),
                        line -> assertThat(line).isEqualTo("          DeployFunction: no such jar"));
    }

    @Test
    void theReasonOfAFailureStandsOnce() throws IOException {
        happens("nlb-created-link-fails.json", () -> false);

        assertThat(output.toString())
                .containsOnlyOnce("NLB is already associated")
                .contains("payments          FAILED, for the reason above");
    }

    @Test
    void anInterruptionNamesWhatWasRunning() throws IOException {
        happens("nlb-created.json", () -> output.toString().contains("Check VPC link"));

        assertThat(activity.interrupted())
                .isEqualTo("gatelink: stopped. Running were: publish of orders in the state "
                        + "'Check VPC link'. The embedded AWS has ended, with all that was in it: nothing is left.");
    }

    @Test
    void anInterruptionSaysThatNothingWasRunning() {
        assertThat(activity.interrupted())
                .isEqualTo("gatelink: stopped. No workflow was running. The embedded AWS has "
                        + "ended, with all that was in it: nothing is left.");
    }

    private void happens(String sample, BooleanSupplier done) throws IOException {
        ObjectNode event = EventFile.read(HOME.resolve("events").resolve(sample));
        try (DemoBackend backend = DemoBackend.start();
                LocalAws aws = LocalAws.start(Configuration.fastForward(HOME), activity)) {
            activity.at(aws.endpoint());
            aws.loop().exclusively(() -> {
                new EventPreconditions(aws, event, backend.address()).set();
                aws.eventBus().publish(event);
            });
            aws.loop().runUntil(done);
        }
    }
}
