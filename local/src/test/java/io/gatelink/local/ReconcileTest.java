package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** What the reconcile workflow does about what went wrong, in the whole system under the virtual clock. */
class ReconcileTest {

    private static final String CREATED = "nlb-created.json";

    @Test
    void whatIsAsItShouldBeCostsAFewSteps() {
        var calls = new Calls();
        try (var simulation = simulation(calls, Map.of()).publish(CREATED)) {
            int before = calls.operations.size();
            Execution execution = reconcile(simulation);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(Simulation.path(execution)).containsExactly("Anything to tell?", "Observe", "More to inspect?", "Leave others room",
                    "Inspect", "More to inspect?", "Anything found?", "As it should be");
            assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("AS_IT_SHOULD_BE");
            assertThat(execution.output().orElseThrow().path("published").asInt()).isEqualTo(1);
            assertThat(calls.operations.subList(before, calls.operations.size()))
                    .noneMatch(operation -> operation.startsWith("Create") || operation.startsWith("Update")
                            || operation.startsWith("Delete") || operation.startsWith("Start"));
        }
    }

    @Test
    void aLoadBalancerWhoseCreationNobodyToldIsPublished() {
        try (var simulation = simulation(Faults.NONE, Map.of())) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            simulation.runUntilIdle();
            Execution execution = reconcile(simulation);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(found(execution)).containsExactly("NOT_PUBLISHED PUBLISH load balancer orders");
            assertThat(execution.output().orElseThrow().path("started")).hasSize(1);
            assertThat(simulation.announcements)
                    .containsExactly("Private API Drift Found", "Private API Published");
            assertThat(simulation.brokenPromises()).isEmpty();
            assertThat(simulation.apis()).hasSize(1);
        }
    }

    @Test
    void whatIsGoneAtTheSecondLookIsLeftAlone() {
        try (var simulation = simulation(Faults.NONE, Map.of())) {
            ObjectNode event = Simulation.event(CREATED);
            simulation.createLoadBalancer(event);
            simulation.runUntilIdle();
            simulation.aws.loop().schedule(Duration.ofMinutes(1), () -> simulation.deliver(event));
            Execution execution = reconcile(simulation);

            assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("AS_IT_SHOULD_BE");
            assertThat(Simulation.path(execution)).contains("Wait for a second look").doesNotContain("Repair");
            assertThat(simulation.announcements).containsExactly("Private API Published");
        }
    }

    static Stream<Arguments> everyStateOfAPublication() {
        return Stream.of("AWS_IAM", "API_KEY").flatMap(authorization -> {
            try (var simulation = simulation(Faults.NONE, Map.of("Authorization", authorization)).publish(CREATED)) {
                List<String> states = Simulation.path(simulation.onlyExecution()).stream().distinct().toList();
                assertThat(states).contains("Describe load balancer", "Deploy", "Smoke test", "Retire", "Announce");
                // The last one ends in the instant in which it is entered.
                return states.stream().filter(state -> !state.equals("Announce"))
                        .map(state -> Arguments.of(authorization, state));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("everyStateOfAPublication")
    void anAbortedPublicationIsFinished(String authorization, String state) {
        try (var simulation = simulation(Faults.NONE, Map.of("Authorization", authorization))) {
            ObjectNode event = Simulation.event(CREATED);
            simulation.createLoadBalancer(event);
            simulation.deliver(event);
            simulation.aws.loop().runUntil(() -> simulation.executions().stream()
                    .anyMatch(execution -> Simulation.path(execution).contains(state)));
            exclusively(simulation, aws -> aws.states().stopExecution(simulation.onlyExecution().arn(), null, null));
            simulation.runUntilIdle();
            simulation.aws.loop().runFor(Duration.ofMinutes(5));
            simulation.requestsAtBackend.clear();
            assertThat(simulation.announcements).doesNotContain("Private API Published");

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).anyMatch(finding -> finding.startsWith("NOT_PUBLISHED PUBLISH "));
            assertThat(simulation.links()).singleElement().extracting(VpcLink::status)
                    .isEqualTo(VpcLink.Status.AVAILABLE);
            assertThat(simulation.apis()).hasSize(1);
            assertThat(simulation.requestsAtBackend).as("smoke tests").isNotEmpty();
            assertThat(simulation.announcements).endsWith("Private API Published");
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
            assertThat(simulation.aws.apiGateway().apiKeys().getApiKeys(null, null, null, 500).items())
                    .hasSize(authorization.equals("API_KEY") ? 1 : 0);
        }
    }

    @Test
    void whatAReconciliationFinishedIsNotRolledBackWhenItsTagsAreWrongLater() {
        try (var simulation = simulation(Faults.NONE, Map.of())) {
            ObjectNode event = Simulation.event(CREATED);
            String arn = simulation.createLoadBalancer(event);
            simulation.deliver(event);
            simulation.aws.loop().runUntil(() -> simulation.executions().stream()
                    .anyMatch(execution -> Simulation.path(execution).contains("Smoke test")));
            exclusively(simulation, aws -> aws.states().stopExecution(simulation.onlyExecution().arn(), null, null));
            simulation.runUntilIdle();
            reconcile(simulation);
            String api = simulation.apis().get(0).id();

            tag(simulation, arn, "gatelink:prot", "80");
            simulation.aws.loop().exclusively(() -> simulation.aws.states().startExecution(
                    simulation.aws.stack().outputs().get("StateMachineArn"), "again", "{\"loadBalancerArn\": \"" + arn + "\"}"));
            simulation.runUntilIdle();

            assertThat(simulation.announcements).endsWith("Private API Publication Failed");
            assertThat(simulation.apis()).extracting(RestApi::id).containsExactly(api);
            assertThat(simulation.links()).hasSize(1);
        }
    }

    @Test
    void whatDiffersAgainOnTheSameDayIsRepairedAgainAndTold() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            for (int time = 1; time <= 3; time++) {
                person(simulation, person -> person.updateStage(request -> request.restApiId(api).stageName("live")
                        .patchOperations(replace("/variables/vpcLinkId", "another1"))));

                assertThat(reconcile(simulation).output().orElseThrow().path("started")).as("time %d", time).hasSize(1);
                assertThat(simulation.brokenPromises()).as("time %d", time).isEmpty();
            }
            assertThat(simulation.announcements).filteredOn("Private API Drift Found"::equals).hasSize(3);
            assertThat(simulation.executions()).extracting(Execution::name)
                    .contains("orders-8c1f0d5e7a6b4923-changed-20260101", "orders-8c1f0d5e7a6b4923-changed-20260101-3");
        }
    }

    @Test
    void aKeyThatSomebodyDeletedIsMadeAnew() {
        try (var simulation = simulation(Faults.NONE, Map.of("Authorization", "API_KEY")).publish(CREATED)) {
            person(simulation, person -> person.deleteApiKey(request -> request.apiKey(
                    person.getApiKeys(asked -> { }).items().get(0).id())));

            assertThat(found(reconcile(simulation))).containsExactly("CHANGED PUBLISH API key of REST API "
                    + simulation.apis().get(0).id());
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void keysThatAWithdrawalLeftAreWithdrawn() {
        try (var simulation = simulation(Faults.NONE, Map.of("Authorization", "API_KEY")).publish(CREATED)) {
            String arn = simulation.links().get(0).targetArns().get(0);
            exclusively(simulation, aws -> {
                String api = simulation.apis().get(0).id();
                aws.apiGateway().stages().deleteStage(api, "live");
                aws.apiGateway().restApis().deleteRestApi(api);
                aws.apiGateway().vpcLinks().deleteVpcLink(simulation.links().get(0).id());
                aws.loadBalancers().tags().addTags(List.of(arn), Map.of("gatelink:publish", "false"));
            });
            simulation.runUntilIdle();

            assertThat(found(reconcile(simulation))).singleElement().asString()
                    .matches("LEFTOVER WITHDRAW API key \\w+, usage plan \\w+");
            assertThat(simulation.aws.apiGateway().apiKeys().getApiKeys(null, null, null, 500).items()).isEmpty();
            assertThat(simulation.aws.apiGateway().usagePlans().getUsagePlans(null, null, 500).items()).isEmpty();
            assertThat(simulation.announcements).endsWith("Private API Withdrawn");
        }
    }

    /**
     * The stack with other parameters than when it published: nothing is carried over from one simulation to another, so
     * what it published is made as it was.
     */
    private static Simulation redeployed(Map<String, String> parameters, boolean keys, String tag) {
        var simulation = simulation(Faults.NONE, parameters);
        ObjectNode event = Simulation.event(CREATED);
        String arn = simulation.createLoadBalancer(event);
        simulation.deliver(event);
        simulation.runUntilIdle();
        if (!tag.isEmpty()) {
            tag(simulation, arn, "gatelink:authorization", tag);
        }
        open(simulation, "live", keys);
        return simulation;
    }

    @ParameterizedTest
    @CsvSource({"NONE", "API_KEY"})
    void whatTheStackNoLongerAllowsIsClosedWithItsOwnAuthorization(String authorization) {
        try (var simulation = redeployed(Map.of("AllowOpenApis", "false"), authorization.equals("API_KEY"), authorization)) {
            assertThat(simulation.brokenPromises()).isNotEmpty();
            String api = simulation.apis().get(0).id();

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).contains("WEAKENED TIGHTEN REST API " + api);
            assertThat(simulation.apis()).extracting(RestApi::id).containsExactly(api);
            assertThat(simulation.brokenPromises()).isEmpty();
            assertThat(simulation.announcements).endsWith("Private API Published");
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void whatTheStackClosedWithAStrongerAuthorizationOfItsOwnFollows() {
        try (var simulation = redeployed(Map.of("Authorization", "AWS_IAM"), true, "")) {
            Execution execution = reconcile(simulation);

            assertThat(found(execution)).anyMatch(finding -> finding.startsWith("WEAKENED PUBLISH "));
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aMistypedTagDoesNotSwitchTheInspectionOff() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            tag(simulation, simulation.links().get(0).targetArns().get(0), "gatelink:prot", "80");
            open(simulation, "live", false);
            assertThat(simulation.brokenPromises()).isNotEmpty();

            assertThat(found(reconcile(simulation))).contains("WEAKENED TIGHTEN REST API " + simulation.apis().get(0).id());

            assertThat(simulation.brokenPromises()).isEmpty();
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void anotherStageThatSomebodyOpenedGoes() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            open(simulation, "test", false);
            // The methods are as before: only the other stage serves the open ones.
            person(simulation, person -> person.getResources(request -> request.restApiId(api)).items().forEach(resource ->
                    person.updateMethod(request -> request.restApiId(api).resourceId(resource.id()).httpMethod("ANY")
                            .patchOperations(replace("/authorizationType", "AWS_IAM")))));

            assertThat(found(reconcile(simulation))).containsExactly("WEAKENED PUBLISH REST API " + api);

            assertThat(simulation.aws.apiGateway().stage(api, "test")).isNull();
            Execution repair = simulation.executions().get(simulation.executions().size() - 1);
            assertThat(repair.output().orElseThrow().path("warnings")).extracting(JsonNode::asText).contains(
                    "Stage test of REST API " + api + " was deleted: somebody else made it, and it let in callers whom "
                            + "AWS_IAM keeps out.");
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void oneApiThatCannotBeReadStopsNoOtherAndIsToldOnceADay() {
        var calls = new Calls();
        try (var simulation = simulation(calls, Map.of()).publish(CREATED)) {
            calls.refused = "GetResources";
            simulation.createLoadBalancer(numbered(1));
            simulation.runUntilIdle();

            Execution execution = reconcile(simulation);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.error()).contains("PartlyUnreadable");
            assertThat(execution.cause().orElseThrow()).startsWith("Nobody knows whether these are as they should be, for AWS "
                    + "does not let Gatelink read them").contains("ApiGateway answered AccessDenied (403): No");
            assertThat(simulation.announcements).contains("Private API Drift Found", "Private API Reconciliation Failed");

            reconcile(simulation);
            assertThat(simulation.announcements).filteredOn("Private API Reconciliation Failed"::equals).hasSize(1);
            assertThat(simulation.executions()).extracting(each -> each.stateMachine().name()).contains("gatelink-publish");
        }
    }

    @Test
    void aMethodThatWasWeakenedAndDeployedIsRepaired() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            try (ApiGatewayClient person = person(simulation)) {
                person.getResources(request -> request.restApiId(api)).items().forEach(resource ->
                        person.updateMethod(request -> request.restApiId(api).resourceId(resource.id())
                                .httpMethod("ANY").patchOperations(replace("/authorizationType", "NONE"))));
                person.createDeployment(request -> request.restApiId(api).stageName("live").description("by hand"));
            }
            assertThat(simulation.brokenPromises()).isNotEmpty();

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).containsExactly("WEAKENED PUBLISH REST API " + api,
                    "CHANGED PUBLISH REST API " + api);
            assertThat(execution.output().orElseThrow().path("started")).hasSize(2);
            assertThat(simulation.announcements).containsExactly("Private API Published", "Private API Drift Found",
                    "Private API Drift Found", "Private API Published");
            assertThat(simulation.brokenPromises()).isEmpty();
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void aMethodThatSomebodyAddedWithWeakerAuthorizationAndDeployedIsClosedAgain() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            person(simulation, person -> {
                String root = person.getRestApi(asked -> asked.restApiId(api)).rootResourceId();
                String admin = person.createResource(asked -> asked.restApiId(api).parentId(root).pathPart("admin")).id();
                for (String resource : List.of(root, admin)) {
                    person.putMethod(asked -> asked.restApiId(api).resourceId(resource).httpMethod("GET")
                            .authorizationType("NONE"));
                    person.putIntegration(asked -> asked.restApiId(api).resourceId(resource).httpMethod("GET")
                            .type(IntegrationType.HTTP_PROXY).integrationHttpMethod("GET").uri("http://orders:80/")
                            .connectionType(ConnectionType.VPC_LINK).connectionId("${stageVariables.vpcLinkId}"));
                }
                person.createDeployment(asked -> asked.restApiId(api).stageName("live").description("by hand"));
            });
            assertThat(simulation.brokenPromises()).isNotEmpty();

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).containsExactly("WEAKENED PUBLISH REST API " + api,
                    "CHANGED PUBLISH REST API " + api);
            assertThat(simulation.brokenPromises()).isEmpty();
            Execution repair = simulation.executions().get(simulation.executions().size() - 1);
            assertThat(repair.output().orElseThrow().path("warnings")).extracting(JsonNode::asText)
                    .anyMatch(warning -> warning.startsWith("Method GET / of REST API " + api + " was deleted"))
                    .anyMatch(warning -> warning.startsWith("Method GET /admin of REST API " + api + " was deleted"));
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void whatIsLeftOverBesideAPublishedApiGoes() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String arn = simulation.links().get(0).targetArns().get(0);
            String api = simulation.apis().get(0).id();
            String link = simulation.links().get(0).id();
            List<String> leftovers = new ArrayList<>();
            person(simulation, person -> {
                leftovers.add(person.createRestApi(request -> request.name("second").tags(ours(arn))).id());
                leftovers.add(person.createVpcLink(request -> request.name("second").targetArns(arn).tags(ours(arn))).id());
                person.createRestApi(request -> request.name("gatelink-orders"));
            });
            simulation.runUntilIdle();
            assertThat(simulation.links()).extracting(VpcLink::status)
                    .containsExactlyInAnyOrder(VpcLink.Status.AVAILABLE, VpcLink.Status.FAILED);

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).containsExactly("LEFTOVER PUBLISH REST API " + leftovers.get(0) + ", VPC link "
                    + leftovers.get(1));
            assertThat(simulation.links()).extracting(VpcLink::id).containsExactly(link);
            assertThat(simulation.apis()).hasSize(2).anyMatch(one -> one.id().equals(api))
                    .noneMatch(one -> one.id().equals(leftovers.get(0)));
            assertThat(simulation.announcements).containsExactly("Private API Published", "Private API Drift Found",
                    "Private API Published");
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void aStageVariableThatLeadsElsewhereIsRepaired() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            try (ApiGatewayClient person = person(simulation)) {
                person.updateStage(request -> request.restApiId(api).stageName("live")
                        .patchOperations(replace("/variables/vpcLinkId", "another1")));
            }
            assertThat(simulation.brokenPromises()).isNotEmpty();

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).containsExactly("CHANGED PUBLISH REST API " + api);
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void aMethodThatIsMissingIsPutBack() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String api = simulation.apis().get(0).id();
            try (ApiGatewayClient person = person(simulation)) {
                person.deleteMethod(request -> request.restApiId(api).httpMethod("ANY")
                        .resourceId(person.getRestApi(asked -> asked.restApiId(api)).rootResourceId()));
            }

            Execution execution = reconcile(simulation);

            assertThat(execution.output().orElseThrow().at("/found/0/why").asText())
                    .isEqualTo("it has no method ANY on /");
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
        }
    }

    @Test
    void whatPublishesALoadBalancerThatIsGoneIsWithdrawn() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String arn = simulation.links().get(0).targetArns().get(0);
            String what = "REST API " + simulation.apis().get(0).id() + ", VPC link " + simulation.links().get(0).id();
            exclusively(simulation, aws -> {
                aws.loadBalancers().dissociate(arn, aws.loadBalancers().association(arn).orElseThrow());
                aws.loadBalancers().deleteLoadBalancer(arn);
            });

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).containsExactly("LOAD_BALANCER_GONE WITHDRAW " + what);
            assertThat(simulation.apis()).isEmpty();
            assertThat(simulation.links()).isEmpty();
            assertThat(simulation.announcements)
                    .containsExactly("Private API Published", "Private API Drift Found", "Private API Withdrawn");
            assertThat(withdrawals(simulation)).singleElement().satisfies(withdrawal -> {
                assertThat(withdrawal.input()).isEqualTo(Json.object().put("loadBalancerArn", arn));
                assertThat(withdrawal.name()).isEqualTo("orders-8c1f0d5e7a6b4923-load-balancer-gone-20260101");
            });
        }
    }

    @Test
    void anOptOutThatNobodyToldIsWithdrawn() {
        try (var simulation = simulation(Faults.NONE, Map.of()).publish(CREATED)) {
            String arn = simulation.links().get(0).targetArns().get(0);
            exclusively(simulation, aws -> aws.loadBalancers().tags()
                    .addTags(List.of(arn), Map.of("gatelink:publish", "no")));

            Execution execution = reconcile(simulation);

            assertThat(found(execution)).singleElement().asString().startsWith("NOT_WANTED WITHDRAW REST API ");
            assertThat(withdrawals(simulation)).hasSize(1);
            assertThat(simulation.apis()).isEmpty();
            assertThat(simulation.links()).isEmpty();
        }
    }

    @Test
    void whatOnlyBearsOurNamesIsLeftAlone() {
        var calls = new Calls();
        try (var simulation = simulation(calls, Map.of())) {
            ObjectNode event = Simulation.event("nlb-created-not-opted-in.json");
            String arn = simulation.createLoadBalancer(event);
            try (ApiGatewayClient person = person(simulation)) {
                person.createRestApi(request -> request.name("gatelink-orders"));
                person.createRestApi(request -> request.name("gatelink-orders").tags(
                        Map.of("gatelink:owner", "another-stack", "gatelink:load-balancer", arn)));
            }
            simulation.runUntilIdle();
            int before = calls.operations.size();
            Execution execution = reconcile(simulation);

            assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("AS_IT_SHOULD_BE");
            assertThat(simulation.apis()).hasSize(2);
            assertThat(calls.operations.subList(before, calls.operations.size()))
                    .containsOnly("Invoke", "GetVpcLinks", "GetRestApis", "GetApiKeys", "GetUsagePlans", "DescribeLoadBalancers",
                            "DescribeTags");
        }
    }

    @Test
    void whatCannotBePublishedIsTriedOnceADay() {
        try (var simulation = simulation(Faults.NONE, Map.of("SmokeTestWaitMinutes", "1"))) {
            simulation.backendStatus = 503;
            simulation.createLoadBalancer(Simulation.event(CREATED));
            simulation.runUntilIdle();
            for (int i = 0; i < 3; i++) {
                reconcile(simulation);
            }
            // What was found twice and is not started again today is told, too, but once.
            assertThat(simulation.announcements).containsExactly("Private API Drift Found",
                    "Private API Publication Failed", "Private API Drift Found");
            assertThat(simulation.executions()).filteredOn(execution -> execution.name().startsWith("told-"))
                    .singleElement().satisfies(execution -> assertThat(execution.input().at("/tell/detail").asText())
                            .contains("\"action\":\"NONE\"", "\"reason\":\"execution orders-8c1f0d5e7a6b4923-not-published-"
                                    + "20260101 was about it and did not succeed: it is tried again tomorrow\""));

            simulation.aws.loop().schedule(Duration.ofDays(1), () -> { });
            simulation.runUntilIdle();
            reconcile(simulation);
            assertThat(simulation.announcements).hasSize(6);
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsNotAnAbsence() {
        var calls = new Calls();
        try (var simulation = simulation(calls, Map.of()).publish(CREATED)) {
            calls.refused = "DescribeTags";
            Execution execution = reconcile(simulation);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.cause()).contains("ElasticLoadBalancingV2 answered AccessDenied (403): No");
            assertThat(simulation.announcements)
                    .containsExactly("Private API Published", "Private API Reconciliation Failed");
            assertThat(simulation.apis()).hasSize(1);
        }
    }

    @Test
    void aThrottledReadingIsTriedAgain() {
        var calls = new Calls();
        try (var simulation = simulation(calls, Map.of()).publish(CREATED)) {
            calls.throttled = 3;
            assertThat(reconcile(simulation).output().orElseThrow().path("outcome").asText())
                    .isEqualTo("AS_IT_SHOULD_BE");
            assertThat(calls.throttled).isZero();
        }
    }

    @Test
    void elevenOfTwelveUnwantedAtOnceAreAllKept() {
        try (var simulation = simulation(Faults.NONE, Map.of())) {
            List<String> arns = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ObjectNode event = numbered(i);
                arns.add(simulation.createLoadBalancer(event));
                simulation.deliver(event);
            }
            simulation.runUntilIdle();
            assertThat(simulation.apis()).hasSize(12);
            exclusively(simulation, aws -> aws.loadBalancers().tags()
                    .removeTags(arns.subList(0, 11), List.of("gatelink:publish")));

            Execution execution = reconcile(simulation);

            assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(execution.error()).contains("TooManyWithdrawals");
            assertThat(execution.cause().orElseThrow())
                    .startsWith("11 of 12 published load balancers are not to be published any more, and at most 2 may "
                            + "be withdrawn at once (MaxWithdrawPercent=20): none was.");
            assertThat(withdrawals(simulation)).isEmpty();
            assertThat(simulation.announcements).endsWith("Private API Reconciliation Failed");

            exclusively(simulation, aws -> aws.loadBalancers().tags()
                    .addTags(arns.subList(0, 9), Map.of("gatelink:publish", "true")));
            assertThat(reconcile(simulation).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(withdrawals(simulation)).hasSize(2);
            assertThat(simulation.apis()).hasSize(10);
        }
    }

    @Test
    void whoeverUninstallsSeesEverythingWithdrawn() {
        try (var simulation = simulation(Faults.NONE, Map.of("PublishMode", "NONE"))) {
            for (int i = 0; i < 3; i++) {
                String arn = simulation.createLoadBalancer(numbered(i));
                person(simulation, person -> {
                    person.createRestApi(request -> request.name("gatelink").tags(ours(arn)));
                    person.createVpcLink(request -> request.name("gatelink").targetArns(arn).tags(ours(arn)));
                });
                simulation.runUntilIdle();
            }
            assertThat(simulation.links()).hasSize(3);

            assertThat(reconcile(simulation).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(withdrawals(simulation)).hasSize(3);
            assertThat(simulation.apis()).isEmpty();
            assertThat(simulation.links()).isEmpty();
        }
    }

    private static Simulation simulation(Faults faults, Map<String, String> parameters) {
        return Simulation.inMemory(Simulation.SEED, faults,
                configuration -> configuration.withParameters(parameters));
    }

    /** Runs the reconcile workflow to its end, and whatever it starts. */
    private static Execution reconcile(Simulation simulation) {
        String stateMachine = simulation.aws.stack().outputs().get("ReconcileStateMachineArn");
        Execution execution = simulation.aws.loop().exclusively(() ->
                simulation.aws.states().startExecution(stateMachine, "run-" + simulation.executions().size(), "{}"));
        simulation.runUntilIdle();
        assertThat(execution.closed()).isTrue();
        return execution;
    }

    private static void exclusively(Simulation simulation, Consumer<LocalAws> change) {
        simulation.aws.loop().exclusively(() -> change.accept(simulation.aws));
    }

    /** Each finding's kind, action and subject. */
    private static List<String> found(Execution execution) {
        List<String> found = new ArrayList<>();
        for (JsonNode finding : execution.output().orElseThrow().path("found")) {
            found.add(finding.path("kind").asText() + " " + finding.path("action").asText() + " "
                    + finding.path("what").asText());
        }
        return found;
    }

    private static String withdrawStateMachine(Simulation simulation) {
        return simulation.aws.stack().outputs().get("ReconcileStateMachineArn").replace("-reconcile", "-withdraw");
    }

    private static List<Execution> withdrawals(Simulation simulation) {
        return simulation.aws.states().listExecutions(withdrawStateMachine(simulation), null, 100, null).items();
    }

    private static Map<String, String> ours(String loadBalancerArn) {
        return Map.of("gatelink:owner", "gatelink", "gatelink:load-balancer", loadBalancerArn, "gatelink:execution",
                "orders@2025-12-31T00:00:00.000Z");
    }

    private static void person(Simulation simulation, Consumer<ApiGatewayClient> deeds) {
        try (ApiGatewayClient person = person(simulation)) {
            deeds.accept(person);
        }
    }

    private static ApiGatewayClient person(Simulation simulation) {
        return ApiGatewayClient.builder().region(Region.US_EAST_1).httpClient(simulation.aws.transport())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("person", "test")))
                .build();
    }

    private static void tag(Simulation simulation, String arn, String key, String value) {
        exclusively(simulation, aws -> aws.loadBalancers().tags().addTags(List.of(arn), Map.of(key, value)));
    }

    /** Somebody lets in everyone, or whoever has a key, and lets a stage serve that. */
    private static void open(Simulation simulation, String stage, boolean keys) {
        String api = simulation.apis().get(0).id();
        person(simulation, person -> {
            person.getResources(request -> request.restApiId(api)).items().forEach(resource ->
                    person.updateMethod(request -> request.restApiId(api).resourceId(resource.id()).httpMethod("ANY")
                            .patchOperations(replace("/authorizationType", "NONE"),
                                    replace("/apiKeyRequired", Boolean.toString(keys)))));
            person.createDeployment(request -> request.restApiId(api).stageName(stage).description("by hand"));
        });
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    private static ObjectNode numbered(int number) {
        ObjectNode event = Simulation.event(CREATED);
        event.withObject("/detail").put("eventID", String.format("0b1c2d3e-4f50-6172-8394-%012d", number));
        ((ObjectNode) event.at("/detail/responseElements/loadBalancers/0"))
                .put("loadBalancerName", "nlb" + number)
                .put("loadBalancerArn", String.format("arn:aws:elasticloadbalancing:us-east-1:123456789012:"
                        + "loadbalancer/net/nlb%d/%016x", number, number + 1))
                .put("dNSName", String.format("nlb%d-%016x.elb.us-east-1.amazonaws.com", number, number + 1));
        return event;
    }

    /** Keeps the names of all calls, refuses one operation, throttles some calls. */
    private static final class Calls implements Faults {

        private final List<String> operations = new ArrayList<>();
        private String refused = "";
        private int throttled;

        @Override
        public Duration before(ApiCall call) {
            operations.add(call.operation());
            if (call.operation().equals(refused)) {
                throw new AwsException("AccessDenied", 403, "No");
            }
            if (throttled > 0 && call.service().equals("apigateway")) {
                throttled--;
                throw new AwsException("TooManyRequestsException", 429, "Too Many Requests");
            }
            return Duration.ZERO;
        }
    }
}
