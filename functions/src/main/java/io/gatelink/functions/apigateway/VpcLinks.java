package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.VpcLinkDeletingException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * VPC links of API Gateway's first version: each leads to one network load balancer.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html">VpcLink</a>
 */
public record VpcLinks(ApiGatewayClient apiGateway, Ownership ownership) {

    /** Those of a handler's account and Region. */
    public static VpcLinks of(AwsClients clients) {
        return new VpcLinks(clients.apiGateway(), Ownership.of(clients));
    }

    /** The ids of ours for a load balancer, found by their tags; those that work come first. */
    public List<String> of(LoadBalancerArn loadBalancer) {
        List<VpcLink> ours = list(link -> ownership.isFor(loadBalancer, link.tags()));
        ours.stream().filter(link -> link.status() == VpcLinkStatus.DELETING).findFirst().ifPresent(link -> {
            throw new VpcLinkDeletingException("VPC link " + link.id() + " to load balancer " + loadBalancer
                    + " is being deleted: a new one can be made once it is gone.");
        });
        return ours.stream().map(VpcLink::id).toList();
    }

    /** All of ours. */
    public List<VpcLink> ours() {
        return list(link -> ownership.isOurs(link.tags()));
    }

    private List<VpcLink> list(Predicate<VpcLink> which) {
        return apiGateway.getVpcLinksPaginator(request -> request.limit(RestApis.PAGE)).items().stream().filter(which)
                .sorted(Comparator.comparing(VpcLink::statusAsString).thenComparing(VpcLink::id)).toList();
    }

    /** The link of this id, or nothing if there is none. */
    public Optional<GetVpcLinkResponse> find(String id) {
        return RestApis.ifThere(() -> apiGateway.getVpcLink(request -> request.vpcLinkId(id)));
    }

    /** Asks for a link to the load balancer; returns its id. */
    public String create(LoadBalancerArn loadBalancer) {
        return apiGateway.createVpcLink(request -> request
                .name("gatelink-" + loadBalancer.name())
                .description("Made by Gatelink for " + loadBalancer)
                .targetArns(loadBalancer.text())
                .tags(ownership.tags(loadBalancer))).id();
    }

    /** Asks for the link's deletion, which takes time; a link that is gone already is fine. */
    public void delete(String id) {
        RestApis.ifThere(() -> apiGateway.deleteVpcLink(request -> request.vpcLinkId(id)));
    }
}
