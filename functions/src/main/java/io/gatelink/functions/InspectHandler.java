package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
     * @param apis as JSON, see {@link PublishedApi}
     */
    public record Input(String execution, String apis) implements StepInput {

        public Input {
            Checks.execution(execution);
        }

        /** It is about several. */
        @Override
        public String loadBalancerArn() {
            return null;
        }
    }

    /** What there is to find in them. */
    public record Output(List<Finding> findings) {

        public Output {
            findings = List.copyOf(findings);
        }
    }

    /** @throws AwsUnavailableException if an answer is not complete */
    @Override
    Output handle(Input input, StepLog log) {
        List<Finding> findings = new ArrayList<>();
        for (PublishedApi api : JsonLists.read("apis", input.apis(), PublishedApi.class)) {
            List<Finding> here = ApiInspection.of(apiGateway, api);
            findings.addAll(here);
            log.with("restApiId", api.restApiId()).with("findings", here.size()).info("REST API inspected");
        }
        return new Output(findings);
    }
}
