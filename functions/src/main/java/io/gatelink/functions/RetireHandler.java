package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Takes away what an earlier publication of the load balancer served and this one replaces: stages under other names, and
 * key and usage plan if the API no longer asks for keys. It comes after the smoke test, for until then the publication
 * may yet be rolled back, and callers of the earlier one need all that. From its first act on, the tag
 * {@link Tags#PUBLISHED_BY}, nobody rolls the API back. And stages of somebody else's making, if they let in callers whom
 * this API keeps out: the API is ours, and so is whatever it lets in.
 *
 * <p>And what serves nobody: our other APIs and links for the load balancer, such as links that failed and what executions
 * left that were broken off; not those of an execution that is at work. If AWS refuses to delete one of these, then that is
 * a warning, for the load balancer is published all the same.
 */
public final class RetireHandler extends StepHandler<RetireHandler.Input, RetireHandler.Output> {

    private final ApiGatewayClient apiGateway;
    private final RestApis restApis;
    private final VpcLinks vpcLinks;
    private final ApiKeys apiKeys;
    private final Executions executions;
    private final Ownership ownership;
    private final Turns turns;
    private final InstantSource clock;

    /** For Lambda. */
    public RetireHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private RetireHandler(Environment environment, Ownership ownership) {
        this(Clients.apiGateway(environment), new Executions(Clients.stepFunctions(environment)), ownership,
                Turns.of(environment, ownership), environment.clock());
    }

    RetireHandler(ApiGatewayClient apiGateway, Executions executions, Ownership ownership, Turns turns,
            InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.restApis = new RestApis(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.executions = executions;
        this.ownership = ownership;
        this.turns = turns;
        this.clock = clock;
    }

    /** The API, and the stage and authorization that stay. */
    public record Input(String execution, String executionArn, String loadBalancerArn, String vpcLinkId,
            String restApiId, String stage, String authorization) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.id("restApiId", restApiId);
            Checks.asked("stage", stage, LoadBalancerTag.STAGE);
            Checks.authorization(authorization);
        }
    }

    /**
     * What went.
     *
     * @param stages   the names of the stages that went
     * @param warnings which of these were others', and what serves nobody and cannot be deleted, each with the reason
     */
    public record Output(List<String> stages, List<String> warnings) {

        public Output {
            stages = List.copyOf(stages);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @throws TurnLostException   if this execution may not change anything any more
     * @throws AwsRefusedException if AWS refuses to delete something: it would stay reachable
     */
    @Override
    Output handle(Input input, StepLog log) {
        turns.require(input.vpcLinkId(), input.executionArn());
        restApis.tag(input.restApiId(), input.executionArn(), Map.of(Tags.PUBLISHED_BY, input.execution()));
        List<Stage> others = restApis.stages(input.restApiId()).stream()
                .filter(stage -> !stage.stageName().equals(input.stage())).toList();
        List<Stage> foreign = others.stream().filter(stage -> !ownership.isOurs(stage.tags()) && isWeaker(stage, input))
                .toList();
        List<Stage> old = others.stream().filter(stage -> ownership.isOurs(stage.tags()) || foreign.contains(stage))
                .toList();
        var undo = new Undo(log);
        if (input.authorization().equals(Authorization.API_KEY)) {
            apiKeys.keepOnly(input.loadBalancerArn(), input.restApiId(), input.stage());
        }
        List<String> names = new ArrayList<>();
        for (Stage stage : old) {
            undo.run("stage " + stage.stageName() + " of REST API " + input.restApiId(),
                    () -> restApis.deleteStage(input.restApiId(), stage.stageName()));
            names.add(stage.stageName());
        }
        if (!input.authorization().equals(Authorization.API_KEY)) {
            apiKeys.deleteOf(input.loadBalancerArn(), undo);
        }
        undo.leftovers().stream().findFirst().ifPresent(leftover -> {
            throw new AwsRefusedException("What this publication replaces cannot be deleted, and would stay reachable: "
                    + leftover.resource() + " (" + leftover.reason() + ")");
        });
        List<String> warnings = new ArrayList<>();
        foreign.forEach(stage -> warnings.add("Stage " + stage.stageName() + " of REST API " + input.restApiId()
                + " was deleted: somebody else made it, and it let in callers whom " + input.authorization()
                + " keeps out."));
        warnings.addAll(deleteLeftovers(input, log));
        return new Output(names, warnings);
    }

    private boolean isWeaker(Stage stage, Input input) {
        try {
            MethodAuthorization.requireNoneWeaker(apiGateway.getDeployment(request -> request
                    .restApiId(input.restApiId()).deploymentId(stage.deploymentId()).embed("apisummary")).apiSummary(),
                    input.authorization(), input.restApiId(), stage.deploymentId());
            return false;
        } catch (OpenApiException e) {
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private List<String> deleteLeftovers(Input input, StepLog log) {
        var undo = new Undo(log);
        var teardown = new Teardown(restApis, vpcLinks, undo);
        restApis.ofLoadBalancer(input.loadBalancerArn()).stream()
                .filter(api -> !api.id().equals(input.restApiId()) && isAbandoned(api.tags(), input))
                .forEach(teardown::delete);
        // One that is PENDING, which cannot be deleted, is FAILED soon: a load balancer takes one link. Nobody waits for it.
        vpcLinks.ofLoadBalancer(input.loadBalancerArn()).stream()
                .filter(link -> link.status() == Status.FAILED || link.status() == Status.AVAILABLE)
                .filter(link -> !link.id().equals(input.vpcLinkId()) && isAbandoned(link.tags(), input)
                        && turns.isFree(link, input.executionArn()))
                .forEach(link -> undo.run("VPC link " + link.id(), () -> vpcLinks.delete(link.id())));
        return undo.leftovers().stream().map(leftover -> "Left behind, for AWS refuses to delete it: "
                + leftover.resource() + " (" + leftover.reason() + ")").toList();
    }

    private boolean isAbandoned(Map<String, String> tags, Input input) {
        return ownership.isBy(input.execution(), tags)
                || !executions.isAtWork(tags.get(Tags.EXECUTION), input.executionArn(), clock.instant());
    }
}
