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
import java.util.stream.Stream;

/** What this stack made in API Gateway: what bears its owner tag. */
final class Ours {

    static final String OWNER = "gatelink:owner";
    static final String LOAD_BALANCER = "gatelink:load-balancer";
    static final String EXECUTION = "gatelink:execution";
    private static final String STACK = "gatelink";

    private final LocalAws aws;

    Ours(LocalAws aws) {
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
        return aws.apiGateway().vpcLinks().getVpcLinks(null, 500).items().stream()
                .filter(link -> isOurs(link.tags())).toList();
    }

    List<RestApi> apis() {
        return aws.apiGateway().restApis().getRestApis(null, 500).items().stream()
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

    /** The ids of what an execution made and what is still there. */
    Stream<String> madeBy(Execution execution) {
        String by = execution.name() + "@";
        return Stream.concat(
                links().stream().filter(link -> link.tags().getOrDefault(EXECUTION, "").startsWith(by)).map(VpcLink::id),
                apis().stream().filter(api -> api.tags().getOrDefault(EXECUTION, "").startsWith(by)).map(RestApi::id));
    }
}
