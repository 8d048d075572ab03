package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.QuotaPeriodType;
import software.amazon.awssdk.services.apigateway.model.ThrottleSettings;
import software.amazon.awssdk.services.apigateway.model.UpdateUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;
import software.amazon.awssdk.services.apigateway.model.UsagePlanKey;

class UsagePlansTest {

    private static final String VALUE = "01234567890123456789";
    private static final String NO_PLAN = "404 NotFoundException: Invalid Usage Plan ID specified";
    private static final String NO_KEY = "404 NotFoundException: Invalid API Key identifier specified";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private String api;

    @BeforeEach
    void deploy() {
        api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));
        aws.client.createDeployment(r -> r.restApiId(api).stageName("test"));
    }

    @Test
    void aPlanIsMadeAndReadBackWithWhatWasAskedFor() {
        var created = aws.client.createUsagePlan(r -> r.name("gold")
                .description("d")
                .tags(Map.of("a", "b"))
                .apiStages(ApiStage.builder()
                        .apiId(api)
                        .stage("live")
                        .throttle(Map.of(
                                "/orders/GET",
                                ThrottleSettings.builder()
                                        .burstLimit(2)
                                        .rateLimit(1.5)
                                        .build()))
                        .build())
                .throttle(t -> t.burstLimit(20).rateLimit(10.0))
                .quota(q -> q.limit(1000).offset(2).period(QuotaPeriodType.WEEK)));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.id()).matches("[a-z0-9]{6}");
        var read = aws.client.getUsagePlan(r -> r.usagePlanId(created.id()));
        assertThat(read.toString()).isEqualTo(created.toString().replace("CreateUsagePlan", "GetUsagePlan"));
        assertThat(read.name()).isEqualTo("gold");
        assertThat(read.description()).isEqualTo("d");
        assertThat(read.apiStages()).singleElement().satisfies(stage -> {
            assertThat(stage.apiId()).isEqualTo(api);
            assertThat(stage.stage()).isEqualTo("live");
            assertThat(stage.throttle().get("/orders/GET").rateLimit()).isEqualTo(1.5);
            assertThat(stage.throttle().get("/orders/GET").burstLimit()).isEqualTo(2);
        });
        assertThat(read.throttle().burstLimit()).isEqualTo(20);
        assertThat(read.throttle().rateLimit()).isEqualTo(10.0);
        assertThat(read.quota().limit()).isEqualTo(1000);
        assertThat(read.quota().offset()).isEqualTo(2);
        assertThat(read.quota().period()).isEqualTo(QuotaPeriodType.WEEK);
        assertThat(read.tags()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void aPlanNeedsNoMoreThanAName() {
        var created = aws.client.createUsagePlan(r -> r.name("gold"));

        assertThat(created.hasApiStages()).isTrue();
        assertThat(created.apiStages()).isEmpty();
        assertThat(created.throttle()).isNull();
        assertThat(created.quota()).isNull();
        assertThat(error(() -> aws.client.createUsagePlan(r -> r.name(""))))
                .isEqualTo("400 BadRequestException: Usage Plan name cannot be empty");
    }

    @Test
    void aStageThatIsNotThereIsRefused() {
        assertThat(error(() -> aws.client.createUsagePlan(r -> r.name("p").apiStages(stage("nosuch")))))
                .isEqualTo("404 NotFoundException: API Stage not found: " + api + ":nosuch");
        assertThat(error(() -> aws.client.createUsagePlan(r -> r.name("p").apiStages(s -> s.stage("live")))))
                .isEqualTo(
                        "400 BadRequestException: Invalid API Stage {api: null, stage: live} specified for usageplan "
                                + "p");
        assertThat(error(() -> aws.client.createUsagePlan(r -> r.name("p").apiStages(stage("live"), stage("live")))))
                .isEqualTo("400 BadRequestException: API Stage " + api + ":live already exists in the Usage Plan");
        assertThat(aws.client.getUsagePlans().items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            0  | - | DAY   | Usage Plan quota limit must be greater than zero
            1  | 1 | DAY   | Usage Plan quota offset must be from 0 to 0 in the DAY period
            1  | 7 | WEEK  | Usage Plan quota offset must be from 0 to 6 in the WEEK period
            1  | 28| MONTH | Usage Plan quota offset must be from 0 to 27 in the MONTH period
            1  | 0 | YEAR  | 1 validation error detected: Value 'YEAR' at 'quota.period' failed to satisfy constraint: \
            Member must satisfy enum value set: [DAY, WEEK, MONTH]
            1  | 0 | -     | 1 validation error detected: Value null at 'quota.period' failed to satisfy constraint: \
            Member must satisfy enum value set: [DAY, WEEK, MONTH]
            """)
    void quotasThatMakeNoSenseAreRefused(Integer limit, Integer offset, String period, String message) {
        assertThat(error(() -> aws.client.createUsagePlan(r ->
                        r.name("p").quota(q -> q.limit(limit).offset(offset).period(period)))))
                .endsWith(": " + message);
    }

    @Test
    void aPlanIsChangedByPatches() {
        String plan = plan("live");

        var updated = update(
                plan,
                replace("/name", "silver"),
                replace("/description", "d"),
                patch(Op.ADD, "/apiStages", api + ":test"),
                patch(Op.REMOVE, "/apiStages", api + ":live"),
                patch(Op.ADD, "/throttle/rateLimit", "5"),
                patch(Op.ADD, "/throttle/burstLimit", "7"),
                patch(Op.ADD, "/quota/limit", "100"),
                patch(Op.ADD, "/quota/period", "MONTH"),
                replace("/productCode", "p1"),
                replace("/apiStages/" + api + ":test/throttle/~1orders/GET/rateLimit", "3"));

        assertThat(updated.name()).isEqualTo("silver");
        assertThat(updated.description()).isEqualTo("d");
        assertThat(updated.productCode()).isEqualTo("p1");
        assertThat(updated.throttle().rateLimit()).isEqualTo(5.0);
        assertThat(updated.throttle().burstLimit()).isEqualTo(7);
        assertThat(updated.quota().limit()).isEqualTo(100);
        assertThat(updated.quota().offset()).isZero();
        assertThat(updated.apiStages()).singleElement().satisfies(stage -> {
            assertThat(stage.stage()).isEqualTo("test");
            assertThat(stage.throttle().get("/orders/GET").rateLimit()).isEqualTo(3.0);
        });

        updated = update(
                plan,
                patch(Op.REMOVE, "/quota", null),
                patch(Op.REMOVE, "/throttle", null),
                patch(Op.REMOVE, "/productCode", null),
                patch(Op.REMOVE, "/apiStages/" + api + ":test/throttle/~1orders/GET", null));

        assertThat(updated.quota()).isNull();
        assertThat(updated.throttle()).isNull();
        assertThat(updated.productCode()).isNull();
        assertThat(updated.apiStages().get(0).throttle()).isEmpty();
    }

    @Test
    void patchesThatDoNotFitAreRefusedAndChangeNothing() {
        String plan = plan("live");

        assertThat(error(() ->
                        update(plan, replace("/name", "x"), patch(Op.REMOVE, "/apiStages/" + api + ":live", null))))
                .isEqualTo(
                        "400 BadRequestException: Invalid patch path  '/apiStages/" + api + ":live' specified for op "
                                + "'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, "
                                + "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, "
                                + "/apiStages/<apidId:stageName>/throttle]");
        assertThat(error(() -> update(plan, patch(Op.REMOVE, "/apiStages", api + ":test"))))
                .isEqualTo("400 BadRequestException: Invalid API Stage specified");
        assertThat(error(() -> update(plan, patch(Op.ADD, "/apiStages", "nonsense"))))
                .isEqualTo("400 BadRequestException: Invalid API Stage specified");
        assertThat(error(() -> update(plan, patch(Op.ADD, "/apiStages", api + ":nosuch"))))
                .isEqualTo("404 NotFoundException: Invalid API Stage {api: " + api + ", stage: nosuch} specified for "
                        + "usageplan " + plan);
        assertThat(error(() -> update(plan, replace("/id", "x"))))
                .startsWith(
                        "400 BadRequestException: Invalid patch path  '/id' specified for op 'replace'. Must be one "
                                + "of: [/name,");
        assertThat(error(() -> update(plan, replace("/throttle/rateLimit", "much"))))
                .isEqualTo(
                        "400 BadRequestException: Invalid value specified for /throttle/rateLimit. Must be a number");
        assertThat(error(() -> update(plan, replace("/throttle/rateLimit", "-1"))))
                .isEqualTo("400 BadRequestException: Usage Plan throttle limits must not be negative");
        assertThat(aws.client.getUsagePlan(r -> r.usagePlanId(plan)).name()).isEqualTo("gold");
    }

    @Test
    void aPlanWithStagesCannotBeDeleted() {
        String plan = plan("live");

        assertThat(error(() -> aws.client.deleteUsagePlan(r -> r.usagePlanId(plan))))
                .isEqualTo("400 "
                        + "BadRequestException: Cannot delete Usage Plan " + plan
                        + " because there are API Stages associated "
                        + "with it, including " + api + ":live");

        update(plan, patch(Op.REMOVE, "/apiStages", api + ":live"));
        assertThat(aws.client
                        .deleteUsagePlan(r -> r.usagePlanId(plan))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);
        assertThat(error(() -> aws.client.getUsagePlan(r -> r.usagePlanId(plan))))
                .isEqualTo(NO_PLAN);
        assertThat(error(() -> aws.client.deleteUsagePlan(r -> r.usagePlanId(plan))))
                .isEqualTo(NO_PLAN);
        assertThat(error(() -> update(plan))).isEqualTo(NO_PLAN);
    }

    @Test
    void keysJoinAPlanAndLeaveIt() {
        String plan = plan("live");
        String key = key("shop", VALUE);
        String other = key("other", VALUE + "x");

        var created = aws.client.createUsagePlanKey(
                r -> r.usagePlanId(plan).keyId(key).keyType("API_KEY"));
        aws.client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(other).keyType("API_KEY"));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.id()).isEqualTo(key);
        assertThat(created.type()).isEqualTo("API_KEY");
        assertThat(created.value()).isEqualTo(VALUE);
        assertThat(created.name()).isEqualTo("shop");
        assertThat(aws.client
                        .getUsagePlanKey(r -> r.usagePlanId(plan).keyId(key))
                        .name())
                .isEqualTo("shop");
        var page = aws.client.getUsagePlanKeys(r -> r.usagePlanId(plan).limit(1));
        assertThat(page.items()).extracting(UsagePlanKey::name).containsExactly("other");
        assertThat(aws.client
                        .getUsagePlanKeys(r -> r.usagePlanId(plan).position(page.position()))
                        .items())
                .extracting(UsagePlanKey::name)
                .containsExactly("shop");
        assertThat(aws.client.getUsagePlanKeys(r -> r.usagePlanId("nosuch")).items())
                .isEmpty();
        assertThat(aws.client
                        .getUsagePlanKeys(r -> r.usagePlanId(plan).nameQuery("oth"))
                        .items())
                .extracting(UsagePlanKey::id)
                .containsExactly(other);
        assertThat(aws.client.getUsagePlans(r -> r.keyId(key)).items())
                .extracting(UsagePlan::id)
                .containsExactly(plan);
        assertThat(aws.client.getUsagePlans(r -> r.keyId("nosuch")).items()).isEmpty();

        assertThat(aws.client
                        .deleteUsagePlanKey(r -> r.usagePlanId(plan).keyId(key))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);
        assertThat(error(() ->
                        aws.client.getUsagePlanKey(r -> r.usagePlanId(plan).keyId(key))))
                .isEqualTo(NO_KEY);
        assertThat(error(() ->
                        aws.client.deleteUsagePlanKey(r -> r.usagePlanId(plan).keyId(key))))
                .isEqualTo(NO_KEY);
        assertThat(aws.client.getApiKey(r -> r.apiKey(key)).name()).isEqualTo("shop");
    }

    @Test
    void wrongKeysAreRefused() {
        String plan = plan("live");
        String key = key("shop", VALUE);
        aws.client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key).keyType("API_KEY"));

        assertThat(error(() -> aws.client.createUsagePlanKey(
                        r -> r.usagePlanId(plan).keyId(key).keyType("API_KEY"))))
                .isEqualTo("409 ConflictException: Usage Plan Key already exists");
        assertThat(error(() -> aws.client.createUsagePlanKey(
                        r -> r.usagePlanId(plan).keyId("nosuch").keyType("API_KEY"))))
                .isEqualTo(NO_KEY);
        assertThat(error(() -> aws.client.createUsagePlanKey(
                        r -> r.usagePlanId("nosuch").keyId(key).keyType("API_KEY"))))
                .isEqualTo(NO_PLAN);
        assertThat(error(() -> aws.client.createUsagePlanKey(
                        r -> r.usagePlanId(plan).keyId(key).keyType("PIN"))))
                .isEqualTo("400 BadRequestException: Invalid key type specified. Must be one of: [API_KEY]");
    }

    @Test
    void aKeyHasOnlyOnePlanForEachStage() {
        String first = plan("live");
        String second = plan("live");
        String third = plan("test");
        String key = key("shop", VALUE);
        aws.client.createUsagePlanKey(r -> r.usagePlanId(first).keyId(key).keyType("API_KEY"));
        aws.client.createUsagePlanKey(r -> r.usagePlanId(third).keyId(key).keyType("API_KEY"));

        assertThat(error(() -> aws.client.createUsagePlanKey(
                        r -> r.usagePlanId(second).keyId(key).keyType("API_KEY"))))
                .isEqualTo("409 ConflictException: Usage Plan " + second + " cannot be added because API Key " + key
                        + " cannot reference multiple Usage Plans with the same API Stage: " + api + ":live");
        assertThat(error(() -> update(third, patch(Op.ADD, "/apiStages", api + ":live"))))
                .startsWith("409 ");
    }

    @Test
    void onlyEnabledKeysOfAPlanOfItOpenAStage() {
        String plan = plan("live");
        String key = key("shop", VALUE);
        assertThat(aws.service.apiKeys(api, "live")).isEmpty();

        aws.client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key).keyType("API_KEY"));
        assertThat(aws.service.apiKeys(api, "live")).containsExactly(VALUE);
        assertThat(aws.service.apiKeys(api, "test")).isEmpty();

        aws.client.updateApiKey(r -> r.apiKey(key).patchOperations(replace("/enabled", "false")));
        assertThat(aws.service.apiKeys(api, "live")).isEmpty();
        aws.client.updateApiKey(r -> r.apiKey(key).patchOperations(replace("/enabled", "true")));
        assertThat(aws.service.apiKeys(api, "live")).containsExactly(VALUE);

        aws.client.deleteApiKey(r -> r.apiKey(key));
        assertThat(aws.service.apiKeys(api, "live")).isEmpty();
        assertThat(aws.client.getUsagePlanKeys(r -> r.usagePlanId(plan)).items())
                .isEmpty();
    }

    @Test
    void aStageMadeAnewIsNotOpenedByThePlanOfTheOldOne() {
        String plan = plan("live");
        String key = key("shop", VALUE);
        aws.client.createUsagePlanKey(r -> r.usagePlanId(plan).keyId(key).keyType("API_KEY"));

        aws.client.deleteStage(r -> r.restApiId(api).stageName("live"));
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));

        assertThat(aws.service.apiKeys(api, "live")).isEmpty();
        assertThat(aws.client.getUsagePlan(r -> r.usagePlanId(plan)).apiStages())
                .isEmpty();
    }

    @Test
    void anApisStagesLeaveTheirPlansWithIt() {
        String plan = plan("live");

        aws.client.deleteRestApi(r -> r.restApiId(api));

        assertThat(aws.client.getUsagePlan(r -> r.usagePlanId(plan)).apiStages())
                .isEmpty();
        aws.client.deleteUsagePlan(r -> r.usagePlanId(plan));
    }

    private String plan(String stage) {
        return aws.client
                .createUsagePlan(r -> r.name("gold").apiStages(stage(stage)))
                .id();
    }

    private String key(String name, String value) {
        return aws.client
                .createApiKey(r -> r.name(name).value(value).enabled(true))
                .id();
    }

    private ApiStage stage(String name) {
        return ApiStage.builder().apiId(api).stage(name).build();
    }

    private UpdateUsagePlanResponse update(
            String plan, software.amazon.awssdk.services.apigateway.model.PatchOperation... operations) {
        return aws.client.updateUsagePlan(r -> r.usagePlanId(plan).patchOperations(operations));
    }
}
