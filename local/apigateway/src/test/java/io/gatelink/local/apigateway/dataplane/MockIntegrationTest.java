package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.mock;
import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MockIntegrationTest {

    private static final IntegrationResponse JUST_200 = response("200", null, Map.of(), Map.of());

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @Test
    void aPreflightIsAnsweredWithoutABackend() throws Exception {
        gateway.stage(resource(
                "/",
                mock(
                        json("{\"statusCode\": 200}"),
                        response(
                                "200",
                                null,
                                Map.of(
                                        "method.response.header.Access-Control-Allow-Origin", "'*'",
                                        "method.response.header.Access-Control-Allow-Methods", "'GET,OPTIONS'",
                                        "method.response.header.X-Stage", "context.stage"),
                                Map.of()))));

        HttpResponse<String> answer = gateway.send(gateway.request("/").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET,OPTIONS");
        assertThat(answer.headers().firstValue("X-Stage")).hasValue("test");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Amzn-Trace-Id")).isEmpty();
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).isEmpty();
    }

    @Test
    void theStatusCodeOfTheRequestTemplateSelectsTheIntegrationResponse() throws Exception {
        gateway.stage(resource(
                "/",
                mock(
                        json("{\"statusCode\": $input.params('as')}"),
                        response("201", "2..", Map.of(), json("{\"made\": true}")),
                        response("404", null, Map.of(), json("{\"found\": \"$input.params('as')\"}")))));

        HttpResponse<String> made = gateway.get("/?as=299");
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"made\": true}");
        HttpResponse<String> other = gateway.get("/?as=-7");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).isEqualTo("{\"found\": \"-7\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{statusCode: 200}",
                "{ 'statusCode': 200 }",
                "{\"statusCode\": 200, }",
                "{\"statusCode\": 200, \"other\": {}}"
            })
    void theStatusCodeMayStandInLooseJson(String template) throws Exception {
        gateway.stage(resource("/", mock(json(template), JUST_200)));

        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\": \"200\"}",
                "{\"statusCode\": 200.5}",
                "{\"statusCode\": 200",
                "statusCode: 200",
                "{}",
                "[]",
                "ok",
                ""
            })
    void withoutAStatusCodeThatIsAnIntegerItIsAConfigurationError(String template) throws Exception {
        gateway.stage(resource("/", mock(json(template), JUST_200)));

        assertIsConfigurationError(gateway.get("/"));
        assertThat(test())
                .contains("Execution failed due to configuration error: Unable to parse statusCode. It should be an "
                        + "integer that is defined in the request template.\n");
    }

    @Test
    void withoutARequestTemplateTheBodyHasToHaveTheStatusCode() throws Exception {
        gateway.stage(resource("/", mock(Map.of(), JUST_200)));

        assertIsConfigurationError(gateway.get("/"));
        assertThat(gateway.send(gateway.request("/").POST(BodyPublishers.ofString("{\"statusCode\": 200}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutAnIntegrationResponseThatFitsItIsAConfigurationError() throws Exception {
        gateway.stage(resource("/", mock(json("{\"statusCode\": 500}"), response("200", "2..", Map.of(), Map.of()))));

        assertIsConfigurationError(gateway.get("/"));
        assertThat(test())
                .contains("Execution failed due to configuration error: No match for output mapping and no default "
                        + "output mapping configured. Endpoint Response Status Code: 500\n");
    }

    @Test
    void theResponseTemplateSeesWhatTheRequestTemplateOverrides() throws Exception {
        String request = "#set($context.requestOverride.path.body = $input.params('q'))"
                + "#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = 'bar')"
                + "{\"statusCode\": 200}";
        gateway.stage(resource(
                "/",
                mock(
                        json(request),
                        response(
                                "200",
                                null,
                                Map.of(),
                                json("$context.requestOverride.path.body $context.responseOverride.status")))));

        HttpResponse<String> answer = gateway.get("/?q=hello");

        assertThat(answer.statusCode()).isEqualTo(444);
        assertThat(answer.headers().firstValue("foo")).hasValue("bar");
        assertThat(answer.body()).isEqualTo("hello 444");
    }

    @Test
    void aTestInvocationTellsOfNoEndpoint() {
        gateway.stage(resource("/", mock(json("{\"statusCode\": 200}"), response("200", null, Map.of(), json("{}")))));

        assertThat(test().lines().map(line -> line.replaceFirst("^.* : ", "")))
                .contains(
                        "HTTP Method: GET, Resource Path: /",
                        "Method response body after transformations: {}",
                        "Successfully completed execution",
                        "Method completed with status: 200")
                .noneMatch(line -> line.contains("Endpoint"));
    }

    private String test() {
        var log = InvocationLog.kept();
        Response answer = gateway.executeApi()
                .test(
                        new LiveStage("api1", "", Map.of(), gateway.stage.resources()),
                        "/",
                        new Request("GET", "/", "", Map.of(), null),
                        log);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("local AWS");
        return log.toString();
    }

    private static void assertIsConfigurationError(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(answer.headers().allValues("x-amzn-ErrorType")).isEqualTo(List.of("InternalServerErrorException"));
    }

    private static Map<String, String> json(String template) {
        return Map.of("application/json", template);
    }

    private static IntegrationResponse response(
            String statusCode, String pattern, Map<String, String> parameters, Map<String, String> templates) {
        return new IntegrationResponse(statusCode, pattern, parameters, templates, null);
    }
}
