package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.states.Execution;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The samples of what a person starts a workflow with do what their names say. */
class SampleInputsTest {

    @Test
    void theSamplesOfASwitchAndOfAWithdrawalAreInputsForThem() throws IOException {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();

            assertThat(outcome(life, "switch", "manual-switch.json")).isEqualTo("SWITCHED");
            assertThat(outcome(life, "switch", "manual-switch.json")).isEqualTo("ALREADY_SWITCHED");

            life.optOut(orders);
            assertThat(outcome(life, "withdraw", "manual-withdraw.json")).isEqualTo("NOTHING_PUBLISHED");
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    private static String outcome(Life life, String workflow, String file) throws IOException {
        Execution execution = life.start(workflow, workflow + life.simulation.aws.loop().nanoTime(),
                Files.readString(Simulation.HOME.resolve("events").resolve(file)));
        life.run();
        return execution.output().orElseThrow(() -> new AssertionError(Life.shown(execution))).path("outcome").asText();
    }
}
