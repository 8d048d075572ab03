package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.VpcLinkFailedException;
import io.gatelink.functions.lambda.VpcLinkPendingException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;

/**
 * Looks once whether a VPC link is available; if it is, reserves the time at which its API may be created and deployed.
 * If the load balancer changed meanwhile, the workflow reads it again at once: what is no longer wanted does not wait.
 */
public final class CheckVpcLinkHandler extends PublicationTask<CheckVpcLinkHandler.Input, CheckVpcLinkHandler.Output> {

    private final ApiGateway apiGateway;

    /** For Lambda. */
    public CheckVpcLinkHandler() {
        this(AwsClients.current());
    }

    CheckVpcLinkHandler(AwsClients clients) {
        super(Input.class, clients);
        apiGateway = ApiGateway.of(clients);
    }

    /** The link to look at. */
    public record Input(String vpcLinkId) {
    }

    /**
     * How far it is.
     *
     * @param ready  whether to go on; if not, the load balancer is to be read again
     * @param slot   when to go on; {@code null} if it is not ready
     */
    public record Output(boolean ready, String slot) {
    }

    /**
     * @throws VpcLinkPendingException if the link is {@code PENDING}
     * @throws VpcLinkFailedException  if the link is {@code FAILED}, with API Gateway's words and the remedy
     */
    @Override
    protected Output handle(Input input, Step step) {
        if (step.publication().has(Attributes.AGAIN)) {
            step.write(new Change().remove(Attributes.AGAIN));
            step.log().info("The load balancer changed meanwhile: it is read again");
            return new Output(false, null);
        }
        var link = apiGateway.vpcLink(input.vpcLinkId());
        if (link.isEmpty()) {
            return gone(input, step);
        }
        return switch (link.get().status()) {
            case AVAILABLE -> new Output(true,
                    step.slot(Pace.PUBLISH).toString());
            case PENDING -> throw new VpcLinkPendingException("VPC link " + input.vpcLinkId() + " is PENDING, which "
                    + "takes 2 to 4 minutes as a rule. If it stays so for 30 minutes, see whether AWS Health reports "
                    + "trouble with API Gateway, then publish the load balancer again.");
            case FAILED -> throw new VpcLinkFailedException("VPC link " + input.vpcLinkId() + " FAILED: "
                    + link.get().statusMessage() + ". " + remedy(link.get().statusMessage(), step.loadBalancerArn()));
            case DELETING -> gone(input, step);
            default -> throw new AwsUnavailableException("VPC link " + input.vpcLinkId() + " has the status "
                    + link.get().statusAsString() + ", which this release does not know: it is looked at again.");
        };
    }

    /** One that was created within the last minute may not show yet. */
    private Output gone(Input input, Step step) {
        if (step.isNew()) {
            throw new AwsUnavailableException("VPC link " + input.vpcLinkId() + " does not show so far.");
        }
        step.write(new Change().remove(Part.VPC_LINK.attribute(), Attributes.LISTED));
        step.log().with("vpcLinkId", input.vpcLinkId()).warn("VPC link is gone: another one takes its place");
        return new Output(false, null);
    }

    private static String remedy(String statusMessage, LoadBalancerArn loadBalancer) {
        if (statusMessage != null && statusMessage.contains("already associated")) {
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
