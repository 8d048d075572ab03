package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.Deployment;
import io.gatelink.local.apigateway.Deployments;
import io.gatelink.local.apigateway.Deployments.CreateDeploymentRequest;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.util.List;
import java.util.TreeMap;

/** Deployments on the wire. */
final class DeploymentWire {

    private static final String ALL = "/restapis/{restapi_id}/deployments";
    private static final String ONE = ALL + "/{deployment_id}";

    private final Deployments deployments;

    DeploymentWire(Deployments deployments) {
        this.deployments = deployments;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL,
                        "CreateDeployment",
                        201,
                        call -> render(
                                deployments.createDeployment(call.path("restapi_id"), parse(call.body())), false)),
                new Route(
                        "GET",
                        ALL,
                        "GetDeployments",
                        200,
                        call -> Render.page(
                                deployments.getDeployments(call.path("restapi_id"), call.position(), call.limit()),
                                deployment -> render(deployment, false))),
                new Route(
                        "GET",
                        ONE,
                        "GetDeployment",
                        200,
                        call -> render(
                                deployments.getDeployment(call.path("restapi_id"), call.path("deployment_id")),
                                call.embeds("apisummary"))),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateDeployment",
                        200,
                        call -> render(
                                deployments.updateDeployment(
                                        call.path("restapi_id"), call.path("deployment_id"), call.patch()),
                                false)),
                new Route("DELETE", ONE, "DeleteDeployment", 202, call -> {
                    deployments.deleteDeployment(call.path("restapi_id"), call.path("deployment_id"));
                    return null;
                }));
    }

    private static CreateDeploymentRequest parse(Body body) {
        body.refuse("CreateDeployment", "canarySettings", "cacheClusterSize");
        if (body.is("cacheClusterEnabled")) {
            throw Protocol.notImplemented("apigateway", "CreateDeployment with cacheClusterEnabled");
        }
        return new CreateDeploymentRequest(
                body.string("stageName"),
                body.string("stageDescription"),
                body.string("description"),
                body.stringMap("variables"),
                body.bool("tracingEnabled"));
    }

    private static ObjectNode render(Deployment deployment, boolean embedSummary) {
        ObjectNode node = Json.object().put("id", deployment.id());
        Render.put(node, "description", deployment.description());
        Render.put(node, "createdDate", deployment.createdDate());
        if (embedSummary) {
            ObjectNode summary = node.putObject("apiSummary");
            deployment.resources().stream()
                    .filter(resource -> !resource.methods().isEmpty())
                    .forEach(resource -> {
                        ObjectNode methods = summary.putObject(resource.path());
                        new TreeMap<>(resource.methods()).forEach((httpMethod, method) -> methods.putObject(httpMethod)
                                .put("authorizationType", method.authorizationType())
                                .put("apiKeyRequired", method.apiKeyRequired()));
                    });
        }
        return node;
    }
}
