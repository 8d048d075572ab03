package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often API Gateway is called: it allows an account ten calls a second together, and some of them much less often.
 * The looks at a link that is pending are counted apart.
 */
class CallCountsTest {

    private final List<String> calls = new ArrayList<>();
    private final Faults counter = new Faults() {
        @Override
        public Duration before(ApiCall call) {
            if (call.service().equals("apigateway") && !call.operation().equals("GetVpcLink")) {
                calls.add(call.operation());
            }
            return Duration.ZERO;
        }
    };

    @ParameterizedTest
    @CsvSource({"AWS_IAM, 16", "API_KEY, 20"})
    void aFirstPublicationMakesSoManyCalls(String authorization, int most) {
        try (var life = Life.begin(counter, Map.of("AccessLogs", "OFF", "Authorization", authorization))) {
            String orders = life.publish("orders");

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(calls).contains("CreateVpcLink", "CreateDeployment").hasSizeLessThanOrEqualTo(most);
            assertThat(calls).filteredOn("CreateRestApi"::equals).hasSize(1);
            assertThat(calls).filteredOn("UpdateStage"::equals).hasSize(1);
        }
    }

    @Test
    void oneThatChangesNothingMakesEightCallsAndIsDoneInSeconds() {
        try (var life = Life.begin(counter, Map.of("AccessLogs", "OFF"))) {
            String orders = life.publish("orders");
            calls.clear();
            Execution again = life.run("again", orders);

            assertThat(again.output().orElseThrow().path("outcome").asText()).isEqualTo("PUBLISHED");
            assertThat(calls).hasSizeLessThanOrEqualTo(8).allMatch(call -> call.startsWith("Get"));
            assertThat(Duration.between(again.startDate(), again.stopDate().orElseThrow()))
                    .isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void anUpdateMakesFourteenCallsAndOneDeployment() {
        try (var life = Life.begin(counter, Map.of("AccessLogs", "OFF"))) {
            String orders = life.publish("orders");
            calls.clear();
            life.tag(orders, "gatelink:timeout-ms", "5000");
            life.run();

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(calls)
                    .hasSizeLessThanOrEqualTo(14)
                    .doesNotContain("CreateRestApi", "CreateVpcLink", "CreateStage");
            assertThat(calls).filteredOn("CreateDeployment"::equals).hasSize(1);
            assertThat(calls).filteredOn("UpdateStage"::equals).hasSize(1);
        }
    }

    @Test
    void aTakeOverMakesEighteenCalls() {
        try (var life = Life.begin(counter, Map.of("AccessLogs", "OFF"))) {
            life.publish("orders");
            String payments = life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
            calls.clear();
            Execution takeOver = life.start("p", payments);
            life.runUntil(takeOver, "Announce");

            assertThat(calls).hasSizeLessThanOrEqualTo(18).doesNotContain("CreateRestApi", "CreateStage");
            assertThat(calls).filteredOn("UpdateStage"::equals).hasSize(1);
            life.run();
            assertThat(life.outcome(payments)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aWithdrawalMakesEightCalls() {
        try (var life = Life.begin(counter, Map.of("AccessLogs", "OFF"))) {
            String orders = life.publish("orders");
            calls.clear();
            life.optOut(orders);
            life.run();

            assertThat(life.isEmpty()).isTrue();
            assertThat(calls).hasSizeLessThanOrEqualTo(8).contains("DeleteStage", "DeleteRestApi", "DeleteVpcLink");
        }
    }
}
