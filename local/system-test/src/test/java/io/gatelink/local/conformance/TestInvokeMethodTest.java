package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodRequest;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/** A method is called before it is deployed. */
class TestInvokeMethodTest {

    private static LocalAwsOverHttp local;
    private static ApiGatewayClient client;
    private static String link;
    private static String api;
    private static String root;
    private static String proxy;

    /** GET on the root, signed; anything below it, open; both through the stage variable, nothing deployed. */
    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        client = local.client(ApiGatewayClient.builder());
        String arn = local.networkLoadBalancer("blue").loadBalancerArn();
        link = client.createVpcLink(r -> r.name("blue").targetArns(arn)).id();
        until(() -> client.getVpcLink(r -> r.vpcLinkId(link)).status(), VpcLinkStatus.AVAILABLE::equals);
        var created = client.createRestApi(r -> r.name("orders"));
        api = created.id();
        root = created.rootResourceId();
        proxy = client.createResource(r -> r.restApiId(api).parentId(root).pathPart("{proxy+}"))
                .id();
        method(root, "GET", "AWS_IAM", "http://lb.example.com/", Map.of());
        method(
                proxy,
                "ANY",
                "NONE",
                "http://lb.example.com/{proxy}",
                Map.of("integration.request.path.proxy", "method.request.path.proxy"));
    }

    private static void method(
            String resource, String method, String authorization, String uri, Map<String, String> mapped) {
        client.putMethod(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod(method)
                .authorizationType(authorization)
                .requestParameters(mapped.isEmpty() ? Map.of() : Map.of("method.request.path.proxy", true)));
        client.putIntegration(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod(method)
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod(method)
                .uri(uri)
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId("${stageVariables.vpcLinkId}")
                .requestParameters(mapped));
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void aMethodIsTestedWithoutSignatureAndTheAnswerTellsAll() {
        TestInvokeMethodResponse answer = test(r -> r.resourceId(root).httpMethod("GET"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("blue GET / null");
        assertThat(answer.headers())
                .containsEntry("X-backend", "blue")
                .containsEntry("X-many", "two")
                .doesNotContainKeys("x-amzn-RequestId", "x-amz-apigw-id");
        assertThat(answer.multiValueHeaders()).containsEntry("X-many", List.of("one", "two"));
        assertThat(answer.latency()).isNotNegative();
        assertThat(answer.log())
                .startsWith("Execution log for request ")
                .contains(
                        " : Starting execution for request: ",
                        "HTTP Method: GET, Resource Path: /\n",
                        "Endpoint request URI: http://lb.example.com/\n",
                        "Successfully completed execution\n")
                .endsWith(" : Method completed with status: 200\n");
    }

    /** As an event of a console's test shows, whose headers are null: brefphp/bref, issue 534. */
    @Test
    void apiGatewayTellsTheBackendNothingOfACaller() {
        assertThat(test(r -> r.resourceId(root).httpMethod("GET")).log()).doesNotContain("X-Forwarded");
    }

    /** So a backend that redirects to https can be tested. */
    @Test
    void theBackendIsToldWhatTheTestSaysOfACaller() {
        assertThat(test(r -> r.resourceId(root).httpMethod("GET")).headers()).containsEntry("X-scheme", "null");
        assertThat(test(r -> r.resourceId(root).httpMethod("GET").headers(Map.of("X-Forwarded-Proto", "https")))
                        .headers())
                .containsEntry("X-scheme", "https");
    }

    @Test
    void pathQueryHeadersAndBodyAreThoseOfTheRequest() {
        TestInvokeMethodResponse answer = test(r -> r.resourceId(proxy)
                .httpMethod("POST")
                .pathWithQueryString("/a/b?c=d&c=e")
                .headers(Map.of("X-Test", "ä"))
                .body("{\"ö\": 1}")
                .multiValueHeaders(Map.of("x-test", List.of("2", "3"))));

        assertThat(answer.body()).isEqualTo("blue POST /a/b?c=d&c=e [Ã¤, 2, 3] {\"ö\": 1}");
        assertThat(answer.log())
                .contains("Method request path: {proxy=a/b}\n", "Method request query string: {c=d,e}\n");
    }

    @Test
    void aSlashAtThePathsBeginningMayBeMissing() {
        assertThat(test(r -> r.resourceId(proxy).httpMethod("DELETE").pathWithQueryString("a"))
                        .body())
                .isEqualTo("blue DELETE /a null");
    }

    @Test
    void theBackendsErrorsAreAnswersToo() {
        assertThat(test(r -> r.resourceId(proxy).httpMethod("GET").pathWithQueryString("/status/503"))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void withoutTheStageVariableTheLogSaysWhatIsMissing() {
        TestInvokeMethodResponse answer =
                client.testInvokeMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", "InternalServerErrorException");
        assertThat(answer.log()).contains("Execution failed due to configuration error: ", "vpcLinkId");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatCannotBeTestedIsRefused(String what, Consumer<TestInvokeMethodRequest.Builder> change, String expected) {
        assertThat(error(() -> test(change))).isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "an unknown API",
                        r -> r.restApiId("no").resourceId(root).httpMethod("GET"),
                        "404 NotFoundException: Invalid Resource identifier specified"),
                refusal(
                        "an unknown resource",
                        r -> r.resourceId("no").httpMethod("GET"),
                        "404 NotFoundException: Invalid Resource identifier specified"),
                refusal(
                        "an unknown method",
                        r -> r.resourceId(root).httpMethod("PUT"),
                        "404 NotFoundException: Invalid Method identifier specified"),
                refusal(
                        "ANY, which is no method of HTTP",
                        r -> r.resourceId(proxy).httpMethod("ANY"),
                        "400 BadRequestException: A test invocation needs one HTTP method, such as GET, for it to be "
                                + "sent: "
                                + "not ANY"),
                refusal(
                        "another resource's path",
                        r -> r.resourceId(root).httpMethod("GET").pathWithQueryString("/a?b"),
                        "400 BadRequestException: Invalid pathWithQueryString: /a is not a path of the resource /"),
                refusal(
                        "a client certificate",
                        r -> r.resourceId(root).httpMethod("GET").clientCertificateId("c"),
                        "400 BadRequestException: Invalid Client Certificate identifier specified"),
                refusal(
                        "a header that would be two",
                        r -> r.resourceId(root).httpMethod("GET").headers(Map.of("X-Test", "a\r\nX-Evil: b")),
                        "400 BadRequestException: Invalid header: 'X-Test'"),
                refusal(
                        "a name that is none",
                        r -> r.resourceId(root).httpMethod("GET").multiValueHeaders(Map.of("X Test", List.of("a"))),
                        "400 BadRequestException: Invalid header: 'X Test'"));
    }

    private static Arguments refusal(String what, Consumer<TestInvokeMethodRequest.Builder> change, String expected) {
        return arguments(what, change, expected);
    }

    private static TestInvokeMethodResponse test(Consumer<TestInvokeMethodRequest.Builder> change) {
        var request = TestInvokeMethodRequest.builder().restApiId(api).stageVariables(Map.of("vpcLinkId", link));
        change.accept(request);
        return client.testInvokeMethod(request.build());
    }
}
