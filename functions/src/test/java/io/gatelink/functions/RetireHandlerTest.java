package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.DeleteStageRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteVpcLinkRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesResponse;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.TagResourceRequest;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

class RetireHandlerTest {

    private final FakeApiGateway gateway = new FakeApiGateway();
    private final ApiGatewayClient aws = gateway.client;
    private final FakeStages api = new FakeStages(aws);
    private final FakeApiKeys account = new FakeApiKeys(aws);
    private final FakeExecutions executions = new FakeExecutions();
    private final Turns turns = mock(Turns.class);
    private final RetireHandler handler =
            new RetireHandler(aws, executions.executions(), Steps.OWNERSHIP, turns, Steps.CLOCK);

    @BeforeEach
    void anEarlierPublicationHadAnotherStageAndAKey() {
        api.stage("live", "dep1", Steps.EXECUTION);
        api.stage("old", "dep0", Steps.EARLIER_EXECUTION);
        account.key("key1", Steps.CLOCK.instant(), Steps.EARLIER_EXECUTION);
        account.plan("plan1", Steps.EARLIER_EXECUTION, List.of("old", "live"), "key1");
        gateway.link("link1", VpcLinkStatus.AVAILABLE, Steps.EXECUTION);
        gateway.api("api1", Steps.CLOCK.instant(), Steps.EXECUTION);
        doReturn(true).when(turns).isFree(any(), any());
        doReturn(GetStagesResponse.builder().build()).when(aws)
                .getStages(GetStagesRequest.builder().restApiId("api2").build());
    }

    private Map<String, Object> retire(String authorization) {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1",
                "restApiId", "api1", "stage", "live", "authorization", authorization));
    }

    @Test
    void theOldStageGoesAndTheKeyStaysForTheNewOne() {
        assertThat(retire("API_KEY")).isEqualTo(Map.of("stages", List.of("old"), "warnings", List.of()));

        assertThat(api.stages).containsOnlyKeys("live");
        assertThat(account.stagesOf("plan1")).containsExactly("api1:live");
        assertThat(account.keyIds()).containsExactly("key1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_IAM", "NONE"})
    void keyAndPlanGoWhereTheApiNoLongerAsksForKeys(String authorization) {
        retire(authorization);

        assertThat(account.keys).isEmpty();
        assertThat(account.plans).isEmpty();
    }

    @Test
    void whatIsNotOursStays() {
        api.stages.put("theirs", Stage.builder().stageName("theirs").deploymentId("dep0").build());
        account.keys.add(ApiKey.builder().id("theirs").createdDate(Steps.CLOCK.instant()).build());

        retire("AWS_IAM");

        assertThat(api.stages).containsOnlyKeys("live", "theirs");
        assertThat(account.keyIds()).containsExactly("theirs");
    }

    @Test
    void theApiSaysThatItIsPublishedBeforeAnythingGoes() {
        retire("AWS_IAM");

        assertThat(gateway.tags("api1")).containsEntry("gatelink:published-by", Steps.EXECUTION);
        InOrder order = inOrder(aws);
        order.verify(aws).tagResource(any(TagResourceRequest.class));
        order.verify(aws).deleteStage(any(DeleteStageRequest.class));
    }

    @Test
    void aStageOfSomebodyElsesThatLetsInCallersWhomTheApiKeepsOutGoesWithAWarning() {
        api.stages.put("theirs", Stage.builder().stageName("theirs").deploymentId("dep9").build());
        api.deployment("dep9", FakeStages.CONTENT, Steps.EXECUTION, null);
        retire("AWS_IAM");
        assertThat(api.stages).containsOnlyKeys("live", "theirs");

        api.summary = Map.of("/", Map.of("ANY", FakeStages.snapshot("AWS_IAM", false)), "/admin",
                Map.of("GET", FakeStages.snapshot("NONE", false)));
        assertThat(retire("AWS_IAM")).isEqualTo(Map.of("stages", List.of("theirs"), "warnings", List.of("Stage theirs of "
                + "REST API api1 was deleted: somebody else made it, and it let in callers whom AWS_IAM keeps out.")));
        assertThat(api.stages).containsOnlyKeys("live");
    }

    @Test
    void aStageWhoseMethodsNobodyCanSeeIsNotTakenForHarmless() {
        api.stages.put("theirs", Stage.builder().stageName("theirs").deploymentId("dep9").build());
        api.deployment("dep9", FakeStages.CONTENT, Steps.EXECUTION, null);
        api.summary = Map.of();

        assertThatThrownBy(() -> retire("AWS_IAM")).isInstanceOf(AwsUnavailableException.class);
        assertThat(api.stages).containsKey("theirs");
    }

    @Test
    void aSecondRunHasNothingToDo() {
        retire("AWS_IAM");

        assertThat(retire("AWS_IAM")).isEqualTo(Map.of("stages", List.of(), "warnings", List.of()));
    }

    @Test
    void anExecutionThatHasLostItsTurnDeletesNothing() {
        doThrow(new TurnLostException("lost")).when(turns).require("link1", Steps.EXECUTION_ARN);

        assertThatThrownBy(() -> retire("AWS_IAM")).isInstanceOf(TurnLostException.class);
        assertThat(api.stages).containsOnlyKeys("live", "old");
        assertThat(account.keyIds()).containsExactly("key1");
    }

    @Test
    void whatAwsRefusesToDeleteIsAFailureForItWouldStayReachable() {
        doThrow(AwsExceptions.badRequest("no")).when(aws).deleteStage(any(DeleteStageRequest.class));

        assertThatThrownBy(() -> retire("API_KEY")).isInstanceOf(AwsRefusedException.class)
                .hasMessage("What this publication replaces cannot be deleted, and would stay reachable: "
                        + "stage old of REST API api1 (ApiGateway answered BadRequestException (400): no)");
    }

    @ParameterizedTest
    @EnumSource(value = VpcLinkStatus.class, names = {"FAILED", "AVAILABLE"})
    void ourOtherApisAndLinksForTheLoadBalancerGo(VpcLinkStatus status) {
        gateway.link("link2", status, Steps.EARLIER_EXECUTION);
        gateway.link("link3", status, Steps.EXECUTION);
        gateway.api("api2", Steps.CLOCK.instant(), Steps.EARLIER_EXECUTION);
        executions.running("orders-1");

        assertThat(retire("AWS_IAM")).containsEntry("warnings", List.of());

        assertThat(gateway.linkIds()).containsExactly("link1");
        assertThat(gateway.apiIds()).containsExactly("api1");
    }

    @Test
    void linksThatCannotBeDeletedNowStay() {
        gateway.link("link2", VpcLinkStatus.PENDING, Steps.EARLIER_EXECUTION);
        gateway.link("link3", VpcLinkStatus.DELETING, Steps.EARLIER_EXECUTION);

        retire("AWS_IAM");

        assertThat(gateway.linkIds()).containsExactly("link1", "link2", "link3");
    }

    @Test
    void whatAnotherExecutionIsAtWorkOnStays() {
        gateway.link("link2", VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);
        gateway.api("api2", Steps.CLOCK.instant(), Steps.EARLIER_EXECUTION);
        executions.running("orders-0");

        retire("AWS_IAM");

        assertThat(gateway.linkIds()).containsExactly("link1", "link2");
        assertThat(gateway.apiIds()).containsExactly("api1", "api2");
    }

    @Test
    void aLinkAtWhichAnotherExecutionHasTheTurnStays() {
        gateway.link("link2", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        doReturn(false).when(turns).isFree(any(), any());

        retire("AWS_IAM");

        assertThat(gateway.linkIds()).containsExactly("link1", "link2");
    }

    @Test
    void linksAndApisOfOthersOrForOtherLoadBalancersStay() {
        for (Map<String, String> tags : List.of(Map.of("gatelink:owner", "another-stack"),
                Map.of("gatelink:load-balancer", Steps.ARN.replace("orders", "payments")))) {
            String number = Integer.toString(gateway.apis.size() + 1);
            gateway.link("link" + number, VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);
            gateway.tag("link" + number, tags);
            gateway.api("api" + number, Steps.CLOCK.instant(), Steps.EARLIER_EXECUTION);
            gateway.tag("api" + number, tags);
        }

        retire("AWS_IAM");

        assertThat(gateway.linkIds()).containsExactly("link1", "link2", "link3");
        assertThat(gateway.apiIds()).containsExactly("api1", "api2", "api3");
    }

    @Test
    void aLeftoverThatAwsRefusesToDeleteIsAWarning() {
        gateway.link("link2", VpcLinkStatus.FAILED, Steps.EARLIER_EXECUTION);
        doThrow(AwsExceptions.badRequest("no")).when(aws).deleteVpcLink(any(DeleteVpcLinkRequest.class));

        assertThat(retire("AWS_IAM")).containsEntry("warnings", List.of("Left behind, for AWS refuses to delete it: "
                + "VPC link link2 (ApiGateway answered BadRequestException (400): no)"));
    }

    @Test
    void aRollBackDeletesWhatItsExecutionMadeAndNamesWhatAwsRefusesToDelete() {
        account.key("key2", Steps.CLOCK.instant(), Steps.EXECUTION);
        account.plan("plan2", Steps.EXECUTION, List.of("live"), "key2");
        doThrow(AwsExceptions.badRequest("no")).when(aws).deleteUsagePlan(any(DeleteUsagePlanRequest.class));
        var undo = new Undo(StepLog.of(new RecordingContext(), Steps.CLOCK, RollBackHandler.class));

        new ApiKeys(aws, Steps.OWNERSHIP).deleteMadeBy(Steps.EXECUTION, undo);

        assertThat(account.keyIds()).containsExactly("key1");
        assertThat(account.stagesOf("plan1")).hasSize(2);
        assertThat(undo.leftovers()).extracting(Leftover::resource).containsExactly("usage plan plan2");
    }
}
