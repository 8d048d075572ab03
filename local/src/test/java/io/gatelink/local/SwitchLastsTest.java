package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.ApiKey;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.UsagePlan;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a switch did stays: no publication, event or reconciliation after it takes the API, its URL or its callers away. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class SwitchLastsTest {

    private static final String PUBLISH = "gatelink:publish";
    private static final String STANDBY = "nlb-tags-added-standby.json";

    /** Refuses to tag anything as long as it is told to, after so many tags. */
    private static final class Untagging implements Faults {

        private int left = Integer.MAX_VALUE;

        @Override
        public Duration before(ApiCall call) {
            if (call.service().equals("apigateway") && call.operation().equals("TagResource") && left-- <= 0) {
                throw new AwsException("TooManyRequestsException", 429, "Too Many Requests");
            }
            return Duration.ZERO;
        }
    }

    private static void succeeded(Execution execution) {
        assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    private static String outcome(Execution execution) {
        succeeded(execution);
        return execution.output().orElseThrow().path("outcome").asText();
    }

    /** The id, the stages and the authorization of the only API: what callers have to know. */
    private static String asCallersSeeIt(Life life) {
        var gateway = life.simulation.aws.apiGateway();
        RestApi api = life.onlyApi();
        return api.id() + gateway.stages().getStages(api.id(), null).stream().map(stage -> " " + stage.stageName()).toList()
                + gateway.resources().getResources(api.id(), null, 500).items().stream()
                        .flatMap(resource -> resource.methods().values().stream())
                        .map(method -> method.authorizationType() + method.apiKeyRequired()).distinct().toList();
    }

    @Test
    void whereAllArePublishedOneOnStandbyKeepsWhatWasSwitchedToItUnderTheSameUrl() {
        try (var life = Life.begin(Faults.NONE, Map.of("PublishMode", "ALL"))) {
            String orders = life.publishOrders();
            life.untag(orders, PUBLISH);
            String payments = life.createPayments();
            life.tag(payments, PUBLISH, "standby");
            String before = asCallersSeeIt(life);
            succeeded(life.switchOver("s", orders, payments));

            for (String reconciliation : List.of("first", "second")) {
                assertThat(outcome(life.reconcile(reconciliation))).isEqualTo("AS_IT_SHOULD_BE");
            }
            assertThat(outcome(life.withdraw(payments))).isEqualTo("STILL_OPTED_IN");
            assertThat(outcome(life.start("publish", "p", Life.input("loadBalancerArn", payments)), life)).isEqualTo("PUBLISHED");

            assertThat(life.isPublished(payments)).isTrue();
            assertThat(asCallersSeeIt(life)).isEqualTo(before);
        }
    }

    private static String outcome(Execution execution, Life life) {
        life.run();
        return outcome(execution);
    }

    @Test
    void oneOnStandbyThatNothingWasSwitchedToIsNotPublished() {
        try (var life = Life.begin(Faults.NONE, Map.of("PublishMode", "ALL"))) {
            String orders = life.publishOrders();
            life.tag(orders, PUBLISH, "standby");

            life.simulation.deliver(Simulation.event(STANDBY));
            life.run();

            assertThat(life.isEmpty()).isTrue();
            assertThat(outcome(life.reconcile("r"))).isEqualTo("AS_IT_SHOULD_BE");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void anEventOfAnOptOutThatComesAfterASwitchThatWasStartedLaterWithdrawsNothing() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            succeeded(life.switchOver("there", orders, payments));
            succeeded(life.switchOver("back", payments, orders));
            life.untag(orders, PUBLISH);

            life.simulation.deliver(eventOf("nlb-tags-removed.json", "2025-12-31T23:59:59Z"));
            life.run();
            assertThat(life.isPublished(orders)).isTrue();

            life.simulation.deliver(eventOf("nlb-tags-removed.json", life.simulation.aws.loop().instant().toString()));
            life.run();
            assertThat(life.isEmpty()).isTrue();
        }
    }

    private static ObjectNode eventOf(String file, String time) {
        ObjectNode event = Simulation.event(file);
        event.withObject("/detail").put("eventTime", time).put("eventID", UUID.nameUUIDFromBytes(time.getBytes()).toString());
        return event;
    }

    @Test
    void theEventOfStandbyWithdrawsNothingThatWasSwitchedToIt() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            succeeded(life.switchOver("there", orders, payments));
            succeeded(life.switchOver("back", payments, orders));
            life.tag(orders, PUBLISH, "standby");

            life.simulation.deliver(Simulation.event(STANDBY));
            life.run();

            assertThat(life.simulation.executions()).filteredOn(execution -> execution.arn().contains("-withdraw:"))
                    .singleElement().satisfies(withdrawal -> assertThat(outcome(withdrawal)).isEqualTo("STILL_OPTED_IN"));
            assertThat(life.isPublished(orders)).isTrue();
        }
    }

    @Test
    void whoeverIsOptedOutAfterASwitchLosesTheApi() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.tag(payments, PUBLISH, "standby");
            succeeded(life.switchOver("s", orders, payments));
            life.optOut(payments);

            life.reconcile("r");

            assertThat(life.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "false | gatelink:publish = \"false\", so that it would be withdrawn, and the API with it: run aws elbv2 add-tags "
                + "--resource-arns $payments --tags Key=gatelink:publish,Value=standby, then start the switch again.",
        "{% $x %} | gatelink:publish = \"{% $x %}\", so that",
        "ѕtandby | gatelink:publish = \"\\u0455tandby\", so that"})
    void oneThatWouldBeWithdrawnAfterwardsIsNoTarget(String value, String words) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.tag(payments, PUBLISH, value);

            Execution refused = life.switchOver("s", orders, payments);

            assertThat(refused.error()).contains("io.gatelink.functions.UnsupportedLoadBalancerException");
            assertThat(refused.cause().orElseThrow()).contains(words.replace("$payments", payments));
            assertThat(life.isPublished(orders)).isTrue();
        }
    }

    @Test
    void stageAndAuthorizationAreThoseOfTheNextPublicationOrNothingIsSwitched() {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", "API_KEY"))) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            life.tag(orders, "gatelink:stage", "v1");
            life.tag(orders, "gatelink:authorization", "AWS_IAM");
            life.simulation.deliver(Simulation.event(Life.CREATED));
            life.run();
            String payments = life.createPayments();
            life.untag(payments, PUBLISH);
            String before = asCallersSeeIt(life);

            Execution refused = life.switchOver("s", orders, payments);

            assertThat(refused.cause().orElseThrow()).contains("its stage is v1, not live; its methods have the authorization "
                    + "AWS_IAM, not API_KEY: run aws elbv2 add-tags --resource-arns " + payments
                    + " --tags Key=gatelink:authorization,Value=AWS_IAM Key=gatelink:stage,Value=v1, or change");
            assertThat(asCallersSeeIt(life)).isEqualTo(before).endsWith("[ v1][AWS_IAMfalse]");
            assertThat(life.simulation.links()).hasSize(1);

            life.tag(payments, "gatelink:authorization", "AWS_IAM");
            life.tag(payments, "gatelink:stage", "v1");
            succeeded(life.switchOver("again", orders, payments));
            life.reconcile("r");
            life.optIn(payments);
            assertThat(outcome(life.start("publish", "p", Life.input("loadBalancerArn", payments)), life)).isEqualTo("PUBLISHED");

            assertThat(asCallersSeeIt(life)).isEqualTo(before);
            assertThat(life.onlyLink().targetArns()).containsExactly(payments);
        }
    }

    @Test
    void whatWasMovedTwiceLeavesNeitherOfThemPublishedAgain() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            String billing = life.createBilling();
            String before = asCallersSeeIt(life);
            succeeded(life.switchOver("s", orders, payments));
            succeeded(life.switchOver("t", payments, billing));

            for (String reconciliation : List.of("first", "second")) {
                assertThat(outcome(life.reconcile(reconciliation))).isEqualTo("AS_IT_SHOULD_BE");
            }
            assertThat(life.isPublished(billing)).isTrue();
            assertThat(asCallersSeeIt(life)).isEqualTo(before);
            assertThat(outcome(life.switchOver("u", orders, billing))).isEqualTo("ALREADY_SWITCHED");

            life.optOut(orders);
            life.withdraw(orders);
            assertThat(life.onlyApi().tags()).doesNotContainKey(Life.switchedFrom(orders))
                    .containsEntry(Life.switchedFrom(payments), payments).containsKey(Life.switchedTo(billing));
            life.optIn(orders);
            life.reconcile("third");
            assertThat(life.simulation.apis()).extracting(api -> api.tags().get("gatelink:load-balancer"))
                    .containsExactlyInAnyOrder(orders, billing);
        }
    }

    @Test
    void aLoadBalancerThatIsGoneTakesItsTagsWithItOnceItIsWithdrawn() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            String billing = life.createBilling();
            succeeded(life.switchOver("s", orders, payments));
            succeeded(life.switchOver("t", payments, billing));
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.loadBalancers().deleteLoadBalancer(payments));

            life.withdraw(payments);

            assertThat(life.isPublished(billing)).isTrue();
            assertThat(life.onlyApi().tags()).doesNotContainKeys(Life.switchedFrom(payments), Life.switchedTo(payments))
                    .containsKeys(Life.switchedFrom(orders), Life.switchedTo(billing));
        }
    }

    @Test
    void anApiWithoutRoomForTheTagsOfASwitchStaysWhereItIs() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            succeeded(life.switchOver("s", orders, payments));
            String billing = life.createBilling();
            life.simulation.aws.loop().exclusively(() -> {
                for (int i = life.onlyApi().tags().size(); i < 49; i++) {
                    life.simulation.aws.apiGateway().tags().tagResource(
                            "arn:aws:apigateway:us-east-1::/restapis/" + life.onlyApi().id(), Map.of("team" + i, "x"));
                }
            });

            Execution refused = life.switchOver("t", payments, billing);

            assertThat(refused.cause().orElseThrow()).contains("has 49 tags of the 50 that AWS lets it have, and would get 2 "
                    + "more: opt a load balancer out that it was moved away from before, such as with aws elbv2 add-tags "
                    + "--resource-arns " + orders + " --tags Key=gatelink:publish,Value=false, or, if that is deleted, start "
                    + "the withdraw state machine with");
            life.optOut(orders);
            life.withdraw(orders);
            succeeded(life.switchOver("u", payments, billing));
            assertThat(life.isPublished(billing)).isTrue();
        }
    }

    /** The plan, the key, the stage and the API are tagged in this order. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aSwitchThatWasAbortedBetweenTheCallsOfPointStageIsFinishedByTheNextOneWithTheSameKey(int tagged) {
        var faults = new Untagging();
        try (var life = Life.begin(faults, Map.of("Authorization", "API_KEY"))) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            String key = onlyKey(life).id();
            Execution first = life.startSwitch("first", orders, payments);
            life.runUntil(first, "Point stage");
            faults.left = tagged;
            life.simulation.aws.loop().runUntil(() -> faults.left < -2);
            life.stop(first);
            life.run();
            assertThat(onlyKey(life).tags().get("gatelink:load-balancer")).isEqualTo(tagged < 2 ? orders : payments);
            faults.left = Integer.MAX_VALUE;

            Execution second = life.switchOver("second", orders, payments);

            succeeded(second);
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(onlyKey(life)).satisfies(found -> {
                assertThat(found.id()).isEqualTo(key);
                assertThat(found.tags()).containsEntry("gatelink:load-balancer", payments);
            });
            assertThat(onlyPlan(life).tags()).containsEntry("gatelink:load-balancer", payments);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aSwitchThatFailsBetweenTheCallsOfPointStageLeavesTheKeyWhereItWas(int tagged) {
        var faults = new Untagging();
        try (var life = Life.begin(faults, Map.of("Authorization", "API_KEY"))) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            String key = onlyKey(life).id();
            Execution failed = life.startSwitch("s", orders, payments);
            life.runUntil(failed, "Point stage");
            faults.left = tagged;
            life.runUntil(failed, "Roll back switch");
            faults.left = Integer.MAX_VALUE;
            life.run();

            assertThat(failed.error()).as(Life.shown(failed)).contains("io.gatelink.functions.ThrottledException");
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(onlyKey(life)).satisfies(found -> {
                assertThat(found.id()).isEqualTo(key);
                assertThat(found.tags()).containsEntry("gatelink:load-balancer", orders);
            });
            assertThat(onlyPlan(life).tags()).containsEntry("gatelink:load-balancer", orders);
            assertThat(life.onlyApi().tags()).doesNotContainKeys(Life.switchedFrom(orders), Life.switchedTo(payments));
        }
    }

    @Test
    void aSwitchThatFailsAfterAnotherOneWasAbortedLeavesWhatWasSwitchedBeforeWhereItWas() {
        var faults = new Untagging();
        try (var life = Life.begin(faults, Map.of())) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.untag(payments, PUBLISH);
            succeeded(life.switchOver("s", orders, payments));
            String billing = life.createBilling();
            Execution aborted = life.startSwitch("aborted", payments, billing);
            life.runUntil(aborted, "Smoke test");
            life.stop(aborted);
            Execution failed = life.startSwitch("failed", payments, billing);
            life.runUntil(failed, "Smoke test");
            life.simulation.statusByPort.put(8082, 503);
            life.run();

            assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(life.isPublished(payments)).as(Life.shown(failed)).isTrue();
            life.reconcile("r");
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(life.onlyApi().tags()).containsKey(Life.switchedTo(payments));
        }
    }

    @Test
    void anApiWhoseKeyIsSomebodyElsesIsRefusedBeforeAnyoneIsAffected() {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", "API_KEY"))) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            String key = onlyKey(life).id();
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.apiGateway().apiKeys().deleteApiKey(key));

            Execution refused = life.switchOver("s", orders, payments);

            assertThat(refused.cause().orElseThrow()).contains("asks for API keys, and this stack has none for it to be tried "
                    + "with: start the publish state machine with {\"loadBalancerArn\": \"" + orders + "\"}, which makes one");
            assertThat(Simulation.path(refused)).doesNotContain("Create VPC link");
            assertThat(outcome(life.start("publish", "p", Life.input("loadBalancerArn", orders)), life)).isEqualTo("PUBLISHED");
            succeeded(life.switchOver("again", orders, payments));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/ | /apiKeyRequired | true | its method ANY on / has the authorization \"AWS_IAM and API_KEY\"",
        "/{proxy+} | /authorizationType | NONE | its methods have the authorizations AWS_IAM and NONE"})
    void anApiWhoseMethodsWereChangedIsRefusedBeforeAnyoneIsAffected(String path, String what, String value, String words) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            var gateway = life.simulation.aws.apiGateway();
            String api = life.onlyApi().id();
            life.simulation.aws.loop().exclusively(() -> gateway.resources().getResources(api, null, 500).items().stream()
                    .filter(resource -> path.equals(resource.path())).forEach(resource -> gateway.methods().updateMethod(
                            api, resource.id(), "ANY", List.of(new PatchOperation("replace", what, value, null)))));

            Execution refused = life.switchOver("s", orders, payments);

            assertThat(refused.cause().orElseThrow()).contains("REST API " + api + " is not as its publication left it: "
                    + words + ": start the publish state machine with {\"loadBalancerArn\": \"" + orders + "\"}, then");
            assertThat(Simulation.path(refused)).doesNotContain("Create VPC link");
            assertThat(outcome(life.start("publish", "p", Life.input("loadBalancerArn", orders)), life)).isEqualTo("PUBLISHED");
            succeeded(life.switchOver("again", orders, payments));
        }
    }

    private static ApiKey onlyKey(Life life) {
        var keys = life.simulation.aws.apiGateway().apiKeys().getApiKeys(null, null, null, 500).items();
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    private static UsagePlan onlyPlan(Life life) {
        var plans = life.simulation.aws.apiGateway().usagePlans().getUsagePlans(null, null, 500).items();
        assertThat(plans).hasSize(1);
        return plans.get(0);
    }
}
