package io.gatelink.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.ResponseTransferMode;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/** Answers that are streamed, and how much of one that is not, through the whole local AWS. */
class StreamConformanceTest {

    private static final int MORE_THAN_BUFFERED = (10 << 20) + 1;

    private final CountDownLatch read = new CountDownLatch(1);
    private LocalAwsOverHttp local;
    private HttpServer backend;
    private ApiGatewayClient client;
    private String api;
    private String root;

    @BeforeEach
    void start() throws Exception {
        local = new LocalAwsOverHttp();
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('1');
                exchange.getResponseBody().flush();
                read.await();
                exchange.getResponseBody().write(new byte[MORE_THAN_BUFFERED - 1]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        backend.start();
        client = local.client(ApiGatewayClient.builder());
        String link = client.createVpcLink(r -> r.name("stream")
                        .targetArns(local.networkLoadBalancer(
                                        "stream", backend.getAddress().getPort())
                                .loadBalancerArn()))
                .id();
        LocalAwsOverHttp.until(
                () -> client.getVpcLink(r -> r.vpcLinkId(link)).status(), VpcLinkStatus.AVAILABLE::equals);
        var created =
                client.createRestApi(r -> r.name("stream").endpointConfiguration(e -> e.types(EndpointType.REGIONAL)));
        api = created.id();
        root = created.rootResourceId();
        client.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("NONE"));
        client.putIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("GET")
                .uri("http://stream.example.com")
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId("${stageVariables.link}")
                .timeoutInMillis(900_000)
                .responseTransferMode(ResponseTransferMode.STREAM));
        client.createDeployment(r -> r.restApiId(api).stageName("live").variables(Map.of("link", link)));
    }

    @AfterEach
    void stop() {
        read.countDown();
        backend.stop(0);
        local.close();
    }

    @Test
    void aStreamIsReadWhileItIsMadeAndMayBeLongerThan10Mb() throws Exception {
        var integration =
                client.getIntegration(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
        assertThat(integration.responseTransferMode()).isEqualTo(ResponseTransferMode.STREAM);
        assertThat(integration.timeoutInMillis()).isEqualTo(900_000);

        HttpResponse<InputStream> answer = local.http.send(request(), BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().read()).isEqualTo('1');
        read.countDown();
        assertThat(answer.body().readAllBytes()).hasSize(MORE_THAN_BUFFERED - 1);
    }

    @Test
    void aBufferedAnswerOfMoreThan10MbIsAnInternalServerError() throws Exception {
        read.countDown();
        client.updateIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .patchOperations(
                        p -> p.op("replace").path("/timeoutInMillis").value("29000"),
                        p -> p.op("replace").path("/responseTransferMode").value("BUFFERED")));
        client.createDeployment(r -> r.restApiId(api).stageName("live"));

        HttpResponse<String> answer = local.http.send(request(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        String link = client.getStage(r -> r.restApiId(api).stageName("live"))
                .variables()
                .get("link");
        assertThat(client.testInvokeMethod(r -> r.restApiId(api)
                                .resourceId(root)
                                .httpMethod("GET")
                                .stageVariables(Map.of("link", link)))
                        .log())
                .contains("Execution failed due to configuration error: Integration response of reported length "
                        + MORE_THAN_BUFFERED + " is larger than allowed maximum of 10485760 bytes.");
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create(local.aws.endpoint() + "/_aws/execute-api/" + api + "/live"))
                .build();
    }
}
