package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Blue and green by tag: a load balancer that replaces another one gets its REST API, and so its invoke URL. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class TakeOverTest {

    private static final Map<String, String> OPEN = Map.of("AllowWeakerAuthorization", "true");

    @Test
    void itKeepsTheUrlAndNoRequestFailsMeanwhile() {
        var calls = new ArrayList<String>();
        Faults recorder = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                calls.add(call.operation());
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(recorder, Map.of("AllowWeakerAuthorization", "true", "AccessLogs", "OFF"))) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String url = life.simulation.item(orders).get("invokeUrl");
            String payments = life.create("payments", "gatelink:authorization", "NONE", "gatelink:replaces", "orders");
            life.run();
            calls.clear();
            life.callEvery(Duration.ofSeconds(1), 600, life.onlyApi().id());
            life.tag(payments, "gatelink:publish", "true");
            life.run();

            assertThat(life.answers).hasSize(600).containsOnly(200);
            assertThat(calls).filteredOn("UpdateStage"::equals).hasSize(1);
            assertThat(life.onlyLink().targetArns()).containsExactly(payments);
            assertThat(life.simulation.item(payments))
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url)
                    .doesNotContainKey("reason");
            assertThat(published(life, payments).path("replaced").asText()).isEqualTo(orders);
            assertThat(life.simulation.announcements)
                    .filteredOn("Private API Published"::equals)
                    .hasSize(2);
            assertThat(life.simulation.messages).isEmpty();
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theOldLinkServesUntilTheDrainIsOver() {
        try (var life = Life.begin(Faults.NONE, Map.of("SwitchDrainSeconds", "120"))) {
            String orders = life.publish("orders");
            String payments = life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
            Execution takeOver = life.start("p", payments);
            life.runUntil(takeOver, "Wait for the drain");
            life.pass(Duration.ofSeconds(119));
            assertThat(life.simulation.links())
                    .hasSize(2)
                    .extracting(VpcLink::status)
                    .containsOnly(VpcLink.Status.AVAILABLE);
            assertThat(Simulation.path(takeOver)).endsWith("Wait for the drain");
            life.run();

            assertThat(Simulation.path(takeOver)).containsSubsequence("Wait for the drain", "Smoke test", "Finish");
            assertThat(life.onlyLink().targetArns()).containsExactly(payments);
            assertThat(life.simulation.items().keySet()).contains(payments);
            assertThat(life.outcome(orders)).isNotEqualTo("PUBLISHED");
        }
    }

    @Test
    void whatWasReplacedSaysByWhatAndHowItIsPublishedAgain() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String payments = life.publish("payments", "gatelink:replaces", "orders");
            List<Execution> all = life.executionsOf(orders);
            Execution withdrawal = all.get(all.size() - 1);

            assertThat(withdrawal
                            .output()
                            .orElseThrow(() -> new AssertionError(Life.shown(withdrawal)))
                            .path("reason")
                            .asText())
                    .isEqualTo("Replaced by load balancer " + payments + ": to publish load balancer " + orders
                            + " again, run aws elbv2 remove-tags --resource-arns " + payments
                            + " --tag-keys gatelink:replaces.");
        }
    }

    @Test
    void aReplacementThatFailsItsSmokeTestGoesBackAtOnceAndTheOldOneServes() {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String payments = life.create(
                    "payments",
                    "gatelink:publish",
                    "true",
                    "gatelink:replaces",
                    "orders",
                    "gatelink:authorization",
                    "NONE");
            Map<String, String> before = life.simulation.item(orders);
            String api = life.onlyApi().id();
            Execution failing = life.start("p", payments);
            life.runUntil(failing, "Smoke test");
            life.backendAnswers(payments, 503);
            life.callEvery(Duration.ofSeconds(1), 300, api);
            life.run();

            assertThat(failing.error()).as(Life.shown(failing)).contains("SwitchFailedException");
            assertThat(failing.cause().orElseThrow()).contains("answered 503").doesNotContain("Left over");
            assertThat(life.answers.stream().filter(status -> status != 200).count())
                    .isLessThan(20);
            assertThat(life.answers.subList(20, 300)).containsOnly(200);
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.item(orders)).containsEntry("invokeUrl", before.get("invokeUrl"));
            assertThat(life.outcome(payments)).isEqualTo("FAILED");
            assertThat(life.onlyLink().targetArns()).containsExactly(orders);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aReplacementWhoseBackendDoesNotAnswerTheTryAffectsNoCaller() {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String payments = life.create(
                    "payments",
                    "gatelink:publish",
                    "true",
                    "gatelink:replaces",
                    "orders",
                    "gatelink:authorization",
                    "NONE");
            life.backendAnswers(payments, 503);
            life.callEvery(Duration.ofSeconds(1), 400, life.onlyApi().id());
            Execution failing = life.run("p", payments);

            assertThat(failing.error()).as(Life.shown(failing)).contains("SmokeTestFailedException");
            assertThat(life.answers).hasSize(400).containsOnly(200);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gatelink:stage | v2 | whose stage is live, and asks for stage v2, which would change the invoke URL | "
                        + "gatelink:stage,Value=live",
                "gatelink:authorization | NONE | whose authorization is AWS_IAM, and asks for NONE, which is weaker | "
                        + "gatelink:authorization,Value=AWS_IAM"
            })
    void anotherStageAndAWeakerAuthorizationAreRefusedBeforehand(String key, String value, String why, String remedy) {
        try (var life = Life.begin(Faults.NONE, OPEN)) {
            String orders = life.publish("orders");
            String payments = life.publish("payments", "gatelink:replaces", "orders", key, value);

            Execution refused = life.executionsOf(payments).get(0);
            assertThat(refused.error()).as(Life.shown(refused)).contains("UnsupportedLoadBalancerException");
            assertThat(refused.cause())
                    .contains("Load balancer " + payments + " takes over a REST API " + why
                            + ": run aws elbv2 add-tags --resource-arns " + payments + " --tags Key=" + remedy + ".");
            assertThat(Simulation.path(refused)).doesNotContain("Create VPC link");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void ofSeveralThatReplaceOneTheFirstDoesAndTheOthersAreRefusedNamingIt() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String first = life.publish("first", "gatelink:replaces", "orders");
            String second = life.publish("second", "gatelink:replaces", "orders");

            assertThat(life.outcome(first)).isEqualTo("PUBLISHED");
            assertThat(life.executionsOf(second).get(0).cause().orElseThrow())
                    .isEqualTo("Load balancer " + first + ", which was created earlier, already replaces load balancer "
                            + "orders: run aws elbv2 remove-tags --resource-arns " + second
                            + " --tag-keys gatelink:replaces.");
            assertThat(life.outcome(orders)).isNotEqualTo("PUBLISHED");
            assertThat(life.simulation.links()).hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aCircleOfReplacementsIsRefusedAndNothingOfTheirsChanges() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String payments = life.publish("payments");
            Map<String, String> before = life.simulation.item(orders);
            life.tagUnnoticed(orders, "gatelink:replaces", "payments");
            life.tagUnnoticed(payments, "gatelink:replaces", "orders");
            Execution one = life.run("one", orders);
            Execution other = life.run("other", payments);

            assertThat(List.of(one, other)).allSatisfy(refused -> {
                assertThat(refused.error()).as(Life.shown(refused)).contains("UnsupportedLoadBalancerException");
                assertThat(refused.cause().orElseThrow()).contains("gatelink:replaces", "aws elbv2 remove-tags");
            });
            assertThat(life.simulation.apis()).hasSize(2);
            assertThat(life.simulation.item(orders)).containsEntry("invokeUrl", before.get("invokeUrl"));
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void oneThatReplacesItselfIsRefused() {
        try (var life = Life.begin()) {
            life.publish("orders", "gatelink:replaces", "orders");

            assertThat(life.last().error()).as(Life.shown(life.last())).contains("UnsupportedLoadBalancerException");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void aNewLoadBalancerWithTheOldNameIsNotPublished() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String payments = life.publish("payments", "gatelink:replaces", "orders");
            life.delete(orders);
            ObjectNode event = (ObjectNode) Json.parse(Json.write(Life.created("orders", "gatelink:publish", "true"))
                    .replace("8c1f0d5e7a6b4923", "9c1f0d5e7a6b4923"));
            String again = life.simulation.createLoadBalancer(event);
            life.run();
            life.simulation.deliver(event);
            life.run();

            assertThat(life.outcome(payments)).isEqualTo("PUBLISHED");
            assertThat(life.outcome(again)).isNotEqualTo("PUBLISHED");
            assertThat(life.last()
                            .output()
                            .orElseThrow(() -> new AssertionError(Life.shown(life.last())))
                            .path("reason")
                            .asText())
                    .startsWith("Replaced by load balancer " + payments + ": ");
            assertThat(life.simulation.links()).hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void onceTheReplacementIsTakenBackTheOldOneGetsAnApiOfItsOwn() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            String payments = life.publish("payments", "gatelink:replaces", "orders");
            life.untag(payments, "gatelink:replaces");
            life.run();

            assertThat(life.simulation.item(payments))
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url);
            assertThat(life.simulation.item(orders))
                    .containsEntry("outcome", "PUBLISHED")
                    .hasEntrySatisfying("invokeUrl", other -> assertThat(other).isNotEqualTo(url));
            assertThat(life.simulation.apis()).hasSize(2);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theWayBackWithTheUrlIsTheReplacementTheOtherWayRound() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            String payments = life.publish("payments", "gatelink:replaces", "orders");
            life.untag(payments, "gatelink:replaces");
            life.tag(orders, "gatelink:replaces", "payments");
            life.run();

            assertThat(life.simulation.item(orders))
                    .as(life.simulation.items().toString())
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url);
            assertThat(life.outcome(payments)).isNotEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anApiOfItsOwnGoesWhenItTakesOneOverAndTheOutputNamesTheUrlThatIsLost() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            String payments = life.publish("payments");
            String lost = life.simulation.item(payments).get("invokeUrl");
            life.tag(payments, "gatelink:replaces", "orders");
            life.run();

            assertThat(life.simulation.item(payments))
                    .as(life.simulation.items().toString())
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url);
            assertThat(life.simulation.apis()).hasSize(1);
            assertThat(published(life, payments).toString()).contains(lost);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void inAChainOnlyTheLastOneIsLiveAndHasTheUrlOfTheFirst() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            String second = life.publish("second", "gatelink:replaces", "orders");
            String third = life.publish("third", "gatelink:replaces", "second");

            assertThat(life.simulation.item(third))
                    .as(life.simulation.items().toString())
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url);
            assertThat(life.onlyLink().targetArns()).containsExactly(third);
            assertThat(life.outcome(orders) + life.outcome(second)).doesNotContain("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anApiOfItsOwnThatWaitsForItsTurnGoesAlsoIfItIsToBeReplacedByOneThatIsRefused() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            List<String> others = List.of(life.publish("first"), life.publish("second"), life.publish("third"));
            String payments = life.publish("payments");
            life.tagUnnoticed(payments, "gatelink:replaces", "orders");
            Execution takeOver = life.start("take-over", payments);
            life.runUntil(takeOver, "Wait for the drain");
            others.forEach(life::optOut);
            life.create(
                    "refused", "gatelink:publish", "true", "gatelink:replaces", "payments", "gatelink:stage", "other");
            life.simulation.deliver(Life.created("refused"));
            life.runUntil(takeOver, "Published");
            assertThat(takeOver.output().orElseThrow().path("warnings").toString())
                    .contains("A REST API that was replaced is deleted after 2026-01-01T00:");
            life.run();
            life.reconcile("afterwards");

            assertThat(life.simulation.item(payments)).containsEntry("invokeUrl", url);
            assertThat(life.onlyLink().targetArns()).containsExactly(payments);
            assertThat(life.simulation.apis()).hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    /** Among them the one in which the live API was lost once: the old one's tag goes after the take-over. */
    @ParameterizedTest
    @MethodSource("permutations")
    void theOrderOfTheSameTagsDoesNotMatter(List<Integer> order, boolean atOnce) {
        try (var life = Life.begin()) {
            String a = life.create("a");
            String b = life.create("b");
            life.run();
            List<BiConsumer<String, String>> steps = List.of(
                    (one, two) -> life.tag(one, "gatelink:publish", "true"),
                    (one, two) -> life.tag(two, "gatelink:publish", "true"),
                    (one, two) -> life.tag(two, "gatelink:replaces", "a"),
                    (one, two) -> life.untag(one, "gatelink:publish"));
            for (int step : order) {
                steps.get(step).accept(a, b);
                if (!atOnce) {
                    life.run();
                }
            }
            if (order.indexOf(0) > order.indexOf(3)) {
                life.untag(a, "gatelink:publish");
            }
            life.run();

            assertThat(life.outcome(b)).as(life.simulation.items().toString()).isEqualTo("PUBLISHED");
            assertThat(life.outcome(a)).isNotEqualTo("PUBLISHED");
            assertThat(life.onlyLink().targetArns()).containsExactly(b);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    static Stream<Arguments> permutations() {
        List<List<Integer>> all = permute(List.of(0, 1, 2, 3));
        return IntStream.range(0, all.size()).mapToObj(i -> Arguments.of(all.get(i), i % 2 == 0));
    }

    private static List<List<Integer>> permute(List<Integer> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        return IntStream.range(0, items.size())
                .boxed()
                .flatMap(i -> {
                    var rest = new ArrayList<>(items);
                    int first = rest.remove((int) i);
                    return permute(rest).stream().map(tail -> Stream.concat(Stream.of(first), tail.stream())
                            .toList());
                })
                .toList();
    }

    /** The output of the latest publication of a load balancer. */
    private static JsonNode published(Life life, String loadBalancerArn) {
        return life.simulation.executions().stream()
                .flatMap(execution -> execution.output().stream())
                .filter(output -> output.path("outcome").asText().equals("PUBLISHED")
                        && output.path("loadBalancerArn").asText().equals(loadBalancerArn))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
