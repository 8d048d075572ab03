package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {

    private static final String CREATED = "nlb-created.json";

    @Test
    void aLoadBalancersCreationBecomesATestedApi() {
        try (var simulation = simulation().publish(CREATED)) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(Simulation.path(execution)).containsExactly("Describe load balancer", "Opted in?", "Create VPC link",
                    "Check VPC link", "Describe load balancer again", "Still opted in?", "Create REST API", "Integrate",
                    "Deploy", "Asks for keys?", "Smoke test", "Retire", "Announce");
            assertThat(simulation.links()).singleElement().extracting(VpcLink::status).isEqualTo(VpcLink.Status.AVAILABLE);
            assertThat(simulation.apis()).hasSize(1);
            assertThat(simulation.requestsAtBackend).containsExactly("GET /");
            assertThat(simulation.announcements).containsExactly("Private API Published");
            assertThat(execution.output().orElseThrow().path("smokeTest").path("body").asText())
                    .isEqualTo("from the backend");
        }
    }

    @Test
    void everyMethodAsksForASignatureAndGoesThroughTheStageVariable() {
        try (var simulation = simulation().publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            LiveStage stage = simulation.aws.apiGateway().stage(api, "live");

            assertThat(stage.variables()).isEqualTo(Map.of("vpcLinkId", simulation.links().get(0).id()));
            assertThat(stage.resources()).hasSize(2).allSatisfy(resource -> {
                Method method = resource.methods().get("ANY");
                assertThat(method.authorizationType()).isEqualTo("AWS_IAM");
                assertThat(method.methodIntegration().connectionId()).isEqualTo("${stageVariables.vpcLinkId}");
            });
        }
    }

    @Test
    void aLinkThatFailsLeavesNothingAndItsStatusMessageReachesTheCause() {
        try (var simulation = simulation().publish("nlb-created-link-fails.json")) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.error()).contains("io.gatelink.functions.VpcLinkFailedException");
            assertThat(execution.cause().orElseThrow())
                    .contains("NLB is already associated with another VPC Endpoint Service")
                    .doesNotContain("Left behind");
            assertThat(Simulation.path(execution)).endsWith("Check VPC link", "Roll back", "Explain failure",
                    "Announce failure", "Publication failed");
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.apis()).isEmpty();
            assertThat(simulation.announcements).containsExactly("Private API Publication Failed");
        }
    }

    @Test
    void aLoadBalancerThatIsNotOptedInIsLeftAloneAndTheOutputSaysWhy() {
        try (var simulation = simulation().publish("nlb-created-not-opted-in.json")) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("NOT_OPTED_IN");
            assertThat(execution.output().orElseThrow().path("reason").asText()).contains("gatelink:publish");
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.announcements).isEmpty();
        }
    }

    /** {@code PutEvents} is what announces, {@code DeleteStage} what takes the old stage away. */
    @ParameterizedTest
    @ValueSource(strings = {"PutEvents", "DeleteStage"})
    void onceTheOldStageMayBeGoneTheNewOneStaysWhateverFails(String operation) {
        var faults = new RecordedCalls();
        try (var simulation = simulation(faults, Map.of("SmokeTestWaitMinutes", "1")).publish(CREATED)) {
            String orders = simulation.links().get(0).targetArns().get(0);
            simulation.aws.loop().exclusively(() -> simulation.aws.loadBalancers().tags()
                    .addTags(List.of(orders), Map.of("gatelink:stage", "next")));
            faults.throttle(operation, Integer.MAX_VALUE);
            simulation.deliver(another(Simulation.event(CREATED)));
            simulation.runUntilIdle();

            Execution failed = simulation.executions().get(1);
            RestApi api = simulation.apis().get(0);
            assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(failed.cause().orElseThrow()).contains("Left behind: REST API " + api.id(), "stay");
            assertThat(simulation.aws.apiGateway().stage(api.id(), "next")).isNotNull();
            assertThat(simulation.links()).hasSize(1);
        }
    }

    @Test
    void anApplicationLoadBalancerStartsNothing() {
        try (var simulation = simulation()) {
            simulation.deliver(Simulation.event("alb-created.json"));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).isEmpty();
        }
    }

    @Test
    void theSameEventDeliveredTwiceIsPublishedOnce() {
        try (var simulation = simulation().publish(CREATED)) {
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theSameEventTwiceAtOnceIsPublishedOnce() {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            simulation.deliver(Simulation.event(CREATED));
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void twoEventsOfOneLoadBalancerAtOnceMakeOneLinkAndOneApi() {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            simulation.deliver(Simulation.event(CREATED));
            simulation.deliver(another(Simulation.event(CREATED)));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).hasSize(2)
                    .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anEventThatComesWhileAnExecutionFailsWaitsUntilThatIsRolledBack() {
        var faults = new RecordedCalls();
        try (var simulation = simulation(faults, Map.of("SmokeTestWaitMinutes", "1"))) {
            simulation.backendStatus = 503;
            faults.throttle("DeleteStage", 5);
            ObjectNode event = Simulation.event(CREATED);
            simulation.createLoadBalancer(event);
            simulation.deliver(event);
            simulation.aws.loop().schedule(Duration.ofSeconds(300), () -> simulation.deliver(another(event)));
            simulation.aws.loop().schedule(Duration.ofSeconds(345), () -> simulation.backendStatus = 200);
            simulation.runUntilIdle();

            assertThat(simulation.executions()).extracting(Execution::status)
                    .containsExactly(ExecutionStatus.FAILED, ExecutionStatus.SUCCEEDED);
            assertThat(faults.throttled).isEqualTo(5);
            assertThat(simulation.histories()).contains("LoadBalancerBusyException");
            assertThat(simulation.brokenPromises()).isEmpty();
            assertThat(simulation.apis()).singleElement().satisfies(api -> assertThat(api.tags())
                    .hasEntrySatisfying("gatelink:execution", by -> assertThat(by)
                            .startsWith(simulation.executions().get(1).name() + "@2026-01-01T00:05:00")));
        }
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, NONE, 403", "NONE, AWS_IAM, 200"})
    void aPublishedApiWhoseNextPublicationFailsServesAsBefore(String before, String after, int unsigned)
            throws Exception {
        try (var simulation = simulation(Faults.NONE, Map.of("SmokeTestWaitMinutes", "1", "AllowOpenApis", "true"))) {
            ObjectNode event = Simulation.event(CREATED);
            String loadBalancer = simulation.createLoadBalancer(event);
            authorization(simulation, loadBalancer, before);
            simulation.deliver(event);
            simulation.runUntilIdle();
            String api = simulation.apis().get(0).id();
            String served = simulation.aws.apiGateway().stages().getStage(api, "live").deploymentId();

            simulation.backendStatus = 503;
            authorization(simulation, loadBalancer, after);
            simulation.deliver(another(event));
            simulation.runUntilIdle();
            simulation.backendStatus = 200;

            assertThat(simulation.executions()).extracting(Execution::status)
                    .containsExactly(ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED);
            assertThat(simulation.executions().get(1).cause().orElseThrow()).doesNotContain("Left behind");
            assertThat(simulation.links()).hasSize(1);
            assertThat(simulation.apis()).hasSize(1);
            assertThat(simulation.aws.apiGateway().stages().getStage(api, "live").deploymentId()).isEqualTo(served);
            assertThat(simulation.aws.apiGateway().deployments().getDeployments(api, null, 500).items()).hasSize(1);
            assertThat(statusOfUnsignedRequest(simulation, api)).isEqualTo(unsigned);
        }
    }

    @Test
    void whatIsPublishedIsNotDeployedAgain() {
        var calls = new RecordedCalls();
        try (var simulation = simulation(calls, Map.of()).publish(CREATED)) {
            int before = calls.operations.size();
            simulation.deliver(another(Simulation.event(CREATED)));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).hasSize(2)
                    .allSatisfy(execution -> assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(calls.operations.subList(before, calls.operations.size()))
                    .contains("GetStage", "GetDeployment", "PutEvents")
                    .noneMatch(operation -> operation.startsWith("Create") || operation.startsWith("Update")
                            || operation.startsWith("Delete"));
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anExecutionUnderANameThatWasUsedBeforeUndoesOnlyWhatItMadeItself() {
        try (var simulation = simulation(Faults.NONE, Map.of("SmokeTestWaitMinutes", "1")).publish(CREATED)) {
            String link = simulation.links().get(0).id();
            String api = simulation.apis().get(0).id();
            ObjectNode other = Simulation.event(CREATED);
            ((ObjectNode) other.at("/detail/responseElements/loadBalancers/0"))
                    .put("loadBalancerName", "payments")
                    .put("loadBalancerArn", "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
                            + "loadbalancer/net/payments/1c1f0d5e7a6b4924")
                    .put("dNSName", "payments-1c1f0d5e7a6b4924.elb.us-east-1.amazonaws.com");
            String loadBalancer = simulation.createLoadBalancer(other);
            simulation.backendStatus = 503;
            simulation.aws.loop().exclusively(() -> {
                // As if the first publication had been made under this name, more than 90 days ago.
                for (String arn : new String[] {"/vpclinks/" + link, "/restapis/" + api}) {
                    simulation.aws.apiGateway().tags().tagResource("arn:aws:apigateway:us-east-1::" + arn,
                            Map.of("gatelink:execution", "by-hand@2025-09-01T00:00:00.000Z"));
                }
                simulation.aws.states().startExecution(simulation.onlyExecution().stateMachine().arn(), "by-hand",
                        Json.object().put("loadBalancerArn", loadBalancer).toString());
            });
            simulation.runUntilIdle();

            assertThat(simulation.executions()).extracting(Execution::status)
                    .containsExactly(ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED);
            assertThat(simulation.executions().get(1).error())
                    .contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(simulation.links()).extracting(VpcLink::id).containsExactly(link);
            assertThat(simulation.apis()).extracting(RestApi::id).containsExactly(api);
        }
    }

    @Test
    void aListenerThatComesMinutesLaterIsWaitedFor() {
        try (var simulation = simulation()) {
            ObjectNode event = Simulation.event(CREATED);
            simulation.aws.loop().exclusively(() -> simulation.aws.loadBalancers().restore(event));
            simulation.deliver(event);
            simulation.aws.loop().schedule(Duration.ofMinutes(10), () -> simulation.createLoadBalancer(event));
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(13));
        }
    }

    @Test
    void aBackendThatAnswersWithErrorsIsNeverPublishedAndNothingIsLeft() {
        try (var simulation = simulation()) {
            simulation.backendStatus = 503;
            simulation.publish(CREATED);

            Execution execution = simulation.onlyExecution();
            assertThat(execution.error()).contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(execution.cause().orElseThrow()).contains("503");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aLoadBalancerThatIsGoneFailsWithItsName() {
        try (var simulation = simulation()) {
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            Execution execution = simulation.onlyExecution();
            assertThat(execution.error()).contains("io.gatelink.functions.LoadBalancerNotFoundException");
            assertThat(execution.cause().orElseThrow()).contains("loadbalancer/net/orders/");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anApiIsOpenOnlyIfBothTheStackAndTheLoadBalancerSaySo() {
        ObjectNode event = Simulation.event(CREATED);
        event.withObject("/detail/requestParameters").withArray("/tags").addObject()
                .put("key", "gatelink:authorization").put("value", "NONE");
        try (var allowed = new Simulation(Simulation.SEED, Faults.NONE,
                    configuration -> configuration.withParameters(Map.of("AllowOpenApis", "true")));
                var forbidden = simulation()) {
            for (Simulation simulation : new Simulation[] {allowed, forbidden}) {
                simulation.createLoadBalancer(event);
                simulation.deliver(event);
                simulation.runUntilIdle();
            }

            assertThat(allowed.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(allowed.aws.apiGateway().stage(allowed.apis().get(0).id(), "live").resources())
                    .allSatisfy(resource ->
                            assertThat(resource.methods().get("ANY").authorizationType()).isEqualTo("NONE"));
            assertThat(forbidden.onlyExecution().status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(forbidden.onlyExecution().cause().orElseThrow()).contains("gatelink:authorization");
            assertThat(forbidden.brokenPromises()).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameHistoryByteForByte() {
        for (String event : new String[] {CREATED, "nlb-created-link-fails.json"}) {
            try (var first = simulation().publish(event); var second = simulation().publish(event);
                    var other = new Simulation(Simulation.SEED + 1, Faults.NONE).publish(event)) {
                assertThat(first.histories()).isEqualTo(second.histories()).isNotEqualTo(other.histories());
            }
        }
    }

    private static Simulation simulation() {
        return new Simulation(Simulation.SEED, Faults.NONE);
    }

    private static Simulation simulation(Faults faults, Map<String, String> parameters) {
        return new Simulation(Simulation.SEED, faults, configuration -> configuration.withParameters(parameters));
    }

    /** Another event about the same load balancer. */
    private static ObjectNode another(ObjectNode event) {
        ObjectNode second = event.deepCopy();
        second.withObject("/detail").put("eventID", "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0");
        return second;
    }

    private static void authorization(Simulation simulation, String loadBalancerArn, String authorization) {
        simulation.aws.loop().exclusively(() -> simulation.aws.loadBalancers().tags()
                .addTags(List.of(loadBalancerArn), Map.of("gatelink:authorization", authorization)));
    }

    private static int statusOfUnsignedRequest(Simulation simulation, String api) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + simulation.aws.port() + "/_aws/execute-api/" + api + "/live/");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Keeps the names of all calls, and throttles some. */
    private static final class RecordedCalls implements Faults {

        private final List<String> operations = new ArrayList<>();
        private String throttledOperation = "";
        private int throttles;
        private int throttled;

        void throttle(String operation, int times) {
            throttledOperation = operation;
            throttles = times;
        }

        @Override
        public Duration before(ApiCall call) {
            operations.add(call.operation());
            if (call.operation().equals(throttledOperation) && throttled < throttles) {
                throttled++;
                throw new AwsException("TooManyRequestsException", 429, "Too Many Requests");
            }
            return Duration.ZERO;
        }
    }
}
