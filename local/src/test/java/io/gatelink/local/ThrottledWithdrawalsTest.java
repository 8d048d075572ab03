package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Many withdrawals at once, although API Gateway deletes only one API each half minute. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class ThrottledWithdrawalsTest {

    private static final int LOAD_BALANCERS = 12;

    @Test
    void allAreWithdrawnAndNoneGivesUp() {
        try (var simulation = Simulation.inMemory(Simulation.SEED, Faults.NONE, configuration -> configuration
                .withQuotas(true).withParameters(Map.of("SmokeTestWaitMinutes", "1")))) {
            List<String> arns = new ArrayList<>();
            for (int i = 0; i < LOAD_BALANCERS; i++) {
                ObjectNode event = event(i);
                arns.add(simulation.createLoadBalancer(event));
                simulation.deliver(event);
            }
            simulation.runUntilIdle();
            assertThat(simulation.apis()).hasSize(LOAD_BALANCERS);
            List<Execution> withdrawals = new ArrayList<>();
            simulation.aws.loop().exclusively(() -> {
                simulation.aws.loadBalancers().tags().addTags(arns, Map.of("gatelink:publish", "false"));
                arns.forEach(arn -> withdrawals.add(simulation.aws.states().startExecution(
                        "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-withdraw", "w" + withdrawals.size(),
                        Life.input("loadBalancerArn", arn))));
            });
            simulation.runUntilIdle();

            assertThat(withdrawals).allSatisfy(withdrawal -> {
                assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
                assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
                assertThat(Duration.between(withdrawal.startDate(), withdrawal.stopDate().orElseThrow()))
                        .isLessThan(Duration.ofHours(1));
            });
            assertThat(withdrawals.stream().flatMap(withdrawal -> withdrawal.events().stream())
                    .filter(event -> event.detail("error").orElse("").endsWith(".ThrottledException"))).isNotEmpty();
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.apis()).isEmpty();
        }
    }

    /** The creation of another load balancer than the sample's. */
    private static ObjectNode event(int index) {
        String number = String.format("%02d", index);
        return (ObjectNode) Json.parse(Json.write(Simulation.event("nlb-created.json"))
                .replace("orders", "orders-" + number)
                .replace("8c1f0d5e7a6b4923", "8c1f0d5e7a6b49" + number)
                .replace("c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5f0", "c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5" + number));
    }
}
