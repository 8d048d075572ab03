package io.gatelink.local.apigateway;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that belongs to one REST API. Shared by the services of this package, each changing its own part. */
final class RestApiState {

    RestApi api;
    final Instant made;
    private final EventualConsistency arrivals;
    final Store<Resource> resources = new Store<>();
    final Store<Authorizer> authorizers = new Store<>();
    final Store<Deployment> deployments = new Store<>();
    final Map<GatewayResponseType, GatewayResponse> gatewayResponses = new EnumMap<>(GatewayResponseType.class);
    final Map<String, Stage> stages = new TreeMap<>();
    /** What the data plane serves, kept in step with {@link #stages}. */
    final Map<String, LiveStage> liveStages = new TreeMap<>();

    RestApiState(RestApi api, Instant made, EventualConsistency arrivals) {
        this.api = api;
        this.made = made;
        this.arrivals = arrivals;
    }

    Resource resource(String resourceId) {
        return resources
                .find(resourceId)
                .filter(resource -> arrivals.shows(path("resources", resourceId)))
                .orElseThrow(ApiGatewayErrors::noResource);
    }

    Optional<Deployment> deployment(String deploymentId) {
        return deployments.find(deploymentId).filter(deployment -> arrivals.shows(path("deployments", deploymentId)));
    }

    Optional<Stage> stage(String stageName) {
        return Optional.ofNullable(stages.get(stageName)).filter(stage -> arrivals.shows(path("stages", stageName)));
    }

    /**
     * Remembers that a resource, deployment or stage was made just now.
     *
     * @param kind as in ARNs, e.g. {@code stages}
     */
    void made(String kind, String id) {
        arrivals.made(path(kind, id));
    }

    /**
     * @throws io.gatelink.local.core.AwsException BadRequestException while a change of the API's endpoint is under way
     */
    void requireNoUpdate() {
        if (api.updating()) {
            throw ApiGatewayErrors.updateInProgress();
        }
    }

    private String path(String kind, String id) {
        return "/restapis/" + api.id() + "/" + kind + "/" + id;
    }

    Method method(String resourceId, String httpMethod) {
        Method method = resource(resourceId).methods().get(httpMethod);
        if (method == null) {
            throw ApiGatewayErrors.noMethod();
        }
        return method;
    }

    void put(Resource resource) {
        resources.put(resource.id(), resource);
    }

    /** Replaces one method of a resource; {@code null} removes it. */
    void put(String resourceId, String httpMethod, Method method) {
        Resource resource = resource(resourceId);
        var methods = new TreeMap<>(resource.methods());
        if (method == null) {
            methods.remove(httpMethod);
        } else {
            methods.put(httpMethod, method);
        }
        put(new Resource(resource.id(), resource.parentId(), resource.pathPart(), resource.path(), methods));
    }

    /** Puts a stage, and makes it what the data plane serves from now on. */
    void put(Stage stage) {
        Deployment deployment = deployments.find(stage.deploymentId()).orElseThrow();
        stages.put(stage.stageName(), stage);
        liveStages.put(
                stage.stageName(),
                new LiveStage(
                        api.id(),
                        stage.stageName(),
                        stage.variables(),
                        deployment.resources(),
                        deployment.policy(),
                        deployment.binaryMediaTypes(),
                        deployment.minimumCompressionSize(),
                        deployment.gatewayResponses(),
                        deployment.authorizers(),
                        stage.webAclArn()));
    }

    void removeStage(String stageName) {
        stages.remove(stageName);
        liveStages.remove(stageName);
    }
}
