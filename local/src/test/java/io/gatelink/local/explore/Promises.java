package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.explore.Balancer.Strength;
import io.gatelink.local.explore.Schedule.Variant;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.states.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the design promises of an account, by the numbers that the design gives its promises; 0 stands for what no code
 * should ever do. Checked at every step that concerns a promise, and at rest. Used exclusively.
 */
final class Promises {

    static final int DEFECT = 0;

    /** Errors that say that a function or a workflow is broken, and not what it is to deal with. */
    private static final Pattern DEFECTS = Pattern.compile("java\\..*|kotlin\\..*|States\\.(Runtime|QueryEvaluationError"
            + "|DataLimitExceeded|ParameterPathFailure|NoChoiceMatched|Permissions)|Lambda\\.Unknown|Runtime\\..*"
            + "|io\\.gatelink\\.functions\\.(InvalidInput|InvalidConfiguration|InvalidEvent)Exception");

    /** Half of what API Gateway lets an account do in a minute: the other half is other people's. */
    private static final int MOST_CALLS_A_MINUTE = 300;

    /** Functions of an execution that was stopped may still be at work for so long. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(120);

    private final World world;
    private final LocalAws aws;
    private final Ours ours;
    private final Foreign foreign;
    private final AtRest atRest;
    private final Continuity continuity;
    private final Map<String, Instant> answered = new HashMap<>();
    private final Map<String, Instant> ledSince = new HashMap<>();
    private final Deque<Long> calls = new ArrayDeque<>();
    private List<Ours.Served> served = List.of();
    private Broken broken;

    /**
     * A promise that is broken.
     *
     * @param promise its number
     */
    record Broken(int promise, String words) {

        @Override
        public String toString() {
            return (promise == DEFECT ? "a defect: " : "promise " + promise + ": ") + words;
        }
    }

    Promises(World world, LocalAws aws) {
        this.world = world;
        this.aws = aws;
        this.ours = new Ours(world, aws);
        this.foreign = new Foreign(aws);
        this.atRest = new AtRest(world, aws, ours, this);
        this.continuity = new Continuity(world, ours, this::isWanted);
    }

    /** The first one that is broken. */
    Optional<Broken> broken() {
        return Optional.ofNullable(broken);
    }

    void breaks(int promise, String words) {
        if (broken == null) {
            broken = new Broken(promise, words);
            world.trace().headline("BROKEN, " + broken);
        }
    }

    // What people do.

    /** They are about to be. */
    void tagsChange(Balancer balancer) {
        continuity.look(balancer);
    }

    void tagsChanged(Balancer balancer) {
        continuity.look(balancer);
        balancer.asks(world.now(), asked(tags(balancer).get("gatelink:authorization")));
    }

    void foreignApi(String id) {
        foreign.api(id);
    }

    void foreignLink(String id) {
        foreign.link(id);
    }

    /** What a tag asks for, as far as the stack allows it; the stack's own is the strongest. */
    private Strength asked(String tag) {
        return tag == null || world.schedule().setting().variant() != Variant.OPEN_ALLOWED
                ? Strength.AWS_IAM : Strength.valueOf(tag);
    }

    Map<String, String> tags(Balancer balancer) {
        return aws.loadBalancers().tags().describeTags(List.of(balancer.arn)).get(balancer.arn);
    }

    boolean isWanted(Balancer balancer) {
        return atRest.isWanted(balancer);
    }

    // What happens.

    void called(ApiCall call) {
        if (call.service().equals("elasticloadbalancing") && !call.operation().startsWith("Describe")) {
            breaks(4, call.operation() + " changes a load balancer");
        }
        if (call.service().equals("apigateway")) {
            long now = aws.loop().nanoTime();
            calls.addLast(now);
            while (calls.getFirst() < now - Duration.ofMinutes(1).toNanos()) {
                calls.removeFirst();
            }
            if (calls.size() > MOST_CALLS_A_MINUTE) {
                breaks(7, calls.size() + " calls of API Gateway within a minute, of 600 that the account has");
            }
        }
    }

    void hadItsEffect(ApiCall call) {
        if (!call.service().equals("apigateway") || call.operation().startsWith("Get")) {
            return;
        }
        foreign.changed().ifPresent(what -> breaks(4, what + " was changed by " + call.operation()));
        List<Ours.Served> now = ours.served();
        switch (call.operation()) {
            case "CreateDeployment", "CreateStage", "UpdateStage" -> checkAuthorization(call.operation(), now,
                    sinceTheFirstBegan(execution -> execution.redriveDate().orElse(execution.startDate())));
            default -> { }
        }
        continuity.broken(call.operation(), now, sinceTheFirstBegan(Execution::startDate)).ifPresent(words -> breaks(3, words));
    }

    /** When the first of the executions began that may have to do with what happens now. */
    private Duration sinceTheFirstBegan(Function<Execution, Instant> began) {
        Duration since = world.now();
        Instant now = aws.loop().instant();
        for (Execution execution : world.executions()) {
            if (execution.stopDate().map(stop -> stop.plus(STRAGGLERS).isAfter(now)).orElse(true)) {
                Duration its = world.now().minus(Duration.between(began.apply(execution), now));
                since = since.compareTo(its) < 0 ? since : its;
            }
        }
        return since;
    }

    /** No method is reachable with weaker authorization than was asked for at any time since somebody has looked. */
    private void checkAuthorization(String operation, List<Ours.Served> now, Duration since) {
        List<Ours.Served> before = served;
        served = now;
        for (Ours.Served served : served) {
            if (before.contains(served)) {
                // As it was; it is on its way to what its owner has asked for meanwhile, or has yet to be.
                continue;
            }
            if (before.stream().noneMatch(served::leadsAsDoes)) {
                ledSince.put(served.restApiId(), aws.loop().instant());
            }
            Balancer balancer = balancer(served.loadBalancerArn());
            if (balancer != null && served.strength().compareTo(balancer.weakestAskedSince(since)) < 0) {
                breaks(5, operation + " makes stage " + served.stageName() + " of " + served.restApiId() + " serve "
                        + served.weakest() + " with " + served.strength() + ", but " + balancer.name + " asks for "
                        + balancer.weakestAskedSince(since));
            }
        }
    }

    Balancer balancer(String arn) {
        return world.balancers().stream().filter(balancer -> balancer.arn.equals(arn)).findFirst().orElse(null);
    }

    /** @param real whether the request came through a stage, and is no test invocation */
    void answered(Balancer balancer, String restApiId, boolean real) {
        if (real && balancer.answers() == 200) {
            answered.put(restApiId + " " + balancer.arn, aws.loop().instant());
        }
    }

    void executionChanged(Execution execution, String event) {
        switch (event) {
            case "ExecutionSucceeded" -> succeeded(execution);
            case "ExecutionFailed" -> failed(execution);
            case "ExecutionTimedOut" -> breaks(6, execution.name() + " took longer than its workflow allows");
            default -> { }
        }
    }

    private void succeeded(Execution execution) {
        String outcome = execution.output().orElseThrow().path("outcome").asText();
        String restApiId = execution.output().get().path("restApiId").asText();
        if (outcome.equals("PUBLISHED") || outcome.equals("SWITCHED")) {
            Balancer balancer = balancer(execution.output().get().path("loadBalancerArn").asText());
            continuity.published(restApiId, balancer, outcome.equals("SWITCHED") || atRest.isAsked(balancer),
                    world.now().minus(Duration.between(execution.startDate(), aws.loop().instant())));
        }
        if (outcome.equals("PUBLISHED")) {
            requireAnswer(execution, restApiId, execution.startDate());
        } else if (outcome.equals("SWITCHED")) {
            // It may be that it has finished what another one began.
            requireAnswer(execution, restApiId, ledSince.getOrDefault(restApiId, Instant.MAX));
        }
    }

    private void requireAnswer(Execution execution, String restApiId, Instant since) {
        Instant last = answered.get(restApiId + " " + execution.output().orElseThrow().path("loadBalancerArn").asText());
        if (last == null || last.isBefore(since)) {
            breaks(2, execution.name() + " ended " + execution.output().get().path("outcome").asText() + ", but since "
                    + since + " no request has come through gateway, link and load balancer and back");
        }
    }

    private void failed(Execution execution) {
        failed(execution, execution.error().orElse(""), execution.cause().orElse(""));
        String cause = execution.cause().orElse("");
        if (cause.isBlank()) {
            breaks(3, execution.name() + " failed without a reason");
        }
        String loadBalancerArn = execution.input().path("loadBalancerArn").asText();
        if (World.machine(execution).equals("publish") && !isOthersBusiness(execution, loadBalancerArn)) {
            ours.madeBy(execution).filter(id -> !cause.contains(id) && !cause.contains("Roll back failed")).findFirst().ifPresent(id -> breaks(3,
                    execution.name() + " failed, and left " + id + " behind without saying so: " + cause));
        }
    }

    /** Whether another execution is at work on a load balancer, or has finished since this one began. */
    private boolean isOthersBusiness(Execution execution, String loadBalancerArn) {
        for (Execution other : world.executions()) {
            boolean same = other.inputText().contains(loadBalancerArn);
            if (other != execution && same && other.stopDate().map(
                    stop -> !stop.plus(STRAGGLERS).isBefore(execution.startDate())).orElse(true)) {
                return true;
            }
        }
        return false;
    }

    /** An execution, or a state of it that may be tried again. */
    void failed(Execution execution, String error, String cause) {
        if (DEFECTS.matcher(error).matches() || cause.contains("is not authorized to perform")) {
            breaks(DEFECT, execution.name() + " failed with " + error + ": " + cause);
        }
        if (cause.contains("is referenced in")) {
            // Nobody else's API leads to our links.
            breaks(3, execution.name() + " wanted to delete in the wrong order, and left behind what AWS did not: " + cause);
        }
    }

    void dropped(String functionName, String failure) {
        if (DEFECTS.matcher(failure.replaceFirst("(?s).*\"errorType\" *: *\"([^\"]*)\".*", "$1")).matches()) {
            breaks(DEFECT, functionName + " failed with " + failure);
        }
    }

    void checkThatAllHasEnded(Collection<Execution> executions) {
        executions.stream().filter(execution -> !execution.closed()).findFirst().ifPresent(execution ->
                breaks(6, execution.name() + " is still running after " + Text.of(world.now())));
    }

    void checkAtRest() {
        atRest.check();
    }
}
