package io.gatelink.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mockito.stubbing.Answer;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.AccessLogSettings;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.CreateStageRequest;
import software.amazon.awssdk.services.apigateway.model.CreateStageResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteStageRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteStageResponse;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetAccountRequest;
import software.amazon.awssdk.services.apigateway.model.GetAccountResponse;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsRequest;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentsResponse;
import software.amazon.awssdk.services.apigateway.model.GetStageRequest;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.GetStagesRequest;
import software.amazon.awssdk.services.apigateway.model.GetStagesResponse;
import software.amazon.awssdk.services.apigateway.model.MethodSetting;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.UpdateStageRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateStageResponse;

/** Adds the deployments and stages of one API to a mocked client; deployments are listed two a page. */
final class FakeStages {

    static final String CONTENT = content("AWS_IAM");
    static final String OTHER_CONTENT = content("NONE");
    static final String LOG_GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:access";

    /** What every deployment publishes, by path and HTTP method. */
    Map<String, Map<String, MethodSnapshot>> summary =
            Map.of("/", Map.of("ANY", snapshot("AWS_IAM", false)), "/{proxy+}", Map.of("ANY", snapshot("AWS_IAM", false)));

    /** The role under which API Gateway may write logs. */
    String cloudwatchRoleArn = "arn:aws:iam::123456789012:role/logs";

    final Map<String, Stage> stages = new LinkedHashMap<>();
    final List<Deployment> deployments = new ArrayList<>();

    FakeStages(ApiGatewayClient client) {
        doAnswer(call -> {
            GetStageRequest request = call.getArgument(0);
            Stage stage = stage(request.stageName());
            return GetStageResponse.builder().stageName(stage.stageName()).deploymentId(stage.deploymentId())
                    .variables(stage.variables()).methodSettings(stage.methodSettings())
                    .accessLogSettings(stage.accessLogSettings()).tracingEnabled(stage.tracingEnabled())
                    .tags(stage.tags()).build();
        }).when(client).getStage(any(GetStageRequest.class));
        doAnswer(call -> GetStagesResponse.builder().item(stages.values()).build())
                .when(client).getStages(any(GetStagesRequest.class));
        doAnswer(createStage()).when(client).createStage(any(CreateStageRequest.class));
        doAnswer(updateStage()).when(client).updateStage(any(UpdateStageRequest.class));
        doAnswer(call -> {
            DeleteStageRequest request = call.getArgument(0);
            stage(request.stageName());
            stages.remove(request.stageName());
            return DeleteStageResponse.builder().build();
        }).when(client).deleteStage(any(DeleteStageRequest.class));
        doAnswer(call -> {
            GetDeploymentRequest request = call.getArgument(0);
            return deployments.stream().filter(deployment -> deployment.id().equals(request.deploymentId()))
                    .map(found -> GetDeploymentResponse.builder().id(found.id()).description(found.description())
                            .apiSummary(request.embed().contains("apisummary") ? summary : null).build())
                    .findFirst().orElseThrow(AwsExceptions::notFound);
        }).when(client).getDeployment(any(GetDeploymentRequest.class));
        doAnswer(call -> {
            GetDeploymentsRequest request = call.getArgument(0);
            int from = request.position() == null ? 0 : Integer.parseInt(request.position());
            int to = Math.min(from + 2, deployments.size());
            return GetDeploymentsResponse.builder().items(deployments.subList(from, to))
                    .position(to < deployments.size() ? Integer.toString(to) : null).build();
        }).when(client).getDeployments(any(GetDeploymentsRequest.class));
        doAnswer(call -> GetAccountResponse.builder().cloudwatchRoleArn(cloudwatchRoleArn).build())
                .when(client).getAccount(any(GetAccountRequest.class));
        doAnswer(createDeployment()).when(client).createDeployment(any(CreateDeploymentRequest.class));
        doAnswer(call -> {
            DeleteDeploymentRequest request = call.getArgument(0);
            if (stages.values().stream().anyMatch(stage -> request.deploymentId().equals(stage.deploymentId()))) {
                throw AwsExceptions.badRequest(
                        "Active stages pointing to this deployment must be moved or deleted");
            }
            if (!deployments.removeIf(deployment -> deployment.id().equals(request.deploymentId()))) {
                throw AwsExceptions.notFound();
            }
            return DeleteDeploymentResponse.builder().build();
        }).when(client).deleteDeployment(any(DeleteDeploymentRequest.class));
    }

    private static String content(String authorization) {
        return DeploymentDescription.content(authorization, "http://orders.example:80", "29000", "http_proxy", "",
                "SecurityPolicy_TLS13_1_2_2021_06");
    }

    static MethodSnapshot snapshot(String authorizationType, Boolean apiKeyRequired) {
        return MethodSnapshot.builder().authorizationType(authorizationType).apiKeyRequired(apiKeyRequired).build();
    }

    /** Adds a deployment that Gatelink made. */
    void deployment(String id, String content, String execution, String predecessor) {
        deployments.add(Deployment.builder().id(id)
                .description(new DeploymentDescription(content, execution, Optional.ofNullable(predecessor)).text())
                .build());
    }

    /** Adds a stage that leads to the link {@code link1}, and is as it should be. */
    void stage(String name, String deploymentId, String execution) {
        stages.put(name, Stage.builder().stageName(name).deploymentId(deploymentId)
                .variables(Map.of("vpcLinkId", "link1")).tags(Steps.OWNERSHIP.tags(Steps.ARN, execution))
                .tracingEnabled(true)
                .accessLogSettings(logs -> logs.destinationArn(LOG_GROUP).format(AccessLogs.FORMAT))
                .methodSettings(Map.of("*/*", MethodSetting.builder().metricsEnabled(true).throttlingRateLimit(1000.0)
                        .throttlingBurstLimit(500).build())).build());
    }

    List<String> deploymentIds() {
        return deployments.stream().map(Deployment::id).toList();
    }

    Answer<CreateDeploymentResponse> createDeployment() {
        return call -> {
            CreateDeploymentRequest request = call.getArgument(0);
            String id = "new" + (deployments.size() + 1);
            deployments.add(Deployment.builder().id(id).description(request.description()).build());
            return CreateDeploymentResponse.builder().id(id).build();
        };
    }

    Answer<CreateStageResponse> createStage() {
        return call -> {
            CreateStageRequest request = call.getArgument(0);
            if (stages.containsKey(request.stageName())) {
                throw AwsExceptions.conflict("Stage already exists");
            }
            stages.put(request.stageName(), Stage.builder().stageName(request.stageName())
                    .deploymentId(request.deploymentId()).variables(request.variables())
                    .tracingEnabled(request.tracingEnabled()).tags(request.tags()).build());
            return CreateStageResponse.builder().build();
        };
    }

    Answer<UpdateStageResponse> updateStage() {
        return call -> {
            UpdateStageRequest request = call.getArgument(0);
            Stage stage = stage(request.stageName());
            for (PatchOperation patch : request.patchOperations()) {
                stage = changed(stage, patch);
            }
            stages.put(request.stageName(), stage);
            return UpdateStageResponse.builder().build();
        };
    }

    private static Stage changed(Stage stage, PatchOperation patch) {
        AccessLogSettings logs = Optional.ofNullable(stage.accessLogSettings())
                .orElse(AccessLogSettings.builder().build());
        MethodSetting all = stage.methodSettings().getOrDefault("*/*", MethodSetting.builder().build());
        String value = patch.value();
        return switch (patch.path()) {
            case "/deploymentId" -> stage.copy(s -> s.deploymentId(value));
            case "/description" -> stage.copy(s -> s.description(value));
            case "/variables/vpcLinkId" -> stage.copy(s -> s.variables(Map.of("vpcLinkId", value)));
            case "/tracingEnabled" -> stage.copy(s -> s.tracingEnabled(Boolean.valueOf(value)));
            case "/accessLogSettings" -> stage.copy(s -> s.accessLogSettings((AccessLogSettings) null));
            case "/accessLogSettings/destinationArn" ->
                stage.copy(s -> s.accessLogSettings(logs.copy(l -> l.destinationArn(value))));
            case "/accessLogSettings/format" -> stage.copy(s -> s.accessLogSettings(logs.copy(l -> l.format(value))));
            case "/*/*/metrics/enabled" -> with(stage, all.copy(m -> m.metricsEnabled(Boolean.valueOf(value))));
            case "/*/*/logging/dataTrace" -> with(stage, all.copy(m -> m.dataTraceEnabled(Boolean.valueOf(value))));
            case "/*/*/throttling/rateLimit" ->
                with(stage, all.copy(m -> m.throttlingRateLimit(Double.valueOf(value))));
            case "/*/*/throttling/burstLimit" ->
                with(stage, all.copy(m -> m.throttlingBurstLimit(Integer.valueOf(value))));
            default -> throw AwsExceptions.badRequest("Invalid method setting path: " + patch.path());
        };
    }

    private static Stage with(Stage stage, MethodSetting all) {
        return stage.copy(s -> s.methodSettings(Map.of("*/*", all)));
    }

    private Stage stage(String name) {
        return Optional.ofNullable(stages.get(name)).orElseThrow(AwsExceptions::notFound);
    }
}
