package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Walks through every single call of AWS's API, the tables' among them, that a story makes from some point on and lets
 * it fail once: refused or throttled before it has an effect, or its answer lost after it. Whatever fails, the story
 * ends as it would have, or rolled back with nothing of ours left over; and then it ends as it should once it is tried
 * again. With {@code -Dgatelink.failures.every=true} each call fails in each way, as
 * every night.
 */
@Execution(ExecutionMode.CONCURRENT)
class EveryCallFailsOnceTest {

    /** What goes wrong most easily comes first. */
    enum Failure {
        ANSWER_LOST_AFTER_ITS_EFFECT,
        INTERNAL_ERROR,
        THROTTLED
    }

    /** Each call in each way, instead of each call in one and each operation in all. */
    private static final boolean IN_EVERY_WAY = Boolean.getBoolean("gatelink.failures.every");

    /**
     * What happens to load balancers while a call fails.
     *
     * @param parameters the template's
     * @param prepare    happens without faults
     * @param happen     what is disturbed
     * @param which      calls are worth it
     * @param promised   of the end, whatever failed
     */
    record Story(
            Map<String, String> parameters, Stage prepare, Stage happen, Predicate<ApiCall> which, Stage promised) {}

    @FunctionalInterface
    interface Stage {

        void with(Life life);
    }

    private static final Stage NOTHING = life -> {};

    /** The others are those of a publication, which another story disturbs. */
    @SuppressWarnings("UnnecessaryLambda")
    private static final Predicate<ApiCall> OF_A_TAKE_OVER = call ->
            !call.operation().matches("Invoke|Describe.*|GetVpcLink|CreateVpcLink|StartExecution|PutEvents|Publish");

    private static final String ORDERS = arn("orders");
    private static final String PAYMENTS = arn("payments");

    private static String arn(String name) {
        return Life.created(name)
                .at("/detail/responseElements/loadBalancers/0/loadBalancerArn")
                .asText();
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAPublicationIsPublishedOrRolledBack() {
        return walk(new Story(
                Map.of(),
                NOTHING,
                life -> life.publish("orders"),
                call -> true,
                life -> isPublishedInTheEnd(life, ORDERS)));
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAnApiThatFailsItsSmokeTestIsRolledBack() {
        return walk(new Story(
                Map.of(),
                life -> life.simulation.backendStatus = 503,
                life -> life.publish("orders"),
                call -> true,
                life -> assertThat(life.isEmpty())
                        .as(life.simulation.brokenPromises().toString())
                        .isTrue()));
    }

    /** The other calls are those of a publication without keys. */
    @TestFactory
    Stream<DynamicTest> whicheverCallAboutKeysFailsAnApiWithKeysIsPublished() {
        return walk(new Story(
                Map.of("Authorization", "API_KEY"),
                NOTHING,
                life -> life.publish("orders"),
                call -> call.operation().matches(".*(ApiKey|UsagePlan).*"),
                life -> isPublishedInTheEnd(life, ORDERS)));
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAnUpdateIsMadeOrWhatWasServesOn() {
        return walk(new Story(
                Map.of(),
                life -> life.publish("orders"),
                life -> {
                    life.tag(ORDERS, "gatelink:timeout-ms", "5000");
                    life.run();
                },
                call -> true,
                life -> isPublishedInTheEnd(life, ORDERS)));
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAWithdrawalWithdrawsAllOrTheNextOneDoes() {
        return walk(new Story(
                Map.of(),
                life -> life.publish("orders"),
                life -> {
                    life.optOut(ORDERS);
                    life.run();
                },
                call -> true,
                life -> {
                    if (!life.isEmpty()) {
                        life.run("next", ORDERS);
                    }
                    assertThat(life.isEmpty())
                            .as(life.simulation.brokenPromises().toString())
                            .isTrue();
                    assertThat(life.simulation.items()).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsATakeOverMovesTheApiOrLeavesItWhereItWas() {
        return walk(new Story(
                Map.of(),
                life -> life.publish("orders"),
                life -> life.publish("payments", "gatelink:replaces", "orders"),
                OF_A_TAKE_OVER,
                life -> {
                    isPublishedInTheEnd(life, PAYMENTS);
                    if (!life.outcome(ORDERS).isEmpty()) {
                        life.run("again", ORDERS);
                    }
                    assertThat(life.onlyLink().targetArns()).containsExactly(PAYMENTS);
                }));
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsATakeOverThatFailsItsSmokeTestLeavesTheApiWhereItWas() {
        return walk(new Story(
                Map.of(),
                life -> life.publish("orders"),
                life -> {
                    life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
                    var takeOver = life.start("takeover", PAYMENTS);
                    life.simulation
                            .aws
                            .loop()
                            .runUntil(() -> takeOver.closed()
                                    || Simulation.path(takeOver).contains("Smoke test"));
                    life.backendAnswers(PAYMENTS, 503);
                    life.run();
                },
                OF_A_TAKE_OVER,
                life -> {
                    assertThat(life.outcome(ORDERS))
                            .as(life.simulation.items().toString())
                            .isEqualTo("PUBLISHED");
                    assertThat(life.onlyLink().targetArns()).containsExactly(ORDERS);
                }));
    }

    private static void isPublishedInTheEnd(Life life, String loadBalancerArn) {
        if (!life.outcome(loadBalancerArn).equals("PUBLISHED")
                || life.simulation.executions().stream().anyMatch(one -> one.status() != ExecutionStatus.SUCCEEDED)) {
            life.run("next", loadBalancerArn);
        }
        assertThat(life.outcome(loadBalancerArn))
                .as(life.simulation.items().toString())
                .isEqualTo("PUBLISHED");
    }

    static Stream<DynamicTest> walk(Story story) {
        var calls = new Recorder();
        int before;
        try (var life = Life.begin(calls, story.parameters())) {
            story.prepare().with(life);
            before = calls.made.size();
            story.happen().with(life);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
        List<ApiCall> made = List.copyOf(calls.made);
        assertThat(made.subList(before, made.size()))
                .extracting(ApiCall::operation)
                .contains("Invoke", "UpdateItem");
        var seen = new HashMap<String, Integer>();
        return IntStream.range(before, made.size())
                .filter(i ->
                        !made.get(i).caller().equals("person") && story.which().test(made.get(i)))
                .boxed()
                .flatMap(i -> failures(made.get(i), calls, seen)
                        .map(failure -> DynamicTest.dynamicTest(
                                "call " + (i + 1) + ", " + made.get(i).operation() + ", " + failure + ", seed "
                                        + Simulation.SEED,
                                () -> failOnce(story, new OneFault(i, failure)))));
    }

    /** The ways in which a call fails; one after the other for calls of the same operation. */
    private static Stream<Failure> failures(ApiCall call, Recorder calls, Map<String, Integer> seen) {
        var possible = new ArrayList<>(List.of(Failure.values()));
        if (!calls.answered.contains(call)) {
            possible.remove(Failure.ANSWER_LOST_AFTER_ITS_EFFECT);
        }
        if (!call.service().equals("apigateway")) {
            // Other services throttle in the words in which they refuse.
            possible.remove(Failure.THROTTLED);
        }
        int turn = seen.merge(call.service() + ":" + call.operation(), 1, Integer::sum) - 1;
        return IN_EVERY_WAY ? possible.stream() : Stream.of(possible.get(turn % possible.size()));
    }

    private static void failOnce(Story story, OneFault fault) {
        try (var life = Life.begin(fault, story.parameters())) {
            story.prepare().with(life);
            story.happen().with(life);
            assertThat(fault.happened).as("the fault happened").isTrue();
            assertThat(life.simulation.brokenPromises()).as("broken promises").isEmpty();
            story.promised().with(life);
            assertThat(life.simulation.brokenPromises())
                    .as("broken promises in the end")
                    .isEmpty();
        }
    }

    static final class Recorder implements Faults {

        final List<ApiCall> made = new ArrayList<>();

        /** By identity. A call that answers with an error, as reading a stage that is not there yet, has no effect. */
        final Set<ApiCall> answered = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public Duration before(ApiCall call) {
            made.add(call);
            return Duration.ZERO;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Other calls of the same operation are equal.
        public void after(ApiCall call) {
            answered.add(call);
        }
    }

    /** Lets one call fail, counted from 0 in the order in which calls begin. */
    static final class OneFault implements Faults {

        private final int index;
        private final Failure failure;
        private int begun;
        private ApiCall failing;
        boolean happened;

        OneFault(int index, Failure failure) {
            this.index = index;
            this.failure = failure;
        }

        @Override
        public Duration before(ApiCall call) {
            if (begun++ != index) {
                return Duration.ZERO;
            }
            switch (failure) {
                case INTERNAL_ERROR -> {
                    happened = true;
                    throw new AwsException(
                            call.service().equals("lambda") ? "ServiceException" : "InternalFailure", 500, "Injected");
                }
                case THROTTLED -> {
                    happened = true;
                    throw new AwsException("TooManyRequestsException", 429, "Too Many Requests");
                }
                case ANSWER_LOST_AFTER_ITS_EFFECT -> failing = call;
            }
            return Duration.ZERO;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // Other calls of the same operation are equal.
        public void after(ApiCall call) {
            if (call == failing && !happened) {
                happened = true;
                throw new LostAnswerException(call);
            }
        }
    }
}
