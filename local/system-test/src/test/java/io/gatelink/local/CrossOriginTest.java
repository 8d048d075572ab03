package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of web pages from other origins call a published API, as its load balancer's tags allow it. */
class CrossOriginTest {

    private static final String SHOP = "https://shop.example.com";

    private final List<String> calls = new ArrayList<>();
    private final Faults counter = new Faults() {
        @Override
        public Duration before(ApiCall call) {
            if (call.service().equals("apigateway")) {
                calls.add(call.operation());
            }
            return Duration.ZERO;
        }
    };
    private Life life;
    private String orders;

    @AfterEach
    void close() {
        life.close();
    }

    private void begin(Map<String, String> parameters, String... tags) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("AccessLogs", "OFF");
        life = Life.begin(counter, all);
        orders = life.publish("orders", tags);
    }

    private String api() {
        return life.onlyApi().id();
    }

    private Life.Answer preflight(String path) {
        return life.send("OPTIONS", api() + path, "", "Origin", SHOP, "Access-Control-Request-Method", "POST");
    }

    private List<Resource> resources() {
        return life.simulation
                .aws
                .apiGateway()
                .resources()
                .getResources(api(), null, 500)
                .items();
    }

    private static List<String> warnings(Execution execution) {
        var warnings = new ArrayList<String>();
        execution.output().orElseThrow().path("warnings").forEach(warning -> warnings.add(warning.asText()));
        return warnings;
    }

    @Test
    void preflightRequestsAreAnsweredByApiGatewayAndEveryOtherRequestIsStillAskedForASignature() {
        begin(Map.of(), "gatelink:cors-origin", SHOP, "gatelink:cors-credentials", "true");
        assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);

        for (String path : List.of("/live/", "/live/a/b")) {
            Life.Answer answer = preflight(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .containsEntry("Access-Control-Allow-Origin", SHOP)
                    .containsEntry("Access-Control-Allow-Methods", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS")
                    .containsEntry("Access-Control-Allow-Credentials", "true")
                    .containsEntry("Access-Control-Max-Age", "600")
                    .containsEntry("Vary", "Origin");
            assertThat(life.simulation.requestsAtBackend).containsOnly("GET /");
        }
        Life.Answer refused = life.get(api() + "/live/", "Origin", SHOP);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers())
                .containsEntry("Access-Control-Allow-Origin", SHOP)
                .containsEntry("Access-Control-Allow-Credentials", "true");
        assertThat(life.send("POST", api() + "/live/", "").status()).isEqualTo(403);
        assertThat(life.simulation.brokenPromises()).isEmpty();
    }

    @Test
    void aBackendWhoseAnswersLackTheHeaderIsWarnedAbout() {
        begin(Map.of(), "gatelink:cors-origin", SHOP);

        assertThat(warnings(life.last())).singleElement().satisfies(warning -> assertThat(warning)
                .startsWith("The backend answers GET ")
                .endsWith(" with Origin: " + SHOP + " without Access-Control-Allow-Origin: " + SHOP
                        + ", so browsers keep its answers from scripts. API Gateway adds no headers to answers that it "
                        + "passes on as they are: have the backend send them, or set the load balancer's tag "
                        + "gatelink:integration to http."));
    }

    @Test
    void mappedAnswersCarryTheHeaderAndLoseItWithTheTag() {
        begin(
                Map.of("AllowWeakerAuthorization", "true"),
                "gatelink:authorization",
                "NONE",
                "gatelink:integration",
                "http",
                "gatelink:cors-origin",
                "any");

        assertThat(warnings(life.last())).singleElement().satisfies(warning -> assertThat(warning)
                .startsWith("The load balancer's tag gatelink:integration"));
        assertThat(life.get(api() + "/live/").headers()).containsEntry("Access-Control-Allow-Origin", "*");

        life.untag(orders, "gatelink:cors-origin");
        life.run();

        assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
        assertThat(life.get(api() + "/live/").headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void publishedAgainNothingChanges() {
        begin(Map.of(), "gatelink:cors-origin", SHOP);
        calls.clear();
        Execution again = life.run("again", orders);

        assertThat(again.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(calls).contains("GetGatewayResponses").allMatch(call -> call.startsWith("Get"));
    }

    @Test
    void withoutTheTagMethodsAndHeadersGoWithoutAWarning() {
        begin(Map.of(), "gatelink:cors-origin", SHOP);
        life.untag(orders, "gatelink:cors-origin");
        life.run();

        assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(warnings(life.last())).isEmpty();
        assertThat(resources())
                .allSatisfy(resource -> assertThat(resource.methods()).containsOnlyKeys("ANY"));
        assertThat(preflight("/live/").status()).isEqualTo(403);
        assertThat(life.get(api() + "/live/").headers()).doesNotContainKey("Access-Control-Allow-Origin");
        calls.clear();
        life.run("again", orders);
        assertThat(calls).doesNotContain("GetGatewayResponses", "DeleteGatewayResponse");
    }

    /** The owner gives up both tags after a publication that failed half-way. */
    @Test
    void headersDoNotOutliveTheTagAfterATimeoutThatTheQuotaRefused() {
        life = Life.begin(
                counter,
                Map.of("AccessLogs", "OFF"),
                configuration -> configuration.withQuotas(Quotas.NONE.withIntegrationTimeout(29_000)));
        orders = life.publish("orders");
        life.tagUnnoticed(orders, "gatelink:cors-origin", SHOP);
        life.tagUnnoticed(orders, "gatelink:timeout-ms", "120000");
        Execution refused = life.run("refused", orders);
        assertThat(refused.error()).as(Life.shown(refused)).contains("UnsupportedLoadBalancerException");

        life.untag(orders, "gatelink:cors-origin");
        life.tag(orders, "gatelink:timeout-ms", "5000");
        life.run();

        assertThat(life.outcome(orders)).as(Life.shown(life.last())).isEqualTo("PUBLISHED");
        assertThat(life.get(api() + "/live/").headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void whatAPersonChangedIsRepaired() {
        begin(Map.of(), "gatelink:cors-origin", SHOP);
        String root = root().id();
        life.apiGateway(person -> {
            person.deleteGatewayResponse(r -> r.restApiId(api()).responseType("DEFAULT_4XX"));
            person.deleteIntegrationResponse(r ->
                    r.restApiId(api()).resourceId(root).httpMethod("OPTIONS").statusCode("200"));
        });
        calls.clear();
        life.run("again", orders);

        assertThat(calls).contains("PutGatewayResponse").containsOnlyOnce("PutIntegrationResponse");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMethodThatWasOnlyBegunIsFinishedOrGoesWithoutAWarning(boolean wanted) {
        begin(Map.of(), "gatelink:cors-origin", SHOP);
        String root = root().id();
        life.apiGateway(person -> person.deleteIntegration(
                r -> r.restApiId(api()).resourceId(root).httpMethod("OPTIONS")));
        if (!wanted) {
            life.untag(orders, "gatelink:cors-origin");
        }
        Execution again = life.run("again", orders);

        assertThat(again.status()).as(Life.shown(again)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(life.executionsOf(orders)).allSatisfy(execution -> assertThat(warnings(execution))
                .noneMatch(warning -> warning.startsWith("Method ")));
        assertThat(root().methods().containsKey("OPTIONS")).isEqualTo(wanted);
        assertThat(preflight("/live/").status()).isEqualTo(wanted ? 200 : 403);
    }

    private Resource root() {
        return resources().stream()
                .filter(resource -> resource.path().equals("/"))
                .findFirst()
                .orElseThrow();
    }

    /** What a deployment tells of its methods does not say where they lead. */
    @Test
    void anOpenWayToTheBackendInTheirPlaceIsNeverDeployed() {
        begin(Map.of());
        String root = root().id();
        life.tagUnnoticed(orders, "gatelink:cors-origin", SHOP);
        Execution execution = life.start("cors", orders);
        life.runUntil(execution, "Deploy");
        life.apiGateway(person -> person.putIntegration(r -> r.restApiId(api())
                .resourceId(root)
                .httpMethod("OPTIONS")
                .type("HTTP_PROXY")
                .integrationHttpMethod("OPTIONS")
                .uri("http://orders.example.com/")));
        int deployments = deployments();
        life.run();

        assertThat(execution.error()).as(Life.shown(execution)).contains("WeakAuthorizationException");
        assertThat(execution.cause())
                .contains("Method OPTIONS / of REST API " + api() + " is not the one that answers preflight requests: "
                        + "it was changed meanwhile. Publish the load balancer again, which repairs it.");
        assertThat(deployments()).isEqualTo(deployments);
        assertThat(preflight("/live/").status()).isEqualTo(403);

        life.run("again", orders);
        assertThat(preflight("/live/").headers()).containsEntry("Access-Control-Allow-Origin", SHOP);
    }

    private int deployments() {
        return life.simulation
                .aws
                .apiGateway()
                .deployments()
                .getDeployments(api(), null, 500)
                .items()
                .size();
    }

    @Test
    void aMethodOfAnotherMakerMakesWayAndTheOutputSaysSo() {
        begin(Map.of());
        String root = root().id();
        life.apiGateway(person -> person.putMethod(
                r -> r.restApiId(api()).resourceId(root).httpMethod("OPTIONS").authorizationType("AWS_IAM")));
        life.tagUnnoticed(orders, "gatelink:cors-origin", SHOP);
        Execution execution = life.run("cors", orders);

        assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(warnings(execution))
                .contains("Method OPTIONS / of REST API " + api() + " was deleted: Gatelink did not make it, and "
                        + "answers preflight requests itself. Make it in an API of your own if you need it.");
    }

    @Test
    void aPolicyThatKnowsCallersByTheirSignaturesDoesNotGoWithPreflightRequests() {
        begin(Map.of("AllowedOrganizationId", "o-gatelink000"), "gatelink:cors-origin", SHOP);

        assertThat(life.last().cause())
                .contains("Load balancer orders has the tag gatelink:cors-origin, and the stack's parameter "
                        + "AllowedOrganizationId is o-gatelink000: browsers sign no preflight requests, so API Gateway "
                        + "would refuse them. Run aws elbv2 remove-tags --resource-arns " + orders
                        + " --tag-keys gatelink:cors-origin, or deploy the stack without this parameter.");
    }

    @Test
    void aPrivateApiAnswersThemThroughItsEndpoints() {
        begin(Map.of("AllowedVpcEndpointIds", "vpce-0a1b2c3d"), "gatelink:cors-origin", SHOP);
        String path = api() + "-vpce-0a1b2c3d/live/";

        assertThat(life.send("OPTIONS", path, "", "Origin", SHOP).headers())
                .containsEntry("Access-Control-Allow-Origin", SHOP);
        assertThat(life.get(path).status()).isEqualTo(403);
    }
}
