package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.GetResourcesRequest;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetStageRequest;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodRequest;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/** The smoke test of a private API, which nobody outside of its VPCs can call. */
class PrivateApiProbeTest {

    private static final String URL = "https://api1.execute-api.us-east-1.amazonaws.com/live/";
    private static final String PRIVATE_URL = "https://api1-vpce-0a1b2c3d.execute-api.us-east-1.amazonaws.com/live/";

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final HttpClient httpClient = mock(HttpClient.class);
    private String authorization = "AWS_IAM";
    private String path = "/";

    @BeforeEach
    void published() {
        doReturn(GetRestApiResponse.builder().id("api1").endpointConfiguration(e -> e.types(EndpointType.PRIVATE)).build())
                .when(aws).getRestApi(GetRestApiRequest.builder().restApiId("api1").build());
        doReturn(GetStageResponse.builder().deploymentId("dep1").variables(Map.of("vpcLinkId", "link1", "more", "1")).build())
                .when(aws).getStage(GetStageRequest.builder().restApiId("api1").stageName("live").build());
        doReturn(GetResourcesResponse.builder().items(Resource.builder().id("root1").path("/").build(),
                Resource.builder().id("proxy1").path("/{proxy+}").build()).build())
                .when(aws).getResources(any(GetResourcesRequest.class));
        serving("AWS_IAM", false);
        answering(200, "from the backend");
    }

    private void serving(String authorizationType, boolean apiKeyRequired) {
        doReturn(GetDeploymentResponse.builder().id("dep1").apiSummary(Map.of("/", Map.of("ANY", MethodSnapshot.builder()
                .authorizationType(authorizationType).apiKeyRequired(apiKeyRequired).build()))).build())
                .when(aws).getDeployment(GetDeploymentRequest.builder().restApiId("api1").deploymentId("dep1")
                        .embed("apisummary").build());
    }

    private void answering(int status, String body) {
        doReturn(TestInvokeMethodResponse.builder().status(status).body(body).latency(7L).build())
                .when(aws).testInvokeMethod(any(TestInvokeMethodRequest.class));
    }

    private Map<String, Object> test() {
        return Steps.run(new SmokeTestHandler(httpClient, null, aws, () -> 0, Steps.CLOCK), Steps.input("restApiId", "api1",
                "rootResourceId", "root1", "stage", "live", "invokeUrl", URL, "vpcEndpointIds",
                "vpce-0a1b2c3d,vpce-0a1b2c3e", "authorization", authorization, "apiKeyId", "key1", "path", path,
                "expect", "2xx", "startedAt", "2026-01-02T03:04:00.000Z", "requestedAt", null));
    }

    @Test
    void isSentByApiGatewayWithTheVariablesOfTheStageAndSaysWhatItDoesNotShow() {
        Map<String, Object> answer = test();

        assertThat(answer).containsEntry("status", 200).containsEntry("body", "from the backend")
                .containsEntry("latencyMillis", 7).containsEntry("url", PRIVATE_URL).containsEntry("invokeUrl", PRIVATE_URL);
        assertThat(answer.get("warnings").toString()).isEqualTo("[REST API api1 is private, and was tested by API Gateway's "
                + "TestInvokeMethod with the variables of stage live: integration, VPC link, load balancer and backend "
                + "answer. That shows neither that callers reach the stage through their VPC endpoint, nor that API Gateway "
                + "refuses whom it has to keep out; instead, each method of the stage's deployment was seen to ask for "
                + "AWS_IAM. Send a request from the VPC to see the rest.]");
        verify(aws).testInvokeMethod(TestInvokeMethodRequest.builder().restApiId("api1").resourceId("root1")
                .httpMethod("GET").pathWithQueryString("/").stageVariables(Map.of("vpcLinkId", "link1", "more", "1"))
                .overrideConfiguration(call -> call.apiCallTimeout(TestInvocation.PATIENCE)
                        .apiCallAttemptTimeout(TestInvocation.PATIENCE)).build());
        verifyNoInteractions(httpClient);
    }

    @ParameterizedTest
    @CsvSource({"/, root1", "/?deep=1, root1", "/health, proxy1", "/a/b?c=d, proxy1"})
    void asksForThePathOfTheResourceThatServesIt(String asked, String resourceId) {
        path = asked;

        assertThat(test()).containsEntry("url", PRIVATE_URL + asked.substring(1));
        verify(aws).testInvokeMethod(TestInvokeMethodRequest.builder().restApiId("api1").resourceId(resourceId)
                .httpMethod("GET").pathWithQueryString(asked).stageVariables(Map.of("vpcLinkId", "link1", "more", "1"))
                .overrideConfiguration(call -> call.apiCallTimeout(TestInvocation.PATIENCE)
                        .apiCallAttemptTimeout(TestInvocation.PATIENCE)).build());
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, NONE, false", "AWS_IAM, NONE, true", "API_KEY, NONE, false", "AWS_IAM, CUSTOM, false"})
    void findsAMethodThatTheStageServesAndThatAsksForLess(String asked, String served, boolean apiKeyRequired) {
        authorization = asked;
        serving(served, apiKeyRequired);

        assertThatThrownBy(this::test).isInstanceOf(OpenApiException.class)
                .hasMessage("Stage live of REST API api1 serves methods that let in callers whom " + asked
                        + " is to keep out: ANY / (" + served + "). Publish its load balancer again, which mends them.");
    }

    @Test
    void takesADeploymentThatDoesNotShowForUnknown() {
        doReturn(GetDeploymentResponse.builder().id("dep1").build()).when(aws).getDeployment(any(GetDeploymentRequest.class));

        assertThatThrownBy(this::test).isInstanceOf(AwsUnavailableException.class);
    }

    @Test
    void failsWithWhatCameBack() {
        answering(503, "not \u202e now");

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("A test invocation of GET / of REST API api1 answered 503, not 2xx; the body begins "
                        + "\"not \\u202e now\"");
    }

    @Test
    void keepsAKilobyteAndNoHalfOfACharacter() {
        answering(200, "x".repeat(1023) + "\ud83d\ude00");

        assertThat(test()).containsEntry("body", "x".repeat(1023));
    }

    @Test
    void failsWithoutAStage() {
        doThrow(AwsExceptions.notFound()).when(aws).getStage(any(GetStageRequest.class));

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("REST API api1 has no stage live");
    }

    @Test
    void theEmbeddedAwsHasSuchNamesToo() {
        assertThat(InvokeUrl.through("vpce-0a1b2c3d", "http://127.0.0.1:4566/_aws/execute-api/api1/live/", "api1"))
                .isEqualTo("http://127.0.0.1:4566/_aws/execute-api/api1-vpce-0a1b2c3d/live/");
    }
}
