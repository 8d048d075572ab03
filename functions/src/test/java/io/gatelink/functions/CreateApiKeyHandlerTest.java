package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.CreateApiKeyRequest;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanKeyRequest;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlansRequest;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlansResponse;
import software.amazon.awssdk.services.apigateway.model.UpdateUsagePlanRequest;

class CreateApiKeyHandlerTest {

    private static final Instant NOW = Steps.CLOCK.instant();

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final FakeApiKeys account = new FakeApiKeys(aws);
    private final Turns turns = mock(Turns.class);
    private final RecordingContext context = new RecordingContext();
    private final CreateApiKeyHandler handler =
            new CreateApiKeyHandler(new ApiKeys(aws, Steps.OWNERSHIP), turns, Steps.CLOCK);

    private Map<String, Object> create() {
        return Steps.run(handler, Steps.input("executionArn", Steps.EXECUTION_ARN, "loadBalancerName", "orders",
                "vpcLinkId", "link1", "restApiId", "api1", "stage", "live"), context);
    }

    @Test
    void aKeyAndAPlanAreMadeWithOurTagsAndTheKeyOpensTheStage() {
        assertThat(create()).isEqualTo(Map.of("apiKeyId", "key1", "usagePlanId", "plan2", "readWith",
                "aws apigateway get-api-key --api-key key1 --include-value --query value --output text"));

        assertThat(account.keys).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("gatelink-orders");
            assertThat(key.enabled()).isTrue();
            assertThat(key.tags()).isEqualTo(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION));
        });
        assertThat(account.plans.get("plan2").tags()).isEqualTo(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION));
        assertThat(account.stagesOf("plan2")).containsExactly("api1:live");
        assertThat(account.members).isEqualTo(Map.of("plan2", Set.of("key1")));
        verify(turns).require("link1", Steps.EXECUTION_ARN);
    }

    @Test
    void theKeysValueIsInNoOutputAndNoLog() {
        assertThat(create().toString()).doesNotContain("the key's value");
        assertThat(context.lines).isNotEmpty().noneMatch(line -> line.contains("the key's value"));
    }

    @Test
    void anExecutionThatHasLostItsTurnChangesNothing() {
        doThrow(new TurnLostException("lost")).when(turns).require(any(), any());

        assertThatThrownBy(this::create).isInstanceOf(TurnLostException.class);
        assertThat(account.keys).isEmpty();
    }

    @Test
    void whatIsThereIsFoundOnALaterPageAndLeftAsItIsAndForeignOnesAlone() {
        account.keys.add(ApiKey.builder().id("foreign").name("gatelink-orders").createdDate(NOW).build());
        account.key("ours", NOW, Steps.EARLIER_EXECUTION);
        account.plan("p", Steps.EARLIER_EXECUTION, List.of("live"), "ours");

        assertThat(create()).containsEntry("apiKeyId", "ours").containsEntry("usagePlanId", "p");
        assertThat(account.keyIds()).containsExactly("foreign", "ours");
        verify(aws, never()).createApiKey(any(CreateApiKeyRequest.class));
        verify(aws, never()).createUsagePlan(any(CreateUsagePlanRequest.class));
        verify(aws, never()).createUsagePlanKey(any(CreateUsagePlanKeyRequest.class));
        verify(aws, never()).updateUsagePlan(any(UpdateUsagePlanRequest.class));
    }

    @Test
    void anotherStageIsAddedToThePlan() {
        account.key("ours", NOW, Steps.EARLIER_EXECUTION);
        account.plan("p", Steps.EARLIER_EXECUTION, List.of("old"), "ours");

        create();

        assertThat(account.stagesOf("p")).containsExactly("api1:old", "api1:live");
    }

    @Test
    void runsAfterLostAnswersFindWhatWasMade() {
        doAnswer(FakeApiGateway.losing(account.createApiKey())).when(aws).createApiKey(any(CreateApiKeyRequest.class));
        doAnswer(FakeApiGateway.losing(account.createUsagePlan()))
                .when(aws).createUsagePlan(any(CreateUsagePlanRequest.class));
        doAnswer(FakeApiGateway.losing(account.updateUsagePlan())).doAnswer(account.updateUsagePlan())
                .when(aws).updateUsagePlan(any(UpdateUsagePlanRequest.class));
        doAnswer(FakeApiGateway.losing(account.createUsagePlanKey()))
                .when(aws).createUsagePlanKey(any(CreateUsagePlanKeyRequest.class));

        for (int lost = 0; lost < 4; lost++) {
            assertThatThrownBy(this::create).isInstanceOf(AwsUnavailableException.class);
        }

        assertThat(create()).containsEntry("apiKeyId", "key1").containsEntry("usagePlanId", "plan2");
        assertThat(account.keyIds()).containsExactly("key1");
        assertThat(account.plans).containsOnlyKeys("plan2");
        assertThat(account.stagesOf("plan2")).containsExactly("api1:live");
        assertThat(account.members).isEqualTo(Map.of("plan2", Set.of("key1")));
    }

    @Test
    void ofWhatWasMadeTwiceTheEarliestKeyAndTheFirstPlanStay() {
        account.key("b", NOW, Steps.EXECUTION);
        account.key("a", NOW.plusSeconds(1), Steps.EXECUTION);
        account.plan("q", Steps.EXECUTION, List.of("live"), "a");
        account.plan("p", Steps.EXECUTION, List.of());

        assertThat(create()).containsEntry("apiKeyId", "b").containsEntry("usagePlanId", "p");
        assertThat(account.keyIds()).containsExactly("b");
        assertThat(account.plans).containsOnlyKeys("p");
    }

    @Test
    void aKeyThatIsInThePlanAlreadyThoughNoListingShowsItIsFine() {
        account.key("ours", NOW, Steps.EARLIER_EXECUTION);
        account.plan("p", Steps.EARLIER_EXECUTION, List.of("live"), "ours");
        doAnswer(call -> call.<GetUsagePlansRequest>getArgument(0).keyId() == null
                ? GetUsagePlansResponse.builder().items(account.plans.values()).build()
                : GetUsagePlansResponse.builder().build()).when(aws).getUsagePlans(any(GetUsagePlansRequest.class));

        assertThat(create()).containsEntry("apiKeyId", "ours");
    }

    @Test
    void anotherConflictIsTriedAgain() {
        doThrow(AwsExceptions.concurrentModification())
                .when(aws).createUsagePlanKey(any(CreateUsagePlanKeyRequest.class));

        assertThatThrownBy(this::create).isInstanceOf(ThrottledException.class);
    }
}
