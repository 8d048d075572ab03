package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.Quotas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;

/** The account's quota on integration time-outs, raised: what Service Quotas tells, and what API Gateway lets pass. */
class IntegrationTimeoutQuotaTest {

    private LocalAws aws;

    @BeforeEach
    void start() throws IOException {
        aws = LocalAws.start(
                Configuration.realTime(LocalAwsOverHttp.HOME)
                        .withEmpty(true)
                        .withQuotas(Quotas.NONE.withIntegrationTimeout(120_000))
                        .withQuotas(true),
                Observer.NONE);
        aws.loop().start();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void serviceQuotasTellsIt() throws Exception {
        String quota = "{\"ServiceCode\":\"apigateway\",\"ServiceName\":\"Amazon API Gateway\","
                + "\"QuotaArn\":\"arn:aws:servicequotas:us-east-1:123456789012:apigateway/L-E5AE38E3\","
                + "\"QuotaCode\":\"L-E5AE38E3\",\"QuotaName\":\"Maximum integration timeout in milliseconds\","
                + "\"Value\":120000.0,\"Unit\":\"Milliseconds\",\"Adjustable\":true,\"GlobalQuota\":false,"
                + "\"QuotaAppliedAtLevel\":\"ACCOUNT\"}";

        assertThat(quotas("GetServiceQuota", "{\"ServiceCode\": \"apigateway\", \"QuotaCode\": \"L-E5AE38E3\"}"))
                .isEqualTo("200 {\"Quota\":" + quota + "}");
        assertThat(quotas("ListServiceQuotas", "{\"ServiceCode\": \"apigateway\"}"))
                .isEqualTo("200 {\"Quotas\":[" + quota + "]}");
        assertThat(quotas(
                        "ListServiceQuotas",
                        "{\"ServiceCode\": \"apigateway\", \"QuotaAppliedAtLevel\": \"RESOURCE\"}"))
                .isEqualTo("200 {\"Quotas\":[]}");
    }

    @Test
    void otherQuotasAreRefusedByName() throws Exception {
        assertThat(quotas("GetServiceQuota", "{\"ServiceCode\": \"apigateway\", \"QuotaCode\": \"L-AA0FF27B\"}"))
                .startsWith("501 ")
                .contains("The local AWS does not support servicequotas the quota L-AA0FF27B of apigateway.");
        assertThat(quotas("ListServiceQuotas", "{\"ServiceCode\": \"lambda\"}"))
                .startsWith("501 ")
                .contains("The local AWS does not support servicequotas the quotas of lambda.");
        assertThat(quotas(
                        "GetServiceQuota",
                        "{\"ServiceCode\": \"apigateway\", \"QuotaCode\": \"L-E5AE38E3\", \"ContextId\": \"c\"}"))
                .startsWith("501 ")
                .contains("The local AWS does not support servicequotas GetServiceQuota with ContextId.");
        assertThat(quotas("ListServices", "{}")).startsWith("501 ").contains("Service Quotas ListServices");
        assertThat(quotas("GetServiceQuota", "{\"ServiceCode\": \"apigateway\"}"))
                .startsWith("400 ")
                .contains("1 validation error detected: Value null at 'quotaCode' failed to satisfy constraint: "
                        + "Member must not be null");
    }

    @Test
    void apiGatewayHoldsIntegrationsToIt() {
        ApiGatewayClient apiGateway = client(ApiGatewayClient.builder());
        var api = apiGateway.createRestApi(
                r -> r.name("slow").endpointConfiguration(e -> e.types(EndpointType.REGIONAL)));
        apiGateway.putMethod(r -> r.restApiId(api.id())
                .resourceId(api.rootResourceId())
                .httpMethod("GET")
                .authorizationType("NONE"));

        assertThat(error(() -> timeout(apiGateway, api.id(), api.rootResourceId(), 120_000)))
                .isEqualTo("no error");
        assertThat(error(() -> timeout(apiGateway, api.id(), api.rootResourceId(), 120_001)))
                .isEqualTo("400 BadRequestException: Timeout should be between 50 ms and 120000 ms");
    }

    @Test
    void theQuotaIsNeitherBelowAwsDefaultNorAboveItsMost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quotas.NONE.withIntegrationTimeout(28_999))
                .withMessage("integrationTimeout is 28999, but must be from 29000 to 300000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quotas.AWS.withIntegrationTimeout(300_001))
                .withMessage("integrationTimeout is 300001, but must be from 29000 to 300000");
    }

    /** Service Quotas' answer to a request as its clients send it. */
    private String quotas(String operation, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(aws.endpoint() + "/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "ServiceQuotasV20190624." + operation)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/servicequotas/aws4_request, "
                                + "SignedHeaders=host, Signature=0")
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static void timeout(ApiGatewayClient client, String api, String resource, int timeoutInMillis) {
        client.putIntegration(r -> r.restApiId(api)
                .resourceId(resource)
                .httpMethod("GET")
                .type(IntegrationType.MOCK)
                .timeoutInMillis(timeoutInMillis));
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(aws.endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(aws.transport())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
