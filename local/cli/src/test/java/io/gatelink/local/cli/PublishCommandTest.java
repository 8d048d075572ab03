package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.cli.OperatorScene.Ended;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands that tag load balancers and show what comes of it. */
class PublishCommandTest {

    @Test
    void publishTagsTheLoadBalancerAndShowsTheWorkflowThatTheEventStarts() {
        try (var scene = new OperatorScene()) {
            String arn = scene.create("orders");
            Ended ended = scene.gatelink("publish", "orders");

            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out())
                    .containsSubsequence(
                            "Tagged orders gatelink:publish = true.\n",
                            "Waiting for the event of that.\n",
                            "Execution orders-",
                            "Take turn",
                            "Check VPC link           waits: VPC link ",
                            "Check VPC link           done in ",
                            "Smoke test",
                            "Published in ",
                            "  Invoke URL  http://127.0.0.1:",
                            "  Answer      200 in ",
                            "  Call it     curl --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test "
                                    + "'http://127.0.0.1:");
            assertThat(tags(scene, arn)).containsEntry("gatelink:publish", "true");
        }
    }

    @Test
    void aFailedPublicationsReasonIsOnStderr() {
        try (var scene = new OperatorScene()) {
            scene.create("orders", "local:vpc-endpoint-service", "vpce-svc-0a1b2c3d");
            Ended ended = scene.gatelink("publish", "orders");

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out())
                    .containsPattern("Check VPC link           \\d+ retries, failed\n")
                    .containsPattern("Failed, after \\d\\d:\\d\\d\\. All about it: gatelink logs orders\n");
            assertThat(ended.err())
                    .startsWith("gatelink: orders: VPC link ")
                    .contains(" FAILED: NLB is already associated with another VPC Endpoint Service.")
                    .hasLineCount(1);
        }
    }

    @Test
    void onceSetsNoTagAndDoesWhatTheTagsSay() {
        try (var scene = new OperatorScene()) {
            String arn = scene.create("orders");
            Ended ended = scene.gatelink("publish", "orders", "--once");

            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).contains("Not published: Load balancer " + arn, "gatelink:publish");
            assertThat(tags(scene, arn)).doesNotContainKey("gatelink:publish");
        }
    }

    @Test
    void withdrawTagsTheLoadBalancerAndShowsHowItsApiGoes() {
        try (var scene = new OperatorScene()) {
            String arn = scene.create("orders");
            scene.gatelink("publish", "orders");
            Ended ended = scene.gatelink("withdraw", "orders");

            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out())
                    .containsSubsequence("Tagged orders gatelink:publish = false.\n", "Withdraw", "Withdrawn in ")
                    .endsWith("Nothing of Gatelink's is left for orders.\n");
            assertThat(tags(scene, arn)).containsEntry("gatelink:publish", "false");
            assertThat(scene.gatelink("status").out())
                    .isEqualTo("Nothing is published, and nothing failed. To publish a load balancer: gatelink publish "
                            + "NAME\n");
            assertThat(scene.gatelink("withdraw", "orders"))
                    .isEqualTo(new Ended(
                            0,
                            "Nothing to do: orders is tagged gatelink:publish = false, and nothing of it is "
                                    + "published.\n",
                            ""));
        }
    }

    @Test
    void withdrawOnceIsRefusedForALoadBalancerThatIsToBePublished() {
        try (var scene = new OperatorScene()) {
            scene.create("orders", "gatelink:publish", "true");

            assertThat(scene.gatelink("withdraw", "orders", "--once"))
                    .isEqualTo(new Ended(
                            2,
                            "",
                            "gatelink: --once is given, but orders is tagged gatelink:publish = true, so that "
                                    + "the workflow "
                                    + "would publish it: leave out --once.\n"));
        }
    }

    @Test
    void replaceMovesTheApiAndItsUrlToTheNewLoadBalancer() {
        try (var scene = new OperatorScene()) {
            scene.create("orders");
            String arn = scene.create("orders-v2");
            String url = invokeUrl(scene.gatelink("publish", "orders"));
            Ended ended = scene.gatelink("replace", "orders", "orders-v2");

            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out())
                    .containsSubsequence(
                            "Tagged orders-v2 gatelink:publish = true and gatelink:replaces = orders.\n",
                            "Wait for the drain",
                            "Published in ");
            assertThat(invokeUrl(ended)).isEqualTo(url);
            assertThat(tags(scene, arn)).containsEntry("gatelink:replaces", "orders");
        }
    }

    @Test
    void anExecutionThatJoinsAnotherOneIsFollowedThere() {
        try (var scene = new OperatorScene()) {
            scene.create("orders", "gatelink:publish", "true");
            var first = scene.start("publish", "orders", "--once");
            scene.aws.loop().runUntil(() -> first.out().toString().contains("Check VPC link"));
            Ended second = scene.gatelink("publish", "orders", "--once");

            assertThat(second.err()).isEmpty();
            assertThat(second.exitCode()).isZero();
            assertThat(second.out().lines().filter(line -> line.startsWith("Execution ")))
                    .hasSize(2);
            assertThat(second.out()).containsSubsequence("Joined", "Smoke test", "Published in ");
            scene.aws.loop().runUntil(first.over());
        }
    }

    @Test
    void whereTheEventIsLostTheRemedyIsTold() {
        try (var scene = new OperatorScene()) {
            scene.create("orders");
            scene.aws.loop().exclusively(() -> scene.aws.stack().rules().stream()
                    .filter(rule -> rule.pattern().isPresent())
                    .forEach(rule -> scene.aws.eventBus().deleteRule(rule.name())));

            assertThat(scene.gatelink("publish", "orders"))
                    .isEqualTo(new Ended(
                            1,
                            "Tagged orders gatelink:publish = true.\nWaiting for the event of that.\n",
                            "gatelink: no execution began for orders within 15 minutes, though its tags are set: the "
                                    + "account may have no trail that logs management events (see gatelink "
                                    + "doctor). Start "
                                    + "the workflow with --once; reconcile does it, too.\n"));
        }
    }

    private static String invokeUrl(Ended ended) {
        return ended.out()
                .lines()
                .filter(line -> line.startsWith("  Invoke URL  "))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> tags(OperatorScene scene, String arn) {
        return scene.aws.loop().exclusively(() -> scene.aws
                .loadBalancers()
                .tags()
                .describeTags(List.of(arn))
                .get(arn));
    }
}
