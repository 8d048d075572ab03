package io.gatelink.functions;

import java.time.InstantSource;

/**
 * Finds or makes the API key and the usage plan of an API whose methods ask for keys, and lets the key open the stage.
 * The key's value is nowhere but in API Gateway: whoever may read keys reads it there.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html">Usage plans
 *      and API keys for REST APIs</a>
 */
public final class CreateApiKeyHandler extends StepHandler<CreateApiKeyHandler.Input, CreateApiKeyHandler.Output> {

    private final ApiKeys apiKeys;
    private final Turns turns;

    /** For Lambda. */
    public CreateApiKeyHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private CreateApiKeyHandler(Environment environment, Ownership ownership) {
        this(new ApiKeys(Clients.apiGateway(environment), ownership), Turns.of(environment, ownership),
                environment.clock());
    }

    CreateApiKeyHandler(ApiKeys apiKeys, Turns turns, InstantSource clock) {
        super(Input.class, clock);
        this.apiKeys = apiKeys;
        this.turns = turns;
    }

    /** The load balancer, and the stage that the key is to open. */
    public record Input(String execution, String executionArn, String loadBalancerArn, String loadBalancerName,
            String vpcLinkId, String restApiId, String stage) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.loadBalancerName(loadBalancerName);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.id("restApiId", restApiId);
            Checks.asked("stage", stage, LoadBalancerTag.STAGE);
        }
    }

    /**
     * The key and its plan.
     *
     * @param readWith the command that shows the key's value
     */
    public record Output(String apiKeyId, String usagePlanId, String readWith) {
    }

    /** @throws TurnLostException if this execution may not change anything any more */
    @Override
    Output handle(Input input, StepLog log) {
        turns.require(input.vpcLinkId(), input.executionArn());
        ApiKeys.KeyAndPlan made = apiKeys.ensure("gatelink-" + input.loadBalancerName(), input.loadBalancerArn(),
                input.execution(), input.restApiId(), input.stage());
        log.with("apiKeyId", made.apiKeyId()).with("usagePlanId", made.usagePlanId()).info("API key opens the stage");
        return new Output(made.apiKeyId(), made.usagePlanId(), "aws apigateway get-api-key --api-key " + made.apiKeyId()
                + " --include-value --query value --output text");
    }
}
