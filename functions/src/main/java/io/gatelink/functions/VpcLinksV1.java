package io.gatelink.functions;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.VpcLink;

/**
 * VPC links of API Gateway's first version: each leads to one network load balancer.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html">VpcLink</a>
 */
record VpcLinksV1(ApiGatewayClient apiGateway, Ownership ownership) implements VpcLinks {

    @Override
    public List<Link> ofLoadBalancer(String loadBalancerArn) {
        return list(link -> link.targetArns().contains(loadBalancerArn)
                && ownership.isFor(loadBalancerArn, link.tags()), Link.USABLE_FIRST);
    }

    @Override
    public List<Link> ours() {
        return list(link -> ownership.isOurs(link.tags()), Comparator.comparing(Link::id));
    }

    @Override
    public Link create(String name, String loadBalancerArn, String execution, String executionArn) {
        Map<String, String> tags = ownership.tags(loadBalancerArn, execution);
        tags.put(Tags.TURN, executionArn);
        CreateVpcLinkResponse created = apiGateway.createVpcLink(request -> request
                .name(name)
                .description("Made by Gatelink for " + loadBalancerArn)
                .targetArns(loadBalancerArn)
                .tags(tags));
        return link(created.id(), created.statusAsString(), created.statusMessage(), created.tags());
    }

    @Override
    public void giveTurn(String id, String executionArn, Instant since) {
        tag(id, executionArn, Map.of(Tags.TURN, executionArn, Tags.TURN_SINCE, since.toString()));
    }

    @Override
    public void adopt(String id, String execution, String executionArn) {
        tag(id, executionArn, Map.of(Tags.EXECUTION, execution));
    }

    /** The owner goes with every change of tags, for the function's permission is bound to it. */
    private void tag(String id, String executionArn, Map<String, String> changes) {
        Map<String, String> tags = new TreeMap<>(changes);
        tags.put(Tags.OWNER, ownership.owner());
        RestApis.unlessGone(() -> apiGateway.tagResource(request -> request
                .resourceArn(ApiGatewayArn.of(executionArn, "/vpclinks/" + id)).tags(tags)));
    }

    @Override
    public Optional<Link> describe(String id) {
        try {
            GetVpcLinkResponse found = apiGateway.getVpcLink(request -> request.vpcLinkId(id));
            return Optional.of(link(found.id(), found.statusAsString(), found.statusMessage(), found.tags()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String id) {
        RestApis.unlessGone(() -> apiGateway.deleteVpcLink(request -> request.vpcLinkId(id)));
    }

    private List<Link> list(Predicate<VpcLink> which, Comparator<Link> order) {
        return apiGateway.getVpcLinksPaginator(request -> request.limit(RestApis.PAGE)).items().stream()
                .filter(which)
                .map(found -> link(found.id(), found.statusAsString(), found.statusMessage(), found.tags()))
                .sorted(order)
                .toList();
    }

    /** @throws AwsRefusedException if the status is none that API Gateway's documentation knows */
    private static Link link(String id, String status, String statusMessage, Map<String, String> tags) {
        for (Status known : Status.values()) {
            if (known.name().equals(status)) {
                return new Link(id, known, statusMessage == null ? "" : statusMessage, tags);
            }
        }
        throw new AwsRefusedException("VPC link " + id + " has the unknown status " + Text.shown(status)
                + ": see what API Gateway's documentation says about it.");
    }
}
