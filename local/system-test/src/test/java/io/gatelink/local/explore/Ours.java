package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.ApiKey;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.explore.Balancer.Strength;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What this stack made in API Gateway: what bears its owner tag. */
final class Ours {

    static final String OWNER = "gatelink:owner";
    static final String LOAD_BALANCER = "gatelink:load-balancer";
    private static final String STACK = "gatelink";
    private static final String VARIABLE = "${stageVariables.vpcLinkId}";
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
     * @param connectionId    of the VPC link that its requests go through, of either version
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
            String connectionId,
            String loadBalancerArn,
            String weakest,
            Strength strength,
            boolean works) {

        boolean leadsAsDoes(Served other) {
            return restApiId.equals(other.restApiId)
                    && stageName.equals(other.stageName)
                    && Objects.equals(vpcLinkId, other.vpcLinkId)
                    && Objects.equals(connectionId, other.connectionId)
                    && Objects.equals(loadBalancerArn, other.loadBalancerArn);
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

    static boolean isOurs(Map<String, String> tags) {
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
        Set<Way> ways = ways(live);
        Way way = ways.size() == 1 ? ways.iterator().next() : new Way(null, null, false);
        return new Served(
                api.id(),
                live.stageName(),
                stage.deploymentId(),
                live.variables().get("vpcLinkId"),
                way.connectionId,
                way.loadBalancerArn != null ? way.loadBalancerArn : api.tags().get(LOAD_BALANCER),
                weakest,
                strength,
                methods >= 2 && way.works);
    }

    /** Where requests go. */
    private record Way(String connectionId, String loadBalancerArn, boolean works) {}

    /** Those of all methods, which are to have the same. */
    private Set<Way> ways(LiveStage live) {
        Set<Way> ways = new HashSet<>();
        for (Resource resource : live.resources()) {
            for (Method method : resource.methods().values()) {
                ways.add(way(live, method.methodIntegration()));
            }
        }
        return ways;
    }

    /** A link of version 1 leads to its load balancer; of version 2 the integration names one, of the link's VPC. */
    private Way way(LiveStage live, Integration integration) {
        String connectionId = VARIABLE.equals(integration.connectionId())
                ? live.variables().get("vpcLinkId")
                : integration.connectionId();
        LiveStage.Link link = connectionId == null ? null : aws.apiGateway().link(connectionId);
        if (link == null) {
            return new Way(connectionId, integration.integrationTarget(), false);
        }
        boolean available = link.status().equals("AVAILABLE");
        if (!link.isV2()) {
            return new Way(connectionId, link.targetArn(), available && integration.integrationTarget() == null);
        }
        boolean inVpc = world.balancers().stream()
                .anyMatch(balancer -> balancer.arn.equals(integration.integrationTarget())
                        && balancer.vpc.id().equals(link.network().vpcId()));
        return new Way(connectionId, integration.integrationTarget(), available && inVpc);
    }

    private static Strength strength(Method method) {
        return method.authorizationType().equals("AWS_IAM")
                ? Strength.AWS_IAM
                : method.apiKeyRequired() ? Strength.API_KEY : Strength.NONE;
    }
}
