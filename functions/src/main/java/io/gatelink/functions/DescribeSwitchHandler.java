package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Finds what a switch from one load balancer to another moves, refuses what cannot work or would not last, with the
 * remedy, and takes the turn at the old link. See {@link SwitchConditions}.
 *
 * <p>It looks at all of that in each of its runs, so what it answers is as it was under the turn. A switch that was
 * broken off is found in whatever state it is, and answered so that the steps that follow finish it.
 */
public final class DescribeSwitchHandler
        extends StepHandler<DescribeSwitchHandler.Input, DescribeSwitchHandler.Output> {

    private final LoadBalancers loadBalancers;
    private final ApiGatewayClient apiGateway;
    private final RestApis restApis;
    private final Ownership ownership;
    private final ApiKeys apiKeys;
    private final VpcLinks vpcLinks;
    private final Turns turns;
    private final InvokeUrl invokeUrl;

    /** For Lambda. */
    public DescribeSwitchHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private DescribeSwitchHandler(Environment environment, Settings settings) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)), Clients.apiGateway(environment),
                new Executions(Clients.stepFunctions(environment)), settings.ownership(),
                new InvokeUrl(settings.region(), settings.endpoint()), environment.clock());
    }

    DescribeSwitchHandler(LoadBalancers loadBalancers, ApiGatewayClient apiGateway, Executions executions,
            Ownership ownership, InvokeUrl invokeUrl, InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.apiGateway = apiGateway;
        this.restApis = new RestApis(apiGateway, ownership);
        this.ownership = ownership;
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
        this.invokeUrl = invokeUrl;
    }

    /**
     * What the execution was started with, and what the stack's parameters say.
     *
     * @param input a {@link Request} as JSON
     */
    public record Input(String execution, String executionArn, String input, Defaults defaults) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Request request = request(input);
            Checks.networkLoadBalancer("from", request.from(), executionArn);
            Checks.networkLoadBalancer("to", request.to(), executionArn);
            if (request.from().equals(request.to())) {
                throw Checks.refused("to", request.to(), "give another load balancer than in from");
            }
        }

        @Override
        public String loadBalancerArn() {
            return request(input).to();
        }

        private static Request request(String input) {
            return StartInput.read(input, Request.class);
        }
    }

    /** What an execution is started with: the load balancers' ARNs. */
    public record Request(String from, String to) {
    }

    /** How far a switch is. */
    public enum Progress {
        /** It is to be made, or made again from the start: steps that are done do nothing. */
        TO_DO,
        /** The old link, on its way out, is all that is left of it. */
        TO_FINISH,
        /** It is done. */
        DONE
    }

    /**
     * What is to be moved. All from {@code rootResourceId} on is {@code null} unless it is to be done.
     *
     * @param progress         a {@link Progress}
     * @param loadBalancerArn  of the load balancer to move to
     * @param loadBalancerName its name
     * @param stages           the names of the stages to move, with commas
     * @param stage            the one of them that is tested
     * @param invokeUrl        of the one that callers use, with a slash at its end
     * @param oldVpcLinkId     the link to move away from; {@code null} if the switch is done
     * @param authorization    of the API's methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param apiKeyId         of the key that the API asks for; {@code null} if it asks for none
     * @param path             that smoke tests ask for
     * @param expect           that smoke tests are content with
     */
    public record Output(String progress, String loadBalancerArn, String loadBalancerName, String from,
            String restApiId, String stages, String stage, String invokeUrl, String oldVpcLinkId, String rootResourceId,
            String authorization, String apiKeyId, String path, String expect) {
    }

    /**
     * @throws LoadBalancerBusyException        if another execution has the turn, or this one for too short a time
     * @throws LoadBalancerNotFoundException    if one of the two is gone
     * @throws LoadBalancerNotReadyException    if the one to move to is not active so far
     * @throws UnsupportedLoadBalancerException if there is not exactly one API to move, or any of the
     *                                          {@link SwitchConditions} does not hold
     */
    @Override
    Output handle(Input input, StepLog log) {
        Request request = Input.request(input.input());
        var conditions = new SwitchConditions(loadBalancers, apiKeys, request, input.defaults());
        RestApi api = api(request, conditions);
        List<Stage> stages = stages(api, conditions);
        List<Link> oldLinks = vpcLinks.ofLoadBalancer(request.from());
        Set<String> newLinks = vpcLinks.ofLoadBalancer(request.to()).stream().filter(Link::isUsable).map(Link::id)
                .collect(Collectors.toSet());
        boolean moved = request.to().equals(api.tags().get(Tags.LOAD_BALANCER)) && stages.stream()
                .allMatch(stage -> newLinks.contains(stage.variables().get(StageVariables.VPC_LINK_ID)));
        Optional<Link> usable = oldLinks.stream().filter(link -> link.status() == Status.AVAILABLE).findFirst();
        if (usable.isEmpty() && !moved) {
            throw conditions.refused("REST API " + api.id() + " leads through no VPC link of this stack that is AVAILABLE",
                    SwitchConditions.publish(api));
        }
        Progress progress = usable.isPresent() ? Progress.TO_DO : oldLinks.isEmpty() ? Progress.DONE : Progress.TO_FINISH;
        log.with("progress", progress.name()).with("restApiId", api.id()).info("Switch described");
        if (progress != Progress.TO_DO) {
            return output(progress, request, api, stages, stages.get(0).stageName(),
                    oldLinks.stream().findFirst().map(Link::id).orElse(null), null, null);
        }
        SwitchMethods methods = SwitchMethods.of(apiGateway, api.id());
        SwitchConditions.Trial trial = conditions.require(api, published(stages), methods);
        turns.take(usable.get(), request.from(), input.executionArn());
        return output(progress, request, api, stages, trial.stage(), usable.get().id(), methods.rootResourceId(), trial);
    }

    private Output output(Progress progress, Request request, RestApi api, List<Stage> stages, String stage,
            String oldVpcLinkId, String rootResourceId, SwitchConditions.Trial trial) {
        return new Output(progress.name(), request.to(), LoadBalancerArn.parse(request.to()).orElseThrow().name(),
                request.from(), api.id(), stages.stream().map(Stage::stageName).collect(Collectors.joining(",")),
                stage, invokeUrl.of(api.id(), stage), oldVpcLinkId, rootResourceId,
                trial == null ? null : trial.authorization(), trial == null ? null : trial.apiKeyId(),
                trial == null ? null : trial.path(), trial == null ? null : trial.expect());
    }

    private RestApi api(Request request, SwitchConditions conditions) {
        List<RestApi> from = restApis.ofLoadBalancer(request.from());
        List<RestApi> to = restApis.ofLoadBalancer(request.to());
        if (from.isEmpty() && to.size() == 1 && SwitchTags.isMovedAwayFrom(request.from(), to.get(0).tags())) {
            return to.get(0);
        }
        if (!to.isEmpty()) {
            throw conditions.refused("load balancer " + request.to() + " has REST API " + to.get(0).id() + " of its own",
                    "withdraw that load balancer first, by "
                            + PublicationTags.addTags(request.to(), LoadBalancerTag.PUBLISH, Wishes.STANDBY));
        }
        if (from.size() != 1) {
            throw conditions.refused("load balancer " + request.from() + " has "
                    + (from.isEmpty() ? "no REST API" : from.size() + " REST APIs") + " of this stack",
                    SwitchConditions.publish(request.from()));
        }
        return from.get(0);
    }

    /** Those that lead through a link, ours first. */
    private List<Stage> stages(RestApi api, SwitchConditions conditions) {
        List<Stage> stages = restApis.stages(api.id()).stream()
                .filter(stage -> stage.variables().containsKey(StageVariables.VPC_LINK_ID))
                .sorted(Comparator.comparing(stage -> !ownership.isOurs(stage.tags()))).toList();
        if (stages.isEmpty()) {
            throw conditions.refused("REST API " + api.id() + " has no stage that leads through a VPC link",
                    SwitchConditions.publish(api));
        }
        return stages;
    }

    /** The stages that publications made, as long as there are any: the others are other people's. */
    private List<Stage> published(List<Stage> stages) {
        List<Stage> ours = stages.stream().filter(stage -> ownership.isOurs(stage.tags())).toList();
        return ours.isEmpty() ? stages : ours;
    }
}
