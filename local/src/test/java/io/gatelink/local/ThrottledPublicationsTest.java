package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Many publications at once, under API Gateway's quotas: the workflow's retries share what there is. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class ThrottledPublicationsTest {

    /** As many as the quota on VPC links allows. */
    private static final int LOAD_BALANCERS = 20;

    /** Each publication takes one, and no two of them may come closer than this. */
    private static final Duration BETWEEN_DEPLOYMENTS = Duration.ofSeconds(5);

    @Test
    void twentyLoadBalancersAtOnceAreAllPublishedInNotMuchMoreThanTheLeastTime() {
        Duration least;
        try (var simulation = simulation()) {
            publish(1, simulation);
            least = duration(simulation).plus(BETWEEN_DEPLOYMENTS.multipliedBy(LOAD_BALANCERS - 1));
        }
        try (var simulation = simulation()) {
            publish(LOAD_BALANCERS, simulation);

            assertThat(simulation.executions()).hasSize(LOAD_BALANCERS).allSatisfy(execution ->
                    assertThat(execution.status()).as(execution.cause().orElse("")).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(throttled(simulation)).isPositive();
            assertThat(duration(simulation)).isLessThan(least.multipliedBy(14).dividedBy(10));
            assertThat(simulation.links()).hasSize(LOAD_BALANCERS)
                    .extracting(link -> link.targetArns().get(0)).doesNotHaveDuplicates();
            assertThat(simulation.links()).extracting(VpcLink::status).containsOnly(VpcLink.Status.AVAILABLE);
            assertThat(simulation.apis()).hasSize(LOAD_BALANCERS)
                    .extracting(api -> api.tags().get("gatelink:load-balancer")).doesNotHaveDuplicates();
            assertThat(simulation.requestsAtBackend).hasSizeGreaterThanOrEqualTo(LOAD_BALANCERS);
            assertThat(simulation.droppedEvents).isEmpty();
        }
    }

    @Test
    void twentyPublicationsThatFailAtOnceAllRollBackAlthoughApisAreDeletedOnlyOneEachHalfMinute() {
        try (var simulation = simulation()) {
            simulation.backendStatus = 503;
            publish(LOAD_BALANCERS, simulation);

            assertThat(simulation.executions()).hasSize(LOAD_BALANCERS).allSatisfy(execution -> {
                assertThat(execution.error()).contains("io.gatelink.functions.SmokeTestFailedException");
                assertThat(execution.cause().orElseThrow()).contains("503").doesNotContain("Left behind");
            });
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.apis()).isEmpty();
        }
    }

    private static Simulation simulation() {
        return Simulation.inMemory(Simulation.SEED, Faults.NONE, configuration -> configuration.withQuotas(true)
                .withParameters(Map.of("SmokeTestWaitMinutes", "1")));
    }

    private static void publish(int loadBalancers, Simulation simulation) {
        List<ObjectNode> events = IntStream.range(0, loadBalancers).mapToObj(ThrottledPublicationsTest::event).toList();
        events.forEach(simulation::createLoadBalancer);
        events.forEach(simulation::deliver);
        simulation.runUntilIdle();
    }

    /** The creation of another load balancer than the sample's. */
    private static ObjectNode event(int index) {
        String number = String.format("%02d", index);
        return (ObjectNode) Json.parse(Json.write(Simulation.event("nlb-created.json"))
                .replace("orders", "orders-" + number)
                .replace("8c1f0d5e7a6b4923", "8c1f0d5e7a6b49" + number)
                .replace("c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5f0", "c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5" + number));
    }

    private static long throttled(Simulation simulation) {
        return simulation.executions().stream().flatMap(execution -> execution.events().stream())
                .filter(event -> event.detail("error").orElse("").endsWith(".ThrottledException")).count();
    }

    /** From the first execution's start to the last one's end. */
    private static Duration duration(Simulation simulation) {
        return simulation.executions().stream()
                .map(execution -> Duration.between(
                        simulation.executions().get(0).startDate(), execution.stopDate().orElseThrow()))
                .max(Duration::compareTo).orElseThrow();
    }
}
