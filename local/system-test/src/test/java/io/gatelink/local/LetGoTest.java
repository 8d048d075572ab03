package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;

/** An attempt to delete a load balancer that our VPC link holds makes Gatelink withdraw it. */
class LetGoTest {

    @Test
    void aDeletionThatIsRefusedSucceedsWithinMinutesIfItIsTriedAgainAndNothingIsLeft() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            var refusals = new ArrayList<String>();
            int tries = 0;
            while (!deleted(life, orders, refusals)) {
                assertThat(++tries)
                        .as("tries every 15 s: %s", life.simulation.items())
                        .isLessThan(20);
                life.pass(Duration.ofSeconds(15));
            }
            life.run();

            assertThat(refusals).isNotEmpty();
            assertThat(life.executionsOf(orders)
                            .get(1)
                            .input()
                            .path("deletionAskedAt")
                            .asText())
                    .startsWith("2026-01-01T00:");
            assertThat(life.executionsOf(orders)
                            .get(1)
                            .output()
                            .orElseThrow()
                            .path("reason")
                            .asText())
                    .startsWith("An attempt to delete load balancer " + orders + " was refused at 2026-01-01T00:")
                    .endsWith(": it is withdrawn, so that the next attempt succeeds. If it is not deleted within an "
                            + "hour, it "
                            + "is published again.");
            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
            assertThat(life.simulation.messages).isEmpty();
        }
    }

    @Test
    void oneThatStaysTaggedIsPublishedAgainAnHourLaterAndPeopleAreTold() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            assertThat(deleted(life, orders, new ArrayList<>())).isFalse();
            life.pass(Duration.ofMinutes(50));
            assertThat(life.outcome(orders)).isEqualTo("WITHDRAWN");
            assertThat(life.simulation.apis()).isEmpty();
            life.pass(Duration.ofMinutes(55));

            assertThat(life.outcome(orders))
                    .as(life.simulation.items().toString())
                    .isEqualTo("PUBLISHED");
            assertThat(life.simulation.item(orders)).doesNotContainKey("deletionAskedAt");
            assertThat(life.simulation.messages)
                    .singleElement()
                    .isEqualTo("Publishing again: orders. Their deletion was "
                            + "asked for more than an hour ago, and they were withdrawn for it, but they still "
                            + "exist, and their "
                            + "tags ask for publication. To delete a load balancer, set its tag gatelink:publish to "
                            + "false, and "
                            + "delete it once it is withdrawn.");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void oneThatIsRefusedWhileAPublicationEndsIsNotForgotten() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, "Smoke test");
            Execution asked = life.startWith(
                    "q",
                    "{\"loadBalancerArn\": \"" + orders + "\", \"deletionAskedAt\": \""
                            + life.simulation.aws.loop().instant() + "\"}");
            life.run();

            assertThat(outcome(publication)).isEqualTo("PUBLISHED");
            assertThat(outcome(asked)).isEqualTo("JOINED");
            assertThat(life.outcome(orders)).isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
            life.delete(orders);
        }
    }

    @Test
    void aNewTagDoesNotPublishItWithinTheHour() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            assertThat(deleted(life, orders, new ArrayList<>())).isFalse();
            life.run();
            life.tag(orders, "gatelink:timeout-ms", "5000");
            life.run();

            assertThat(life.executionsOf(orders)).hasSize(3);
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void anOptOutWithinTheHourIsForGood() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            assertThat(deleted(life, orders, new ArrayList<>())).isFalse();
            life.run();
            life.optOut(orders);
            life.run();

            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
        }
    }

    /** As a controller deletes them: the listener first, then the load balancer. */
    @Test
    void aListenerThatGoesWhileTheLinkIsPendingDoesNotHoldTheLink() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, "Check VPC link");
            Instant since = life.simulation.aws.loop().instant();
            life.elasticLoadBalancing(person -> person.describeListeners(request -> request.loadBalancerArn(orders))
                    .listeners()
                    .forEach(
                            listener -> person.deleteListener(request -> request.listenerArn(listener.listenerArn()))));
            life.run();

            assertThat(publication.error()).as(Life.shown(publication)).contains("UnsupportedLoadBalancerException");
            assertThat(Duration.between(since, publication.stopDate().orElseThrow()))
                    .isLessThan(Duration.ofMinutes(6));
            assertThat(life.isEmpty()).isTrue();
            life.delete(orders);
        }
    }

    private static String outcome(Execution execution) {
        return execution.output().orElseThrow().path("outcome").asText();
    }

    private static boolean deleted(Life life, String arn, List<String> refusals) {
        try {
            life.delete(arn);
            return true;
        } catch (ResourceInUseException e) {
            refusals.add(e.getMessage());
            return false;
        }
    }
}
