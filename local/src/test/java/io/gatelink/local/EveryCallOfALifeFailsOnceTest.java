package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.EveryCallFailsOnceTest.Failure;
import io.gatelink.local.EveryCallFailsOnceTest.OneFault;
import io.gatelink.local.EveryCallFailsOnceTest.Recorder;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Walks through every single call of AWS's API that a withdrawal and a switch make and lets it fail once: refused or
 * throttled before it has an effect, or its answer lost after it. Whatever fails, a withdrawal withdraws all or fails and
 * is finished by the next one; a switch moves the API or leaves it where it was.
 */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class EveryCallOfALifeFailsOnceTest {

    /** What happens to a published load balancer while a call fails, and what is promised of it. */
    private interface Part {

        /** Without the call that fails. */
        void prepare(Life life, String orders);

        Execution happen(Life life, String orders);

        void check(Life life, String orders, Execution execution);

        /** The calls before it are those of another part, too. */
        default String firstOperation() {
            return "Invoke";
        }
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAWithdrawalWithdrawsAllOrTheNextOneDoes() {
        return walk(new Part() {
            @Override
            public void prepare(Life life, String orders) {
                life.optOut(orders);
            }

            @Override
            public Execution happen(Life life, String orders) {
                return life.withdraw(orders);
            }

            @Override
            public void check(Life life, String orders, Execution execution) {
                if (execution.status() == ExecutionStatus.SUCCEEDED) {
                    assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
                    assertThat(life.isEmpty()).isTrue();
                } else {
                    assertThat(life.simulation.announcements).contains("Private API Withdrawal Failed");
                    life.start("withdraw", "next", Life.input("loadBalancerArn", orders));
                    life.run();
                    assertThat(life.isEmpty()).isTrue();
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsASwitchMovesTheApiOrLeavesItWhereItWas() {
        return walk(new Switch(200));
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsASwitchThatFailsItsSmokeTestLeavesTheApiWhereItWas() {
        return walk(new Switch(503));
    }

    /** @param status what the load balancer to switch to answers with once it is tried */
    private record Switch(int status) implements Part {

        @Override
        public void prepare(Life life, String orders) {
            life.createPayments();
        }

        @Override
        public Execution happen(Life life, String orders) {
            Execution execution = life.startSwitch("s", orders, life.payments());
            life.simulation.aws.loop().runUntil(() -> execution.closed()
                    || Simulation.path(execution).contains("Point stage"));
            life.paymentsAnswer(status);
            life.run();
            return execution;
        }

        @Override
        public String firstOperation() {
            return status == 200 ? "Invoke" : "TestInvokeMethod";
        }

        @Override
        public void check(Life life, String orders, Execution execution) {
            if (execution.status() == ExecutionStatus.SUCCEEDED) {
                assertThat(status).isEqualTo(200);
                assertThat(life.isPublished(life.payments())).isTrue();
                return;
            }
            assertThat(life.simulation.announcements).contains("Private API Switch Failed");
            life.paymentsAnswer(200);
            if (Simulation.path(execution).contains("Roll back switch")) {
                assertThat(execution.cause().orElseThrow()).doesNotContain("Left behind");
                assertThat(life.isPublished(orders)).as(Life.shown(execution)).isTrue();
                assertThat(life.onlyApi().tags()).doesNotContainKey(Life.switchedFrom(orders));
            }
            Execution next = life.switchOver("next", orders, life.payments());
            assertThat(life.isPublished(life.payments())).as("%s; then %s", Life.shown(execution), Life.shown(next)).isTrue();
        }
    }

    private static Stream<DynamicTest> walk(Part part) {
        var calls = new Recorder();
        int before;
        List<ApiCall> made;
        try (var life = begin(calls)) {
            String orders = life.publishOrders();
            part.prepare(life, orders);
            before = calls.made.size();
            Execution execution = part.happen(life, orders);
            made = List.copyOf(calls.made);
            part.check(life, orders, execution);
        }
        int first = IntStream.range(before, made.size())
                .filter(i -> made.get(i).operation().equals(part.firstOperation())).findFirst().orElseThrow();
        return Stream.of(Failure.values()).flatMap(failure -> IntStream.range(first, made.size())
                .filter(i -> failure != Failure.ANSWER_LOST_AFTER_ITS_EFFECT || calls.answered.contains(made.get(i)))
                .mapToObj(i -> DynamicTest.dynamicTest("call " + (i + 1) + ", " + made.get(i).operation() + ", " + failure
                        + ", seed " + Simulation.SEED, () -> failOnce(part, new OneFault(i, failure)))));
    }

    private static Life begin(Faults faults) {
        return Life.begin(faults, Map.of());
    }

    private static void failOnce(Part part, OneFault fault) {
        try (var life = begin(fault)) {
            String orders = life.publishOrders();
            part.prepare(life, orders);
            Execution execution = part.happen(life, orders);
            part.check(life, orders, execution);
            assertThat(fault.happened).as("the fault happened").isTrue();
        }
    }
}
