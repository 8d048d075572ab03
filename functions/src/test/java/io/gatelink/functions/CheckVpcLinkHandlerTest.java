package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksRequest;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class CheckVpcLinkHandlerTest {

    private static final String ASSOCIATED = "NLB is already associated with another VPC Endpoint Service";

    private final FakeApiGateway aws = new FakeApiGateway();
    private final FakeExecutions executions = new FakeExecutions();
    private final CheckVpcLinkHandler handler = new CheckVpcLinkHandler(
            aws.client, executions.executions(), Steps.OWNERSHIP, Steps.CLOCK);

    private Map<String, Object> check(String vpcLinkId) {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", vpcLinkId));
    }

    @Test
    void anAvailableLinkIsReported() {
        aws.link("a", VpcLinkStatus.AVAILABLE, "Your vpc link is ready for use", Steps.EXECUTION);

        assertThat(check("a")).isEqualTo(Map.of("vpcLinkId", "a", "status", "AVAILABLE"));
        verify(aws.client, never()).getVpcLinks(any(GetVpcLinksRequest.class));
    }

    @Test
    void aPendingLinkIsAnException() {
        aws.link("a", VpcLinkStatus.PENDING, Steps.EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkPendingException.class)
                .hasMessage("VPC link a is PENDING: it takes some minutes.");
    }

    @Test
    void aFailedLinkIsReportedWithItsStatusMessageWordForWord() {
        aws.link("a", VpcLinkStatus.FAILED, "NLB ARN is malformed", Steps.EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkFailedException.class)
                .hasMessage("VPC link a FAILED: NLB ARN is malformed");
    }

    @Test
    void aLinkThatFailedBecauseOfSomebodyElsesIsReported() {
        aws.link("a", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EXECUTION);
        aws.links.add(VpcLink.builder().id("foreign").status(VpcLinkStatus.AVAILABLE).targetArns(Steps.ARN).build());

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkFailedException.class)
                .hasMessage("VPC link a FAILED: " + ASSOCIATED);
        assertThat(aws.linkIds()).containsExactly("a", "foreign");
    }

    @Test
    void theOneThatLostARaceDeletesItsLinkAndGoesOnWithTheOther() {
        aws.link("a", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EXECUTION);
        aws.link("b", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);

        assertThat(check("a")).isEqualTo(Map.of("vpcLinkId", "b", "status", "AVAILABLE"));
        assertThat(aws.linkIds()).containsExactly("b");
    }

    @Test
    void theOneThatLostARaceWaitsForTheOtherLinkAndFindsItThoughItsOwnIsGone() {
        aws.link("a", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EXECUTION);
        aws.link("b", VpcLinkStatus.PENDING, Steps.EARLIER_EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkPendingException.class)
                .hasMessage("VPC link b is PENDING: it takes some minutes.");
        assertThat(aws.linkIds()).containsExactly("b");

        aws.links.clear();
        aws.link("b", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        assertThat(check("a")).isEqualTo(Map.of("vpcLinkId", "b", "status", "AVAILABLE"));
    }

    @Test
    void theOneThatLostARaceKeepsItsLinkUntilTheOtherExecutionHasEnded() {
        aws.link("a", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EXECUTION);
        aws.link("b", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.turn("b", "orders-0");
        executions.running("orders-0");

        assertThatThrownBy(() -> check("a")).isInstanceOf(LoadBalancerBusyException.class)
                .hasMessage("Execution publish:orders-0 has the turn at VPC link b: this one goes on once that has "
                        + "ended.");
        executions.ended("orders-0");
        assertThatThrownBy(() -> check("a")).isInstanceOf(LoadBalancerBusyException.class)
                .hasMessageStartingWith("This execution has taken the turn");
        assertThat(aws.linkIds()).containsExactly("a", "b");

        aws.tag("b", Map.of("gatelink:turn-since", "2026-01-02T03:03:05Z"));
        assertThat(check("a")).isEqualTo(Map.of("vpcLinkId", "b", "status", "AVAILABLE"));
        assertThat(aws.linkIds()).containsExactly("b");
    }

    @Test
    void ifTheOtherExecutionTookItsLinkWithItOurOwnFailureIsReported() {
        aws.link("a", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkFailedException.class)
                .hasMessage("VPC link a FAILED: " + ASSOCIATED);
    }

    @Test
    void aLinkOfAnExecutionThatRunsIsNotAnswered() {
        aws.link("a", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.turn("a", "orders-0");
        executions.running("orders-0");

        assertThatThrownBy(() -> check("a")).isInstanceOf(LoadBalancerBusyException.class);
    }

    @Test
    void forWhatAnExecutionLeftThatFailedThisOneAnswersFromNowOn() {
        aws.link("a", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.api("api1", Steps.CLOCK.instant(), Steps.EARLIER_EXECUTION);
        aws.api("api2", Steps.CLOCK.instant(), "orders-2@2026-01-01T03:04:00.000Z");
        executions.ended("orders-0");

        assertThat(check("a")).containsEntry("vpcLinkId", "a");
        assertThat(aws.tags("a")).containsEntry("gatelink:execution", Steps.EXECUTION);
        assertThat(aws.tags("api1")).containsEntry("gatelink:execution", Steps.EXECUTION);
        assertThat(aws.tags("api2")).containsEntry("gatelink:execution", "orders-2@2026-01-01T03:04:00.000Z");
    }

    @Test
    void ofALinkWhoseMakerPublishedItOrIsForgottenTheMakerStaysTheMaker() {
        aws.link("a", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);

        check("a");
        executions.known(FakeExecutions.arn("orders-0"), ExecutionStatus.SUCCEEDED, Steps.CLOCK.instant());
        check("a");

        assertThat(aws.tags("a")).containsEntry("gatelink:execution", Steps.EARLIER_EXECUTION);
    }

    @Test
    void ifTheOtherLinkFailsAfterAllItsStatusMessageIsTheReason() {
        aws.link("b", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EARLIER_EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkFailedException.class)
                .hasMessage("VPC link b FAILED: " + ASSOCIATED);
    }

    @Test
    void aFailedLinkOfAnotherExecutionIsNotDeleted() {
        aws.link("a", VpcLinkStatus.FAILED, ASSOCIATED, Steps.EARLIER_EXECUTION);
        aws.link("b", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);

        assertThat(check("a")).containsEntry("vpcLinkId", "b");
        verify(aws.client, never()).deleteVpcLink(any(DeleteVpcLinkRequest.class));
    }

    @Test
    void aFailedLinkWithoutOurOwnerTagIsNotDeleted() {
        aws.links.add(VpcLink.builder().id("a").status(VpcLinkStatus.FAILED).statusMessage(ASSOCIATED)
                .targetArns(Steps.ARN).tags(Map.of("gatelink:execution", Steps.EXECUTION)).build());
        aws.link("b", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);

        assertThat(check("a")).containsEntry("vpcLinkId", "b");
        verify(aws.client, never()).deleteVpcLink(any(DeleteVpcLinkRequest.class));
    }

    @Test
    void aLinkThatIsGoneIsAFailure() {
        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkGoneException.class)
                .hasMessage("VPC link a is gone: start the publication again.");
    }

    @Test
    void aLinkThatIsBeingDeletedIsAFailure() {
        aws.link("a", VpcLinkStatus.DELETING, Steps.EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkGoneException.class)
                .hasMessage("VPC link a is being deleted: start the publication again.");
    }

    @Test
    void aFailedLinkWithoutAStatusMessageIsReportedAllTheSame() {
        aws.link("a", VpcLinkStatus.FAILED, null, Steps.EXECUTION);

        assertThatThrownBy(() -> check("a")).isInstanceOf(VpcLinkFailedException.class)
                .hasMessage("VPC link a FAILED: ");
    }

    @Test
    void aStatusThatNobodyKnowsIsRefused() {
        doReturn(GetVpcLinkResponse.builder().id("a").status("INACTIVE").build())
                .when(aws.client).getVpcLink(any(GetVpcLinkRequest.class));

        assertThatThrownBy(() -> check("a")).isInstanceOf(AwsRefusedException.class)
                .hasMessage("VPC link a has the unknown status \"INACTIVE\": see what API Gateway's documentation says "
                        + "about it.");
    }

    @Test
    void throttlingIsPassedOn() {
        doAnswer(call -> {
            throw AwsExceptions.tooManyRequests();
        }).when(aws.client).getVpcLink(any(GetVpcLinkRequest.class));

        assertThatThrownBy(() -> check("a")).isInstanceOf(ThrottledException.class)
                .hasMessage("ApiGateway answered TooManyRequestsException (429): Too Many Requests");
    }

    @Test
    void anIdThatIsNoneIsRefused() {
        assertThatThrownBy(() -> check("../restapis")).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field vpcLinkId is \"../restapis\": give the id as API Gateway gave it: letters and "
                        + "digits.");
    }
}
