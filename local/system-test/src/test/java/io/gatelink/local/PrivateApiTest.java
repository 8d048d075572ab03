package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;

/** APIs that callers reach through VPC endpoints only: published, taken over, and changed. */
class PrivateApiTest {

    private static final String ENDPOINT = "vpce-0a1b2c3d";
    private static final Map<String, String> PRIVATE = Map.of("AllowedVpcEndpointIds", ENDPOINT + ",vpce-0a1b2c3e");

    @Test
    void isPublishedForItsVpcEndpointsAndForNoOther() {
        try (var life = begin(Faults.NONE, PRIVATE)) {
            String orders = life.publish("orders");
            Execution execution = life.simulation.onlyExecution();
            assertThat(execution.status()).as(Life.shown(execution)).isEqualTo(ExecutionStatus.SUCCEEDED);
            String api = life.onlyApi().id();

            assertThat(life.onlyApi().endpointConfiguration())
                    .isEqualTo(new RestApi.EndpointConfiguration(
                            "PRIVATE", "dualstack", List.of(ENDPOINT, "vpce-0a1b2c3e")));
            assertThat(life.simulation.item(orders)).containsEntry("invokeUrl", url(life, api + "-" + ENDPOINT));
            assertThat(execution.output().orElseThrow().path("warnings").toString())
                    .contains("REST API " + api + " is private, and was tested by API Gateway's TestInvokeMethod");
            assertThat(life.simulation.requestsAtBackend).isNotEmpty().containsOnly("GET /");

            assertThat(signed(life, api + "-" + ENDPOINT).body()).isEqualTo("from the backend");
            assertThat(signed(life, api, "x-local-source-vpce", "vpce-0a1b2c3e").status())
                    .isEqualTo(200);
            assertThat(life.get(api + "-" + ENDPOINT + "/live/").body())
                    .isEqualTo("{\"message\":\"Missing Authentication Token\"}");
            assertThat(signed(life, api).body()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(signed(life, api + "-vpce-0a1b2c3f").body()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(signed(life, api, "x-local-source-vpce", "vpce-0a1b2c3f").body())
                    .contains("with an explicit deny");
        }
    }

    @ParameterizedTest
    @CsvSource({"API_KEY, false, 403", "NONE, true, 200"})
    void callersWithoutASignatureComeThroughTheEndpointsToo(String authorization, String allowOpen, int withoutKey) {
        try (var life = begin(
                Faults.NONE,
                Map.of(
                        "AllowedVpcEndpointIds",
                        ENDPOINT,
                        "AllowWeakerAuthorization",
                        allowOpen,
                        "Authorization",
                        allowOpen.equals("true") ? "AWS_IAM" : authorization))) {
            life.publish("orders", "gatelink:authorization", authorization);
            assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);
            String api = life.onlyApi().id();

            assertThat(life.get(api + "-" + ENDPOINT + "/live/").status()).isEqualTo(withoutKey);
            assertThat(life.get(api + "/live/").status()).isEqualTo(403);
            if (authorization.equals("API_KEY")) {
                String key = life.simulation
                        .aws
                        .apiGateway()
                        .apiKeys()
                        .getApiKeys(null, null, null, 500)
                        .items()
                        .get(0)
                        .value();
                assertThat(life.get(api + "-" + ENDPOINT + "/live/", "x-api-key", key)
                                .body())
                        .isEqualTo("from the backend");
                assertThat(life.get(api + "/live/", "x-api-key", key, "x-local-source-vpce", "vpce-0a1b2c3f")
                                .status())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void isTakenOverAndKeepsItsUrl() {
        try (var life = begin(Faults.NONE, PRIVATE)) {
            String orders = life.publish("orders");
            String url = life.simulation.item(orders).get("invokeUrl");
            String payments = life.publish("payments", "gatelink:replaces", "orders");

            assertThat(life.simulation.item(payments))
                    .as(life.simulation.items().toString())
                    .containsEntry("outcome", "PUBLISHED")
                    .containsEntry("invokeUrl", url);
            assertThat(life.simulation.links()).hasSize(1);
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    @Test
    void isBackAtItsOldLinkWhenTheNewBackendFails() {
        try (var life = begin(Faults.NONE, PRIVATE)) {
            String orders = life.publish("orders");
            String payments = life.create("payments", "gatelink:publish", "true", "gatelink:replaces", "orders");
            Execution failing = life.start("p", payments);
            life.runUntil(failing, "Smoke test");
            life.backendAnswers(payments, 503);
            life.run();

            assertThat(failing.error()).as(Life.shown(failing)).contains("SwitchFailedException");
            assertThat(failing.cause().orElseThrow()).startsWith("A test invocation of GET / through VPC link ");
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.onlyApi().endpointConfiguration().type()).isEqualTo("PRIVATE");
            assertThat(life.simulation.brokenPromises()).isEmpty();
        }
    }

    /** As when the parameter is set, or taken away, and the load balancer is published again. */
    @ParameterizedTest
    @CsvSource({"vpce-0a1b2c3d, REGIONAL, PRIVATE", "'', PRIVATE, REGIONAL"})
    void anApiOfTheOtherKindIsChangedByTheNextPublication(String parameter, String before, String after) {
        try (var life = begin(Faults.NONE, Map.of("AllowedVpcEndpointIds", parameter))) {
            String orders = life.publish("orders");
            life.simulation.aws.loop().exclusively(() -> life.simulation
                    .aws
                    .apiGateway()
                    .restApis()
                    .updateRestApi(
                            life.onlyApi().id(),
                            before.equals("PRIVATE")
                                    ? List.of(
                                            new PatchOperation(
                                                    "replace",
                                                    "/policy",
                                                    "{\"Statement\": {\"Effect\": \"Allow\", "
                                                            + "\"Principal\": \"*\", \"Action\": "
                                                            + "\"execute-api:Invoke\", \"Resource\": "
                                                            + "\"execute-api:/*\"}}",
                                                    null),
                                            new PatchOperation(
                                                    "replace",
                                                    "/endpointConfiguration/types/REGIONAL",
                                                    "PRIVATE",
                                                    null),
                                            new PatchOperation(
                                                    "add", "/endpointConfiguration/vpcEndpointIds", ENDPOINT, null))
                                    : List.of(
                                            new PatchOperation(
                                                    "remove", "/endpointConfiguration/vpcEndpointIds", ENDPOINT, null),
                                            new PatchOperation(
                                                    "replace",
                                                    "/endpointConfiguration/types/PRIVATE",
                                                    "REGIONAL",
                                                    null))));
            String api = life.onlyApi().id();
            Execution again = life.run("again", orders);

            assertThat(again.status()).as(Life.shown(again)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.onlyApi().endpointConfiguration().type()).isEqualTo(after);
            assertThat(life.simulation.item(orders).get("invokeUrl"))
                    .isEqualTo(url(life, api + (after.equals("PRIVATE") ? "-" + ENDPOINT : "")));
        }
    }

    /** An API whose endpoint changes is UPDATING for minutes: it is waited for. */
    @Test
    void aChangeOfItsEndpointIsWaitedFor() {
        try (var life = Life.begin(Faults.NONE, Map.of("AllowedVpcEndpointIds", ENDPOINT))) {
            String orders = life.publish("orders");
            life.apiGateway(person -> {
                person.updateRestApi(request -> request.restApiId(life.onlyApi().id())
                        .patchOperations(
                                patch -> patch.op("replace")
                                        .path("/endpointConfiguration/types/PRIVATE")
                                        .value("REGIONAL"),
                                patch -> patch.op("remove")
                                        .path("/endpointConfiguration/vpcEndpointIds")
                                        .value(ENDPOINT)));
            });
            Execution again = life.start("again", orders);
            life.runUntil(again, "Integrate");
            life.apiGateway(person -> assertThat(person.getRestApi(
                                    request -> request.restApiId(life.onlyApi().id()))
                            .apiStatus())
                    .isEqualTo(ApiStatus.AVAILABLE));
            life.run();

            assertThat(again.status()).as(Life.shown(again)).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(life.onlyApi().endpointConfiguration().type()).isEqualTo("PRIVATE");
        }
    }

    private static Life begin(Faults faults, Map<String, String> parameters) {
        return Life.begin(faults, parameters, configuration -> configuration.withRestApiUpdateDelay(Duration.ZERO));
    }

    private static String url(Life life, String name) {
        return life.simulation.aws.endpoint() + "/_aws/execute-api/" + name + "/live/";
    }

    private static Life.Answer signed(Life life, String name, String... headers) {
        var signed = AwsV4HttpSigner.create()
                .sign(SignRequest.builder(AwsCredentialsIdentity.create("person", "test"))
                        .request(SdkHttpFullRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(URI.create(url(life, name)))
                                .build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(
                                HttpSigner.SIGNING_CLOCK,
                                Clock.fixed(
                                        life.simulation.aws.loop().exclusively(() -> life.simulation
                                                .aws
                                                .loop()
                                                .instant()),
                                        ZoneOffset.UTC))
                        .build());
        var all = new ArrayList<>(Arrays.asList(headers));
        signed.request().forEachHeader((header, values) -> all.addAll(List.of(header, values.get(0))));
        return life.get(name + "/live/", all.toArray(String[]::new));
    }
}
