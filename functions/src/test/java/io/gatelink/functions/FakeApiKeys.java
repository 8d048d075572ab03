package io.gatelink.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mockito.stubbing.Answer;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.CreateApiKeyRequest;
import software.amazon.awssdk.services.apigateway.model.CreateApiKeyResponse;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanKeyRequest;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanKeyResponse;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.CreateUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteApiKeyRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteApiKeyResponse;
import software.amazon.awssdk.services.apigateway.model.DeleteUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.DeleteUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.GetApiKeysRequest;
import software.amazon.awssdk.services.apigateway.model.GetApiKeysResponse;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlansRequest;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlansResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateUsagePlanRequest;
import software.amazon.awssdk.services.apigateway.model.UpdateUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;

/** Adds API keys and usage plans to a mocked client, listed one a page. Nobody may ask for values. */
final class FakeApiKeys {

    final List<ApiKey> keys = new ArrayList<>();
    final Map<String, UsagePlan> plans = new LinkedHashMap<>();

    /** The ids of the keys of each plan. */
    final Map<String, Set<String>> members = new LinkedHashMap<>();

    private int made;

    FakeApiKeys(ApiGatewayClient client) {
        doAnswer(call -> {
            GetApiKeysRequest request = call.getArgument(0);
            if (!Boolean.FALSE.equals(request.includeValues())) {
                throw new AssertionError("The keys' values are asked for");
            }
            int from = request.position() == null ? 0 : Integer.parseInt(request.position());
            return GetApiKeysResponse.builder().items(keys.subList(from, Math.min(from + 1, keys.size())))
                    .position(from + 1 < keys.size() ? Integer.toString(from + 1) : null).build();
        }).when(client).getApiKeys(any(GetApiKeysRequest.class));
        doAnswer(call -> {
            GetUsagePlansRequest request = call.getArgument(0);
            List<UsagePlan> all = plans.values().stream().filter(plan -> request.keyId() == null
                    || members.getOrDefault(plan.id(), Set.of()).contains(request.keyId())).toList();
            int from = request.position() == null ? 0 : Integer.parseInt(request.position());
            return GetUsagePlansResponse.builder().items(all.subList(from, Math.min(from + 1, all.size())))
                    .position(from + 1 < all.size() ? Integer.toString(from + 1) : null).build();
        }).when(client).getUsagePlans(any(GetUsagePlansRequest.class));
        doAnswer(createApiKey()).when(client).createApiKey(any(CreateApiKeyRequest.class));
        doAnswer(createUsagePlan()).when(client).createUsagePlan(any(CreateUsagePlanRequest.class));
        doAnswer(updateUsagePlan()).when(client).updateUsagePlan(any(UpdateUsagePlanRequest.class));
        doAnswer(createUsagePlanKey()).when(client).createUsagePlanKey(any(CreateUsagePlanKeyRequest.class));
        doAnswer(call -> {
            DeleteApiKeyRequest request = call.getArgument(0);
            if (!keys.removeIf(key -> key.id().equals(request.apiKey()))) {
                throw AwsExceptions.notFound();
            }
            return DeleteApiKeyResponse.builder().build();
        }).when(client).deleteApiKey(any(DeleteApiKeyRequest.class));
        doAnswer(call -> {
            DeleteUsagePlanRequest request = call.getArgument(0);
            if (!plans.get(request.usagePlanId()).apiStages().isEmpty()) {
                throw AwsExceptions.badRequest("Cannot delete Usage Plan " + request.usagePlanId()
                        + " because there are API Stages associated with it");
            }
            plans.remove(request.usagePlanId());
            return DeleteUsagePlanResponse.builder().build();
        }).when(client).deleteUsagePlan(any(DeleteUsagePlanRequest.class));
    }

    /** Adds a key of ours. */
    void key(String id, Instant createdDate, String execution) {
        keys.add(ApiKey.builder().id(id).createdDate(createdDate).tags(Steps.OWNERSHIP.tags(Steps.ARN, execution))
                .build());
    }

    /** Adds a plan of ours with stages of the API {@code api1}, and its keys. */
    void plan(String id, String execution, List<String> stages, String... keyIds) {
        plans.put(id, UsagePlan.builder().id(id).tags(Steps.OWNERSHIP.tags(Steps.ARN, execution))
                .apiStages(stages.stream().map(stage -> ApiStage.builder().apiId("api1").stage(stage).build()).toList())
                .build());
        members.put(id, new LinkedHashSet<>(List.of(keyIds)));
    }

    List<String> keyIds() {
        return keys.stream().map(ApiKey::id).toList();
    }

    List<String> stagesOf(String plan) {
        return plans.get(plan).apiStages().stream().map(stage -> stage.apiId() + ":" + stage.stage()).toList();
    }

    Answer<CreateApiKeyResponse> createApiKey() {
        return call -> {
            CreateApiKeyRequest request = call.getArgument(0);
            ApiKey key = ApiKey.builder().id("key" + ++made).name(request.name()).enabled(request.enabled())
                    .createdDate(Steps.CLOCK.instant()).tags(request.tags()).build();
            keys.add(key);
            return CreateApiKeyResponse.builder().id(key.id()).value("the key's value").build();
        };
    }

    Answer<CreateUsagePlanResponse> createUsagePlan() {
        return call -> {
            CreateUsagePlanRequest request = call.getArgument(0);
            String id = "plan" + ++made;
            plans.put(id, UsagePlan.builder().id(id).name(request.name()).apiStages(request.apiStages())
                    .tags(request.tags()).build());
            return CreateUsagePlanResponse.builder().id(id).build();
        };
    }

    Answer<UpdateUsagePlanResponse> updateUsagePlan() {
        return call -> {
            UpdateUsagePlanRequest request = call.getArgument(0);
            PatchOperation patch = request.patchOperations().get(0);
            String[] parts = patch.value().split(":");
            ApiStage stage = ApiStage.builder().apiId(parts[0]).stage(parts[1]).build();
            UsagePlan plan = plans.get(request.usagePlanId());
            List<ApiStage> stages = new ArrayList<>(plan.apiStages());
            if (patch.op() == Op.ADD) {
                stages.add(stage);
            } else if (!stages.remove(stage)) {
                throw AwsExceptions.notFound();
            }
            plans.put(plan.id(), plan.copy(p -> p.apiStages(stages)));
            return UpdateUsagePlanResponse.builder().build();
        };
    }

    Answer<CreateUsagePlanKeyResponse> createUsagePlanKey() {
        return call -> {
            CreateUsagePlanKeyRequest request = call.getArgument(0);
            if (!members.computeIfAbsent(request.usagePlanId(), id -> new LinkedHashSet<>()).add(request.keyId())) {
                throw AwsExceptions.conflict("Usage Plan Key already exists");
            }
            return CreateUsagePlanKeyResponse.builder().value("the key's value").build();
        };
    }
}
