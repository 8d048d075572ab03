package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.states.Execution;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The sample of what a person starts the workflow with does what the tags say. */
class SampleInputsTest {

    @Test
    void theSampleOfAStartByHandPublishesAndWithdraws() throws IOException {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            assertThat(outcome(life, "first")).isEqualTo("PUBLISHED");
            assertThat(outcome(life, "second")).isEqualTo("PUBLISHED");

            life.tagUnnoticed(orders, "gatelink:publish", "false");
            assertThat(outcome(life, "third")).isEqualTo("WITHDRAWN");
            assertThat(outcome(life, "fourth")).isEqualTo("NOT_WANTED");
        }
    }

    private static String outcome(Life life, String name) throws IOException {
        Execution execution = life.startWith(
                name, Files.readString(Simulation.HOME.resolve("events").resolve("manual-start.json")));
        life.run();
        return execution
                .output()
                .orElseThrow(() -> new AssertionError(Life.shown(execution)))
                .path("outcome")
                .asText();
    }
}
