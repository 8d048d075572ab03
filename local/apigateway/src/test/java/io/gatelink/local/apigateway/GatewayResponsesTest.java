package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.GatewayResponse;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.GetGatewayResponseResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutGatewayResponseRequest;
import software.amazon.awssdk.services.apigateway.model.PutGatewayResponseResponse;
import software.amazon.awssdk.services.apigateway.model.UpdateGatewayResponseResponse;

class GatewayResponsesTest {

    private static final Map<String, String> STANDARD =
            Map.of("application/json", "{\"message\":$context.error.messageString}");
    private static final Map<String, String> CORS = Map.of("gatewayresponse.header.Access-Control-Allow-Origin", "'*'");
    private static final String TYPES = "[REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, "
            + "MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, "
            + "BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, "
            + "DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, "
            + "UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String api = aws.restApi();

    @Test
    void withoutAnySetThereAreAwsOwn() {
        assertThat(statusCodes())
                .isEqualTo("ACCESS_DENIED 403, API_CONFIGURATION_ERROR 500, AUTHORIZER_CONFIGURATION_ERROR 500, "
                        + "AUTHORIZER_FAILURE 500, BAD_REQUEST_BODY 400, BAD_REQUEST_PARAMETERS 400, DEFAULT_4XX null, "
                        + "DEFAULT_5XX null, EXPIRED_TOKEN 403, INTEGRATION_FAILURE 504, INTEGRATION_TIMEOUT 504, "
                        + "INVALID_API_KEY 403, INVALID_SIGNATURE 403, MISSING_AUTHENTICATION_TOKEN 403, "
                        + "QUOTA_EXCEEDED 429, REQUEST_TOO_LARGE 413, RESOURCE_NOT_FOUND 404, THROTTLED 429, "
                        + "UNAUTHORIZED 401, UNSUPPORTED_MEDIA_TYPE 415, WAF_FILTERED 403");
        assertThat(aws.answer("GET", "/restapis/" + api + "/gatewayresponses/THROTTLED", null))
                .isEqualTo("200 - {\"responseType\":\"THROTTLED\",\"statusCode\":\"429\",\"responseParameters\":{},"
                        + "\"responseTemplates\":{\"application/json\":"
                        + "\"{\\\"message\\\":$context.error.messageString}\"},\"defaultResponse\":true}");
    }

    @Test
    void theTypesAreThoseOfTheModel() {
        assertThat(GatewayResponseType.knownValues())
                .extracting(GatewayResponseType::toString)
                .containsExactlyInAnyOrder(Arrays.stream(io.gatelink.local.apigateway.GatewayResponseType.values())
                        .map(Enum::name)
                        .toArray(String[]::new));
    }

    @Test
    void aResponseReadsBackAsItWasPut() {
        Map<String, String> parameters = Map.of(
                "gatewayresponse.header.Access-Control-Allow-Origin", "'a.b.c'",
                "gatewayresponse.header.x-request-path", "method.request.path.petId",
                "gatewayresponse.header.x-request-query", "method.request.querystring.q",
                "gatewayresponse.header.x-request-header", "method.request.header.Accept",
                "gatewayresponse.header.x-id", "context.requestId");
        Map<String, String> templates = Map.of("application/json", "{\"type\":\"$context.error.responseType\"}");

        PutGatewayResponseResponse put = put(
                "MISSING_AUTHENTICATION_TOKEN",
                r -> r.statusCode("404").responseParameters(parameters).responseTemplates(templates));

        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(201);
        GetGatewayResponseResponse read = get("MISSING_AUTHENTICATION_TOKEN");
        assertThat(read.statusCode()).isEqualTo("404");
        assertThat(read.responseParameters()).isEqualTo(parameters);
        assertThat(read.responseTemplates()).isEqualTo(templates);
        assertThat(read.defaultResponse()).isFalse();
    }

    @Test
    void whatIsNotPutIsTheTypesOwnAndNotTheDefaults() {
        put("DEFAULT_5XX", r -> r.statusCode("599").responseParameters(CORS));

        PutGatewayResponseResponse put =
                put("AUTHORIZER_FAILURE", r -> r.responseParameters(Map.of("gatewayresponse.header.foo", "'bar'")));

        assertThat(put.statusCode()).isEqualTo("500");
        assertThat(put.responseTemplates()).isEqualTo(STANDARD);
        GetGatewayResponseResponse timeout = get("INTEGRATION_TIMEOUT");
        assertThat(timeout.statusCode()).isEqualTo("599");
        assertThat(timeout.responseParameters()).isEqualTo(CORS);
        assertThat(timeout.defaultResponse()).isTrue();
        assertThat(get("DEFAULT_4XX").responseParameters()).isEmpty();
        assertThat(get("THROTTLED").statusCode()).isEqualTo("429");
    }

    @Test
    void patchesChangeAResponseOrBeginOne() {
        var first = update("DEFAULT_4XX", replace("/statusCode", "444"));
        assertThat(first.statusCode()).isEqualTo("444");
        assertThat(first.responseTemplates()).isEqualTo(STANDARD);
        assertThat(first.defaultResponse()).isFalse();

        update(
                "DEFAULT_4XX",
                patch(Op.ADD, "/responseParameters/gatewayresponse.header.A", "'1'"),
                replace("/responseParameters/gatewayresponse.header.A", "'2'"),
                patch(Op.ADD, "/responseTemplates/application~1xml", "<m>$context.error.messageString</m>"),
                replace("/statusCode", ""));
        assertThat(get("DEFAULT_4XX").statusCode()).isNull();
        assertThat(get("DEFAULT_4XX").responseParameters()).isEqualTo(Map.of("gatewayresponse.header.A", "'2'"));
        assertThat(get("DEFAULT_4XX").responseTemplates()).containsOnlyKeys("application/json", "application/xml");
    }

    @Test
    void wrongPatchesAreRefusedInAwsWords() {
        assertThat(error(() -> update("DEFAULT_4XX", patch(Op.ADD, "/statusCode", "444"))))
                .isEqualTo("400 BadRequestException: Invalid patch path /statusCode");
        assertThat(error(() -> update("DEFAULT_4XX", patch(Op.ADD, "/wrongPath", "x"))))
                .isEqualTo("400 BadRequestException: Invalid patch path /wrongPath");
        assertThat(error(() -> update("DEFAULT_4XX", patch(Op.ADD, null, "x"))))
                .isEqualTo("400 BadRequestException: Invalid patch path null");
        assertThat(error(() -> update("DEFAULT_5XX", replace("/responseParameters/gatewayresponse.header.A", "'x'"))))
                .isEqualTo("404 NotFoundException: Invalid parameter name specified");
        assertThat(error(() -> update("DEFAULT_4XX", replace("/responseTemplates/application~1json", null))))
                .isEqualTo("400 BadRequestException: Invalid null or empty value in responseTemplates");
        assertThat(error(() ->
                        update("DEFAULT_4XX", patch(Op.ADD, "/responseParameters/gatewayresponse.header.A", null))))
                .isEqualTo("400 BadRequestException: Invalid null or empty value in responseParameters");
    }

    @Test
    void wrongResponsesAreRefusedInAwsWords() {
        assertThat(error(() -> aws.client.getGatewayResponses(r -> r.restApiId("nope"))))
                .isEqualTo("404 NotFoundException: Invalid API identifier specified 123456789012:nope");
        assertThat(error(() -> get("FAKE_RESPONSE_TYPE")))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value 'FAKE_RESPONSE_TYPE' at "
                        + "'responseType' failed to satisfy constraint: Member must satisfy enum value set: " + TYPES);
        assertThat(error(() -> put("THROTTLED", r -> r.statusCode("600"))))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value '600' at 'statusCode' failed "
                        + "to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d");
        assertThat(error(() -> put("THROTTLED", r -> r.responseParameters(Map.of("gatewayresponse.header.A", "*")))))
                .isEqualTo("400 BadRequestException: Invalid mapping expression specified: Validation Result: "
                        + "warnings : [], errors : [Invalid mapping expression specified: *]");
        assertThat(error(() -> put("THROTTLED", r -> r.responseParameters(Map.of("method.response.header.A", "'*'")))))
                .isEqualTo("400 BadRequestException: Invalid mapping expression specified: Validation Result: "
                        + "warnings : [], errors : [Invalid mapping expression specified: method.response.header.A]");
    }

    @Test
    void aDeletedResponseIsAwsOwnAgain() {
        assertThat(error(() -> delete("THROTTLED")))
                .isEqualTo("404 NotFoundException: Gateway response type not defined on api");
        put("THROTTLED", r -> r.statusCode("503"));

        delete("THROTTLED");

        assertThat(get("THROTTLED").statusCode()).isEqualTo("429");
        assertThat(get("THROTTLED").defaultResponse()).isTrue();
    }

    @Test
    void aResponseCountsOnceItIsDeployed() {
        String deployable = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(deployable).stageName("live"));
        aws.client.putGatewayResponse(
                r -> r.restApiId(deployable).responseType("THROTTLED").statusCode("503"));
        assertThat(aws.service.stage(deployable, "live").gatewayResponses()).isEmpty();

        aws.client.createDeployment(r -> r.restApiId(deployable).stageName("live"));
        aws.client.deleteGatewayResponse(r -> r.restApiId(deployable).responseType("THROTTLED"));

        assertThat(aws.service.stage(deployable, "live").gatewayResponses().values())
                .extracting(io.gatelink.local.apigateway.GatewayResponse::statusCode)
                .containsExactly("503");
    }

    private String statusCodes() {
        return aws.client.getGatewayResponses(r -> r.restApiId(api)).items().stream()
                .map((GatewayResponse response) -> response.responseTypeAsString() + " " + response.statusCode())
                .collect(Collectors.joining(", "));
    }

    private PutGatewayResponseResponse put(String type, Consumer<PutGatewayResponseRequest.Builder> fields) {
        return aws.client.putGatewayResponse(r -> {
            r.restApiId(api).responseType(type);
            fields.accept(r);
        });
    }

    private GetGatewayResponseResponse get(String type) {
        return aws.client.getGatewayResponse(r -> r.restApiId(api).responseType(type));
    }

    private UpdateGatewayResponseResponse update(String type, PatchOperation... patch) {
        return aws.client.updateGatewayResponse(
                r -> r.restApiId(api).responseType(type).patchOperations(patch));
    }

    private void delete(String type) {
        assertThat(aws.client
                        .deleteGatewayResponse(r -> r.restApiId(api).responseType(type))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);
    }
}
