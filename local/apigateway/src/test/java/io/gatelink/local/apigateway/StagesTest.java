package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.CreateStageResponse;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

class StagesTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/api-gateway-logs";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String api = aws.integratedApi("${stageVariables.vpcLinkId}");
    private final String deployment =
            aws.client.createDeployment(r -> r.restApiId(api)).id();

    @Test
    void aStageAnswersWithAwsDefaults() {
        create("live", Map.of());

        assertThat(aws.answer("GET", "/restapis/" + api + "/stages/live", null))
                .isEqualTo("200 - {\"deploymentId\":\""
                        + deployment + "\",\"stageName\":\"live\",\"cacheClusterEnabled\":false,"
                        + "\"cacheClusterStatus\":\"NOT_AVAILABLE\",\"methodSettings\":{},\"tracingEnabled\":false,"
                        + "\"createdDate\":1767225600,\"lastUpdatedDate\":1767225600}");
    }

    @Test
    void aStageReadsBackAsItWasCreated() {
        var created = aws.client.createStage(r -> r.restApiId(api)
                .stageName("live")
                .deploymentId(deployment)
                .description("d")
                .variables(Map.of("vpcLinkId", "abc123"))
                .tracingEnabled(true)
                .tags(Map.of("owner", "me")));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        GetStageResponse read = stage("live");
        assertThat(read.deploymentId()).isEqualTo(deployment);
        assertThat(read.description()).isEqualTo("d");
        assertThat(read.variables()).isEqualTo(Map.of("vpcLinkId", "abc123"));
        assertThat(read.tracingEnabled()).isTrue();
        assertThat(read.tags()).isEqualTo(Map.of("owner", "me"));
        assertThat(read.createdDate()).isEqualTo(ApiGatewayFixture.START);
    }

    @Test
    void wrongStagesAreRefused() {
        create("live", Map.of());

        assertThat(error(() -> create("live", Map.of()))).isEqualTo("409 ConflictException: Stage already exists");
        assertThat(error(() -> create("", Map.of())))
                .isEqualTo("400 BadRequestException: Stage name must be non-empty");
        assertThat(error(() -> create("a.b", Map.of())))
                .isEqualTo("400 BadRequestException: Stage name only allows a-zA-Z0-9_-");
        assertThat(error(() -> aws.client.createStage(
                        r -> r.restApiId(api).stageName("x").deploymentId("nosuch"))))
                .isEqualTo("400 BadRequestException: Deployment id does not exist");
        assertThat(error(() -> aws.client.createStage(r ->
                        r.restApiId(api).stageName("x").deploymentId(deployment).documentationVersion("v1"))))
                .isEqualTo("404 NotFoundException: Invalid Documentation version specified");
        assertThat(error(() -> stage("x"))).isEqualTo("404 NotFoundException: Invalid Stage identifier specified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a-b", "ä", "a.b", "${a}"})
    void wrongVariableNamesAreRefused(String name) {
        assertThat(error(() -> create("live", Map.of(name, "x"))))
                .isEqualTo("400 BadRequestException: Invalid stage " + "variable name: " + name
                        + ".  Please use names with only word characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä", "a\nb", "<x>", "${stageVariables.x}", "{% x %}"})
    void wrongVariableValuesAreRefused(String value) {
        assertThat(error(() -> create("live", Map.of("v", value))))
                .isEqualTo("400 BadRequestException: Invalid stage "
                        + "variable value: " + value
                        + ".  Please use values with alphanumeric characters and the symbols "
                        + "' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.");
    }

    @Test
    void aStageHasAHundredVariablesAtMost() {
        var many = IntStream.rangeClosed(0, 100).boxed().collect(Collectors.toMap(i -> "v" + i, i -> "x"));

        assertThat(error(() -> create("live", many))).startsWith("400 BadRequestException: Too many stage variables");
    }

    @Test
    void stagesAreListedAlsoByDeployment() {
        String other = aws.client.createDeployment(r -> r.restApiId(api)).id();
        create("live", Map.of());
        aws.client.createStage(r -> r.restApiId(api).stageName("next").deploymentId(other));

        assertThat(aws.client.getStages(r -> r.restApiId(api)).item())
                .extracting(Stage::stageName)
                .containsExactly("live", "next");
        assertThat(aws.client
                        .getStages(r -> r.restApiId(api).deploymentId(other))
                        .item())
                .extracting(Stage::stageName)
                .containsExactly("next");
    }

    @Test
    void variablesAreReplacedAndRemoved() {
        create("live", Map.of("a", "1", "b", "1"));
        aws.pass(Duration.ofSeconds(5));

        var updated = aws.client.updateStage(r -> r.restApiId(api)
                .stageName("live")
                .patchOperations(
                        replace("/variables/a", "2"),
                        patch(Op.REMOVE, "/variables/b", null),
                        replace("/variables/c", "3")));

        assertThat(updated.variables()).isEqualTo(Map.of("a", "2", "c", "3"));
        assertThat(stage("live").variables()).isEqualTo(Map.of("a", "2", "c", "3"));
        assertThat(stage("live").createdDate()).isEqualTo(ApiGatewayFixture.START);
        assertThat(stage("live").lastUpdatedDate()).isEqualTo(ApiGatewayFixture.START.plusSeconds(5));
        assertThat(update(replace("/variables/a", "")))
                .startsWith("400 BadRequestException: Invalid stage variable value: .");
        assertThat(update(replace("/variables/a~1b", "x")))
                .startsWith("400 BadRequestException: Invalid stage variable name: a/b.");
        assertThat(stage("live").variables()).isEqualTo(Map.of("a", "2", "c", "3"));
    }

    @Test
    void aStageMovesToAnotherDeployment() {
        create("live", Map.of());
        String other = aws.client.createDeployment(r -> r.restApiId(api)).id();

        aws.client.updateStage(r -> r.restApiId(api)
                .stageName("live")
                .patchOperations(
                        replace("/deploymentId", other),
                        replace("/description", "new"),
                        replace("/tracingEnabled", "true")));

        assertThat(stage("live").deploymentId()).isEqualTo(other);
        assertThat(stage("live").description()).isEqualTo("new");
        assertThat(stage("live").tracingEnabled()).isTrue();
        assertThat(update(replace("/deploymentId", "nosuch")))
                .isEqualTo("400 BadRequestException: Deployment id does not exist");
    }

    @Test
    void methodSettingsKeepAwsDefaultsForTheRest() {
        create("live", Map.of());

        aws.client.updateStage(r -> r.restApiId(api)
                .stageName("live")
                .patchOperations(
                        replace("/*/*/throttling/burstLimit", "123"), replace("/*/*/throttling/rateLimit", "0.5"),
                        replace("/~1test/GET/metrics/enabled", "true"), replace("/*/*/logging/loglevel", "OFF")));

        var all = stage("live").methodSettings().get("*/*");
        assertThat(all.throttlingBurstLimit()).isEqualTo(123);
        assertThat(all.throttlingRateLimit()).isEqualTo(0.5);
        assertThat(all.loggingLevel()).isEqualTo("OFF");
        assertThat(all.metricsEnabled()).isFalse();
        assertThat(all.dataTraceEnabled()).isFalse();
        assertThat(all.cachingEnabled()).isFalse();
        assertThat(all.cacheTtlInSeconds()).isEqualTo(300);
        assertThat(all.cacheDataEncrypted()).isFalse();
        assertThat(all.requireAuthorizationForCacheControl()).isTrue();
        assertThat(all.unauthorizedCacheControlHeaderStrategyAsString()).isEqualTo("SUCCEED_WITH_RESPONSE_HEADER");
        var one = stage("live").methodSettings().get("test/GET");
        assertThat(one.metricsEnabled()).isTrue();
        assertThat(one.throttlingBurstLimit()).isEqualTo(5000);
        assertThat(one.throttlingRateLimit()).isEqualTo(10_000);

        aws.client.updateStage(r -> r.restApiId(api)
                .stageName("live")
                .patchOperations(patch(Op.REMOVE, "/*/*", null), patch(Op.REMOVE, "/test/GET", null)));
        assertThat(stage("live").methodSettings()).isEmpty();
        assertThat(update(patch(Op.REMOVE, "/*/*", null)))
                .isEqualTo("400 BadRequestException: Cannot remove method "
                        + "setting */* because there is no method setting for this method ");
    }

    @Test
    void loggingNeedsTheAccountsRole() {
        create("live", Map.of());
        String noRole = "400 BadRequestException: "
                + "CloudWatch Logs role ARN must be set in account settings to enable logging";

        assertThat(update(replace("/*/*/logging/loglevel", "INFO"))).isEqualTo(noRole);
        assertThat(update(replace("/accessLogSettings/format", "$context.requestId")))
                .isEqualTo(noRole);

        aws.client.updateAccount(r -> r.patchOperations(replace("/cloudwatchRoleArn", ROLE)));
        aws.client.updateStage(r -> r.restApiId(api)
                .stageName("live")
                .patchOperations(
                        replace("/*/*/logging/loglevel", "INFO"),
                        patch(Op.ADD, "/accessLogSettings/destinationArn", "arn:a"),
                        replace("/accessLogSettings/format", "$context.requestId")));
        assertThat(stage("live").methodSettings().get("*/*").loggingLevel()).isEqualTo("INFO");
        assertThat(stage("live").accessLogSettings().destinationArn()).isEqualTo("arn:a");
        assertThat(stage("live").accessLogSettings().format()).isEqualTo("$context.requestId");

        aws.client.updateStage(
                r -> r.restApiId(api).stageName("live").patchOperations(patch(Op.REMOVE, "/accessLogSettings", null)));
        assertThat(stage("live").accessLogSettings()).isNull();
    }

    @Test
    void wrongPatchesAreRefused() {
        create("live", Map.of());
        String logPath = "400 BadRequestException: Invalid accessLogSettings path. Must be one of : "
                + "[/accessLogSettings/destinationArn, /accessLogSettings/format]";

        assertThat(update(patch(Op.ADD, "/accessLogSettings/randomValue", "x"))).isEqualTo(logPath);
        assertThat(update(replace("/accessLogSettings", "x"))).isEqualTo(logPath);
        assertThat(update(replace("/accessLogSettings/format", "")))
                .isEqualTo("400 BadRequestException: Access Log value must not be empty");
        assertThat(update(patch(Op.REMOVE, "/accessLogSettings/format", null)))
                .isEqualTo("400 BadRequestException: "
                        + "Cannot remove method setting accessLogSettings/format because there is no method setting "
                        + "for this "
                        + "method ");
        assertThat(update(replace("/tags/tag1", "x")))
                .startsWith("400 BadRequestException: Invalid method setting "
                        + "path: /tags/tag1. Must be one of: [/deploymentId, /description, /cacheClusterEnabled, ");
        assertThat(update(replace("/*/*/throttling/wrong", "1"))).contains("Invalid method setting path");
        assertThat(update(replace("/*/*/throttling/burstLimit", "many")))
                .isEqualTo("400 BadRequestException: Invalid "
                        + "value specified for /*/*/throttling/burstLimit. Must be a number");
        assertThat(update(replace("/*/*/throttling/burstLimit", "1.5")))
                .isEqualTo("400 BadRequestException: Invalid value specified for /*/*/throttling/burstLimit. "
                        + "Must be a whole number");
        assertThat(update(replace("/*/*/throttling/rateLimit", "1d")))
                .isEqualTo("400 BadRequestException: Invalid value specified for /*/*/throttling/rateLimit. "
                        + "Must be a number");
        assertThat(update(replace("/*/*/caching/ttlInSeconds", "3601")))
                .isEqualTo("400 BadRequestException: Invalid value specified for /*/*/caching/ttlInSeconds. "
                        + "Must be between 0 and 3600");
        assertThat(update(replace("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL")))
                .isEqualTo("400 BadRequestException: Invalid value specified for "
                        + "/*/*/caching/unauthorizedCacheControlHeaderStrategy. Must be one of: [FAIL_WITH_403, "
                        + "SUCCEED_WITH_RESPONSE_HEADER, SUCCEED_WITHOUT_RESPONSE_HEADER]");
        assertThat(update(replace("nonsense", "1"))).contains("Invalid method setting path: nonsense");
        assertThat(update(patch(Op.COPY, "/variables", null)))
                .isEqualTo("400 BadRequestException: Promotion not available. Canary does not exist.");
        assertThat(update(replace("/cacheClusterEnabled", "true"))).startsWith("501 NotImplemented");
        assertThat(update(replace("/canarySettings/percentTraffic", "1"))).startsWith("501 NotImplemented");
    }

    @Test
    void aDeletedStageIsGone() {
        create("live", Map.of());

        assertThat(aws.client
                        .deleteStage(r -> r.restApiId(api).stageName("live"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);
        assertThat(error(() -> aws.client.deleteStage(r -> r.restApiId(api).stageName("live"))))
                .isEqualTo("404 NotFoundException: Invalid Stage identifier specified");
    }

    private CreateStageResponse create(String stageName, Map<String, String> variables) {
        return aws.client.createStage(r ->
                r.restApiId(api).stageName(stageName).deploymentId(deployment).variables(variables));
    }

    private GetStageResponse stage(String stageName) {
        return aws.client.getStage(r -> r.restApiId(api).stageName(stageName));
    }

    private String update(PatchOperation patch) {
        return error(() ->
                aws.client.updateStage(r -> r.restApiId(api).stageName("live").patchOperations(patch)));
    }
}
