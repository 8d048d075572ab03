package io.gatelink.local.explore;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.PreparedStack;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.explore.Schedule.Step;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Backend;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An account in which one schedule happens: the template, the workflows and the functions as they are, under the
 * virtual clock. It lets people act and things go wrong, and keeps record; what of that is wrong, {@link Promises} say.
 */
final class World implements Faults, Observer, Backend, AutoCloseable {

    /** Longer than all workflows may take, one after the other. */
    private static final Duration FOREVER = Duration.ofDays(30);

    /** So many reconciliations it may take until all is repaired. */
    private static final int MOST_DAYS = 6;

    /** Links that are not used go one a day. */
    private static final int MOST_DAYS_WITH_SHARED_LINKS = 10;

    private static final int FIRST_PORT = 9000;

    private final Schedule schedule;
    private final Disturber disturber;
    private final Trace trace;
    private final Coverage coverage;
    private final LocalAws aws;
    private final People people;
    private final Promises promises;
    private final Items items;
    private final Paths paths;
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final List<Balancer> balancers = new ArrayList<>();
    private final Balancer[] present;
    private boolean checking;

    /** What the call that is under way is disturbed by. */
    private final IdentityHashMap<ApiCall, Disturbance> underWay = new IdentityHashMap<>();

    World(Path home, PreparedStack image, Schedule schedule, Disturber disturber, Trace trace, Coverage coverage) {
        this.schedule = schedule;
        this.disturber = disturber;
        this.trace = trace;
        this.coverage = coverage;
        this.present = new Balancer[schedule.setting().loadBalancers()];
        this.aws = LocalAws.start(
                Configuration.simulation(home, schedule.seed())
                        .withParameters(schedule.setting().variant().parameters())
                        .withProvisioningDelay(schedule.setting().provisioningDelay())
                        .withLinkDelay(schedule.setting().linkDelay())
                        .withLinkDeletionDelay(schedule.setting().linkDeletionDelay())
                        .withQuotas(schedule.setting().quotas())
                        .withFaults(this),
                image,
                this,
                this);
        this.people = new People(this, aws);
        this.items = new Items(aws);
        this.paths = new Paths(schedule.setting().variant().hasDomain(), aws);
        this.promises = new Promises(this, aws);
        aws.loop().exclusively(() -> {
            paths.createDomain();
            createNetwork();
        });
    }

    /** Before the stack is at work. */
    private void createNetwork() {
        if (schedule.setting().variant().hasSharedLinks()) {
            for (Vpc vpc : List.of(Vpc.HOME, Vpc.OTHER)) {
                aws.ec2().vpcs().assume(vpc.id());
                aws.ec2().subnets().assume(vpc.subnets().get(0), vpc.id(), "us-east-1a");
                aws.ec2().subnets().assume(vpc.subnets().get(1), vpc.id(), "us-east-1b");
            }
        }
    }

    /**
     * Lets the schedule happen, brings the account to rest, and checks all along.
     *
     * @return the first promise that is broken, if one is
     */
    Optional<Promises.Broken> run() {
        aws.loop().exclusively(() -> schedule.steps().forEach(step -> aws.loop().schedule(step.at(), () -> act(step))));
        boolean quiet = runUntilQuiet();
        if (quiet && isPlain()) {
            trace.headline("nothing went wrong: is it at rest, without a reconciliation?");
            coverage.count("plain schedules", "");
            promises.atRest()
                    .ifPresent(broken -> promises.breaks(
                            broken.promise(), "Every event came, and nothing went wrong, but " + broken.words()));
            quiet = promises.broken().isEmpty();
        }
        if (quiet) {
            trace.headline("peace: from now on nothing goes wrong");
            disturber.endOfDisturbances();
            if (schedule.seed() % 4 != 0) {
                balancers.forEach(balancer -> balancer.status = 200);
            }
        }
        if (quiet) {
            comeToRest();
        }
        disturber
                .happened()
                .forEach(each -> coverage.count("disturbances", each.effect().name()));
        executions
                .values()
                .forEach(execution -> coverage.count(
                        "executions",
                        machine(execution) + " "
                                + execution
                                        .output()
                                        .map(output -> output.path("outcome").asText(""))
                                        .filter(outcome -> !outcome.isEmpty())
                                        .orElse(execution.status().name())));
        return promises.broken();
    }

    /**
     * Whether events tell of all that people did, and nothing went wrong or was refused: then the account
     * follows at once.
     */
    private boolean isPlain() {
        return disturber.happened().isEmpty()
                && unsuccessful(0).isEmpty()
                && schedule.steps().stream()
                        .allMatch(step ->
                                !step.events().isEmpty() && step.action().kind().isWish());
    }

    /** @return whether nothing is left to do, and nothing is broken */
    private boolean runUntilQuiet() {
        aws.loop().runUntil(() -> promises.broken().isPresent() || now().compareTo(FOREVER) > 0);
        promises.checkThatAllHasEnded(executions.values());
        return promises.broken().isEmpty();
    }

    /** Reconciliation comes once a day, and repairs all that it can; what is told it twice it believes. */
    private void comeToRest() {
        Optional<Promises.Broken> wrong = Optional.empty();
        boolean again = schedule.seed() % 8 == 0;
        int most = schedule.setting().variant().hasSharedLinks() ? MOST_DAYS_WITH_SHARED_LINKS : MOST_DAYS;
        for (int day = 0; day < most && (day == 0 || again || wrong.isPresent()); day++) {
            again &= day == 0 || wrong.isPresent();
            waitForReconciliation();
            if (!runUntilQuiet()) {
                return;
            }
            trace.headline("is it at rest?");
            wrong = promises.atRest().or(promises::unused);
            coverage.count("days", wrong.isPresent() ? "restless" : "at rest");
        }
        wrong.ifPresent(broken -> promises.breaks(broken.promise(), broken.words()));
    }

    private void waitForReconciliation() {
        long days = now().toDays() + 1;
        aws.loop().schedule(Duration.ofDays(days).plusHours(1).minus(now()), () -> {});
    }

    private void act(Step step) {
        trace.line(now(), "person", step::toString);
        coverage.count("steps", step.action().kind().toString());
        if (step.action().kind().hasEvent() && !step.events().equals(List.of(Duration.ZERO))) {
            coverage.count(
                    "events", step.events().isEmpty() ? "lost" : step.events().size() > 1 ? "doubled" : "late");
        }
        try {
            items.keepCopy(now());
            people.act(step);
        } catch (AwsException e) {
            trace.line(now(), "person", () -> "is refused: " + e.getMessage());
        }
    }

    // What is where.

    Duration now() {
        return Duration.ofNanos(aws.loop().nanoTime());
    }

    Schedule schedule() {
        return schedule;
    }

    Trace trace() {
        return trace;
    }

    People people() {
        return people;
    }

    Items items() {
        return items;
    }

    Paths paths() {
        return paths;
    }

    Promises promises() {
        return promises;
    }

    /** Those that are there and those that were. */
    List<Balancer> balancers() {
        return balancers;
    }

    /** The one that is there by this number now, or {@code null}. */
    Balancer balancer(int number) {
        return present[number];
    }

    Balancer add(int number, String name, String arn, Instant createdAt, Vpc vpc) {
        var balancer = new Balancer(name, arn, createdAt, vpc, FIRST_PORT + balancers.size());
        balancers.add(balancer);
        present[number] = balancer;
        return balancer;
    }

    void remove(int number) {
        present[number].deleted = true;
        present[number] = null;
    }

    Iterable<Execution> executions() {
        return executions.values();
    }

    Optional<Execution> unsuccessful(int number) {
        return executions.values().stream()
                .filter(execution -> execution.closed() && execution.output().isEmpty())
                .skip(number)
                .findFirst();
    }

    Optional<Execution> running(int number) {
        return executions.values().stream()
                .filter(execution -> !execution.closed())
                .skip(number)
                .findFirst();
    }

    /** The workflow that an execution is of: {@code publish} and so on. */
    static String machine(Execution execution) {
        String name = execution.stateMachine().name();
        return name.substring(name.lastIndexOf('-') + 1);
    }

    /** What is there, and not what a listing shows: nothing lags behind for those who check, or for other people. */
    <T> T asItIs(Supplier<T> listing) {
        checking = true;
        try {
            return listing.get();
        } finally {
            checking = false;
        }
    }

    // What happens.

    @Override
    public Duration before(ApiCall call) {
        coverage.count("calls", "");
        Optional<Disturbance> disturbance = disturber.call(call);
        trace.line(
                now(),
                caller(call),
                () -> call.service() + " " + call.operation()
                        + disturbance.map(what -> " -- " + what).orElse(""));
        promises.called(call);
        if (disturbance.isEmpty()) {
            return Duration.ZERO;
        }
        switch (disturbance.get().effect()) {
            case REFUSED -> throw internalError(call);
            case THROTTLED -> throw throttled(call);
            case LOST -> throw new LostAnswerException(call);
            case HELD_UP -> {
                return disturbance.get().duration();
            }
            default -> underWay.put(call, disturbance.get());
        }
        return Duration.ZERO;
    }

    @Override
    public Duration listingLag() {
        if (checking) {
            return Duration.ZERO;
        }
        Optional<Disturbance> disturbance = disturber.listed();
        disturbance.ifPresent(what -> trace.line(now(), "aws", what::toString));
        return disturbance.map(Disturbance::duration).orElse(Duration.ZERO);
    }

    @Override
    public Duration creationLag() {
        if (checking) {
            return Duration.ZERO;
        }
        Optional<Disturbance> disturbance = disturber.created();
        disturbance.ifPresent(what -> trace.line(now(), "aws", what::toString));
        return disturbance.map(Disturbance::duration).orElse(Duration.ZERO);
    }

    @Override
    public void after(ApiCall call) {
        promises.hadItsEffect(call);
        Disturbance disturbance = underWay.get(call);
        if (disturbance != null && disturbance.effect() == Disturbance.Effect.ANSWER_LOST) {
            underWay.remove(call);
            throw new LostAnswerException(call);
        }
        if (disturbance != null && disturbance.effect() == Disturbance.Effect.ANSWERED_WITH_ERROR) {
            underWay.remove(call);
            throw internalError(call);
        }
    }

    /** As the service itself names it: workflows retry by name. */
    private static AwsException internalError(ApiCall call) {
        return new AwsException(
                switch (call.service()) {
                    case "lambda" -> "ServiceException";
                    case "states" -> "InternalServerError";
                    case "dynamodb" -> "InternalServerError";
                    case "events" -> "InternalException";
                    case "sns" -> "InternalError";
                    default -> "InternalFailure";
                },
                500,
                "Injected");
    }

    private static AwsException throttled(ApiCall call) {
        return switch (call.service()) {
            case "apigateway", "apigatewayv2", "lambda" ->
                new AwsException("TooManyRequestsException", 429, "Too Many Requests");
            case "elasticloadbalancing" -> new AwsException("Throttling", 400, "Rate exceeded");
            case "sns" -> new AwsException("Throttled", 429, "Rate exceeded");
            default -> new AwsException("ThrottlingException", 400, "Rate exceeded");
        };
    }

    @Override
    public Duration answerDelay(ApiCall call) {
        Disturbance disturbance = underWay.remove(call);
        return disturbance == null ? Duration.ZERO : disturbance.duration();
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        executions.putIfAbsent(execution.arn(), execution);
        String type = event.type().wireName();
        if (type.endsWith("StateEntered")) {
            String state = event.detail("name").orElseThrow();
            promises.entered(execution, state);
            Optional<Disturbance> disturbance = disturber.entered(state);
            trace.line(
                    now(),
                    machine(execution),
                    () -> execution.name() + " enters " + state
                            + disturbance.map(what -> " -- " + what).orElse(""));
            disturbance.ifPresent(what -> {
                if (what.effect() == Disturbance.Effect.BACKENDS_FAIL) {
                    failBackends(what.duration());
                } else {
                    abort(execution, what);
                }
            });
        } else if (type.startsWith("Execution")) {
            trace.line(
                    now(),
                    machine(execution),
                    () -> execution.name() + " " + type + " "
                            + execution.input()
                            + execution.output().map(output -> " -> " + output).orElse("")
                            + execution.error().map(error -> " " + error).orElse("")
                            + execution.cause().map(cause -> ": " + cause).orElse(""));
            promises.executionChanged(execution, type);
        }
    }

    private void failBackends(Duration duration) {
        for (Balancer balancer : balancers) {
            balancer.failing++;
            aws.loop().schedule(duration, () -> balancer.failing--);
        }
    }

    private void abort(Execution execution, Disturbance disturbance) {
        aws.loop().schedule(disturbance.duration(), () -> {
            if (execution.closed()) {
                return;
            }
            aws.states().stopExecution(execution.arn(), "Model.Aborted", "Stopped by the model");
            if (disturbance.effect() == Disturbance.Effect.ABORTED_AND_REDRIVEN) {
                aws.loop().schedule(disturbance.duration().plusSeconds(1), () -> {
                    if (aws.states().redriveObstacle(execution).isEmpty()) {
                        aws.states().redriveExecution(execution.arn(), null);
                    }
                });
            }
        });
    }

    @Override
    public void retryScheduled(Execution execution, ScheduledRetry retry) {
        trace.line(
                now(),
                machine(execution),
                () -> execution.name() + " will try " + retry.state() + " again in " + Text.of(retry.delay()) + ": "
                        + retry.error() + " " + retry.cause());
        promises.failed(execution, retry.error(), retry.cause());
    }

    @Override
    public void dropped(String functionName, byte[] event, Invocation failure) {
        promises.dropped(functionName, new String(failure.payload(), StandardCharsets.UTF_8));
    }

    @Override
    public Response answer(InetSocketAddress target, Request request) {
        Balancer balancer = balancers.get(target.getPort() - FIRST_PORT);
        String restApiId = request.header("x-amzn-apigateway-api-id").orElse("");
        trace.line(now(), "backend", () -> balancer.name + " answers " + balancer.answers() + " to " + restApiId);
        promises.answered(
                balancer,
                restApiId,
                request.header("X-Forwarded-For").orElse("").contains(Request.LOOPBACK));
        return Response.text(balancer.answers(), "text/plain", "from " + balancer.name);
    }

    /** Readable, where the access key of a function is one. */
    private static String caller(ApiCall call) {
        String caller = call.caller();
        if (!caller.startsWith("ASIALOCAL")) {
            return caller.replace(".amazonaws.com", "");
        }
        return caller.substring(12, caller.length() - (caller.endsWith("FUNCTION0000") ? 12 : 0));
    }

    @Override
    public void close() {
        aws.close();
    }
}
