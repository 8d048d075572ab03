package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publications that a person stops and redrives. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class RedriveTest {

    @ParameterizedTest
    @ValueSource(strings = {"Describe load balancer", "Create VPC link", "Check VPC link",
        "Describe load balancer again", "Create REST API", "Integrate",
        "Deploy", "Smoke test"})
    void aPublicationThatWasStoppedAnywhereIsPublishedOnceItIsRedriven(String state) {
        try (var simulation = new Simulation(Simulation.SEED, Faults.NONE)) {
            simulation.createLoadBalancer(Simulation.event("nlb-created.json"));
            simulation.deliver(Simulation.event("nlb-created.json"));
            simulation.aws.loop().runUntil(() -> simulation.executions().stream()
                    .anyMatch(execution -> Simulation.path(execution).contains(state)));
            String arn = simulation.onlyExecution().arn();
            simulation.aws.loop().exclusively(() -> simulation.aws.states().stopExecution(arn, "Mine", "enough"));
            simulation.runUntilIdle();
            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.ABORTED);

            redrive(simulation);

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.announcements).containsExactly("Private API Published");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aPublicationThatFailedFailsAgainForItsOldReasonAndMakesNothing() {
        try (var simulation = new Simulation(Simulation.SEED, Faults.NONE).publish("nlb-created-link-fails.json")) {
            Execution execution = simulation.onlyExecution();
            String cause = execution.cause().orElseThrow();

            redrive(simulation);

            assertThat(execution.redriveCount()).isEqualTo(1);
            assertThat(execution.cause()).hasValue(cause);
            assertThat(Simulation.path(execution)).endsWith("Publication failed", "Publication failed");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    private static void redrive(Simulation simulation) {
        String arn = simulation.onlyExecution().arn();
        simulation.aws.loop().exclusively(() -> simulation.aws.states().redriveExecution(arn, null));
        simulation.runUntilIdle();
    }
}
