package io.gatelink.functions;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Leads the stages of an API to another link, without a new deployment.
 *
 * <p>The tags come first: whoever finds a switch that was broken off in between finds the API at the load balancer that
 * it was to be moved to, and leads the stages there.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html">UpdateStage</a>
 */
public final class PointStageHandler extends StepHandler<PointStageHandler.Input, PointStageHandler.Output> {

    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final RestApis restApis;
    private final Turns turns;

    /** For Lambda. */
    public PointStageHandler() {
        this(Environment.current());
    }

    private PointStageHandler(Environment environment) {
        this(Clients.apiGateway(environment), new Executions(Clients.stepFunctions(environment)),
                new Settings(environment).ownership(), environment.clock());
    }

    PointStageHandler(ApiGatewayClient apiGateway, Executions executions, Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.restApis = new RestApis(apiGateway, ownership);
        this.turns = new Turns(new VpcLinksV1(apiGateway, ownership), executions, ownership, clock);
    }

    /**
     * What to lead where.
     *
     * @param loadBalancerArn of the load balancer to move to
     * @param from            the ARN of the one to move away from
     * @param stages          the stages' names, with commas
     * @param vpcLinkId       the link to lead to
     * @param oldVpcLinkId    the link that they led to before
     */
    public record Input(String execution, String executionArn, String loadBalancerArn, String from, String restApiId,
            String stages, String vpcLinkId, String oldVpcLinkId) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.networkLoadBalancer("from", from, executionArn);
            Checks.id("restApiId", restApiId);
            Checks.stages(stages);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.id("oldVpcLinkId", oldVpcLinkId);
        }
    }

    /** Where the stages lead now. */
    public record Output(String vpcLinkId) {
    }

    /**
     * @throws TurnLostException                if this execution may not change anything any more
     * @throws UnsupportedLoadBalancerException if the load balancer to move to was published meanwhile
     */
    @Override
    Output handle(Input input, StepLog log) {
        turns.require(input.oldVpcLinkId(), input.executionArn());
        turns.require(input.vpcLinkId(), input.executionArn());
        RestApi api = restApis.find(input.restApiId()).filter(found -> isToMove(input, found.tags()))
                .orElseThrow(() -> new TurnLostException("REST API " + input.restApiId() + " is gone, or is no longer what "
                        + "this stack publishes load balancer " + input.from() + " through: start the switch again."));
        restApis.ofLoadBalancer(input.loadBalancerArn()).stream().filter(other -> !other.id().equals(api.id())).findFirst()
                .ifPresent(other -> {
                    throw new UnsupportedLoadBalancerException("Load balancer " + input.loadBalancerArn()
                            + " was published meanwhile, and has REST API " + other.id()
                            + " of its own: withdraw it first, then start the switch again.");
                });
        new Move(apiGateway, ownership, input.executionArn()).tags(api, api.tags().get(Tags.LOAD_BALANCER),
                input.loadBalancerArn(), SwitchTags.of(input.from(), input.loadBalancerArn(), input.execution()));
        List<String> names = List.of(input.stages().split(","));
        for (Stage stage : restApis.stages(input.restApiId())) {
            String before = stage.variables().get(StageVariables.VPC_LINK_ID);
            if (names.contains(stage.stageName()) && !input.vpcLinkId().equals(before)) {
                restApis.leadTo(input.restApiId(), stage.stageName(), input.vpcLinkId(), Optional.ofNullable(before)
                        .filter(id -> !id.isEmpty()).map(id -> new StageDescription(input.execution(), id)));
            }
        }
        log.with("restApiId", input.restApiId()).with("vpcLinkId", input.vpcLinkId()).info("Stages switched");
        return new Output(input.vpcLinkId());
    }

    private boolean isToMove(Input input, Map<String, String> tags) {
        return ownership.isFor(input.from(), tags)
                || ownership.isFor(input.loadBalancerArn(), tags) && SwitchTags.isMovedAwayFrom(input.from(), tags);
    }
}
