package io.gatelink.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;

/** CORS as AWS's guide sets it up: a MOCK integration for OPTIONS, and headers for API Gateway's own answers. */
class CorsTest {

    private static final Map<String, String> ANSWER = Map.of(
            "Access-Control-Allow-Headers", "Content-Type,Authorization",
            "Access-Control-Allow-Methods", "GET,OPTIONS",
            "Access-Control-Allow-Origin", "https://shop.example.com");

    private LocalAwsOverHttp local;
    private ApiGatewayClient client;
    private String api;
    private String root;

    @BeforeEach
    void start() {
        local = new LocalAwsOverHttp();
        client = local.client(ApiGatewayClient.builder());
        var created = client.createRestApi(r -> r.name("shop"));
        api = created.id();
        root = created.rootResourceId();
        preflight();
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void aPreflightIsAnsweredWithoutCredentials() {
        deploy();

        HttpResponse<String> answer = local.send(request("OPTIONS")
                .header("Access-Control-Request-Method", "GET")
                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        ANSWER.forEach((name, value) ->
                assertThat(answer.headers().firstValue(name)).as(name).hasValue(value));
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).isEmpty();
    }

    @Test
    void whatApiGatewayRefusesItselfCarriesTheHeaderOnceItIsDeployed() {
        client.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("AWS_IAM"));
        client.putIntegration(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").type(IntegrationType.MOCK));
        deploy();
        var put = client.putGatewayResponse(r -> r.restApiId(api)
                .responseType(GatewayResponseType.DEFAULT_4_XX)
                .responseParameters(
                        Map.of("gatewayresponse.header.Access-Control-Allow-Origin", "'https://shop.example.com'")));
        assertThat(put.defaultResponse()).isFalse();
        assertThat(local.send(request("GET").build()).headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();

        deploy();

        HttpResponse<String> answer = local.send(request("GET").build());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("https://shop.example.com");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("MissingAuthenticationTokenException");
        assertThat(client.getGatewayResponse(r -> r.restApiId(api).responseType(GatewayResponseType.THROTTLED))
                        .responseParameters())
                .isEqualTo(put.responseParameters());
    }

    @Test
    void whatWasMadeReadsBack() {
        var read = client.getMethod(r -> r.restApiId(api).resourceId(root).httpMethod("OPTIONS"));

        assertThat(read.methodIntegration().type()).isEqualTo(IntegrationType.MOCK);
        assertThat(read.methodIntegration().uri()).isNull();
        assertThat(read.methodIntegration().connectionType()).isNull();
        assertThat(read.methodIntegration().integrationResponses().get("200").responseParameters())
                .isEqualTo(literals());
        var tested =
                client.testInvokeMethod(r -> r.restApiId(api).resourceId(root).httpMethod("OPTIONS"));
        assertThat(tested.status()).isEqualTo(200);
        assertThat(tested.headers()).containsAllEntriesOf(ANSWER);
    }

    private void preflight() {
        client.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("OPTIONS").authorizationType("NONE"));
        client.putIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("OPTIONS")
                .type(IntegrationType.MOCK)
                .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}")));
        client.putMethodResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("OPTIONS")
                .statusCode("200")
                .responseParameters(literals().keySet().stream()
                        .collect(Collectors.toMap(parameter -> parameter, parameter -> false))));
        client.putIntegrationResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("OPTIONS")
                .statusCode("200")
                .responseParameters(literals()));
    }

    private static Map<String, String> literals() {
        return ANSWER.entrySet().stream()
                .collect(Collectors.toMap(
                        header -> "method.response.header." + header.getKey(),
                        header -> "'" + header.getValue() + "'"));
    }

    private void deploy() {
        client.createDeployment(r -> r.restApiId(api).stageName("live"));
    }

    private HttpRequest.Builder request(String method) {
        return HttpRequest.newBuilder(URI.create(local.aws.endpoint() + "/_aws/execute-api/" + api + "/live"))
                .header("Origin", "https://shop.example.com")
                .method(method, BodyPublishers.noBody());
    }
}
