package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.ApiKey;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.explore.Balancer.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What this stack made in API Gateway: what bears its owner tag. */
final class Ours {

    static final String OWNER = "gatelink:owner";
    static final String LOAD_BALANCER = "gatelink:load-balancer";
    private static final String STACK = "gatelink";
    private static final int ALL = 500;

    private final World world;
    private final LocalAws aws;

    Ours(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
    }

    /**
     * What a stage serves.
     *
     * @param vpcLinkId       of the stage variable; {@code null} if it has none
     * @param loadBalancerArn where its requests go, or were to go if its link is gone
     * @param weakest         the method that is easiest to call
     * @param strength        how hard that is
     * @param works           whether all methods are there and the link is available
     */
    record Served(
            String restApiId,
            String stageName,
            String deploymentId,
            String vpcLinkId,
            String loadBalancerArn,
            String weakest,
            Strength strength,
            boolean works) {

        boolean leadsAsDoes(Served other) {
            return restApiId.equals(other.restApiId)
                    && stageName.equals(other.stageName)
                    && String.valueOf(vpcLinkId).equals(String.valueOf(other.vpcLinkId));
        }
    }

    List<VpcLink> links() {
        return allLinks().stream().filter(link -> isOurs(link.tags())).toList();
    }

    /** Those to a load balancer that are not on their way out. */
    List<VpcLink> linksTo(Balancer balancer) {
        return links().stream()
                .filter(link -> link.targetArns().contains(balancer.arn) && link.status() != VpcLink.Status.DELETING)
                .toList();
    }

    /** And everybody else's. */
    List<VpcLink> allLinks() {
        return world.asItIs(
                () -> aws.apiGateway().vpcLinks().getVpcLinks(null, ALL).items());
    }

    List<RestApi> apis() {
        return world
                .asItIs(() -> aws.apiGateway().restApis().getRestApis(null, ALL).items())
                .stream()
                .filter(api -> isOurs(api.tags()))
                .toList();
    }

    List<RestApi> apisOf(Balancer balancer) {
        return apis().stream()
                .filter(api -> balancer.arn.equals(api.tags().get(LOAD_BALANCER)))
                .toList();
    }

    List<ApiKey> keysOf(Balancer balancer) {
        return aws.apiGateway().apiKeys().getApiKeys(null, null, null, ALL).items().stream()
                .filter(key ->
                        isOurs(key.tags()) && balancer.arn.equals(key.tags().get(LOAD_BALANCER)))
                .toList();
    }

    /** The ids of usage plans. */
    List<String> plansOf(Balancer balancer) {
        return aws.apiGateway().usagePlans().getUsagePlans(null, null, ALL).items().stream()
                .filter(plan ->
                        isOurs(plan.tags()) && balancer.arn.equals(plan.tags().get(LOAD_BALANCER)))
                .map(plan -> plan.id())
                .toList();
    }

    /** The ids of all that is ours, but for links on their way out. */
    Set<String> ids() {
        var ids = new TreeSet<String>();
        links().stream()
                .filter(link -> link.status() != VpcLink.Status.DELETING)
                .forEach(link -> ids.add(link.id()));
        apis().forEach(api -> addWithPaths(api, ids));
        aws.apiGateway().apiKeys().getApiKeys(null, null, null, ALL).items().stream()
                .filter(key -> isOurs(key.tags()))
                .forEach(key -> ids.add(key.id()));
        aws.apiGateway().usagePlans().getUsagePlans(null, null, ALL).items().stream()
                .filter(plan -> isOurs(plan.tags()))
                .forEach(plan -> ids.add(plan.id()));
        return ids;
    }

    private void addWithPaths(RestApi api, Set<String> ids) {
        ids.add(api.id());
        world.paths().to(api.id()).forEach(path -> ids.add(Paths.text(path.basePath())));
    }

    /** The ids of what bears the tag of a load balancer, or leads to it. */
    Set<String> idsOf(Balancer balancer) {
        var ids = new TreeSet<String>(plansOf(balancer));
        linksTo(balancer).forEach(link -> ids.add(link.id()));
        apisOf(balancer).forEach(api -> addWithPaths(api, ids));
        keysOf(balancer).forEach(key -> ids.add(key.id()));
        return ids;
    }

    private static boolean isOurs(Map<String, String> tags) {
        return STACK.equals(tags.get(OWNER));
    }

    /** All that our stages serve. */
    List<Served> served() {
        var served = new ArrayList<Served>();
        for (RestApi api : apis()) {
            for (Stage stage : stages(api)) {
                LiveStage live = aws.apiGateway().stage(api.id(), stage.stageName());
                if (live != null) {
                    served.add(served(api, stage, live));
                }
            }
        }
        return served;
    }

    /** None while the API does not show. */
    private List<Stage> stages(RestApi api) {
        try {
            return aws.apiGateway().stages().getStages(api.id(), null);
        } catch (AwsException notYet) {
            return List.of();
        }
    }

    private Served served(RestApi api, Stage stage, LiveStage live) {
        String weakest = "nothing";
        Strength strength = Strength.AWS_IAM;
        int methods = 0;
        for (Resource resource : live.resources()) {
            for (Method method : resource.methods().values()) {
                methods++;
                if (strength(method).compareTo(strength) < 0) {
                    strength = strength(method);
                    weakest = method.httpMethod() + " " + resource.path();
                }
            }
        }
        String linkId = live.variables().get("vpcLinkId");
        LiveStage.Link link = linkId == null ? null : aws.apiGateway().link(linkId);
        boolean works = methods >= 2 && link != null && link.status().equals("AVAILABLE");
        return new Served(
                api.id(),
                live.stageName(),
                stage.deploymentId(),
                linkId,
                link != null ? link.targetArn() : api.tags().get(LOAD_BALANCER),
                weakest,
                strength,
                works);
    }

    private static Strength strength(Method method) {
        return method.authorizationType().equals("AWS_IAM")
                ? Strength.AWS_IAM
                : method.apiKeyRequired() ? Strength.API_KEY : Strength.NONE;
    }
}
