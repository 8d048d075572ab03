package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.DeleteDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/** What a failed execution deployed to an API that was there before. */
class RollBackRedeploymentTest {

    private final FakeApiGateway aws = new FakeApiGateway();
    private final FakeStages api = new FakeStages(aws.client);
    private final FakeApiKeys keys = new FakeApiKeys(aws.client);
    private final RollBackHandler handler = new RollBackHandler(aws.client, new FakeExecutions().executions(),
            Steps.OWNERSHIP, Steps.CLOCK);

    @BeforeEach
    void aPublishedApiWasDeployedAnew() {
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.api("api1", aws.now, Steps.EARLIER_EXECUTION);
        api.deployment("dep0", FakeStages.CONTENT, Steps.EARLIER_EXECUTION, null);
        api.deployment("other", FakeStages.OTHER_CONTENT, "orders-2@2026-01-02T03:04:05.000Z", "dep0");
        api.deployment("dep1", FakeStages.OTHER_CONTENT, Steps.EXECUTION, "dep0");
        api.stage("live", "dep1", Steps.EARLIER_EXECUTION);
    }

    private Map<String, Object> rollBack() {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN));
    }

    private void restoredWithoutLeftovers(Map<String, Object> output) {
        assertThat(output).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(api.deploymentIds()).containsExactly("dep0", "other");
        assertThat(api.stages.get("live").deploymentId()).isEqualTo("dep0");
        assertThat(aws.apiIds()).containsExactly("api1");
    }

    @Test
    void theStageGoesBackToTheDeploymentBeforeAndOursGoes() {
        restoredWithoutLeftovers(rollBack());
    }

    @Test
    void aSecondRunHasNothingToDo() {
        rollBack();

        restoredWithoutLeftovers(rollBack());
        verify(aws.client).updateStage(any(UpdateStageRequest.class));
        verify(aws.client).deleteDeployment(any(DeleteDeploymentRequest.class));
        verify(aws.client, never()).deleteRestApi(any(DeleteRestApiRequest.class));
    }

    @Test
    void aStageThatServesSomethingElseIsLeftAlone() {
        api.stage("live", "other", Steps.EARLIER_EXECUTION);

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(api.deploymentIds()).containsExactly("dep0", "other");
        verify(aws.client, never()).updateStage(any(UpdateStageRequest.class));
    }

    @Test
    void aLostAnswerToTheChangeOfTheStageIsForTheNextRun() {
        doAnswer(FakeApiGateway.losing(api.updateStage())).when(aws.client).updateStage(any(UpdateStageRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(AwsUnavailableException.class);
        restoredWithoutLeftovers(rollBack());
    }

    @Test
    void aLostAnswerToTheDeletionOfTheDeploymentIsForTheNextRun() {
        doAnswer(FakeApiGateway.losing(call -> {
            api.deployments.removeIf(deployment -> deployment.id().equals("dep1"));
            return DeleteDeploymentResponse.builder().build();
        })).when(aws.client).deleteDeployment(any(DeleteDeploymentRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(AwsUnavailableException.class);
        restoredWithoutLeftovers(rollBack());
    }

    @Test
    void aStageThatThisExecutionMadeIsDeleted() {
        api.stage("live", "dep1", Steps.EXECUTION);

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(api.stages).isEmpty();
        assertThat(api.deploymentIds()).containsExactly("dep0", "other");
    }

    @Test
    void aStageWhoseDeploymentBeforeIsGoneIsLeftOver() {
        api.deployments.remove(0);

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of(Map.of(
                "resource", "stage live of REST API api1",
                "reason", "It serves deployment dep1 of the publication that failed, for the one that it served before "
                        + "is gone: publish the load balancer again."))));
        assertThat(api.deploymentIds()).containsExactly("other", "dep1");
    }

    @Test
    void aStageThatAwsRefusesToChangeIsLeftOverTogetherWithItsDeployment() {
        doThrow(AwsExceptions.other(403, "AccessDeniedException", "User is not authorized"))
                .when(aws.client).updateStage(any(UpdateStageRequest.class));

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of(Map.of(
                "resource", "stage live of REST API api1, as it was with deployment dep0",
                "reason", "ApiGateway answered AccessDeniedException (403): User is not authorized"))));
        verify(aws.client, never()).deleteDeployment(any(DeleteDeploymentRequest.class));
    }

    @Test
    void aDeploymentThatAwsRefusesToDeleteIsLeftOver() {
        doThrow(AwsExceptions.badRequest("no")).when(aws.client).deleteDeployment(any(DeleteDeploymentRequest.class));

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of(Map.of(
                "resource", "deployment dep1 of REST API api1",
                "reason", "ApiGateway answered BadRequestException (400): no"))));
        assertThat(api.stages.get("live").deploymentId()).isEqualTo("dep0");
    }

    @Test
    void throttlingIsForTheStateMachineAndTheNextRunGoesOn() {
        doThrow(AwsExceptions.tooManyRequests()).doAnswer(api.updateStage())
                .when(aws.client).updateStage(any(UpdateStageRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(ThrottledException.class);
        restoredWithoutLeftovers(rollBack());
    }

    @Test
    void anApiThatGoesMeanwhileIsFine() {
        doThrow(AwsExceptions.notFound()).when(aws.client).getDeployments(any(GetDeploymentsRequest.class));
        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
    }

    @Test
    void aStageThatGoesMeanwhileIsFine() {
        doAnswer(call -> {
            api.stages.clear();
            throw AwsExceptions.notFound();
        }).when(aws.client).updateStage(any(UpdateStageRequest.class));

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(api.deploymentIds()).containsExactly("dep0", "other");
    }

    @Test
    void aStageThatThisExecutionLedToAnotherLinkLeadsBack() {
        api.stages.computeIfPresent("live", (name, stage) -> stage.copy(s -> s.variables(Map.of("vpcLinkId", "link2"))
                .description(new StageDescription(Steps.EXECUTION, "link1").text())));

        restoredWithoutLeftovers(rollBack());
        assertThat(api.stages.get("live").variables()).containsEntry("vpcLinkId", "link1");
    }

    @Test
    void aStageThatAnotherExecutionLedToAnotherLinkStaysThere() {
        api.stages.computeIfPresent("live", (name, stage) -> stage.copy(s -> s.variables(Map.of("vpcLinkId", "link2"))
                .description(new StageDescription(Steps.EARLIER_EXECUTION, "link1").text())));

        restoredWithoutLeftovers(rollBack());
        assertThat(api.stages.get("live").variables()).containsEntry("vpcLinkId", "link2");
    }

    @Test
    void ofTheKeysAndPlansOfAnApiThatStaysThoseOfThisExecutionGo() {
        keys.key("before", aws.now, Steps.EARLIER_EXECUTION);
        keys.key("new", aws.now, Steps.EXECUTION);
        keys.plan("before", Steps.EARLIER_EXECUTION, List.of("live"), "before");
        keys.plan("new", Steps.EXECUTION, List.of("live"), "new");

        restoredWithoutLeftovers(rollBack());
        assertThat(keys.keyIds()).containsExactly("before");
        assertThat(keys.plans).containsOnlyKeys("before");
    }

    @Test
    void withoutTheTurnNothingIsPutBack() {
        aws.turn("link1", "orders-2");

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(api.stages.get("live").deploymentId()).isEqualTo("dep1");
        assertThat(api.deploymentIds()).contains("dep1");
    }

    @Test
    void withoutALoadBalancerNoOtherExecutionsApiIsLookedAt() {
        Map<String, Object> input = new HashMap<>(Steps.input("executionArn", Steps.EXECUTION_ARN));
        input.remove("loadBalancerArn");

        assertThat(Steps.run(handler, input)).isEqualTo(Map.of("leftovers", List.of()));
        verify(aws.client, never()).getStages(any(GetStagesRequest.class));
        assertThat(api.deploymentIds()).contains("dep1");
    }
}
