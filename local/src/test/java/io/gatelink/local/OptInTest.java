package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    private static final String ORDERS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/8c1f0d5e7a6b4923";
    private static final String ADDED = "nlb-tags-added-opt-in.json";

    private static Simulation simulation(Map<String, String> parameters) {
        return new Simulation(Simulation.SEED, Faults.NONE, configuration -> configuration.withParameters(parameters));
    }

    /** The load balancer of an event, with other tags than the event says. */
    private static String loadBalancer(Simulation simulation, String created, Map<String, String> tags) {
        ObjectNode event = Simulation.event(created);
        var array = event.withObject("/detail/requestParameters").putArray("tags");
        tags.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
        return simulation.createLoadBalancer(event);
    }

    private static void addTags(Simulation simulation, String arn, Map<String, String> tags) {
        simulation.aws.loop().exclusively(() -> simulation.aws.loadBalancers().tags().addTags(List.of(arn), tags));
    }

    @Test
    void aLoadBalancerThatAsksLaterIsPublishedThen() {
        try (var simulation = simulation(Map.of())) {
            String arn = loadBalancer(simulation, "nlb-created.json", Map.of());
            simulation.deliver(Simulation.event("nlb-created.json"));
            simulation.runUntilIdle();
            assertThat(simulation.apis()).isEmpty();

            addTags(simulation, arn, Map.of("gatelink:publish", "true"));
            simulation.deliver(Simulation.event(ADDED));
            simulation.deliver(Simulation.event(ADDED));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).hasSize(2);
            Execution second = simulation.executions().get(1);
            assertThat(second.output().orElseThrow().path("outcome").asText()).isEqualTo("PUBLISHED");
            assertThat(second.input().path("requestedAt").asText()).isEqualTo("2026-03-03T10:02:11Z");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anEventThatIsOlderThanTheTagsChangesNothing() {
        try (var simulation = simulation(Map.of())) {
            loadBalancer(simulation, "nlb-created.json", Map.of("gatelink:publish", "false"));
            simulation.deliver(Simulation.event(ADDED));
            simulation.runUntilIdle();

            Execution execution = simulation.onlyExecution();
            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void oneEventAboutSeveralLoadBalancersPublishesEachOfThem() {
        try (var simulation = simulation(Map.of())) {
            for (String created : List.of("nlb-created.json", "nlb-created-not-opted-in.json")) {
                loadBalancer(simulation, created, Map.of("gatelink:publish", "true"));
            }
            simulation.deliver(Simulation.event("nlb-tags-added-several.json"));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).hasSize(2)
                    .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(simulation.links()).hasSize(2);
            assertThat(simulation.apis()).extracting(api -> api.tags().get("gatelink:load-balancer")).doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    @Test
    void anOptOutStartsAWithdrawal() {
        for (String event : List.of("nlb-tags-added-opt-out.json", "nlb-tags-removed.json", "nlb-deleted.json")) {
            try (var simulation = simulation(Map.of())) {
                simulation.deliver(Simulation.event(event));
                simulation.runUntilIdle();

                assertThat(simulation.executions()).filteredOn(execution -> execution.arn().contains(":gatelink-withdraw:"))
                        .singleElement().satisfies(execution -> assertThat(execution.input()).isEqualTo(
                                Json.object().put("loadBalancerArn", ORDERS).put("requestedAt",
                                        Simulation.event(event).at("/detail/eventTime").asText())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create VPC link", "Check VPC link"})
    void anAuthorizationThatIsTightenedWhileTheLinkIsMadeIsTheOneThatMethodsGet(String state) {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowOpenApis", "true"))) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            life.tag(orders, "gatelink:authorization", "NONE");
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.runUntil(publication, state);
            life.tag(orders, "gatelink:authorization", "AWS_IAM");
            life.run();

            assertThat(publication.status()).as(Life.shown(publication)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.simulation.aws.apiGateway().deployments().getDeployments(life.onlyApi().id(), null, 500)
                    .items()).hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anAuthorizationThatIsTightenedWhileAnExecutionWaitsForItsTurnIsTheOneThatMethodsGet() {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowOpenApis", "true"))) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            life.tag(orders, "gatelink:authorization", "NONE");
            Execution first = life.start("publish", "first", Life.input("loadBalancerArn", orders));
            life.runUntil(first, "Deploy");
            Execution second = life.start("publish", "second", Life.input("loadBalancerName", "orders"));
            life.runUntil(second, "Create VPC link");
            life.tag(orders, "gatelink:authorization", "AWS_IAM");
            life.run();

            assertThat(second.status()).as(Life.shown(second)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.simulation.histories()).contains("LoadBalancerBusyException");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create VPC link", "Check VPC link"})
    void anOptOutThatComesWhileTheLinkIsMadeLeavesTheAccountEmpty(String state) {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.runUntil(publication, state);
            life.optOut(orders);
            Execution withdrawal = life.withdraw(orders);

            assertThat(publication.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(Simulation.path(publication)).endsWith("Describe load balancer again", "Still opted in?",
                    "Not opted in");
            assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void anOptOutThatNobodyToldWhileTheLinkWasMadeIsSeenByTheReconciliation() {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.runUntil(publication, "Check VPC link");
            life.optOut(orders);
            life.run();
            assertThat(publication.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(life.simulation.links()).hasSize(1);
            assertThat(life.simulation.apis()).isEmpty();

            life.start("reconcile", "r", "{}");
            life.run();

            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whereNoneIsPublishedTheTagDoesNotHelp() {
        try (var simulation = simulation(Map.of("PublishMode", "NONE")).publish("nlb-created.json")) {
            assertThat(simulation.onlyExecution().output().orElseThrow().path("reason").asText())
                    .startsWith("This stack publishes no load balancers, so not arn:");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aLoadBalancerThatAPersonMovedItsApiAwayFromIsNotPublishedByTheNextEvent() {
        try (var simulation = simulation(Map.of()).publish("nlb-created.json")) {
            String arn = simulation.apis().get(0).tags().get("gatelink:load-balancer");
            String other = arn.replace("net/orders/8", "net/orders-v2/9");
            simulation.aws.loop().exclusively(() -> simulation.aws.apiGateway().tags().tagResource(
                    "arn:aws:apigateway:us-east-1::/restapis/" + simulation.apis().get(0).id(),
                    Map.of("gatelink:switched-from:" + arn.substring(arn.lastIndexOf('/') + 1), arn, "gatelink:load-balancer", other)));
            simulation.deliver(Simulation.event(ADDED));
            simulation.runUntilIdle();

            assertThat(simulation.executions().get(1).output().orElseThrow().path("reason").asText())
                    .contains("a person moved its REST API").contains(" to load balancer " + other + ": ");
            assertThat(simulation.apis()).hasSize(1);
            assertThat(simulation.links()).hasSize(1);
        }
    }
}
