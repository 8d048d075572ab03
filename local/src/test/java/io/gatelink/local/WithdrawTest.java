package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class WithdrawTest {

    private static final String GONE =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/gone/50dc6c495c0c9188";

    @Test
    void whatIsOptedOutIsWithdrawnAndTheAccountIsAsEmptyAsBefore() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            life.optOut(orders);

            Execution withdrawal = life.withdraw(orders);

            assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(withdrawal.output().orElseThrow().path("reason").asText()).contains("gatelink:publish");
            assertThat(Simulation.path(withdrawal)).containsExactly("Decide withdrawal", "Opted out?", "Withdraw",
                    "Withdrawn?", "Let publications show", "Decide withdrawal again", "Still opted out?",
                    "Withdraw again", "Gone?", "Announce");
            assertThat(life.isEmpty()).isTrue();
            assertThat(life.simulation.announcements).containsExactly("Private API Published",
                    "Private API Withdrawn");
        }
    }

    @Test
    void theSampleInputIsOneAndAKeyIsWithdrawnToo() {
        try (var life = Life.begin(Faults.NONE, Map.of("Authorization", "API_KEY"))) {
            var gateway = life.simulation.aws.apiGateway();
            String orders = life.publishOrders();
            assertThat(gateway.apiKeys().getApiKeys(null, null, null, 500).items()).hasSize(1);
            life.optOut(orders);

            Execution withdrawal = life.start("withdraw", "w", Simulation.event("manual-withdraw.json").toString());
            life.run();

            assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isEmpty()).isTrue();
            assertThat(gateway.apiKeys().getApiKeys(null, null, null, 500).items()).isEmpty();
            assertThat(gateway.usagePlans().getUsagePlans(null, null, 500).items()).isEmpty();
        }
    }

    @Test
    void whatIsStillOptedInStaysAsItIsAndTheOutputSaysWhy() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();

            Execution withdrawal = life.withdraw(orders);

            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("STILL_OPTED_IN");
            assertThat(withdrawal.output().orElseThrow().path("reason").asText()).isEqualTo("Load balancer " + orders
                    + " is still to be published, for it has the tag gatelink:publish = \"true\": to withdraw it, run aws "
                    + "elbv2 add-tags --resource-arns " + orders + " --tags Key=gatelink:publish,Value=false, which starts "
                    + "this workflow again.");
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.simulation.announcements).containsExactly("Private API Published");
        }
    }

    @Test
    void whereNothingWasPublishedNothingIsAnnounced() {
        try (var life = Life.begin()) {
            Execution withdrawal = life.withdraw(GONE);

            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("NOTHING_PUBLISHED");
            assertThat(withdrawal.output().orElseThrow().path("reason").asText())
                    .isEqualTo("Load balancer " + GONE + " is gone.");
            assertThat(life.simulation.announcements).isEmpty();
        }
    }

    @Test
    void whatIsLeftOfALoadBalancerThatIsGoneIsDeleted() {
        try (var life = Life.begin()) {
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.apiGateway().vpcLinks().createVpcLink(
                    "gatelink-gone", null, List.of(GONE), Map.of("gatelink:owner", "gatelink",
                            "gatelink:load-balancer", GONE, "gatelink:execution", "e@2025-01-01T00:00:00.000Z")));
            life.run();
            assertThat(life.onlyLink().status()).isEqualTo(VpcLink.Status.FAILED);

            Execution withdrawal = life.withdraw(GONE);

            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whatIsNotOursStaysAlthoughItBearsOurNames() {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            var gateway = life.simulation.aws.apiGateway();
            life.simulation.aws.loop().exclusively(() -> gateway.tags().tagResource(
                    "arn:aws:apigateway:us-east-1::/restapis/" + life.onlyApi().id(), Map.of("gatelink:owner", "other")));
            String api = life.onlyApi().id();
            life.optOut(orders);

            Execution withdrawal = life.withdraw(orders);

            // Its stage still refers to our link, which AWS therefore does not delete.
            assertThat(withdrawal.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(withdrawal.error()).contains("WithdrawalIncomplete");
            assertThat(withdrawal.cause().orElseThrow()).startsWith("Load balancer " + orders + " is withdrawn but for what "
                    + "AWS refuses to delete. Remove what holds that, then start the withdrawal again. Left behind: VPC "
                    + "link " + life.onlyLink().id() + " (").contains("Cannot delete vpc link", api);
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.simulation.announcements).endsWith("Private API Withdrawal Failed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 45, 59, 60, 61, 62, 75, 90, 120, 135, 150, 200, 215, 240, 270})
    void anOptInThatComesMeanwhileWins(int seconds) {
        try (var life = Life.begin()) {
            String orders = life.publishOrders();
            life.optOut(orders);
            Execution withdrawal = life.startWithdrawal(orders);
            life.simulation.aws.loop().schedule(Duration.ofSeconds(seconds), () -> {
                life.optIn(orders);
                life.deliverAgain(0);
            });
            life.run();

            assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(orders)).as(Life.shown(withdrawal)).isTrue();
            assertThat(life.simulation.executions().get(2).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Describe load balancer", "Create VPC link", "Check VPC link",
        "Describe load balancer again", "Create REST API", "Integrate",
        "Deploy", "Smoke test", "Announce"})
    void anOptOutThatComesWhileAPublicationRunsWins(String state) {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.runUntil(publication, state);
            life.optOut(orders);

            Execution withdrawal = life.withdraw(orders);

            assertThat(withdrawal.status()).as(Life.shown(withdrawal)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(publication.status()).as(Life.shown(publication)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whateverAnAbortedPublicationLeftIsWithdrawn() {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution publication = life.start("publish", "p", Life.input("loadBalancerArn", orders));
            life.runUntil(publication, "Smoke test");
            life.stop(publication);
            life.optOut(orders);

            Execution withdrawal = life.withdraw(orders);

            assertThat(withdrawal.output().orElseThrow().path("outcome").asText()).isEqualTo("WITHDRAWN");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void aWithdrawalThatWasAbortedIsFinishedByTheNextOne() {
        for (String state : List.of("Decide withdrawal", "Withdraw", "Withdrawn?", "Withdraw again", "Announce")) {
            try (var life = Life.begin()) {
                String orders = life.publishOrders();
                life.optOut(orders);
                Execution first = life.startWithdrawal(orders);
                life.runUntil(first, state);
                life.stop(first);

                Execution second = life.start("withdraw", "second", Life.input("loadBalancerArn", orders));
                life.run();

                assertThat(second.status()).as(Life.shown(second)).isEqualTo(ExecutionStatus.SUCCEEDED);
                assertThat(life.isEmpty()).as("stopped at %s", state).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"orders\"", "null", "{\"loadBalancerArn\": 1}", "{\"loadBalancerArn\": null}",
        "{\"loadBalancerArn\": \"{% $x %}\"}", "{\"loadBalancerArn\": \"" + GONE + "\", \"publishMode\": \"NONE\"}",
        "{\"loadBalancerArn\": \"arn:aws:elasticloadbalancing:us-east-1:210987654321:loadbalancer/net/a/50dc6c495c0c9188\"}",
        "{\"loadBalancerArn\": \"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/a/50dc6c495c0c9188\"}",
        "{\"loadBalancerArn\": \"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/50dc6c495c0c9188\"}"})
    void anyOtherInputIsRefusedAndAnnounced(String input) {
        try (var life = Life.begin()) {
            Execution withdrawal = life.start("withdraw", "w", input);
            life.run();

            assertThat(withdrawal.error()).contains("io.gatelink.functions.InvalidInputException");
            assertThat(withdrawal.cause().orElseThrow()).contains("give ");
            assertThat(life.simulation.announcements).containsExactly("Private API Withdrawal Failed");
        }
    }
}
