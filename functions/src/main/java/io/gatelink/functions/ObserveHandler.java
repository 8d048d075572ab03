package io.gatelink.functions;

import io.gatelink.functions.Differences.Complete;
import io.gatelink.functions.VpcLinks.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;

/**
 * Compares what should be with what is, as far as lists show it, and says into which APIs {@link InspectHandler} is to
 * look. It changes nothing.
 *
 * <p>It lists all there is, but proposes at most {@value #MOST_INSPECTED} APIs to look into: with more, each run takes
 * the next ones, as the time at which it started tells. An answer that cannot be read or is not complete is an exception:
 * what is unknown is not absent. If it is about one load balancer only, then that one is set aside, see {@link Patience}.
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
    private final ApiKeys apiKeys;
    private final Executions executions;
    private final InstantSource clock;

    /** For Lambda. */
    public ObserveHandler() {
        this(Environment.current());
    }

    private ObserveHandler(Environment environment) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)), Clients.apiGateway(environment),
                new Executions(Clients.stepFunctions(environment)), new Settings(environment).ownership(),
                environment.clock());
    }

    ObserveHandler(LoadBalancers loadBalancers, ApiGatewayClient apiGateway, Executions executions,
            Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.restApis = new RestApis(apiGateway, ownership);
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.executions = executions;
        this.clock = clock;
    }

    /**
     * What is wanted in general, and what was found before.
     *
     * @param startedAt     when the execution started
     * @param periodMinutes how many minutes lie between two executions
     * @param retries       how often this was tried before
     * @param before        the findings to confirm, as JSON; {@code null} at the first look
     */
    public record Input(String execution, String executionArn, String startedAt, String periodMinutes, String retries,
            String mode, String allowOpenApis, String authorization, String stage, @Nullable String before)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.time("startedAt", startedAt);
            Checks.number("periodMinutes", periodMinutes, 1, 100_000);
            Checks.number("retries", retries, 0, 1000);
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
     * @param unreadable load balancers about which nobody can say anything
     */
    public record Output(String observedAt, int published, List<Finding> findings, int more, List<String> inspect,
            List<Skipped> skipped, List<Skipped> unreadable) {

        public Output {
            findings = List.copyOf(findings);
            inspect = List.copyOf(inspect);
            skipped = List.copyOf(skipped);
            unreadable = List.copyOf(unreadable);
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
        List<ApiKey> keys = apiKeys.ourKeys();
        List<UsagePlan> plans = apiKeys.ourPlans();
        // Last, so that what is made for a load balancer is never older news than the load balancer itself.
        Inventory inventory = Inventory.of(
                new Inventory.Read(loadBalancers.network(), links, apis, keys, plans), input.executionArn());
        var patience = new Patience(Integer.parseInt(input.retries()));
        var differences = new Differences(new Wishes(input.policy(), apis), inventory, loadBalancers, restApis, patience,
                input.stage(), input.authorization());
        var work = new Work(executions, input.executionArn(), clock.instant(), inventory);
        List<Complete> inspect = window(differences.complete(), input, before).stream()
                .filter(one -> !work.isUnderWay(one.loadBalancerArn())).toList();
        List<Finding> findings = new ArrayList<>(differences.findings());
        inspect.forEach(one -> work.unfinished(one).ifPresent(findings::add));
        findings.removeIf(finding -> work.isUnderWay(finding.loadBalancerArn()));
        findings.sort(Comparator.comparing(Finding::severity));
        List<Finding> shown = findings.subList(0, Math.min(findings.size(), MOST_FINDINGS));
        List<Skipped> skipped = new ArrayList<>(differences.skipped());
        skipped.addAll(work.underWay());
        log.with("published", inventory.published()).with("findings", findings.size())
                .with("inspect", inspect.size()).with("unreadable", differences.unreadable().size())
                .info("Differences looked for");
        return new Output(observedAt, inventory.published(), shown, findings.size() - shown.size(), batches(inspect),
                first(skipped), first(differences.unreadable()));
    }

    private static List<Skipped> first(List<Skipped> all) {
        return all.subList(0, Math.min(all.size(), MOST_FINDINGS));
    }

    /** At the second look, only those about which there was something to find at the first one. */
    private static List<Complete> window(List<Complete> complete, Input input, List<Finding> before) {
        if (input.before() != null) {
            Set<String> suspects = before.stream().map(Finding::loadBalancerArn).collect(Collectors.toSet());
            return complete.stream().filter(one -> suspects.contains(one.loadBalancerArn())).limit(MOST_INSPECTED)
                    .toList();
        }
        int windows = Math.max(1, (complete.size() + MOST_INSPECTED - 1) / MOST_INSPECTED);
        int from = (int) Math.floorMod(input.turn(), (long) windows) * MOST_INSPECTED;
        return complete.subList(from, Math.min(from + MOST_INSPECTED, complete.size()));
    }

    private static List<String> batches(List<Complete> all) {
        List<PublishedApi> apis = all.stream().map(Complete::api).toList();
        List<String> batches = new ArrayList<>();
        for (int from = 0; from < apis.size(); from += INSPECTED_AT_ONCE) {
            batches.add(StepJson.text(apis.subList(from, Math.min(from + INSPECTED_AT_ONCE, apis.size()))));
        }
        return batches;
    }
}
