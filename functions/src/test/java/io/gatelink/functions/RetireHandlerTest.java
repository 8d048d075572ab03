package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.DeleteStageRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.Stage;

class RetireHandlerTest {

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final FakeStages api = new FakeStages(aws);
    private final FakeApiKeys account = new FakeApiKeys(aws);
    private final Turns turns = mock(Turns.class);
    private final RetireHandler handler = new RetireHandler(aws, Steps.OWNERSHIP, turns, Steps.CLOCK);

    @BeforeEach
    void anEarlierPublicationHadAnotherStageAndAKey() {
        api.stage("live", "dep1", Steps.EXECUTION);
        api.stage("old", "dep0", Steps.EARLIER_EXECUTION);
        account.key("key1", Steps.CLOCK.instant(), Steps.EARLIER_EXECUTION);
        account.plan("plan1", Steps.EARLIER_EXECUTION, List.of("old", "live"), "key1");
    }

    private Map<String, Object> retire(String authorization) {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "vpcLinkId", "link1",
                "restApiId", "api1", "stage", "live", "authorization", authorization));
    }

    @Test
    void theOldStageGoesAndTheKeyStaysForTheNewOne() {
        assertThat(retire("API_KEY")).isEqualTo(Map.of("stages", List.of("old")));

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
    void aSecondRunHasNothingToDo() {
        retire("AWS_IAM");

        assertThat(retire("AWS_IAM")).isEqualTo(Map.of("stages", List.of()));
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
