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
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.AppliedLevelEnum;

/** The account's quota on integration time-outs, raised: what Service Quotas tells, and what API Gateway lets pass. */
class IntegrationTimeoutQuotaTest {

    private static final String CODE = "L-E5AE38E3";

    private LocalAws aws;
    private ServiceQuotasClient quotas;

    @BeforeEach
    void start() throws IOException {
        aws = LocalAws.start(
                Configuration.realTime(LocalAwsOverHttp.HOME)
                        .withEmpty(true)
                        .withQuotas(Quotas.NONE.withIntegrationTimeout(120_000))
                        .withQuotas(true),
                Observer.NONE);
        aws.loop().start();
        quotas = client(ServiceQuotasClient.builder());
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void serviceQuotasTellsIt() {
        var quota = quotas.getServiceQuota(r -> r.serviceCode("apigateway").quotaCode(CODE))
                .quota();

        assertThat(quota.value()).isEqualTo(120_000);
        assertThat(quota.quotaName()).isEqualTo("Maximum integration timeout in milliseconds");
        assertThat(quota.serviceName()).isEqualTo("Amazon API Gateway");
        assertThat(quota.quotaArn()).isEqualTo("arn:aws:servicequotas:us-east-1:123456789012:apigateway/L-E5AE38E3");
        assertThat(quota.adjustable()).isTrue();
        assertThat(quota.globalQuota()).isFalse();
        assertThat(quotas.listServiceQuotas(r -> r.serviceCode("apigateway")).quotas())
                .containsExactly(quota);
        assertThat(quotas.listServiceQuotas(
                                r -> r.serviceCode("apigateway").quotaAppliedAtLevel(AppliedLevelEnum.RESOURCE))
                        .quotas())
                .isEmpty();
    }

    @Test
    void otherQuotasAreRefusedByName() {
        assertThat(error(() ->
                        quotas.getServiceQuota(r -> r.serviceCode("apigateway").quotaCode("L-AA0FF27B"))))
                .startsWith("501 NotImplemented: The local AWS does not support servicequotas the quota L-AA0FF27B of "
                        + "apigateway.");
        assertThat(error(() -> quotas.listServiceQuotas(r -> r.serviceCode("lambda"))))
                .startsWith("501 NotImplemented: The local AWS does not support servicequotas the quotas of lambda.");
        assertThat(error(() -> quotas.getServiceQuota(
                        r -> r.serviceCode("apigateway").quotaCode(CODE).contextId("c"))))
                .startsWith("501 NotImplemented: The local AWS does not support servicequotas GetServiceQuota with "
                        + "ContextId.");
        assertThat(error(() -> quotas.listServices())).startsWith("501 NotImplemented");
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
