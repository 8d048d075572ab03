package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.VpcLinkDeletingException;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;

/**
 * Finds our VPC link to a load balancer, or asks for one; {@link CheckVpcLinkHandler} looks at it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html">CreateVpcLink</a>
 */
public final class CreateVpcLinkHandler
        extends PublicationTask<CreateVpcLinkHandler.Input, CreateVpcLinkHandler.Output> {

    private final ApiGateway apiGateway;

    /** For Lambda. */
    public CreateVpcLinkHandler() {
        super(Input.class);
        apiGateway = ApiGateway.of(clients());
    }

    /** The load balancer to link to. */
    public record Input() {}

    /** The link, which need not be available yet. */
    public record Output(String vpcLinkId) {}

    /**
     * @throws VpcLinkDeletingException if an earlier link is still being deleted
     */
    @Override
    protected Output handle(Input input, Step step) {
        return new Output(step.obtain(Part.VPC_LINK, apiGateway::of, apiGateway::createVpcLink));
    }
}
