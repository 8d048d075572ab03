package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.Deployments.CreateDeploymentRequest;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.core.AwsException;
import java.util.List;
import java.util.Map;

/** Changes that people make to what is ours, by hand. Used exclusively. */
final class Drifts {

    private final LocalAws aws;
    private final Ours ours;
    private final Paths paths;

    Drifts(LocalAws aws, Ours ours, Paths paths) {
        this.aws = aws;
        this.ours = ours;
        this.paths = paths;
    }

    /** What they change. */
    enum Kind {
        METHOD_OPENED("its methods ask for no authorization"),
        METHOD_OPENED_AND_DEPLOYED("its methods ask for no authorization, and are deployed"),
        METHOD_DELETED("a method is deleted"),
        METHOD_DELETED_AND_DEPLOYED("a method is deleted, and that is deployed"),
        STAGE_VARIABLE("the stage leads nowhere"),
        STAGE_DELETED("the stage is deleted"),
        STAGE_ADDED("another stage is added"),
        API_DELETED("the API is deleted"),
        LINK_DELETED("the stage leads nowhere, and the link is deleted"),
        KEY_DELETED("the API key is deleted"),
        KEY_DISABLED("the API key is disabled"),
        PLAN_DELETED("the usage plan is deleted"),
        PLAN_EMPTIED("the usage plan's key is taken out"),
        API_UNTAGGED("the API loses our tags"),
        LINK_UNTAGGED("the link loses our tags"),
        PATH_DELETED("its path of the custom domain is deleted"),
        PATH_LED_AWAY("its path of the custom domain leads to a REST API of others"),
        LED_THROUGH_ANOTHER("its methods lead through a VPC link of version 2 of others, and are deployed");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** Whether it takes a custom domain. */
        boolean isOfPath() {
            return this == PATH_DELETED || this == PATH_LED_AWAY;
        }

        /** Whether it takes load balancers that share links. */
        boolean isOfSharedLink() {
            return this == LED_THROUGH_ANOTHER;
        }
    }

    /**
     * Makes the change, as far as there is something to change; what AWS refuses stays as it is.
     *
     * @param foreign what others have that {@link Kind#PATH_LED_AWAY} and {@link Kind#LED_THROUGH_ANOTHER} lead to
     */
    void make(Balancer balancer, Kind kind, String foreign) {
        try {
            for (RestApi api : ours.apisOf(balancer)) {
                change(api.id(), kind, foreign);
            }
            ours.keysOf(balancer).forEach(key -> {
                if (kind == Kind.KEY_DELETED) {
                    gateway().apiKeys().deleteApiKey(key.id());
                } else if (kind == Kind.KEY_DISABLED) {
                    gateway().apiKeys().updateApiKey(key.id(), List.of(replace("/enabled", "false")));
                }
            });
            ours.plansOf(balancer).forEach(plan -> changePlan(plan, kind));
            for (VpcLink link : ours.linksTo(balancer)) {
                if (kind == Kind.LINK_DELETED) {
                    gateway().vpcLinks().deleteVpcLink(link.id());
                } else if (kind == Kind.LINK_UNTAGGED) {
                    gateway()
                            .tags()
                            .untagResource(
                                    "arn:aws:apigateway:us-east-1::/vpclinks/" + link.id(),
                                    List.of(Ours.OWNER, Ours.LOAD_BALANCER));
                }
            }
        } catch (AwsException refused) {
            return;
        }
    }

    private void changePlan(String plan, Kind kind) {
        if (kind == Kind.PLAN_EMPTIED) {
            gateway()
                    .usagePlans()
                    .getUsagePlanKeys(plan, null, null, 500)
                    .items()
                    .forEach(key -> gateway().usagePlans().deleteUsagePlanKey(plan, key.id()));
        } else if (kind == Kind.PLAN_DELETED) {
            gateway().usagePlans().getUsagePlan(plan).apiStages().forEach(stage -> gateway()
                    .usagePlans()
                    .updateUsagePlan(plan, List.of(new PatchOperation("remove", "/apiStages", stage.key(), null))));
            gateway().usagePlans().deleteUsagePlan(plan);
        }
    }

    private void change(String api, Kind kind, String foreign) {
        switch (kind) {
            case METHOD_OPENED, METHOD_OPENED_AND_DEPLOYED ->
                methods(api, (resource, method) -> gateway()
                        .methods()
                        .updateMethod(
                                api,
                                resource.id(),
                                method,
                                List.of(replace("/authorizationType", "NONE"), replace("/apiKeyRequired", "false"))));
            case METHOD_DELETED, METHOD_DELETED_AND_DEPLOYED ->
                methods(api, (resource, method) -> {
                    if (!resource.path().equals("/")) {
                        gateway().methods().deleteMethod(api, resource.id(), method);
                    }
                });
            case STAGE_VARIABLE, LINK_DELETED ->
                stages(api, stage -> gateway()
                        .stages()
                        .updateStage(api, stage.stageName(), List.of(replace("/variables/vpcLinkId", "none"))));
            case STAGE_DELETED -> {
                freePaths(api);
                stages(api, stage -> gateway().stages().deleteStage(api, stage.stageName()));
            }
            case STAGE_ADDED ->
                stages(api, stage -> gateway()
                        .stages()
                        .createStage(
                                api,
                                new io.gatelink.local.apigateway.Stages.CreateStageRequest(
                                        "by-hand",
                                        stage.deploymentId(),
                                        null,
                                        stage.variables(),
                                        null,
                                        false,
                                        Map.of())));
            case API_DELETED -> {
                freePaths(api);
                gateway().restApis().deleteRestApi(api);
            }
            case PATH_DELETED -> freePaths(api);
            case PATH_LED_AWAY -> paths.to(api).forEach(path -> paths.lead(path.basePath(), foreign));
            case API_UNTAGGED ->
                gateway()
                        .tags()
                        .untagResource(
                                "arn:aws:apigateway:us-east-1::/restapis/" + api,
                                List.of(Ours.OWNER, Ours.LOAD_BALANCER));
            case LED_THROUGH_ANOTHER ->
                methods(api, (resource, method) -> gateway()
                        .integrations()
                        .updateIntegration(api, resource.id(), method, List.of(replace("/connectionId", foreign))));
            default -> {}
        }
        if (kind == Kind.METHOD_OPENED_AND_DEPLOYED
                || kind == Kind.METHOD_DELETED_AND_DEPLOYED
                || kind == Kind.LED_THROUGH_ANOTHER) {
            stages(api, stage -> gateway()
                    .deployments()
                    .createDeployment(
                            api, new CreateDeploymentRequest(stage.stageName(), null, "By hand", Map.of(), null)));
        }
    }

    private void freePaths(String api) {
        paths.to(api).forEach(path -> paths.free(path.basePath()));
    }

    private interface MethodChange {
        void make(Resource resource, String method);
    }

    private void methods(String api, MethodChange change) {
        for (Resource resource :
                gateway().resources().getResources(api, null, 500).items()) {
            resource.methods().keySet().forEach(method -> change.make(resource, method));
        }
    }

    private void stages(String api, java.util.function.Consumer<Stage> change) {
        List.copyOf(gateway().stages().getStages(api, null)).forEach(change);
    }

    private ApiGateway gateway() {
        return aws.apiGateway();
    }

    private static PatchOperation replace(String path, String value) {
        return new PatchOperation("replace", path, value, null);
    }
}
