package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.ApiKey;
import io.gatelink.local.apigateway.Deployments;
import io.gatelink.local.apigateway.Integrations;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.MethodSetting;
import io.gatelink.local.apigateway.Methods;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call a published API, and how its stage is: as parameters and tags ask for, and as they change. */
class PublishSettingsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/api-gateway-logs";

    private Life life;
    private Simulation simulation;
    private String loadBalancer;
    private int executions;

    @AfterEach
    void close() {
        life.close();
    }

    private void start(Map<String, String> parameters, String... tags) {
        life = Life.begin(Faults.NONE, parameters);
        simulation = life.simulation;
        loadBalancer = life.create("orders", "gatelink:publish", "true");
        for (int i = 0; i < tags.length; i += 2) {
            tag(tags[i], tags[i + 1]);
        }
    }

    private void tag(String key, String value) {
        life.tagUnnoticed(loadBalancer, key, value);
    }

    private Execution publish() {
        return life.run("publish-" + executions++, loadBalancer);
    }

    private String api() {
        return simulation.apis().get(0).id();
    }

    private Stage stage() {
        return simulation.aws.apiGateway().stages().getStage(api(), "live");
    }

    private List<ApiKey> keys() {
        return simulation
                .aws
                .apiGateway()
                .apiKeys()
                .getApiKeys(null, null, null, 500)
                .items();
    }

    private Life.Answer get(String stageAndPath, String... headers) {
        return life.get(api() + "/" + stageAndPath, headers);
    }

    @Test
    void anApiWithKeysTakesItsOwnKeyOnly() {
        start(Map.of("Authorization", "API_KEY"));
        Execution execution = publish();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        ApiKey key = keys().get(0);
        assertThat(execution.output().orElseThrow().path("readKeyWith").asText())
                .isEqualTo("aws apigateway get-api-key --api-key " + key.id()
                        + " --include-value --query value --output text");
        assertThat(get("live/").status()).isEqualTo(403);
        assertThat(get("live/", "x-api-key", key.value()).body()).isEqualTo("from the backend");
        assertThat(simulation.histories()).doesNotContain(key.value());
    }

    @Test
    void publishedAgainAnApiKeepsItsKey() {
        start(Map.of("Authorization", "API_KEY"));
        publish();
        List<ApiKey> before = keys();
        Execution again = publish();

        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(keys()).isEqualTo(before).hasSize(1);
        assertThat(simulation
                        .aws
                        .apiGateway()
                        .usagePlans()
                        .getUsagePlans(null, null, 500)
                        .items())
                .hasSize(1);
    }

    @Test
    void keyAndPlanGoWhenTheLoadBalancerAsksForSignaturesInstead() {
        start(Map.of("Authorization", "API_KEY"));
        publish();
        String value = keys().get(0).value();
        tag("gatelink:authorization", "AWS_IAM");

        assertThat(publish().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(keys()).isEmpty();
        assertThat(simulation
                        .aws
                        .apiGateway()
                        .usagePlans()
                        .getUsagePlans(null, null, 500)
                        .items())
                .isEmpty();
        assertThat(get("live/", "x-api-key", value).status()).isEqualTo(403);
    }

    @Test
    void anotherStageReplacesTheOneBeforeOnceItIsTested() {
        start(Map.of());
        publish();
        tag("gatelink:stage", "v2");

        assertThat(publish().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(simulation.aws.apiGateway().stages().getStages(api(), null))
                .extracting(Stage::stageName)
                .containsExactly("v2");
        assertThat(get("live/").status()).isEqualTo(403);
    }

    @Test
    void aStageWhoseReplacementFailsItsTestStays() {
        start(Map.of("SmokeTestWaitMinutes", "1"));
        publish();
        tag("gatelink:stage", "v2");
        simulation.backendStatus = 503;

        assertThat(publish().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(simulation.aws.apiGateway().stages().getStages(api(), null))
                .extracting(Stage::stageName)
                .containsExactly("live");
    }

    @Test
    void aStageHasLimitsMetricsTracesOurTagsAndALogWhereTheAccountAllowsOne() {
        start(Map.of("ThrottlingRateLimit", "50", "ThrottlingBurstLimit", "20", "AccessLogs", "REQUIRED"));
        simulation.aws.loop().exclusively(() -> simulation
                .aws
                .apiGateway()
                .account()
                .updateAccount(List.of(new PatchOperation("replace", "/cloudwatchRoleArn", ROLE, null))));
        Execution execution = publish();

        assertThat(execution.output().orElseThrow().path("warnings")).isEmpty();
        MethodSetting all = stage().methodSettings().get("*/*");
        assertThat(all.throttlingRateLimit()).isEqualTo(50);
        assertThat(all.throttlingBurstLimit()).isEqualTo(20);
        assertThat(all.metricsEnabled()).isTrue();
        assertThat(stage().tracingEnabled()).isTrue();
        assertThat(stage().tags())
                .containsEntry("gatelink:owner", "gatelink")
                .containsEntry("gatelink:load-balancer", loadBalancer);
        assertThat(stage().accessLogSettings().destinationArn())
                .isEqualTo("arn:aws:logs:us-east-1:123456789012:log-group:gatelink-AccessLogGroup");
        assertThat(Json.parse(stage().accessLogSettings().format())
                        .path("requestId")
                        .asText())
                .isEqualTo("$context.requestId");
    }

    @Test
    void withoutARoleForLogsThePublicationSaysSo() {
        start(Map.of());

        assertThat(publish().output().orElseThrow().path("warnings").path(0).asText())
                .startsWith("The stage has no access logs: API Gateway has no role to write logs with");
        assertThat(stage().accessLogSettings()).isNull();
    }

    @Test
    void changedSettingsComeBack() {
        start(Map.of());
        publish();
        Stage before = stage();
        simulation.aws.loop().exclusively(() -> simulation
                .aws
                .apiGateway()
                .stages()
                .updateStage(
                        api(),
                        "live",
                        List.of(
                                new PatchOperation("replace", "/*/*/throttling/rateLimit", "9999", null),
                                new PatchOperation("replace", "/*/*/logging/dataTrace", "true", null),
                                new PatchOperation("replace", "/tracingEnabled", "false", null))));
        publish();

        assertThat(stage().methodSettings()).isEqualTo(before.methodSettings());
        assertThat(stage().tracingEnabled()).isTrue();
    }

    @Test
    void aWeakenedMethodIsMadeAnew() {
        start(Map.of());
        publish();
        simulation.aws.loop().exclusively(() -> {
            Resource root = root();
            simulation
                    .aws
                    .apiGateway()
                    .methods()
                    .updateMethod(
                            api(),
                            root.id(),
                            "ANY",
                            List.of(new PatchOperation("replace", "/authorizationType", "NONE", null)));
        });

        assertThat(publish().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        Method method = root().methods().get("ANY");
        assertThat(method.authorizationType()).isEqualTo("AWS_IAM");
        assertThat(method.methodIntegration().connectionId()).isEqualTo("${stageVariables.vpcLinkId}");
    }

    /** While the publication runs, or else it would delete the method. */
    @Test
    void anOpenMethodAddedDuringAPublicationIsNeverDeployed() {
        start(Map.of());
        publish();
        String served = stage().deploymentId();
        tag("gatelink:timeout-ms", "5000");
        Execution execution = life.start("again", loadBalancer);
        life.runUntil(execution, "Deploy");
        simulation.aws.loop().exclusively(this::addOpenMethod);
        life.run();

        assertThat(execution.error()).as(Life.shown(execution)).contains("WeakAuthorizationException");
        assertThat(execution.cause().orElseThrow()).contains("GET / (NONE)").doesNotContain("Left over");
        assertThat(stage().deploymentId()).isEqualTo(served);
        assertThat(get("live/").status()).isEqualTo(403);
    }

    @Test
    void anAddedOpenMethodIsRemovedAndTheOutputSaysSo() {
        start(Map.of("AccessLogs", "OFF"));
        publish();
        simulation.aws.loop().exclusively(() -> {
            addOpenMethod();
            simulation
                    .aws
                    .apiGateway()
                    .deployments()
                    .createDeployment(
                            api(), new Deployments.CreateDeploymentRequest("live", null, "by hand", Map.of(), null));
        });
        assertThat(get("live/").status()).isEqualTo(200);
        Execution execution = publish();

        assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.output().orElseThrow().path("warnings")).hasSize(1);
        assertThat(execution.output().orElseThrow().path("warnings").path(0).asText())
                .startsWith("Method GET / of REST API " + api() + " was deleted");
        assertThat(root().methods()).containsOnlyKeys("ANY");
        assertThat(get("live/").status()).isEqualTo(403);
    }

    private void addOpenMethod() {
        simulation
                .aws
                .apiGateway()
                .methods()
                .putMethod(
                        api(),
                        root().id(),
                        "GET",
                        new Methods.PutMethodRequest(
                                "NONE", null, false, null, Map.of(), Map.of(), null, List.of(), Set.of()));
        var any = root().methods().get("ANY").methodIntegration();
        simulation
                .aws
                .apiGateway()
                .integrations()
                .putIntegration(
                        api(),
                        root().id(),
                        "GET",
                        new Integrations.PutIntegrationRequest(
                                any.type(),
                                any.httpMethod(),
                                any.uri(),
                                any.connectionType(),
                                any.connectionId(),
                                any.integrationTarget(),
                                null,
                                Map.of(),
                                Map.of(),
                                null,
                                null,
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                Set.of()));
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "201, 200", "404, 404", "418, 400", "429, 429", "500, 500", "502, 500", "503, 503"})
    void aMappedIntegrationPassesTheBodyOnAndNoFailureBecomes200(int backend, int caller) {
        start(
                Map.of("AllowWeakerAuthorization", "true"),
                "gatelink:authorization",
                "NONE",
                "gatelink:integration",
                "http");
        assertThat(publish().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        simulation.backendStatus = backend;
        simulation.requestsAtBackend.clear();
        Life.Answer answer = get("live/a/b");

        assertThat(answer.status()).isEqualTo(caller);
        assertThat(answer.body()).isEqualTo("from the backend");
        assertThat(simulation.requestsAtBackend).containsExactly("GET /a/b");
    }

    @Test
    void aMappedIntegrationPassesUsualHeadersOnAndSaysThatItPassesNoQueryOn() {
        start(
                Map.of("AllowWeakerAuthorization", "true", "AccessLogs", "OFF"),
                "gatelink:authorization",
                "NONE",
                "gatelink:integration",
                "http");
        Execution execution = publish();
        simulation.requestsAtBackend.clear();
        get(
                "live/orders?page=2",
                "Accept",
                "text/html",
                "Accept-Language",
                "de",
                "Authorization",
                "Bearer token",
                "Cookie",
                "a=b; c=d",
                "X-Request-Id",
                "request-1",
                "traceparent",
                "00-1-2-01",
                "X-Other",
                "lost");

        assertThat(simulation.requestsAtBackend).containsExactly("GET /orders");
        assertThat(simulation.headersAtBackend)
                .containsEntry("Accept", List.of("text/html"))
                .containsEntry("Accept-Language", List.of("de"))
                .containsEntry("Authorization", List.of("Bearer token"))
                .containsEntry("Cookie", List.of("a=b; c=d"))
                .containsEntry("X-Request-Id", List.of("request-1"))
                .containsEntry("traceparent", List.of("00-1-2-01"))
                .doesNotContainKey("X-Other");
        assertThat(execution.output().orElseThrow().path("warnings"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.asText())
                        .startsWith("The load balancer's tag gatelink:integration is http: API Gateway "
                                + "passes on no request's query"));
        life.send("POST", api() + "/live/orders", "{}", "Content-Type", "application/vnd.orders+json");
        assertThat(simulation.headersAtBackend).containsEntry("Content-Type", List.of("application/vnd.orders+json"));
    }

    @Test
    void theSignatureOfARequestIsNotForTheBackend() {
        start(Map.of());
        tag("gatelink:integration", "http");

        assertThat(publish().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(simulation.requestsAtBackend).hasSize(2);
        assertThat(simulation.headersAtBackend).doesNotContainKey("Authorization");
    }

    private Resource root() {
        return simulation.aws.apiGateway().resources().getResources(api(), null, 500).items().stream()
                .filter(resource -> resource.path().equals("/"))
                .findFirst()
                .orElseThrow();
    }
}
