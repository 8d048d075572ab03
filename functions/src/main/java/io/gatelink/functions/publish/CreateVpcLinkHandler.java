package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.VpcLinkDeletingException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * Finds our VPC link to a load balancer, or asks for one. A published link that has failed or gone since is replaced;
 * one that fails before it is published is left to {@link CheckVpcLinkHandler} to report.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html">CreateVpcLink</a>
 */
public final class CreateVpcLinkHandler
        extends PublicationTask<CreateVpcLinkHandler.Input, CreateVpcLinkHandler.Output> {

    private final ApiGateway apiGateway;

    /** For Lambda. */
    public CreateVpcLinkHandler() {
        this(AwsClients.current());
    }

    CreateVpcLinkHandler(AwsClients clients) {
        super(Input.class, clients);
        apiGateway = ApiGateway.of(clients);
    }

    /** The load balancer to link to. */
    public record Input() {
    }

    /** The link, which need not be available yet. */
    public record Output(String vpcLinkId) {
    }

    /**
     * @throws VpcLinkDeletingException if an earlier link is still being deleted
     */
    @Override
    protected Output handle(Input input, Step step) {
        var recorded = step.publication().id(Part.VPC_LINK);
        if (recorded.isPresent() && step.publication().isPublished() && !works(recorded.get(), step)) {
            step.write(new Change().remove(Part.VPC_LINK.attribute(), Attributes.LISTED));
        }
        String id = step.obtain(Part.VPC_LINK,
                () -> apiGateway.of(Part.VPC_LINK, step.loadBalancerArn()),
                () -> apiGateway.createVpcLink(step.loadBalancerArn()));
        step.log().with("vpcLinkId", id).info("VPC link found or created");
        return new Output(id);
    }

    /** Whether a published link still does its job; a load balancer takes one link only, so it has to go first. */
    private boolean works(String id, Step step) {
        var found = apiGateway.vpcLink(id);
        if (found.isEmpty()) {
            if (step.isNew()) {
                throw new AwsUnavailableException("VPC link " + id + " does not show so far.");
            }
            return false;
        }
        boolean failed = found.get().status() == VpcLinkStatus.FAILED;
        if (failed && id.equals(step.publication().map(Attributes.PUBLISHED).get(Part.VPC_LINK.attribute()))) {
            apiGateway.delete(Part.VPC_LINK, id);
        }
        if (failed || found.get().status() == VpcLinkStatus.DELETING) {
            throw new VpcLinkDeletingException("VPC link " + id + " to load balancer " + step.loadBalancerArn()
                    + " is being deleted: a new one can be made once it is gone.");
        }
        return true;
    }
}
