package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.VpcLinkFailedException;
import io.gatelink.functions.lambda.VpcLinkPendingException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Network;
import io.gatelink.functions.wanted.Wanted;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks once whether a VPC link is available; if it is, reserves the time at which its API may be created and deployed.
 * If the load balancer changed meanwhile, the workflow reads it again at once: what is no longer wanted does not wait.
 * A published link that has failed or gone since is replaced; a load balancer takes one link only, so it goes first.
 */
public final class CheckVpcLinkHandler extends PublicationTask<CheckVpcLinkHandler.Input, CheckVpcLinkHandler.Output> {

    private final Links.Clients links;

    /** For Lambda. */
    public CheckVpcLinkHandler() {
        super(Input.class);
        links = Links.Clients.of(clients());
    }

    /** The link to look at, and what it is for. */
    public record Input(String vpcLinkId, Wanted wanted) {}

    /**
     * How far it is.
     *
     * @param ready  whether to go on; if not, the load balancer is to be read again
     * @param slot   when to go on; {@code null} if it is not ready
     */
    public record Output(boolean ready, String slot) {}

    /**
     * @throws VpcLinkPendingException if the link is {@code PENDING}, or has a status that this release does not know
     * @throws VpcLinkFailedException  if the link is {@code FAILED}, with API Gateway's words and the remedy
     */
    @Override
    protected Output handle(Input input, Step step) {
        if (step.publication().has(Publication.AGAIN)) {
            step.write(new Change().remove(Publication.AGAIN));
            step.log().info("The load balancer changed meanwhile: it is read again");
            return new Output(false, null);
        }
        Network network = input.wanted().network();
        Links ofVersion = Links.of(links, step, network);
        Optional<Links.State> found = ofVersion.state(input.vpcLinkId());
        if (found.isEmpty()) {
            return another(input, step, ofVersion);
        }
        String message = Objects.requireNonNullElse(found.get().message(), "API Gateway gives no reason");
        return switch (found.get().status()) {
            // Traffic wakes an inactive one, within minutes: the smoke test is tried again for so long.
            case "AVAILABLE", "INACTIVE" ->
                new Output(true, step.slot(Pace.PUBLISH).toString());
            case "FAILED" -> {
                boolean served = step.publication().map(Publication.PUBLISHED).containsValue(input.vpcLinkId());
                ofVersion.discard(input.vpcLinkId(), message, served);
                if (!served) {
                    throw new VpcLinkFailedException("VPC link " + input.vpcLinkId() + " FAILED: " + message + ". "
                            + remedy(message, step.loadBalancerArn(), network));
                }
                yield another(input, step, ofVersion);
            }
            case "DELETING" -> another(input, step, ofVersion);
            default ->
                throw new VpcLinkPendingException("VPC link " + input.vpcLinkId() + " is "
                        + Text.printable(found.get().status())
                        + ", which takes up to 4 minutes as a rule. If it stays so for 30 minutes, see whether AWS "
                        + "Health reports trouble with API Gateway, then publish the load balancer again.");
        };
    }

    /** One that was created within the last minute may not show yet; another takes the place of one that is gone. */
    private static Output another(Input input, Step step, Links ofVersion) {
        if (ofVersion.isNew(input.vpcLinkId())) {
            throw new AwsUnavailableException("VPC link " + input.vpcLinkId() + " does not show so far.");
        }
        ofVersion.forget(input.vpcLinkId());
        step.log().with("vpcLinkId", input.vpcLinkId()).warn("VPC link is gone or going: another one takes its place");
        return new Output(false, null);
    }

    private static String remedy(String statusMessage, LoadBalancerArn loadBalancer, Network network) {
        if (network != null) {
            return "See whether subnets " + String.join(", ", network.subnetIds()) + " of VPC " + network.vpcId()
                    + " have free addresses, or deploy the stack with LinkSubnetIds = others, then publish the load "
                    + "balancer again.";
        }
        if (statusMessage.contains("already associated")) {
            return "Find the endpoint service that has the load balancer with aws ec2 "
                    + "describe-vpc-endpoint-service-configurations --query \"ServiceConfigurations[?contains("
                    + "NetworkLoadBalancerArns, '" + loadBalancer + "')]\"; another VPC link's is made by API Gateway, "
                    + "see aws apigateway get-vpc-links --query \"items[?targetArns[0]=='" + loadBalancer
                    + "']\". Delete it, or publish another load balancer, then publish this one again.";
        }
        return "See whether aws elbv2 describe-load-balancers --load-balancer-arns " + loadBalancer
                + " shows the load balancer as active, then publish it again.";
    }
}
