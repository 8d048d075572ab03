package io.gatelink.functions;

import io.gatelink.functions.Finding.Action;
import io.gatelink.functions.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/**
 * Starts publications and withdrawals for what was found twice in a row.
 *
 * <p>An execution's name is made from the load balancer, the kind of the finding and the date, so that a load balancer
 * that cannot be published is tried once a day and not each time; a method that was weakened again is not left for a
 * day, but for an hour at most.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>
 */
public final class RepairHandler extends StepHandler<RepairHandler.Input, RepairHandler.Output> {

    /** Older findings are not acted on: who runs an old execution again must not undo what came after it. */
    static final Duration OLDEST = Duration.ofMinutes(15);

    /** An execution of that name that is running already started earlier, by more than this. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyyMMdd'T'HH").withZone(ZoneOffset.UTC);

    private final SfnClient stepFunctions;
    private final StateMachineArn publish;
    private final StateMachineArn withdraw;
    private final InstantSource clock;

    /** For Lambda. */
    public RepairHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private RepairHandler(Environment environment, Settings settings) {
        this(Clients.stepFunctions(environment), settings.stateMachine(EnvironmentVariables.PUBLISH_STATE_MACHINE_ARN),
                settings.stateMachine(EnvironmentVariables.WITHDRAW_STATE_MACHINE_ARN), environment.clock());
    }

    RepairHandler(SfnClient stepFunctions, StateMachineArn publish, StateMachineArn withdraw, InstantSource clock) {
        super(Input.class, clock);
        this.stepFunctions = stepFunctions;
        this.publish = publish;
        this.withdraw = withdraw;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param before             the findings of the first look, as JSON
     * @param findings           those of the second one
     * @param observedAt         when the second look began
     * @param more               how many findings that one left out
     * @param published          how many load balancers are published
     * @param mode               with {@code NONE}, everything may be withdrawn at once
     * @param maxWithdrawPercent how many of them in a hundred may be withdrawn at once; one always may
     */
    public record Input(String execution, String before, String findings, String observedAt, String more,
            String published, String mode, String maxWithdrawPercent) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.time("observedAt", observedAt);
            Checks.number("more", more, 0, 999_999);
            Checks.number("published", published, 0, 999_999);
            Checks.publishMode("mode", mode);
            Checks.number("maxWithdrawPercent", maxWithdrawPercent, 0, 100);
        }

        /** It is about several. */
        @Override
        public String loadBalancerArn() {
            return null;
        }
    }

    /**
     * What was done.
     *
     * @param started  what is being repaired now
     * @param skipped  what was found twice and is left all the same
     * @param withheld why nothing is withdrawn although it should be, with the remedy; {@code null} if nothing is held
     *                 back
     */
    public record Output(List<Started> started, List<Skipped> skipped, String withheld) {

        public Output {
            started = List.copyOf(started);
            skipped = List.copyOf(skipped);
        }
    }

    /** A finding, and the execution that repairs it. */
    public record Started(String kind, String loadBalancerArn, String what, String why, String action,
            String executionArn) {
    }

    @Override
    Output handle(Input input, StepLog log) {
        List<Finding> before = JsonLists.read("before", input.before(), Finding.class);
        List<Finding> twice = JsonLists.read("findings", input.findings(), Finding.class).stream()
                .filter(finding -> before.stream().anyMatch(finding::isSameAs))
                .sorted(Comparator.comparing(Finding::severity)).toList();
        List<Skipped> skipped = new ArrayList<>();
        List<Started> started = new ArrayList<>();
        Instant observedAt = Instant.parse(input.observedAt());
        if (Duration.between(observedAt, clock.instant()).compareTo(OLDEST) > 0) {
            twice.forEach(finding -> skipped.add(new Skipped(finding.loadBalancerArn(), "seen at " + observedAt
                    + ", which is too long ago to act on it: the next run looks again")));
            return new Output(started, skipped, null);
        }
        String withheld = withheld(input, twice);
        byExecution(twice).values().forEach(findings -> {
            if (withheld != null && findings.get(0).asksFor(Action.WITHDRAW)) {
                skipped.add(new Skipped(findings.get(0).loadBalancerArn(), "its withdrawal is held back"));
            } else {
                start(findings, observedAt, started, skipped);
            }
        });
        log.with("started", started.size()).with("skipped", skipped.size()).with("withheld", withheld)
                .info("Repairs started");
        return new Output(started, skipped, withheld);
    }

    /** Leftovers serve nobody: they do not count. */
    private static String withheld(Input input, List<Finding> findings) {
        Set<String> unwanted = findings.stream()
                .filter(finding -> finding.asksFor(Action.WITHDRAW) && finding.severity() != Kind.LEFTOVER)
                .map(Finding::loadBalancerArn).collect(Collectors.toSet());
        int published = Integer.parseInt(input.published());
        int most = Math.max(1, published * Integer.parseInt(input.maxWithdrawPercent()) / 100);
        int all = unwanted.isEmpty() ? 0 : unwanted.size() + Integer.parseInt(input.more());
        if (all <= most || PublishMode.NONE.name().equals(input.mode())) {
            return null;
        }
        return all + " of " + published + " published load balancers are not to be published any more, and at most "
                + most + " may be withdrawn at once (MaxWithdrawPercent=" + input.maxWithdrawPercent()
                + "): none was. If that is meant, start the withdraw state machine for each of them with "
                + "{\"loadBalancerArn\": \"<its ARN>\"}, or deploy the stack with a higher MaxWithdrawPercent; if not, "
                + "put the load balancers or their tags " + Tags.PUBLISH + " back. They are: "
                + unwanted.stream().sorted().limit(20).collect(Collectors.joining(", "))
                + (unwanted.size() > 20 ? " and others." : ".");
    }

    /** The findings by the state machine and load balancer of the execution that repairs them, the worst first. */
    private static Map<String, List<Finding>> byExecution(List<Finding> findings) {
        return findings.stream().collect(Collectors.groupingBy(
                finding -> finding.action() + " " + finding.loadBalancerArn(), LinkedHashMap::new,
                Collectors.toList()));
    }

    private void start(List<Finding> findings, Instant observedAt, List<Started> started,
            List<Skipped> skipped) {
        Finding worst = findings.get(0);
        String arn = worst.loadBalancerArn();
        String name = name(worst);
        StateMachineArn stateMachine = worst.asksFor(Action.PUBLISH) ? publish : withdraw;
        try {
            StartExecutionResponse execution = stepFunctions.startExecution(request -> request
                    .stateMachineArn(stateMachine.toString()).name(name)
                    .input(StepJson.text(Map.of("loadBalancerArn", arn))));
            if (execution.startDate().isAfter(observedAt.minus(CLOCKS_DIFFER))) {
                findings.forEach(finding -> started.add(new Started(finding.kind(), arn, finding.what(), finding.why(),
                        finding.action(), execution.executionArn())));
            } else {
                skipped.add(new Skipped(arn, "execution " + name + " is at work on it"));
            }
        } catch (ExecutionAlreadyExistsException e) {
            skipped.add(new Skipped(arn, "execution " + name + " was about it and has ended: it is tried again "
                    + (worst.severity() == Kind.WEAKENED ? "in the next hour" : "tomorrow")));
        }
    }

    private String name(Finding finding) {
        LoadBalancerArn arn = LoadBalancerArn.parse(finding.loadBalancerArn()).orElseThrow();
        String kind = finding.kind().toLowerCase(Locale.ROOT).replace('_', '-');
        Instant now = clock.instant();
        return arn.name() + "-" + arn.id() + "-" + kind + "-"
                + (finding.severity() == Kind.WEAKENED ? HOUR.format(now) : DAY.format(now));
    }
}
