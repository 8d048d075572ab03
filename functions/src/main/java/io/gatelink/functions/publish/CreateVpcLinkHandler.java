package io.gatelink.functions.publish;

import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Wanted;

/**
 * Finds our VPC link to a load balancer or to its VPC, or asks for one; {@link CheckVpcLinkHandler} looks at it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html">CreateVpcLink</a>
 * @see <a href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html">the same of version 2</a>
 */
public final class CreateVpcLinkHandler
        extends PublicationTask<CreateVpcLinkHandler.Input, CreateVpcLinkHandler.Output> {

    private final Links.Clients links;

    /** For Lambda. */
    public CreateVpcLinkHandler() {
        super(Input.class);
        links = Links.Clients.of(clients());
    }

    /** @param wanted how the load balancer to link to is to be published */
    public record Input(Wanted wanted) {}

    /** The link, which need not be available yet. */
    public record Output(String vpcLinkId) {}

    /**
     * @throws io.gatelink.functions.lambda.VpcLinkDeletingException if an earlier link is still being deleted
     * @throws io.gatelink.functions.lambda.AwsUnavailableException  if another execution makes the link of the VPC
     */
    @Override
    protected Output handle(Input input, Step step) {
        return new Output(Links.of(links, step, input.wanted().network()).obtain());
    }
}
