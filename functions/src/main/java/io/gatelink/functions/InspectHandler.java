package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/**
 * Looks into a few APIs that {@link ObserveHandler} proposed, and says what is not as a publication leaves it. It
 * changes nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html">GetResources</a>
 */
public final class InspectHandler extends StepHandler<InspectHandler.Input, InspectHandler.Output> {

    private final ApiGatewayClient apiGateway;

    /** For Lambda. */
    public InspectHandler() {
        this(Environment.current());
    }

    private InspectHandler(Environment environment) {
        this(Clients.apiGateway(environment), environment.clock());
    }

    InspectHandler(ApiGatewayClient apiGateway, InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
    }

    /**
     * The APIs.
     *
     * @param apis    as JSON, see {@link PublishedApi}
     * @param retries how often this was tried before
     */
    public record Input(String execution, String apis, String retries) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.number("retries", retries, 0, 1000);
        }

        /** It is about several. */
        @Override
        public String loadBalancerArn() {
            return null;
        }
    }

    /**
     * What there is to find in them.
     *
     * @param unreadable load balancers about whose APIs nobody can say anything
     */
    public record Output(List<Finding> findings, List<Skipped> unreadable) {

        public Output {
            findings = List.copyOf(findings);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** @throws AwsUnavailableException if an answer is not complete, and this was not tried often enough */
    @Override
    Output handle(Input input, StepLog log) {
        var patience = new Patience(Integer.parseInt(input.retries()));
        List<Finding> findings = new ArrayList<>();
        List<Skipped> unreadable = new ArrayList<>();
        for (PublishedApi api : JsonLists.read("apis", input.apis(), PublishedApi.class)) {
            Optional<String> unknown = patience.run(() -> {
                List<Finding> here = ApiInspection.of(apiGateway, api);
                findings.addAll(here);
                log.with("restApiId", api.restApiId()).with("findings", here.size()).info("REST API inspected");
            });
            unknown.ifPresent(why -> {
                unreadable.add(new Skipped(api.loadBalancerArn(), "REST API " + api.restApiId() + ": " + why));
                log.with("restApiId", api.restApiId()).with("reason", why).warn("REST API cannot be inspected");
            });
        }
        return new Output(findings, unreadable);
    }
}
