package io.gatelink.functions;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Says whether a load balancer is to be withdrawn: whether it is gone, its tags do not ask for its publication, or a
 * person moved its API away; and whether there is anything to withdraw. It changes nothing.
 */
public final class DecideWithdrawalHandler
        extends StepHandler<DecideWithdrawalHandler.Input, DecideWithdrawalHandler.Output> {

    private final LoadBalancers loadBalancers;
    private final VpcLinks vpcLinks;
    private final RestApis restApis;
    private final ApiKeys apiKeys;
    private final Ownership ownership;

    /** For Lambda. */
    public DecideWithdrawalHandler() {
        this(Environment.current());
    }

    private DecideWithdrawalHandler(Environment environment) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)), Clients.apiGateway(environment),
                new Settings(environment).ownership(), environment.clock());
    }

    DecideWithdrawalHandler(LoadBalancers loadBalancers, ApiGatewayClient apiGateway, Ownership ownership,
            InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.restApis = new RestApis(apiGateway, ownership);
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.ownership = ownership;
    }

    /**
     * What the execution was started with, and what the stack's parameters say.
     *
     * @param input       a {@link Request} as JSON
     * @param publishMode a {@link PublishMode}
     */
    public record Input(String execution, String executionArn, String input, String publishMode) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.networkLoadBalancer("loadBalancerArn", request(input).loadBalancerArn(), executionArn);
            Checks.publishMode("publishMode", publishMode);
        }

        @Override
        public String loadBalancerArn() {
            return request(input).loadBalancerArn();
        }

        private String requestedAt() {
            return Optional.ofNullable(request(input).requestedAt())
                    .orElseGet(() -> Text.startOf(execution).orElseThrow().toString());
        }

        private static Request request(String input) {
            return StartInput.read(input, Request.class);
        }
    }

    /**
     * What an execution is started with.
     *
     * @param requestedAt when the withdrawal was asked for, if that is not when the execution was started
     */
    public record Request(String loadBalancerArn, @Nullable String requestedAt) {

        public Request {
            if (requestedAt != null) {
                Checks.time("requestedAt", requestedAt);
            }
        }
    }

    /**
     * What is to be done.
     *
     * @param requestedAt when it was asked for
     * @param withdraw    whether the load balancer is to be withdrawn
     * @param reason      why, or why not, with the remedy
     * @param published   whether there is anything of ours for it
     */
    public record Output(String loadBalancerArn, String requestedAt, boolean withdraw, String reason, boolean published) {
    }

    @Override
    Output handle(Input input, StepLog log) {
        String arn = input.loadBalancerArn();
        List<RestApi> ours = restApis.ours();
        String requestedAt = input.requestedAt();
        Wish wish = Wish.of(loadBalancers, ours, arn, input.publishMode(), requestedAt);
        boolean published = !vpcLinks.ofLoadBalancer(arn).isEmpty()
                || ours.stream().anyMatch(api -> ownership.isFor(arn, api.tags()))
                || apiKeys.anyOf(arn);
        log.with("withdraw", wish.withdraw()).with("published", published).with("reason", wish.reason())
                .info("Withdrawal decided");
        return new Output(arn, requestedAt, wish.withdraw(), wish.reason(), published);
    }
}
