package io.gatelink.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AuthorizerType;
import software.amazon.awssdk.services.apigateway.model.CreateAuthorizerRequest;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;

/** From a user who signs in, to a call that an authorizer lets through: with AWS's clients, over HTTP. */
class AuthorizersConformanceTest {

    private LocalAwsOverHttp local;
    private ApiGatewayClient apiGateway;
    private String api;

    @BeforeEach
    void start() {
        local = new LocalAwsOverHttp();
        apiGateway = local.client(ApiGatewayClient.builder());
        api = apiGateway.createRestApi(r -> r.name("orders")).id();
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void whoSignedInAtTheUserPoolMayCall() throws Exception {
        var cognito = local.client(CognitoIdentityProviderClient.builder());
        var pool = cognito.createUserPool(r -> r.poolName("people")).userPool();
        deploy(
                "COGNITO_USER_POOLS",
                CreateAuthorizerRequest.builder()
                        .type(AuthorizerType.COGNITO_USER_POOLS)
                        .providerARNs(pool.arn()));
        String client = cognito.createUserPoolClient(r -> r.userPoolId(pool.id())
                        .clientName("shop")
                        .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH))
                .userPoolClient()
                .clientId();
        cognito.adminCreateUser(r -> r.userPoolId(pool.id()).username("ann"));
        cognito.adminSetUserPassword(r ->
                r.userPoolId(pool.id()).username("ann").password("Secret-1").permanent(true));
        AuthenticationResultType tokens = cognito.initiateAuth(r -> r.clientId(client)
                        .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                        .authParameters(Map.of("USERNAME", "ann", "PASSWORD", "Secret-1")))
                .authenticationResult();

        assertThat(get(tokens.idToken())).startsWith("200 ");
        assertThat(get("Bearer " + tokens.idToken())).startsWith("200 ");
        assertThat(get(tokens.accessToken())).isEqualTo("401 {\"message\":\"Unauthorized\"}");
        assertThat(get("nonsense")).isEqualTo("401 {\"message\":\"Unauthorized\"}");
        cognito.deleteUserPool(r -> r.userPoolId(pool.id()));
        assertThat(get(tokens.idToken())).isEqualTo("401 {\"message\":\"Unauthorized\"}");
    }

    @Test
    void aFunctionThatDoesNotLetApiGatewayInvokeItLetsNoOneIn() throws Exception {
        String function = local.aws.stack().functions().get(0).arn();
        deploy(
                "CUSTOM",
                CreateAuthorizerRequest.builder()
                        .type(AuthorizerType.TOKEN)
                        .authorizerUri("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + function
                                + "/invocations"));

        assertThat(get("secret")).isEqualTo("500 {\"message\":null}");
    }

    private void deploy(String authorizationType, CreateAuthorizerRequest.Builder request) {
        String root = apiGateway.getRestApi(r -> r.restApiId(api)).rootResourceId();
        String authorizer = apiGateway
                .createAuthorizer(request.restApiId(api)
                        .name("a")
                        .identitySource("method.request.header.Authorization")
                        .build())
                .id();
        apiGateway.putMethod(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .authorizationType(authorizationType)
                .authorizerId(authorizer));
        apiGateway.putIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .type(IntegrationType.MOCK)
                .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}")));
        apiGateway.putMethodResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        apiGateway.putIntegrationResponse(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").statusCode("200"));
        apiGateway.createDeployment(r -> r.restApiId(api).stageName("live"));
    }

    private String get(String token) throws Exception {
        HttpResponse<String> response = local.http.send(
                HttpRequest.newBuilder(URI.create(local.aws.endpoint() + "/_aws/execute-api/" + api + "/live/"))
                        .header("Authorization", token)
                        .build(),
                BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }
}
