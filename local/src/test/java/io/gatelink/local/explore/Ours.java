package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.Stage;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.explore.Balancer.Strength;
import io.gatelink.local.states.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this stack made in API Gateway: what bears its owner tag. */
final class Ours {

    static final String OWNER = "gatelink:owner";
    static final String LOAD_BALANCER = "gatelink:load-balancer";
    static final String EXECUTION = "gatelink:execution";
    private static final String PUBLISHED_BY = "gatelink:published-by";
    private static final String STACK = "gatelink";

    private final World world;
    private final LocalAws aws;

    Ours(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
    }

    /**
     * What a stage serves.
     *
     * @param loadBalancerArn where its requests go, or were to go if its link is gone
     * @param weakest         the method that is easiest to call
     * @param strength        how hard that is
     */
    record Served(String restApiId, String stageName, String vpcLinkId, String loadBalancerArn, String weakest,
            Strength strength) {

        /** Whether requests to both go the same way. */
        boolean leadsAsDoes(Served other) {
            return restApiId.equals(other.restApiId) && stageName.equals(other.stageName)
                    && String.valueOf(vpcLinkId).equals(String.valueOf(other.vpcLinkId));
        }
    }

    List<VpcLink> links() {
        return allLinks().stream().filter(link -> isOurs(link.tags())).toList();
    }

    /** And everybody else's. */
    List<VpcLink> allLinks() {
        return world.asItIs(() -> aws.apiGateway().vpcLinks().getVpcLinks(null, 500).items());
    }

    List<RestApi> apis() {
        return world.asItIs(() -> aws.apiGateway().restApis().getRestApis(null, 500).items()).stream()
                .filter(api -> isOurs(api.tags())).toList();
    }

    private static boolean isOurs(Map<String, String> tags) {
        return STACK.equals(tags.get(OWNER));
    }

    /** All that our stages serve. */
    List<Served> served() {
        var served = new ArrayList<Served>();
        for (RestApi api : apis()) {
            for (Stage stage : aws.apiGateway().stages().getStages(api.id(), null)) {
                LiveStage live = aws.apiGateway().stage(api.id(), stage.stageName());
                if (live != null) {
                    served.add(served(api, live));
                }
            }
        }
        return served;
    }

    private Served served(RestApi api, LiveStage live) {
        String weakest = "nothing";
        Strength strength = Strength.AWS_IAM;
        for (Resource resource : live.resources()) {
            for (Method method : resource.methods().values()) {
                if (strength(method).compareTo(strength) < 0) {
                    strength = strength(method);
                    weakest = method.httpMethod() + " " + resource.path();
                }
            }
        }
        String linkId = live.variables().get("vpcLinkId");
        LiveStage.Link link = linkId == null ? null : aws.apiGateway().link(linkId);
        return new Served(api.id(), live.stageName(), linkId,
                link != null ? link.targetArn() : api.tags().get(LOAD_BALANCER), weakest, strength);
    }

    static Strength strength(Method method) {
        return method.authorizationType().equals("AWS_IAM") ? Strength.AWS_IAM
                : method.apiKeyRequired() ? Strength.API_KEY : Strength.NONE;
    }

    /** The ids of what an execution made, or answers for, and what is still there; not of what others have published. */
    Stream<String> madeBy(Execution execution) {
        String by = execution.name() + "@";
        Set<String> others = apis().stream().filter(api -> !api.tags().getOrDefault(PUBLISHED_BY, by).startsWith(by))
                .map(RestApi::id).collect(Collectors.toSet());
        Set<String> inUse = served().stream().filter(each -> others.contains(each.restApiId()))
                .map(each -> String.valueOf(each.vpcLinkId())).collect(Collectors.toSet());
        return Stream.concat(
                links().stream().filter(link -> link.tags().getOrDefault(EXECUTION, "").startsWith(by)).map(VpcLink::id)
                        .filter(id -> !inUse.contains(id)),
                apis().stream().filter(api -> api.tags().getOrDefault(EXECUTION, "").startsWith(by)).map(RestApi::id)
                        .filter(id -> !others.contains(id)));
    }
}
