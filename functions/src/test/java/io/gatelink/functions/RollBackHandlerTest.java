package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import software.amazon.awssdk.services.apigateway.model.DeleteRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteStageRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteStageResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApisRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApisResponse;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesResponse;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksResponse;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class RollBackHandlerTest {

    private final FakeApiGateway aws = new FakeApiGateway();
    private final FakeExecutions executions = new FakeExecutions();
    private final FakeApiKeys keys = new FakeApiKeys(aws.client);
    private final RollBackHandler handler =
            new RollBackHandler(aws.client, executions.executions(), Steps.OWNERSHIP, Steps.CLOCK);

    @BeforeEach
    void everyApiHasOneStage() {
        doReturn(GetStagesResponse.builder().item(s -> s.stageName("live")).build())
                .when(aws.client).getStages(any(GetStagesRequest.class));
        doReturn(GetDeploymentsResponse.builder().build())
                .when(aws.client).getDeployments(any(GetDeploymentsRequest.class));
        doReturn(DeleteStageResponse.builder().build()).when(aws.client).deleteStage(any(DeleteStageRequest.class));
    }

    private Map<String, Object> rollBack() {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN));
    }

    @Test
    void stagesGoBeforeTheirApiAndApisBeforeLinks() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);

        assertThat(rollBack()).isEqualTo(Map.of(
                "leftovers", List.of()));
        assertThat(aws.apiIds()).isEmpty();
        assertThat(aws.linkIds()).isEmpty();
        InOrder order = inOrder(aws.client);
        order.verify(aws.client).deleteStage(any(DeleteStageRequest.class));
        order.verify(aws.client).deleteRestApi(any(DeleteRestApiRequest.class));
        order.verify(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));
    }

    @Test
    void whatOthersMadeThatEndedWithoutSuccessIsDeletedToo() {
        aws.api("api0", aws.now, Steps.EARLIER_EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        aws.link("link0", VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);
        executions.ended("orders-0");

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(aws.apiIds()).isEmpty();
        assertThat(aws.linkIds()).isEmpty();
    }

    @Test
    void anApiThatWasPublishedOnceStaysWithItsLinkAndKeysWhoeverMadeIt() {
        aws.api("api1", aws.now, Steps.EARLIER_EXECUTION);
        aws.tag("api1", Map.of("gatelink:published-by", Steps.EARLIER_EXECUTION));
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        doReturn(GetStagesResponse.builder().item(Stage.builder().stageName("live")
                .variables(Map.of("vpcLinkId", "link1")).build()).build()).when(aws.client).getStages(any(GetStagesRequest.class));
        keys.key("key1", aws.now, Steps.EARLIER_EXECUTION);
        keys.plan("plan1", Steps.EARLIER_EXECUTION, List.of("live"), "key1");
        executions.ended("orders-0");

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(aws.apiIds()).containsExactly("api1");
        assertThat(aws.linkIds()).containsExactly("link1");
        assertThat(keys.keyIds()).containsExactly("key1");
    }

    @Test
    void whatTheExecutionItselfHasPublishedStaysAndIsNamed() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.tag("api1", Map.of("gatelink:published-by", Steps.EXECUTION));
        aws.api("twin", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        doReturn(GetStagesResponse.builder().item(Stage.builder().stageName("live").deploymentId("dep1")
                .variables(Map.of("vpcLinkId", "link1")).tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build())
                .build()).when(aws.client).getStages(GetStagesRequest.builder().restApiId("api1").build());
        keys.key("key1", aws.now, Steps.EXECUTION);

        assertThat(Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1",
                "restApiId", "api1"))).isEqualTo(Map.of("leftovers", List.of(Map.of(
                "resource", "REST API api1 and VPC link link1",
                "reason", "They have passed the smoke test and stay: start the publication again to finish it."))));
        assertThat(aws.apiIds()).containsExactly("api1");
        assertThat(aws.linkIds()).containsExactly("link1");
        assertThat(keys.keyIds()).containsExactly("key1");
        verify(aws.client, never()).deleteStage(
                DeleteStageRequest.builder().restApiId("api1").stageName("live").build());
    }

    @Test
    void theKeysAndPlansOfAnApiThatGoesGoWithIt() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        keys.key("key1", aws.now, Steps.EARLIER_EXECUTION);
        keys.plan("plan1", Steps.EARLIER_EXECUTION, List.of("live"), "key1");

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(keys.keyIds()).isEmpty();
        assertThat(keys.plans).isEmpty();
    }

    @Test
    void withoutTheTurnNothingIsDeletedButOnesOwnFailedLink() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("other", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        aws.turn("other", "orders-2");
        aws.link("mine", VpcLinkStatus.FAILED, Steps.EXECUTION);

        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(aws.apiIds()).containsExactly("api1");
        assertThat(aws.linkIds()).containsExactly("other");
    }

    @Test
    void aTurnThatWasTakenJustNowIsNoneYet() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.tag("link1", Map.of("gatelink:turn-since", "2026-01-02T03:04:00Z"));

        rollBack();

        assertThat(aws.apiIds()).containsExactly("api1");
    }

    @Test
    void whatAListingDoesNotShowYetIsLookedAtDirectly() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        doReturn(GetVpcLinksResponse.builder().build()).when(aws.client).getVpcLinks(any(GetVpcLinksRequest.class));
        doReturn(GetRestApisResponse.builder().build()).when(aws.client).getRestApis(any(GetRestApisRequest.class));
        Map<String, Object> input = Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1",
                "restApiId", "api1");

        assertThat(Steps.run(handler, input)).isEqualTo(Map.of("leftovers", List.of()));
        assertThat(aws.apiIds()).isEmpty();
        assertThat(aws.linkIds()).isEmpty();
        assertThat(Steps.run(handler, input)).isEqualTo(Map.of("leftovers", List.of()));
    }

    @Test
    void whatIsNotOursIsLeftAloneAlthoughTheExecutionUsedIt() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        aws.tag("api1", Map.of("gatelink:owner", "another-stack"));
        aws.tag("link1", Map.of("gatelink:owner", "another-stack"));

        Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1", "restApiId", "api1"));

        assertThat(aws.apiIds()).containsExactly("api1");
        assertThat(aws.linkIds()).containsExactly("link1");
    }

    @Test
    void onlyWhatThisExecutionMadeIsDeletedAndThatOnAllPages() {
        int number = 0;
        for (String execution : List.of(Steps.EARLIER_EXECUTION, "orders-1", "orders-1@2025-01-02T03:04:00.000Z",
                Steps.EXECUTION)) {
            aws.api("api" + number, aws.now, execution);
            aws.link("link" + number++, VpcLinkStatus.FAILED, execution);
        }
        Map<String, String> another = new Ownership("another-stack").tags(Steps.ARN, Steps.EXECUTION);
        aws.apis.add(RestApi.builder().id("foreign").tags(another).build());
        aws.links.add(VpcLink.builder().id("foreign").status(VpcLinkStatus.AVAILABLE).tags(another).build());

        rollBack();

        assertThat(aws.apiIds()).containsExactly("api0", "api1", "api2", "foreign");
        assertThat(aws.linkIds()).containsExactly("link0", "link1", "link2", "foreign");
    }

    @Test
    void withNothingThereNothingIsDone() {
        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
    }

    @Test
    void anExecutionThatNeverKnewItsLoadBalancerCanBeRolledBack() {
        Map<String, Object> input = new HashMap<>(Steps.input("executionArn", Steps.EXECUTION_ARN));
        input.put("loadBalancerArn", null);
        assertThat(Steps.run(handler, input)).containsEntry("leftovers", List.of());
        input.remove("loadBalancerArn");
        assertThat(Steps.run(handler, input)).containsEntry("leftovers", List.of());
    }

    @Test
    void anExecutionWhoseInputWasMalformedCanBeRolledBack() {
        aws.link("link0", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);

        assertThat(Steps.run(handler, Steps.input("execution", "a b/c", "executionArn", "x",
                "loadBalancerArn", "{% x %}")))
                .isEqualTo(Map.of("leftovers", List.of()));
        assertThat(aws.linkIds()).containsExactly("link0");
    }

    @Test
    void aPendingLinkIsWaitedFor() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.PENDING, Steps.EXECUTION);

        assertThatThrownBy(this::rollBack).isInstanceOf(VpcLinkPendingException.class)
                .hasMessage("VPC link link1 is still PENDING: it can be deleted once it is AVAILABLE or FAILED.");
        assertThat(aws.apiIds()).isEmpty();
        verify(aws.client, never()).deleteVpcLink(any(DeleteVpcLinkRequest.class));
    }

    @Test
    void aLinkThatIsBeingDeletedIsWaitedForUntilItIsGone() {
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        doAnswer(call -> {
            aws.links.clear();
            aws.link("link1", VpcLinkStatus.DELETING, Steps.EXECUTION);
            return DeleteVpcLinkResponse.builder().build();
        }).when(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(VpcLinkDeletingException.class)
                .hasMessage("VPC link link1 is still being deleted.");
        assertThatThrownBy(this::rollBack).isInstanceOf(VpcLinkDeletingException.class);
        verify(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));
        aws.links.clear();
        assertThat(rollBack()).containsEntry("leftovers", List.of());
    }

    @Test
    void aLinkThatStillShowsAsAvailableAfterItsDeletionIsWaitedFor() {
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        doReturn(DeleteVpcLinkResponse.builder().build())
                .when(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(VpcLinkDeletingException.class);
    }

    @Test
    void aLinkThatRefusesToBeDeletedTwiceIsWaitedFor() {
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        doAnswer(call -> {
            aws.links.clear();
            aws.link("link1", VpcLinkStatus.DELETING, Steps.EXECUTION);
            throw AwsExceptions.badRequest("Vpc link is being deleted");
        }).when(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(VpcLinkDeletingException.class);
    }

    @Test
    void allLinksAreDeletedBeforeAnyIsWaitedFor() {
        aws.link("link1", VpcLinkStatus.DELETING, Steps.EXECUTION);
        aws.link("link2", VpcLinkStatus.FAILED, Steps.EXECUTION);

        assertThatThrownBy(this::rollBack).isInstanceOf(VpcLinkDeletingException.class).hasMessageContaining("link1");
        assertThat(aws.linkIds()).containsExactly("link1");
    }

    @Test
    void whatAwsRefusesIsLeftOverAndTheRestGoesOn() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.api("api2", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        aws.link("link2", VpcLinkStatus.FAILED, Steps.EXECUTION);
        doThrow(AwsExceptions.badRequest("Active stages")).when(aws.client)
                .deleteStage(DeleteStageRequest.builder().restApiId("api1").stageName("live").build());
        doThrow(AwsExceptions.other(403, "AccessDeniedException", "User is not authorized")).when(aws.client)
                .deleteRestApi(DeleteRestApiRequest.builder().restApiId("api1").build());
        doThrow(AwsExceptions.badRequest("Cannot delete vpc link.")).when(aws.client)
                .deleteVpcLink(DeleteVpcLinkRequest.builder().vpcLinkId("link1").build());

        assertThat(rollBack()).isEqualTo(Map.of(
                "leftovers", List.of(
                        Map.of("resource", "stage live of REST API api1",
                                "reason", "ApiGateway answered BadRequestException (400): Active stages"),
                        Map.of("resource", "REST API api1",
                                "reason", "ApiGateway answered AccessDeniedException (403): User is not authorized"),
                        Map.of("resource", "VPC link link1",
                                "reason", "ApiGateway answered BadRequestException (400): Cannot delete vpc link."))));
    }

    @Test
    void whatIsGoneAlreadyCountsAsDeleted() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        aws.link("link1", VpcLinkStatus.FAILED, Steps.EXECUTION);
        doThrow(AwsExceptions.notFound()).when(aws.client).deleteStage(any(DeleteStageRequest.class));
        doThrow(AwsExceptions.notFound()).when(aws.client).deleteRestApi(any(DeleteRestApiRequest.class));
        doAnswer(call -> {
            aws.links.clear();
            throw AwsExceptions.notFound();
        }).when(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));

        assertThat(rollBack()).isEqualTo(Map.of(
                "leftovers", List.of()));
    }

    @Test
    void anApiThatGoesBeforeItsStagesAreReadIsFine() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        doThrow(AwsExceptions.notFound()).when(aws.client).getStages(any(GetStagesRequest.class));

        assertThat(rollBack()).containsEntry("leftovers", List.of());
    }

    @Test
    void throttlingIsForTheStateMachineAndTheNextRunGoesOn() {
        aws.api("api1", aws.now, Steps.EXECUTION);
        doThrow(AwsExceptions.tooManyRequests()).when(aws.client).deleteRestApi(any(DeleteRestApiRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(ThrottledException.class);
    }

    @Test
    void aLostAnswerIsForTheStateMachineAndTheNextRunFindsItDone() {
        aws.link("link1", VpcLinkStatus.FAILED, Steps.EXECUTION);
        doAnswer(call -> {
            aws.links.clear();
            throw AwsExceptions.noAnswer();
        }).when(aws.client).deleteVpcLink(any(DeleteVpcLinkRequest.class));

        assertThatThrownBy(this::rollBack).isInstanceOf(AwsUnavailableException.class);
        assertThat(rollBack()).isEqualTo(Map.of("leftovers", List.of()));
    }
}
