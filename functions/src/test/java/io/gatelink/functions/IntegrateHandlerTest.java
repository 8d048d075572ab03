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
import static org.mockito.Mockito.verifyNoInteractions;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.CreateResourceRequest;
import software.amazon.awssdk.services.apigateway.model.CreateResourceResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteMethodRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteMethodResponse;
import software.amazon.awssdk.services.apigateway.model.GetMethodRequest;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.GetResourcesRequest;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseRequest;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationResponseResponse;
import software.amazon.awssdk.services.apigateway.model.PutMethodRequest;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponse;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponseRequest;
import software.amazon.awssdk.services.apigateway.model.PutMethodResponseResponse;
import software.amazon.awssdk.services.apigateway.model.Resource;

class IntegrateHandlerTest {

    private static final Resource ROOT = Resource.builder().id("root").path("/").build();
    private static final Resource PROXY =
            Resource.builder().id("proxy").parentId("root").pathPart("{proxy+}").path("/{proxy+}").build();

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final Turns turns = mock(Turns.class);
    private final IntegrateHandler handler = new IntegrateHandler(aws, turns, Steps.CLOCK);

    @BeforeEach
    void anApiWithItsRootResourceOnly() {
        resources(List.of(ROOT));
        doReturn(CreateResourceResponse.builder().id("proxy").build())
                .when(aws).createResource(any(CreateResourceRequest.class));
        doReturn(PutMethodResponse.builder().build()).when(aws).putMethod(any(PutMethodRequest.class));
        doReturn(PutIntegrationResponse.builder().build()).when(aws).putIntegration(any(PutIntegrationRequest.class));
        doReturn(DeleteMethodResponse.builder().build()).when(aws).deleteMethod(any(DeleteMethodRequest.class));
    }

    private void resources(List<Resource> resources) {
        doReturn(GetResourcesResponse.builder().items(resources).build())
                .when(aws).getResources(any(GetResourcesRequest.class));
    }

    private Map<String, Object> integrate() {
        return integrate("AWS_IAM", "http://orders-50dc.elb.us-east-1.amazonaws.com:80");
    }

    private Map<String, Object> integrate(String authorization, String uri) {
        return integrate(authorization, uri, "http_proxy");
    }

    private Map<String, Object> integrate(String authorization, String uri, String integration) {
        return integrate(new RecordingContext(), authorization, uri, integration);
    }

    private Map<String, Object> integrate(RecordingContext context, String authorization) {
        return integrate(context, authorization, "http://orders.example:80", "http_proxy");
    }

    private Map<String, Object> integrate(RecordingContext context, String authorization, String uri,
            String integration) {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1", "restApiId",
                "api1", "rootResourceId", "root", "uri", uri, "authorization", authorization, "timeoutMillis", "5000",
                "integration", integration), context);
    }

    @Test
    void everyPathAndMethodIsPassedOnThroughTheLinkThatTheStageNames() {
        assertThat(integrate()).isEqualTo(Map.of("restApiId", "api1", "warnings", List.of()));

        verify(aws).createResource(CreateResourceRequest.builder()
                .restApiId("api1").parentId("root").pathPart("{proxy+}").build());
        verify(aws).putMethod(PutMethodRequest.builder().restApiId("api1").resourceId("root").httpMethod("ANY")
                .authorizationType("AWS_IAM").apiKeyRequired(false).requestParameters(Map.of()).build());
        verify(aws).putMethod(PutMethodRequest.builder().restApiId("api1").resourceId("proxy").httpMethod("ANY")
                .authorizationType("AWS_IAM").apiKeyRequired(false)
                .requestParameters(Map.of("method.request.path.proxy", true)).build());
        PutIntegrationRequest.Builder both = PutIntegrationRequest.builder().restApiId("api1").httpMethod("ANY")
                .type(IntegrationType.HTTP_PROXY).integrationHttpMethod("ANY")
                .connectionType(ConnectionType.VPC_LINK).connectionId("${stageVariables.vpcLinkId}")
                .timeoutInMillis(5000).passthroughBehavior("WHEN_NO_MATCH");
        verify(aws).putIntegration(both.resourceId("root")
                .uri("http://orders-50dc.elb.us-east-1.amazonaws.com:80/").requestParameters(Map.of()).build());
        verify(aws).putIntegration(both.resourceId("proxy")
                .uri("http://orders-50dc.elb.us-east-1.amazonaws.com:80/{proxy}")
                .requestParameters(Map.of("integration.request.path.proxy", "method.request.path.proxy")).build());
        verify(aws, never()).deleteMethod(any(DeleteMethodRequest.class));
        verify(aws, never()).putMethodResponse(any(PutMethodResponseRequest.class));
        verify(turns).require("link1", Steps.EXECUTION_ARN);
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, AWS_IAM, false", "API_KEY, NONE, true", "NONE, NONE, false"})
    void methodsGetTheirAuthorizationWhenTheyAreMade(String authorization, String type, boolean key) {
        integrate(authorization, "https://orders.example:443");

        ArgumentCaptor<PutMethodRequest> methods = ArgumentCaptor.forClass(PutMethodRequest.class);
        verify(aws, times(2)).putMethod(methods.capture());
        assertThat(methods.getAllValues()).allSatisfy(method -> {
            assertThat(method.authorizationType()).isEqualTo(type);
            assertThat(method.apiKeyRequired()).isEqualTo(key);
        });
    }

    @Test
    void anExecutionThatHasLostItsTurnChangesNothing() {
        doThrow(new TurnLostException("lost")).when(turns).require(any(), any());

        assertThatThrownBy(this::integrate).isInstanceOf(TurnLostException.class);
        verifyNoInteractions(aws);
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

        assertThat(integrate()).isEqualTo(Map.of("restApiId", "api1", "warnings", List.of()));
    }

    @Test
    void aConflictOverAResourceThatIsNotThereIsTriedAgain() {
        doThrow(AwsExceptions.concurrentModification()).when(aws).createResource(any(CreateResourceRequest.class));

        assertThatThrownBy(this::integrate).isInstanceOf(ThrottledException.class);
    }

    @Test
    void aMethodThatIsThereAsItShouldBeIsKept() {
        existing("AWS_IAM", false, Map.of("method.request.path.proxy", true, "method.request.header.x", false));

        integrate();

        verify(aws, never()).deleteMethod(any(DeleteMethodRequest.class));
        verify(aws, times(2)).putIntegration(any(PutIntegrationRequest.class));
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, NONE, false", "AWS_IAM, NONE, true", "AWS_IAM, CUSTOM, false", "API_KEY, NONE, false",
            "API_KEY, AWS_IAM, false", "NONE, AWS_IAM, false"})
    void aMethodWithAnotherAuthorizationIsMadeAnewBeforeItIsIntegrated(String authorization, String type, boolean key) {
        existing(type, key, Map.of("method.request.path.proxy", true));

        integrate(authorization, "http://orders.example:80");

        InOrder order = inOrder(aws);
        for (String resource : List.of("root", "proxy")) {
            order.verify(aws).deleteMethod(DeleteMethodRequest.builder().restApiId("api1").resourceId(resource)
                    .httpMethod("ANY").build());
            order.verify(aws).putMethod(any(PutMethodRequest.class));
            order.verify(aws).putIntegration(any(PutIntegrationRequest.class));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"method.request.path.proxy\": false}"})
    void aMethodWithoutThePathParameterOrWithAnOptionalOneIsMadeAnew(String parameters) {
        existing("AWS_IAM", false, parameters.equals("{}") ? Map.of() : Map.of("method.request.path.proxy", false));

        integrate();

        verify(aws).deleteMethod(DeleteMethodRequest.builder().restApiId("api1").resourceId("proxy").httpMethod("ANY")
                .build());
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, NONE, false, true", "AWS_IAM, NONE, true, true", "AWS_IAM, CUSTOM, false, true",
            "AWS_IAM, AWS_IAM, false, false", "API_KEY, NONE, false, true", "API_KEY, NONE, true, false",
            "API_KEY, AWS_IAM, false, false", "NONE, NONE, false, false", "AWS_IAM, , false, false"})
    void aMethodThatSomebodyAddedIsDeletedIfItAsksForLess(String authorization, String type, boolean key, boolean goes) {
        resources(List.of(ROOT, PROXY, Resource.builder().id("admin").parentId("root").pathPart("admin").path("/admin")
                .resourceMethods(Map.of("GET", Method.builder().authorizationType(type).apiKeyRequired(key).build()))
                .build()));
        var context = new RecordingContext();

        Map<String, Object> output = integrate(context, authorization);

        verify(aws, times(goes ? 1 : 0)).deleteMethod(any(DeleteMethodRequest.class));
        verify(aws, times(goes ? 1 : 0)).deleteMethod(DeleteMethodRequest.builder().restApiId("api1").resourceId("admin")
                .httpMethod("GET").build());
        assertThat(output.get("warnings")).isEqualTo(goes ? List.of("Method GET /admin of REST API api1 was deleted: "
                + "somebody else made it, and its authorization " + type + " lets in callers whom " + authorization
                + " keeps out. Whoever needs it makes it in an API of their own.") : List.of());
        assertThat(context.lines.stream().filter(line -> line.contains("WARN") && line.contains("/admin"))).hasSize(goes ? 1 : 0);
    }

    @Test
    void oursAreMadeAnewAndOnlyMethodsOfOthersBesideThemAreDeletedFirst() {
        Map<String, Method> weak = Map.of("ANY", Method.builder().authorizationType("NONE").build(),
                "GET", Method.builder().authorizationType("NONE").build());
        resources(List.of(ROOT.copy(r -> r.resourceMethods(weak)), PROXY.copy(r -> r.resourceMethods(weak))));
        doThrow(AwsExceptions.notFound()).doReturn(DeleteMethodResponse.builder().build())
                .when(aws).deleteMethod(any(DeleteMethodRequest.class));

        assertThat((List<?>) integrate().get("warnings")).hasSize(2);
        ArgumentCaptor<DeleteMethodRequest> deleted = ArgumentCaptor.forClass(DeleteMethodRequest.class);
        verify(aws, times(2)).deleteMethod(deleted.capture());
        assertThat(deleted.getAllValues()).extracting(request -> request.httpMethod() + " " + request.resourceId())
                .containsExactly("GET root", "GET proxy");
    }

    @Test
    void aMappedIntegrationGetsItsAnswers() {
        doReturn(GetMethodResponse.builder().build()).when(aws).getMethod(any(GetMethodRequest.class));
        doReturn(PutMethodResponseResponse.builder().build())
                .when(aws).putMethodResponse(any(PutMethodResponseRequest.class));
        doReturn(PutIntegrationResponseResponse.builder().build())
                .when(aws).putIntegrationResponse(any(PutIntegrationResponseRequest.class));

        integrate("AWS_IAM", "http://orders.example:80", "http");

        ArgumentCaptor<PutIntegrationRequest> integrations = ArgumentCaptor.forClass(PutIntegrationRequest.class);
        verify(aws, times(2)).putIntegration(integrations.capture());
        assertThat(integrations.getAllValues()).extracting(PutIntegrationRequest::type).containsOnly(IntegrationType.HTTP);
        for (String resource : List.of("root", "proxy")) {
            verify(aws).putMethodResponse(PutMethodResponseRequest.builder().restApiId("api1").resourceId(resource)
                    .httpMethod("ANY").statusCode("200")
                    .responseParameters(Map.of("method.response.header.Content-Type", false)).build());
            verify(aws).putIntegrationResponse(PutIntegrationResponseRequest.builder().restApiId("api1")
                    .resourceId(resource).httpMethod("ANY").statusCode("302").selectionPattern("30[12378]")
                    .responseParameters(Map.of(
                            "method.response.header.Content-Type", "integration.response.header.Content-Type",
                            "method.response.header.Location", "integration.response.header.Location")).build());
        }
    }

    /** A backend that had the signature could send the request again. */
    @ParameterizedTest
    @CsvSource({"AWS_IAM, false", "API_KEY, true", "NONE, true"})
    void aMappedIntegrationPassesUsualHeadersOnAndSaysWhatItDoesNotPassOn(String authorization, boolean withAuthorization) {
        doReturn(GetMethodResponse.builder().build()).when(aws).getMethod(any(GetMethodRequest.class));
        doReturn(PutMethodResponseResponse.builder().build())
                .when(aws).putMethodResponse(any(PutMethodResponseRequest.class));
        doReturn(PutIntegrationResponseResponse.builder().build())
                .when(aws).putIntegrationResponse(any(PutIntegrationResponseRequest.class));

        Map<String, Object> answer = integrate(authorization, "http://orders.example:80", "http");

        ArgumentCaptor<PutIntegrationRequest> integrations = ArgumentCaptor.forClass(PutIntegrationRequest.class);
        verify(aws, times(2)).putIntegration(integrations.capture());
        ArgumentCaptor<PutMethodRequest> methods = ArgumentCaptor.forClass(PutMethodRequest.class);
        verify(aws, times(2)).putMethod(methods.capture());
        for (PutIntegrationRequest integration : integrations.getAllValues()) {
            assertThat(integration.requestParameters())
                    .containsEntry("integration.request.header.Accept", "method.request.header.Accept")
                    .containsEntry("integration.request.header.Cookie", "method.request.header.Cookie")
                    .containsEntry("integration.request.header.traceparent", "method.request.header.traceparent")
                    .doesNotContainKey("integration.request.header.Content-Type");
            assertThat(integration.requestParameters().containsKey("integration.request.header.Authorization"))
                    .isEqualTo(withAuthorization);
        }
        for (PutMethodRequest method : methods.getAllValues()) {
            assertThat(method.requestParameters()).containsEntry("method.request.header.Accept", false);
        }
        assertThat(answer.get("warnings").toString()).isEqualTo("[The load balancer's tag gatelink:integration is http: API "
                + "Gateway passes on no request's query, and no headers of requests but Content-Type, Accept, "
                + "Accept-Language, " + (withAuthorization ? "Authorization, " : "") + "Cookie, Idempotency-Key, "
                + "traceparent, tracestate, X-Correlation-Id, X-Request-Id; and of answers no headers but Content-Type and "
                + "Location, and statuses only as far as they are among 200, 302, 400, 401, 403, 404, 409, 429, 500, 503. "
                + "If callers or the backend need more, set the tag to http_proxy, or remove it.]");
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
                .hasMessage("Input field authorization is \"none\": give AWS_IAM, API_KEY or NONE.");
    }

    @Test
    void aTimeOutOrAnIntegrationThatIsNoneIsRefused() {
        assertThatThrownBy(() -> integrate("AWS_IAM", "http://host:80", "mock"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field integration is \"mock\": give http_proxy or http.");
        assertThatThrownBy(() -> Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1",
                "restApiId", "api1", "rootResourceId", "root", "uri", "http://host:80", "authorization", "AWS_IAM",
                "timeoutMillis", "49", "integration", "http"))).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field timeoutMillis is \"49\": give milliseconds, 50 to 29000.");
    }

    private void existing(String authorizationType, boolean key, Map<String, Boolean> parametersOfProxy) {
        Set<String> there = new HashSet<>(Set.of("root", "proxy"));
        doAnswer(call -> {
            if (!there.add(call.<PutMethodRequest>getArgument(0).resourceId())) {
                throw AwsExceptions.conflict("Method already exists for this resource");
            }
            return PutMethodResponse.builder().build();
        }).when(aws).putMethod(any(PutMethodRequest.class));
        doAnswer(call -> {
            there.remove(call.<DeleteMethodRequest>getArgument(0).resourceId());
            return DeleteMethodResponse.builder().build();
        }).when(aws).deleteMethod(any(DeleteMethodRequest.class));
        doAnswer(call -> GetMethodResponse.builder().authorizationType(authorizationType).apiKeyRequired(key)
                .requestParameters(call.<GetMethodRequest>getArgument(0).resourceId().equals("proxy")
                        ? parametersOfProxy : Map.of()).build())
                .when(aws).getMethod(any(GetMethodRequest.class));
    }
}
