package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.Deployments.CreateDeploymentRequest;
import io.gatelink.local.apigateway.Integrations.PutIntegrationRequest;
import io.gatelink.local.apigateway.Methods.PutMethodRequest;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.apigateway.VpcLinksV2;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Those who make VPC links of version 2, and change ours. What AWS refuses stays as it is. Used exclusively. */
final class LinkPeople {

    private final World world;
    private final LocalAws aws;

    LinkPeople(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
    }

    /** @return its id, or {@code null} if there is no such load balancer */
    String createLink(int number, String owner) {
        Balancer balancer = world.balancer(number);
        if (balancer == null) {
            return null;
        }
        VpcLinkV2 link = world.asItIs(() -> gateway()
                .vpcLinksV2()
                .createVpcLink(
                        "gatelink-" + balancer.vpc.id(),
                        balancer.vpc.subnets(),
                        List.of(),
                        owner.isEmpty() ? Map.of() : Map.of(Ours.OWNER, owner, SharedLinks.VPC, balancer.vpc.id())));
        world.promises().foreign().sharedLink(link.id());
        return link.id();
    }

    /** An API of others keeps our link from being deleted. */
    void useOurs(int number) {
        List<VpcLinkV2> ours = ours(number);
        if (ours.isEmpty()) {
            return;
        }
        String api = world.people().createApi(number, "");
        String root =
                gateway().resources().getResources(api, null, 1).items().get(0).id();
        gateway()
                .methods()
                .putMethod(
                        api,
                        root,
                        "GET",
                        new PutMethodRequest("NONE", null, false, null, Map.of(), Map.of(), null, List.of(), Set.of()));
        gateway().integrations().putIntegration(api, root, "GET", through(ours.get(0), world.balancer(number)));
        gateway().deployments().createDeployment(api, new CreateDeploymentRequest("live", null, null, Map.of(), null));
        world.promises().foreign().api(api);
    }

    private static PutIntegrationRequest through(VpcLinkV2 link, Balancer balancer) {
        return new PutIntegrationRequest(
                "HTTP_PROXY",
                "GET",
                "http://" + balancer.name + ".example.com",
                "VPC_LINK",
                link.id(),
                balancer.arn,
                null,
                Map.of(),
                Map.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                Set.of());
    }

    void rest(int number) {
        change(number, link -> {
            tag(link, VpcLinksV2.INACTIVE_TAG, "true");
            world.promises().linkChanged(link.vpcId(), false);
        });
    }

    void fail(int number) {
        change(number, link -> {
            if (link.status() == VpcLinkV2.Status.PENDING) {
                tag(link, VpcLinksV2.FAILURE_TAG, "No network interfaces left");
            }
        });
    }

    void deleteOurs(int number) {
        change(number, link -> {
            gateway().vpcLinksV2().deleteVpcLink(link.id());
            world.promises().linkChanged(link.vpcId(), false);
        });
    }

    void untagOurs(int number) {
        change(number, link -> {
            gateway().vpcLinksV2().untagResource(arn(link), List.of(Ours.OWNER, SharedLinks.VPC));
            world.promises().linkChanged(link.vpcId(), true);
        });
    }

    private void change(int number, Consumer<VpcLinkV2> change) {
        ours(number).forEach(change);
    }

    private List<VpcLinkV2> ours(int number) {
        Balancer balancer = world.balancer(number);
        return balancer == null ? List.of() : world.promises().sharedLinks().oursIn(balancer.vpc.id());
    }

    private void tag(VpcLinkV2 link, String key, String value) {
        gateway().vpcLinksV2().tagResource(arn(link), Map.of(key, value));
    }

    private static String arn(VpcLinkV2 link) {
        return "arn:aws:apigateway:us-east-1::/vpclinks/" + link.id();
    }

    private ApiGateway gateway() {
        return aws.apiGateway();
    }
}
