package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Deployments;
import io.gatelink.local.apigateway.Integrations;
import io.gatelink.local.apigateway.Methods;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** APIs that callers reach through VPC endpoints only: published, switched, and changed. */
class PrivateApiTest {

    private static final String ENDPOINT = "vpce-0a1b2c3d";
    private static final Map<String, String> PRIVATE = Map.of("AllowedVpcEndpointIds", ENDPOINT + ",vpce-0a1b2c3e");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void isPublishedForItsVpcEndpointsAndNobodyElse() throws Exception {
        try (var life = Life.overTheNetwork(PRIVATE)) {
            life.publishOrders();
            Execution execution = life.simulation.onlyExecution();
            assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
            var output = execution.output().orElseThrow();
            String api = life.onlyApi().id();

            assertThat(life.onlyApi().endpointConfiguration()).isEqualTo(new RestApi.EndpointConfiguration(
                    "PRIVATE", "dualstack", List.of(ENDPOINT, "vpce-0a1b2c3e")));
            assertThat(output.path("invokeUrl").asText()).isEqualTo(url(life, api + "-" + ENDPOINT));
            assertThat(output.path("warnings").toString()).contains("REST API " + api + " is private, and was tested by API "
                    + "Gateway's TestInvokeMethod");
            assertThat(life.simulation.requestsAtBackend).isEqualTo(List.of("GET /"));

            assertThat(signed(life, api + "-" + ENDPOINT).body()).isEqualTo("from the backend");
            assertThat(signed(life, api, "x-local-source-vpce", "vpce-0a1b2c3e").statusCode()).isEqualTo(200);
            assertThat(get(life, api + "-" + ENDPOINT).body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
            assertThat(signed(life, api).body()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(signed(life, api + "-vpce-0a1b2c3f").body()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(signed(life, api, "x-local-source-vpce", "vpce-0a1b2c3f").body()).contains("with an explicit deny");
        }
    }

    @ParameterizedTest
    @CsvSource({"API_KEY, false, 403", "NONE, true, 200"})
    void callersWithoutASignatureComeThroughTheEndpointsToo(String authorization, String allowOpen, int withoutKey)
            throws Exception {
        try (var life = Life.overTheNetwork(Map.of("AllowedVpcEndpointIds", ENDPOINT, "AllowOpenApis", allowOpen,
                "Authorization", allowOpen.equals("true") ? "AWS_IAM" : authorization))) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            life.tag(orders, "gatelink:authorization", authorization);
            life.simulation.deliver(Simulation.event(Life.CREATED));
            life.run();
            assertThat(life.simulation.onlyExecution().status()).as(Life.shown(life.simulation.onlyExecution()))
                    .isEqualTo(ExecutionStatus.SUCCEEDED);
            String api = life.onlyApi().id();

            assertThat(get(life, api + "-" + ENDPOINT).statusCode()).isEqualTo(withoutKey);
            assertThat(get(life, api).statusCode()).isEqualTo(403);
            if (authorization.equals("API_KEY")) {
                String key = life.simulation.aws.apiGateway().apiKeys().getApiKeys(null, null, null, 500).items().get(0).value();
                assertThat(get(life, api + "-" + ENDPOINT, "x-api-key", key).body()).isEqualTo("from the backend");
                assertThat(get(life, api, "x-api-key", key, "x-local-source-vpce", "vpce-0a1b2c3f").statusCode())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void isSwitchedAndKeepsItsUrl() {
        try (var life = Life.begin(Faults.NONE, PRIVATE)) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution moved = life.switchOver("s", orders, payments);

            assertThat(moved.status()).as(Life.shown(moved)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.isPublished(payments)).isTrue();
            assertThat(moved.output().orElseThrow().path("invokeUrl")).isEqualTo(
                    life.simulation.executions().get(0).output().orElseThrow().path("invokeUrl"));
            assertThat(moved.output().orElseThrow().path("warnings")).hasSize(1);
        }
    }

    @Test
    void isBackAtItsOldLinkWhenTheNewBackendFails() {
        try (var life = Life.begin(Faults.NONE, PRIVATE)) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            Execution failing = life.startSwitch("s", orders, payments);
            life.runUntil(failing, "Point stage");
            life.paymentsAnswer(503);
            life.run();

            assertThat(failing.error()).as(Life.shown(failing)).contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(failing.cause().orElseThrow()).startsWith("A test invocation of GET / of REST API ");
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.onlyApi().endpointConfiguration().type()).isEqualTo("PRIVATE");
        }
    }

    @Test
    void aMethodThatSomebodyOpensInTheStageFailsTheSwitch() {
        try (var life = Life.begin(Faults.NONE, PRIVATE)) {
            String orders = life.publishOrders();
            String payments = life.createPayments();
            life.simulation.aws.loop().exclusively(() -> {
                var gateway = life.simulation.aws.apiGateway();
                String api = life.onlyApi().id();
                gateway.methods().putMethod(api, life.onlyApi().rootResourceId(), "GET", new Methods.PutMethodRequest(
                        "NONE", null, false, null, Map.of(), Map.of(), null, List.of()));
                var any = gateway.methods().getMethod(api, life.onlyApi().rootResourceId(), "ANY").methodIntegration();
                gateway.integrations().putIntegration(api, life.onlyApi().rootResourceId(), "GET",
                        new Integrations.PutIntegrationRequest(any.type(), any.httpMethod(),
                                any.uri(), any.connectionType(), any.connectionId(), null, Map.of(), Map.of(), null, null,
                                List.of(), null, null, null));
                gateway.deployments().createDeployment(api, new Deployments.CreateDeploymentRequest("live", null, "by hand", Map.of(), null));
            });
            Execution failed = life.switchOver("s", orders, payments);

            assertThat(failed.error()).as(Life.shown(failed)).contains("io.gatelink.functions.OpenApiException");
            assertThat(failed.cause().orElseThrow()).contains("GET / (NONE)");
        }
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallOfItsSmokeTestFailsItIsPublished() {
        var calls = new EveryCallFailsOnceTest.Recorder();
        try (var life = Life.begin(calls, PRIVATE)) {
            life.publishOrders();
        }
        int test = IntStream.range(0, calls.made.size())
                .filter(i -> calls.made.get(i).operation().equals("TestInvokeMethod")).findFirst().orElseThrow();
        assertThat(calls.made.subList(test - 3, test)).extracting(ApiCall::operation)
                .containsExactly("GetRestApi", "GetStage", "GetDeployment");
        return IntStream.rangeClosed(test - 3, test).boxed().flatMap(i -> Stream.of(EveryCallFailsOnceTest.Failure.values())
                .map(failure -> DynamicTest.dynamicTest(calls.made.get(i).operation() + ", " + failure, () -> {
                    var fault = new EveryCallFailsOnceTest.OneFault(i, failure);
                    try (var life = Life.begin(fault, PRIVATE)) {
                        String orders = life.publishOrders();
                        assertThat(fault.happened).isTrue();
                        assertThat(life.isPublished(orders)).as(Life.shown(life.simulation.onlyExecution())).isTrue();
                        assertThat(life.simulation.brokenPromises()).isEmpty();
                    }
                })));
    }

    /** As when the parameter is set, or taken away, and the load balancer is published again. */
    @ParameterizedTest
    @CsvSource({"vpce-0a1b2c3d, REGIONAL, PRIVATE", "'', PRIVATE, REGIONAL"})
    void anApiOfTheOtherKindIsChangedByTheNextPublication(String parameter, String before, String after) {
        try (var life = Life.withQuickUpdates(Map.of("AllowedVpcEndpointIds", parameter))) {
            String orders = life.publishOrders();
            life.simulation.aws.loop().exclusively(() -> life.simulation.aws.apiGateway().restApis().updateRestApi(
                    life.onlyApi().id(), before.equals("PRIVATE")
                            ? List.of(new PatchOperation("replace", "/policy", "{\"Statement\": {\"Effect\": \"Allow\", "
                                    + "\"Principal\": \"*\", \"Action\": \"execute-api:Invoke\", \"Resource\": "
                                    + "\"execute-api:/*\"}}", null),
                            new PatchOperation("replace", "/endpointConfiguration/types/REGIONAL", "PRIVATE", null),
                            new PatchOperation("add", "/endpointConfiguration/vpcEndpointIds", ENDPOINT, null))
                            : List.of(new PatchOperation("remove", "/endpointConfiguration/vpcEndpointIds", ENDPOINT, null),
                            new PatchOperation("replace", "/endpointConfiguration/types/PRIVATE", "REGIONAL", null))));
            String api = life.onlyApi().id();
            Execution again = life.start("publish", "again", Life.input("loadBalancerArn", orders));
            life.run();

            assertThat(again.status()).as(Life.shown(again)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.onlyApi().endpointConfiguration().type()).isEqualTo(after);
            assertThat(again.output().orElseThrow().path("invokeUrl").asText())
                    .contains("/" + api + (after.equals("PRIVATE") ? "-" + ENDPOINT : "") + "/live/");
        }
    }

    private static String url(Life life, String name) {
        return life.simulation.aws.endpoint() + "/_aws/execute-api/" + name + "/live/";
    }

    private HttpResponse<String> get(Life life, String name, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(
                "http://127.0.0.1:" + life.simulation.aws.port() + "/_aws/execute-api/" + name + "/live/"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> signed(Life life, String name, String... headers) throws Exception {
        var signed = AwsV4HttpSigner.create().sign(SignRequest.builder(AwsCredentialsIdentity.create("person", "test"))
                .request(SdkHttpFullRequest.builder().method(SdkHttpMethod.GET).uri(URI.create(
                        "http://127.0.0.1:" + life.simulation.aws.port() + "/_aws/execute-api/" + name + "/live/")).build())
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(
                        life.simulation.aws.loop().exclusively(() -> life.simulation.aws.loop().instant()), ZoneOffset.UTC))
                .build());
        var all = new ArrayList<>(Arrays.asList(headers));
        signed.request().forEachHeader((header, values) -> {
            if (!header.equalsIgnoreCase("Host")) {
                all.addAll(List.of(header, values.get(0)));
            }
        });
        return get(life, name, all.toArray(String[]::new));
    }
}
