package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.ResourcePolicy;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Response;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LambdaAuthorizersTest {

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:authorize";
    private static final String HEADER = "method.request.header.Authorization";
    private static final String ARN = "arn:aws:execute-api:us-east-1:123456789012:api1/test/GET/";
    private static final String UNAUTHORIZED = "401 UnauthorizedException {\"message\":\"Unauthorized\"}";
    private static final String NO_ANSWER = "500 AuthorizerConfigurationException {\"message\":null}";

    private Gateway gateway;
    private Gateway.Backend backend;
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> called = new ArrayList<>();
    private String answer = allow(ARN + "*", "{}");
    private boolean failed;

    @BeforeEach
    void start() throws Exception {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> Response.text(200, "text/plain", "hello"));
        gateway.authorizerServices = new AuthorizerServices() {
            @Override
            public Answer invoke(String functionArn, String authorizerArn, byte[] event) {
                called.add(functionArn + " for " + authorizerArn);
                events.add(Json.parse(event));
                return new Answer(answer.getBytes(StandardCharsets.UTF_8), failed);
            }

            @Override
            public Optional<String> keys(String userPoolArn) {
                return Optional.empty();
            }
        };
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @Test
    void theFunctionIsToldTheTokenAndTheMethod() throws Exception {
        deploy("TOKEN", HEADER, null, 300, null);

        assertThat(get("/orders/7", "Authorization", "secret")).isEqualTo("200 - hello");
        assertThat(called)
                .containsExactly(FUNCTION + " for arn:aws:execute-api:us-east-1:123456789012:api1/authorizers/auth1");
        assertThat(events)
                .containsExactly(Json.parse("{\"type\": \"TOKEN\", \"methodArn\": \"" + ARN
                        + "orders/7\", \"authorizationToken\": \"secret\"}"));
    }

    @Test
    void aRequestAuthorizerIsToldTheWholeRequest() throws Exception {
        deploy("REQUEST", HEADER + ", method.request.querystring.q", null, 0, null);

        assertThat(get("/orders/7?q=1&q=2", "Authorization", "secret")).isEqualTo("200 - hello");
        JsonNode event = events.get(0);
        assertThat(event.path("type").asText()).isEqualTo("REQUEST");
        assertThat(event.path("methodArn").asText()).isEqualTo(ARN + "orders/7");
        assertThat(event.path("resource").asText()).isEqualTo("/{proxy+}");
        assertThat(event.path("path").asText()).isEqualTo("/orders/7");
        assertThat(event.path("headers").path("authorization").asText()
                        + event.path("headers").path("Authorization").asText())
                .isEqualTo("secret");
        assertThat(event.path("queryStringParameters").path("q").asText()).isEqualTo("2");
        assertThat(event.path("multiValueQueryStringParameters").path("q")).hasSize(2);
        assertThat(event.path("pathParameters").path("proxy").asText()).isEqualTo("orders/7");
        assertThat(event.path("stageVariables").path("vpcLinkId").asText()).isEqualTo("link1");
        assertThat(event.path("requestContext").path("apiId").asText()).isEqualTo("api1");
        assertThat(event.path("requestContext")
                        .path("identity")
                        .path("sourceIp")
                        .asText())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void whoShowsNoIdentityIsRefusedUnheard() throws Exception {
        deploy("TOKEN", HEADER, "Bearer [a-z]+", 300, null);
        assertThat(get("/x")).isEqualTo(UNAUTHORIZED);
        assertThat(get("/x", "Authorization", "Bearer 1")).isEqualTo(UNAUTHORIZED);

        deploy("REQUEST", HEADER + ",method.request.querystring.q", null, 0, null);
        assertThat(get("/x", "Authorization", "secret")).isEqualTo(UNAUTHORIZED);
        assertThat(events).isEmpty();
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void whatThePolicyDoesNotAllowIsDenied() throws Exception {
        deploy("TOKEN", HEADER, null, 300, null);
        answer = allow(ARN + "other", "{}");
        assertThat(get("/x", "Authorization", "one"))
                .isEqualTo("403 AccessDeniedException {\"Message\":\"User is not authorized to access this resource "
                        + "because no identity-based policy allows the execute-api:Invoke action\"}");
        answer = policy("Deny", "arn:aws:execute-api:*:*:api1/*", "{}");
        assertThat(get("/x", "Authorization", "two"))
                .isEqualTo("403 AccessDeniedException {\"Message\":\"User is not authorized to access this resource "
                        + "with an explicit deny in an identity-based policy\"}");
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aFunctionThatFailsLetsNoOneIn() throws Exception {
        deploy("TOKEN", HEADER, null, 300, null);
        failed = true;
        answer = "{\"errorMessage\": \"Unauthorized\"}";
        assertThat(get("/x", "Authorization", "t")).isEqualTo(UNAUTHORIZED);
        answer = "{\"errorMessage\": \"broken\"}";
        assertThat(get("/x", "Authorization", "t")).isEqualTo(NO_ANSWER);
        failed = false;
        for (String none : List.of(
                "null",
                "{\"policyDocument\": {\"Statement\": []}}",
                "{\"principalId\": \"p\"}",
                "{\"principalId\": \"p\", \"policyDocument\": {\"Statement\": {\"Effect\": \"Perhaps\"}}}",
                allow(ARN + "*", "{\"list\": []}"))) {
            answer = none;
            assertThat(get("/x", "Authorization", "t")).isEqualTo(NO_ANSWER);
        }
        gateway.authorizerServices = AuthorizerServices.NONE;
        assertThat(get("/x", "Authorization", "t")).isEqualTo(NO_ANSWER);
    }

    @Test
    void aDecisionIsKeptForItsTimeAndByIdentity() throws Exception {
        deploy("TOKEN", HEADER, null, 60, null);
        get("/a", "Authorization", "one");
        answer = "none";
        assertThat(get("/b", "Authorization", "one")).isEqualTo("200 - hello");
        assertThat(get("/b", "Authorization", "two")).isEqualTo(NO_ANSWER);
        pass(Duration.ofSeconds(60));
        assertThat(get("/a", "Authorization", "one")).isEqualTo(NO_ANSWER);
        assertThat(events).hasSize(3);
    }

    @Test
    void aNewDeploymentForgetsDecisions() throws Exception {
        deploy("TOKEN", HEADER, null, 300, null);
        get("/a", "Authorization", "one");
        deploy("TOKEN", HEADER, null, 300, null);
        get("/a", "Authorization", "one");
        assertThat(events).hasSize(2);
    }

    @Test
    void nothingIsKeptWithoutATime() throws Exception {
        deploy("TOKEN", HEADER, null, 0, null);
        get("/a", "Authorization", "one");
        get("/a", "Authorization", "one");
        assertThat(events).hasSize(2);
    }

    @Test
    void theContextReachesTheBackend() throws Exception {
        answer = allow(ARN + "*", "{\"tenant\": \"t1\", \"limit\": 7, \"gold\": true}");
        deploy("TOKEN", HEADER, null, 300, null);

        get("/x", "Authorization", "one");
        assertThat(backend.request().header("X-Principal")).contains("someone");
        assertThat(backend.request().header("X-Tenant")).contains("t1");
        assertThat(backend.request().header("X-Limit")).contains("7");
    }

    @Test
    void theApisPolicyAndTheAuthorizersAreReadTogether() throws Exception {
        deploy("TOKEN", HEADER, null, 0, statement("Deny"));
        assertThat(get("/x", "Authorization", "one"))
                .contains("with an explicit deny")
                .startsWith("403");
        assertThat(events).isEmpty();

        answer = allow(ARN + "other", "{}");
        deploy("TOKEN", HEADER, null, 0, statement("Allow"));
        assertThat(get("/x", "Authorization", "one")).isEqualTo("200 - hello");
        answer = policy("Deny", "*", "{}");
        assertThat(get("/x", "Authorization", "one")).startsWith("403");
    }

    @Test
    void theFunctionIsNotAskedWhoMayBeRefusedByAws() throws Exception {
        gateway.authorizerServices = new AuthorizerServices() {
            @Override
            public Answer invoke(String functionArn, String authorizerArn, byte[] event) {
                throw new AwsException("AccessDeniedException", 403, "no");
            }

            @Override
            public Optional<String> keys(String userPoolArn) {
                return Optional.empty();
            }
        };
        deploy("TOKEN", HEADER, null, 0, null);
        assertThat(get("/x", "Authorization", "one")).isEqualTo(NO_ANSWER);
    }

    private void deploy(String type, String identitySource, String expression, int ttl, String policy) {
        Integration integration = Gateway.http(
                "HTTP_PROXY",
                "http://nlb.example.com/",
                Map.of(
                        "integration.request.header.X-Principal", "context.authorizer.principalId",
                        "integration.request.header.X-Tenant", "context.authorizer.tenant",
                        "integration.request.header.X-Limit", "context.authorizer.limit"));
        var method = new Method("ANY", "CUSTOM", "auth1", false, null, null, Map.of(), Map.of(), Map.of(), integration);
        var authorizer = new Authorizer(
                "auth1",
                "a",
                type,
                List.of(),
                "custom",
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION + "/invocations",
                identitySource,
                expression,
                ttl);
        gateway.loop.exclusively(() -> gateway.stage = new LiveStage(
                "api1",
                "test",
                Map.of("vpcLinkId", "link1"),
                List.of(Gateway.resource("/{proxy+}", Map.of("ANY", method))),
                policy == null ? null : ResourcePolicy.parse(policy, "arn:aws:execute-api:us-east-1:123456789012:api1"),
                List.of(),
                null,
                Map.of(),
                List.of(authorizer),
                null));
    }

    private static String statement(String effect) {
        return "{\"Statement\": {\"Effect\": \"" + effect + "\", \"Principal\": \"*\", \"Action\": "
                + "\"execute-api:Invoke\", \"Resource\": \"execute-api:/test/*\"}}";
    }

    private static String allow(String resource, String context) {
        return policy("Allow", resource, context);
    }

    private static String policy(String effect, String resource, String context) {
        return "{\"principalId\": \"someone\", \"policyDocument\": {\"Version\": \"2012-10-17\", \"Statement\": "
                + "[{\"Effect\": \"" + effect + "\", \"Action\": \"execute-api:Invoke\", \"Resource\": \"" + resource
                + "\"}]}, \"context\": " + context + "}";
    }

    private void pass(Duration duration) {
        boolean[] over = {false};
        gateway.loop.schedule(duration, () -> over[0] = true);
        gateway.loop.runUntil(() -> over[0]);
    }

    private String get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = gateway.request(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = gateway.send(request);
        return response.statusCode() + " "
                + response.headers().firstValue("x-amzn-ErrorType").orElse("-") + " " + response.body();
    }
}
