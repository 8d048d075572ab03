package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/** API Gateway through AWS's own client: the guide to private integrations, and what its callers see. */
class ApiGatewayConformanceTest {

    private static final String VARIABLE = "${stageVariables.vpcLinkId}";

    private static LocalAwsOverHttp local;
    private static ApiGatewayClient client;
    private static String blueArn;
    private static String blue;
    private static String green;

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        client = local.client(ApiGatewayClient.builder());
        blueArn = local.networkLoadBalancer("blue").loadBalancerArn();
        blue = link(blueArn);
        green = link(local.networkLoadBalancer("green").loadBalancerArn());
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_PROXY, true", "HTTP_PROXY, false", "HTTP, true", "HTTP, false"})
    void anApiServesALoadBalancerThroughItsLink(IntegrationType type, boolean throughAVariable) {
        var api = new Api();
        api.method("GET", "NONE");
        var put = api.integrate("GET", type, throughAVariable ? VARIABLE : blue);
        assertThat(put.connectionId()).isEqualTo(throughAVariable ? VARIABLE : blue);
        assertThat(put.timeoutInMillis()).isEqualTo(29_000);
        if (type == IntegrationType.HTTP) {
            api.respond("200", "", Map.of("method.response.header.X-From", "integration.response.header.X-Backend"));
            api.respond("404", "4..", Map.of());
        }
        api.deploy("test", Map.of("vpcLinkId", blue));

        var answer = local.call(api.id, "test");
        assertThat(answer.body()).isEqualTo("blue GET / null");
        assertThat(answer.headers().firstValue(type == IntegrationType.HTTP ? "X-From" : "X-Backend"))
                .hasValue("blue");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue(type == IntegrationType.HTTP ? "application/json" : "text/plain; charset=utf-8");
    }

    @Test
    void switchingTheStageVariableReachesTheOtherBackendAtOnce() {
        var api = new Api();
        api.method("GET", "NONE");
        api.integrate("GET", IntegrationType.HTTP_PROXY, VARIABLE);
        String deployment = api.deploy("test", Map.of("vpcLinkId", blue));
        for (String[] link : new String[][] {{green, "green"}, {blue, "blue"}, {green, "green"}}) {
            var stage = client.updateStage(r ->
                    r.restApiId(api.id).stageName("test").patchOperations(replace("/variables/vpcLinkId", link[0])));

            assertThat(local.call(api.id, "test").body()).startsWith(link[1]);
            assertThat(stage.deploymentId()).isEqualTo(deployment);
        }
        assertThat(error(() -> client.deleteVpcLink(r -> r.vpcLinkId(green))))
                .isEqualTo("400 BadRequestException: Cannot "
                        + "delete vpc link. Vpc link '" + green + "', is referenced in [" + api.id + ":GET:" + api.root
                        + ":test] in format of [RESTApiId:Method:Resource:Stage].");
        client.deleteRestApi(r -> r.restApiId(api.id));
    }

    @Test
    void everyPathMethodHeaderAndBodyArrivesAsSent() {
        var api = new Api();
        String proxy = client.createResource(
                        r -> r.restApiId(api.id).parentId(api.root).pathPart("{proxy+}"))
                .id();
        client.putMethod(r -> r.restApiId(api.id)
                .resourceId(proxy)
                .httpMethod("ANY")
                .authorizationType("NONE")
                .requestParameters(Map.of("method.request.path.proxy", true)));
        client.putIntegration(r -> r.restApiId(api.id)
                .resourceId(proxy)
                .httpMethod("ANY")
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("ANY")
                .uri("http://lb.example.com/{proxy}")
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId(blue)
                .requestParameters(Map.of("integration.request.path.proxy", "method.request.path.proxy")));
        api.deploy("test", Map.of());

        var answer = local.send(HttpRequest.newBuilder(
                        URI.create(local.aws.endpoint() + "/_aws/execute-api/" + api.id + "/test/a%20b/c?d=e&d=%C3%A4"))
                .header("X-Test", "1")
                .header("X-Test", "2")
                .method("PATCH", BodyPublishers.ofString("bödy"))
                .build());

        assertThat(answer.body()).isEqualTo("blue PATCH /a%20b/c?d=e&d=%C3%A4 [1, 2] bödy");
        assertThat(answer.headers().allValues("X-Many")).containsExactly("one", "two");
        assertThat(local.call(api.id, "test/status/503").statusCode()).isEqualTo(503);
    }

    @Test
    void linksGoFromPendingToAvailableOrFailedAndAwayThroughDeleting() {
        var second = client.createVpcLink(
                r -> r.name("second").description("d").targetArns(blueArn).tags(Map.of("a", "b")));
        assertThat(second.status()).isEqualTo(VpcLinkStatus.PENDING);
        var failed = until(
                () -> client.getVpcLink(r -> r.vpcLinkId(second.id())), link -> link.status() != VpcLinkStatus.PENDING);
        assertThat(failed.status()).isEqualTo(VpcLinkStatus.FAILED);
        assertThat(failed.statusMessage()).isEqualTo("NLB is already associated with another VPC Endpoint Service");
        assertThat(failed.tags()).isEqualTo(Map.of("a", "b"));

        client.deleteVpcLink(r -> r.vpcLinkId(second.id()));
        assertThat(until(
                        () -> error(() -> client.getVpcLink(r -> r.vpcLinkId(second.id()))),
                        error -> !error.equals("no error")))
                .isEqualTo("404 NotFoundException: Invalid Vpc Link identifier specified");
        assertThat(client.getVpcLinks().items())
                .extracting(link -> link.id())
                .contains(blue, green)
                .doesNotContain(second.id());
    }

    @Test
    void listingsComeInPages() {
        List<String> ids = Stream.of("p1", "p2", "p3")
                .map(name -> client.createRestApi(r -> r.name(name)).id())
                .toList();

        assertThat(client.getRestApis(r -> r.limit(2)).position()).isNotNull();
        assertThat(client.getRestApisPaginator(r -> r.limit(2)).items().stream().map(RestApi::id))
                .containsAll(ids);
        ids.forEach(id -> client.deleteRestApi(r -> r.restApiId(id)));
    }

    @Test
    void tagsAndTheAccountReadBack() {
        var api = new Api();
        String arn = "arn:aws:apigateway:us-east-1::/restapis/" + api.id;
        client.tagResource(r -> r.resourceArn(arn).tags(Map.of("a", "1", "b", "2")));
        client.untagResource(r -> r.resourceArn(arn).tagKeys("a"));
        assertThat(client.getTags(r -> r.resourceArn(arn)).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(client.getAccount().throttleSettings().rateLimit()).isEqualTo(10_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatCannotBeIsRefusedInApiGatewaysWords(String what, Consumer<Api> call, String expected) {
        var api = new Api();
        api.method("GET", "NONE");

        assertThat(error(() -> call.accept(api))).isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(
                        "an unknown API",
                        api -> client.getRestApi(r -> r.restApiId("nosuchapi0")),
                        "404 NotFoundException: Invalid API identifier specified 123456789012:nosuchapi0"),
                refusal(
                        "an unknown resource",
                        api -> client.getResource(r -> r.restApiId(api.id).resourceId("no")),
                        "404 NotFoundException: Invalid Resource identifier specified"),
                refusal(
                        "an unknown method",
                        api -> client.getMethod(
                                r -> r.restApiId(api.id).resourceId(api.root).httpMethod("PUT")),
                        "404 NotFoundException: Invalid Method identifier specified"),
                refusal(
                        "a method without integration",
                        api -> api.deploy("test", Map.of()),
                        "400 BadRequestException: No integration defined for method"),
                refusal(
                        "a link to two load balancers",
                        api -> client.createVpcLink(r -> r.name("l").targetArns("a", "b")),
                        "400 BadRequestException: More than one target arn specified for vpc link."),
                refusal(
                        "a link to nothing",
                        api -> client.createVpcLink(r -> r.name("l").targetArns("nonsense")),
                        "400 BadRequestException: Invalid ARN. ARN is not well formed nonsense"),
                refusal(
                        "a link without a name",
                        api -> client.createVpcLink(r -> r.name("").targetArns(blueArn)),
                        "400 BadRequestException: Name cannot be empty"),
                refusal(
                        "another target",
                        api -> client.updateVpcLink(
                                r -> r.vpcLinkId(blue).patchOperations(replace("/targetArns", "x"))),
                        "400 BadRequestException: Target arns are not allowed to be changed/added."),
                refusal(
                        "an operation that is not there",
                        api -> client.getModels(r -> r.restApiId(api.id)),
                        "501 NotImplemented: The local AWS does not support apigateway GetModels. "
                                + "docs/supported-operations.md lists what it does."));
    }

    private static Arguments refusal(String what, Consumer<Api> call, String expected) {
        return arguments(what, call, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test/unknown | 403 | MissingAuthenticationTokenException | {\"message\":\"Missing Authentication "
                        + "Token\"}",
                "nostage | 403 | ForbiddenException | {\"message\":\"Forbidden\"}",
                "iam | 403 | MissingAuthenticationTokenException | {\"message\":\"Missing Authentication Token\"}",
                "broken | 500 | InternalServerErrorException | {\"message\": \"Internal server error\"}"
            })
    void callersSeeApiGatewaysOwnErrors(String path, int status, String type, String body) {
        var api = new Api();
        api.method("GET", "NONE");
        api.integrate("GET", IntegrationType.HTTP_PROXY, VARIABLE);
        api.deploy("test", Map.of("vpcLinkId", blue));
        api.deploy("broken", Map.of("vpcLinkId", "nolink"));
        client.updateMethod(r -> r.restApiId(api.id)
                .resourceId(api.root)
                .httpMethod("GET")
                .patchOperations(replace("/authorizationType", "AWS_IAM")));
        api.deploy("iam", Map.of("vpcLinkId", blue));

        var answer = local.call(api.id, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue(type);
    }

    @Test
    void aControlPlaneCallWithoutASignatureIsRefused() {
        var answer = local.send(HttpRequest.newBuilder(URI.create(local.aws.endpoint() + "/restapis"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("MissingAuthenticationTokenException");
    }

    private static String link(String loadBalancerArn) {
        String id = client.createVpcLink(r -> r.name("link").targetArns(loadBalancerArn))
                .id();
        var link = until(() -> client.getVpcLink(r -> r.vpcLinkId(id)), it -> it.status() != VpcLinkStatus.PENDING);
        assertThat(link.status()).isEqualTo(VpcLinkStatus.AVAILABLE);
        assertThat(link.statusMessage()).isEqualTo("Your vpc link is ready for use");
        return id;
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    /** An API with methods on its root. */
    private static final class Api {

        private final String id;
        private final String root;

        Api() {
            var created = client.createRestApi(r -> r.name("orders"));
            id = created.id();
            root = created.rootResourceId();
        }

        void method(String httpMethod, String authorizationType) {
            client.putMethod(
                    r -> r.restApiId(id).resourceId(root).httpMethod(httpMethod).authorizationType(authorizationType));
        }

        PutIntegrationResponse integrate(String httpMethod, IntegrationType type, String connectionId) {
            return client.putIntegration(r -> r.restApiId(id)
                    .resourceId(root)
                    .httpMethod(httpMethod)
                    .type(type)
                    .integrationHttpMethod(httpMethod)
                    .uri("http://lb.example.com")
                    .connectionType(ConnectionType.VPC_LINK)
                    .connectionId(connectionId));
        }

        void respond(String status, String pattern, Map<String, String> parameters) {
            client.putMethodResponse(r -> r.restApiId(id)
                    .resourceId(root)
                    .httpMethod("GET")
                    .statusCode(status)
                    .responseParameters(Map.of("method.response.header.X-From", false)));
            client.putIntegrationResponse(r -> r.restApiId(id)
                    .resourceId(root)
                    .httpMethod("GET")
                    .statusCode(status)
                    .selectionPattern(pattern)
                    .responseParameters(parameters));
        }

        String deploy(String stage, Map<String, String> variables) {
            return client.createDeployment(r -> r.restApiId(id).stageName(stage).variables(variables))
                    .id();
        }
    }
}
