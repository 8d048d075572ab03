package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentMatchers;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.GetResourcesRequest;
import software.amazon.awssdk.services.apigateway.model.GetResourcesResponse;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesResponse;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.Stage;

class InspectHandlerTest {

    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final InspectHandler handler = new InspectHandler(aws, Steps.CLOCK);
    private final Map<String, Map<String, Method>> resources = new LinkedHashMap<>();
    private final Map<String, Map<String, MethodSnapshot>> served = new LinkedHashMap<>();
    private Stage stage = Stage.builder().stageName("live").deploymentId("d1").variables(Map.of("vpcLinkId", "link1"))
            .build();
    private String description = "Gatelink: content " + "0".repeat(64) + ", execution orders-1@2026, after none";
    private final List<Stage> otherStages = new ArrayList<>();
    private String authorization = "AWS_IAM";
    private String refusal;
    private String action = "PUBLISH";

    @BeforeEach
    void aPublishedApi() {
        for (String path : List.of("/", "/{proxy+}")) {
            resources.put(path, new LinkedHashMap<>(Map.of("ANY", method("AWS_IAM", false))));
            served.put(path, new LinkedHashMap<>(Map.of("ANY", snapshot("AWS_IAM", false))));
        }
        doAnswer(call -> GetStagesResponse.builder().item(
                Stream.concat(Stream.of(stage), otherStages.stream()).toList()).build()).when(aws)
                .getStages(GetStagesRequest.builder().restApiId("api1").build());
        doAnswer(call -> GetDeploymentResponse.builder().id("d1").description(description).apiSummary(served).build())
                .when(aws).getDeployment(GetDeploymentRequest.builder().restApiId("api1").deploymentId("d1")
                        .embed("apisummary").build());
        doAnswer(call -> GetResourcesResponse.builder().items(resources.entrySet().stream()
                        .map(each -> Resource.builder().path(each.getKey()).resourceMethods(each.getValue()).build())
                        .toList()).build())
                .when(aws).getResources(ArgumentMatchers.<GetResourcesRequest>argThat(request ->
                        request.restApiId().equals("api1") && request.embed().equals(List.of("methods"))));
    }

    private static Method method(String authorizationType, boolean apiKeyRequired) {
        return Method.builder().authorizationType(authorizationType).apiKeyRequired(apiKeyRequired)
                .methodIntegration(i -> i.connectionType("VPC_LINK").connectionId("${stageVariables.vpcLinkId}")).build();
    }

    private static MethodSnapshot snapshot(String authorizationType, boolean apiKeyRequired) {
        return MethodSnapshot.builder().authorizationType(authorizationType).apiKeyRequired(apiKeyRequired).build();
    }

    private Map<String, Object> inspect(String retries, String... restApiIds) {
        return Steps.run(handler, Map.of("execution", Steps.EXECUTION, "retries", retries, "apis", StepJson.text(
                Stream.of(restApiIds).map(id -> {
                    Map<String, String> api = new LinkedHashMap<>(Map.of("loadBalancerArn", Steps.ARN, "restApiId", id,
                            "vpcLinkId", "link1", "stage", "live", "authorization", authorization));
                    api.put("refusal", refusal);
                    return api;
                }).toList())));
    }

    private List<String> findings() {
        return findings(inspect("0", "api1"));
    }

    @SuppressWarnings("unchecked")
    private List<String> findings(Map<String, Object> output) {
        return ((List<Map<String, Object>>) output.get("findings")).stream().map(finding -> {
            assertThat(finding).containsEntry("loadBalancerArn", Steps.ARN).containsEntry("action", action)
                    .containsEntry("what", "REST API api1");
            return finding.get("kind") + " " + finding.get("why");
        }).toList();
    }

    private void otherStage(Map<String, Map<String, MethodSnapshot>> serves) {
        otherStages.add(Stage.builder().stageName("test").deploymentId("d2").build());
        doAnswer(call -> GetDeploymentResponse.builder().id("d2").description("by hand").apiSummary(serves).build())
                .when(aws).getDeployment(GetDeploymentRequest.builder().restApiId("api1").deploymentId("d2")
                        .embed("apisummary").build());
    }

    @Test
    void anotherStageThatServesAWeakerDeploymentIsFound() {
        otherStage(Map.of("/", Map.of("ANY", snapshot("NONE", false))));

        assertThat(findings()).containsExactly("WEAKENED its methods are to ask for AWS_IAM: its stage test serves method "
                + "ANY on / with authorization \"NONE\"");
    }

    @Test
    void anotherStageThatIsNoWeakerIsTheirs() {
        authorization = "API_KEY";
        for (String path : List.of("/", "/{proxy+}")) {
            resources.get(path).put("ANY", method("NONE", true));
            served.get(path).put("ANY", snapshot("NONE", true));
        }
        otherStage(Map.of("/", Map.of("ANY", snapshot("AWS_IAM", false))));

        assertThat(findings()).isEmpty();
    }

    @Test
    void whileTagsAreRefusedAWeakMethodIsStillFoundAndTightened() {
        refusal = "Tag gatelink:prot is unknown.";
        action = "TIGHTEN";
        served.get("/").put("ANY", snapshot("NONE", false));

        assertThat(findings()).containsExactly("WEAKENED its load balancer's tags are refused (Tag gatelink:prot is "
                + "unknown.), so none of its methods may be weaker than AWS_IAM: its stage live serves method ANY on / with "
                + "authorization \"NONE\"");
    }

    @Test
    void whileTagsAreRefusedNobodyKnowsWhichStageAndWhichStrongerAuthorizationThereIsToBe() {
        refusal = "Tag gatelink:stage is \"\".";
        authorization = "API_KEY";
        stage = stage.toBuilder().stageName("other").build();

        assertThat(findings()).isEmpty();
    }

    @Test
    void oneApiThatCannotBeReadKeepsNoOtherOneBack() {
        resources.get("/").put("GET", method("NONE", false));
        doThrow(AwsExceptions.other(403, "AccessDeniedException", "No")).when(aws).getStages(GetStagesRequest.builder().restApiId("api0").build());

        Map<String, Object> output = inspect("0", "api0", "api1");

        assertThat(findings(output)).hasSize(1);
        assertThat(output.get("unreadable").toString()).contains("what=" + Steps.ARN, "why=REST API api0: ApiGateway answered ");
    }

    @Test
    void whatMayPassIsTriedAgainAFewTimesAndThenKeepsNoOtherOneBack() {
        resources.get("/").put("GET", method("NONE", false));
        doThrow(AwsExceptions.notFound()).when(aws).getStages(GetStagesRequest.builder().restApiId("api0").build());

        assertThatThrownBy(() -> inspect("2", "api0", "api1")).isInstanceOf(AwsUnavailableException.class);
        assertThat(findings(inspect("3", "api0", "api1"))).hasSize(1);

        doThrow(AwsExceptions.tooManyRequests()).when(aws).getStages(any(GetStagesRequest.class));
        assertThatThrownBy(() -> inspect("19", "api0", "api1")).isInstanceOf(ThrottledException.class);
    }

    @Test
    void whatIsAsAPublicationLeavesItIsFine() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void aStageVariableThatLeadsElsewhereIsFound() {
        stage = stage.toBuilder().variables(Map.of("vpcLinkId", "link2")).build();
        assertThat(findings())
                .containsExactly("CHANGED the variable vpcLinkId of its stage live is \"link2\", not link1");

        stage = stage.toBuilder().variables(Map.of()).build();
        assertThat(findings()).containsExactly("CHANGED the variable vpcLinkId of its stage live is null, not link1");
    }

    @Test
    void aMissingStageIsFound() {
        stage = stage.toBuilder().stageName("other").build();

        assertThat(findings()).containsExactly("NOT_PUBLISHED it has no stage live");
    }

    @ParameterizedTest
    @ValueSource(strings = {"by hand", "Gatelink"})
    void aDeploymentThatIsNotOursIsFound(String text) {
        description = text;

        assertThat(findings())
                .containsExactly("CHANGED its stage live serves deployment d1, which Gatelink did not make");
    }

    @ParameterizedTest
    @CsvSource({"NONE, false, \"NONE\"", "NONE, true, \"API_KEY\"", "CUSTOM, false, \"CUSTOM\""})
    void aMethodThatIsServedWithWeakerAuthorizationIsFound(String type, boolean apiKeyRequired, String shown) {
        served.get("/{proxy+}").put("ANY", snapshot(type, apiKeyRequired));

        assertThat(findings()).containsExactly("WEAKENED its methods are to ask for AWS_IAM: its stage live serves "
                + "method ANY on /{proxy+} with authorization " + shown);
    }

    @Test
    void aWeakMethodThatTheNextDeploymentWouldServeIsFound() {
        resources.get("/").put("GET", method("NONE", false));

        assertThat(findings()).containsExactly("WEAKENED its methods are to ask for AWS_IAM: it has method GET on / "
                + "with authorization \"NONE\"");
    }

    @Test
    void aMethodThatSomebodyAddedAndThatIsStrongerOrOtherwiseIsTheirs() {
        authorization = "API_KEY";
        for (String path : List.of("/", "/{proxy+}")) {
            resources.get(path).put("ANY", method("NONE", true));
            served.get(path).put("ANY", snapshot("NONE", true));
        }
        resources.get("/").put("GET", method("AWS_IAM", false));
        served.put("/admin", Map.of("GET", snapshot("CUSTOM", true)));
        assertThat(findings()).isEmpty();

        resources.get("/").put("ANY", method("AWS_IAM", false));
        assertThat(findings()).singleElement().asString().startsWith("CHANGED it has method ANY on / with");
    }

    @Test
    void withKeysAMethodWithoutIsWeakerAndOneWithSignaturesIsAnotherOne() {
        authorization = "AWS_IAM";
        resources.put("/", new LinkedHashMap<>(Map.of("ANY", method("AWS_IAM", true))));
        assertThat(findings()).isEmpty();

        authorization = "NONE";
        assertThat(findings()).singleElement().asString().startsWith("CHANGED its stage live serves method ANY on / with "
                + "authorization \"AWS_IAM\", not NONE; ");
    }

    @Test
    void whatIsMissingIsFound() {
        resources.get("/").clear();
        resources.remove("/{proxy+}");
        served.remove("/");

        assertThat(findings()).containsExactly("CHANGED its stage live serves no method ANY on /; it has no method ANY "
                + "on /; it has no method ANY on /{proxy+}");
    }

    @ParameterizedTest
    @CsvSource({"VPC_LINK, link1", "INTERNET, ${stageVariables.vpcLinkId}"})
    void anIntegrationThatDoesNotLeadThroughTheStageVariableIsFound(String type, String id) {
        resources.get("/").put("ANY", method("AWS_IAM", false).toBuilder()
                .methodIntegration(i -> i.connectionType(type).connectionId(id)).build());
        assertThat(findings()).containsExactly("CHANGED the integration of its method ANY on / does not lead through "
                + "${stageVariables.vpcLinkId}");

        resources.get("/").put("ANY", Method.builder().authorizationType("AWS_IAM").build());
        assertThat(findings()).hasSize(1);
    }

    @Test
    void whatAnAnswerDoesNotShowIsUnknownNotAbsent() {
        resources.remove("/");
        assertThatThrownBy(this::findings).isInstanceOf(AwsUnavailableException.class)
                .hasMessageStartingWith("GetResources answered no resource / of REST API api1");

        doAnswer(call -> GetDeploymentResponse.builder().id("d1").description(description).build()).when(aws)
                .getDeployment(any(GetDeploymentRequest.class));
        assertThatThrownBy(this::findings).isInstanceOf(AwsUnavailableException.class)
                .hasMessageStartingWith("GetDeployment answered no methods of deployment d1 of REST API api1");

        doThrow(AwsExceptions.notFound()).when(aws).getStages(any(GetStagesRequest.class));
        assertThatThrownBy(this::findings).isInstanceOf(AwsUnavailableException.class)
                .hasMessage("REST API api1 or a part of it went while it was read: all is to be read again.");

        doThrow(AwsExceptions.tooManyRequests()).when(aws).getStages(any(GetStagesRequest.class));
        assertThatThrownBy(this::findings).isInstanceOf(ThrottledException.class);
    }

    @Test
    void aLongListOfDifferencesIsCut() {
        for (int i = 0; i < 1000; i++) {
            resources.put("/" + i, Map.of("GET", method("NONE", false)));
        }
        assertThat(findings()).singleElement().asString().hasSizeLessThan(420).endsWith("...");
    }

    @ParameterizedTest
    @CsvSource({"a/b, link1", "api1, ${x}"})
    void idsThatCannotBeAreRefused(String restApiId, String vpcLinkId) {
        assertThatThrownBy(() -> Steps.run(handler, Map.of("execution", Steps.EXECUTION, "retries", "0", "apis", StepJson.text(
                List.of(Map.of("loadBalancerArn", Steps.ARN, "restApiId", restApiId, "vpcLinkId", vpcLinkId, "stage",
                        "live", "authorization", "AWS_IAM"))))))
                .isInstanceOf(InvalidInputException.class).hasMessageContaining("letters and digits");
    }
}
