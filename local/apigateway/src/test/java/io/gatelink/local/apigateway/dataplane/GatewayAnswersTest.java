package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.http;
import static io.gatelink.local.apigateway.dataplane.Gateway.mock;
import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.GatewayResponse;
import io.gatelink.local.apigateway.GatewayResponseType;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatewayAnswersTest {

    private static final Map<String, String> STANDARD =
            Map.of("application/json", "{\"message\":$context.error.messageString}");
    private static final Map<String, String> CORS = Map.of("gatewayresponse.header.Access-Control-Allow-Origin", "'*'");

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
    void aDefaultAddsHeadersToAnswersOfItsClassAlone() throws Exception {
        set(GatewayResponseType.DEFAULT_4XX, null, CORS, STANDARD);
        gateway.stage(resource("/", mock(Map.of())));

        HttpResponse<String> missing = gateway.get("/nowhere");
        assertThat(missing.statusCode()).isEqualTo(403);
        assertThat(missing.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(missing.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(missing.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(missing.headers().firstValue("x-amzn-ErrorType")).hasValue("MissingAuthenticationTokenException");
        HttpResponse<String> failed = gateway.get("/");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aTypesOwnResponseTakesThePlaceOfTheDefaultAsAWhole() throws Exception {
        set(GatewayResponseType.DEFAULT_4XX, "418", CORS, STANDARD);
        set(GatewayResponseType.MISSING_AUTHENTICATION_TOKEN, "404", Map.of(), STANDARD);
        gateway.stage(resource("/", mock(Map.of())));

        HttpResponse<String> missing = gateway.get("/nowhere");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void headersAndBodiesReferToTheCall() throws Exception {
        set(
                GatewayResponseType.DEFAULT_5XX,
                "599",
                Map.of(
                        "gatewayresponse.header.x-header", "method.request.header.X-Sent",
                        "gatewayresponse.header.x-path", "method.request.path.id",
                        "gatewayresponse.header.x-query", "method.request.querystring.q",
                        "gatewayresponse.header.x-variable", "stageVariables.a",
                        "gatewayresponse.header.x-context", "context.resourcePath",
                        "gatewayresponse.header.x-none", "method.request.header.X-None"),
                Map.of(
                        "application/json",
                        "$context.error.message|$context.error.messageString|${context.error.responseType}|"
                                + "$context.stage|$context.nothing|$stageVariables.a|$input.body|#set($a = 1)|$5"));
        gateway.stage(List.of(resource("/{id}", mock(Map.of()))), Map.of("a", "v"));

        HttpResponse<String> answer =
                gateway.send(gateway.request("/7%201?q=x&q=y").header("X-Sent", "yes"));

        assertThat(answer.statusCode()).isEqualTo(599);
        assertThat(answer.body())
                .isEqualTo("Internal server error|\"Internal server error\"|API_CONFIGURATION_ERROR|test||v|"
                        + "$input.body|#set($a = 1)|$5");
        assertThat(answer.headers().firstValue("x-header")).hasValue("yes");
        assertThat(answer.headers().firstValue("x-path")).hasValue("7 1");
        assertThat(answer.headers().firstValue("x-query")).hasValue("y");
        assertThat(answer.headers().firstValue("x-variable")).hasValue("v");
        assertThat(answer.headers().firstValue("x-context")).hasValue("/{id}");
        assertThat(answer.headers().firstValue("x-none")).isEmpty();
    }

    @Test
    void ofSeveralTemplatesTheOneThatTheCallerAcceptsCounts() throws Exception {
        set(
                GatewayResponseType.DEFAULT_4XX,
                null,
                Map.of(),
                Map.of(
                        "application/json", "{\"message\":$context.error.messageString}",
                        "text/html", "<p>$context.error.message</p>"));
        gateway.stage(resource("/", mock(Map.of())));

        HttpResponse<String> html = gateway.send(gateway.request("/nowhere").header("Accept", "text/html, */*;q=0.1"));
        assertThat(html.body()).isEqualTo("<p>Missing Authentication Token</p>");
        assertThat(html.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(gateway.get("/nowhere").body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }

    @Test
    void aLineBreakInAParameterStartsNoOtherHeader() throws Exception {
        set(
                GatewayResponseType.DEFAULT_5XX,
                null,
                Map.of("gatewayresponse.header.x-path", "method.request.path.id"),
                STANDARD);
        gateway.stage(resource("/{id}", mock(Map.of())));

        HttpResponse<String> answer = gateway.get("/a%0D%0AX-Other:%20b");

        assertThat(answer.headers().firstValue("x-path")).hasValue("a  X-Other: b");
        assertThat(answer.headers().firstValue("X-Other")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "ACCESS_DENIED",
                "API_CONFIGURATION_ERROR",
                "INTEGRATION_FAILURE",
                "INVALID_API_KEY",
                "INVALID_SIGNATURE",
                "MISSING_AUTHENTICATION_TOKEN",
                "QUOTA_EXCEEDED",
                "REQUEST_TOO_LARGE",
                "THROTTLED",
                "UNSUPPORTED_MEDIA_TYPE"
            })
    void eachTypeHasItsOwn(GatewayResponseType type) throws Exception {
        set(type, "299", Map.of(), Map.of("application/json", "$context.error.responseType"));

        HttpResponse<String> answer = provoke(type);

        assertThat(answer.statusCode()).isEqualTo(299);
        assertThat(answer.body()).isEqualTo(type.name());
    }

    private HttpResponse<String> provoke(GatewayResponseType type) throws Exception {
        Integration nothing = mock(Map.of());
        switch (type) {
            case ACCESS_DENIED -> {
                gateway.privateTo = Optional.of(List.of("vpce-1"));
                gateway.stage(resource("/", nothing));
                return gateway.send(gateway.request("/").header(ApiEndpoint.VPC_ENDPOINT, "vpce-1"));
            }
            case INTEGRATION_FAILURE -> {
                gateway.link("link1", unusedPort());
                gateway.stage(resource("/", http("HTTP_PROXY", "http://nlb.example.com", Map.of())));
            }
            case INVALID_API_KEY ->
                gateway.stage(resource(
                        "/",
                        Map.of(
                                "GET",
                                new Method(
                                        "GET", "NONE", null, true, null, null, Map.of(), Map.of(), Map.of(),
                                        nothing))));
            case INVALID_SIGNATURE -> {
                gateway.stage(resource("/", Map.of("GET", Gateway.method("AWS_IAM", nothing))));
                return gateway.send(gateway.request("/").header("Authorization", "AWS4-HMAC-SHA256 x"));
            }
            case QUOTA_EXCEEDED, THROTTLED -> {
                gateway.admission = type == GatewayResponseType.THROTTLED
                        ? LiveStage.Admission.THROTTLED
                        : LiveStage.Admission.QUOTA_EXCEEDED;
                gateway.stage(resource("/", nothing));
            }
            case REQUEST_TOO_LARGE -> {
                gateway.stage(resource("/", nothing));
                return gateway.send(gateway.request("/").POST(BodyPublishers.ofByteArray(new byte[(10 << 20) + 1])));
            }
            case UNSUPPORTED_MEDIA_TYPE -> {
                gateway.stage(resource("/", nothing));
                return gateway.send(gateway.request("/").header("Content-Encoding", "br"));
            }
            case MISSING_AUTHENTICATION_TOKEN -> {
                gateway.stage(resource("/", nothing));
                return gateway.get("/nowhere");
            }
            default -> gateway.stage(resource("/", nothing));
        }
        return gateway.get("/");
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void set(
            GatewayResponseType type,
            String statusCode,
            Map<String, String> parameters,
            Map<String, String> templates) {
        gateway.gatewayResponses.put(type, new GatewayResponse(type, statusCode, parameters, templates, false));
    }
}
