package io.gatelink.local.apigateway;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatelink.local.apigateway.wire.ApiGatewayV2Wire;
import io.gatelink.local.apigateway.wire.ApiGatewayWire;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.InMemoryHttpClient;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.CreateDomainNameResponse;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;

/** A local API Gateway under the virtual clock, and AWS's own client of it. */
final class ApiGatewayFixture {

    static final String CERTIFICATE =
            "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-4e5f-6789-abcd-ef0123456789";
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final EventLoop loop = EventLoop.virtual(START);
    final FakeLoadBalancers loadBalancers = new FakeLoadBalancers();
    final FakeNetworks networks = new FakeNetworks();
    final ApiGateway service;
    final RecordedService recorded;
    final RecordedService recordedV2;
    final ApiGatewayClient client;
    final ApiGatewayV2Client v2;

    ApiGatewayFixture() {
        this(Settings.aws());
    }

    ApiGatewayFixture(Settings settings) {
        service = new ApiGateway(
                new Account("123456789012", "us-east-1", loop, 1), settings, loadBalancers, networks, template -> {
                    if (template.contains("#foreach")) {
                        throw new IllegalArgumentException("unsupported template");
                    }
                });
        recorded = new RecordedService(loop, new ApiGatewayWire(service, List.of()));
        recordedV2 = new RecordedService(loop, new ApiGatewayV2Wire(service));
        client = client(ApiGatewayClient.builder(), recorded);
        v2 = client(ApiGatewayV2Client.builder(), recordedV2);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, RecordedService service) {
        return builder.httpClient(new InMemoryHttpClient(service::answer))
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    void pass(Duration duration) {
        boolean[] over = {false};
        loop.schedule(duration, () -> over[0] = true);
        loop.runUntil(() -> over[0]);
    }

    String vpcLink(String name) {
        String arn = loadBalancers.network(name, "active");
        return client.createVpcLink(r -> r.name(name).targetArns(arn)).id();
    }

    String availableVpcLink(String name) {
        String id = vpcLink(name);
        pass(Settings.aws().vpcLinkDelay());
        return id;
    }

    String vpcLinkV2(String name) {
        return v2.createVpcLink(r -> r.name(name).subnetIds("subnet-1", "subnet-2"))
                .vpcLinkId();
    }

    String availableVpcLinkV2(String name) {
        String id = vpcLinkV2(name);
        pass(Settings.aws().vpcLinkDelay());
        return id;
    }

    String restApi() {
        return client.createRestApi(r -> r.name("orders")).id();
    }

    String root(String restApiId) {
        return client.getRestApi(r -> r.restApiId(restApiId)).rootResourceId();
    }

    void putMethod(String restApiId, String httpMethod) {
        client.putMethod(r -> r.restApiId(restApiId)
                .resourceId(root(restApiId))
                .httpMethod(httpMethod)
                .authorizationType("NONE"));
    }

    PutIntegrationRequest.Builder integration(String restApiId, String httpMethod, String connectionId) {
        return PutIntegrationRequest.builder()
                .restApiId(restApiId)
                .resourceId(root(restApiId))
                .httpMethod(httpMethod)
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("GET")
                .uri("http://lb.example.com")
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId(connectionId);
    }

    /** An API with GET on its root, through a link. */
    String integratedApi(String connectionId) {
        String api = restApi();
        putMethod(api, "GET");
        client.putIntegration(integration(api, "GET", connectionId).build());
        return api;
    }

    /** A deployed API with GET on its root. */
    String deployedApi(String stageName) {
        String api = integratedApi("${stageVariables.vpcLinkId}");
        client.createDeployment(r -> r.restApiId(api).stageName(stageName));
        return api;
    }

    CreateDomainNameResponse regionalDomain(String name) {
        return client.createDomainName(r -> r.domainName(name)
                .regionalCertificateArn(CERTIFICATE)
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL)));
    }

    static PatchOperation replace(String path, String value) {
        return patch(Op.REPLACE, path, value);
    }

    static PatchOperation patch(Op op, String path, String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }

    /** The error that a call ends with, as {@code <status> <code>: <message>}. */
    static String error(Runnable call) {
        var e = catchThrowableOfType(AwsServiceException.class, call::run);
        return e == null
                ? "no error"
                : e.statusCode() + " " + e.awsErrorDetails().errorCode() + ": "
                        + e.awsErrorDetails().errorMessage();
    }

    Response send(String method, String path, String body) {
        int question = path.indexOf('?');
        return (path.startsWith("/v2/") ? recordedV2 : recorded)
                .answer(new Request(
                        method,
                        question < 0 ? path : path.substring(0, question),
                        question < 0 ? null : path.substring(question + 1),
                        Map.of(),
                        body == null ? null : body.getBytes(StandardCharsets.UTF_8)));
    }

    /** An answer as {@code <status> <error type> <body>}. */
    String answer(String method, String path, String body) {
        Response response = send(method, path, body);
        String type = response.headers()
                .getOrDefault("x-amzn-ErrorType", List.of("-"))
                .get(0);
        String text = response.body().length == 0 ? "" : Json.write(Json.parse(response.body()));
        return response.status() + " " + type + " " + text;
    }
}
