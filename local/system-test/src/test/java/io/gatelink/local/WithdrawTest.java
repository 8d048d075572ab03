package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers that are not wanted any more. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class WithdrawTest {

    private static final String GONE =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/gone/50dc6c495c0c9188";

    @ParameterizedTest
    @ValueSource(strings = {"AWS_IAM", "API_KEY"})
    void whatIsOptedOutIsWithdrawnAndTheAccountIsAsEmptyAsBefore(String authorization) {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", authorization))) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            life.optOut(orders);
            life.run();

            Execution withdrawal = life.last();
            JsonNode output = withdrawal.output().orElseThrow(() -> new AssertionError(Life.shown(withdrawal)));
            assertThat(output.path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(output.path("reason").asText())
                    .isEqualTo("Load balancer " + orders + " has the tag "
                            + "gatelink:publish = \"false\", and is published only with the value true: run aws "
                            + "elbv2 add-tags "
                            + "--resource-arns " + orders + " --tags Key=gatelink:publish,Value=true.");
            assertThat(output.path("leftovers")).isEmpty();
            assertThat(Simulation.path(withdrawal))
                    .containsExactly(
                            "Take turn",
                            "Joined?",
                            "Wait for the start",
                            "Describe load balancer",
                            "What is wanted?",
                            "Withdraw",
                            "Withdrawn?",
                            "Announce",
                            "Run again?",
                            "Withdrawn");
            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
            assertThat(life.simulation.announcements).containsExactly("Private API Published", "Private API Withdrawn");
            assertThat(life.get(url.replaceFirst(".*/execute-api/", "")).status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whereNothingWasPublishedNothingIsAnnounced() {
        try (var life = Life.begin()) {
            JsonNode output = life.run("p", GONE).output().orElseThrow();

            assertThat(output.path("outcome").asText()).isEqualTo("NOT_WANTED");
            assertThat(output.path("reason").asText()).isEqualTo("Load balancer " + GONE + " does not exist.");
            assertThat(life.simulation.announcements).isEmpty();
            assertThat(life.simulation.items()).isEmpty();
        }
    }

    @Test
    void whatDoesNotCarryOurOwnerTagAnyMoreStaysAndIsNamed() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String api = life.onlyApi().id();
            String link = life.onlyLink().id();
            life.apiGateway(person ->
                    person.tagResource(request -> request.resourceArn("arn:aws:apigateway:us-east-1::/restapis/" + api)
                            .tags(Map.of("gatelink:owner", "other"))));
            life.optOut(orders);
            life.run();

            JsonNode output = life.last().output().orElseThrow(() -> new AssertionError(Life.shown(life.last())));
            assertThat(output.path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(output.path("leftovers")).hasSize(2);
            assertThat(output.at("/leftovers/0").asText())
                    .isEqualTo("REST API " + api + ": It does not carry this stack's owner tag.");
            assertThat(output.at("/leftovers/1").asText())
                    .startsWith("VPC link " + link + ": ")
                    .contains("Cannot delete vpc link", api);
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.simulation.item(orders))
                    .containsEntry("outcome", "WITHDRAWN")
                    .hasEntrySatisfying("reason", reason -> assertThat(reason)
                            .startsWith("Left over, for API Gateway refuses to delete it: REST API " + api));
        }
    }

    @Test
    void anApiThatDoesNotCarryOurOwnerTagAnyMoreIsNotPublishedAgain() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String api = life.onlyApi().id();
            life.apiGateway(person ->
                    person.tagResource(request -> request.resourceArn("arn:aws:apigateway:us-east-1::/restapis/" + api)
                            .tags(Map.of("gatelink:owner", "other"))));
            Execution again = life.run("again", orders);

            assertThat(again.error()).contains("AwsRefusedException");
            assertThat(again.cause().orElseThrow())
                    .isEqualTo("REST API " + api + " of load balancer " + orders + " does not carry the tag "
                            + "gatelink:owner = gatelink any more, so it is not changed: run aws apigateway "
                            + "tag-resource --resource-arn arn:aws:apigateway:us-east-1::/restapis/" + api
                            + " --tags \"gatelink:owner=gatelink\", or delete the API, and publish the load "
                            + "balancer again.");
        }
    }

    @Test
    void aLinkThatDoesNotCarryOurOwnerTagAnyMoreIsNotEvenAskedToGo() {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            String link = life.onlyLink().id();
            belongsToOthers(life, link);
            life.optOut(orders);
            life.run();

            JsonNode output = life.last().output().orElseThrow(() -> new AssertionError(Life.shown(life.last())));
            assertThat(output.path("leftovers"))
                    .extracting(JsonNode::asText)
                    .containsExactly("VPC link " + link + ": It does not carry this stack's owner tag.");
            assertThat(life.onlyLink().id()).isEqualTo(link);
        }
    }

    @Test
    void aRollBackLeavesALinkThatDoesNotCarryOurOwnerTagAnyMore() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            life.backendAnswers(orders, 500);
            Execution publication = life.start("p", orders);
            life.runUntil(publication, "Create REST API");
            String link = life.onlyLink().id();
            belongsToOthers(life, link);
            life.run();

            assertThat(publication.error()).contains("SmokeTestFailedException");
            assertThat(publication.cause().orElseThrow())
                    .endsWith(" Left over: VPC link " + link + ": It does not carry this stack's owner tag.");
            assertThat(life.onlyLink().id()).isEqualTo(link);
            assertThat(life.simulation.apis()).isEmpty();
        }
    }

    private static void belongsToOthers(Life life, String link) {
        life.apiGateway(person ->
                person.tagResource(request -> request.resourceArn("arn:aws:apigateway:us-east-1::/vpclinks/" + link)
                        .tags(Map.of("gatelink:owner", "other"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 30, 61, 75, 120})
    void anOptInThatComesMeanwhileWins(int seconds) {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.optOut(orders);
            life.simulation.aws.loop().schedule(Duration.ofSeconds(seconds), () -> life.simulation
                    .aws
                    .loop()
                    .execute(() -> life.optIn(orders)));
            life.run();

            assertThat(life.simulation.executions())
                    .extracting(Execution::status)
                    .containsOnly(ExecutionStatus.SUCCEEDED);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Take turn",
                "Describe load balancer",
                "Create VPC link",
                "Check VPC link",
                "Wait for the slot",
                "Create REST API",
                "Integrate",
                "Deploy",
                "Smoke test",
                "Finish",
                "Announce"
            })
    void anOptOutThatComesWhileAPublicationRunsWins(String state) {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            life.runUntil(life.start("p", orders), state);
            life.optOut(orders);
            life.run();

            assertThat(life.simulation.executions())
                    .extracting(Execution::status)
                    .containsOnly(ExecutionStatus.SUCCEEDED);
            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Create VPC link", "Check VPC link", "Create REST API", "Deploy", "Smoke test", "Finish"})
    void whatAStoppedPublicationLeftIsWithdrawn(String state) {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution publication = life.start("p", orders);
            life.runUntil(publication, state);
            life.stop(publication);
            life.optOut(orders);
            life.run();

            assertThat(life.last()
                            .output()
                            .orElseThrow(() -> new AssertionError(Life.shown(life.last())))
                            .path("outcome")
                            .asText())
                    .isIn("WITHDRAWN", "NOT_WANTED");
            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Take turn", "Describe load balancer", "Withdraw", "Announce"})
    void aWithdrawalThatWasStoppedIsFinishedByTheNextOne(String state) {
        try (var life = Life.begin()) {
            String orders = life.publish("orders");
            life.tagUnnoticed(orders, "gatelink:publish", "false");
            Execution first = life.start("first", orders);
            life.runUntil(first, state);
            life.stop(first);
            Execution second = life.run("second", orders);

            assertThat(second.status()).as(Life.shown(second)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.items()).isEmpty();
        }
    }
}
