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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/**
 * Starts publications and withdrawals for what was found twice in a row.
 *
 * <p>An execution's name is made from the load balancer, the kind of the finding and the date, so that a load balancer
 * that cannot be published is tried once a day and not each time; a method that is too weak is not left for a day, but
 * for an hour at most. What was repaired and differs again is repaired again at once, under the name with the next number;
 * not so what serves nobody, which can wait, and which a publication may leave behind although it succeeds.
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

    /** So many numbers fit into a name. */
    private static final int MOST_REPAIRS = 99;

    private final SfnClient stepFunctions;
    private final Executions executions;
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
        this.executions = new Executions(stepFunctions);
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
     * @param left     what was found twice and is left all the same, which people should know
     * @param skipped  what was found twice and needs nothing more now
     * @param withheld why nothing is withdrawn although it should be, with the remedy; {@code null} if nothing is held
     *                 back
     */
    public record Output(List<Started> started, List<Left> left, List<Skipped> skipped, String withheld) {

        public Output {
            started = List.copyOf(started);
            left = List.copyOf(left);
            skipped = List.copyOf(skipped);
        }
    }

    /** A finding, and the execution that repairs it. */
    public record Started(String kind, String loadBalancerArn, String what, String why, String action,
            String executionArn) {
    }

    /** A finding, and why nothing is started about it now. */
    public record Left(String kind, String loadBalancerArn, String what, String why, String reason) {
    }

    @Override
    Output handle(Input input, StepLog log) {
        List<Finding> before = JsonLists.read("before", input.before(), Finding.class);
        List<Finding> twice = JsonLists.read("findings", input.findings(), Finding.class).stream()
                .filter(finding -> before.stream().anyMatch(finding::isSameAs))
                .sorted(Comparator.comparing(Finding::severity)).toList();
        Instant observedAt = Instant.parse(input.observedAt());
        var repairs = new Repairs(observedAt);
        if (Duration.between(observedAt, clock.instant()).compareTo(OLDEST) > 0) {
            repairs.leave(twice, "seen at " + observedAt
                    + ", which is too long ago to act on it: the next run looks again");
            return repairs.output(null);
        }
        String withheld = withheld(input, twice);
        byExecution(twice).values().forEach(findings -> {
            if (withheld != null && findings.get(0).asksFor(Action.WITHDRAW)) {
                repairs.skip(findings.get(0).loadBalancerArn(), "its withdrawal is held back");
            } else {
                repairs.start(findings);
            }
        });
        log.with("started", repairs.started.size()).with("left", repairs.left.size())
                .with("skipped", repairs.skipped.size()).with("withheld", withheld).info("Repairs started");
        return repairs.output(withheld);
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
                finding -> finding.asksFor(Action.WITHDRAW) + " " + finding.loadBalancerArn(), LinkedHashMap::new,
                Collectors.toList()));
    }

    private String name(Finding finding) {
        LoadBalancerArn arn = LoadBalancerArn.parse(finding.loadBalancerArn()).orElseThrow();
        String kind = finding.kind().toLowerCase(Locale.ROOT).replace('_', '-');
        Instant now = clock.instant();
        return arn.name() + "-" + arn.id() + "-" + kind + "-"
                + (finding.severity() == Kind.WEAKENED ? HOUR.format(now) : DAY.format(now));
    }

    /** What one run starts, and what it leaves. */
    private final class Repairs {

        private final Instant observedAt;
        private final List<Started> started = new ArrayList<>();
        private final List<Left> left = new ArrayList<>();
        private final List<Skipped> skipped = new ArrayList<>();

        Repairs(Instant observedAt) {
            this.observedAt = observedAt;
        }

        Output output(String withheld) {
            return new Output(started, left, skipped, withheld);
        }

        void skip(String what, String why) {
            skipped.add(new Skipped(what, why));
        }

        void leave(List<Finding> findings, String reason) {
            findings.forEach(finding -> left.add(new Left(finding.kind(), finding.loadBalancerArn(), finding.what(),
                    finding.why(), reason)));
        }

        /** Starts the execution that repairs these, about one load balancer. */
        void start(List<Finding> findings) {
            Finding worst = findings.get(0);
            String name = name(worst);
            StateMachineArn stateMachine = worst.asksFor(Action.WITHDRAW) ? withdraw : publish;
            Map<String, String> input = new TreeMap<>(Map.of("loadBalancerArn", worst.loadBalancerArn()));
            if (findings.stream().anyMatch(finding -> finding.asksFor(Action.TIGHTEN))) {
                input.put("tighten", "true");
            }
            for (int number = 1; number <= MOST_REPAIRS; number++) {
                if (isSettled(findings, stateMachine, number == 1 ? name : name + "-" + number, input)) {
                    return;
                }
            }
            leave(findings, "it was repaired " + MOST_REPAIRS + " times, and differs again: see who changes it. It is tried "
                    + "again " + later(worst));
        }

        /** @return whether the execution of this name is the one to repair it, or nothing is to be done now */
        private boolean isSettled(List<Finding> findings, StateMachineArn stateMachine, String name,
                Map<String, String> input) {
            try {
                StartExecutionResponse execution = stepFunctions.startExecution(request -> request
                        .stateMachineArn(stateMachine.toString()).name(name).input(StepJson.text(input)));
                is(findings, name, execution.executionArn(), execution.startDate());
                return true;
            } catch (ExecutionAlreadyExistsException e) {
                return !mayBeRepairedAgain(findings, name, stateMachine.execution(name));
            }
        }

        private void is(List<Finding> findings, String name, String executionArn, Instant startDate) {
            if (startDate.isAfter(observedAt.minus(CLOCKS_DIFFER))) {
                findings.forEach(finding -> started.add(new Started(finding.kind(), finding.loadBalancerArn(),
                        finding.what(), finding.why(), finding.action(), executionArn)));
            } else {
                skip(findings.get(0).loadBalancerArn(), "execution " + name + " is at work on it");
            }
        }

        /** Whether an execution that there was repaired it, so that what differs now differs again. */
        private boolean mayBeRepairedAgain(List<Finding> findings, String name, String executionArn) {
            Finding worst = findings.get(0);
            Optional<DescribeExecutionResponse> earlier = executions.find(executionArn);
            if (earlier.filter(found -> found.stopDate() == null
                    || found.startDate().isAfter(observedAt.minus(CLOCKS_DIFFER))).isPresent()) {
                // It runs again; or an earlier run of this step, whose answer was lost, has started it.
                is(findings, name, executionArn, earlier.get().startDate());
                return false;
            }
            if (earlier.filter(found -> found.stopDate().isAfter(observedAt)).isPresent()) {
                skip(worst.loadBalancerArn(), "execution " + name + " has ended since: the next run looks again");
                return false;
            }
            boolean succeeded = earlier.filter(found -> found.status() == ExecutionStatus.SUCCEEDED).isPresent();
            if (succeeded && worst.severity() != Kind.LEFTOVER) {
                return true;
            }
            leave(findings, "execution " + name + " was about it and " + (succeeded ? "left it" : "did not succeed")
                    + ": it is tried again " + later(worst));
            return false;
        }

        private String later(Finding worst) {
            return worst.severity() == Kind.WEAKENED ? "in the next hour" : "tomorrow";
        }
    }
}
