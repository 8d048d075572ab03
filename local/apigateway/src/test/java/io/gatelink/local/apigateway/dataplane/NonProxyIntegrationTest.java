package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.http;
import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import io.gatelink.local.http.Response;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NonProxyIntegrationTest {

    private static final Map<String, IntegrationResponse> JUST_200 = Map.of("200", response("200", null));

    private Gateway gateway;
    private Gateway.Backend backend;
    private Response answer = Response.text(200, "text/plain", "hello").with("X-Backend", "b");

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> answer);
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @Test
    void onlyWhatIsMappedPassesToTheBackend() throws Exception {
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(
                                "integration.request.querystring.a", "method.request.querystring.a",
                                "integration.request.header.X-Mapped", "method.request.header.X-Sent"),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        JUST_200)));

        HttpResponse<String> response = gateway.send(gateway.request("/?a=1&b=2")
                .header("X-Sent", "yes")
                .header("X-Other", "no")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("1;2")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(backend.request().query()).isEqualTo("a=1");
        assertThat(backend.request().body()).asString().isEqualTo("1;2");
        assertThat(backend.request().headers())
                .containsOnlyKeys(
                        "Accept",
                        "Content-Length",
                        "Content-Type",
                        "Host",
                        "User-Agent",
                        "X-Amzn-Trace-Id",
                        "X-Mapped",
                        "x-amzn-apigateway-api-id");
        assertThat(backend.request().header("X-Mapped")).hasValue("yes");
        assertThat(backend.request().header("Content-Type")).hasValue("text/csv");
        assertThat(backend.request().header("User-Agent")).hasValue("AmazonAPIGateway_api1");
    }

    @Test
    void onlyWhatIsMappedPassesToTheCaller() throws Exception {
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        Map.of(
                                "200",
                                new IntegrationResponse(
                                        "200",
                                        null,
                                        Map.of(
                                                "method.response.header.X-Mapped",
                                                        "integration.response.header.x-backend",
                                                "method.response.header.X-Fixed", "'fixed'",
                                                "method.response.header.X-Stage", "context.stage",
                                                "method.response.header.X-Absent",
                                                        "integration.response.header.absent"),
                                        Map.of(),
                                        null)))));

        HttpResponse<String> response = gateway.get("/");

        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.headers().map())
                .containsOnlyKeys(
                        "content-length",
                        "content-type",
                        "date",
                        "x-amz-apigw-id",
                        "x-amzn-requestid",
                        "x-amzn-trace-id",
                        "x-fixed",
                        "x-mapped",
                        "x-stage");
        assertThat(response.headers().firstValue("X-Mapped")).hasValue("b");
        assertThat(response.headers().firstValue("X-Fixed")).hasValue("fixed");
        assertThat(response.headers().firstValue("X-Stage")).hasValue("test");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest
    @CsvSource({"200,200", "201,200", "404,400", "400,400", "422,400", "500,502", "503,502", "302,200"})
    void theBackendsStatusDecidesWhichResponseIsTaken(int backendStatus, int status) throws Exception {
        answer = Response.text(backendStatus, "text/plain", "b");
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        Map.of(
                                "200",
                                response("200", null),
                                "400",
                                response("400", "4\\d{2}"),
                                "502",
                                response("502", "5.*")))));

        assertThat(gateway.get("/").statusCode()).isEqualTo(status);
    }

    @Test
    void ofTwoResponsesThatFitTheLowerStatusCodeComesFirst() throws Exception {
        answer = Response.text(404, "text/plain", "b");
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        Map.of("404", response("404", "404"), "400", response("400", "4.*")))));

        assertThat(gateway.get("/").statusCode()).isEqualTo(400);
    }

    @Test
    void withoutAResponseThatFitsItIsAnInternalServerError() throws Exception {
        answer = Response.text(404, "text/plain", "no");
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        Map.of("200", response("200", "2.*")))));

        assertThat(gateway.get("/").statusCode()).isEqualTo(500);
        assertThat(gateway.get("/").body()).isEqualTo("{\"message\": \"Internal server error\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "WHEN_NO_MATCH,application/json,200,<{}>",
        "WHEN_NO_MATCH,text/plain,200,{}",
        "WHEN_NO_TEMPLATES,text/plain,415,",
        "NEVER,text/plain,415,",
        "NEVER,application/json; charset=utf-8,200,<{}>"
    })
    void theContentTypeDecidesWhichTemplateIsTaken(String behavior, String contentType, int status, String sent)
            throws Exception {
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of("application/json", "<$input.body>"),
                        behavior,
                        JUST_200)));

        HttpResponse<String> response = gateway.send(
                gateway.request("/").header("Content-Type", contentType).POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(status);
        if (sent != null) {
            assertThat(backend.request().body()).asString().isEqualTo(sent);
        }
    }

    @Test
    void aResponseTemplateMakesTheBody() throws Exception {
        answer = Response.text(200, "application/json", "{ \"a\" : 1 }");
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        Map.of(
                                "200",
                                new IntegrationResponse(
                                        "200",
                                        null,
                                        Map.of(),
                                        Map.of("application/json", "{\"data\":$input.json('$')}"),
                                        null)))));

        assertThat(gateway.get("/").body()).isEqualTo("{\"data\":{\"a\":1}}");
    }

    @Test
    void anOverrideInARequestTemplateReplacesWhatIsMapped() throws Exception {
        gateway.stage(resource(
                "/{id}",
                http(
                        "HTTP",
                        "http://nlb.example.com/{id}",
                        Map.of(
                                "integration.request.path.id", "method.request.path.id",
                                "integration.request.querystring.a", "'mapped'",
                                "integration.request.header.X-A", "'mapped'"),
                        Map.of("application/json", """
                        #set($context.requestOverride.path.id = "a b")
                        #set($context.requestOverride.querystring.a = $input.params('id'))
                        #set($context.requestOverride.header["x-a"] = "one
                        line")
                        {}"""),
                        "WHEN_NO_MATCH",
                        JUST_200)));

        gateway.get("/7");

        assertThat(backend.request().path()).isEqualTo("/a%20b");
        assertThat(backend.request().query()).isEqualTo("a=7");
        assertThat(backend.request().header("X-A")).hasValue("one line");
        assertThat(backend.request().body()).asString().isEqualTo("{}");
    }

    @Test
    void anOverrideInAResponseTemplateReplacesStatusAndHeader() throws Exception {
        gateway.stage(resource("/", responding("""
                #set($context.responseOverride.status = 418)
                #set($context.responseOverride.header.X-Kind = "tea")
                $context.stage""")));

        HttpResponse<String> response = gateway.get("/");

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.headers().firstValue("X-Kind")).hasValue("tea");
        assertThat(response.body()).isEqualTo("test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#set($context.responseOverride.status = 99)",
                "$util.urlDecode('%zz')",
                "#set($context.responseOverride.status = 400)#set($context.responseOverride.status = 401)",
                "#set($context.requestOverride.header.a = 'x')",
                "#set($context.responseOverride.header['a b'] = 'x')",
                "#set($x = [1..1000000])",
                "$input.json('$')"
            })
    void aResponseTemplateThatFailsIsAnInternalServerError(String template) throws Exception {
        gateway.stage(resource("/", responding(template)));

        HttpResponse<String> response = gateway.get("/");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("{\"message\": \"Internal server error\"}");
    }

    @Test
    void aRequestTemplateThatFailsIsAnInternalServerErrorAndNotSent() throws Exception {
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of("application/json", "$util.base64Decode('?')"),
                        "WHEN_NO_MATCH",
                        JUST_200)));

        assertThat(gateway.get("/").statusCode()).isEqualTo(500);
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aRequestBodyThatIsNotJsonWhereItHasToBeIsABadRequest() throws Exception {
        gateway.stage(resource(
                "/",
                http(
                        "HTTP",
                        "http://nlb.example.com/",
                        Map.of(),
                        Map.of("application/json", "$input.json('$')"),
                        "WHEN_NO_MATCH",
                        JUST_200)));

        HttpResponse<String> response = gateway.send(gateway.request("/").POST(BodyPublishers.ofString("{")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"message\":\"Could not parse request body into json: ");
    }

    private static Integration responding(String template) {
        return http(
                "HTTP",
                "http://nlb.example.com/",
                Map.of(),
                Map.of(),
                "WHEN_NO_MATCH",
                Map.of(
                        "200",
                        new IntegrationResponse("200", null, Map.of(), Map.of("application/json", template), null)));
    }

    private static IntegrationResponse response(String statusCode, String selectionPattern) {
        return new IntegrationResponse(statusCode, selectionPattern, Map.of(), Map.of(), null);
    }
}
