package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.CreateStageRequest;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class DeployHandlerTest {

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final FakeStages api = new FakeStages(aws);
    private final DeployHandler handler = new DeployHandler(aws, Steps.OWNERSHIP, "live",
            new InvokeUrl("us-east-1", Optional.empty()), Steps.CLOCK);

    private Map<String, Object> deploy() {
        return deploy("http://orders.example:80", "AWS_IAM");
    }

    private Map<String, Object> deploy(String uri, String authorization) {
        return Steps.run(handler, Steps.input("restApiId", "api1", "vpcLinkId", "link1", "uri", uri,
                "authorization", authorization));
    }

    @Test
    void theStageIsMadeWithOurTagsAndTheLinkInItsVariable() {
        assertThat(deploy()).isEqualTo(Map.of("deploymentId", "new1", "stage", "live",
                "invokeUrl", "https://api1.execute-api.us-east-1.amazonaws.com/live/"));

        verify(aws).createDeployment(CreateDeploymentRequest.builder().restApiId("api1")
                .description("Gatelink: content " + FakeStages.CONTENT
                        + ", execution orders-1@2026-01-02T03:04:00.000Z, after none").build());
        verify(aws).createStage(CreateStageRequest.builder().restApiId("api1").stageName("live").deploymentId("new1")
                .variables(Map.of("vpcLinkId", "link1"))
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build());
        verify(aws, never()).updateStage(any(UpdateStageRequest.class));
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
        verify(aws, never()).updateStage(any(UpdateStageRequest.class));
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
                .hasMessage("Input field authorization is \"none\": give AWS_IAM or NONE.");
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
