package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.CreateStageRequest;
import software.amazon.awssdk.services.apigateway.model.CreateStageResponse;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateStageResponse;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class DeployHandlerTest {

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final DeployHandler handler = new DeployHandler(aws, Steps.OWNERSHIP, "live",
            new InvokeUrl("us-east-1", Optional.empty()), Steps.CLOCK);

    @BeforeEach
    void anApiWithoutAnyDeploymentOrStage() {
        doReturn(GetDeploymentsResponse.builder().build()).when(aws).getDeployments(any(GetDeploymentsRequest.class));
        doReturn(CreateDeploymentResponse.builder().id("dep1").build())
                .when(aws).createDeployment(any(CreateDeploymentRequest.class));
        doReturn(CreateStageResponse.builder().build()).when(aws).createStage(any(CreateStageRequest.class));
        doReturn(UpdateStageResponse.builder().build()).when(aws).updateStage(any(UpdateStageRequest.class));
    }

    private Map<String, Object> deploy() {
        return Steps.run(handler, Steps.input("restApiId", "api1", "vpcLinkId", "link1"));
    }

    @Test
    void theStageIsMadeWithOurTagsAndTheLinkInItsVariable() {
        assertThat(deploy()).isEqualTo(Map.of("deploymentId", "dep1", "stage", "live",
                "invokeUrl", "https://api1.execute-api.us-east-1.amazonaws.com/live/"));

        verify(aws).createDeployment(CreateDeploymentRequest.builder().restApiId("api1")
                .description("Made by Gatelink, execution orders-1").build());
        verify(aws).createStage(CreateStageRequest.builder().restApiId("api1").stageName("live").deploymentId("dep1")
                .variables(Map.of("vpcLinkId", "link1"))
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build());
        verify(aws, never()).updateStage(any(UpdateStageRequest.class));
    }

    @Test
    void theDeploymentOfAnEarlierRunIsFoundOnALaterPage() {
        doAnswer(call -> call.<GetDeploymentsRequest>getArgument(0).position() == null
                ? GetDeploymentsResponse.builder().items(d -> d.id("other").description("by hand"),
                        d -> d.id("undescribed")).position("1").build()
                : GetDeploymentsResponse.builder().items(
                        d -> d.id("dep8").description("Made by Gatelink, execution orders-1"),
                        d -> d.id("dep7").description("Made by Gatelink, execution orders-1"),
                        d -> d.id("dep0").description("Made by Gatelink, execution orders-10")).build())
                .when(aws).getDeployments(any(GetDeploymentsRequest.class));

        assertThat(deploy()).containsEntry("deploymentId", "dep7");
        verify(aws, never()).createDeployment(any(CreateDeploymentRequest.class));
    }

    @Test
    void aStageThatIsThereIsPointedToTheDeploymentAndTheLink() {
        doThrow(AwsExceptions.conflict("Stage already exists")).when(aws).createStage(any(CreateStageRequest.class));

        assertThat(deploy()).containsEntry("stage", "live");
        verify(aws).updateStage(UpdateStageRequest.builder().restApiId("api1").stageName("live").patchOperations(
                p -> p.op(Op.REPLACE).path("/deploymentId").value("dep1"),
                p -> p.op(Op.REPLACE).path("/variables/vpcLinkId").value("link1")).build());
    }

    @Test
    void aConflictOverAStageThatIsNotThereIsTriedAgain() {
        doThrow(AwsExceptions.concurrentModification()).when(aws).createStage(any(CreateStageRequest.class));
        doThrow(AwsExceptions.notFound()).when(aws).updateStage(any(UpdateStageRequest.class));

        assertThatThrownBy(this::deploy).isInstanceOf(ThrottledException.class);
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
