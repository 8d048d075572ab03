package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.apigateway.model.CreateVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

class CreateVpcLinkHandlerTest {

    private final FakeApiGateway aws = new FakeApiGateway();
    private final FakeExecutions executions = new FakeExecutions();
    private final CreateVpcLinkHandler handler = new CreateVpcLinkHandler(
            new VpcLinksV1(aws.client, Steps.OWNERSHIP), executions.executions(), Steps.OWNERSHIP, Steps.CLOCK);

    private String vpcLinkId() {
        Map<String, Object> output = Steps.run(handler,
                Steps.input("executionArn", Steps.EXECUTION_ARN, "loadBalancerName", "orders"));
        assertThat(output).containsOnlyKeys("vpcLinkId");
        return (String) output.get("vpcLinkId");
    }

    @Test
    void aLinkIsCreatedWithOurTags() {
        assertThat(vpcLinkId()).isEqualTo("new1");

        ArgumentCaptor<CreateVpcLinkRequest> request = ArgumentCaptor.forClass(CreateVpcLinkRequest.class);
        verify(aws.client).createVpcLink(request.capture());
        assertThat(request.getValue().name()).isEqualTo("gatelink-orders");
        assertThat(request.getValue().description()).isEqualTo("Made by Gatelink for " + Steps.ARN);
        assertThat(request.getValue().targetArns()).containsExactly(Steps.ARN);
        assertThat(request.getValue().tags()).isEqualTo(Map.of(
                "gatelink:owner", "gatelink-stack",
                "gatelink:load-balancer", Steps.ARN,
                "gatelink:execution", Steps.EXECUTION,
                "gatelink:turn", Steps.EXECUTION_ARN));
    }

    @Test
    void ourLinkIsFoundOnALaterPage() {
        foreign("f1", Steps.ARN, Map.of());
        foreign("f2", Steps.ARN, Map.of("gatelink:owner", "another-stack", "gatelink:load-balancer", Steps.ARN));
        foreign("f3", Steps.ARN, Map.of("gatelink:owner", "gatelink-stack", "gatelink:load-balancer", "another"));
        foreign("f4", "another", Map.of("gatelink:owner", "gatelink-stack", "gatelink:load-balancer", Steps.ARN));
        aws.link("ours", VpcLinkStatus.PENDING, Steps.EARLIER_EXECUTION);

        assertThat(vpcLinkId()).isEqualTo("ours");
        verify(aws.client, never()).createVpcLink(any(CreateVpcLinkRequest.class));
    }

    @Test
    void linksThatAreNotOursAreLeftAlone() {
        foreign("f1", Steps.ARN, Map.of("gatelink:owner", "another-stack", "gatelink:load-balancer", Steps.ARN));

        assertThat(vpcLinkId()).isEqualTo("new1");
        assertThat(aws.linkIds()).containsExactly("f1", "new1");
    }

    @Test
    void ofSeveralLinksOfOursAnAvailableOneIsUsedBeforeAPendingOneAndThenTheSmallestId() {
        aws.link("a", VpcLinkStatus.PENDING, Steps.EXECUTION);
        aws.link("c", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.link("b", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);

        assertThat(vpcLinkId()).isEqualTo("b");
    }

    @Test
    void aRunAfterALostAnswerFindsTheLinkThatWasMade() {
        doAnswer(FakeApiGateway.losing(aws.createVpcLink())).when(aws.client)
                .createVpcLink(any(CreateVpcLinkRequest.class));

        assertThatThrownBy(this::vpcLinkId).isInstanceOf(AwsUnavailableException.class);
        assertThat(vpcLinkId()).isEqualTo("new1");
        assertThat(aws.linkIds()).containsExactly("new1");
    }

    @Test
    void whileALinkOfOursIsDeletingNoneIsMade() {
        aws.link("old", VpcLinkStatus.DELETING, Steps.EARLIER_EXECUTION);

        assertThatThrownBy(this::vpcLinkId).isInstanceOf(VpcLinkDeletingException.class)
                .hasMessage("VPC link old to " + Steps.ARN
                        + " is still being deleted: a new one can be made once it is gone.");
        assertThat(aws.linkIds()).containsExactly("old");
    }

    @Test
    void aUsableLinkIsUsedAlthoughAnotherIsDeleting() {
        aws.link("a", VpcLinkStatus.DELETING, Steps.EARLIER_EXECUTION);
        aws.link("b", VpcLinkStatus.PENDING, Steps.EXECUTION);

        assertThat(vpcLinkId()).isEqualTo("b");
    }

    @Test
    void aFailedLinkOfAnEarlierExecutionIsReplaced() {
        aws.link("old", VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);

        assertThat(vpcLinkId()).isEqualTo("new1");
        assertThat(aws.linkIds()).containsExactly("new1");
    }

    @Test
    void aFailedLinkOfThisExecutionIsKeptForTheCheckToReport() {
        aws.link("mine", VpcLinkStatus.FAILED, Steps.EXECUTION);

        assertThat(vpcLinkId()).isEqualTo("mine");
        verify(aws.client, never()).deleteVpcLink(any(DeleteVpcLinkRequest.class));
    }

    @Test
    void aFailedLinkOfThisExecutionIsDeletedIfAnotherOneCanBeUsed() {
        aws.link("mine", VpcLinkStatus.FAILED, Steps.EXECUTION);
        aws.link("other", VpcLinkStatus.PENDING, Steps.EARLIER_EXECUTION);
        aws.link("old", VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);

        assertThat(vpcLinkId()).isEqualTo("other");
        assertThat(aws.linkIds()).containsExactly("other", "old");
    }

    @Test
    void aLinkOfAnExecutionThatRunsIsLeftToIt() {
        aws.link("other", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.turn("other", "orders-0");
        aws.link("mine", VpcLinkStatus.FAILED, Steps.EXECUTION);
        executions.running("orders-0");

        assertThatThrownBy(this::vpcLinkId).isInstanceOf(LoadBalancerBusyException.class)
                .hasMessage("Execution publish:orders-0 has the turn at VPC link other: this one goes on once that has "
                        + "ended.");
        assertThat(aws.linkIds()).containsExactly("other", "mine");

        executions.ended("orders-0");
        assertThatThrownBy(this::vpcLinkId).isInstanceOf(LoadBalancerBusyException.class)
                .hasMessageStartingWith("This execution has taken the turn");
        assertThat(aws.linkIds()).containsExactly("other", "mine");

        aws.turn("other", "orders-1");
        aws.tag("other", Map.of("gatelink:turn-since", "2026-01-02T03:03:05Z"));
        assertThat(vpcLinkId()).isEqualTo("other");
        assertThat(aws.linkIds()).containsExactly("other");
    }

    @Test
    void aFailedLinkOfAnExecutionThatRunsIsLeftForItToReport() {
        aws.link("other", VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);
        aws.turn("other", "orders-0");
        executions.running("orders-0");

        assertThatThrownBy(this::vpcLinkId).isInstanceOf(LoadBalancerBusyException.class);
        assertThat(aws.linkIds()).containsExactly("other");
    }

    @Test
    void anExecutionOfTheSameNameThatEndedLongAgoLeftItsTurnToThisOne() {
        aws.link("old", VpcLinkStatus.AVAILABLE, "orders-1@2025-01-01T00:00:00.000Z");
        executions.running("orders-1");

        assertThat(vpcLinkId()).isEqualTo("old");
    }

    @Test
    void aLinkThatGoesBetweenListingAndDescribingIsTriedAgain() {
        aws.link("other", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.turn("other", "orders-0");
        doThrow(AwsExceptions.notFound()).when(aws.client).getVpcLink(any(GetVpcLinkRequest.class));

        assertThatThrownBy(this::vpcLinkId).isInstanceOf(VpcLinkGoneException.class);
    }

    @Test
    void anExecutionArnThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Steps.run(handler,
                Steps.input("executionArn", Steps.ARN, "loadBalancerName", "orders")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field executionArn is \"" + Steps.ARN + "\": give the ARN of the execution that "
                        + "runs this step, arn:<partition>:states:<region>:<account>:execution:<state machine>:<name>.");
    }

    @Test
    void whatAwsRefusesIsPassedOn() {
        doThrow(AwsExceptions.limitExceeded()).when(aws.client).createVpcLink(any(CreateVpcLinkRequest.class));

        assertThatThrownBy(this::vpcLinkId).isInstanceOf(AwsRefusedException.class)
                .hasMessage("ApiGateway answered LimitExceededException (429): Maximum number of APIs reached");
    }

    @Test
    void aLoadBalancerNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Steps.run(handler,
                Steps.input("executionArn", Steps.EXECUTION_ARN, "loadBalancerName", "a/b\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field loadBalancerName is \"a/b\\n\": give a load balancer's name: at most 32 "
                        + "letters, digits and hyphens.");
    }

    private void foreign(String id, String target, Map<String, String> tags) {
        aws.links.add(VpcLink.builder().id(id).status(VpcLinkStatus.AVAILABLE).targetArns(target).tags(tags).build());
    }
}
