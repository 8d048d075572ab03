package io.gatelink.local;

import static io.gatelink.local.Simulation.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Faults;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** A published API whose methods require a key, called over HTTP with keys of others. */
class ApiKeyEndToEndTest {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void onlyAnEnabledKeyOfTheStagesUsagePlanComesThroughToTheBackend() throws Exception {
        try (var simulation = new Simulation(
                                SEED,
                                Faults.NONE,
                                configuration -> configuration.withParameters(Map.of("Authorization", "API_KEY")))
                        .publish("nlb-created.json");
                var apiGateway = client(simulation.aws)) {
            String api = simulation.apis().get(0).id();
            String key =
                    apiGateway.createApiKey(r -> r.name("shop").enabled(true)).id();
            String value =
                    apiGateway.getApiKey(r -> r.apiKey(key).includeValue(true)).value();
            URI uri = URI.create(
                    "http://127.0.0.1:" + simulation.aws.port() + "/_aws/execute-api/" + api + "/live/orders");

            assertRefused(get(uri, null));
            assertRefused(get(uri, value));

            String plan = apiGateway
                    .createUsagePlan(r -> r.name("gold")
                            .apiStages(
                                    ApiStage.builder().apiId(api).stage("live").build()))
                    .id();
            apiGateway.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key).keyType("API_KEY"));
            simulation.requestsAtBackend.clear();
            HttpResponse<String> answer = get(uri, value);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("from the backend");
            assertRefused(get(uri, value + "x"));
            assertRefused(get(uri, null));
            assertThat(simulation.requestsAtBackend).containsExactly("GET /orders");

            apiGateway.updateApiKey(r -> r.apiKey(key).patchOperations(replace("/enabled", "false")));
            assertRefused(get(uri, value));
        }
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    private static ApiGatewayClient client(LocalAws aws) {
        return ApiGatewayClient.builder()
                .httpClient(aws.transport())
                .endpointOverride(URI.create(aws.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private HttpResponse<String> get(URI uri, String key) throws Exception {
        var request = HttpRequest.newBuilder(uri);
        if (key != null) {
            request.header("x-api-key", key);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ForbiddenException");
    }
}
