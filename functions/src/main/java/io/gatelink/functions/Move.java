package io.gatelink.functions;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;

/**
 * Moves the tags of an API and of what belongs to it from one load balancer to another. The API's own come last, so that
 * a move that was broken off is begun again where the API is.
 *
 * @param executionArn of this execution
 */
record Move(ApiGatewayClient apiGateway, Ownership ownership, String executionArn) {

    /** Moves what has the tag of {@code from}, and gives the API these tags, too. */
    void tags(RestApi api, String from, String to, Map<String, String> more) {
        if (from.equals(to)) {
            return;
        }
        Map<String, String> tag = Map.of(Tags.LOAD_BALANCER, to);
        for (UsagePlan plan : plans()) {
            if (ownership.isFor(from, plan.tags())) {
                tag("/usageplans/" + plan.id(), tag);
            }
        }
        for (ApiKey key : keys()) {
            if (ownership.isFor(from, key.tags())) {
                tag("/apikeys/" + key.id(), tag);
            }
        }
        for (Stage stage : new RestApis(apiGateway, ownership).stages(api.id())) {
            if (ownership.isFor(from, stage.tags())) {
                tag("/restapis/" + api.id() + "/stages/" + stage.stageName(), tag);
            }
        }
        Map<String, String> all = new TreeMap<>(more);
        all.put(Tags.LOAD_BALANCER, to);
        if (!api.tags().entrySet().containsAll(all.entrySet())) {
            tag("/restapis/" + api.id(), all);
        }
    }

    private List<UsagePlan> plans() {
        return apiGateway.getUsagePlansPaginator(request -> request.limit(RestApis.PAGE)).items().stream().toList();
    }

    private List<ApiKey> keys() {
        return apiGateway.getApiKeysPaginator(request -> request.limit(RestApis.PAGE).includeValues(false)).items().stream()
                .toList();
    }

    private void tag(String path, Map<String, String> changes) {
        Map<String, String> tags = new TreeMap<>(changes);
        tags.put(Tags.OWNER, ownership.owner());
        RestApis.unlessGone(() -> apiGateway.tagResource(request -> request
                .resourceArn(ApiGatewayArn.of(executionArn, path)).tags(tags)));
    }
}
