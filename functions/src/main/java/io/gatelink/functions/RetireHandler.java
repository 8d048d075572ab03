package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Takes away what an earlier publication of the load balancer served and this one replaces: stages under other names, and
 * key and usage plan if the API no longer asks for keys. It comes after the smoke test, for until then the publication
 * may yet be rolled back, and callers of the earlier one need all that.
 */
public final class RetireHandler extends StepHandler<RetireHandler.Input, RetireHandler.Output> {

    private final RestApis restApis;
    private final ApiKeys apiKeys;
    private final Ownership ownership;
    private final Turns turns;

    /** For Lambda. */
    public RetireHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private RetireHandler(Environment environment, Ownership ownership) {
        this(Clients.apiGateway(environment), ownership, Turns.of(environment, ownership), environment.clock());
    }

    RetireHandler(ApiGatewayClient apiGateway, Ownership ownership, Turns turns, InstantSource clock) {
        super(Input.class, clock);
        this.restApis = new RestApis(apiGateway, ownership);
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.ownership = ownership;
        this.turns = turns;
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

    /** The names of the stages that went. */
    public record Output(List<String> stages) {

        public Output {
            stages = List.copyOf(stages);
        }
    }

    /**
     * @throws TurnLostException   if this execution may not change anything any more
     * @throws AwsRefusedException if AWS refuses to delete something: it would stay reachable
     */
    @Override
    Output handle(Input input, StepLog log) {
        turns.require(input.vpcLinkId(), input.executionArn());
        List<Stage> old = restApis.stages(input.restApiId()).stream()
                .filter(stage -> ownership.isOurs(stage.tags()) && !stage.stageName().equals(input.stage())).toList();
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
        return new Output(names);
    }
}
