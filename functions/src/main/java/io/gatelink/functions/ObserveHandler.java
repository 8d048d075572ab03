package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Compares what should be with what is, as far as lists show it, and says into which APIs {@link InspectHandler} is to
 * look. It changes nothing.
 *
 * <p>It lists all there is, but proposes at most {@value #MOST_INSPECTED} APIs to look into: with more, each run takes
 * the next ones, as the time at which it started tells. An answer that cannot be read or is not complete is an exception:
 * what is unknown is not absent.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html">
 *      DescribeExecution</a>
 */
public final class ObserveHandler extends StepHandler<ObserveHandler.Input, ObserveHandler.Output> {

    /** Looking into one takes three calls of API Gateway, whose quotas others need, too. */
    static final int MOST_INSPECTED = 20;

    /** GetResources may be called 5 times in 2 seconds: {@link InspectHandler} takes so many APIs at once. */
    static final int INSPECTED_AT_ONCE = 2;

    /** So many findings fit into an execution's data twice; those that are left out come with a later run. */
    static final int MOST_FINDINGS = 60;

    private final LoadBalancers loadBalancers;
    private final VpcLinks vpcLinks;
    private final RestApis restApis;
    private final SfnClient stepFunctions;
    private final InstantSource clock;

    /** For Lambda. */
    public ObserveHandler() {
        this(Environment.current());
    }

    private ObserveHandler(Environment environment) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)), Clients.apiGateway(environment),
                Clients.stepFunctions(environment), new Settings(environment).ownership(), environment.clock());
    }

    ObserveHandler(LoadBalancers loadBalancers, ApiGatewayClient apiGateway, SfnClient stepFunctions,
            Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.restApis = new RestApis(apiGateway, ownership);
        this.stepFunctions = stepFunctions;
        this.clock = clock;
    }

    /**
     * What is wanted in general, and what was found before.
     *
     * @param startedAt     when the execution started
     * @param periodMinutes how many minutes lie between two executions
     * @param before        the findings to confirm, as JSON; {@code null} at the first look
     */
    public record Input(String execution, String executionArn, String startedAt, String periodMinutes, String mode,
            String allowOpenApis, String authorization, String stage, @Nullable String before) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.time("startedAt", startedAt);
            Checks.number("periodMinutes", periodMinutes, 1, 100_000);
            Checks.publishMode("mode", mode);
            Checks.oneOf("allowOpenApis", allowOpenApis, List.of("true", "false"));
            Checks.authorization(authorization);
            Checks.asked("stage", stage, LoadBalancerTag.STAGE);
        }

        /** It is about all of them. */
        @Override
        public String loadBalancerArn() {
            return null;
        }

        private PublicationPolicy policy() {
            return new PublicationPolicy(PublishMode.valueOf(mode), Boolean.parseBoolean(allowOpenApis));
        }

        /** How many executions had their time before this one. */
        private long turn() {
            return Duration.between(Instant.EPOCH, Instant.parse(startedAt))
                    .dividedBy(Duration.ofMinutes(Long.parseLong(periodMinutes)));
        }
    }

    /**
     * What there is to find in lists.
     *
     * @param observedAt when the reading began
     * @param published  how many load balancers are published
     * @param findings   the worst first
     * @param more       how many more findings there are
     * @param inspect    the APIs to look into: for each call of {@link InspectHandler}, JSON
     * @param skipped    what is left as it is this time
     */
    public record Output(String observedAt, int published, List<Finding> findings, int more, List<String> inspect,
            List<Skipped> skipped) {

        public Output {
            findings = List.copyOf(findings);
            inspect = List.copyOf(inspect);
            skipped = List.copyOf(skipped);
        }
    }

    /** @throws AwsUnavailableException if an answer is not complete */
    @Override
    Output handle(Input input, StepLog log) {
        String observedAt = clock.instant().toString();
        List<Finding> before = input.before() == null ? List.of()
                : JsonLists.read("before", input.before(), Finding.class);
        List<Link> links = vpcLinks.ours();
        List<RestApi> apis = restApis.ours();
        // Last, so that what is made for a load balancer is never older news than the load balancer itself.
        Inventory inventory = Inventory.of(loadBalancers.network(), links, apis);
        var differences = new Differences(new Wishes(input.policy(), apis), inventory, loadBalancers, input.stage(),
                input.authorization());
        var busy = new Busy(input.executionArn(), inventory, new ArrayList<>(differences.skipped()));
        List<PublishedApi> inspect = window(differences.complete(), input, before).stream()
                .filter(api -> !busy.contains(api.loadBalancerArn())).toList();
        List<Finding> findings = differences.findings().stream()
                .filter(finding -> !busy.contains(finding.loadBalancerArn()))
                .sorted(Comparator.comparing(Finding::severity)).toList();
        List<Finding> shown = findings.subList(0, Math.min(findings.size(), MOST_FINDINGS));
        log.with("published", inventory.published()).with("findings", findings.size())
                .with("inspect", inspect.size()).info("Differences looked for");
        return new Output(observedAt, inventory.published(), shown, findings.size() - shown.size(), batches(inspect),
                busy.skipped.subList(0, Math.min(busy.skipped.size(), MOST_FINDINGS)));
    }

    /** At the second look, only those about which there was something to find at the first one. */
    private static List<PublishedApi> window(List<PublishedApi> complete, Input input, List<Finding> before) {
        if (input.before() != null) {
            Set<String> suspects = before.stream().map(Finding::loadBalancerArn).collect(Collectors.toSet());
            return complete.stream().filter(api -> suspects.contains(api.loadBalancerArn())).limit(MOST_INSPECTED)
                    .toList();
        }
        int windows = Math.max(1, (complete.size() + MOST_INSPECTED - 1) / MOST_INSPECTED);
        int from = (int) Math.floorMod(input.turn(), (long) windows) * MOST_INSPECTED;
        return complete.subList(from, Math.min(from + MOST_INSPECTED, complete.size()));
    }

    private static List<String> batches(List<PublishedApi> apis) {
        List<String> batches = new ArrayList<>();
        for (int from = 0; from < apis.size(); from += INSPECTED_AT_ONCE) {
            batches.add(StepJson.text(apis.subList(from, Math.min(from + INSPECTED_AT_ONCE, apis.size()))));
        }
        return batches;
    }

    /** The load balancers that an execution is at work on now. */
    private final class Busy {

        private static final String OWN_KIND = "-reconcile:";

        private final String executionArn;
        private final Inventory inventory;
        private final List<Skipped> skipped;
        private final Map<String, Boolean> known = new HashMap<>();

        Busy(String executionArn, Inventory inventory, List<Skipped> skipped) {
            this.executionArn = executionArn;
            this.inventory = inventory;
            this.skipped = skipped;
        }

        boolean contains(String loadBalancerArn) {
            return known.computeIfAbsent(loadBalancerArn, arn -> {
                boolean busy = false;
                for (Link link : inventory.linksOf(arn)) {
                    String holder = link.tags().get(Tags.TURN);
                    if (!busy && isOfThisStack(holder) && isRunning(holder)) {
                        busy = true;
                        skipped.add(new Skipped(arn, "execution " + holder + " is at work on it"));
                    }
                }
                return busy;
            });
        }

        /** The tag could say anything; only the executions of this stack's state machines can have a turn. */
        private boolean isOfThisStack(String holder) {
            int end = executionArn.indexOf(OWN_KIND);
            return holder != null && Checks.isExecutionArn(holder) && end >= 0
                    && holder.startsWith(executionArn.substring(0, end + 1));
        }

        private boolean isRunning(String holder) {
            try {
                return stepFunctions.describeExecution(request -> request.executionArn(holder)).status()
                        == ExecutionStatus.RUNNING;
            } catch (ExecutionDoesNotExistException e) {
                return false;
            }
        }
    }
}
