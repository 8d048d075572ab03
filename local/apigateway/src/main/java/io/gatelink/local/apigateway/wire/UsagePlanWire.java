package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.UsagePlan;
import io.gatelink.local.apigateway.UsagePlan.ApiStage;
import io.gatelink.local.apigateway.UsagePlan.Throttle;
import io.gatelink.local.apigateway.UsagePlans;
import io.gatelink.local.apigateway.UsagePlans.CreateUsagePlanRequest;
import io.gatelink.local.apigateway.UsagePlans.UsagePlanKey;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.TreeMap;

/** Usage plans and their keys on the wire. */
final class UsagePlanWire {

    private static final String ALL = "/usageplans";
    private static final String ONE = ALL + "/{usageplanId}";
    private static final String KEYS = ONE + "/keys";
    private static final String KEY = KEYS + "/{keyId}";

    private final UsagePlans usagePlans;

    UsagePlanWire(UsagePlans usagePlans) {
        this.usagePlans = usagePlans;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL,
                        "CreateUsagePlan",
                        201,
                        call -> render(usagePlans.createUsagePlan(parse(call.body())), false)),
                new Route(
                        "GET",
                        ALL,
                        "GetUsagePlans",
                        200,
                        call -> Render.page(
                                usagePlans.getUsagePlans(call.query("keyId"), call.position(), call.limit()),
                                plan -> render(plan, false))),
                new Route(
                        "GET",
                        ONE,
                        "GetUsagePlan",
                        200,
                        call -> render(usagePlans.getUsagePlan(call.path("usageplanId")), true)),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateUsagePlan",
                        200,
                        call -> render(usagePlans.updateUsagePlan(call.path("usageplanId"), call.patch()), true)),
                new Route("DELETE", ONE, "DeleteUsagePlan", 202, call -> {
                    usagePlans.deleteUsagePlan(call.path("usageplanId"));
                    return null;
                }),
                new Route("POST", KEYS, "CreateUsagePlanKey", 201, call -> {
                    Body body = call.body();
                    return render(usagePlans.createUsagePlanKey(
                            call.path("usageplanId"), body.string("keyId"), body.string("keyType")));
                }),
                new Route(
                        "GET",
                        KEYS,
                        "GetUsagePlanKeys",
                        200,
                        call -> Render.page(
                                usagePlans.getUsagePlanKeys(
                                        call.path("usageplanId"), call.query("name"), call.position(), call.limit()),
                                UsagePlanWire::render)),
                new Route(
                        "GET",
                        KEY,
                        "GetUsagePlanKey",
                        200,
                        call -> render(usagePlans.getUsagePlanKey(call.path("usageplanId"), call.path("keyId")))),
                new Route("DELETE", KEY, "DeleteUsagePlanKey", 202, call -> {
                    usagePlans.deleteUsagePlanKey(call.path("usageplanId"), call.path("keyId"));
                    return null;
                }));
    }

    private static CreateUsagePlanRequest parse(Body body) {
        Body quota = body.object("quota");
        return new CreateUsagePlanRequest(
                body.string("name"),
                body.string("description"),
                body.objects("apiStages").stream().map(UsagePlanWire::apiStage).toList(),
                throttle(body),
                quota.integer("limit"),
                quota.integer("offset"),
                quota.string("period"),
                body.stringMap("tags"));
    }

    private static ApiStage apiStage(Body body) {
        var throttle = new TreeMap<String, Throttle>();
        body.objectMap("throttle").forEach((method, limits) -> throttle.put(method, limits(limits)));
        return new ApiStage(body.string("apiId"), body.string("stage"), throttle);
    }

    /** @return {@code null} if there is none */
    private static Throttle throttle(Body body) {
        return body.has("throttle") ? limits(body.object("throttle")) : null;
    }

    private static Throttle limits(Body body) {
        return new Throttle(body.integer("burstLimit"), body.number("rateLimit"));
    }

    /** @param noTags whether to say so if there are none; AWS does when one plan is asked for */
    private static ObjectNode render(UsagePlan plan, boolean noTags) {
        ObjectNode node = Json.object().put("id", plan.id()).put("name", plan.name());
        Render.put(node, "description", plan.description());
        ArrayNode stages = node.putArray("apiStages");
        plan.apiStages().forEach(stage -> stages.add(render(stage)));
        if (plan.throttle() != null) {
            node.set("throttle", render(plan.throttle()));
        }
        if (plan.quota() != null) {
            node.putObject("quota")
                    .put("limit", plan.quota().limit())
                    .put("offset", plan.quota().offset())
                    .put("period", plan.quota().period());
        }
        Render.put(node, "productCode", plan.productCode());
        if (noTags || !plan.tags().isEmpty()) {
            Render.object(node, "tags", plan.tags());
        }
        return node;
    }

    private static ObjectNode render(ApiStage stage) {
        ObjectNode node = Json.object().put("apiId", stage.apiId()).put("stage", stage.stage());
        if (!stage.throttle().isEmpty()) {
            ObjectNode throttle = node.putObject("throttle");
            stage.throttle().forEach((method, limits) -> throttle.set(method, render(limits)));
        }
        return node;
    }

    private static ObjectNode render(Throttle throttle) {
        ObjectNode node = Json.object();
        if (throttle.burstLimit() != null) {
            node.put("burstLimit", throttle.burstLimit());
        }
        if (throttle.rateLimit() != null) {
            node.put("rateLimit", throttle.rateLimit());
        }
        return node;
    }

    private static ObjectNode render(UsagePlanKey key) {
        ObjectNode node =
                Json.object().put("id", key.id()).put("type", key.type()).put("value", key.value());
        Render.put(node, "name", key.name());
        return node;
    }
}
