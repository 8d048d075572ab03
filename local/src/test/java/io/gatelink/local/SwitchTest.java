package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.apigateway.ApiKeys.CreateApiKeyRequest;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class SwitchTest {

    @Test
    void aPublishedApiIsMovedWithoutANewDeploymentAndTheOldLinkGoes() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            String api = life.onlyApi().id();
            String deployment = life.simulation.aws.apiGateway().stages().getStage(api, "live").deploymentId();

            Execution moved = life.switchOver("s", orders, payments);

            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(Simulation.path(moved)).containsExactly("Describe switch", "How far?", "Create VPC link",
                    "Check VPC link", "Try VPC link", "Point stage", "Smoke test", "Let requests finish",
                    "Smoke test again", "Delete VPC link", "Announce");
            assertThat(moved.output().orElseThrow().path("outcome").asText()).isEqualTo("SWITCHED");
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.onlyApi().tags()).containsEntry(Life.switchedFrom(orders), orders)
                    .hasEntrySatisfying(Life.switchedTo(payments), by -> assertThat(by).startsWith("s@2026-01-01T"));
            var stage = life.simulation.aws.apiGateway().stages().getStage(api, "live");
            assertThat(stage.deploymentId()).isEqualTo(deployment);
            assertThat(stage.tags()).containsEntry("gatelink:load-balancer", payments);
            assertThat(life.simulation.announcements).containsExactly("Private API Published", "Private API Switched");
        }
    }

    @Test
    void theSampleInputIsOneAndAKeyOpensTheApiAsBefore() {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", "API_KEY"))) {
            life.publishOrders();
            String payments = life.createPayments();
            var gateway = life.simulation.aws.apiGateway();
            String key = gateway.apiKeys().getApiKeys(null, null, null, 500).items().get(0).id();

            Execution moved = life.start("switch", "s", Simulation.event("manual-switch.json").toString());
            life.run();

            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(gateway.apiKeys().getApiKeys(null, null, null, 500).items()).singleElement().satisfies(found -> {
                assertThat(found.id()).isEqualTo(key);
                assertThat(found.tags()).containsEntry("gatelink:load-balancer", payments);
            });
            assertThat(gateway.usagePlans().getUsagePlans(null, null, 500).items()).singleElement().satisfies(plan ->
                    assertThat(plan.tags()).containsEntry("gatelink:load-balancer", payments));
        }
    }

    @Test
    void notOneRequestFailsBecauseOfASwitch() {
        try (var life = Life.overTheNetwork(Map.of("AllowOpenApis", "true"))) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            life.tag(orders, "gatelink:authorization", "NONE");
            life.simulation.deliver(Simulation.event(Life.CREATED));
            life.run();
            String payments = life.createPayments(life.simulation.backend);
            life.tag(payments, "gatelink:authorization", "NONE");
            life.callEvery(Duration.ofMillis(1500), 300);

            Execution moved = life.switchOver("s", orders, payments);

            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(Duration.between(moved.startDate(), moved.stopDate().orElseThrow())).isLessThan(Duration.ofSeconds(450));
            assertThat(life.answers).hasSize(300).containsOnly(200);
        }
    }

    @Test
    void aSwitchThatIsDoneIsASuccessThatChangesNothing() {
        var calls = new ArrayList<String>();
        var recorder = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                calls.add(call.operation());
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(recorder, Map.of())) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.switchOver("s", orders, payments);
            calls.clear();

            Execution again = life.switchOver("again", orders, payments);

            assertThat(again.output().orElseThrow().path("outcome").asText()).isEqualTo("ALREADY_SWITCHED");
            assertThat(calls).isNotEmpty().allMatch(operation -> operation.startsWith("Get")
                    || operation.startsWith("Describe") || operation.equals("Invoke"));
            assertThat(life.simulation.announcements).containsExactly("Private API Published", "Private API Switched");
        }
    }

    @Test
    void whatWasMovedCanBeMovedBack() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.switchOver("there", orders, payments);

            Execution back = life.switchOver("back", payments, orders);

            assertThat(back.status()).as(Life.shown(back)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.onlyApi().tags()).containsEntry(Life.switchedFrom(payments), payments);
        }
    }

    @Test
    void aLoadBalancerThatDoesNotAnswerAsExpectedIsFoundOutBeforeAnyoneIsAffected() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.paymentsAnswer(503);

            Execution failed = life.switchOver("s", orders, payments);

            assertThat(failed.error()).contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(failed.cause().orElseThrow())
                    .startsWith("A test invocation of GET / through VPC link ").contains("answered 503, not 2xx or 3xx");
            assertThat(Simulation.path(failed)).doesNotContain("Point stage").endsWith("Roll back switch",
                    "Explain failure", "Announce failure", "Switch failed");
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.onlyApi().tags()).doesNotContainKey(Life.switchedFrom(orders));
            assertThat(life.simulation.announcements).endsWith("Private API Switch Failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Smoke test", "Smoke test again"})
    void anApiThatFailsItsSmokeTestIsBackAtOnceAndTheNewLinkGoes(String state) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution failed = life.startSwitch("s", orders, payments);
            life.runUntil(failed, state.equals("Smoke test") ? "Point stage" : "Let requests finish");
            life.paymentsAnswer(503);
            life.run();

            assertThat(failed.error()).as(Life.shown(failed)).contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(Simulation.path(failed)).endsWith(state, "Roll back switch", "Explain failure", "Announce failure",
                    "Switch failed");
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.onlyApi().tags()).doesNotContainKey(Life.switchedFrom(orders))
                    .doesNotContainKey(Life.switchedTo(payments));
            assertThat(life.simulation.aws.apiGateway().stages().getStage(life.onlyApi().id(), "live").tags())
                    .containsEntry("gatelink:load-balancer", orders);
        }
    }

    @Test
    void aSecondSwitchThatFailsLeavesTheTagsOfTheFirst() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.switchOver("there", orders, payments);
            Execution back = life.startSwitch("back", payments, orders);
            life.runUntil(back, "Point stage");
            life.simulation.backendStatus = 503;
            life.run();

            assertThat(back.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(life.onlyApi().tags()).containsEntry(Life.switchedFrom(orders), orders)
                    .hasEntrySatisfying(Life.switchedTo(payments), by -> assertThat(by).startsWith("there@"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Describe switch", "Create VPC link", "Check VPC link", "Try VPC link", "Point stage",
        "Smoke test", "Let requests finish", "Smoke test again", "Delete VPC link", "Announce"})
    void aSwitchThatWasAbortedAnywhereIsFinishedByTheNextOne(String state) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution first = life.startSwitch("first", orders, payments);
            life.runUntil(first, state);
            life.stop(first);

            Execution second = life.switchOver("second", orders, payments);

            assertThat(second.status()).as(Life.shown(second)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    /** A publication of the load balancer that has the API then. */
    @ParameterizedTest
    @ValueSource(strings = {"Describe switch", "Create VPC link", "Check VPC link", "Try VPC link", "Point stage",
        "Smoke test", "Let requests finish", "Smoke test again", "Delete VPC link", "Announce"})
    void aSwitchThatWasAbortedAnywhereIsMendedByAPublicationToo(String state) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution first = life.startSwitch("first", orders, payments);
            life.runUntil(first, state);
            life.stop(first);
            life.run();

            String holder = life.onlyApi().tags().get("gatelink:load-balancer");
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", holder));
            life.run();

            assertThat(publication.status()).as(Life.shown(publication)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.simulation.links()).filteredOn(link -> link.targetArns().equals(List.of(holder)))
                    .singleElement().extracting(link -> link.id()).isEqualTo(life.linkOfStage());
            assertThat(life.onlyApi().tags()).containsEntry("gatelink:load-balancer", holder);
        }
    }

    @Test
    void ofTwoSwitchesAtOnceTheSecondFindsItDone() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution first = life.startSwitch("first", orders, payments);
            Execution second = life.switchOver("second", orders, payments);

            assertThat(List.of(first, second)).allSatisfy(execution -> assertThat(execution.status())
                    .as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    @Test
    void aSwitchWaitsForAPublicationThatRuns() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.runUntil(publication, "Create VPC link");

            Execution moved = life.switchOver("s", orders, payments);

            assertThat(publication.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    @Test
    void aLoadBalancerThatIsPublishedMeanwhileKeepsItsOwnApi() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", payments));
            life.runUntil(publication, "Check VPC link");

            Execution refused = life.switchOver("s", orders, payments);

            assertThat(publication.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(refused.error()).contains("io.gatelink.functions.UnsupportedLoadBalancerException");
            assertThat(refused.cause().orElseThrow()).contains("withdraw it first, then start the switch again");
            assertThat(life.simulation.apis()).extracting(api -> api.tags().get("gatelink:load-balancer"))
                    .containsExactlyInAnyOrder(orders, payments);
            assertThat(life.simulation.links()).hasSize(2);
        }
    }

    @Test
    void whoeverIsOptedOutAfterASwitchKeepsNothingAndTheApiStays() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.switchOver("s", orders, payments);
            life.optOut(orders);

            Execution withdrawal = life.withdraw(orders);

            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("NOTHING_PUBLISHED");
            assertThat(withdrawal.output().orElseThrow().path("note").asText()).isEqualTo("REST API "
                    + life.onlyApi().id() + " was moved to load balancer " + payments + " and stays.");
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(life.onlyApi().tags()).doesNotContainKey(Life.switchedFrom(orders));
        }
    }

    @Test
    void whatIsLeftOfALoadBalancerThatAnApiWasMovedAwayFromGoesAndItIsNotPublishedAgain() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.switchOver("s", orders, payments);
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.apiGateway().vpcLinks().createVpcLink(
                    "gatelink-orders", null, List.of(orders), Map.of("gatelink:owner", "gatelink",
                            "gatelink:load-balancer", orders, "gatelink:execution", "e@2025-01-01T00:00:00.000Z")));
            life.run();
            assertThat(life.simulation.links()).hasSize(2);

            life.start("reconcile", "r", "{}");
            life.run();

            assertThat(life.isPublished(payments)).isTrue();
            assertThat(life.onlyApi().tags()).containsEntry(Life.switchedFrom(orders), orders);
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.run();
            assertThat(publication.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    @Test
    void aPublicationThatWaitedForItsTurnWhileTheApiWasMovedAwayPublishesNothing() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution moved = life.startSwitch("s", orders, payments);
            life.runUntil(moved, "Create VPC link");
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.run();

            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(publication.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(Simulation.path(publication)).contains("Describe load balancer again");
            life.start("reconcile", "r", "{}");
            life.run();
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    @Test
    void whatAnApiWasMovedToIsRepairedAlthoughItHasNoTag() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.loadBalancers().tags()
                    .removeTags(List.of(payments), List.of("gatelink:publish")));
            life.switchOver("s", orders, payments);
            var gateway = life.simulation.aws.apiGateway();
            life.simulation.aws.loop().exclusively(() -> gateway.stages().updateStage(life.onlyApi().id(), "live",
                    List.of(new PatchOperation("replace", "/variables/vpcLinkId", "another1", null))));

            Execution reconciliation = life.start("reconcile", "r", "{}");
            life.run();

            assertThat(reconciliation.output().orElseThrow().path("started")).hasSize(1);
            assertThat(life.isPublished(payments)).isTrue();

            Execution withdrawal = life.withdraw(payments);
            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whoeverGotAnApiByASwitchCanBeWithdrawn() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.switchOver("s", orders, payments);
            life.optOut(payments);

            Execution withdrawal = life.withdraw(payments);

            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void aLinkThatAnApiStillNeedsIsNotWithdrawnAfterASwitchThatWasAbortedInTheMiddle() {
        var faults = new Faults() {
            private boolean refusing;

            @Override
            public Duration before(ApiCall call) {
                if (refusing && call.operation().equals("UpdateStage")) {
                    throw new AwsException("TooManyRequestsException", 429, "Too Many Requests");
                }
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(faults, Map.of())) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            faults.refusing = true;
            Execution aborted = life.startSwitch("s", orders, payments);
            life.simulation.aws.loop().runUntil(() ->
                    payments.equals(life.onlyApi().tags().get("gatelink:load-balancer")));
            life.stop(aborted);
            life.optOut(orders);

            Execution withdrawal = life.withdraw(orders);

            assertThat(withdrawal.error()).as(Life.shown(withdrawal)).contains("WithdrawalIncomplete");
            assertThat(withdrawal.cause().orElseThrow()).contains("Left behind: VPC link " + life.linkOfStage()
                    + " (Stage live of REST API " + life.onlyApi().id() + " still leads through it, although the API was to "
                    + "be moved to " + payments + ": start the switch again");

            faults.refusing = false;
            life.switchOver("again", orders, payments);
            withdrawal = life.start("withdraw", "again", Life.input("loadBalancerArn", orders));
            life.run();
            assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(payments)).isTrue();
        }
    }

    @Test
    void theKeyAndThePlanOfAnApiFollowIt() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            var gateway = life.simulation.aws.apiGateway();
            Map<String, String> tags = Map.of("gatelink:owner", "gatelink", "gatelink:load-balancer", orders);
            life.simulation.aws.loop().exclusively(() -> {
                gateway.apiKeys().createApiKey(new CreateApiKeyRequest("ours", null, true, null, null, tags));
                gateway.apiKeys().createApiKey(new CreateApiKeyRequest("theirs", null, true, null, null,
                        Map.of("gatelink:load-balancer", orders)));
            });

            life.switchOver("s", orders, payments);

            assertThat(gateway.apiKeys().getApiKeys(null, null, null, 500).items())
                    .extracting(key -> key.name() + " " + key.tags().get("gatelink:load-balancer"))
                    .containsExactlyInAnyOrder("ours " + payments, "theirs " + orders);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{} | field from is missing; field to is missing: give the fields from, to and no others.",
        "[] | Input is not a JSON object: give one",
        "{\"from\": \"$orders\", \"to\": \"$orders\"} | give another load balancer than in from.",
        "{\"from\": \"$orders\", \"to\": \"$payments\", \"path\": \"/x\"} | field \"path\" is unknown",
        "{\"from\": \"$orders\", \"to\": \"{% $x %}\"} | Input field to is \"{% $x %}\": give the ARN of a network",
        "{\"from\": \"$payments\", \"to\": \"$orders\"} | has REST API",
        "{\"from\": \"$payments\", \"to\": \"$nowhere\"} | has no REST API of this stack: start the publish state machine",
        "{\"from\": \"$orders\", \"to\": \"$nowhere\"} | in this account and Region: create it first."})
    void whatCannotBeSwitchedIsRefusedWithTheRemedyAndNothingChanges(String input, String words) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();

            Execution refused = life.start("switch", "s", input.replace("$orders", orders)
                    .replace("$payments", payments).replace("$nowhere", payments.replace("payments", "nowhere")));
            life.run();

            assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(refused.cause().orElseThrow()).contains(words).doesNotContain("Left behind");
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.simulation.announcements).containsExactly("Private API Published",
                    "Private API Switch Failed");
        }
    }

    @Test
    void aLoadBalancerWithoutAListenerOnThePortIsRefused() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.loadBalancers().restore(Life.paymentsCreated()));
            life.run();
            JsonNode created = Life.paymentsCreated().at("/detail/responseElements/loadBalancers/0");

            Execution refused = life.switchOver("s", orders, created.path("loadBalancerArn").asText());

            assertThat(refused.cause().orElseThrow()).contains("the API's requests go to port 80 by http, for which the "
                    + "load balancer to move to has no listener: create one there with aws elbv2 create-listener");
            assertThat(life.isPublished(orders)).isTrue();
        }
    }

    @Test
    void theSmokeTestOfASwitchAsksForThePathThatTheNextPublicationWouldAskFor() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.tag(payments, "gatelink:path", "/health");
            life.simulation.requestsAtBackend.clear();
            Execution moved = life.switchOver("s", orders, payments);

            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(moved.events().stream().map(event -> event.toJson(true).toString())
                    .filter(event -> event.contains("/health"))).isNotEmpty();
        }
    }
}
