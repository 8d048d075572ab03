package io.gatelink.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.LiveStage.Admission;
import io.gatelink.local.apigateway.LiveStage.Directory.MethodOfStage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.QuotaPeriodType;
import software.amazon.awssdk.services.apigateway.model.ThrottleSettings;

class ThrottlesTest {

    private static final String KEY = "0123456789abcdefghij";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private String api;

    @BeforeEach
    void deploy() {
        api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));
    }

    @Test
    void withoutLimitsEveryCallIsAllowed() {
        for (int i = 0; i < 100; i++) {
            assertThat(call("/", "GET", null)).isEqualTo(Admission.ALLOWED);
        }
    }

    @Test
    void aStagesLimitHoldsForEachMethodAndItsTokensComeBack() {
        set("/*/*/throttling/rateLimit", "0.5");
        set("/*/*/throttling/burstLimit", "2");

        assertThat(call("/", "GET", null)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/", "GET", null)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/", "GET", null)).isEqualTo(Admission.THROTTLED);
        assertThat(call("/orders", "GET", null)).isEqualTo(Admission.ALLOWED);
        aws.pass(Duration.ofSeconds(1));
        assertThat(call("/", "GET", null)).as("half a token").isEqualTo(Admission.THROTTLED);
        aws.pass(Duration.ofSeconds(1));
        assertThat(call("/", "GET", null)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/", "GET", null)).isEqualTo(Admission.THROTTLED);
    }

    @Test
    void aMethodsOwnLimitCountsBeforeTheStages() {
        set("/*/*/throttling/rateLimit", "0");
        set("/*/*/throttling/burstLimit", "0");
        set("/~1orders/GET/throttling/burstLimit", "5");

        assertThat(call("/", "GET", null)).isEqualTo(Admission.THROTTLED);
        assertThat(call("/orders", "GET", null)).isEqualTo(Admission.ALLOWED);
    }

    @Test
    void aUsagePlansLimitHoldsForEachOfItsKeys() {
        String plan = aws.client
                .createUsagePlan(r -> r.name("gold")
                        .apiStages(s -> s.apiId(api).stage("live"))
                        .throttle(t -> t.burstLimit(1).rateLimit(1.0)))
                .id();
        key(plan, KEY);
        key(plan, KEY + "2");

        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.THROTTLED);
        assertThat(call("/", "GET", KEY + "2")).isEqualTo(Admission.ALLOWED);
    }

    @Test
    void aUsagePlansLimitForAMethodReplacesThatForAll() {
        String plan = aws.client
                .createUsagePlan(r -> r.name("gold")
                        .apiStages(ApiStage.builder()
                                .apiId(api)
                                .stage("live")
                                .throttle(Map.of(
                                        "/orders/GET",
                                        ThrottleSettings.builder()
                                                .burstLimit(1)
                                                .rateLimit(1.0)
                                                .build()))
                                .build())
                        .throttle(t -> t.burstLimit(100).rateLimit(100.0)))
                .id();
        key(plan, KEY);

        assertThat(call("/orders", "GET", KEY)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/orders", "GET", KEY)).isEqualTo(Admission.THROTTLED);
        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.ALLOWED);
    }

    @Test
    void aQuotaHoldsUntilItsPeriodEnds() {
        String plan = aws.client
                .createUsagePlan(r -> r.name("gold")
                        .apiStages(s -> s.apiId(api).stage("live"))
                        .quota(q -> q.limit(2).period(QuotaPeriodType.DAY)))
                .id();
        key(plan, KEY);

        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.ALLOWED);
        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.QUOTA_EXCEEDED);
        aws.pass(Duration.ofDays(1));
        assertThat(call("/", "GET", KEY)).isEqualTo(Admission.ALLOWED);
    }

    private Admission call(String path, String method, String key) {
        return aws.loop.exclusively(
                () -> aws.service.admit(new MethodOfStage(api, "live", path, method), Optional.ofNullable(key)));
    }

    private void set(String path, String value) {
        aws.client.updateStage(
                r -> r.restApiId(api).stageName("live").patchOperations(ApiGatewayFixture.replace(path, value)));
    }

    private void key(String plan, String value) {
        String id = aws.client
                .createApiKey(r -> r.name("k").enabled(true).value(value))
                .id();
        aws.client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(id).keyType("API_KEY"));
    }
}
