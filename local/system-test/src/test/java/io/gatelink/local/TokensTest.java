package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.apigateway.Method;
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
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/** APIs whose callers send a token, on which user pools or a function decide. */
class TokensTest {

    static final String POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_AbCdEf123";
    static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:decide";
    private static final String OTHER_POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_OthersPool";

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
        Map<String, String> all = new TreeMap<>(
                Map.of("AccessLogs", "OFF", "CognitoUserPoolArns", POOL, "AuthorizerFunctionArn", FUNCTION));
        all.putAll(parameters);
        life = Life.begin(counter, all);
        orders = life.publish("orders", tags);
    }

    private String api() {
        return life.onlyApi().id();
    }

    private List<Authorizer> authorizers() {
        return life.simulation
                .aws
                .apiGateway()
                .authorizers()
                .getAuthorizers(api(), null, 500)
                .items();
    }

    private List<Method> methods() {
        return life.simulation.aws.apiGateway().resources().getResources(api(), null, 500).items().stream()
                .flatMap(resource -> resource.methods().values().stream())
                .toList();
    }

    private static List<String> warnings(Execution execution) {
        var warnings = new ArrayList<String>();
        execution.output().orElseThrow().path("warnings").forEach(warning -> warnings.add(warning.asText()));
        return warnings;
    }

    /** Another pool in the place of the stack's. */
    static void changeAuthorizer(ApiGatewayClient person, String api) {
        String id = person.getAuthorizers(r -> r.restApiId(api)).items().get(0).id();
        person.updateAuthorizer(r -> r.restApiId(api)
                .authorizerId(id)
                .patchOperations(
                        patch -> patch.op("add").path("/providerARNs").value(OTHER_POOL),
                        patch -> patch.op("remove").path("/providerARNs").value(POOL)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COGNITO", "CUSTOM"})
    void whoSendsNoTokenIsRefusedAndTheBackendIsTestedAllTheSame(String authorization) {
        begin(Map.of(), "gatelink:authorization", authorization);
        assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);

        assertThat(life.simulation.item(orders)).containsEntry("authorization", authorization);
        Life.Answer answer = life.get(api() + "/live/");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "UnauthorizedException");
        assertThat(life.simulation.requestsAtBackend).isNotEmpty().containsOnly("GET /");
        assertThat(warnings(life.last()))
                .containsExactly("REST API " + api() + " refuses requests without a token, and was tested by API "
                        + "Gateway's TestInvokeMethod with the variables of stage live: integration, VPC link, load "
                        + "balancer and backend answer. That a caller with a token comes through, it does not show: "
                        + "Gatelink has none. Send a request with one to see the rest.");
        assertThat(life.simulation.brokenPromises()).isEmpty();
    }

    @Test
    void theParameterAloneMakesItTheAuthorizationOfAllApis() {
        begin(Map.of("Authorization", "COGNITO"));

        assertThat(life.simulation.item(orders)).containsEntry("authorization", "COGNITO");
        assertThat(authorizers()).singleElement().satisfies(authorizer -> {
            assertThat(authorizer.name()).isEqualTo("gatelink-cognito");
            assertThat(authorizer.providerArns()).containsExactly(POOL);
            assertThat(authorizer.identitySource()).isEqualTo("method.request.header.Authorization");
            assertThat(methods())
                    .hasSize(2)
                    .allMatch(method -> authorizer.id().equals(method.authorizerId()))
                    .allMatch(method -> method.authorizationType().equals("COGNITO_USER_POOLS"));
        });
    }

    @Test
    void theFunctionIsAskedByApiGateway() {
        begin(Map.of(), "gatelink:authorization", "CUSTOM");

        assertThat(authorizers()).singleElement().satisfies(authorizer -> {
            assertThat(authorizer.name()).isEqualTo("gatelink-function");
            assertThat(authorizer.type()).isEqualTo("TOKEN");
            assertThat(authorizer.authorizerUri())
                    .isEqualTo("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION
                            + "/invocations");
        });
    }

    @Test
    void publishedAgainNothingChanges() {
        begin(Map.of(), "gatelink:authorization", "COGNITO");
        calls.clear();

        assertThat(life.run("again", orders).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(calls)
                .contains("GetAuthorizers")
                .allMatch(call -> call.startsWith("Get") || call.equals("TestInvokeMethod"));
    }

    @Test
    void withoutTokensNothingAsksForAuthorizers() {
        begin(Map.of());

        assertThat(calls).contains("PutMethod").doesNotContain("GetAuthorizers");
    }

    @Test
    void theAuthorizerGoesWithTheLastMethodThatHasIt() {
        begin(Map.of(), "gatelink:authorization", "COGNITO");
        life.tag(orders, "gatelink:authorization", "AWS_IAM");
        life.run();

        assertThat(life.simulation.item(orders)).containsEntry("authorization", "AWS_IAM");
        assertThat(authorizers()).isEmpty();
        assertThat(life.get(api() + "/live/").status()).isEqualTo(403);
        calls.clear();
        life.run("again", orders);
        assertThat(calls).doesNotContain("GetAuthorizers");
    }

    @Test
    void anAuthorizerThatAPersonChangedIsRepaired() {
        begin(Map.of(), "gatelink:authorization", "COGNITO");
        life.apiGateway(person -> changeAuthorizer(person, api()));
        life.run("again", orders);

        assertThat(authorizers()).singleElement().satisfies(authorizer -> assertThat(authorizer.providerArns())
                .containsExactly(POOL));
    }

    @Test
    void aMethodWithAnotherAuthorizerGoesAndTheOutputSaysSo() {
        begin(Map.of(), "gatelink:authorization", "COGNITO");
        life.apiGateway(this::addMethodOfOthers);
        Execution again = life.run("again", orders);

        assertThat(warnings(again))
                .contains("Method GET / of REST API " + api() + " was deleted: Gatelink did not make it, and its "
                        + "authorization COGNITO_USER_POOLS lets in callers that COGNITO keeps out. Make it in an API "
                        + "of your own if you need it.");
        assertThat(methods()).extracting(Method::httpMethod).containsOnly("ANY");
        assertThat(authorizers()).extracting(Authorizer::name).contains("of-others");
    }

    private void addMethodOfOthers(ApiGatewayClient person) {
        String api = api();
        String root = life.simulation.aws.apiGateway().resources().getResources(api, null, 500).items().stream()
                .filter(resource -> resource.path().equals("/"))
                .findFirst()
                .orElseThrow()
                .id();
        String authorizer = person.createAuthorizer(r -> r.restApiId(api)
                        .name("of-others")
                        .type("COGNITO_USER_POOLS")
                        .providerARNs(OTHER_POOL)
                        .identitySource("method.request.header.Authorization"))
                .id();
        person.putMethod(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .authorizationType("COGNITO_USER_POOLS")
                .authorizerId(authorizer));
        person.putIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .type("MOCK")
                .requestTemplates(Map.of("application/json", "{\"statusCode\":200}")));
    }

    /** What a deployment tells of its methods does not say which authorizer they have. */
    @Test
    void anotherPoolInItsPlaceIsNeverDeployed() {
        begin(Map.of(), "gatelink:authorization", "COGNITO");
        String served = life.simulation.item(orders).get("deployment");
        life.tagUnnoticed(orders, "gatelink:timeout-ms", "5000");
        Execution execution = life.start("again", orders);
        life.runUntil(execution, "Deploy");
        life.apiGateway(person -> changeAuthorizer(person, api()));
        life.run();

        assertThat(execution.error()).as(Life.shown(execution)).contains("WeakAuthorizationException");
        assertThat(execution.cause())
                .contains("Authorizer gatelink-cognito of REST API " + api() + ", or a method that is to have it, was "
                        + "changed meanwhile. Publish the load balancer again, which repairs it.");
        assertThat(life.simulation
                        .aws
                        .apiGateway()
                        .stages()
                        .getStage(api(), "live")
                        .deploymentId())
                .isEqualTo(served);
    }

    @Test
    void aTagThatAsksForWhatTheStackHasNotIsRefused() {
        begin(Map.of("CognitoUserPoolArns", ""), "gatelink:authorization", "COGNITO");

        assertThat(life.last().cause())
                .contains("Tag gatelink:authorization is \"COGNITO\", but the stack's parameter CognitoUserPoolArns is "
                        + "empty: run aws elbv2 add-tags --resource-arns " + orders
                        + " --tags Key=gatelink:authorization,Value=AWS_IAM, or deploy the stack with this parameter.");
    }

    @Test
    void scriptsFromOtherOriginsNeedNoTokenForTheirPreflightRequests() {
        begin(Map.of(), "gatelink:authorization", "COGNITO", "gatelink:cors-origin", "https://shop.example.com");
        assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);

        assertThat(life.send("OPTIONS", api() + "/live/", "").status()).isEqualTo(200);
        assertThat(life.get(api() + "/live/").headers())
                .containsEntry("Access-Control-Allow-Origin", "https://shop.example.com");
        assertThat(warnings(life.last())).hasSize(2).first().asString().startsWith("The backend answers GET ");
    }
}
