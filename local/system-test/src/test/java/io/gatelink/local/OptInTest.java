package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers whose tags change after they were created. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class OptInTest {

    private static final String ADDED = "nlb-tags-added-opt-in.json";

    @Test
    void aLoadBalancerThatAsksLaterIsPublishedThen() {
        try (var life = Life.begin()) {
            String orders = life.create("orders");
            life.simulation.deliver(Life.created("orders"));
            life.run();
            assertThat(life.outcome(orders)).isEmpty();

            life.tagUnnoticed(orders, "gatelink:publish", "true");
            life.simulation.deliver(Simulation.event(ADDED));
            life.simulation.deliver(Simulation.event(ADDED));
            life.run();

            assertThat(life.simulation.executions()).hasSize(2);
            assertThat(life.last().input())
                    .isEqualTo(Json.object().put("loadBalancerArn", orders).put("requestedAt", "2026-03-03T10:02:11Z"));
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anEventThatIsOlderThanTheTagsChangesNothing() {
        try (var life = Life.begin()) {
            life.create("orders", "gatelink:publish", "false");
            life.simulation.deliver(Simulation.event(ADDED));
            life.run();

            assertThat(life.last().output().orElseThrow().path("outcome").asText())
                    .isEqualTo("NOT_WANTED");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void oneEventAboutSeveralLoadBalancersPublishesEachOfThem() {
        try (var life = Life.begin()) {
            for (String created : List.of("nlb-created.json", "nlb-created-not-opted-in.json")) {
                ObjectNode event = Simulation.event(created);
                String arn = life.simulation.createLoadBalancer(event);
                life.tagUnnoticed(arn, "gatelink:publish", "true");
            }
            life.simulation.deliver(Simulation.event("nlb-tags-added-several.json"));
            life.run();

            // The third is of an application load balancer that is gone.
            assertThat(life.simulation.executions()).hasSize(3).allSatisfy(execution -> assertThat(execution.status())
                    .isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(life.simulation.items().values()).hasSize(2).allSatisfy(item -> assertThat(item)
                    .containsEntry("outcome", "PUBLISHED"));
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nlb-tags-added-opt-out.json", "nlb-tags-removed.json"})
    void anOptOutStartsTheSameWorkflowWhichWithdraws(String event) {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.tagUnnoticed(orders, "gatelink:publish", "false");
            life.simulation.deliver(Simulation.event(event));
            life.run();

            assertThat(life.last().input())
                    .isEqualTo(Json.object()
                            .put("loadBalancerArn", orders)
                            .put(
                                    "requestedAt",
                                    Simulation.event(event)
                                            .at("/detail/eventTime")
                                            .asText()));
            assertThat(life.last().output().orElseThrow().path("outcome").asText())
                    .isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void theDeletionOfALoadBalancerStartsTheSameWorkflow() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.vanish(orders);
            life.simulation.deliver(Simulation.event("nlb-deleted.json"));
            life.run();

            assertThat(life.last().output().orElseThrow().path("reason").asText())
                    .isEqualTo("Load balancer " + orders + " does not exist.");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create VPC link", "Check VPC link"})
    void anAuthorizationThatIsTightenedWhileTheLinkIsMadeIsTheOneThatMethodsGet(String state) {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.create("orders", "gatelink:publish", "true", "gatelink:authorization", "NONE");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, state);
            life.tagUnnoticed(orders, "gatelink:authorization", "AWS_IAM");
            life.run();

            assertThat(life.simulation.item(orders)).containsEntry("authorization", "AWS_IAM");
            assertThat(life.simulation
                            .aws
                            .apiGateway()
                            .deployments()
                            .getDeployments(life.onlyApi().id(), null, 500)
                            .items())
                    .hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create VPC link", "Check VPC link"})
    void anOptOutThatComesWhileTheLinkIsMadeIsSeenByTheExecutionThatIsAtWork(String state) {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, state);
            life.optOut(orders);
            life.run();

            assertThat(publication.output().orElseThrow().path("outcome").asText())
                    .isEqualTo("WITHDRAWN");
            assertThat(Simulation.path(publication)).doesNotContain("Create REST API");
            assertThat(life.last().output().orElseThrow().path("outcome").asText())
                    .isEqualTo("JOINED");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void anOptOutOfWhichNoEventTellsIsSeenBeforeTheApiIsCreated() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, "Check VPC link");
            life.tagUnnoticed(orders, "gatelink:publish", "false");
            life.run();

            assertThat(publication.output().orElseThrow().path("outcome").asText())
                    .isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whereNoneIsPublishedTheTagDoesNotHelp() {
        try (var life = Life.begin(Faults.NONE, Map.of("PublishMode", "NONE"))) {
            String orders = life.publish("orders");

            assertThat(life.last().output().orElseThrow().path("reason").asText())
                    .isEqualTo("This stack publishes no " + "load balancers, so not " + orders
                            + " either: deploy the stack with PublishMode=OPT_IN.");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whereAllArePublishedOnlyTheTagKeepsALoadBalancerOut() {
        try (var life = Life.begin(Faults.NONE, Map.of("PublishMode", "ALL"))) {
            String orders = life.create("orders");
            String payments = life.create("payments", "gatelink:publish", "false");
            life.run("o", orders);
            life.run("p", payments);

            assertThat(life.simulation.items()).containsOnlyKeys(orders);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
        }
    }
}
