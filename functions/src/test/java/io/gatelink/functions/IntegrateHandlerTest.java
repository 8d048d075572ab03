package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.CreateResourceRequest;
import software.amazon.awssdk.services.apigateway.model.CreateResourceResponse;
import software.amazon.awssdk.services.apigateway.model.GetMethodRequest;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.GetResourcesRequest;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.PutMethodRequest;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponse;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.UpdateMethodRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateMethodResponse;

class IntegrateHandlerTest {

    private static final Resource ROOT = Resource.builder().id("root").path("/").build();
    private static final Resource PROXY =
            Resource.builder().id("proxy").parentId("root").pathPart("{proxy+}").path("/{proxy+}").build();

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final IntegrateHandler handler = new IntegrateHandler(aws, Steps.CLOCK);

    @BeforeEach
    void anApiWithItsRootResourceOnly() {
        resources(List.of(ROOT));
        doReturn(CreateResourceResponse.builder().id("proxy").build())
                .when(aws).createResource(any(CreateResourceRequest.class));
        doReturn(PutMethodResponse.builder().build()).when(aws).putMethod(any(PutMethodRequest.class));
        doReturn(PutIntegrationResponse.builder().build()).when(aws).putIntegration(any(PutIntegrationRequest.class));
        doReturn(UpdateMethodResponse.builder().build()).when(aws).updateMethod(any(UpdateMethodRequest.class));
    }

    private void resources(List<Resource> resources) {
        doReturn(GetResourcesResponse.builder().items(resources).build())
                .when(aws).getResources(any(GetResourcesRequest.class));
    }

    private Map<String, Object> integrate() {
        return integrate("AWS_IAM", "http://orders-50dc.elb.us-east-1.amazonaws.com:80");
    }

    private Map<String, Object> integrate(String authorization, String uri) {
        return Steps.run(handler, Steps.input("restApiId", "api1", "rootResourceId", "root", "uri", uri,
                "authorization", authorization));
    }

    @Test
    void everyPathAndMethodIsPassedOnThroughTheLinkThatTheStageNames() {
        assertThat(integrate()).isEqualTo(Map.of("restApiId", "api1"));

        verify(aws).createResource(CreateResourceRequest.builder()
                .restApiId("api1").parentId("root").pathPart("{proxy+}").build());
        verify(aws).putMethod(PutMethodRequest.builder().restApiId("api1").resourceId("root").httpMethod("ANY")
                .authorizationType("AWS_IAM").requestParameters(Map.of()).build());
        verify(aws).putMethod(PutMethodRequest.builder().restApiId("api1").resourceId("proxy").httpMethod("ANY")
                .authorizationType("AWS_IAM").requestParameters(Map.of("method.request.path.proxy", true)).build());
        PutIntegrationRequest.Builder both = PutIntegrationRequest.builder().restApiId("api1").httpMethod("ANY")
                .type(IntegrationType.HTTP_PROXY).integrationHttpMethod("ANY")
                .connectionType(ConnectionType.VPC_LINK).connectionId("${stageVariables.vpcLinkId}");
        verify(aws).putIntegration(both.resourceId("root")
                .uri("http://orders-50dc.elb.us-east-1.amazonaws.com:80/").requestParameters(Map.of()).build());
        verify(aws).putIntegration(both.resourceId("proxy")
                .uri("http://orders-50dc.elb.us-east-1.amazonaws.com:80/{proxy}")
                .requestParameters(Map.of("integration.request.path.proxy", "method.request.path.proxy")).build());
        verify(aws, never()).updateMethod(any(UpdateMethodRequest.class));
    }

    @Test
    void anOpenApiGetsOpenMethods() {
        integrate("NONE", "https://orders.example:443");

        ArgumentCaptor<PutMethodRequest> methods = ArgumentCaptor.forClass(PutMethodRequest.class);
        verify(aws, times(2)).putMethod(methods.capture());
        assertThat(methods.getAllValues()).extracting(PutMethodRequest::authorizationType).containsOnly("NONE");
    }

    @Test
    void aResourceThatIsThereOnALaterPageIsUsed() {
        doAnswer(call -> call.<GetResourcesRequest>getArgument(0).position() == null
                ? GetResourcesResponse.builder().items(ROOT).position("1").build()
                : GetResourcesResponse.builder().items(PROXY).build())
                .when(aws).getResources(any(GetResourcesRequest.class));

        integrate();

        verify(aws, never()).createResource(any(CreateResourceRequest.class));
        verify(aws, times(2)).putIntegration(any(PutIntegrationRequest.class));
    }

    @Test
    void aGreedyResourceUnderAnotherParentIsNotTheOne() {
        resources(List.of(ROOT, PROXY.copy(r -> r.id("deep").parentId("elsewhere"))));

        integrate();

        verify(aws).createResource(any(CreateResourceRequest.class));
    }

    @Test
    void aResourceThatAppearsMeanwhileIsUsed() {
        doAnswer(call -> {
            resources(List.of(ROOT, PROXY));
            throw AwsExceptions.conflict("Another resource with the same parent already has this name: {proxy+}");
        }).when(aws).createResource(any(CreateResourceRequest.class));

        assertThat(integrate()).isEqualTo(Map.of("restApiId", "api1"));
    }

    @Test
    void aConflictOverAResourceThatIsNotThereIsTriedAgain() {
        doThrow(AwsExceptions.concurrentModification()).when(aws).createResource(any(CreateResourceRequest.class));

        assertThatThrownBy(this::integrate).isInstanceOf(ThrottledException.class);
    }

    @Test
    void aMethodThatIsThereAsItShouldBeIsKept() {
        existing("AWS_IAM", Map.of("method.request.path.proxy", true));

        integrate();

        verify(aws, never()).updateMethod(any(UpdateMethodRequest.class));
        verify(aws, times(2)).putIntegration(any(PutIntegrationRequest.class));
    }

    @Test
    void aMethodWithWeakerAuthorizationIsCorrectedBeforeItIsIntegrated() {
        existing("NONE", Map.of("method.request.path.proxy", true));

        integrate();

        InOrder order = inOrder(aws);
        for (String resource : List.of("root", "proxy")) {
            order.verify(aws).updateMethod(UpdateMethodRequest.builder().restApiId("api1").resourceId(resource)
                    .httpMethod("ANY").patchOperations(patch(Op.REPLACE, "/authorizationType", "AWS_IAM")).build());
            order.verify(aws).putIntegration(any(PutIntegrationRequest.class));
        }
    }

    @Test
    void aMethodWithoutThePathParameterGetsIt() {
        existing("AWS_IAM", Map.of());

        integrate();

        verify(aws).updateMethod(UpdateMethodRequest.builder().restApiId("api1").resourceId("proxy").httpMethod("ANY")
                .patchOperations(patch(Op.ADD, "/requestParameters/method.request.path.proxy", "true")).build());
    }

    @Test
    void aMethodWhosePathParameterIsOptionalGetsItRequired() {
        existing("AWS_IAM", Map.of("method.request.path.proxy", false));

        integrate();

        verify(aws).updateMethod(UpdateMethodRequest.builder().restApiId("api1").resourceId("proxy").httpMethod("ANY")
                .patchOperations(patch(Op.REPLACE, "/requestParameters/method.request.path.proxy", "true")).build());
    }

    @Test
    void aConflictOverAMethodThatIsNotThereIsTriedAgain() {
        doThrow(AwsExceptions.concurrentModification()).when(aws).putMethod(any(PutMethodRequest.class));
        doThrow(AwsExceptions.notFound()).when(aws).getMethod(any(GetMethodRequest.class));

        assertThatThrownBy(this::integrate).isInstanceOf(ThrottledException.class);
        verify(aws, never()).putIntegration(any(PutIntegrationRequest.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host", "ftp://host:80", "http://host:80/", "http://user@host:80", "http://host:0",
            "http://host:80?x", "http://${stageVariables.x}:80", "http://ho\r\nst:80", "http://{% x %}:80", ""})
    void aBackendThatIsNotSchemeHostAndPortIsRefused(String uri) {
        assertThatThrownBy(() -> integrate("AWS_IAM", uri)).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field uri is " + Text.shown(uri)
                        + ": give http:// or https://, the load balancer's DNS name, a colon and its port.");
    }

    @Test
    void anAuthorizationThatIsUnknownIsRefused() {
        assertThatThrownBy(() -> integrate("none", "http://host:80")).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field authorization is \"none\": give AWS_IAM or NONE.");
    }

    private void existing(String authorization, Map<String, Boolean> parametersOfProxy) {
        doThrow(AwsExceptions.conflict("Method already exists for this resource"))
                .when(aws).putMethod(any(PutMethodRequest.class));
        doAnswer(call -> GetMethodResponse.builder().authorizationType(authorization)
                .requestParameters(call.<GetMethodRequest>getArgument(0).resourceId().equals("proxy")
                        ? parametersOfProxy : Map.of()).build())
                .when(aws).getMethod(any(GetMethodRequest.class));
    }

    private static PatchOperation patch(Op op, String path, String value) {
        return PatchOperation.builder().op(op).path(path).value(value).build();
    }
}
