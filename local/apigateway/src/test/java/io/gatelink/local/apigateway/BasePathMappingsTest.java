package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

class BasePathMappingsTest {

    private static final String DOMAIN = "api.example.com";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private String api;

    @BeforeEach
    void prepare() {
        api = aws.deployedApi("live");
        aws.regionalDomain(DOMAIN);
    }

    @Test
    void aMappingComesBackAsItWasMade() {
        var made = aws.client.createBasePathMapping(
                r -> r.domainName(DOMAIN).basePath("orders").restApiId(api).stage("live"));

        assertThat(made.sdkHttpResponse().statusCode()).isEqualTo(201);
        var read = aws.client.getBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"));
        assertThat(read.basePath()).isEqualTo(made.basePath()).isEqualTo("orders");
        assertThat(read.restApiId()).isEqualTo(made.restApiId()).isEqualTo(api);
        assertThat(read.stage()).isEqualTo(made.stage()).isEqualTo("live");
    }

    @Test
    void theEmptyBasePathAndAnOpenStageAreWrittenAsNone() {
        aws.client.createBasePathMapping(r -> r.domainName(DOMAIN).restApiId(api));
        aws.client.createBasePathMapping(
                r -> r.domainName(DOMAIN).basePath("orders").restApiId(api).stage("(none)"));

        var read = aws.client.getBasePathMapping(r -> r.domainName(DOMAIN).basePath("(none)"));
        assertThat(read.basePath()).isEqualTo("(none)");
        assertThat(read.stage()).isNull();
        assertThat(aws.client
                        .getBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"))
                        .stage())
                .isNull();
        assertThat(create("(none)")).isEqualTo("409 ConflictException: Base path already exists for this domain name");
    }

    @Test
    void mappingsAreListedPageByPage() {
        for (String basePath : new String[] {"a", "b", "c"}) {
            create(basePath);
        }

        var page = aws.client.getBasePathMappings(r -> r.domainName(DOMAIN).limit(2));
        assertThat(page.items()).extracting(item -> item.basePath()).containsExactly("a", "b");
        assertThat(aws.client
                        .getBasePathMappings(r -> r.domainName(DOMAIN).position(page.position()))
                        .items())
                .extracting(item -> item.basePath())
                .containsExactly("c");
    }

    @Test
    void aBasePathExistsOncePerDomain() {
        create("orders");
        aws.regionalDomain("b.example.com");

        assertThat(create("orders")).isEqualTo("409 ConflictException: Base path already exists for this domain name");
        assertThat(create("Orders")).isEqualTo("no error");
        assertThat(error(() -> aws.client.createBasePathMapping(
                        r -> r.domainName("b.example.com").basePath("orders").restApiId(api))))
                .isEqualTo("no error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "Orders2", "$-_.+!*'()"})
    void lettersDigitsAndSomeCharactersAreTaken(String basePath) {
        assertThat(create(basePath)).isEqualTo("no error");
        assertThat(aws.client
                        .getBasePathMapping(r -> r.domainName(DOMAIN).basePath(basePath))
                        .basePath())
                .isEqualTo(basePath);
    }

    @ParameterizedTest
    @CsvSource({"/orders", "orders/", "orders/v1", "/"})
    void severalLevelsNeedVersion2(String basePath) {
        assertThat(create(basePath))
                .isEqualTo(
                        "400 BadRequestException: API Gateway V1 doesn't support the slash character (/) in base path "
                                + "mappings. To create a multi-level base path mapping, use API Gateway V2.");
    }

    @ParameterizedTest
    @CsvSource({"a b", "ä", "a%20b", "{a}", "a?b"})
    void otherCharactersAreRefused(String basePath) {
        assertThat(create(basePath))
                .isEqualTo("400 BadRequestException: Base path mappings may only contain letters, numbers and the "
                        + "following characters: $-_.+!*'(), and 300 characters at most");
    }

    @Test
    void apiAndStageHaveToBeThere() {
        assertThat(error(() -> aws.client.createBasePathMapping(
                        r -> r.domainName("b.example.com").restApiId(api))))
                .isEqualTo("404 NotFoundException: Invalid domain name identifier specified");
        assertThat(error(() -> aws.client.createBasePathMapping(
                        r -> r.domainName(DOMAIN).restApiId("nosuch"))))
                .isEqualTo("400 BadRequestException: Invalid REST API identifier specified");
        assertThat(aws.answer("POST", "/domainnames/" + DOMAIN + "/basepathmappings", "{}"))
                .isEqualTo("400 BadRequestException {\"message\":\"Invalid REST API identifier specified\"}");
        assertThat(error(() -> aws.client.createBasePathMapping(
                        r -> r.domainName(DOMAIN).restApiId(api).stage("nosuch"))))
                .isEqualTo("400 BadRequestException: Invalid stage identifier specified");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(error(() ->
                        aws.client.getBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"))))
                .isEqualTo("404 NotFoundException: Invalid base path mapping identifier specified");
        assertThat(error(() -> aws.client.deleteBasePathMapping(
                        r -> r.domainName(DOMAIN).basePath("orders"))))
                .isEqualTo("404 NotFoundException: Invalid base path mapping identifier specified");
        assertThat(update("orders")).isEqualTo("404 NotFoundException: Invalid base path mapping identifier specified");
        assertThat(error(() -> aws.client.getBasePathMappings(r -> r.domainName("b.example.com"))))
                .isEqualTo("404 NotFoundException: Invalid domain name identifier specified");
    }

    @Test
    void aMappingIsMovedToAnotherBasePathApiAndStage() {
        create("orders");
        create("taken");
        String other = aws.deployedApi("test");

        assertThat(update("orders", replace("/restapiId", other), replace("/stage", "test")))
                .isEqualTo("no error");
        assertThat(update("orders", replace("/basePath", "stock"))).isEqualTo("no error");

        var read = aws.client.getBasePathMapping(r -> r.domainName(DOMAIN).basePath("stock"));
        assertThat(read.restApiId()).isEqualTo(other);
        assertThat(read.stage()).isEqualTo("test");
        assertThat(update("orders")).isEqualTo("404 NotFoundException: Invalid base path mapping identifier specified");
        assertThat(update("stock", replace("/restApiId", api), replace("/stage", "")))
                .isEqualTo("no error");
        assertThat(aws.client
                        .getBasePathMapping(r -> r.domainName(DOMAIN).basePath("stock"))
                        .stage())
                .isNull();
        assertThat(update("stock", replace("/basePath", "")))
                .as("the empty one")
                .isEqualTo("no error");
        assertThat(update("(none)", replace("/basePath", "taken")))
                .isEqualTo("409 ConflictException: Base path already exists for this domain name");
    }

    @Test
    void anUpdateThatMakesNoSenseIsRefusedAsAWhole() {
        create("orders");

        assertThat(update("orders", replace("/basePath", "stock"), replace("/stage", "nosuch")))
                .isEqualTo("400 BadRequestException: Invalid stage identifier specified");
        assertThat(update("orders", replace("/restapiId", "nosuch")))
                .isEqualTo("400 BadRequestException: Invalid REST API identifier specified");
        assertThat(update("orders", patch(Op.REMOVE, "/stage", null)))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
        assertThat(update("orders", replace("/domainName", "b.example.com")))
                .isEqualTo("400 BadRequestException: Invalid patch path /domainName");
        assertThat(aws.client
                        .getBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"))
                        .restApiId())
                .isEqualTo(api);
    }

    @Test
    void anApiOrStageThatADomainNameLeadsToIsNotDeleted() {
        aws.regionalDomain("b.example.com");
        aws.client.createBasePathMapping(
                r -> r.domainName(DOMAIN).basePath("orders").restApiId(api).stage("live"));
        aws.client.createBasePathMapping(r -> r.domainName("b.example.com").restApiId(api));

        assertThat(error(() -> aws.client.deleteRestApi(r -> r.restApiId(api))))
                .isEqualTo("400 BadRequestException: Deleting RestApi " + api + " failed. Please remove all base path "
                        + "mappings related to the RestApi in your domains: api.example.com, b.example.com");
        assertThat(error(() -> aws.client.deleteStage(r -> r.restApiId(api).stageName("live"))))
                .isEqualTo("400 BadRequestException: Deleting stage live failed. Please remove all base path mappings "
                        + "related to the stage in your domains: api.example.com");

        var deleted = aws.client.deleteBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"));
        assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(202);
        aws.client.deleteStage(r -> r.restApiId(api).stageName("live"));
        var gone = aws.client.deleteDomainName(r -> r.domainName("b.example.com"));
        assertThat(gone.sdkHttpResponse().statusCode()).isEqualTo(202);
        aws.client.deleteRestApi(r -> r.restApiId(api));
    }

    @Test
    void aDomainNameMadeAnewHasNoMappings() {
        create("orders");
        aws.client.deleteDomainName(r -> r.domainName(DOMAIN));
        aws.regionalDomain(DOMAIN);

        assertThat(aws.client.getBasePathMappings(r -> r.domainName(DOMAIN)).items())
                .isEmpty();
    }

    @Test
    void privateApisAndPrivateDomainNamesGoTogether() {
        String privateDomain = aws.client
                .createDomainName(r -> r.domainName(DOMAIN)
                        .certificateArn(ApiGatewayFixture.CERTIFICATE)
                        .endpointConfiguration(endpoint -> endpoint.types(EndpointType.PRIVATE)))
                .domainNameId();
        String privateApi = aws.client
                .createRestApi(
                        r -> r.name("inside").endpointConfiguration(endpoint -> endpoint.types(EndpointType.PRIVATE)))
                .id();

        assertThat(error(() -> aws.client.createBasePathMapping(
                        r -> r.domainName(DOMAIN).restApiId(privateApi))))
                .isEqualTo("400 BadRequestException: Private APIs can only be mapped to private custom domain names.");
        assertThat(error(() -> aws.client.createBasePathMapping(
                        r -> r.domainName(DOMAIN).domainNameId(privateDomain).restApiId(api))))
                .isEqualTo("400 BadRequestException: Only private APIs can be mapped to private custom domain names.");
        aws.client.createBasePathMapping(
                r -> r.domainName(DOMAIN).domainNameId(privateDomain).restApiId(privateApi));
        assertThat(aws.client
                        .getBasePathMappings(r -> r.domainName(DOMAIN).domainNameId(privateDomain))
                        .items())
                .hasSize(1);
        assertThat(aws.client.getBasePathMappings(r -> r.domainName(DOMAIN)).items())
                .isEmpty();
    }

    @Test
    void aNewMappingMayNotBeSeenAtOnce() {
        var slow = new ApiGatewayFixture(Settings.aws().withCreationLag(() -> Duration.ofSeconds(2)));
        String slowApi = slow.restApi();
        slow.regionalDomain(DOMAIN);
        slow.client.createBasePathMapping(
                r -> r.domainName(DOMAIN).basePath("orders").restApiId(slowApi));

        assertThat(error(() ->
                        slow.client.getBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"))))
                .isEqualTo("404 NotFoundException: Invalid base path mapping identifier specified");
        slow.pass(Duration.ofSeconds(2));
        assertThat(error(() ->
                        slow.client.getBasePathMapping(r -> r.domainName(DOMAIN).basePath("orders"))))
                .isEqualTo("no error");
    }

    private String create(String basePath) {
        return error(() -> aws.client.createBasePathMapping(
                r -> r.domainName(DOMAIN).basePath(basePath).restApiId(api)));
    }

    private String update(String basePath, PatchOperation... patch) {
        return error(() -> aws.client.updateBasePathMapping(
                r -> r.domainName(DOMAIN).basePath(basePath).patchOperations(patch)));
    }
}
