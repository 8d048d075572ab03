package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.GetIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseResponse;

class IntegrationsTest {

    private static final String NO_INTEGRATION = "404 NotFoundException: Invalid Integration identifier specified";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String api = aws.restApi();
    private final String root = aws.root(api);

    @BeforeEach
    void putMethod() {
        aws.client.putMethod(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .authorizationType("NONE")
                .requestParameters(Map.of("method.request.path.proxy", true, "method.request.header.h", false)));
    }

    @Test
    void anIntegrationAnswersWithAwsDefaults() {
        put(r -> r.connectionId("${stageVariables.vpcLinkId}"));

        assertThat(aws.answer("GET", "/restapis/" + api + "/resources/" + root + "/methods/GET/integration", null))
                .isEqualTo("200 - {\"type\":\"HTTP_PROXY\",\"httpMethod\":\"GET\",\"uri\":\"http://lb.example.com\","
                        + "\"connectionType\":\"VPC_LINK\",\"connectionId\":\"${stageVariables.vpcLinkId}\","
                        + "\"passthroughBehavior\":\"WHEN_NO_MATCH\",\"timeoutInMillis\":29000,\"cacheNamespace\":\""
                        + root + "\",\"cacheKeyParameters\":[],\"responseTransferMode\":\"BUFFERED\"}");
    }

    @Test
    void aRegionalApiMayTakeAsLongAsTheQuotaOfTheAccount() {
        var raised = new ApiGatewayFixture(Settings.aws().withIntegrationTimeoutQuota(300_000));
        var longest = "400 BadRequestException: Timeout should be between 50 ms and ";

        assertThat(timeout(aws, "REGIONAL", 29_001)).isEqualTo(longest + "29000 ms");
        assertThat(timeout(raised, "REGIONAL", 300_000)).isEqualTo("no error");
        assertThat(timeout(raised, "REGIONAL", 300_001)).isEqualTo(longest + "300000 ms");
        assertThat(timeout(raised, "PRIVATE", 300_000)).isEqualTo("no error");
        assertThat(timeout(raised, "EDGE", 29_000)).isEqualTo("no error");
        assertThat(timeout(raised, "EDGE", 29_001)).isEqualTo(longest + "29000 ms");
    }

    @Test
    void aStreamMayTakeAQuarterOfAnHour() {
        put(r -> r.responseTransferMode("STREAM").timeoutInMillis(900_000));

        assertThat(get().responseTransferModeAsString()).isEqualTo("STREAM");
        assertThat(get().timeoutInMillis()).isEqualTo(900_000);
        assertThat(update(replace("/timeoutInMillis", "900001")))
                .isEqualTo("400 BadRequestException: Timeout should be between 50 ms and 900000 ms");
        assertThat(update(replace("/responseTransferMode", "BUFFERED")))
                .isEqualTo("400 BadRequestException: Timeout should be between 50 ms and 29000 ms");
        assertThat(error(() -> aws.client.updateIntegration(r -> r.restApiId(api)
                        .resourceId(root)
                        .httpMethod("GET")
                        .patchOperations(
                                replace("/timeoutInMillis", "100"), replace("/responseTransferMode", "BUFFERED")))))
                .isEqualTo("no error");
        assertThat(get().responseTransferModeAsString()).isEqualTo("BUFFERED");
    }

    @Test
    void onlyProxyIntegrationsStream() {
        assertThat(error(() -> put(r -> r.type("HTTP").responseTransferMode("STREAM"))))
                .isEqualTo("400 BadRequestException: Response transfer mode STREAM is only supported for integrations "
                        + "of type HTTP_PROXY and AWS_PROXY");
        assertThat(error(() -> put(r -> r.type("MOCK").responseTransferMode("STREAM"))))
                .isEqualTo("400 BadRequestException: Response transfer mode STREAM is only supported for integrations "
                        + "of type HTTP_PROXY and AWS_PROXY");
        assertThat(error(() -> put(r -> r.responseTransferMode("DRIP"))))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value 'DRIP' at "
                        + "'putIntegrationInput.responseTransferMode' failed to satisfy constraint: Member must "
                        + "satisfy enum value set: [BUFFERED, STREAM]");
    }

    private static String timeout(ApiGatewayFixture aws, String endpoint, int timeoutInMillis) {
        var api =
                aws.client.createRestApi(r -> r.name("slow").endpointConfiguration(e -> e.typesWithStrings(endpoint)));
        aws.putMethod(api.id(), "GET");
        return error(() -> aws.client.putIntegration(aws.integration(api.id(), "GET", "abc123")
                .timeoutInMillis(timeoutInMillis)
                .build()));
    }

    @Test
    void anIntegrationReadsBackAsItWasPut() {
        PutIntegrationResponse put = put(r -> r.connectionId("abc123")
                .credentials("arn:aws:iam::1:role/r")
                .requestParameters(Map.of(
                        "integration.request.path.proxy",
                        "method.request.path.proxy",
                        "integration.request.header.x",
                        "'fixed'",
                        "integration.request.querystring.q",
                        "stageVariables.q"))
                .requestTemplates(Map.of("application/json", "$input.body"))
                .passthroughBehavior("NEVER")
                .cacheNamespace("ns")
                .cacheKeyParameters("method.request.path.proxy")
                .contentHandling("CONVERT_TO_TEXT")
                .timeoutInMillis(50)
                .tlsConfig(t -> t.insecureSkipVerification(true)));

        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(201);
        GetIntegrationResponse read = get();
        assertThat(read.typeAsString()).isEqualTo("HTTP_PROXY");
        assertThat(read.httpMethod()).isEqualTo("GET");
        assertThat(read.uri()).isEqualTo("http://lb.example.com");
        assertThat(read.connectionTypeAsString()).isEqualTo("VPC_LINK");
        assertThat(read.connectionId()).isEqualTo("abc123");
        assertThat(read.credentials()).isEqualTo("arn:aws:iam::1:role/r");
        assertThat(read.requestParameters())
                .isEqualTo(Map.of(
                        "integration.request.path.proxy",
                        "method.request.path.proxy",
                        "integration.request.header.x",
                        "'fixed'",
                        "integration.request.querystring.q",
                        "stageVariables.q"));
        assertThat(read.requestTemplates()).isEqualTo(Map.of("application/json", "$input.body"));
        assertThat(read.passthroughBehavior()).isEqualTo("NEVER");
        assertThat(read.cacheNamespace()).isEqualTo("ns");
        assertThat(read.cacheKeyParameters()).containsExactly("method.request.path.proxy");
        assertThat(read.contentHandlingAsString()).isEqualTo("CONVERT_TO_TEXT");
        assertThat(read.timeoutInMillis()).isEqualTo(50);
        assertThat(read.tlsConfig().insecureSkipVerification()).isTrue();
    }

    @Test
    void aMockIntegrationHasNoEndpoint() {
        put(r -> r.type("MOCK").requestTemplates(Map.of("application/json", "{\"statusCode\": 200}")));

        assertThat(aws.answer("GET", "/restapis/" + api + "/resources/" + root + "/methods/GET/integration", null))
                .isEqualTo("200 - {\"type\":\"MOCK\",\"requestTemplates\":{\"application/json\":"
                        + "\"{\\\"statusCode\\\": 200}\"},\"passthroughBehavior\":\"WHEN_NO_MATCH\","
                        + "\"timeoutInMillis\":29000,\"cacheNamespace\":\"" + root + "\",\"cacheKeyParameters\":[]}");
        assertThat(update(replace("/uri", "http://x"))).isEqualTo("400 BadRequestException: Invalid patch path /uri");
        assertThat(update(replace("/passthroughBehavior", "NEVER"))).isEqualTo("no error");
        assertThat(get().passthroughBehavior()).isEqualTo("NEVER");
    }

    @Test
    void anIntegrationWithoutALinkGoesThroughTheInternet() {
        assertThat(put(r -> r.connectionType((String) null).connectionId(null)).connectionTypeAsString())
                .isEqualTo("INTERNET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lb",
                "https://lb.example.com:8443/a/{proxy}?x=1",
                "http://h/$filter",
                "http://${stageVariables.host}:${stageVariables.port}/${stageVariables.path}/{proxy}"
            })
    void endpointsMayHaveVariables(String uri) {
        assertThat(put(r -> r.uri(uri)).uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lb.example.com",
                "ftp://lb",
                "http://",
                "http:///x",
                "http://a b",
                "http://h:0",
                "http://h:65536",
                "http://h/\r\nX: y",
                "http://h/${stageVariables.a b}",
                "http://u:p@h/",
                "http://h/#f",
                "http://h/<>",
                "http://h/${jndi:ldap}"
            })
    void wrongEndpointsAreRefused(String uri) {
        assertThat(error(() -> put(r -> r.uri(uri))))
                .isEqualTo("400 BadRequestException: Invalid HTTP endpoint specified for URI");
    }

    @Test
    void aHugeEndpointIsRefusedAtOnce() {
        assertThat(error(() -> put(r -> r.uri("http://h/" + "${stageVariables.a}".repeat(60_000) + "\n"))))
                .isEqualTo("400 BadRequestException: Invalid HTTP endpoint specified for URI");
        assertThat(error(() -> put(r -> r.uri("http://h/" + "{a}".repeat(670) + "<"))))
                .isEqualTo("400 BadRequestException: Invalid HTTP endpoint specified for URI");
    }

    @Test
    void wrongIntegrationsAreRefused() {
        assertThat(error(() -> put(r -> r.type("HTTPS_PROXY"))))
                .isEqualTo("400 ValidationException: 1 validation "
                        + "error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy "
                        + "constraint: "
                        + "Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
        assertThat(error(() -> put(r -> r.integrationHttpMethod(null))))
                .isEqualTo("400 BadRequestException: Enumeration value for HttpMethod must be non-empty");
        assertThat(error(() -> put(r -> r.integrationHttpMethod("get"))))
                .startsWith("400 BadRequestException: " + "Invalid HttpMethod specified.");
        assertThat(error(() -> put(r -> r.connectionType("WIRE"))))
                .isEqualTo("400 ValidationException: 1 validation "
                        + "error detected: Value 'WIRE' at 'putIntegrationInput.connectionType' failed to satisfy "
                        + "constraint: "
                        + "Member must satisfy enum value set: [INTERNET, VPC_LINK]");
        assertThat(error(() -> put(r -> r.connectionId(null))))
                .isEqualTo(
                        "400 BadRequestException: Connection ID must " + "be specified for connection type VPC_LINK");
        assertThat(error(() -> put(r -> r.connectionId("${jndi:x}"))))
                .isEqualTo("400 BadRequestException: Invalid Vpc Link identifier specified");
        assertThat(error(() -> put(r -> r.timeoutInMillis(49))))
                .isEqualTo("400 BadRequestException: Timeout should be between 50 ms and 29000 ms");
        assertThat(error(() -> put(r -> r.timeoutInMillis(29_001))))
                .isEqualTo("400 BadRequestException: Timeout should be between 50 ms and 29000 ms");
        assertThat(error(() -> put(r -> r.passthroughBehavior("SOMETIMES"))))
                .isEqualTo("400 BadRequestException: "
                        + "Invalid passthrough behavior specified. Valid options are "
                        + "WHEN_NO_MATCH,WHEN_NO_TEMPLATES,NEVER");
        assertThat(error(() -> put(r -> r.contentHandling("CONVERT"))))
                .contains("'putIntegrationInput.contentHandling'"
                        + " failed to satisfy constraint: Member must satisfy enum value set: [CONVERT_TO_BINARY, "
                        + "CONVERT_TO_TEXT]");
        assertThat(error(this::get)).isEqualTo(NO_INTEGRATION);
    }

    @Test
    void aMappingNeedsItsParameterOnTheMethod() {
        assertThat(error(() ->
                        put(r -> r.requestParameters(Map.of("integration.request.path.id", "method.request.path.id")))))
                .isEqualTo("400 "
                        + "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : "
                        + "[], errors "
                        + ": [Invalid mapping expression parameter specified: method.request.path.id]");
        assertThat(error(() -> put(r -> r.requestParameters(Map.of("integration.request.path.id", "proxy")))))
                .contains("[Invalid mapping expression specified: proxy]");
        assertThat(error(() -> put(r -> r.requestParameters(Map.of("path.id", "'x'")))))
                .contains("[Invalid mapping expression specified: path.id]");
        assertThat(error(() -> put(r -> r.requestParameters(Map.of("integration.request.header.h", "'a\r\nb'")))))
                .contains("Invalid mapping expression");
    }

    @Test
    void whatTheDataPlaneCannotDoIsRefusedWhenItIsPut() {
        assertThat(error(() -> put(r -> r.type("AWS_PROXY"))))
                .startsWith("501 NotImplemented: The local AWS does not "
                        + "support apigateway integrations of type AWS_PROXY.");
        assertThat(error(() -> put(r -> r.requestTemplates(Map.of("application/json", "#foreach($a in $b)")))))
                .isEqualTo("400 BadRequestException: unsupported template");
        assertThat(error(() -> put(r -> r.requestTemplates(Map.of("123", "x")))))
                .isEqualTo("400 BadRequestException: "
                        + "Validation Result: warnings : [], errors : [Invalid content type specified: 123]");
    }

    @Test
    void anIntegrationReadsBackAsItWasPatched() {
        put(r -> {});

        var updated = aws.client.updateIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .patchOperations(
                        replace("/connectionId", "${stageVariables.vpcLinkId}"),
                        replace("/uri", "https://x/y"),
                        replace("/httpMethod", "POST"),
                        replace("/timeoutInMillis", "1000"),
                        replace("/passthroughBehavior", "WHEN_NO_TEMPLATES"),
                        replace("/cacheNamespace", "ns"),
                        replace("/credentials", "arn:aws:iam::1:role/r"),
                        replace("/contentHandling", "CONVERT_TO_TEXT"),
                        replace("/tlsConfig/insecureSkipVerification", "true"),
                        patch(Op.ADD, "/cacheKeyParameters/method.request.path.proxy", null),
                        patch(Op.ADD, "/requestParameters/integration.request.header.a", "method.request.header.h"),
                        patch(Op.ADD, "/requestTemplates/application~1json", "x")));

        assertThat(updated.sdkHttpResponse().statusCode()).isEqualTo(200);
        GetIntegrationResponse read = get();
        assertThat(read.connectionId()).isEqualTo("${stageVariables.vpcLinkId}");
        assertThat(read.uri()).isEqualTo("https://x/y");
        assertThat(read.httpMethod()).isEqualTo("POST");
        assertThat(read.timeoutInMillis()).isEqualTo(1000);
        assertThat(read.passthroughBehavior()).isEqualTo("WHEN_NO_TEMPLATES");
        assertThat(read.cacheNamespace()).isEqualTo("ns");
        assertThat(read.credentials()).isEqualTo("arn:aws:iam::1:role/r");
        assertThat(read.contentHandlingAsString()).isEqualTo("CONVERT_TO_TEXT");
        assertThat(read.tlsConfig().insecureSkipVerification()).isTrue();
        assertThat(read.cacheKeyParameters()).containsExactly("method.request.path.proxy");
        assertThat(read.requestParameters())
                .isEqualTo(Map.of("integration.request.header.a", "method.request.header.h"));
        assertThat(read.requestTemplates()).isEqualTo(Map.of("application/json", "x"));

        aws.client.updateIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .patchOperations(
                        replace("/connectionType", "INTERNET"),
                        replace("/connectionId", ""),
                        patch(Op.REMOVE, "/requestParameters/integration.request.header.a", null),
                        patch(Op.REMOVE, "/requestTemplates/application~1json", null),
                        patch(Op.REMOVE, "/cacheKeyParameters/method.request.path.proxy", null)));
        assertThat(get().connectionId()).isNull();
        assertThat(get().hasRequestParameters()).isFalse();
        assertThat(get().hasRequestTemplates()).isFalse();
        assertThat(get().cacheKeyParameters()).isEmpty();
    }

    @Test
    void wrongPatchesAreRefusedAndChangeNothing() {
        put(r -> {});

        assertThat(update(replace("/type", "HTTP"))).isEqualTo("400 BadRequestException: Invalid patch path /type");
        assertThat(update(patch(Op.ADD, "/uri", "http://x")))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
        assertThat(update(replace("/timeoutInMillis", "soon")))
                .isEqualTo("400 BadRequestException: Timeout should be between 50 ms and 29000 ms");
        assertThat(update(replace("/uri", "nowhere")))
                .isEqualTo("400 BadRequestException: Invalid HTTP endpoint specified for URI");
        assertThat(update(patch(Op.REMOVE, "/requestParameters/x", null)))
                .isEqualTo("404 NotFoundException: Invalid parameter name specified");
        assertThat(get().uri()).isEqualTo("http://lb.example.com");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(error(this::get)).isEqualTo(NO_INTEGRATION);
        assertThat(update(replace("/uri", "http://x"))).isEqualTo(NO_INTEGRATION);
        assertThat(error(() -> put(r -> r.httpMethod("POST"))))
                .isEqualTo("404 NotFoundException: Invalid Method identifier specified");
        assertThat(error(() -> put(r -> r.restApiId("x"))))
                .isEqualTo("404 NotFoundException: Invalid Resource identifier specified");
        put(r -> {});
        aws.client.deleteIntegration(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
        assertThat(error(() -> aws.client.deleteIntegration(
                        r -> r.restApiId(api).resourceId(root).httpMethod("GET"))))
                .isEqualTo(NO_INTEGRATION);
    }

    @Test
    void anIntegrationHasAUri() {
        assertThat(error(() -> put(r -> r.uri(null))))
                .isEqualTo("400 BadRequestException: Invalid integration URI specified");
    }

    @Test
    void mapsThatWereSentEmptyComeBackSo() {
        put(r -> r.type("HTTP").requestTemplates(Map.of()));
        aws.client.putMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        putResponse(r -> r.responseTemplates(Map.of()));

        assertThat(get().hasRequestTemplates()).isTrue();
        assertThat(get().hasRequestParameters()).isFalse();
        assertThat(get().integrationResponses().get("200").hasResponseTemplates())
                .isTrue();
    }

    @Test
    void anIntegrationResponseLivesWithItsIntegration() {
        put(r -> r.type("HTTP"));
        aws.client.putMethodResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode("200")
                .responseParameters(Map.of("method.response.header.h", true)));

        var put = putResponse(r -> r.selectionPattern("2\\d{2}")
                .contentHandling("CONVERT_TO_BINARY")
                .responseParameters(Map.of("method.response.header.h", "integration.response.header.i"))
                .responseTemplates(Map.of("application/json", "$input.body", "text/plain", "")));
        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(201);

        var read = get().integrationResponses().get("200");
        assertThat(read.statusCode()).isEqualTo("200");
        assertThat(read.selectionPattern()).isEqualTo("2\\d{2}");
        assertThat(read.contentHandlingAsString()).isEqualTo("CONVERT_TO_BINARY");
        assertThat(read.responseParameters())
                .isEqualTo(Map.of("method.response.header.h", "integration.response.header.i"));
        assertThat(read.responseTemplates())
                .containsEntry("application/json", "$input.body")
                .containsEntry("text/plain", null);

        aws.client.updateIntegrationResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode("200")
                .patchOperations(
                        replace("/selectionPattern", "updated"),
                        replace("/contentHandling", ""),
                        patch(Op.REMOVE, "/responseParameters/method.response.header.h", null),
                        patch(Op.REMOVE, "/responseTemplates/text~1plain", null),
                        replace("/responseTemplates/application~1json", "x")));
        var updated = aws.client.getIntegrationResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        assertThat(updated.selectionPattern()).isEqualTo("updated");
        assertThat(updated.contentHandling()).isNull();
        assertThat(updated.hasResponseParameters()).isFalse();
        assertThat(updated.responseTemplates()).isEqualTo(Map.of("application/json", "x"));

        aws.client.deleteIntegrationResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        assertThat(get().hasIntegrationResponses()).isFalse();
    }

    @Test
    void puttingAnIntegrationAnewDropsItsResponses() {
        put(r -> {});
        putResponse(r -> {});

        put(r -> {});

        assertThat(get().hasIntegrationResponses()).isFalse();
    }

    @Test
    void wrongIntegrationResponsesAreRefused() {
        assertThat(error(() -> putResponse(r -> {}))).isEqualTo(NO_INTEGRATION);
        put(r -> {});

        assertThat(error(() -> putResponse(r -> r.statusCode("wrong")))).contains("Value 'wrong' at 'statusCode'");
        assertThat(error(() -> putResponse(r -> r.selectionPattern("("))))
                .isEqualTo("400 BadRequestException: Invalid selection pattern specified: (");
        assertThat(error(() -> putResponse(r -> r.selectionPattern("(".repeat(100_000)))))
                .isEqualTo("400 "
                        + "BadRequestException: Invalid selection pattern specified. Must be at most 1024 characters");
        assertThat(error(() -> putResponse(r ->
                        r.responseParameters(Map.of("method.response.header.h", "integration.response.header.h")))))
                .isEqualTo("400 "
                        + "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : "
                        + "[], errors "
                        + ": [Invalid mapping expression parameter specified: method.response.header.h]");
        assertThat(error(() -> aws.client.getIntegrationResponse(
                        r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"))))
                .isEqualTo("404 NotFoundException: Invalid Response status code specified");
        assertThat(error(() -> aws.client.deleteIntegrationResponse(r ->
                        r.restApiId(api).resourceId(root).httpMethod("POST").statusCode("200"))))
                .isEqualTo(NO_INTEGRATION);
    }

    private PutIntegrationResponse put(Consumer<PutIntegrationRequest.Builder> change) {
        PutIntegrationRequest.Builder request = aws.integration(api, "GET", "abc123");
        change.accept(request);
        return aws.client.putIntegration(request.build());
    }

    private PutIntegrationResponseResponse putResponse(Consumer<PutIntegrationResponseRequest.Builder> change) {
        var request = PutIntegrationResponseRequest.builder()
                .restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode("200");
        change.accept(request);
        return aws.client.putIntegrationResponse(request.build());
    }

    private GetIntegrationResponse get() {
        return aws.client.getIntegration(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
    }

    private String update(PatchOperation patch) {
        return error(() -> aws.client.updateIntegration(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").patchOperations(patch)));
    }
}
