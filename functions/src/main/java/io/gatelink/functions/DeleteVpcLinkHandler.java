package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** Deletes the link that an API was switched away from, and is done when that is gone. */
public final class DeleteVpcLinkHandler extends StepHandler<DeleteVpcLinkHandler.Input, DeleteVpcLinkHandler.Output> {

    private final Ownership ownership;
    private final RestApis restApis;
    private final VpcLinks vpcLinks;
    private final Turns turns;

    /** For Lambda. */
    public DeleteVpcLinkHandler() {
        this(Environment.current());
    }

    private DeleteVpcLinkHandler(Environment environment) {
        this(Clients.apiGateway(environment), new Executions(Clients.stepFunctions(environment)),
                new Settings(environment).ownership(), environment.clock());
    }

    DeleteVpcLinkHandler(ApiGatewayClient apiGateway, Executions executions, Ownership ownership,
            InstantSource clock) {
        super(Input.class, clock);
        this.ownership = ownership;
        this.restApis = new RestApis(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
    }

    /**
     * The link to delete.
     *
     * @param restApiId the API that was switched away from it
     */
    public record Input(String execution, String executionArn, String loadBalancerArn, String restApiId,
            String vpcLinkId) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("vpcLinkId", vpcLinkId);
        }
    }

    /** The link that is gone. */
    public record Output(String vpcLinkId) {
    }

    /**
     * @throws TurnLostException        if this execution may not change anything any more
     * @throws VpcLinkDeletingException if the link's deletion takes more time
     * @throws AwsRefusedException      if it stays
     */
    @Override
    Output handle(Input input, StepLog log) {
        Optional<Link> link = vpcLinks.describe(input.vpcLinkId())
                .filter(found -> ownership.isFor(input.loadBalancerArn(), found.tags()));
        if (link.filter(Link::isUsable).isPresent()) {
            turns.require(input.vpcLinkId(), input.executionArn());
            requireUnused(input);
        }
        Undo undo = new Undo(log);
        Teardown teardown = new Teardown(restApis, vpcLinks, undo);
        link.ifPresent(teardown::delete);
        teardown.requireDone();
        if (!undo.leftovers().isEmpty()) {
            throw new AwsRefusedException("The API was switched, but " + undo.leftovers().get(0).resource()
                    + " stays: " + undo.leftovers().get(0).reason()
                    + " Remove what refers to it, then start the switch again.");
        }
        return new Output(input.vpcLinkId());
    }

    private void requireUnused(Input input) {
        for (Stage stage : restApis.stages(input.restApiId())) {
            if (input.vpcLinkId().equals(stage.variables().get(StageVariables.VPC_LINK_ID))) {
                throw new AwsRefusedException("Stage " + stage.stageName() + " of REST API " + input.restApiId()
                        + " leads through VPC link " + input.vpcLinkId() + " again: somebody changed its variable "
                        + StageVariables.VPC_LINK_ID + ". Start the switch again.");
            }
        }
    }
}
