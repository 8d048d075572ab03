package io.gatelink.functions;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * A request that API Gateway itself sends through an API's integration. It goes through no stage, and knows no authorization,
 * API key or resource policy. It answers when the backend has, or when the integration's time is up; that a test invocation
 * waits for as long as other requests do is inferred.
 *
 * @param rootResourceId the id of the API's resource {@code /}
 * @param path           below the stage, maybe with a query
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 */
record TestInvocation(String restApiId, String rootResourceId, String path) {

    static final String METHOD = "GET";

    /** More than the 29 seconds that API Gateway may wait for a backend. */
    static final Duration PATIENCE = Duration.ofSeconds(35);

    private static final String GREEDY = "/{proxy+}";

    /**
     * Sends it.
     *
     * @param apiGateway     made for calls that take {@link #PATIENCE}
     * @param stageVariables that the integration is to see
     * @throws SmokeTestFailedException if no answer comes in time
     */
    TestInvokeMethodResponse send(ApiGatewayClient apiGateway, Map<String, String> stageVariables) {
        String resourceId = path.split("\\?", 2)[0].equals("/") ? rootResourceId
                : RestApis.resources(apiGateway, restApiId).stream()
                        .filter(resource -> GREEDY.equals(resource.path())).map(Resource::id).findFirst()
                        .orElse(rootResourceId);
        try {
            return apiGateway.testInvokeMethod(request -> request
                    .restApiId(restApiId)
                    .resourceId(resourceId)
                    .httpMethod(METHOD)
                    .pathWithQueryString(path)
                    .stageVariables(stageVariables)
                    .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE).apiCallAttemptTimeout(PATIENCE)));
        } catch (SdkClientException e) {
            if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException
                    || e.getCause() instanceof SocketTimeoutException) {
                throw new SmokeTestFailedException(words(stageVariables) + " brought no answer within "
                        + PATIENCE.toSeconds() + " s: the backend took too long, for API Gateway answers when that has, or "
                        + "after 29 s at the latest", "");
            }
            throw e;
        }
    }

    /** For people. */
    String words(Map<String, String> stageVariables) {
        return "A test invocation of " + METHOD + " " + path + " through VPC link "
                + stageVariables.get(StageVariables.VPC_LINK_ID);
    }
}
