package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteRestApiRequest;
import software.amazon.awssdk.services.apigateway.model.EndpointAccessMode;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.GetResourcesRequest;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApisRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApisResponse;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesResponse;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.SecurityPolicy;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.UpdateRestApiRequest;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class CreateRestApiHandlerTest {

    private static final Instant NOW = Steps.CLOCK.instant();

    private final FakeApiGateway aws = new FakeApiGateway();
    private final Turns turns = mock(Turns.class);
    private final CreateRestApiHandler handler =
            new CreateRestApiHandler(new RestApis(aws.client, Steps.OWNERSHIP), turns, Steps.CLOCK);
    private final Map<String, Object> input = Steps.input("executionArn", Steps.EXECUTION_ARN, "loadBalancerName",
            "orders", "vpcLinkId", "link1", "authorization", "AWS_IAM", "organizationId", "", "vpcEndpointIds", "",
            "smokeTestRoleArn", "arn:aws:iam::123456789012:role/smoke",
            "securityPolicy", "SecurityPolicy_TLS13_1_2_2021_06");

    private Map<String, Object> create() {
        return Steps.run(handler, input);
    }

    @Test
    void aRegionalApiIsCreatedWithOurTags() {
        assertThat(create()).isEqualTo(Map.of("restApiId", "new1", "rootResourceId", "rootnew1", "resourcePolicy", ""));

        ArgumentCaptor<CreateRestApiRequest> request = ArgumentCaptor.forClass(CreateRestApiRequest.class);
        verify(aws.client).createRestApi(request.capture());
        assertThat(request.getValue().name()).isEqualTo("gatelink-orders");
        assertThat(request.getValue().description()).isEqualTo("Made by Gatelink for " + Steps.ARN);
        assertThat(request.getValue().endpointConfiguration().types()).containsExactly(EndpointType.REGIONAL);
        assertThat(request.getValue().tags()).isEqualTo(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION));
        assertThat(request.getValue().policy()).isNull();
        assertThat(request.getValue().securityPolicy())
                .isEqualTo(SecurityPolicy.SECURITY_POLICY_TLS13_1_2_2021_06);
        assertThat(request.getValue().endpointAccessMode()).isEqualTo(EndpointAccessMode.STRICT);
        verify(aws.client, never()).updateRestApi(any(UpdateRestApiRequest.class));
        verify(turns).require("link1", Steps.EXECUTION_ARN);
    }

    @Test
    void anExecutionThatHasLostItsTurnChangesNothing() {
        doThrow(new TurnLostException("lost")).when(turns).require(any(), any());

        assertThatThrownBy(this::create).isInstanceOf(TurnLostException.class);
        assertThat(aws.apis).isEmpty();
    }

    @Test
    void anApiIsCreatedWithTheResourcePolicyThatParametersAskFor() {
        input.put("organizationId", "o-a1b2c3d4e5");
        String policy = (String) create().get("resourcePolicy");

        ArgumentCaptor<CreateRestApiRequest> request = ArgumentCaptor.forClass(CreateRestApiRequest.class);
        verify(aws.client).createRestApi(request.capture());
        assertThat(request.getValue().policy()).isEqualTo(policy).contains("o-a1b2c3d4e5");
    }

    @Test
    void anApiThatIsThereGetsTheSettingsThatDiffer() {
        aws.api("ours", NOW, Steps.EARLIER_EXECUTION);
        aws.apis.replaceAll(api -> api.copy(a -> a.policy("{}").securityPolicy("TLS_1_0").endpointAccessMode((String) null)
                .disableExecuteApiEndpoint(true)));

        create();

        ArgumentCaptor<UpdateRestApiRequest> request = ArgumentCaptor.forClass(UpdateRestApiRequest.class);
        verify(aws.client).updateRestApi(request.capture());
        assertThat(request.getValue().restApiId()).isEqualTo("ours");
        assertThat(request.getValue().patchOperations()).extracting(p -> p.op() + " " + p.path() + " " + p.value())
                .containsExactly("replace /policy ", "replace /securityPolicy SecurityPolicy_TLS13_1_2_2021_06",
                        "replace /endpointAccessMode STRICT", "replace /disableExecuteApiEndpoint false");
    }

    @Test
    void withEndpointsTheApiIsPrivateAndAssociatedWithThem() {
        input.put("vpcEndpointIds", "vpce-0a1b2c3d,vpce-0a1b2c3e");
        String policy = (String) create().get("resourcePolicy");

        ArgumentCaptor<CreateRestApiRequest> request = ArgumentCaptor.forClass(CreateRestApiRequest.class);
        verify(aws.client).createRestApi(request.capture());
        assertThat(request.getValue().endpointConfiguration().types()).containsExactly(EndpointType.PRIVATE);
        assertThat(request.getValue().endpointConfiguration().vpcEndpointIds())
                .containsExactly("vpce-0a1b2c3d", "vpce-0a1b2c3e");
        assertThat(request.getValue().policy()).isEqualTo(policy).contains("aws:SourceVpce");
        assertThat(request.getValue().endpointAccessMode()).isEqualTo(EndpointAccessMode.STRICT);
        verify(aws.client, never()).updateRestApi(any(UpdateRestApiRequest.class));
    }

    /** The operations that AWS documents, in its order: the policy first, the endpoints once the API can have some. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "REGIONAL | '' | vpce-0a1b2c3d | replace types/REGIONAL PRIVATE, add vpcEndpointIds vpce-0a1b2c3d",
        "EDGE | '' | vpce-0a1b2c3d | replace types/EDGE PRIVATE, add vpcEndpointIds vpce-0a1b2c3d",
        "PRIVATE | vpce-0a1b2c3d,vpce-0a1b2c3e | vpce-0a1b2c3e,vpce-0a1b2c3f | add vpcEndpointIds vpce-0a1b2c3f, "
                + "remove vpcEndpointIds vpce-0a1b2c3d",
        "PRIVATE | vpce-0a1b2c3d | '' | remove vpcEndpointIds vpce-0a1b2c3d, replace types/PRIVATE REGIONAL",
        "PRIVATE | vpce-0a1b2c3d | vpce-0a1b2c3d | ''",
        "EDGE | '' | '' | ''"})
    void anApiThatIsThereIsMadePrivateOrPublicAgain(String type, String has, String wanted, String changes) {
        aws.api("ours", NOW, Steps.EARLIER_EXECUTION);
        aws.apis.replaceAll(api -> api.copy(a -> a.policy("{}").securityPolicy("SecurityPolicy_TLS13_1_2_2021_06")
                .endpointAccessMode(EndpointAccessMode.STRICT).endpointConfiguration(endpoint -> endpoint
                        .typesWithStrings(type).vpcEndpointIds(VpcEndpoints.ids(has)))));
        input.put("vpcEndpointIds", wanted);
        create();

        ArgumentCaptor<UpdateRestApiRequest> request = ArgumentCaptor.forClass(UpdateRestApiRequest.class);
        verify(aws.client).updateRestApi(request.capture());
        List<PatchOperation> operations = request.getValue().patchOperations();
        assertThat(operations.get(0).path()).isEqualTo("/policy");
        assertThat(operations.stream().skip(1).map(p -> p.opAsString() + " "
                + p.path().replace("/endpointConfiguration/", "") + " " + p.value()).collect(Collectors.joining(", ")))
                .isEqualTo(changes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"API_KEY", "NONE"})
    void aPolicyThatWouldKeepEveryoneOutIsRefusedBeforeAnythingIsMade(String authorization) {
        input.put("authorization", authorization);
        input.put("organizationId", "o-a1b2c3d4e5");
        input.put("vpcEndpointIds", "vpce-0a1b2c3d");

        assertThatThrownBy(this::create).isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer orders is to be published with authorization " + authorization + ", and the "
                        + "stack's parameter AllowedOrganizationId is \"o-a1b2c3d4e5\": API Gateway knows who calls of "
                        + "signed requests only, and would keep everyone out. Set its tag gatelink:authorization to "
                        + "AWS_IAM, or deploy the stack without this parameter.");
        assertThat(aws.apis).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "organizationId | o-A | give an organization's id such as o-a1b2c3d4e5, or nothing",
        "vpcEndpointIds | vpce-x | give the ids of VPC endpoints such as vpce-0a1b2c3d with commas between them, or nothing",
        "smokeTestRoleArn | smoke | give an ARN, arn:<partition>:<service>:<region>:<account>:<resource>",
        "securityPolicy | TLS_1_0 | give a security policy of API Gateway for Regional APIs such as "
                + "SecurityPolicy_TLS13_1_2_2021_06"})
    void parametersThatAreNoneAreRefused(String field, String value, String remedy) {
        input.put(field, value);

        assertThatThrownBy(this::create).isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field " + field + " is \"" + value + "\": " + remedy + ".");
    }

    @Test
    void ourApiIsFoundOnALaterPageAndForeignOnesAreLeftAlone() {
        aws.apis.add(RestApi.builder().id("f1").name("gatelink-orders").createdDate(NOW).build());
        aws.apis.add(RestApi.builder().id("f2").createdDate(NOW)
                .tags(new Ownership("another-stack").tags(Steps.ARN, Steps.EXECUTION)).build());
        aws.api("ours", NOW, Steps.EARLIER_EXECUTION);

        assertThat(create()).containsEntry("restApiId", "ours");
        assertThat(aws.apiIds()).containsExactly("f1", "f2", "ours");
    }

    @Test
    void aRunAfterALostAnswerFindsTheApiThatWasMade() {
        doAnswer(FakeApiGateway.losing(aws.createRestApi())).when(aws.client)
                .createRestApi(any(CreateRestApiRequest.class));

        assertThatThrownBy(this::create).isInstanceOf(AwsUnavailableException.class);
        assertThat(create()).containsEntry("restApiId", "new1");
        assertThat(aws.apiIds()).containsExactly("new1");
    }

    @Test
    void ofSeveralApisTheEarliestIsUsedAndDeletingTheOthersIsLeftToTheEnd() {
        aws.api("b", NOW, Steps.EXECUTION);
        aws.api("a", NOW, Steps.EARLIER_EXECUTION);
        aws.api("c", NOW.plusSeconds(1), Steps.EXECUTION);
        doReturn(GetStagesResponse.builder().build()).when(aws.client).getStages(any(GetStagesRequest.class));

        assertThat(create()).containsEntry("restApiId", "a").containsEntry("rootResourceId", "roota");
        verify(aws.client, never()).deleteRestApi(any(DeleteRestApiRequest.class));
    }

    @Test
    void ofSeveralApisThePublishedOneIsUsedSoThatItsUrlStays() {
        aws.api("orphan", NOW.minusSeconds(1), Steps.EARLIER_EXECUTION);
        aws.api("published", NOW, Steps.EARLIER_EXECUTION);
        doAnswer(call -> GetStagesResponse.builder().item(
                call.<GetStagesRequest>getArgument(0).restApiId().equals("published")
                        ? List.of(Stage.builder().stageName("live").variables(Map.of("vpcLinkId", "link1")).build())
                        : List.of()).build()).when(aws.client).getStages(any(GetStagesRequest.class));

        assertThat(create()).containsEntry("restApiId", "published");
    }

    @Test
    void aListingThatLagsBehindDoesNotHideWhatWasJustMade() {
        doReturn(GetRestApisResponse.builder().build()).when(aws.client).getRestApis(any(GetRestApisRequest.class));

        assertThat(create()).containsEntry("restApiId", "new1");
    }

    @Test
    void theRootResourceIsLookedUpWhereTheAnswerDoesNotNameIt() {
        aws.apis.add(RestApi.builder().id("ours").createdDate(NOW)
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build());
        doAnswer(call -> call.<GetResourcesRequest>getArgument(0).position() == null
                ? GetResourcesResponse.builder().items(r -> r.id("r1").path("/{proxy+}")).position("1").build()
                : GetResourcesResponse.builder().items(r -> r.id("r0").path("/")).build())
                .when(aws.client).getResources(any(GetResourcesRequest.class));

        assertThat(create()).containsEntry("restApiId", "ours").containsEntry("rootResourceId", "r0");
    }

    @Test
    void anApiWithoutARootResourceIsTriedAgain() {
        aws.apis.add(RestApi.builder().id("ours").createdDate(NOW)
                .tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EXECUTION)).build());
        doReturn(GetResourcesResponse.builder().items(List.of()).build())
                .when(aws.client).getResources(any(GetResourcesRequest.class));

        assertThatThrownBy(this::create).isInstanceOf(AwsUnavailableException.class)
                .hasMessage("REST API ours shows no resource / so far: try again.");
    }
}
