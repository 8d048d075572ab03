package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was lost, stopped, changed or left over is as it should be after a reconciliation or two. */
class ReconcileTest {

    @Test
    void aLoadBalancerWhoseEventWasLostIsPublishedByTheSchedule() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            life.pass(Duration.ofMinutes(50));

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.executions().get(0).stateMachine().name())
                    .isEqualTo("gatelink-reconcile");
            assertThat(life.simulation.messages).isEmpty();
        }
    }

    @Test
    void anOptOutOfWhichNoEventTellsIsWithdrawnOnceItIsSeenTwice() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.tagUnnoticed(orders, "gatelink:publish", "no");
            life.reconcile("first");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.item(orders)).containsKey("unwantedSince");
            life.pass(Duration.ofMinutes(2));
            life.reconcile("second");

            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
        }
    }

    @Test
    void whatPublishesALoadBalancerThatIsGoneIsWithdrawn() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.vanish(orders);
            twice(life);

            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.announcements).endsWith("Private API Withdrawn");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_IAM, Take turn",
        "AWS_IAM, Create VPC link",
        "AWS_IAM, Check VPC link",
        "AWS_IAM, Create REST API",
        "AWS_IAM, Integrate",
        "API_KEY, Deploy",
        "API_KEY, Smoke test",
        "AWS_IAM, Finish"
    })
    void aStoppedPublicationIsFinished(String authorization, String state) {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", authorization))) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, state);
            life.stop(publication);
            life.run();
            life.pass(Duration.ofMinutes(70));

            assertThat(life.outcome(orders))
                    .as(life.simulation.items().toString())
                    .isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "method", "another method", "open methods", "another stage", "missing method"})
    void changesByHandArePutBack(String what) {
        try (var life = Life.begin()) {
            life.publish("orders");
            String api = life.onlyApi().id();
            life.apiGateway(person -> Changes.make(person, api, what));
            life.reconcile("r");

            assertThat(life.simulation.brokenPromises()).isEmpty();
            var stage = life.simulation.aws.apiGateway().stage(api, "live");
            assertThat(stage.resources())
                    .filteredOn(resource -> !resource.methods().isEmpty())
                    .hasSize(2)
                    .allSatisfy(resource -> assertThat(resource.methods()).containsOnlyKeys("ANY"));
            assertThat(life.simulation.aws.apiGateway().stages().getStages(api, null))
                    .hasSize(1);
        }
    }

    @Test
    void whatIsLeftOverBesideAPublishedApiGoesAndWhatIsNotOursStays() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.apiGateway(person -> {
                person.createRestApi(request -> request.name("second").tags(ours(orders)));
                person.createVpcLink(
                        request -> request.name("second").targetArns(orders).tags(ours(orders)));
                person.createApiKey(request -> request.name("second").tags(ours(orders)));
                person.createRestApi(request -> request.name("gatelink-orders"));
            });
            life.run();
            twice(life);

            assertThat(life.simulation.apis()).hasSize(2);
            assertThat(life.simulation.links()).hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void whatNobodyPublishedAnyMoreIsDeleted() {
        try (var life = Life.begin()) {
            String orders = life.create("orders");
            life.run();
            life.apiGateway(person -> {
                person.createRestApi(request -> request.name("old").tags(ours(orders)));
                person.createVpcLink(
                        request -> request.name("old").targetArns(orders).tags(ours(orders)));
            });
            life.run();
            twice(life);
            life.pass(Duration.ofMinutes(2));
            life.reconcile("third");

            assertThat(life.isEmpty()).as(life.simulation.items().toString()).isTrue();
        }
    }

    @Test
    void whatNamesNoLoadBalancerOfHereIsLeftAloneAndTold() {
        try (var life = Life.begin()) {
            life.apiGateway(person -> person.createRestApi(request -> request.name("odd")
                    .tags(Map.of("gatelink:owner", "gatelink", "gatelink:load-balancer", "nonsense"))));
            Execution execution = life.reconcile("r");

            assertThat(execution
                            .output()
                            .orElseThrow()
                            .path("leftAlone")
                            .path(0)
                            .asText())
                    .isEqualTo("REST API " + life.onlyApi().id());
            assertThat(life.simulation.subjects).containsExactly("Gatelink: reconciliation");
            assertThat(life.simulation.messages)
                    .containsExactly("Left alone: these carry the tag gatelink:owner = "
                            + "gatelink, but their tag gatelink:load-balancer is not the ARN of a network or "
                            + "application load balancer of this account and Region: REST API "
                            + life.onlyApi().id()
                            + ". Delete them, or remove the tag "
                            + "gatelink:owner.");
        }
    }

    @Test
    void aTableThatIsLostIsRebuiltFromTagsAndEveryUrlStays() {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", "API_KEY"))) {
            String orders = life.publish("orders");
            String payments = life.publish("payments");
            Map<String, Map<String, String>> before = life.simulation.items();
            lose(life);
            assertThat(life.simulation.items()).isEmpty();
            twice(life);

            assertThat(life.simulation.items()).containsOnlyKeys(orders, payments);
            assertThat(life.simulation.item(orders))
                    .containsEntry("invokeUrl", before.get(orders).get("invokeUrl"));
            assertThat(life.simulation.item(payments))
                    .containsEntry("invokeUrl", before.get(payments).get("invokeUrl"));
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aTableThatIsRestoredFromAnOldCopyIsBroughtUpToDate() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            List<AttributeValue.M> copy = life.simulation
                    .aws
                    .loop()
                    .exclusively(() -> life.simulation.aws.dynamoDb().items(Simulation.PUBLICATIONS));
            life.tag(orders, "gatelink:timeout-ms", "5000");
            life.run();
            String payments = life.publish("payments");
            life.simulation
                    .aws
                    .loop()
                    .exclusively(() -> life.simulation.aws.dynamoDb().restoreItems(Simulation.PUBLICATIONS, copy));
            twice(life);

            assertThat(life.simulation.items()).containsOnlyKeys(orders, payments);
            assertThat(life.outcome(payments)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.apis()).hasSize(2);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void tooManyWithdrawalsAtOnceAreNotMadeAndPeopleAreAsked() {
        try (var life = Life.begin()) {
            List<String> arns = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                arns.add(life.publish("nlb-" + i));
            }
            arns.subList(0, 5).forEach(arn -> life.tagUnnoticed(arn, "gatelink:publish", "no"));
            twice(life);

            assertThat(life.simulation.apis()).hasSize(6);
            assertThat(life.simulation.messages)
                    .isNotEmpty()
                    .containsOnly("Not withdrawing: 5 of 6 published "
                            + "load balancers are not wanted any more, are gone, or are replaced; with "
                            + "MaxWithdrawPercent=20, a "
                            + "reconciliation withdraws at most 1. They are nlb-0, nlb-1, nlb-2, nlb-3, nlb-4. If "
                            + "that is right, "
                            + "deploy the stack with MaxWithdrawPercent=84 until they are withdrawn; if not, set "
                            + "their tag "
                            + "gatelink:publish to true.");

            arns.subList(0, 4).forEach(arn -> life.tagUnnoticed(arn, "gatelink:publish", "true"));
            life.reconcile("third");
            assertThat(life.simulation.apis()).hasSize(5);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void uninstallingWithdrawsEverything() {
        try (var life = Life.begin(Faults.NONE, Map.of("PublishMode", "NONE"))) {
            for (int i = 0; i < 3; i++) {
                String arn = life.create("nlb-" + i, "gatelink:publish", "true");
                life.run();
                life.apiGateway(person -> {
                    person.createRestApi(request -> request.name("gatelink").tags(ours(arn)));
                    person.createVpcLink(
                            request -> request.name("gatelink").targetArns(arn).tags(ours(arn)));
                });
                life.run();
            }
            twice(life);
            life.pass(Duration.ofMinutes(2));
            life.reconcile("third");

            assertThat(life.isEmpty()).as(life.simulation.items().toString()).isTrue();
        }
    }

    @Test
    void oneLoadBalancerWithFortyUnknownTagsDoesNotStopTheOthers() {
        try (var life = Life.begin()) {
            String odd = life.create("odd", "gatelink:publish", "true");
            for (int i = 0; i < 40; i++) {
                life.tagUnnoticed(odd, "gatelink:unknown-" + i, "x".repeat(250));
            }
            String orders = life.create("orders", "gatelink:publish", "true");
            life.run();
            Execution reconciliation = life.reconcile("r");

            assertThat(reconciliation.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.outcome(odd)).isEqualTo("FAILED");
            assertThat(life.simulation.item(odd).get("reason")).hasSizeLessThan(2_100);
        }
    }

    /** Step Functions takes 256 KiB from a state. */
    @Test
    void sixHundredStartsAtOnceFitIntoAState() {
        try (var life = Life.begin(Faults.NONE, Map.of("PublishMode", "OPT_IN"))) {
            life.simulation.aws.loop().exclusively(() -> {
                for (int i = 0; i < 620; i++) {
                    life.simulation
                            .aws
                            .loadBalancers()
                            .restore(Life.created("load-balancer-of-a-long-name" + i, "gatelink:publish", "true"));
                }
            });
            life.pass(Duration.ofMinutes(3));
            Execution execution = life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .states()
                    .startExecution(
                            "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-reconcile", "r", "{}"));
            life.runUntil(execution, "Start publications");
            String state = execution.events().stream()
                    .filter(event -> event.type().wireName().equals("TaskStateExited")
                            || event.type().wireName().equals("LambdaFunctionSucceeded"))
                    .map(event -> event.detail("output").orElse(""))
                    .max((a, b) -> a.length() - b.length())
                    .orElseThrow();

            assertThat(Json.parse(state).findValues("name")).hasSize(600);
            assertThat(state.length()).isLessThan(200_000);
            life.stop(execution);
        }
    }

    @Test
    void whatFailedIsTriedAgainEverMoreSeldomAndAtOnceWhenItsTagsChange() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true", "gatelink:port", "none");
            life.run("p", orders);
            life.pass(Duration.ofHours(5));
            assertThat(life.executionsOf(orders)).hasSizeBetween(3, 6);
            int before = life.executionsOf(orders).size();
            life.tagUnnoticed(orders, "gatelink:port", "80");
            life.pass(Duration.ofMinutes(50));

            assertThat(life.executionsOf(orders)).hasSize(before + 1);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.messages).hasSize(1);
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsNotAnAbsence() {
        var refusing = new boolean[1];
        Faults faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (refusing[0] && call.operation().equals("DescribeTags")) {
                    throw new AwsException("AccessDenied", 403, "No");
                }
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(faults, Map.of())) {
            String orders = life.publish("orders");
            refusing[0] = true;
            Execution execution = life.reconcile("r");

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.cause().orElseThrow()).contains("AccessDenied");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aTakeOverThatIsInAnOldCopyOfTheTableIsGivenBackAlthoughItsOldDeploymentIsGone() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String payments = life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
            Execution takeOver = life.start("p", payments);
            life.runUntil(takeOver, "Smoke test");
            List<AttributeValue.M> copy = life.simulation
                    .aws
                    .loop()
                    .exclusively(() -> life.simulation.aws.dynamoDb().items(Simulation.PUBLICATIONS));
            life.run();
            life.simulation
                    .aws
                    .loop()
                    .exclusively(() -> life.simulation.aws.dynamoDb().restoreItems(Simulation.PUBLICATIONS, copy));
            life.optOut(payments);
            life.run();
            twice(life);

            assertThat(life.simulation.items()).containsOnlyKeys(orders);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.onlyLink().targetArns()).containsExactly(orders);
            assertThat(life.onlyApi().tags()).containsEntry("gatelink:load-balancer", orders);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    private static void lose(Life life) {
        life.simulation.aws.loop().exclusively(() -> {
            life.simulation.aws.dynamoDb().loseItems(Simulation.PUBLICATIONS);
            life.simulation.aws.dynamoDb().loseItems(Simulation.COORDINATION);
        });
    }

    private static void twice(Life life) {
        life.reconcile("first");
        life.pass(Duration.ofMinutes(2));
        life.reconcile("second");
    }

    private static Map<String, String> ours(String loadBalancerArn) {
        return Map.of("gatelink:owner", "gatelink", "gatelink:load-balancer", loadBalancerArn);
    }
}
