package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.MethodSetting;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.apigateway.Stages;
import io.gatelink.local.apigateway.Stages.CreateStageRequest;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.util.List;

/** Stages on the wire. */
final class StageWire {

    private static final String ALL = "/restapis/{restapi_id}/stages";
    private static final String ONE = ALL + "/{stage_name}";

    private final Stages stages;

    StageWire(Stages stages) {
        this.stages = stages;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL,
                        "CreateStage",
                        201,
                        call -> render(stages.createStage(call.path("restapi_id"), parse(call.body())))),
                new Route("GET", ALL, "GetStages", 200, call -> {
                    ObjectNode node = Json.object();
                    ArrayNode items = node.putArray("item");
                    stages.getStages(call.path("restapi_id"), call.query("deploymentId"))
                            .forEach(stage -> items.add(render(stage)));
                    return node;
                }),
                new Route(
                        "GET",
                        ONE,
                        "GetStage",
                        200,
                        call -> render(stages.getStage(call.path("restapi_id"), call.path("stage_name")))),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateStage",
                        200,
                        call -> render(
                                stages.updateStage(call.path("restapi_id"), call.path("stage_name"), call.patch()))),
                new Route("DELETE", ONE, "DeleteStage", 202, call -> {
                    stages.deleteStage(call.path("restapi_id"), call.path("stage_name"));
                    return null;
                }));
    }

    private static CreateStageRequest parse(Body body) {
        body.refuse("CreateStage", "canarySettings", "cacheClusterSize");
        if (body.is("cacheClusterEnabled")) {
            throw Protocol.notImplemented("apigateway", "CreateStage with cacheClusterEnabled");
        }
        return new CreateStageRequest(
                body.string("stageName"),
                body.string("deploymentId"),
                body.string("description"),
                body.stringMap("variables"),
                body.string("documentationVersion"),
                body.is("tracingEnabled"),
                body.stringMap("tags"));
    }

    private static ObjectNode render(Stage stage) {
        ObjectNode node =
                Json.object().put("deploymentId", stage.deploymentId()).put("stageName", stage.stageName());
        Render.put(node, "description", stage.description());
        node.put("cacheClusterEnabled", false).put("cacheClusterStatus", "NOT_AVAILABLE");
        ObjectNode settings = node.putObject("methodSettings");
        stage.methodSettings().forEach((key, setting) -> settings.set(key, render(setting)));
        Render.put(node, "variables", stage.variables());
        if (stage.accessLogSettings() != null) {
            ObjectNode logs = node.putObject("accessLogSettings");
            Render.put(logs, "destinationArn", stage.accessLogSettings().destinationArn());
            Render.put(logs, "format", stage.accessLogSettings().format());
        }
        node.put("tracingEnabled", stage.tracingEnabled());
        Render.put(node, "webAclArn", stage.webAclArn());
        Render.put(node, "tags", stage.tags());
        Render.put(node, "createdDate", stage.createdDate());
        Render.put(node, "lastUpdatedDate", stage.lastUpdatedDate());
        return node;
    }

    private static ObjectNode render(MethodSetting setting) {
        ObjectNode node = Json.object().put("metricsEnabled", setting.metricsEnabled());
        Render.put(node, "loggingLevel", setting.loggingLevel());
        return node.put("dataTraceEnabled", setting.dataTraceEnabled())
                .put("throttlingBurstLimit", setting.throttlingBurstLimit())
                .put("throttlingRateLimit", setting.throttlingRateLimit())
                .put("cachingEnabled", setting.cachingEnabled())
                .put("cacheTtlInSeconds", setting.cacheTtlInSeconds())
                .put("cacheDataEncrypted", setting.cacheDataEncrypted())
                .put("requireAuthorizationForCacheControl", setting.requireAuthorizationForCacheControl())
                .put("unauthorizedCacheControlHeaderStrategy", setting.unauthorizedCacheControlHeaderStrategy());
    }
}
