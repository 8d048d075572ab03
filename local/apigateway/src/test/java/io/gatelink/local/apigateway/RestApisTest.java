package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.ApiKeySourceType;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.RestApi;

class RestApisTest {

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void anApiHasAwsDefaults() {
        String id = aws.client.createRestApi(r -> r.name("orders")).id();

        assertThat(id).matches("[a-z0-9]{10}");
        assertThat(aws.answer("GET", "/restapis/" + id, null))
                .isEqualTo("200 - {\"id\":\"" + id
                        + "\",\"name\":\"orders\",\"createdDate\":1767225600,\"apiKeySource\":\"HEADER\","
                        + "\"endpointConfiguration\":{\"types\":[\"EDGE\"],\"ipAddressType\":\"ipv4\"},\"tags\":{},"
                        + "\"disableExecuteApiEndpoint\":false,\"rootResourceId\":\"" + aws.root(id)
                        + "\",\"apiStatus\":\"AVAILABLE\"}");
    }

    @Test
    void anApiReadsBackAsItWasCreated() {
        var created = aws.client.createRestApi(r -> r.name("orders")
                .description("d")
                .version("v1")
                .binaryMediaTypes("image/png")
                .minimumCompressionSize(10)
                .apiKeySource(ApiKeySourceType.AUTHORIZER)
                .endpointConfiguration(e -> e.typesWithStrings("REGIONAL").ipAddressType("dualstack"))
                .tags(Map.of("b", "2", "a", "1"))
                .disableExecuteApiEndpoint(true)
                .securityPolicy("TLS_1_2")
                .endpointAccessMode("BASIC"));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        GetRestApiResponse read = api(created.id());
        assertThat(read.name()).isEqualTo("orders");
        assertThat(read.description()).isEqualTo("d");
        assertThat(read.version()).isEqualTo("v1");
        assertThat(read.createdDate()).isEqualTo(ApiGatewayFixture.START);
        assertThat(read.binaryMediaTypes()).containsExactly("image/png");
        assertThat(read.minimumCompressionSize()).isEqualTo(10);
        assertThat(read.apiKeySourceAsString()).isEqualTo("AUTHORIZER");
        assertThat(read.endpointConfiguration().typesAsStrings()).containsExactly("REGIONAL");
        assertThat(read.endpointConfiguration().ipAddressTypeAsString()).isEqualTo("dualstack");
        assertThat(read.tags()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(read.disableExecuteApiEndpoint()).isTrue();
        assertThat(read.rootResourceId()).isEqualTo(created.rootResourceId()).matches("[a-z0-9]{10}");
        assertThat(read.securityPolicyAsString()).isEqualTo("TLS_1_2");
        assertThat(read.endpointAccessModeAsString()).isEqualTo("BASIC");
    }

    @Test
    void emptyMembersCountAsAbsent() {
        var created = aws.client.createRestApi(r -> r.name("orders").version("").tags(Map.of()));

        assertThat(created.version()).isNull();
        assertThat(created.hasTags()).as("they were sent").isTrue();
        assertThat(aws.client.createRestApi(r -> r.name("orders")).hasTags()).isFalse();
    }

    @Test
    void anEmptyDescriptionIsRefused() {
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("orders").description(""))))
                .isEqualTo("400 BadRequestException: Description cannot be an empty string");
        assertThat(error(() ->
                        aws.client.createRestApi(r -> r.name("orders").endpointConfiguration(e -> e.types(List.of())))))
                .isEqualTo("400 BadRequestException: "
                        + "REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
    }

    @Test
    void wrongMembersAreRefused() {
        assertThat(error(() -> aws.client.createRestApi(r -> r.name(""))))
                .isEqualTo("400 BadRequestException: Name cannot be empty");
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("n".repeat(1025)))))
                .isEqualTo("400 BadRequestException: Invalid API name specified. Must be at most 1024 characters");
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("n").minimumCompressionSize(-1))))
                .isEqualTo("400 "
                        + "BadRequestException: Invalid minimum compression size, must be between 0 and 10485760");
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("n")
                        .endpointConfiguration(e -> e.typesWithStrings("wrong").ipAddressType("wrong")))))
                .isEqualTo("400 ValidationException: 2 validation errors detected: Value '[wrong]' at "
                        + "'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must "
                        + "satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]; Value "
                        + "'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy "
                        + "constraint: Member must satisfy enum value set: [ipv4, dualstack]");
        assertThat(error(() -> aws.client.createRestApi(
                        r -> r.name("n").endpointConfiguration(e -> e.typesWithStrings("EDGE", "REGIONAL")))))
                .isEqualTo("400 BadRequestException: Cannot create an api with multiple Endpoint Types.");
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("n").apiKeySource("BODY"))))
                .isEqualTo("400 "
                        + "ValidationException: 1 validation error detected: Value 'BODY' at "
                        + "'createRestApiInput.apiKeySource'"
                        + " failed to satisfy constraint: Member must satisfy enum value set: [HEADER, AUTHORIZER]");
        assertThat(aws.client.getRestApis().items()).isEmpty();
    }

    @Test
    void whatIsNotSupportedIsRefusedByName() {
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("n").cloneFrom("abc"))))
                .contains("cloneFrom");
    }

    @Test
    void aPrivateApiIsAssociatedWithItsVpcEndpoints() {
        String id = aws.client
                .createRestApi(r -> r.name("n").endpointConfiguration(e -> e.typesWithStrings("PRIVATE")
                        .vpcEndpointIds("vpce-0a1b2c3d")))
                .id();
        assertThat(api(id).endpointConfiguration().typesAsStrings()).containsExactly("PRIVATE");
        assertThat(api(id).endpointConfiguration().ipAddressTypeAsString()).isEqualTo("dualstack");

        aws.client.updateRestApi(r -> r.restApiId(id)
                .patchOperations(
                        patch(Op.ADD, "/endpointConfiguration/vpcEndpointIds", "vpce-0a1b2c3e"),
                        patch(Op.REMOVE, "/endpointConfiguration/vpcEndpointIds", "vpce-0a1b2c3d")));
        assertThat(api(id).endpointConfiguration().vpcEndpointIds()).containsExactly("vpce-0a1b2c3e");
    }

    @Test
    void anApiBecomesPrivateAndPublicAgain() {
        String id = aws.client
                .createRestApi(r -> r.name("n").endpointConfiguration(e -> e.typesWithStrings("REGIONAL")))
                .id();
        aws.client.updateRestApi(r -> r.restApiId(id)
                .patchOperations(
                        patch(Op.REPLACE, "/endpointConfiguration/types/REGIONAL", "PRIVATE"),
                        patch(Op.ADD, "/endpointConfiguration/vpcEndpointIds", "vpce-0a1b2c3d")));
        assertThat(api(id).endpointConfiguration().typesAsStrings()).containsExactly("PRIVATE");
        aws.pass(Settings.aws().restApiUpdateDelay());

        assertThat(error(() -> aws.client.updateRestApi(r -> r.restApiId(id)
                        .patchOperations(patch(Op.REPLACE, "/endpointConfiguration/types/PRIVATE", "EDGE")))))
                .isEqualTo("400 BadRequestException: Private APIs cannot be changed into edge-optimized APIs.");
        assertThat(error(() -> aws.client.updateRestApi(r -> r.restApiId(id)
                        .patchOperations(patch(Op.REPLACE, "/endpointConfiguration/types/PRIVATE", "REGIONAL")))))
                .isEqualTo("400 BadRequestException: VPCEndpoints can only be specified with PRIVATE apis.");
        aws.client.updateRestApi(r -> r.restApiId(id)
                .patchOperations(
                        patch(Op.REMOVE, "/endpointConfiguration/vpcEndpointIds", "vpce-0a1b2c3d"),
                        patch(Op.REPLACE, "/endpointConfiguration/types/PRIVATE", "REGIONAL")));
        assertThat(api(id).endpointConfiguration().typesAsStrings()).containsExactly("REGIONAL");
        assertThat(api(id).endpointConfiguration().ipAddressTypeAsString()).isEqualTo("ipv4");
    }

    @Test
    void endpointsThatCannotBeAreRefused() {
        assertThat(error(() -> aws.client.createRestApi(
                        r -> r.name("n").endpointConfiguration(e -> e.typesWithStrings("REGIONAL")
                                .vpcEndpointIds("vpce-0a1b2c3d")))))
                .isEqualTo("400 BadRequestException: VPCEndpoints can only be specified with PRIVATE apis.");
        assertThat(error(() -> aws.client.createRestApi(
                        r -> r.name("n").endpointConfiguration(e -> e.typesWithStrings("PRIVATE")
                                .vpcEndpointIds("vpc-1")))))
                .isEqualTo("400 BadRequestException: Invalid VPCEndpoint ID: vpc-1");
        assertThat(error(() -> aws.client.createRestApi(
                        r -> r.name("n").endpointConfiguration(e -> e.typesWithStrings("PRIVATE")
                                .ipAddressType("ipv4")))))
                .isEqualTo("400 BadRequestException: Only dualstack ipAddressType is supported for Private APIs.");
    }

    @Test
    void anApiThatIsNotThereIsNotFound() {
        String notFound = "404 NotFoundException: Invalid API identifier specified 123456789012:nosuchapi1";

        assertThat(error(() -> api("nosuchapi1"))).isEqualTo(notFound);
        assertThat(error(() -> aws.client.deleteRestApi(r -> r.restApiId("nosuchapi1"))))
                .isEqualTo(notFound);
        assertThat(error(() -> aws.client.updateRestApi(r -> r.restApiId("nosuchapi1"))))
                .isEqualTo(notFound);
        assertThat(error(() -> aws.client.getResources(r -> r.restApiId("nosuchapi1"))))
                .isEqualTo(notFound);
        assertThat(error(() -> aws.client.getDeployments(r -> r.restApiId("nosuchapi1"))))
                .isEqualTo(notFound);
        assertThat(error(() -> aws.client.getStages(r -> r.restApiId("nosuchapi1"))))
                .isEqualTo(notFound);
    }

    @Test
    void apisAreListedTwentyFiveToAPage() {
        List<String> ids = IntStream.range(0, 30).mapToObj(i -> aws.restApi()).toList();

        assertThat(aws.client.getRestApis().items()).extracting(RestApi::id).isEqualTo(ids.subList(0, 25));
        assertThat(aws.client.getRestApis(r -> r.limit(500)).items()).hasSize(30);
        assertThat(aws.client.getRestApisPaginator().items().stream().map(RestApi::id))
                .isEqualTo(ids);
        assertThat(error(() -> aws.client.getRestApis(r -> r.limit(0))))
                .isEqualTo("400 BadRequestException: Invalid limit specified: 0. Must be between 1 and 500");
    }

    @Test
    void anAccountsApisAreLimited() {
        var small = new ApiGatewayFixture(Settings.aws().withRestApiLimit(1));
        small.restApi();

        assertThat(error(small::restApi))
                .isEqualTo("429 LimitExceededException: Maximum number of APIs for this "
                        + "account has been reached. Please contact AWS if you need additional APIs.");
    }

    @Test
    void anApiReadsBackAsItWasPatched() {
        String id = aws.restApi();

        var updated = aws.client.updateRestApi(r -> r.restApiId(id)
                .patchOperations(
                        replace("/name", "new"),
                        replace("/description", "why"),
                        replace("/version", "v2"),
                        replace("/minimumCompressionSize", "0"),
                        replace("/apiKeySource", "AUTHORIZER"),
                        replace("/disableExecuteApiEndpoint", "true"),
                        replace("/securityPolicy", "TLS_1_0"),
                        replace("/endpointAccessMode", "STRICT"),
                        replace("/endpointConfiguration/types/EDGE", "REGIONAL"),
                        replace("/endpointConfiguration/ipAddressType", "dualstack"),
                        patch(Op.ADD, "/binaryMediaTypes/image~1png", null),
                        patch(Op.ADD, "/binaryMediaTypes/a~1b", null),
                        replace("/binaryMediaTypes/image~1png", "image/gif")));

        assertThat(updated.description()).isEqualTo("why");
        GetRestApiResponse read = api(id);
        assertThat(read.name()).isEqualTo("new");
        assertThat(read.version()).isEqualTo("v2");
        assertThat(read.minimumCompressionSize()).isZero();
        assertThat(read.apiKeySourceAsString()).isEqualTo("AUTHORIZER");
        assertThat(read.disableExecuteApiEndpoint()).isTrue();
        assertThat(read.securityPolicyAsString()).isEqualTo("TLS_1_0");
        assertThat(read.endpointAccessModeAsString()).isEqualTo("STRICT");
        assertThat(read.endpointConfiguration().typesAsStrings()).containsExactly("REGIONAL");
        assertThat(read.endpointConfiguration().ipAddressTypeAsString()).isEqualTo("dualstack");
        assertThat(read.binaryMediaTypes()).containsExactly("image/gif", "a/b");

        aws.pass(Settings.aws().restApiUpdateDelay());
        aws.client.updateRestApi(r -> r.restApiId(id)
                .patchOperations(
                        patch(Op.REMOVE, "/description", null),
                        patch(Op.REMOVE, "/binaryMediaTypes/a~1b", null),
                        replace("/minimumCompressionSize", "")));
        assertThat(api(id).description()).isNull();
        assertThat(api(id).minimumCompressionSize()).isNull();
        assertThat(api(id).binaryMediaTypes()).containsExactly("image/gif");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replace | /binaryMediaTypes                    | x       | Invalid patch path /binaryMediaTypes
            replace | /id                                  | x       | Invalid patch path /id
            replace | /tags/a                              | x       | Invalid patch path /tags/a
            replace | nonsense                             | x       | Invalid patch path nonsense
            add     | /minimumCompressionSize              | 1       | Invalid patch operation specified. Must be one of: [replace]
            replace | /minimumCompressionSize              | x       | Invalid minimum compression size, must be between 0 and 10485760
            replace | /endpointConfiguration/types/EDGE    | wrong   | Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE
            replace | /endpointConfiguration/ipAddressType | wrong   | ipAddressType must be either ipv4 or dualstack.
            test    | /binaryMediaTypes/x                  | x       | Invalid patch operation specified. Must be 'add'|'remove'|'replace'
            """, quoteCharacter = '`', maxCharsPerColumn = 1000)
    void wrongPatchesAreRefused(String op, String path, String value, String first) {
        String id = aws.restApi();

        String error = error(() -> aws.client.updateRestApi(
                r -> r.restApiId(id).patchOperations(p -> p.op(op).path(path).value(value))));

        assertThat(error).startsWith("400 BadRequestException: " + first);
    }

    @Test
    void allWrongOpsAreNamedAtOnce() {
        String id = aws.restApi();

        assertThat(error(() -> aws.client.updateRestApi(r -> r.restApiId(id)
                        .patchOperations(
                                p -> p.op("wrong").path("/name"),
                                p -> p.op("replace").path("/name").value("x"),
                                p -> p.op("bad").path("/name")))))
                .isEqualTo("400 ValidationException: 2 validation errors detected: "
                        + "Value 'wrong' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy "
                        + "constraint: "
                        + "Member must satisfy enum value set: [add, remove, move, test, replace, copy]; "
                        + "Value 'bad' at 'updateRestApiInput.patchOperations.3.member.op' failed to satisfy "
                        + "constraint: "
                        + "Member must satisfy enum value set: [add, remove, move, test, replace, copy]");
    }

    private GetRestApiResponse api(String id) {
        return aws.client.getRestApi(r -> r.restApiId(id));
    }

    @Test
    void listingsMayLagBehindWhatWasMade() {
        var lagging = new ApiGatewayFixture(Settings.aws().withListingLag(() -> Duration.ofSeconds(20)));
        String api = lagging.restApi();
        String link = lagging.vpcLink("orders");

        assertThat(lagging.client.getRestApis().items()).isEmpty();
        assertThat(lagging.client.getVpcLinks().items()).isEmpty();
        assertThat(lagging.client.getRestApi(r -> r.restApiId(api)).id()).isEqualTo(api);
        assertThat(lagging.client.getVpcLink(r -> r.vpcLinkId(link)).id()).isEqualTo(link);

        lagging.pass(Duration.ofSeconds(20));
        assertThat(lagging.client.getRestApis().items()).hasSize(1);
        assertThat(lagging.client.getVpcLinks().items()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/securityPolicy, TLS_1_2",
        "/endpointConfiguration/types/EDGE, REGIONAL",
        "/endpointConfiguration/ipAddressType, dualstack"
    })
    void aChangeOfTheEndpointTakesAWhileAndAllOthersWaitForIt(String path, String value) {
        String link = aws.availableVpcLink("orders");
        String id = aws.integratedApi(link);
        assertThat(api(id).apiStatus()).isEqualTo(ApiStatus.AVAILABLE);

        assertThat(aws.client
                        .updateRestApi(r -> r.restApiId(id).patchOperations(replace(path, value)))
                        .apiStatus())
                .isEqualTo(ApiStatus.UPDATING);

        aws.pass(Duration.ofMinutes(1).minusMillis(1));
        String refused = "400 BadRequestException: There is already an update in progress. Please wait until the "
                + "current "
                + "update finishes before making another request.";
        assertThat(error(() -> aws.client.updateRestApi(r -> r.restApiId(id).patchOperations(replace("/name", "b")))))
                .isEqualTo(refused);
        assertThat(error(() -> aws.client.createDeployment(r -> r.restApiId(id))))
                .isEqualTo(refused);
        assertThat(error(() -> aws.client.deleteRestApi(r -> r.restApiId(id)))).isEqualTo(refused);
        assertThat(api(id).apiStatus()).isEqualTo(ApiStatus.UPDATING);

        aws.pass(Duration.ofMinutes(14));
        assertThat(api(id).apiStatus()).isEqualTo(ApiStatus.AVAILABLE);
        aws.client.createDeployment(r -> r.restApiId(id));
        aws.client.deleteRestApi(r -> r.restApiId(id));
    }

    @Test
    void aChangeOfAnythingElseIsThereAtOnce() {
        String id = aws.client
                .createRestApi(r -> r.name("orders").securityPolicy("TLS_1_2"))
                .id();

        assertThat(aws.client
                        .updateRestApi(r -> r.restApiId(id)
                                .patchOperations(replace("/name", "b"), replace("/securityPolicy", "TLS_1_2")))
                        .apiStatus())
                .isEqualTo(ApiStatus.AVAILABLE);
    }

    @Test
    void whatWasMadeJustNowMayNotShowYet() {
        var lagging = new ApiGatewayFixture(Settings.aws().withCreationLag(() -> Duration.ofSeconds(1)));
        String id = lagging.client.createRestApi(r -> r.name("orders")).id();
        String notFound = "404 NotFoundException: Invalid API identifier specified 123456789012:" + id;
        assertThat(error(() -> lagging.client.getRestApi(r -> r.restApiId(id)))).isEqualTo(notFound);
        assertThat(error(() -> lagging.client.deleteRestApi(r -> r.restApiId(id))))
                .isEqualTo(notFound);

        lagging.pass(Duration.ofSeconds(1));
        String root = lagging.root(id);
        String child = lagging.client
                .createResource(r -> r.restApiId(id).parentId(root).pathPart("a"))
                .id();
        assertThat(error(() -> lagging.client.putMethod(
                        r -> r.restApiId(id).resourceId(child).httpMethod("GET").authorizationType("NONE"))))
                .isEqualTo("404 NotFoundException: Invalid Resource identifier specified");

        String link = lagging.vpcLink("orders");
        assertThat(error(() -> lagging.client.getVpcLink(r -> r.vpcLinkId(link))))
                .isEqualTo("404 NotFoundException: Invalid Vpc Link identifier specified");

        lagging.pass(Duration.ofSeconds(1));
        assertThat(lagging.client.getVpcLink(r -> r.vpcLinkId(link)).id()).isEqualTo(link);
        lagging.client.putMethod(
                r -> r.restApiId(id).resourceId(root).httpMethod("GET").authorizationType("NONE"));
        lagging.client.putIntegration(lagging.integration(id, "GET", link).build());
        String deployment = lagging.client
                .createDeployment(r -> r.restApiId(id).stageName("live"))
                .id();
        assertThat(error(() -> lagging.client.getDeployment(r -> r.restApiId(id).deploymentId(deployment))))
                .isEqualTo("404 NotFoundException: Invalid Deployment identifier specified");
        assertThat(error(() -> lagging.client.getStage(r -> r.restApiId(id).stageName("live"))))
                .isEqualTo("404 NotFoundException: Invalid Stage identifier specified");

        lagging.pass(Duration.ofSeconds(1));
        assertThat(lagging.client
                        .getStage(r -> r.restApiId(id).stageName("live"))
                        .deploymentId())
                .isEqualTo(deployment);
    }
}
