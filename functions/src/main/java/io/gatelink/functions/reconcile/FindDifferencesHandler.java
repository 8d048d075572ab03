package io.gatelink.functions.reconcile;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.SharedLinks;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.elbv2.LoadBalancers;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.reconcile.Differences.Plan;
import io.gatelink.functions.reconcile.Differences.Resource;
import io.gatelink.functions.reconcile.Differences.Snapshot;
import io.gatelink.functions.registry.Executions;
import io.gatelink.functions.registry.Pace;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.wanted.Defaults;
import io.gatelink.functions.wanted.LinkParameters;
import io.gatelink.functions.wanted.PublicationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * Compares what should be published with what is, and tells for which load balancers the workflow publish is to be
 * started. It changes nothing but the notes in the table of publications, and deletes VPC links of version 2 that
 * nothing uses. An answer that is missing or refused ends it: what cannot be read is unknown, not gone.
 */
public final class FindDifferencesHandler
        extends TaskHandler<FindDifferencesHandler.Input, FindDifferencesHandler.Output> {

    /** So long an execution may be at the same step before it is asked whether it has ended. */
    private static final Duration HELD = Duration.ofMinutes(15);

    /** So many executions are asked for at most, the one with the earliest step first. */
    private static final int ASKED = 100;

    /** So many notes are written at most. */
    private static final int WRITTEN = 600;

    /** So many resources that are left alone are named at most. */
    private static final int LEFT_ALONE = 20;

    private final LoadBalancers loadBalancers;
    private final Registry registry;
    private final Executions executions;
    private final ApiGateway apiGateway;
    private final UnusedLinks unusedLinks;
    private final PublicationPolicy policy;
    private final Limits limits;

    /** For Lambda. */
    public FindDifferencesHandler() {
        this(AwsClients.current());
    }

    FindDifferencesHandler(AwsClients clients) {
        super(Input.class, clients.environment().clock());
        loadBalancers = new LoadBalancers(clients.elasticLoadBalancing());
        registry = Registry.of(clients);
        executions = new Executions(clients.stepFunctions());
        apiGateway = ApiGateway.of(clients);
        unusedLinks = new UnusedLinks(SharedLinks.of(clients), registry.sharedVpcLinks());
        var settings = clients.settings();
        policy = new PublicationPolicy(
                Defaults.publishMode(settings), LinkParameters.of(settings).version(), false);
        limits = new Limits(
                Duration.ofMinutes(settings.number("RECONCILE_MINUTES", 10, 1_440)),
                settings.number("MAX_WITHDRAW_PERCENT", 0, 100));
    }

    /** @param startedAt when the execution started */
    public record Input(ExecutionArn execution, String startedAt) {

        public Input {
            if (Text.instant(startedAt).isEmpty()) {
                throw new InvalidInputException("Input field startedAt is " + Text.shown(startedAt)
                        + ": give a time in UTC such as 2026-03-02T09:14:07Z.");
            }
        }
    }

    /**
     * What is to be done.
     *
     * @param start     the executions to start, the most urgent first; at most 600
     * @param leftAlone resources that carry our owner tag, but name no load balancer of here
     * @param tell      what people are to be told; {@code null} if nothing
     */
    public record Output(List<Start> start, List<String> leftAlone, String tell) {

        static Output of(Plan plan, ExecutionArn execution) {
            return new Output(
                    plan.start().stream().map(arn -> Start.of(arn, execution)).toList(),
                    plan.leftAlone().stream().limit(LEFT_ALONE).toList(),
                    plan.tell());
        }
    }

    /** @param name of the execution to start for the load balancer */
    public record Start(LoadBalancerArn loadBalancerArn, String name) {

        /** Under a name that another run of the same step gives again, so that nothing is started twice. */
        static Start of(String arn, ExecutionArn execution) {
            LoadBalancerArn loadBalancer = LoadBalancerArn.of(arn);
            return new Start(loadBalancer, Executions.name(loadBalancer, execution));
        }
    }

    /** @throws io.gatelink.functions.lambda.AwsUnavailableException if an answer is incomplete */
    @Override
    protected Output handle(Input input, Run run) {
        Instant now = clock().instant();
        // First the items: what changes while the rest is read fails the condition of a note.
        Map<String, Publication> items = new TreeMap<>();
        registry.all().forEach(item -> items.put(item.loadBalancerArn().text(), item));
        if (items.values().stream().noneMatch(item -> item.has(Publication.HOLDER))) {
            Pace.reset(registry);
        }
        var snapshot = new Snapshot(loadBalancers.linkable(), items, resources(run.execution()), ended(items, now));
        Plan plan = Differences.between(
                snapshot, policy, limits, apiGateway.owner(), Instant.parse(input.startedAt()), now);
        write(plan, items);
        unusedLinks.deleteOne(items.values(), snapshot.resources(), run.log());
        run.log()
                .with("loadBalancers", snapshot.loadBalancers().size())
                .with("items", items.size())
                .with("resources", snapshot.resources().size())
                .with("start", plan.start().size())
                .info("Differences found");
        return Output.of(plan, run.execution());
    }

    private Set<String> ended(Map<String, Publication> items, Instant now) {
        return items.values().stream()
                .filter(item -> item.has(Publication.HOLDER) && stepAt(item).isBefore(now.minus(HELD)))
                .sorted(Comparator.comparing(FindDifferencesHandler::stepAt))
                .limit(ASKED)
                .filter(item -> executions.holderHasEnded(item, now))
                .map(item -> item.loadBalancerArn().text())
                .collect(Collectors.toSet());
    }

    private static Instant stepAt(Publication item) {
        return item.time(Publication.STEP_AT)
                .or(() -> item.time(Publication.HELD_SINCE))
                .orElse(Instant.EPOCH);
    }

    /** What carries our owner tag, but for VPC links that are being deleted anyway. */
    private List<Resource> resources(ExecutionArn execution) {
        return Arrays.stream(Part.values())
                .flatMap(part -> apiGateway.ours(part).stream())
                .filter(one -> !one.is(VpcLinkStatus.DELETING))
                .map(one -> new Resource(
                        one.part(),
                        one.id(),
                        !one.is(VpcLinkStatus.FAILED),
                        LoadBalancerArn.parse(one.tags().getOrDefault(ApiGateway.LOAD_BALANCER, ""))
                                .filter(arn -> arn.isLinkable() && arn.isBeside(execution))
                                .map(LoadBalancerArn::text)
                                .orElse(null)))
                .toList();
    }

    /** Writes the notes. A condition that fails is fine: an execution is at work on the load balancer by now. */
    private void write(Plan plan, Map<String, Publication> items) {
        plan.notes().entrySet().stream()
                .limit(WRITTEN)
                .forEach(note -> registry.annotate(
                        LoadBalancerArn.of(note.getKey()), items.get(note.getKey()), note.getValue()));
    }
}
