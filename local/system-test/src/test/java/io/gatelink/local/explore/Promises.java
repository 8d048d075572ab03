package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import io.gatelink.local.explore.Specification.Subject;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the design promises of an account, by the numbers that the design gives its promises; 0 stands for what no code
 * should ever do. Checked at every step that concerns a promise, and at rest. Used exclusively.
 */
final class Promises {

    static final int DEFECT = 0;

    /** Errors that say that a function or a workflow is broken, and not what it is to deal with. */
    private static final Pattern DEFECTS = Pattern.compile(
            "java\\..*|kotlin\\..*|States\\.(Runtime|QueryEvaluationError"
                    + "|DataLimitExceeded|ParameterPathFailure|NoChoiceMatched|Permissions)|Lambda\\.Unknown|Runtime\\..*"
                    + "|(NullPointer|IllegalArgument|IllegalState|NoSuchElement|ClassCast|DateTimeParse|IndexOutOfBounds)"
                    + "Exception|(io\\.gatelink\\.functions\\.[a-z]+\\.)?(InvalidInput|InvalidConfiguration|InvalidEvent)Exception");

    /** Half of what API Gateway lets an account do in a minute: the other half is other people's. */
    private static final int MOST_CALLS_A_MINUTE = 300;

    /** Step Functions allows 25,000. */
    private static final int MOST_HISTORY_EVENTS = 5_000;

    /** Functions of an execution that was stopped may still be at work for so long. */
    private static final Duration STRAGGLERS = Duration.ofMinutes(2);

    private final World world;
    private final LocalAws aws;
    private final Ours ours;
    private final Foreign foreign;
    private final Drifts drifts;
    private final AtRest atRest;
    private final Continuity continuity;
    private final Leftovers leftovers;
    private final SharedLinks sharedLinks;
    private final Map<String, Instant> answered = new HashMap<>();
    private final Deque<Long> calls = new ArrayDeque<>();
    private List<Ours.Served> served = List.of();
    private Broken broken;

    /** Whether a table was lost or restored: what cannot be published may stay as a stopped execution left it. */
    private boolean lost;

    /** Whether the table was restored from an older copy: it may name what others use by now. */
    private boolean outdated;

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
        this.foreign = new Foreign(aws, world.paths());
        this.drifts = new Drifts(aws, ours, world.paths());
        this.sharedLinks = new SharedLinks(world, aws);
        this.atRest = new AtRest(world, aws, ours, this);
        this.continuity = new Continuity(world, ours, this);
        this.leftovers = new Leftovers(world, ours);
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

    void peopleAct() {
        continuity.look(specification(Set.of()));
    }

    void peopleHaveActed() {
        continuity.look(specification(Set.of()));
    }

    void tagsChanged(Balancer balancer) {
        balancer.asks(
                world.now(), Specification.strength(world.schedule().setting().variant(), tags(balancer)));
        String path = Specification.path(balancer.name, tags(balancer));
        if (!path.equals(balancer.path)) {
            balancer.path = path;
            balancer.movedAt = world.now();
        }
    }

    void deletionAsked(Balancer balancer) {
        continuity.deletionAsked(balancer);
    }

    void drift(Balancer balancer, Drifts.Kind kind, String foreignApi) {
        balancer.driftedAt = world.now();
        balancer.untagged |= kind == Drifts.Kind.API_UNTAGGED
                || kind == Drifts.Kind.LINK_UNTAGGED
                || kind == Drifts.Kind.STAGE_ADDED;
        continuity.drift(balancer);
        if (kind.isOfPath()) {
            // The API may be taken over just now, and go back.
            specification(Set.of())
                    .replaced(balancer.name)
                    .forEach(replaced -> balancer(replaced.arn()).driftedAt = world.now());
        }
        drifts.make(balancer, kind, foreignApi);
        foreign.lookAtPaths();
        served = ours.served();
    }

    void addPath(Balancer balancer, String path) {
        balancer.driftedAt = world.now();
        continuity.drift(balancer);
        ours.served().stream()
                .filter(each -> balancer.arn.equals(each.loadBalancerArn()))
                .findFirst()
                .ifPresent(each -> world.paths().make(path, each.restApiId(), each.stageName()));
        leftovers.madeByHand();
    }

    /** @param publications whether it is the one that says what was published, and not the one for coordination */
    void tableChanged(boolean publications, boolean restored) {
        lost = true;
        if (!publications) {
            return;
        }
        if (restored) {
            outdated = true;
            continuity.forget();
        } else {
            continuity.recordWhatServes();
        }
    }

    /**
     * People have changed the link that the load balancers of a VPC share.
     *
     * @param untagged whether they took our tags from it
     */
    void linkChanged(String vpcId, boolean untagged) {
        sharedLinks.deletedByHand();
        world.balancers().stream()
                .filter(balancer -> balancer.vpc.id().equals(vpcId))
                .forEach(balancer -> {
                    balancer.driftedAt = world.now();
                    balancer.untagged |= untagged;
                    continuity.drift(balancer);
                });
        served = ours.served();
    }

    SharedLinks sharedLinks() {
        return sharedLinks;
    }

    /** Whether a load balancer is to be reached through the link that its VPC shares. */
    boolean isShared(Balancer balancer) {
        return !balancer.deleted
                && Specification.isShared(world.schedule().setting().variant(), tags(balancer));
    }

    boolean hasLostTables() {
        return lost;
    }

    Foreign foreign() {
        return foreign;
    }

    /** @param hindered the ARNs of those whose publication cannot succeed for reasons outside their tags */
    Specification specification(Set<String> hindered) {
        List<Subject> all = world.balancers().stream()
                .filter(balancer -> !balancer.deleted)
                .map(balancer ->
                        new Subject(balancer.arn, balancer.name, balancer.createdAt, tags(balancer), ports(balancer)))
                .toList();
        return Specification.of(world.schedule().setting().variant(), all, hindered);
    }

    Map<String, String> tags(Balancer balancer) {
        return aws.loadBalancers().tags().describeTags(List.of(balancer.arn)).get(balancer.arn);
    }

    /** The name of the stage that its tags ask for. */
    String stage(Balancer balancer) {
        return tags(balancer).getOrDefault(Specification.STAGE, "live");
    }

    private Set<Integer> ports(Balancer balancer) {
        Set<Integer> ports = new TreeSet<>();
        world.people()
                .listeners(balancer)
                .forEach(listener -> ports.add(listener.settings().port()));
        return ports;
    }

    Balancer balancer(String arn) {
        return world.balancers().stream()
                .filter(balancer -> balancer.arn.equals(arn))
                .findFirst()
                .orElse(null);
    }

    // What happens.

    void called(ApiCall call) {
        if (call.service().equals("elasticloadbalancing") && !call.operation().startsWith("Describe")) {
            breaks(4, call.operation() + " changes a load balancer");
        }
        if (isOfApiGateway(call)) {
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
        if (call.operation().equals("UpdateItem") && call.caller().contains("WITHDRAWFUNCTION")) {
            continuity.withdrawing();
        }
        if (!isOfApiGateway(call) || call.operation().startsWith("Get")) {
            return;
        }
        foreign.changed().ifPresent(what -> breaks(4, what + " was changed by " + call.operation()));
        if (call.service().equals("apigatewayv2")) {
            ofSharedLinks(call.operation()).ifPresent(wrong -> breaks(wrong.promise(), wrong.words()));
        }
        switch (call.operation()) {
            case "CreateVpcLink", "CreateRestApi", "CreateUsagePlan", "CreateApiKey" -> leftovers.changed();
            case "CreateBasePathMapping", "UpdateBasePathMapping", "DeleteBasePathMapping" -> {
                leftovers.changed();
                serving(call.operation());
            }
            case "CreateDeployment",
                    "CreateStage",
                    "UpdateStage",
                    "DeleteStage",
                    "DeleteRestApi",
                    "DeleteVpcLink",
                    "UpdateRestApi" -> serving(call.operation());
            default -> {}
        }
    }

    private Optional<Broken> ofSharedLinks(String operation) {
        return switch (operation) {
            case "DeleteVpcLink" -> sharedLinks.deleted(sinceTheFirstBegan(Execution::startDate));
            // Without the table a link is looked for by its tags, in listings that may lag behind.
            case "CreateVpcLink" -> lost ? Optional.empty() : sharedLinks.created();
            default -> Optional.empty();
        };
    }

    private static boolean isOfApiGateway(ApiCall call) {
        return call.service().equals("apigateway") || call.service().equals("apigatewayv2");
    }

    private void serving(String operation) {
        List<Ours.Served> now = ours.served();
        checkAuthorization(operation, now, sinceTheFirstBegan(execution -> execution
                .redriveDate()
                .orElse(execution.startDate())));
        continuity
                .broken(operation, now, sinceTheFirstBegan(Execution::startDate))
                .ifPresent(words -> breaks(3, words));
    }

    /** When the first of the executions began that may have to do with what happens now. */
    private Duration sinceTheFirstBegan(Function<Execution, Instant> began) {
        Duration since = world.now();
        Instant now = aws.loop().instant();
        for (Execution execution : world.executions()) {
            if (execution
                    .stopDate()
                    .map(stop -> stop.plus(STRAGGLERS).isAfter(now))
                    .orElse(true)) {
                Duration its = world.now().minus(Duration.between(began.apply(execution), now));
                since = since.compareTo(its) < 0 ? since : its;
            }
        }
        return since;
    }

    /**
     * No method is reachable with weaker authorization than was asked for at any time since an execution has looked.
     */
    private void checkAuthorization(String operation, List<Ours.Served> now, Duration since) {
        List<Ours.Served> before = served;
        served = now;
        for (Ours.Served served : served) {
            if (before.contains(served) || !served.works()) {
                // As it was, on its way to what its owner has asked for meanwhile; or it lets no request through.
                continue;
            }
            Balancer balancer = balancer(served.loadBalancerArn());
            if (balancer != null
                    && served.strength().compareTo(balancer.weakestAskedSince(since)) < 0
                    && balancer.driftedAt.compareTo(since) < 0) {
                breaks(
                        5,
                        operation + " makes stage " + served.stageName() + " of " + served.restApiId() + " serve "
                                + served.weakest() + " with " + served.strength() + ", but " + balancer.name
                                + " asks for "
                                + balancer.weakestAskedSince(since));
            }
        }
    }

    /** @param real whether the request came through a stage, and is no test invocation */
    void answered(Balancer balancer, String restApiId, boolean real) {
        if (real && balancer.answers() == 200) {
            answered.put(restApiId + " " + balancer.arn, aws.loop().instant());
            answered.put(balancer.arn, aws.loop().instant());
        }
    }

    void executionChanged(Execution execution, String event) {
        if (execution.events().size() > MOST_HISTORY_EVENTS) {
            breaks(
                    6,
                    execution.name() + " has a history of " + execution.events().size() + " events");
        }
        switch (event) {
            case "ExecutionSucceeded" -> succeeded(execution);
            case "ExecutionFailed" -> failed(execution);
            case "ExecutionTimedOut" -> breaks(6, execution.name() + " took longer than its workflow allows");
            default -> {}
        }
    }

    private void succeeded(Execution execution) {
        var output = execution.output().orElseThrow();
        if (output.path("outcome").asText().equals("PUBLISHED")) {
            String restApiId = output.path("restApiId").asText();
            String arn = output.path("loadBalancerArn").asText();
            continuity.published(restApiId, balancer(arn));
            // An API that was taken over before the answer came is not named any more.
            Instant last = restApiId.isEmpty() || output.path("restApiId").isNull()
                    ? answered.get(arn)
                    : answered.get(restApiId + " " + arn);
            if (last == null || last.isBefore(execution.startDate())) {
                breaks(
                        2,
                        execution.name() + " ended PUBLISHED, but since " + execution.startDate()
                                + " no request has come through gateway, link and load balancer and back");
            }
        }
    }

    private void failed(Execution execution) {
        String error = execution.error().orElse("");
        String cause = execution.cause().orElse("");
        failed(execution, error, cause);
        if (cause.isBlank() || error.isBlank()) {
            breaks(3, execution.name() + " failed without an error or a reason: " + error + ": " + cause);
        }
        sharedLinks.left(execution.name(), cause).ifPresent(wrong -> breaks(wrong.promise(), wrong.words()));
        if (World.machine(execution).equals("publish") && !error.equals("LeaseLostException") && isAlone(execution)) {
            Balancer balancer = balancer(arnOf(execution));
            leftovers.of(balancer, execution, cause).ifPresent(words -> breaks(3, words));
            // A take-over that was stopped has yet to be given back.
            Duration since = world.now()
                    .minus(Duration.between(execution.startDate(), aws.loop().instant()));
            Optional<String> changed =
                    world.items().any("takenOver") ? Optional.empty() : continuity.changedByFailure(since);
            changed.ifPresent(words -> breaks(3, execution.name() + " failed, and " + words));
        }
    }

    private String arnOf(Execution execution) {
        String arn = execution.input().path("loadBalancerArn").asText();
        String name = execution.input().path("loadBalancerName").asText();
        return !arn.isEmpty()
                ? arn
                : new ArrayList<>(world.balancers())
                        .stream()
                                .filter(balancer -> balancer.name.equals(name))
                                .reduce((one, other) -> other)
                                .map(balancer -> balancer.arn)
                                .orElse("");
    }

    /** Whether nothing else was at work since this one began. What only joined another has changed nothing. */
    private boolean isAlone(Execution execution) {
        for (Execution other : world.executions()) {
            if (other != execution && !hasJoined(other) && mayWorkAfter(other, execution.startDate())) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasJoined(Execution execution) {
        return execution
                .output()
                .map(output -> output.path("outcome").asText().equals("JOINED"))
                .orElse(false);
    }

    /** An execution that ends by itself waits for its functions. */
    private static boolean mayWorkAfter(Execution execution, Instant time) {
        boolean stopped = execution.status() == ExecutionStatus.ABORTED
                || execution.redriveDate().isPresent();
        return execution
                .stopDate()
                .map(stop -> stop.plus(stopped ? STRAGGLERS : Duration.ZERO).isAfter(time))
                .orElse(true);
    }

    /** An execution, or a state of it that may be tried again. */
    void failed(Execution execution, String error, String cause) {
        boolean untagged = world.balancers().stream().anyMatch(each -> each.untagged);
        if (DEFECTS.matcher(error).matches() || cause.contains("is not authorized to perform") && !untagged) {
            breaks(DEFECT, execution.name() + " failed with " + error + ": " + cause);
        }
        if (cause.contains("is referenced in") && !untagged && !outdated) {
            // Other people's APIs don't lead to our links.
            breaks(
                    3,
                    execution.name() + " wanted to delete in the wrong order, and left behind what AWS did not: "
                            + cause);
        }
    }

    void dropped(String functionName, String failure) {
        if (DEFECTS.matcher(failure.replaceFirst("(?s).*\"errorType\" *: *\"([^\"]*)\".*", "$1"))
                .matches()) {
            breaks(DEFECT, functionName + " failed with " + failure);
        }
    }

    void checkThatAllHasEnded(Collection<Execution> executions) {
        executions.stream()
                .filter(execution -> !execution.closed())
                .findFirst()
                .ifPresent(
                        execution -> breaks(6, execution.name() + " is still running after " + Text.of(world.now())));
    }

    /** An execution enters a state. */
    void entered(Execution execution, String state) {
        if (state.equals("Create VPC link")) {
            Optional.ofNullable(balancer(arnOf(execution)))
                    .filter(this::isShared)
                    .ifPresent(sharedLinks::asked);
        }
    }

    /** What is there after days of rest although it is not used. */
    Optional<Broken> unused() {
        return sharedLinks.checkUnused();
    }

    /** What is not as it should be at rest. */
    Optional<Broken> atRest() {
        return atRest.check();
    }
}
