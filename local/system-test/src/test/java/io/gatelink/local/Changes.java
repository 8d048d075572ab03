package io.gatelink.local;

import java.util.List;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** What a person may do to a published API. */
final class Changes {

    private Changes() {}

    static void make(ApiGatewayClient person, String api, String what) {
        String root = person.getRestApi(asked -> asked.restApiId(api)).rootResourceId();
        switch (what) {
            case "stage" ->
                person.updateStage(request -> request.restApiId(api)
                        .stageName("live")
                        .patchOperations(replace("/variables/vpcLinkId", "another1")));
            case "method" ->
                person.updateMethod(request -> request.restApiId(api)
                        .resourceId(root)
                        .httpMethod("ANY")
                        .patchOperations(replace("/authorizationType", "NONE")));
            case "another method" -> {
                String admin = person.createResource(
                                asked -> asked.restApiId(api).parentId(root).pathPart("admin"))
                        .id();
                for (String resource : List.of(root, admin)) {
                    person.putMethod(asked -> asked.restApiId(api)
                            .resourceId(resource)
                            .httpMethod("GET")
                            .authorizationType("NONE"));
                    person.putIntegration(asked -> asked.restApiId(api)
                            .resourceId(resource)
                            .httpMethod("GET")
                            .type(IntegrationType.HTTP_PROXY)
                            .integrationHttpMethod("GET")
                            .uri("http://orders:80/")
                            .connectionType(ConnectionType.VPC_LINK)
                            .connectionId("${stageVariables.vpcLinkId}"));
                }
                deploy(person, api, "live");
            }
            case "open methods" -> {
                open(person, api);
                deploy(person, api, "live");
            }
            case "another stage" -> {
                open(person, api);
                deploy(person, api, "test");
            }
            default ->
                person.deleteMethod(
                        request -> request.restApiId(api).resourceId(root).httpMethod("ANY"));
        }
    }

    private static void open(ApiGatewayClient person, String api) {
        person.getResources(request -> request.restApiId(api))
                .items()
                .forEach(resource -> person.updateMethod(request -> request.restApiId(api)
                        .resourceId(resource.id())
                        .httpMethod("ANY")
                        .patchOperations(replace("/authorizationType", "NONE"))));
    }

    private static void deploy(ApiGatewayClient person, String api, String stage) {
        person.createDeployment(
                request -> request.restApiId(api).stageName(stage).description("by hand"));
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }
}
