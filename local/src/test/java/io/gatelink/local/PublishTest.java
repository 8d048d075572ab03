package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishTest {

    private static final String CREATED = "nlb-created.json";

    @Test
    void aLoadBalancersCreationBecomesATestedApi() {
        try (var simulation = simulation().publish(CREATED)) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(Simulation.path(execution)).containsExactly("Describe load balancer", "Opted in?", "Create VPC link",
                    "Check VPC link", "Create REST API", "Integrate", "Deploy", "Smoke test", "Announce");
            assertThat(simulation.links()).singleElement().extracting(VpcLink::status).isEqualTo(VpcLink.Status.AVAILABLE);
            assertThat(simulation.apis()).hasSize(1);
            assertThat(simulation.requestsAtBackend).containsExactly("GET /");
            assertThat(simulation.announcements).containsExactly("Private API Published");
            assertThat(execution.output().orElseThrow().path("smokeTest").path("body").asText())
                    .isEqualTo("from the backend");
        }
    }

    @Test
    void everyMethodAsksForASignatureAndGoesThroughTheStageVariable() {
        try (var simulation = simulation().publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            LiveStage stage = simulation.aws.apiGateway().stage(api, "live");

            assertThat(stage.variables()).isEqualTo(Map.of("vpcLinkId", simulation.links().get(0).id()));
            assertThat(stage.resources()).hasSize(2).allSatisfy(resource -> {
                Method method = resource.methods().get("ANY");
                assertThat(method.authorizationType()).isEqualTo("AWS_IAM");
                assertThat(method.methodIntegration().connectionId()).isEqualTo("${stageVariables.vpcLinkId}");
            });
        }
    }

    @Test
    void aLinkThatFailsLeavesNothingAndItsStatusMessageReachesTheCause() {
        try (var simulation = simulation().publish("nlb-created-link-fails.json")) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.error()).contains("io.gatelink.functions.VpcLinkFailedException");
            assertThat(execution.cause().orElseThrow())
                    .contains("NLB is already associated with another VPC Endpoint Service")
                    .doesNotContain("Left behind");
            assertThat(Simulation.path(execution)).endsWith("Check VPC link", "Roll back", "Explain failure",
                    "Announce failure", "Publication failed");
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.apis()).isEmpty();
            assertThat(simulation.announcements).containsExactly("Private API Publication Failed");
        }
    }

    @Test
    void aLoadBalancerThatIsNotOptedInIsLeftAloneAndTheOutputSaysWhy() {
        try (var simulation = simulation().publish("nlb-created-not-opted-in.json")) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(execution.output().orElseThrow().path("reason").asText()).contains("gatelink:publish");
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.announcements).isEmpty();
        }
    }

    @Test
    void anApplicationLoadBalancerStartsNothing() {
        try (var simulation = simulation()) {
            simulation.deliver(Simulation.event("alb-created.json"));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).isEmpty();
        }
    }

    @Test
    void theSameEventDeliveredTwiceIsPublishedOnce() {
        try (var simulation = simulation().publish(CREATED)) {
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theSameEventTwiceAtOnceIsPublishedOnce() {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            simulation.deliver(Simulation.event(CREATED));
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void twoEventsOfOneLoadBalancerAtOnceMakeOneLinkAndOneApi() {
        try (var simulation = simulation()) {
            ObjectNode second = Simulation.event(CREATED);
            second.withObject("/detail").put("eventID", "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0");
            simulation.createLoadBalancer(Simulation.event(CREATED));
            simulation.deliver(Simulation.event(CREATED));
            simulation.deliver(second);
            simulation.runUntilIdle();

            assertThat(simulation.executions()).hasSize(2)
                    .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aListenerThatComesMinutesLaterIsWaitedFor() {
        try (var simulation = simulation()) {
            ObjectNode event = Simulation.event(CREATED);
            simulation.aws.loop().exclusively(() -> simulation.aws.loadBalancers().restore(event));
            simulation.deliver(event);
            simulation.aws.loop().schedule(Duration.ofMinutes(10), () -> simulation.createLoadBalancer(event));
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(13));
        }
    }

    @Test
    void aBackendThatAnswersWithErrorsIsNeverPublishedAndNothingIsLeft() {
        try (var simulation = simulation()) {
            simulation.backendStatus = 503;
            simulation.publish(CREATED);

            Execution execution = simulation.onlyExecution();
            assertThat(execution.error()).contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(execution.cause().orElseThrow()).contains("503");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aLoadBalancerThatIsGoneFailsWithItsName() {
        try (var simulation = simulation()) {
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            Execution execution = simulation.onlyExecution();
            assertThat(execution.error()).contains("io.gatelink.functions.LoadBalancerNotFoundException");
            assertThat(execution.cause().orElseThrow()).contains("loadbalancer/net/orders/");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anApiIsOpenOnlyIfBothTheStackAndTheLoadBalancerSaySo() {
        ObjectNode event = Simulation.event(CREATED);
        event.withObject("/detail/requestParameters").withArray("/tags").addObject()
                .put("key", "gatelink:authorization").put("value", "NONE");
        try (var allowed = new Simulation(Simulation.SEED, Faults.NONE,
                    configuration -> configuration.withParameters(Map.of("AllowOpenApis", "true")));
                var forbidden = simulation()) {
            for (Simulation simulation : new Simulation[] {allowed, forbidden}) {
                simulation.createLoadBalancer(event);
                simulation.deliver(event);
                simulation.runUntilIdle();
            }

            assertThat(allowed.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(allowed.aws.apiGateway().stage(allowed.apis().get(0).id(), "live").resources())
                    .allSatisfy(resource ->
                            assertThat(resource.methods().get("ANY").authorizationType()).isEqualTo("NONE"));
            assertThat(forbidden.onlyExecution().status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(forbidden.onlyExecution().cause().orElseThrow()).contains("gatelink:authorization");
            assertThat(forbidden.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameHistoryByteForByte() {
        for (String event : new String[] {CREATED, "nlb-created-link-fails.json"}) {
            try (var first = simulation().publish(event); var second = simulation().publish(event);
                    var other = new Simulation(Simulation.SEED + 1, Faults.NONE).publish(event)) {
                assertThat(first.histories()).isEqualTo(second.histories()).isNotEqualTo(other.histories());
            }
        }
    }

    private static Simulation simulation() {
        return new Simulation(Simulation.SEED, Faults.NONE);
    }
}
