package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

class AuthorizersTest {

    private static final String POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_abc";
    private static final String URI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:123456789012:function:authorize/invocations";
    private static final String NOT_VALID = "400 BadRequestException: Invalid authorizer ID specified. Setting the "
            + "authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String api = aws.restApi();
    private final String root = aws.root(api);

    @Test
    void authorizersReadBackAsTheyWereMade() {
        String cognito = cognito("pool").id();
        String token = create(r -> r.name("token").type(AuthorizerType.TOKEN).identityValidationExpression("[a-z]+"))
                .id();

        assertThat(aws.answer("GET", "/restapis/" + api + "/authorizers/" + cognito, null))
                .isEqualTo("200 - {\"id\":\"" + cognito + "\",\"name\":\"pool\",\"type\":\"COGNITO_USER_POOLS\","
                        + "\"providerARNs\":[\"" + POOL + "\"],\"authType\":\"cognito_user_pools\","
                        + "\"identitySource\":\"method.request.header.Authorization\"}");
        assertThat(aws.answer("GET", "/restapis/" + api + "/authorizers/" + token, null))
                .isEqualTo("200 - {\"id\":\"" + token + "\",\"name\":\"token\",\"type\":\"TOKEN\","
                        + "\"authType\":\"custom\",\"authorizerUri\":\"" + URI + "\","
                        + "\"identitySource\":\"method.request.header.Authorization\","
                        + "\"identityValidationExpression\":\"[a-z]+\",\"authorizerResultTtlInSeconds\":300}");
        assertThat(aws.client.getAuthorizers(r -> r.restApiId(api).limit(1)).items())
                .extracting(authorizer -> authorizer.name())
                .containsExactly("pool");
    }

    @Test
    void authorizersThatCannotWorkAreRefused() {
        assertThat(error(() -> create(r -> r.name(null))))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value null at "
                        + "'createAuthorizerInput.name' failed to satisfy constraint: Member must not be null");
        assertThat(error(() -> create(r -> r.type("OPEN"))))
                .isEqualTo("400 ValidationException: 1 validation error detected: Value 'OPEN' at "
                        + "'createAuthorizerInput.type' failed to satisfy constraint: Member must satisfy enum value "
                        + "set: [TOKEN, REQUEST, COGNITO_USER_POOLS]");
        assertThat(error(() -> create(r -> r.authorizerUri("https://example.com"))))
                .isEqualTo("400 BadRequestException: Invalid Authorizer URI: https://example.com. Authorizer URI "
                        + "should be a valid API Gateway ARN that represents a Lambda function invocation.");
        assertThat(error(() -> create(r -> r.authorizerResultTtlInSeconds(3601))))
                .isEqualTo("400 BadRequestException: Invalid authorizer result TTL specified: 3601. "
                        + "Must be between 0 and 3600");
        assertThat(error(() -> create(r -> r.identitySource(null))))
                .isEqualTo("400 BadRequestException: Invalid identity source specified. A TOKEN authorizer needs one");
        assertThat(error(() -> create(r -> r.type(AuthorizerType.REQUEST).identitySource(null))))
                .isEqualTo("400 BadRequestException: Invalid identity source specified. A REQUEST authorizer whose "
                        + "results are cached needs one");
        assertThat(error(() -> create(r -> r.authorizerCredentials("arn:aws:iam::123456789012:role/r"))))
                .startsWith("501 NotImplemented: The local AWS does not support apigateway CreateAuthorizer with "
                        + "authorizerCredentials.");
        create(r -> {});
        assertThat(error(() -> create(r -> {})))
                .isEqualTo("400 BadRequestException: Authorizer name must be unique. Authorizer a already exists in "
                        + "this RestApi.");
    }

    @Test
    void anApiHasTenAuthorizersAtMost() {
        for (int i = 0; i < 10; i++) {
            String name = "a" + i;
            create(r -> r.name(name));
        }
        assertThat(error(() -> create(r -> {})))
                .isEqualTo("429 LimitExceededException: Maximum number of Authorizers for this API has been reached. "
                        + "Please contact AWS if you need additional Authorizers.");
    }

    @Test
    void anAuthorizerCanBeChanged() {
        String id = cognito("pool").id();
        String other = POOL + "2";

        update(id, replace("/name", "pools"), patch(Op.ADD, "/providerARNs", other));
        update(id, patch(Op.REMOVE, "/providerARNs", POOL), replace("/authorizerResultTtlInSeconds", "0"));

        var read = aws.client.getAuthorizer(r -> r.restApiId(api).authorizerId(id));
        assertThat(read.name()).isEqualTo("pools");
        assertThat(read.providerARNs()).containsExactly(other);
        assertThat(read.authorizerResultTtlInSeconds()).isZero();
        assertThat(error(() -> update(id, replace("/type", "TOKEN"))))
                .isEqualTo("400 BadRequestException: Invalid patch path /type");
        assertThat(error(() -> update("nope", replace("/name", "x"))))
                .isEqualTo("404 NotFoundException: Invalid Authorizer identifier specified");
    }

    @Test
    void aMethodNeedsAnAuthorizerOfItsKind() {
        String cognito = cognito("pool").id();
        String token = create(r -> {}).id();

        assertThat(error(() -> put("CUSTOM", cognito))).isEqualTo(NOT_VALID);
        assertThat(error(() -> put("COGNITO_USER_POOLS", token))).isEqualTo(NOT_VALID);
        assertThat(error(() -> put("COGNITO_USER_POOLS", null))).isEqualTo(NOT_VALID);
        assertThat(error(() -> put("CUSTOM", token, "orders/read")))
                .isEqualTo("400 BadRequestException: Invalid authorization scopes specified. Authorization scopes can "
                        + "only be set for COGNITO_USER_POOLS authorization type");
        put("COGNITO_USER_POOLS", cognito, "orders/write", "orders/read");

        var read = aws.client.getMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
        assertThat(read.authorizerId()).isEqualTo(cognito);
        assertThat(read.authorizationScopes()).containsExactly("orders/read", "orders/write");
    }

    @Test
    void aMethodsAuthorizationChangesAsAWhole() {
        String token = create(r -> {}).id();
        aws.putMethod(api, "GET");

        assertThat(error(() -> updateMethod(replace("/authorizationType", "CUSTOM"))))
                .isEqualTo(NOT_VALID);
        updateMethod(replace("/authorizerId", token), replace("/authorizationType", "CUSTOM"));
        assertThat(aws.answer("GET", "/restapis/" + api + "/resources/" + root + "/methods/GET", null))
                .contains("\"authorizationType\":\"CUSTOM\",\"authorizerId\":\"" + token + "\"");
        updateMethod(replace("/authorizationType", "NONE"));
        assertThat(aws.answer("GET", "/restapis/" + api + "/resources/" + root + "/methods/GET", null))
                .doesNotContain("authorizerId");
    }

    @Test
    void anAuthorizerThatAMethodUsesStays() {
        String token = create(r -> {}).id();
        put("CUSTOM", token);

        assertThat(error(() -> aws.client.deleteAuthorizer(r -> r.restApiId(api).authorizerId(token))))
                .isEqualTo("409 ConflictException: Cannot delete authorizer 'a', is referenced in method: GET//");
        updateMethod(replace("/authorizationType", "NONE"));
        assertThat(aws.client
                        .deleteAuthorizer(r -> r.restApiId(api).authorizerId(token))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);
        assertThat(aws.client.getAuthorizers(r -> r.restApiId(api)).items()).isEmpty();
    }

    private CreateAuthorizerResponse cognito(String name) {
        return aws.client.createAuthorizer(r -> r.restApiId(api)
                .name(name)
                .type(AuthorizerType.COGNITO_USER_POOLS)
                .providerARNs(POOL)
                .identitySource("method.request.header.Authorization"));
    }

    private CreateAuthorizerResponse create(Consumer<CreateAuthorizerRequest.Builder> more) {
        var request = CreateAuthorizerRequest.builder()
                .restApiId(api)
                .name("a")
                .type(AuthorizerType.TOKEN)
                .authorizerUri(URI)
                .identitySource("method.request.header.Authorization");
        more.accept(request);
        return aws.client.createAuthorizer(request.build());
    }

    private void update(String id, PatchOperation... patch) {
        aws.client.updateAuthorizer(r -> r.restApiId(api).authorizerId(id).patchOperations(patch));
    }

    private void put(String type, String authorizerId, String... scopes) {
        aws.client.putMethod(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .authorizationType(type)
                .authorizerId(authorizerId)
                .authorizationScopes(scopes));
    }

    private void updateMethod(PatchOperation... patch) {
        aws.client.updateMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").patchOperations(patch));
    }
}
