package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * Finds what a switch from one load balancer to another moves, takes the turn at the old link, and refuses what cannot
 * work, with the remedy.
 *
 * <p>It looks at all of that in each of its runs, so what it answers is as it was under the turn. A switch that was
 * broken off is found in whatever state it is, and answered so that the steps that follow finish it.
 */
public final class DescribeSwitchHandler
        extends StepHandler<DescribeSwitchHandler.Input, DescribeSwitchHandler.Output> {

    private static final Pattern BACKEND = Pattern.compile("(https?)://[A-Za-z0-9.-]{1,253}:([1-9][0-9]{0,4})(?:/.*)?");

    private final LoadBalancers loadBalancers;
    private final ApiGatewayClient apiGateway;
    private final RestApis restApis;
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
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
        this.invokeUrl = invokeUrl;
    }

    /**
     * What the execution was started with, and what the stack's parameters say.
     *
     * @param input  a {@link Request} as JSON
     * @param authorization that a load balancer asks for if no tag says otherwise
     * @param path          that the smoke test asks for if no tag says otherwise
     * @param expect        that the smoke test is content with if no tag says otherwise
     */
    public record Input(String execution, String executionArn, String input, String authorization, String path,
            String expect) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Request request = request(input);
            Checks.networkLoadBalancer("from", request.from(), executionArn);
            Checks.networkLoadBalancer("to", request.to(), executionArn);
            if (request.from().equals(request.to())) {
                throw Checks.refused("to", request.to(), "give another load balancer than in from");
            }
            Checks.authorization(authorization);
            Checks.path(path);
            Checks.expect(expect);
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
     * What is to be moved.
     *
     * @param progress         a {@link Progress}
     * @param loadBalancerArn  of the load balancer to move to
     * @param loadBalancerName its name
     * @param stages           the names of the stages to move, with commas
     * @param invokeUrl        of the first of them, with a slash at its end
     * @param oldVpcLinkId     the link to move away from; {@code null} if the switch is done
     * @param authorization    of the API's methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param apiKeyId         of the key that the API asks for; {@code null} if it asks for none
     * @param path             that smoke tests ask for
     * @param expect           that smoke tests are content with
     * @param switchedFrom     the API's tag {@link Tags#SWITCHED_FROM} as it was; {@code null} if there was none
     * @param switchedBy       the API's tag {@link Tags#SWITCHED_BY} as it was; {@code null} if there was none
     */
    public record Output(String progress, String loadBalancerArn, String loadBalancerName, String from,
            String restApiId, String rootResourceId, String stages, String stage, String invokeUrl, String oldVpcLinkId,
            String authorization, String apiKeyId, String path, String expect, String switchedFrom, String switchedBy) {
    }

    /**
     * @throws LoadBalancerBusyException        if another execution has the turn, or this one for too short a time
     * @throws LoadBalancerNotFoundException    if one of the two is gone
     * @throws LoadBalancerNotReadyException    if the one to move to is not active so far
     * @throws UnsupportedLoadBalancerException if there is not exactly one API to move, or the load balancer to move to
     *                                          cannot take it
     */
    @Override
    Output handle(Input input, StepLog log) {
        Request request = Input.request(input.input());
        RestApi api = api(request);
        GetMethodResponse method = method(api);
        List<Stage> stages = restApis.stages(api.id()).stream()
                .filter(stage -> stage.variables().containsKey(StageVariables.VPC_LINK_ID)).toList();
        if (stages.isEmpty()) {
            throw refused(request, "its REST API " + api.id() + " has no stage that leads through a VPC link",
                    publish(request.from()));
        }
        List<Link> oldLinks = vpcLinks.ofLoadBalancer(request.from());
        Set<String> newLinks = vpcLinks.ofLoadBalancer(request.to()).stream().filter(Link::isUsable).map(Link::id)
                .collect(Collectors.toSet());
        boolean moved = request.to().equals(api.tags().get(Tags.LOAD_BALANCER)) && stages.stream()
                .allMatch(stage -> newLinks.contains(stage.variables().get(StageVariables.VPC_LINK_ID)));
        Optional<Link> usable = oldLinks.stream().filter(link -> link.status() == Status.AVAILABLE).findFirst();
        Progress progress = usable.isPresent() ? Progress.TO_DO
                : moved ? oldLinks.isEmpty() ? Progress.DONE : Progress.TO_FINISH
                : notUsable(request, api);
        if (progress == Progress.TO_DO) {
            requireFit(request, method);
            requireStrongEnough(request, authorization(method), input.authorization());
            turns.take(usable.get(), request.from(), input.executionArn());
        }
        log.with("progress", progress.name()).with("restApiId", api.id()).info("Switch described");
        Map<String, String> tags = loadBalancers.tags(request.from()).orElse(Map.of());
        String path = tags.getOrDefault(Tags.PATH, input.path());
        String expect = tags.getOrDefault(Tags.EXPECT, input.expect());
        Checks.path(path);
        Checks.expect(expect);
        String stage = stages.get(0).stageName();
        return new Output(progress.name(), request.to(), LoadBalancerArn.parse(request.to()).orElseThrow().name(),
                request.from(), api.id(), rootResourceId(api),
                stages.stream().map(Stage::stageName).collect(Collectors.joining(",")), stage,
                invokeUrl.of(api.id(), stage), usable.or(() -> oldLinks.stream().findFirst()).map(Link::id).orElse(null),
                authorization(method), apiKeyId(method, api), path, expect, api.tags().get(Tags.SWITCHED_FROM),
                api.tags().get(Tags.SWITCHED_BY));
    }

    private RestApi api(Request request) {
        List<RestApi> from = restApis.ofLoadBalancer(request.from());
        List<RestApi> to = restApis.ofLoadBalancer(request.to());
        if (from.isEmpty() && to.size() == 1 && request.from().equals(to.get(0).tags().get(Tags.SWITCHED_FROM))) {
            return to.get(0);
        }
        if (!to.isEmpty()) {
            throw refused(request, "load balancer " + request.to() + " has REST API " + to.get(0).id() + " of its own",
                    "withdraw that load balancer first");
        }
        if (from.size() != 1) {
            throw refused(request, "load balancer " + request.from() + " has "
                    + (from.isEmpty() ? "no REST API" : from.size() + " REST APIs") + " of this stack", publish(request.from()));
        }
        return from.get(0);
    }

    private Progress notUsable(Request request, RestApi api) {
        throw refused(request, "REST API " + api.id() + " leads through no VPC link of this stack that is AVAILABLE",
                publish(api.tags().get(Tags.LOAD_BALANCER)));
    }

    private GetMethodResponse method(RestApi api) {
        try {
            String root = rootResourceId(api);
            return apiGateway.getMethod(request -> request.restApiId(api.id()).resourceId(root).httpMethod("ANY"));
        } catch (NotFoundException e) {
            throw new UnsupportedLoadBalancerException("REST API " + api.id() + " has no method ANY on its resource /: "
                    + publish(api.tags().get(Tags.LOAD_BALANCER)) + ".");
        }
    }

    private String rootResourceId(RestApi api) {
        return api.rootResourceId() != null ? api.rootResourceId() : restApis.find(api.id())
                .map(RestApi::rootResourceId).orElseThrow(() -> new AwsUnavailableException(
                        "REST API " + api.id() + " shows no resource / so far: try again."));
    }

    private static String authorization(GetMethodResponse method) {
        return Boolean.TRUE.equals(method.apiKeyRequired()) ? Authorization.API_KEY : method.authorizationType();
    }

    private String apiKeyId(GetMethodResponse method, RestApi api) {
        return authorization(method).equals(Authorization.API_KEY)
                ? apiKeys.keyOf(api.tags().get(Tags.LOAD_BALANCER)).orElse(null) : null;
    }

    /** Whether the load balancer to move to is as the API's integrations need it. */
    private void requireFit(Request request, GetMethodResponse method) {
        LoadBalancer to = loadBalancers.find(request.to()).orElseThrow(() -> new LoadBalancerNotFoundException(
                "There is no load balancer " + request.to() + " in this account and Region: create it first."));
        if (to.type() != LoadBalancerTypeEnum.NETWORK) {
            throw refused(request, "the load balancer to move to is of type " + to.typeAsString(),
                    "give one of type network");
        }
        DescribeLoadBalancerHandler.requireActive(to);
        DescribeLoadBalancerHandler.requireOpenToPrivateLink(to);
        String uri = method.methodIntegration() == null ? null : method.methodIntegration().uri();
        Matcher backend = BACKEND.matcher(String.valueOf(uri));
        if (!backend.matches()) {
            throw refused(request, "the API's integration has the uri " + Text.shown(uri), publish(request.from()));
        }
        int port = Integer.parseInt(backend.group(2));
        boolean encrypted = backend.group(1).equals("https");
        List<Listener> listeners = loadBalancers.listeners(request.to());
        if (listeners.stream().noneMatch(listener -> listener.port() == port
                && (listener.protocol() == ProtocolEnum.TCP || encrypted && listener.protocol() == ProtocolEnum.TLS))) {
            throw refused(request, "the API's requests go to port " + port + " by " + backend.group(1)
                    + ", for which the load balancer to move to has no listener", "create one there with "
                    + "aws elbv2 create-listener --load-balancer-arn " + request.to() + " --port " + port);
        }
    }

    /** The owner of the load balancer to move to has a say, too. */
    private void requireStrongEnough(Request request, String ofApi, String stack) {
        String asked = loadBalancers.tags(request.to()).orElse(Map.of()).getOrDefault(Tags.AUTHORIZATION, stack);
        if (!Authorization.isOne(asked) || Authorization.isWeaker(ofApi, asked)) {
            throw refused(request, "the API's methods have the authorization " + ofApi
                    + ", and the load balancer to move to asks for " + Text.shown(asked),
                    "run aws elbv2 add-tags --resource-arns " + request.to() + " --tags Key=" + Tags.AUTHORIZATION
                    + ",Value=" + ofApi + " if that is meant, or publish the API with the stronger one first");
        }
    }

    private static String publish(String loadBalancerArn) {
        return "start the publish state machine with {\"loadBalancerArn\": \"" + loadBalancerArn + "\"}";
    }

    private static UnsupportedLoadBalancerException refused(Request request, String why, String remedy) {
        return new UnsupportedLoadBalancerException("There is no switch from load balancer " + request.from() + " to "
                + request.to() + ", for " + why + ": " + remedy + ", then start the switch again.");
    }
}
