package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutMethodRequest;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponse;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponseResponse;

class MethodsTest {

    private static final String NO_METHOD = "404 NotFoundException: Invalid Method identifier specified";
    private static final String NO_RESOURCE = "404 NotFoundException: Invalid Resource identifier specified";
    private static final String NO_RESPONSE = "404 NotFoundException: Invalid Response status code specified";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String api = aws.restApi();
    private final String root = aws.root(api);

    @Test
    void aMethodReadsBackAsItWasPut() {
        PutMethodResponse put = put(r -> r.authorizationType("AWS_IAM")
                .apiKeyRequired(true)
                .operationName("list")
                .requestParameters(Map.of("method.request.path.proxy", true, "method.request.header.h", false))
                .requestModels(Map.of("application/json", "Empty")));

        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(201);
        GetMethodResponse read = get();
        assertThat(read.httpMethod()).isEqualTo("GET");
        assertThat(read.authorizationType()).isEqualTo("AWS_IAM");
        assertThat(read.apiKeyRequired()).isTrue();
        assertThat(read.operationName()).isEqualTo("list");
        assertThat(read.requestParameters())
                .isEqualTo(Map.of("method.request.path.proxy", true, "method.request.header.h", false));
        assertThat(read.requestModels()).isEqualTo(Map.of("application/json", "Empty"));
        assertThat(read.methodIntegration()).isNull();
    }

    @Test
    void aMethodWithoutMoreShowsOnlyWhatItHas() {
        put(r -> {});

        assertThat(aws.answer("GET", "/restapis/" + api + "/resources/" + root + "/methods/GET", null))
                .isEqualTo("200 - {\"httpMethod\":\"GET\",\"authorizationType\":\"NONE\",\"apiKeyRequired\":false}");
    }

    @Test
    void wrongMethodsAreRefused() {
        assertThat(error(() -> put(r -> r.httpMethod("WRONG"))))
                .isEqualTo("400 BadRequestException: Invalid "
                        + "HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
        assertThat(error(() -> put(r -> r.authorizationType("CUSTOM"))))
                .isEqualTo("400 BadRequestException: Invalid "
                        + "authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
                        + "requires a "
                        + "valid authorizer.");
        assertThat(error(() -> put(r -> r.authorizationType("OPEN"))))
                .isEqualTo("400 BadRequestException: Invalid "
                        + "authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS");
        assertThat(error(() -> put(r -> r.authorizationType(null))))
                .isEqualTo("400 ValidationException: 1 validation "
                        + "error detected: Value null at 'putMethodInput.authorizationType' failed to satisfy "
                        + "constraint: "
                        + "Member must not be null");
        assertThat(error(() -> put(r -> r.requestValidatorId("abc"))))
                .isEqualTo("400 BadRequestException: Invalid Request Validator identifier specified");
        assertThat(error(() -> put(r -> r.requestModels(Map.of("application/json", "petModel")))))
                .isEqualTo("400 BadRequestException: Invalid model identifier specified: petModel");
        assertThat(error(() -> put(r -> r.requestParameters(Map.of("true", true)))))
                .isEqualTo("400 "
                        + "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : "
                        + "[], errors "
                        + ": [Invalid mapping expression specified: true]");
        assertThat(error(() -> put(r -> r.requestParameters(
                        Map.of("method.request.header.a", true, "method.request.querystring.a", true)))))
                .isEqualTo("400 BadRequestException: Parameter names must be unique across querystring, header and "
                        + "path");
        assertThat(error(this::get)).isEqualTo(NO_METHOD);
    }

    @Test
    void aMethodIsPutOnce() {
        put(r -> {});

        assertThat(error(() -> put(r -> {})))
                .isEqualTo("409 ConflictException: Method already exists for this resource");
    }

    @Test
    void aMethodReadsBackAsItWasPatched() {
        put(r -> {});

        aws.client.updateMethod(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .patchOperations(
                        replace("/authorizationType", "AWS_IAM"),
                        replace("/apiKeyRequired", "true"),
                        replace("/operationName", "list"),
                        replace("/authorizerId", "ignored"),
                        patch(Op.ADD, "/requestParameters/method.request.querystring.q", "true"),
                        replace("/requestParameters/method.request.querystring.q", "false"),
                        patch(Op.ADD, "/requestModels/application~1json", "Empty")));

        GetMethodResponse read = get();
        assertThat(read.authorizationType()).isEqualTo("AWS_IAM");
        assertThat(read.apiKeyRequired()).isTrue();
        assertThat(read.operationName()).isEqualTo("list");
        assertThat(read.authorizerId()).isNull();
        assertThat(read.requestParameters()).isEqualTo(Map.of("method.request.querystring.q", false));
        assertThat(read.requestModels()).isEqualTo(Map.of("application/json", "Empty"));

        aws.client.updateMethod(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .patchOperations(
                        patch(Op.REMOVE, "/requestParameters/method.request.querystring.q", null),
                        patch(Op.REMOVE, "/requestModels/application~1json", null)));
        assertThat(get().hasRequestParameters()).isFalse();
        assertThat(get().hasRequestModels()).isFalse();
    }

    @Test
    void wrongPatchesAreRefused() {
        put(r -> {});

        assertThat(update(patch(Op.ADD, "/authorizationType", "AWS_IAM")))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
        assertThat(update(replace("/httpMethod", "PUT")))
                .isEqualTo("400 BadRequestException: Invalid patch path /httpMethod");
        assertThat(update(replace("/requestParameters", "x")))
                .isEqualTo("400 BadRequestException: Invalid patch path /requestParameters");
        assertThat(update(patch(Op.ADD, "/requestModels/application/json", "Empty")))
                .isEqualTo("400 BadRequestException: Invalid patch path /requestModels/application/json");
        assertThat(update(replace("/authorizationType", "CUSTOM")))
                .startsWith("400 BadRequestException: Invalid " + "authorizer ID specified.");
        assertThat(update(replace("/requestValidatorId", "abc")))
                .isEqualTo("400 BadRequestException: Invalid Request Validator identifier specified");
        assertThat(update(patch(Op.REMOVE, "/requestParameters/method.request.header.h", null)))
                .isEqualTo("404 NotFoundException: Invalid parameter name specified");
        assertThat(update(patch(Op.REMOVE, "/requestModels/text~1xml", null)))
                .isEqualTo("404 NotFoundException: Content-Type specified was not found");
        assertThat(get().authorizationType()).isEqualTo("NONE");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(error(() -> put(r -> r.restApiId("nosuchapi1")))).isEqualTo(NO_RESOURCE);
        assertThat(error(() -> put(r -> r.resourceId("nosuch")))).isEqualTo(NO_RESOURCE);
        assertThat(error(this::get)).isEqualTo(NO_METHOD);
        assertThat(update(replace("/operationName", "x"))).isEqualTo(NO_METHOD);

        put(r -> {});
        assertThat(aws.client
                        .deleteMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET"))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
        assertThat(error(() -> aws.client.deleteMethod(
                        r -> r.restApiId(api).resourceId(root).httpMethod("GET"))))
                .isEqualTo(NO_METHOD);
    }

    @Test
    void aMethodResponseLivesWithItsMethod() {
        put(r -> {});

        var put = putResponse("200", Map.of("method.response.header.h", true));
        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(put.statusCode()).isEqualTo("200");
        assertThat(put.responseParameters()).isEqualTo(Map.of("method.response.header.h", true));
        assertThat(put.responseModels()).isEqualTo(Map.of("application/json", "Empty"));
        assertThat(get().methodResponses().get("200").responseModels()).containsEntry("application/json", "Empty");
        assertThat(error(() -> putResponse("200", Map.of())))
                .isEqualTo("409 ConflictException: Response already exists for this resource");

        var updated = aws.client.updateMethodResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode("200")
                .patchOperations(
                        patch(Op.REMOVE, "/responseParameters/method.response.header.h", null),
                        patch(Op.ADD, "/responseParameters/method.response.header.i", "false"),
                        replace("/responseModels/application~1json", "Error")));
        assertThat(updated.sdkHttpResponse().statusCode()).isEqualTo(201);
        var read = aws.client.getMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        assertThat(read.responseParameters()).isEqualTo(Map.of("method.response.header.i", false));
        assertThat(read.responseModels()).isEqualTo(Map.of("application/json", "Error"));

        aws.client.deleteMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        assertThat(get().hasMethodResponses()).isFalse();
    }

    @Test
    void wrongMethodResponsesAreRefused() {
        assertThat(error(() -> putResponse("200", Map.of()))).isEqualTo(NO_METHOD);
        put(r -> {});

        assertThat(error(() -> putResponse("wrong", Map.of())))
                .isEqualTo("400 ValidationException: 1 validation error "
                        + "detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy "
                        + "regular "
                        + "expression pattern: [1-5]\\d\\d");
        assertThat(error(() -> putResponse("200", Map.of("integration.response.header.h", true))))
                .contains("Invalid mapping expression specified: integration.response.header.h");
        assertThat(updateResponse(replace("/responseParameters/x", "true"))).isEqualTo(NO_RESPONSE);

        putResponse("200", Map.of());
        assertThat(updateResponse(replace("/wrong/method.response.header.my-header", "true")))
                .isEqualTo("400 BadRequestException: Invalid patch path /wrong/method.response.header.my-header");
        assertThat(updateResponse(replace("/responseParameters/method.response.header.h", "true")))
                .isEqualTo("404 NotFoundException: Invalid parameter name specified");
        assertThat(updateResponse(patch(Op.REMOVE, "/responseModels/text~1xml", null)))
                .isEqualTo("404 NotFoundException: Content-Type specified was not found");
        assertThat(error(() -> aws.client.deleteMethodResponse(
                        r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("404"))))
                .isEqualTo(NO_RESPONSE);
    }

    @Test
    void theAuthorizationsTypeIsTakenInAnyCase() {
        assertThat(put(r -> r.authorizationType("aws_iam")).authorizationType()).isEqualTo("AWS_IAM");
        update(replace("/authorizationType", "none"));
        assertThat(get().authorizationType()).isEqualTo("NONE");
    }

    @Test
    void mapsThatWereSentEmptyComeBackSo() {
        put(r -> r.requestParameters(Map.of()));
        aws.client.putMethodResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode("200")
                .responseModels(Map.of())
                .responseParameters(Map.of()));

        GetMethodResponse read = get();
        assertThat(read.hasRequestParameters()).isTrue();
        assertThat(read.hasRequestModels()).isFalse();
        assertThat(read.methodResponses().get("200").hasResponseModels()).isTrue();
        assertThat(read.methodResponses().get("200").hasResponseParameters()).isTrue();
    }

    private PutMethodResponse put(Consumer<PutMethodRequest.Builder> change) {
        var request = PutMethodRequest.builder()
                .restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .authorizationType("NONE");
        change.accept(request);
        return aws.client.putMethod(request.build());
    }

    private PutMethodResponseResponse putResponse(String statusCode, Map<String, Boolean> parameters) {
        return aws.client.putMethodResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode(statusCode)
                .responseParameters(parameters)
                .responseModels(Map.of("application/json", "Empty")));
    }

    private GetMethodResponse get() {
        return aws.client.getMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
    }

    private String update(PatchOperation patch) {
        return error(() -> aws.client.updateMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").patchOperations(patch)));
    }

    private String updateResponse(PatchOperation patch) {
        return error(() -> aws.client.updateMethodResponse(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .statusCode("200")
                .patchOperations(patch)));
    }
}
