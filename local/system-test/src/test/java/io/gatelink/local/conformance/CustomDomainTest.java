package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/** APIs are called through custom domain names: by the transport without a network, and over HTTP. */
class CustomDomainTest {

    private static final String CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-4e5f-6789";
    private static final String FORBIDDEN = "403 {\"message\":\"Forbidden\"}";

    private static LocalAwsOverHttp local;
    private static ApiGatewayClient client;
    private static String link;
    private static String orders;
    private static int domains;

    private final String domain = "api" + ++domains + ".example.com";

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp(0);
        client = local.client(ApiGatewayClient.builder());
        String arn = local.networkLoadBalancer("blue").loadBalancerArn();
        link = client.createVpcLink(r -> r.name("blue").targetArns(arn)).id();
        until(() -> client.getVpcLink(r -> r.vpcLinkId(link)).status(), VpcLinkStatus.AVAILABLE::equals);
        orders = api("NONE", false);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    /** An API whose stage live serves all paths; the backend's answer tells the domain name in brackets. */
    private static String api(String authorization, boolean apiKey) {
        var created = client.createRestApi(r -> r.name("orders"));
        String api = created.id();
        String proxy = client.createResource(
                        r -> r.restApiId(api).parentId(created.rootResourceId()).pathPart("{proxy+}"))
                .id();
        String matched = client.createResource(
                        r -> r.restApiId(api).parentId(created.rootResourceId()).pathPart("matched"))
                .id();
        method(api, created.rootResourceId(), authorization, apiKey, "/", "context.domainName");
        method(api, proxy, authorization, apiKey, "/{proxy}", "context.domainName");
        method(api, matched, authorization, apiKey, "/", "context.customDomain.basePathMatched");
        client.createDeployment(r -> r.restApiId(api).stageName("live").variables(Map.of("link", link)));
        return api;
    }

    private static void method(
            String api, String resource, String authorization, boolean apiKey, String path, String header) {
        boolean proxy = path.contains("{proxy}");
        client.putMethod(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod("GET")
                .authorizationType(authorization)
                .apiKeyRequired(apiKey)
                .requestParameters(proxy ? Map.of("method.request.path.proxy", true) : Map.of()));
        client.putIntegration(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod("GET")
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("GET")
                .uri("http://lb.example.com" + path)
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId("${stageVariables.link}")
                .requestParameters(
                        proxy
                                ? Map.of(
                                        "integration.request.path.proxy",
                                        "method.request.path.proxy",
                                        "integration.request.header.X-Test",
                                        header)
                                : Map.of("integration.request.header.X-Test", header)));
    }

    @Test
    void aMappingLeadsToTheStageWithWhatFollowsTheBasePath() {
        regional(domain);
        map(domain, "orders", orders, "live");

        assertThat(get(domain, "/orders/a/b?c=d")).isEqualTo("200 blue GET /a/b?c=d [" + domain + "]");
        assertThat(get(domain, "/orders")).isEqualTo("200 blue GET / [" + domain + "]");
        assertThat(get(domain, "/orders/")).isEqualTo("200 blue GET / [" + domain + "]");
        assertThat(get(domain, "/orders/matched")).isEqualTo("200 blue GET / [orders]");
    }

    @Test
    void onlyWholeSegmentsMatchAndWhereNoMappingDoesTheAnswerIsForbidden() {
        regional(domain);
        assertThat(get(domain, "/")).isEqualTo(FORBIDDEN);
        map(domain, "orders", orders, "live");

        assertThat(get(domain, "/")).isEqualTo(FORBIDDEN);
        assertThat(get(domain, "/orders2")).isEqualTo(FORBIDDEN);
        assertThat(get(domain, "/Orders")).isEqualTo(FORBIDDEN);
        assertThat(get(domain, "/live/orders")).isEqualTo(FORBIDDEN);
    }

    @Test
    void theEmptyBasePathTakesWhatNoOtherMappingTakes() {
        regional(domain);
        map(domain, "(none)", orders, "live");
        map(domain, "matched", orders, "live");

        assertThat(get(domain, "/orders/1")).isEqualTo("200 blue GET /orders/1 [" + domain + "]");
        assertThat(get(domain, "/matched")).isEqualTo("200 blue GET / [" + domain + "]");
        assertThat(get(domain, "/matched/matched")).isEqualTo("200 blue GET / [matched]");
    }

    @Test
    void callersNameTheStageWhereTheMappingLeavesItOpen() {
        regional(domain);
        map(domain, "orders", orders, null);

        assertThat(get(domain, "/orders/live/1")).isEqualTo("200 blue GET /1 [" + domain + "]");
        assertThat(get(domain, "/orders/test/1")).isEqualTo(FORBIDDEN);
        assertThat(get(domain, "/orders")).isEqualTo(FORBIDDEN);
    }

    @Test
    void anApiThatIsClosedAtItsOwnEndpointAnswersThroughItsDomainName() {
        String api = api("NONE", false);
        regional(domain);
        map(domain, "orders", api, "live");
        client.updateRestApi(r -> r.restApiId(api).patchOperations(replace("/disableExecuteApiEndpoint", "true")));

        assertThat(get(api + ".execute-api.us-east-1.amazonaws.com", "/live/1")).isEqualTo(FORBIDDEN);
        assertThat(local.call(api, "live/1").statusCode()).isEqualTo(403);
        assertThat(get(domain, "/orders/1")).startsWith("200 blue GET /1 ");
    }

    @Test
    void aSignatureCoversTheHostAndThePathAsTheCallerSentThem() {
        String api = api("AWS_IAM", false);
        regional(domain);
        map(domain, "orders", api, "live");

        assertThat(get(domain, "/orders/1")).isEqualTo("403 {\"message\":\"Missing Authentication Token\"}");
        SdkHttpRequest signed = signed(request(domain, "/orders/1"));
        assertThat(send(signed)).startsWith("200 blue GET /1 ");
        assertThat(send(signed(request(domain, "/1")).toBuilder()
                        .encodedPath("/orders/1")
                        .build()))
                .startsWith("403 {\"message\":\"The request signature we calculated does not match");
        regional("other-" + domain);
        map("other-" + domain, "orders", api, "live");
        assertThat(send(signed.toBuilder()
                        .host("other-" + domain)
                        .putHeader("Host", "other-" + domain)
                        .build()))
                .startsWith("403 {\"message\":\"The request signature we calculated does not match");
    }

    @Test
    void keysAndThrottlesOfTheStageCountThroughTheDomainName() {
        String api = api("NONE", true);
        regional(domain);
        map(domain, "orders", api, "live");
        var key = client.createApiKey(r -> r.name(domain).enabled(true));
        String plan = client.createUsagePlan(r -> r.name(domain)
                        .apiStages(ApiStage.builder().apiId(api).stage("live").build())
                        .quota(quota -> quota.limit(1).period("DAY")))
                .id();
        client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key.id()).keyType("API_KEY"));

        assertThat(get(domain, "/orders/1")).isEqualTo(FORBIDDEN);
        SdkHttpRequest withKey = request(domain, "/orders/1").toBuilder()
                .putHeader("x-api-key", key.value())
                .build();
        assertThat(send(withKey)).startsWith("200 blue GET /1 ");
        assertThat(send(withKey)).isEqualTo("429 {\"message\":\"Limit Exceeded\"}");
    }

    @Test
    void whatTheDataPlaneCannotServeIsRefusedByName() {
        client.createDomainName(r -> r.domainName(domain).certificateArn(CERTIFICATE));
        assertThat(get(domain, "/"))
                .isEqualTo("500 {\"message\":\"The local AWS does not support calls through custom domain names of the "
                        + "type EDGE, such as " + domain + ".\"}");

        client.createDomainName(r -> r.domainName("private-" + domain)
                .certificateArn(CERTIFICATE)
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.PRIVATE)));
        assertThat(get("private-" + domain, "/"))
                .isEqualTo("500 {\"message\":\"The local AWS does not support calls through custom domain names of the "
                        + "type PRIVATE, such as private-" + domain + ".\"}");

        for (String mode : List.of("ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING")) {
            String ruled = mode.length() + domain;
            client.createDomainName(r -> r.domainName(ruled)
                    .regionalCertificateArn(CERTIFICATE)
                    .routingMode(mode)
                    .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL)));
            map(ruled, "orders", orders, "live");
            assertThat(get(ruled, "/orders/1"))
                    .isEqualTo("500 {\"message\":\"The local AWS does not support calls through custom domain names in "
                            + "the routing mode " + mode + ", such as " + ruled + ".\"}");
        }
    }

    @Test
    void overHttpTheHostHeaderNamesTheDomainWithOrWithoutAPort() {
        regional(domain);
        map(domain, "orders", orders, "live");
        String answer = "blue GET /1 [" + domain + "]";

        assertThat(overHttp(domain, "/orders/1", ""))
                .startsWith("HTTP/1.1 200 ")
                .endsWith(answer);
        assertThat(overHttp(domain + ":" + local.aws.port(), "/orders/1", ""))
                .startsWith("HTTP/1.1 200 ")
                .endsWith(answer);
        assertThat(overHttp(domain, "/orders/1", "Origin: https://shop.example.org\r\n"))
                .as("a page of another site")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void overHttpsADomainNameHasACertificateFromTheMomentThatItIsThere() throws Exception {
        assertThatThrownBy(() -> overHttps(domain, "/orders/1"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageEndingWith("No subject alternative DNS name matching " + domain + " found.");
        regional(domain);
        map(domain, "orders", orders, "live");

        assertThat(overHttps(domain, "/orders/1")).startsWith("HTTP/1.1 200 ").endsWith("blue GET /1 [" + domain + "]");
        assertThat(overHttps(orders + ".execute-api.us-east-1.amazonaws.com", "/live/1"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aDomainNameThatIsGoneIsAForeignHostAgain() {
        regional(domain);
        client.deleteDomainName(r -> r.domainName(domain));

        assertThat(overHttp(domain, "/orders/1", ""))
                .startsWith("HTTP/1.1 403 ")
                .contains("The local AWS takes no requests for the host " + domain);
        assertThat(error(() -> client.getDomainName(r -> r.domainName(domain))))
                .isEqualTo("404 NotFoundException: Invalid domain name identifier specified");
    }

    private static void regional(String name) {
        client.createDomainName(r -> r.domainName(name)
                .regionalCertificateArn(CERTIFICATE)
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL)));
    }

    private static void map(String name, String basePath, String api, String stage) {
        client.createBasePathMapping(
                r -> r.domainName(name).basePath(basePath).restApiId(api).stage(stage));
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    private static String get(String host, String path) {
        return send(request(host, path));
    }

    private static SdkHttpRequest request(String host, String path) {
        return SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("https://" + host + path))
                .build();
    }

    private static SdkHttpRequest signed(SdkHttpRequest request) {
        return AwsV4HttpSigner.create()
                .sign(SignRequest.builder(AwsCredentialsIdentity.create("person", "test"))
                        .request(request)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .build())
                .request();
    }

    /** By the transport without a network; the answer as {@code <status> <body>}. */
    private static String send(SdkHttpRequest request) {
        try {
            HttpExecuteResponse response = local.aws
                    .transport()
                    .prepareRequest(
                            HttpExecuteRequest.builder().request(request).build())
                    .call();
            try (var body = response.responseBody().orElseThrow()) {
                return response.httpResponse().statusCode() + " "
                        + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String overHttps(String host, String path) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority", local.aws.certificateAuthority().orElseThrow().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        int port = URI.create(local.aws.secureEndpoint().orElseThrow()).getPort();
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), port);
                var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return exchange(socket, host + ":" + port, path, "");
        }
    }

    /** Java's own client lets no caller choose the Host header. */
    private static String overHttp(String host, String path, String headers) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), local.aws.port())) {
            return exchange(socket, host, path, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String exchange(Socket socket, String host, String path, String headers) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
