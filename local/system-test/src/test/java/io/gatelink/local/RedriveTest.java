package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions that a person stops and redrives. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class RedriveTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Describe load balancer",
                "Create VPC link",
                "Check VPC link",
                "Create REST API",
                "Integrate",
                "Deploy",
                "Smoke test",
                "Finish"
            })
    void aPublicationThatWasStoppedAnywhereIsPublishedOnceItIsRedriven(String state) {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution execution = life.start("p", orders);
            life.runUntil(execution, state);
            life.stop(execution);
            life.run();
            life.redrive(execution);

            assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theLeaseOfAnExecutionThatWasStoppedIsTakenOverOnceNoCallOfItsLastStepCanTakeEffectAnyMore() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution old = life.start("old", orders);
            life.runUntil(old, "Create VPC link");
            Instant stepAt = Instant.parse(life.simulation.item(orders).get("stepAt"));
            life.stop(old);
            Execution next = life.start("next", orders);
            life.runUntil(next, "Wait for the start");

            assertThat(Duration.between(stepAt, life.simulation.aws.loop().instant()))
                    .isBetween(Duration.ofSeconds(70), Duration.ofSeconds(100));
        }
    }

    @Test
    void whatFailsAgainAndAgainIsTriedAgainAfterADayAtTheLatest() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            life.backendAnswers(orders, 500);
            for (int minutes : new int[] {30, 60, 120, 240, 480, 960, 1_440, 1_440}) {
                life.run("p" + life.simulation.executions().size(), orders);

                assertThat(Duration.between(
                                life.simulation.aws.loop().instant(),
                                Instant.parse(life.simulation.item(orders).get("nextTryAt"))))
                        .isBetween(Duration.ofMinutes(minutes - 1), Duration.ofMinutes(minutes));
            }
        }
    }

    /** Of an item that is not new, only the intent in it says that there may be one. */
    @Test
    void whatACreationMadeThatEndedInAnErrorOfAwsIsFoundAgain() {
        var once = new AtomicBoolean(true);
        Faults faults = new Faults() {
            @Override
            public void after(ApiCall call) {
                if (call.operation().equals("CreateApiKey") && once.getAndSet(false)) {
                    throw new AwsException("InternalFailure", 500, "Injected");
                }
            }
        };
        try (var life = Life.begin(faults, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.publish("orders");
            life.tag(orders, "gatelink:authorization", "API_KEY");
            life.run();

            assertThat(once).isFalse();
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            life.apiGateway(person -> assertThat(
                            person.getApiKeys(asked -> asked.limit(500)).items())
                    .singleElement()
                    .satisfies(key -> assertThat(life.simulation.item(orders)).containsEntry("apiKey", key.id())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create VPC link", "Check VPC link", "Create REST API", "Integrate", "Deploy"})
    void theRedriveOfAnExecutionThatLostItsLeaseChangesNothing(String state) {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution old = life.start("old", orders);
            life.runUntil(old, state);
            life.stop(old);
            life.run("new", orders);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            Map<String, String> before = life.simulation.item(orders);
            life.redrive(old);

            assertThat(old.error()).contains("LeaseLostException");
            assertThat(old.cause().orElseThrow())
                    .contains("Execution old no longer has the lease of load balancer " + orders
                            + ": it changes nothing any more. Start a new execution.");
            assertThat(Simulation.path(old)).endsWith("Lease lost").doesNotContain("Roll back");
            assertThat(life.simulation.item(orders)).isEqualTo(before);
            assertThat(life.simulation.messages).isEmpty();
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Smoke test", "Finish"})
    void anApiThatWasTightenedStaysSoIfItsPublicationIsStoppedAndTheNextOneFails(String state) {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String api = life.onlyApi().id();
            assertThat(life.get(api + "/live/").status()).isEqualTo(200);
            life.tagUnnoticed(orders, "gatelink:authorization", "AWS_IAM");
            Execution tightening = life.start("tightening", orders);
            life.runUntil(tightening, state);
            life.stop(tightening);
            life.tagUnnoticed(orders, "gatelink:replaces", "orders");
            Execution next = life.run("next", orders);

            assertThat(next.error()).as(Life.shown(next)).contains("UnsupportedLoadBalancerException");
            assertThat(life.get(api + "/live/").status()).isEqualTo(403);
            assertThat(life.simulation.item(orders)).containsEntry("authorization", "AWS_IAM");

            life.untag(orders, "gatelink:replaces");
            life.run();
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            life.apiGateway(person -> assertThat(
                            person.getDeployments(asked -> asked.restApiId(api)).items())
                    .hasSize(1));
        }
    }

    @Test
    void aReplacedLoadBalancerKeepsItsApiWhileAStoppedTakeOverIsUndone() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String api = life.onlyApi().id();
            String next = life.create("orders-v2");
            life.tagUnnoticed(next, "gatelink:publish", "true");
            life.tagUnnoticed(next, "gatelink:replaces", "orders");
            Execution takeOver = life.start("take-over", next);
            life.runUntil(takeOver, "Smoke test");
            life.stop(takeOver);
            life.tagUnnoticed(next, "gatelink:publish", "false");

            life.start("undo", next);
            life.start("meanwhile", orders);
            life.run();
            life.run("afterwards", orders);

            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.get(api + "/live/").status()).isEqualTo(403);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wait to deploy", "Smoke test", "Wait for the drain"})
    void aStoppedTakeOverIsUndoneAlsoIfItIsToBeReplacedByOneThatIsRefused(String state) {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String payments = life.publish("payments");
            List<Map<String, String>> before = List.of(life.simulation.item(orders), life.simulation.item(payments));
            life.tagUnnoticed(payments, "gatelink:replaces", "orders");
            Execution takeOver = life.start("take-over", payments);
            life.runUntil(takeOver, state);
            life.stop(takeOver);

            life.publish("refused", "gatelink:replaces", "payments", "gatelink:stage", "other");
            life.run("afterwards", payments);

            assertThat(List.of(life.simulation.item(orders), life.simulation.item(payments)))
                    .extracting(item -> item.get("invokeUrl"))
                    .containsExactly(
                            before.get(0).get("invokeUrl"), before.get(1).get("invokeUrl"));
            assertThat(life.simulation.apis()).hasSize(2);
            assertThat(life.simulation.links()).hasSize(2);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aPublicationThatFailedFailsAgainForItsOldReasonAndMakesNothing() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            life.backendAnswers(orders, 503);
            Execution execution = life.run("p", orders);
            String cause = execution.cause().orElseThrow();
            life.backendAnswers(orders, 200);
            life.redrive(execution);

            assertThat(execution.redriveCount()).isEqualTo(1);
            assertThat(execution.cause()).hasValue(cause);
            assertThat(Simulation.path(execution)).endsWith("Publication failed", "Publication failed");
            assertThat(life.isEmpty()).isTrue();
        }
    }
}
