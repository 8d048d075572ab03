package io.gatelink.functions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Finds our REST API for a load balancer, or creates a Regional one.
 *
 * <p>{@code CreateRestApi} has no client token, so this looks before it creates, and again afterwards: of several
 * executions that create one at the same time, those whose API is not the earliest delete it and use the earliest. If
 * two APIs are equally early, neither execution can know what the other saw: each gives its own up and tries again.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html">CreateRestApi</a>
 */
public final class CreateRestApiHandler extends StepHandler<CreateRestApiHandler.Input, CreateRestApiHandler.Output> {

    private final RestApis restApis;

    /** For Lambda. */
    public CreateRestApiHandler() {
        this(Environment.current());
    }

    private CreateRestApiHandler(Environment environment) {
        this(new RestApis(Clients.apiGateway(environment), new Settings(environment).ownership()),
                environment.clock());
    }

    CreateRestApiHandler(RestApis restApis, InstantSource clock) {
        super(Input.class, clock);
        this.restApis = restApis;
    }

    /** The load balancer to publish, and its name. */
    public record Input(String execution, String loadBalancerArn, String loadBalancerName) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.loadBalancerName(loadBalancerName);
        }
    }

    /** The API and its resource {@code /}. */
    public record Output(String restApiId, String rootResourceId) {
    }

    /** @throws ThrottledException if another execution made an API in the same moment */
    @Override
    Output handle(Input input, StepLog log) {
        List<RestApi> ours = restApis.ofLoadBalancer(input.loadBalancerArn());
        if (ours.isEmpty()) {
            RestApi created = restApis.create("gatelink-" + input.loadBalancerName(), input.loadBalancerArn(),
                    input.execution());
            log.with("restApiId", created.id()).info("REST API created");
            ours = with(created, restApis.ofLoadBalancer(input.loadBalancerArn()));
        }
        RestApi canonical = canonical(ours, input, log);
        log.with("restApiId", canonical.id()).info("REST API found");
        return new Output(canonical.id(), rootResourceId(canonical));
    }

    private RestApi canonical(List<RestApi> ours, Input input, StepLog log) {
        Instant first = ours.stream().map(RestApi::createdDate).min(Comparator.naturalOrder()).orElseThrow();
        List<RestApi> earliest = ours.stream().filter(api -> api.createdDate().equals(first))
                .sorted(Comparator.comparing(RestApi::id)).toList();
        boolean anyOurs = earliest.stream().anyMatch(api -> isBy(input, api));
        boolean allOurs = earliest.stream().allMatch(api -> isBy(input, api));
        boolean tie = anyOurs && !allOurs;
        RestApi canonical = earliest.get(0);
        for (RestApi api : ours) {
            if (isBy(input, api) && (tie || api != canonical)) {
                restApis.delete(api.id());
                log.with("restApiId", api.id()).info("REST API deleted: another execution made one, too");
            }
        }
        if (tie) {
            throw new ThrottledException("Another execution made a REST API for " + input.loadBalancerArn()
                    + " in the same moment: this one's was given up, to be tried again.");
        }
        return canonical;
    }

    private static boolean isBy(Input input, RestApi api) {
        return input.execution().equals(api.tags().get(Tags.EXECUTION));
    }

    /** A listing may lag behind what was just created. */
    private static List<RestApi> with(RestApi created, List<RestApi> listed) {
        if (listed.stream().anyMatch(api -> api.id().equals(created.id()))) {
            return listed;
        }
        List<RestApi> all = new ArrayList<>(listed);
        all.add(created);
        return all;
    }

    private String rootResourceId(RestApi api) {
        if (api.rootResourceId() != null) {
            return api.rootResourceId();
        }
        return RestApis.resources(restApis.apiGateway(), api.id()).stream()
                .filter(resource -> "/".equals(resource.path()))
                .map(Resource::id).findFirst()
                .orElseThrow(() -> new AwsUnavailableException(
                        "REST API " + api.id() + " shows no resource / so far: try again."));
    }
}
