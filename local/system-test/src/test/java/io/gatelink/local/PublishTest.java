package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the creation of a load balancer to an API that works, or to nothing. */
class PublishTest {

    private static final String CREATED = "nlb-created.json";
    private static final String ORDERS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/8c1f0d5e7a6b4923";

    @Test
    void aLoadBalancersCreationBecomesATestedApi() {
        try (var simulation = new Simulation(Simulation.SEED, Faults.NONE).publish(CREATED)) {
            Execution execution = simulation.onlyExecution();

            assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(Simulation.path(execution))
                    .containsExactly(
                            "Take turn",
                            "Joined?",
                            "Wait for the start",
                            "Describe load balancer",
                            "What is wanted?",
                            "Create VPC link",
                            "Check VPC link",
                            "Link ready?",
                            "Wait for the slot",
                            "Describe load balancer",
                            "What is wanted?",
                            "Create REST API",
                            "Integrate",
                            "Wait to deploy",
                            "Deploy",
                            "Has a domain?",
                            "Smoke test",
                            "Drained?",
                            "Finish",
                            "Announce",
                            "Run again?",
                            "Published");
            assertThat(simulation.links())
                    .singleElement()
                    .extracting(VpcLink::status)
                    .isEqualTo(VpcLink.Status.AVAILABLE);
            assertThat(simulation.requestsAtBackend).containsExactly("GET /", "GET /");
            assertThat(simulation.announcements).containsExactly("Private API Published");
            assertThat(simulation.messages).isEmpty();
            JsonNode output = execution.output().orElseThrow();
            assertThat(output.path("outcome").asText()).isEqualTo("PUBLISHED");
            assertThat(output.at("/smokeTest/body").asText()).isEqualTo("from the backend");
            assertThat(simulation.items()).containsOnlyKeys(ORDERS);
            assertThat(simulation.item(ORDERS))
                    .containsEntry("loadBalancerArn", ORDERS)
                    .containsEntry("outcome", "PUBLISHED")
                    .doesNotContainKeys("reason", "holder")
                    .containsEntry("invokeUrl", output.path("invokeUrl").asText())
                    .containsEntry(
                            "invokeUrl",
                            "http://aws.local/_aws/execute-api/"
                                    + simulation.apis().get(0).id() + "/live/");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void everyMethodAsksForASignatureAndGoesThroughTheStageVariable() {
        try (var life = Life.begin()) {
            life.publish("orders");
            LiveStage stage =
                    life.simulation.aws.apiGateway().stage(life.onlyApi().id(), "live");

            assertThat(stage.variables())
                    .isEqualTo(Map.of("vpcLinkId", life.onlyLink().id()));
            assertThat(stage.resources()).hasSize(2).allSatisfy(resource -> {
                Method method = resource.methods().get("ANY");
                assertThat(method.authorizationType()).isEqualTo("AWS_IAM");
                assertThat(method.methodIntegration().connectionId()).isEqualTo("${stageVariables.vpcLinkId}");
            });
        }
    }

    @Test
    void aLinkThatFailsLeavesNothingAndItsStatusMessageReachesTheCause() {
        try (var simulation = Simulation.inMemory(Simulation.SEED, Faults.NONE, c -> c)) {
            String arn = simulation.createLoadBalancer(Simulation.event("nlb-created-link-fails.json"));
            simulation.deliver(Simulation.event("nlb-created-link-fails.json"));
            simulation.runUntilIdle();
            Execution execution = simulation.onlyExecution();

            assertThat(execution.error()).contains("VpcLinkFailedException");
            assertThat(execution.cause().orElseThrow())
                    .matches("VPC link \\w+ FAILED: NLB is already associated with another VPC Endpoint Service\\. "
                            + "Find the endpoint service .*")
                    .doesNotContain("Left over");
            assertThat(Simulation.path(execution))
                    .endsWith(
                            "Check VPC link",
                            "Roll back",
                            "Rolled back?",
                            "Tell",
                            "Announce",
                            "Run again?",
                            "Publication failed");
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.announcements).containsExactly("Private API Publication Failed");
            assertThat(simulation.item(arn))
                    .containsEntry("outcome", "FAILED")
                    .containsEntry("reason", execution.cause().orElseThrow())
                    .doesNotContainKey("invokeUrl");
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aLoadBalancerThatIsNotOptedInIsLeftAloneAndTheOutputSaysWhy() {
        try (var simulation = new Simulation(Simulation.SEED, Faults.NONE).publish("nlb-created-not-opted-in.json")) {
            JsonNode output = simulation.onlyExecution().output().orElseThrow();

            assertThat(output.path("outcome").asText()).isEqualTo("NOT_WANTED");
            assertThat(output.path("reason").asText())
                    .contains("has no tag gatelink:publish, and is published only "
                            + "with the value true: run aws elbv2 add-tags --resource-arns ");
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.announcements).isEmpty();
            assertThat(simulation.items()).isEmpty();
        }
    }

    @Test
    void aGatewayLoadBalancerStartsNothing() {
        try (var life = Life.begin()) {
            ObjectNode event = Simulation.event("alb-created.json");
            ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0")).put("type", "gateway");
            life.simulation.deliver(event);
            life.run();

            assertThat(life.simulation.executions()).isEmpty();
        }
    }

    @Test
    void theSameEventTwiceIsPublishedOnce() {
        try (var life = Life.begin()) {
            life.create("orders", "gatelink:publish", "true");
            life.simulation.deliver(Life.created("orders"));
            life.simulation.deliver(Life.created("orders"));
            life.run();
            life.simulation.deliver(Life.created("orders"));
            life.run();

            assertThat(life.simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void ofTwoExecutionsAtOnceOneJoinsTheOtherWhichReadsTheLoadBalancerOnceMore() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            Execution first = life.start("first", orders);
            life.runUntil(first, "Check VPC link");
            Execution second = life.run("second", orders);

            assertThat(second.output().orElseThrow())
                    .isEqualTo(Json.object()
                            .put("outcome", "JOINED")
                            .put("loadBalancerArn", orders)
                            .put("execution", first.arn()));
            assertThat(first.output().orElseThrow().path("outcome").asText()).isEqualTo("PUBLISHED");
            assertThat(Simulation.path(first))
                    .filteredOn("Describe load balancer"::equals)
                    .hasSize(3);
            assertThat(life.simulation.executions()).hasSize(2);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void whatChangesAfterTheLastLookMakesTheWorkflowRunOnceMore() {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.create("orders", "gatelink:publish", "true", "gatelink:authorization", "NONE");
            Execution first = life.start("first", orders);
            life.runUntil(first, "Deploy");
            life.tag(orders, "gatelink:authorization", "AWS_IAM");
            life.run();

            assertThat(Simulation.path(first)).endsWith("Run again?", "Start again", "Run again?", "Published");
            assertThat(life.last().name()).startsWith("again-");
            assertThat(life.simulation.item(orders)).containsEntry("authorization", "AWS_IAM");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anEventThatComesWhileAnExecutionFailsIsPublishedOnceThatIsRolledBack() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true");
            life.backendAnswers(orders, 503);
            Execution failing = life.start("failing", orders);
            life.runUntil(failing, "Roll back");
            life.backendAnswers(orders, 200);
            life.tag(orders, "gatelink:timeout-ms", "5000");
            life.run();

            assertThat(failing.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(life.last().output().orElseThrow().path("outcome").asText())
                    .isEqualTo("PUBLISHED");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void anApiIsClosedEvenIfItsBackendFails() {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.publish("orders", "gatelink:authorization", "NONE");
            String api = life.onlyApi().id();

            life.backendAnswers(orders, 503);
            life.tag(orders, "gatelink:authorization", "AWS_IAM");
            life.run();
            life.backendAnswers(orders, 200);

            assertThat(life.last().status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(life.get(api + "/live/").status()).isEqualTo(403);
            assertThat(life.simulation.item(orders))
                    .containsEntry("outcome", "FAILED")
                    .containsEntry("authorization", "AWS_IAM");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"AllowWeakerAuthorization, false, NONE", "AllowedOrganizationId, o-a1b2c3d4e5, API_KEY"})
    void anApiThatTheStackDoesNotAllowAnyMoreIsWithdrawn(String parameter, String value, String authorization) {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.publish("orders", "gatelink:authorization", authorization);

            life.deploy(parameter, value);
            life.run("again", orders);

            assertThat(life.last().error().orElseThrow()).contains("UnsupportedLoadBalancerException");
            assertThat(life.simulation.item(orders))
                    .containsEntry("outcome", "FAILED")
                    .doesNotContainKeys("invokeUrl", "restApi", "vpcLink");
            assertThat(life.simulation
                            .aws
                            .apiGateway()
                            .restApis()
                            .getRestApis(null, 500)
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void aPublishedApiWhoseNextPublicationFailsServesAsBefore() {
        String before = "AWS_IAM";
        try (var life = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"))) {
            String orders = life.publish("orders", "gatelink:authorization", before);
            String api = life.onlyApi().id();
            String served = life.simulation
                    .aws
                    .apiGateway()
                    .stages()
                    .getStage(api, "live")
                    .deploymentId();

            life.backendAnswers(orders, 503);
            life.tag(orders, "gatelink:authorization", "NONE");
            life.run();
            life.backendAnswers(orders, 200);

            Execution failed = life.last();
            assertThat(failed.error()).as(Life.shown(failed)).contains("SmokeTestFailedException");
            assertThat(failed.cause().orElseThrow()).contains("503").doesNotContain("Left over");
            assertThat(life.simulation
                            .aws
                            .apiGateway()
                            .stages()
                            .getStage(api, "live")
                            .deploymentId())
                    .isEqualTo(served);
            assertThat(life.simulation
                            .aws
                            .apiGateway()
                            .deployments()
                            .getDeployments(api, null, 500)
                            .items())
                    .hasSize(1);
            assertThat(life.get(api + "/live/").status()).isEqualTo(403);
            assertThat(life.simulation.item(orders))
                    .containsEntry("outcome", "FAILED")
                    .containsEntry("authorization", before)
                    .containsKey("invokeUrl");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aListenerThatComesMinutesLaterIsWaitedFor() {
        try (var life = Life.begin()) {
            ObjectNode event = Simulation.event(CREATED);
            life.simulation
                    .aws
                    .loop()
                    .exclusively(() -> life.simulation.aws.loadBalancers().restore(event));
            life.simulation.deliver(event);
            life.simulation.aws.loop().schedule(Duration.ofMinutes(10), () -> life.create("orders"));
            life.run();

            assertThat(life.simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.simulation.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(13));
        }
    }

    @Test
    void aBackendThatAnswersWithErrorsIsNeverPublishedAndNothingIsLeft() {
        try (var life = Life.begin()) {
            life.simulation.backendStatus = 503;
            String orders = life.publish("orders");

            Execution execution = life.simulation.onlyExecution();
            assertThat(execution.error()).contains("SmokeTestFailedException");
            assertThat(execution.cause().orElseThrow()).contains("503").doesNotContain("from the backend");
            assertThat(life.outcome(orders)).isEqualTo("FAILED");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void aLoadBalancerThatIsGoneIsNotWanted() {
        try (var life = Life.begin()) {
            life.simulation.deliver(Simulation.event(CREATED));
            life.run();

            JsonNode output = life.simulation.onlyExecution().output().orElseThrow();
            assertThat(output.path("outcome").asText()).isEqualTo("NOT_WANTED");
            assertThat(output.path("reason").asText()).isEqualTo("Load balancer " + ORDERS + " does not exist.");
            assertThat(life.simulation.items()).isEmpty();
        }
    }

    @Test
    void anApiIsOpenOnlyIfBothTheStackAndTheLoadBalancerSaySo() {
        try (var allowed = Life.begin(Faults.NONE, Map.of("AllowWeakerAuthorization", "true"));
                var forbidden = Life.begin()) {
            allowed.publish("orders", "gatelink:authorization", "NONE");
            forbidden.publish("orders", "gatelink:authorization", "NONE");

            assertThat(allowed.get(allowed.onlyApi().id() + "/live/").body()).isEqualTo("from the backend");
            assertThat(forbidden.simulation.onlyExecution().cause().orElseThrow())
                    .startsWith("Tag gatelink:authorization is \"NONE\", which is weaker than this stack's AWS_IAM");
            assertThat(forbidden.isEmpty()).isTrue();
        }
    }

    @Test
    void whatAnotherStackOrAPersonMadeUnderOurNamesIsNeverTouched() {
        try (var life = Life.begin()) {
            life.apiGateway(person -> {
                person.createRestApi(request -> request.name("gatelink-orders"));
                person.createRestApi(request -> request.name("gatelink-orders")
                        .tags(Map.of("gatelink:owner", "another-stack", "gatelink:load-balancer", ORDERS)));
            });
            List<RestApi> foreign = life.simulation.apis();
            String orders = life.publish("orders");
            assertThat(life.simulation.apis()).hasSize(3);
            assertThat(life.simulation.brokenPromises()).isEmpty();
            life.optOut(orders);
            life.run();

            assertThat(life.simulation.apis()).containsExactlyInAnyOrderElementsOf(foreign);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    /** Whatever statuses are expected. */
    @Test
    void anAnswerThatApiGatewayMadeItselfIsNeverASuccess() {
        try (var simulation = new Simulation(
                Simulation.SEED,
                Faults.NONE,
                configuration -> configuration.withParameters(
                        Map.of("SmokeTestWaitMinutes", "1", "SmokeTestExpect", "1xx,2xx,3xx,4xx,5xx")))) {
            simulation.aws.loop().exclusively(() -> {
                String arn = simulation
                        .aws
                        .loadBalancers()
                        .restore(Simulation.event(CREATED))
                        .arn();
                simulation
                        .aws
                        .loadBalancers()
                        .attachBackend(arn, 80, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
            });
            simulation.deliver(Simulation.event(CREATED));
            simulation.runUntilIdle();

            Execution execution = simulation.onlyExecution();
            assertThat(execution.error()).as(Life.shown(execution)).contains("SmokeTestFailedException");
            assertThat(simulation.brokenPromises()).isEmpty();
            assertThat(simulation.apis()).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameHistoryByteForByte() {
        for (String event : List.of(CREATED, "nlb-created-link-fails.json")) {
            try (var first = seeded(Simulation.SEED, event);
                    var second = seeded(Simulation.SEED, event);
                    var other = seeded(Simulation.SEED + 1, event)) {
                assertThat(first.histories()).isEqualTo(second.histories()).isNotEqualTo(other.histories());
            }
        }
    }

    private static Simulation seeded(long seed, String event) {
        return Simulation.inMemory(seed, Faults.NONE, configuration -> configuration)
                .publish(event);
    }

    @Test
    void whatCannotBeAnnouncedIsPublishedAllTheSame() {
        Faults refusing = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (call.operation().equals("PutEvents")) {
                    throw new AwsException("AccessDeniedException", 403, "No");
                }
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(refusing, Map.of())) {
            String orders = life.publish("orders");

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }
}
