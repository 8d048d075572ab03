package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.CreateStageRequest;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetAccountRequest;
import software.amazon.awssdk.services.apigateway.model.MethodSetting;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class DeployHandlerTest {

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final FakeStages api = new FakeStages(aws);
    private final Turns turns = mock(Turns.class);
    private final DeployHandler handler = new DeployHandler(aws, Steps.OWNERSHIP, turns,
            new InvokeUrl("us-east-1", Optional.empty()), Steps.CLOCK);
    private final Map<String, Object> input = Steps.input("executionArn", Steps.EXECUTION_ARN, "restApiId", "api1",
            "vpcLinkId", "link1", "stage", "live", "uri", "http://orders.example:80", "authorization", "AWS_IAM",
            "timeoutMillis", "29000", "integration", "http_proxy", "resourcePolicy", "",
            "securityPolicy", "SecurityPolicy_TLS13_1_2_2021_06", "accessLogs", "AUTO",
            "accessLogGroupArn", FakeStages.LOG_GROUP + ":*", "throttlingRateLimit", "1000",
            "throttlingBurstLimit", "500");

    private Map<String, Object> deploy() {
        return deploy("http://orders.example:80", "AWS_IAM");
    }

    private Map<String, Object> deploy(String uri, String authorization) {
        input.put("uri", uri);
        input.put("authorization", authorization);
        return Steps.run(handler, input);
    }

    private List<PatchOperation> patches() {
        ArgumentCaptor<UpdateStageRequest> request = ArgumentCaptor.forClass(UpdateStageRequest.class);
        verify(aws).updateStage(request.capture());
        return request.getValue().patchOperations();
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    @Test
    void theStageIsMadeWithOurTagsAndLeadsNowhereUntilAllOfItIsSet() {
        assertThat(deploy()).isEqualTo(Map.of("deploymentId", "new1", "stage", "live",
                "invokeUrl", "https://api1.execute-api.us-east-1.amazonaws.com/live/", "warnings", List.of()));

        verify(aws).createDeployment(CreateDeploymentRequest.builder().restApiId("api1")
                .description("Gatelink: content " + FakeStages.CONTENT
                        + ", execution orders-1@2026-01-02T03:04:00.000Z, after none").build());
        InOrder order = inOrder(turns, aws);
        order.verify(turns).require("link1", Steps.EXECUTION_ARN);
        order.verify(aws).createStage(CreateStageRequest.builder().restApiId("api1").stageName("live")
                .deploymentId("new1").tracingEnabled(true)
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build());
        assertThat(patches()).containsExactly(
                replace("/accessLogSettings/destinationArn", FakeStages.LOG_GROUP),
                replace("/accessLogSettings/format", AccessLogs.FORMAT),
                replace("/*/*/metrics/enabled", "true"),
                replace("/*/*/throttling/rateLimit", "1000"),
                replace("/*/*/throttling/burstLimit", "500"),
                replace("/variables/vpcLinkId", "link1"));
    }

    @Test
    void anExecutionThatHasLostItsTurnChangesNothing() {
        doThrow(new TurnLostException("lost")).when(turns).require(any(), any());

        assertThatThrownBy(this::deploy).isInstanceOf(TurnLostException.class);
        verify(aws, never()).createDeployment(any(CreateDeploymentRequest.class));
        verify(aws, never()).createStage(any(CreateStageRequest.class));
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, NONE, false", "AWS_IAM, NONE, true", "AWS_IAM, CUSTOM, false", "API_KEY, NONE, false",
            "API_KEY, COGNITO_USER_POOLS, "})
    void aDeploymentWithAMethodThatSomebodyMadeWeakerIsNeverServed(String authorization, String type, Boolean key) {
        api.summary = Map.of("/", Map.of("ANY", FakeStages.snapshot("AWS_IAM", false)),
                "/admin", Map.of("GET", FakeStages.snapshot(type, key)));

        assertThatThrownBy(() -> deploy("http://orders.example:80", authorization)).isInstanceOf(OpenApiException.class)
                .hasMessage("REST API api1 has methods that let in callers whom " + authorization + " keeps out: GET /admin ("
                        + type + "). Somebody else made them while this publication ran, so nothing is deployed: publish "
                        + "the load balancer again, which deletes them.");
        assertThat(api.stages).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, AWS_IAM, true", "API_KEY, AWS_IAM, false", "API_KEY, NONE, true", "NONE, NONE, false"})
    void aDeploymentWithMethodsThatAreAsStrongIsServed(String authorization, String type, Boolean key) {
        api.summary = Map.of("/admin", Map.of("GET", FakeStages.snapshot(type, key)));

        assertThat(deploy("http://orders.example:80", authorization)).containsEntry("deploymentId", "new1");
    }

    @Test
    void aServedDeploymentWithAWeakerMethodIsReplacedOrElseTheFailureSaysWhy() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        api.summary = Map.of("/", Map.of("ANY", FakeStages.snapshot("NONE", false)));

        assertThatThrownBy(this::deploy).isInstanceOf(OpenApiException.class);
        verify(aws).createDeployment(any(CreateDeploymentRequest.class));
        verify(aws, never()).updateStage(any(UpdateStageRequest.class));
    }

    @Test
    void aDeploymentWhoseMethodsCannotBeReadIsNotTakenForHarmless() {
        api.summary = Map.of();

        assertThatThrownBy(this::deploy).isInstanceOf(AwsUnavailableException.class)
                .hasMessage("Deployment new1 of REST API api1 shows no summary of its methods so far: try again.");
        assertThat(api.stages).isEmpty();
    }

    @Test
    void settingsThatDifferAreCorrectedAtOnceAndTheOthersLeftAlone() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        api.stages.computeIfPresent("live", (name, stage) -> stage.copy(s -> s.tracingEnabled(false)
                .accessLogSettings(logs -> logs.destinationArn(FakeStages.LOG_GROUP).format("$context.requestId"))
                .methodSettings(Map.of("*/*", MethodSetting.builder().metricsEnabled(true).dataTraceEnabled(true)
                        .throttlingRateLimit(1000.0).throttlingBurstLimit(5000).build()))));

        assertThat(deploy()).containsEntry("deploymentId", "dep0");
        assertThat(patches()).containsExactly(
                replace("/accessLogSettings/destinationArn", FakeStages.LOG_GROUP),
                replace("/accessLogSettings/format", AccessLogs.FORMAT),
                replace("/*/*/logging/dataTrace", "false"),
                replace("/*/*/throttling/burstLimit", "500"),
                replace("/tracingEnabled", "true"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void withoutARoleForLogsTheStageHasNoneAndAWarningSaysSo(String role) {
        api.cloudwatchRoleArn = role;

        assertThat(deploy().get("warnings")).isEqualTo(List.of("The stage has no access logs, for " + REMEDY + "."));
        assertThat(api.stages.get("live").accessLogSettings()).isNull();
    }

    @Test
    void logsThatAreRequiredFailWithoutARoleBeforeAnythingIsDeployed() {
        api.cloudwatchRoleArn = null;
        input.put("accessLogs", "REQUIRED");

        assertThatThrownBy(this::deploy).isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Parameter AccessLogs of the stack is REQUIRED, but " + REMEDY
                        + ". Or deploy the stack with AccessLogs=AUTO.");
        assertThat(api.deployments).isEmpty();
    }

    private static final String REMEDY = "API Gateway has no role under which it may write logs in this account and "
            + "Region: create one that apigateway.amazonaws.com may assume, with the managed policy "
            + "AmazonAPIGatewayPushToCloudWatchLogs, and run aws apigateway update-account --patch-operations "
            + "op=replace,path=/cloudwatchRoleArn,value=<the role's ARN>; then publish the load balancer again";

    @Test
    void logsThatAreOffAreTakenAwayIfTheyAreOursAndNobodyAsksForTheAccount() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        input.put("accessLogs", "OFF");

        deploy();

        assertThat(patches()).containsExactly(PatchOperation.builder().op(Op.REMOVE).path("/accessLogSettings").build());
        verify(aws, never()).getAccount(any(GetAccountRequest.class));
    }

    @Test
    void logsThatAreOffLeaveThoseToSomewhereElseAlone() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        api.stages.computeIfPresent("live", (name, stage) -> stage.copy(s -> s.accessLogSettings(
                logs -> logs.destinationArn(FakeStages.LOG_GROUP + "-of-others").format("$context.requestId"))));
        input.put("accessLogs", "OFF");

        deploy();

        verify(aws, never()).updateStage(any(UpdateStageRequest.class));
    }

    @ParameterizedTest
    @CsvSource({"uri, http://orders.example:81", "timeoutMillis, 5000", "integration, http", "resourcePolicy, {}",
            "securityPolicy, SecurityPolicy_TLS13_1_3_2025_09"})
    void whateverADeploymentPublishesIsDeployedAnewWhenItChanges(String field, String value) {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        input.put(field, value);

        assertThat(Steps.run(handler, input)).containsEntry("deploymentId", "new2");
    }

    @Test
    void anotherStageOfAnEarlierPublicationIsLeftForLater() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("old", "dep0", Steps.EARLIER_EXECUTION);

        deploy();

        assertThat(api.stages).containsOnlyKeys("old", "live");
    }

    @Test
    void theDeploymentOfAnEarlierRunIsFoundOnALaterPage() {
        api.deployments.add(Deployment.builder().id("other").description("by hand").build());
        api.deployments.add(Deployment.builder().id("undescribed").build());
        api.deployment("dep8", FakeStages.CONTENT, Steps.EXECUTION, null);
        api.deployment("dep7", FakeStages.CONTENT, Steps.EXECUTION, null);
        api.deployment("dep6", FakeStages.OTHER_CONTENT, Steps.EXECUTION, null);
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);

        assertThat(deploy()).containsEntry("deploymentId", "dep7");
        verify(aws, never()).createDeployment(any(CreateDeploymentRequest.class));
    }

    @Test
    void aRunAfterALostAnswerFindsTheDeploymentThatWasMade() {
        doAnswer(FakeApiGateway.losing(api.createDeployment())).when(aws)
                .createDeployment(any(CreateDeploymentRequest.class));

        assertThatThrownBy(this::deploy).isInstanceOf(AwsUnavailableException.class);
        assertThat(deploy()).containsEntry("deploymentId", "new1");
        assertThat(api.deploymentIds()).containsExactly("new1");
    }

    @Test
    void aRunAfterALostAnswerFindsTheStageThatWasMade() {
        doAnswer(FakeApiGateway.losing(api.createStage())).when(aws).createStage(any(CreateStageRequest.class));

        assertThatThrownBy(this::deploy).isInstanceOf(AwsUnavailableException.class);
        assertThat(deploy()).containsEntry("deploymentId", "new1");
        assertThat(patches()).contains(replace("/variables/vpcLinkId", "link1"));
    }

    @Test
    void aStageThatServesTheSameIsLeftAsItIs() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);

        assertThat(deploy()).containsEntry("deploymentId", "dep0");
        assertThat(api.deploymentIds()).containsExactly("dep0");
        verify(aws, never()).updateStage(any(UpdateStageRequest.class));
        verify(aws, never()).createStage(any(CreateStageRequest.class));
    }

    @Test
    void aStageThatServesTheSameThroughAnotherLinkGetsTheLinkOnly() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        api.stages.computeIfPresent("live", (name, stage) -> stage.copy(s -> s.variables(Map.of("vpcLinkId", "old"))));

        assertThat(deploy()).containsEntry("deploymentId", "dep0");
        verify(aws).updateStage(UpdateStageRequest.builder().restApiId("api1").stageName("live").patchOperations(
                p -> p.op(Op.REPLACE).path("/variables/vpcLinkId").value("link1"),
                p -> p.op(Op.REPLACE).path("/description").value(
                        "Gatelink: vpcLinkId was old before execution " + Steps.EXECUTION)).build());
    }

    @Test
    void aStageThatServesSomethingElseIsPointedToANewDeploymentThatNamesTheOneBefore() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);

        assertThat(deploy("http://orders.example:80", "NONE")).containsEntry("deploymentId", "new2");
        verify(aws).createDeployment(CreateDeploymentRequest.builder().restApiId("api1")
                .description("Gatelink: content " + FakeStages.OTHER_CONTENT
                        + ", execution orders-1@2026-01-02T03:04:00.000Z, after dep0").build());
        verify(aws).updateStage(UpdateStageRequest.builder().restApiId("api1").stageName("live").patchOperations(
                p -> p.op(Op.REPLACE).path("/deploymentId").value("new2")).build());
    }

    @Test
    void aStageThatServesWhatGatelinkDidNotDescribeIsPointedToANewDeployment() {
        api.deployments.add(Deployment.builder().id("byHand").description("by hand").build());
        api.stage("live", "byHand", Steps.EARLIER_EXECUTION);

        assertThat(deploy()).containsEntry("deploymentId", "new2");
    }

    @Test
    void aStageWhoseDeploymentIsGoneIsPointedToANewOne() {
        api.stage("live", "gone", Steps.EARLIER_EXECUTION);

        assertThat(deploy()).containsEntry("deploymentId", "new1");
        assertThat(api.stages.get("live").deploymentId()).isEqualTo("new1");
    }

    @Test
    void aRunAfterALostAnswerToTheChangeOfTheStageStillKnowsWhatItServedBefore() {
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
        doAnswer(FakeApiGateway.losing(api.updateStage())).when(aws).updateStage(any(UpdateStageRequest.class));

        assertThatThrownBy(() -> deploy("http://orders.example:81", "AWS_IAM"))
                .isInstanceOf(AwsUnavailableException.class);
        assertThat(deploy("http://orders.example:81", "AWS_IAM")).containsEntry("deploymentId", "new2");
        assertThat(api.deploymentIds()).containsExactly("dep0", "new2");
        assertThat(DeploymentDescription.parse(api.deployments.get(1).description())).get()
                .extracting(DeploymentDescription::predecessor).isEqualTo(Optional.of("dep0"));
        verify(aws, times(1)).updateStage(any(UpdateStageRequest.class));
    }

    @Test
    void aStageThatAppearsMeanwhileIsPointedToTheDeployment() {
        api.deployment("dep0", FakeStages.OTHER_CONTENT, Steps.EARLIER_EXECUTION, null);
        doAnswer(call -> {
            api.stage("live", "dep0", Steps.EARLIER_EXECUTION);
            throw AwsExceptions.conflict("Stage already exists");
        }).when(aws).createStage(any(CreateStageRequest.class));

        assertThat(deploy()).containsEntry("deploymentId", "new2");
        assertThat(api.stages.get("live").deploymentId()).isEqualTo("new2");
    }

    @Test
    void aConflictOverAStageThatIsNotThereIsTriedAgain() {
        doThrow(AwsExceptions.concurrentModification()).when(aws).createStage(any(CreateStageRequest.class));

        assertThatThrownBy(this::deploy).isInstanceOf(ThrottledException.class);
    }

    @Test
    void aBackendOrAnAuthorizationThatIsNoneIsRefused() {
        assertThatThrownBy(() -> deploy("orders", "AWS_IAM")).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field uri is \"orders\": give http:// or https://, the load balancer's DNS name, a "
                        + "colon and its port.");
        assertThatThrownBy(() -> deploy("http://orders.example:80", "none")).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field authorization is \"none\": give AWS_IAM, API_KEY or NONE.");
    }

    @Test
    void whatCannotBeDeployedIsRefusedInAwsWords() {
        doThrow(AwsExceptions.badRequest("No integration defined for method"))
                .when(aws).createDeployment(any(CreateDeploymentRequest.class));

        assertThatThrownBy(this::deploy).isInstanceOf(AwsRefusedException.class)
                .hasMessage("ApiGateway answered BadRequestException (400): No integration defined for method");
    }

    @Test
    void anEndpointOfItsOwnGivesAnInvokeUrlThere() {
        assertThat(new InvokeUrl("us-east-1", Optional.of("http://127.0.0.1:4566")).of("api1", "live"))
                .isEqualTo("http://127.0.0.1:4566/_aws/execute-api/api1/live/");
    }

    @Test
    void eachPartitionHasItsOwnDnsSuffix() {
        assertThat(new InvokeUrl("cn-north-1", Optional.empty()).of("api1", "live"))
                .isEqualTo("https://api1.execute-api.cn-north-1.amazonaws.com.cn/live/");
        assertThat(new InvokeUrl("us-gov-west-1", Optional.empty()).of("api1", "live"))
                .isEqualTo("https://api1.execute-api.us-gov-west-1.amazonaws.com/live/");
    }
}
