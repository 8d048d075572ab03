package io.gatelink.functions;

import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * A request that API Gateway itself sends through an API's integration. It goes through no stage, and knows no authorization,
 * API key or resource policy. Its answer has to come within the time that any call of AWS's API is given.
 *
 * @param rootResourceId the id of the API's resource {@code /}
 * @param path           below the stage, maybe with a query
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 */
record TestInvocation(String restApiId, String rootResourceId, String path) {

    static final String METHOD = "GET";

    private static final String GREEDY = "/{proxy+}";

    /** @param stageVariables that the integration is to see */
    TestInvokeMethodResponse send(ApiGatewayClient apiGateway, Map<String, String> stageVariables) {
        String resourceId = path.split("\\?", 2)[0].equals("/") ? rootResourceId
                : RestApis.resources(apiGateway, restApiId).stream()
                        .filter(resource -> GREEDY.equals(resource.path())).map(Resource::id).findFirst()
                        .orElse(rootResourceId);
        return apiGateway.testInvokeMethod(request -> request
                .restApiId(restApiId)
                .resourceId(resourceId)
                .httpMethod(METHOD)
                .pathWithQueryString(path)
                .stageVariables(stageVariables));
    }
}
