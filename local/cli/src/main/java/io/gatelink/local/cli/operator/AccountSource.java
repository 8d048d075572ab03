package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.console.Action;
import io.gatelink.local.cli.console.ConsoleSource;
import io.gatelink.local.cli.console.Item;
import io.gatelink.local.cli.console.LoadBalancerFacts;
import io.gatelink.local.cli.console.LoadBalancerRow;
import io.gatelink.local.cli.console.RefusedException;
import io.gatelink.local.cli.console.Revisions;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.core.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The AWS that a command speaks to as the console's source. It is asked only while a page waits for what changes: what
 * runs every two seconds, all else every five.
 */
final class AccountSource implements ConsoleSource {

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration WHOLE_LOOK = Duration.ofSeconds(5);
    private static final int MOST_EXECUTIONS = 10;
    private static final String NO_EVENTS = "An account's event bus keeps no history; see CloudTrail.";

    private final Aws aws;
    private final GatelinkStack stack;
    private final String run;
    private final Map<String, String> workflows;
    private final Revisions revisions = new Revisions();
    private final AccountBalancers balancers;
    private final AccountExecutions executions;
    private final AccountActions actions;
    private final Map<String, Described> described = new HashMap<>();
    private Duration nextLook = Duration.ZERO;
    private Duration nextWholeLook = Duration.ZERO;
    private String problem = "";

    /** What was asked about one load balancer, for a while. */
    private record Described(Item item, ObjectNode json, Duration until) {}

    /** @param run tells this run from others */
    AccountSource(Aws aws, GatelinkStack stack, String run) {
        this.aws = aws;
        this.stack = stack;
        this.run = run;
        workflows = new LinkedHashMap<>();
        workflows.put("publish", stack.publish());
        Optional.ofNullable(stack.outputs().get("ReconcileStateMachineArn"))
                .ifPresent(arn -> workflows.put("reconcile", arn));
        balancers = new AccountBalancers(aws, stack, revisions);
        executions = new AccountExecutions(aws, workflows, revisions);
        actions = new AccountActions(aws);
    }

    private Duration now() {
        return Duration.ofNanos(aws.context().loop().nanoTime());
    }

    private synchronized void look() {
        if (now().compareTo(nextLook) < 0) {
            return;
        }
        String before = problem;
        try {
            if (now().compareTo(nextWholeLook) >= 0) {
                nextWholeLook = now().plus(WHOLE_LOOK);
                balancers.refresh();
                executions.list();
            }
            executions.follow();
            problem = "";
        } catch (SdkException e) {
            problem = AwsErrors.explain(e, aws).getMessage();
        } catch (BadInputException e) {
            problem = e.getMessage();
        } finally {
            nextLook = now().plus(LOOK);
        }
        if (!problem.equals(before)) {
            revisions.next();
        }
    }

    @Override
    public ObjectNode surroundings() {
        ObjectNode json = Json.object()
                .put("run", run)
                .put("account", stack.publish().split(":")[4])
                .put("region", aws.region().id())
                .put("endpoint", aws.endpoint().map(Object::toString).orElse(""))
                .put("kind", "stack " + stack.name())
                .put("noEvents", NO_EVENTS);
        ArrayNode list = json.putArray("workflows");
        workflows.forEach((name, arn) -> list.addObject().put("arn", arn).put("name", name));
        json.putArray("samples");
        return json;
    }

    @Override
    public synchronized ObjectNode changes(long since) {
        look();
        ObjectNode json = Json.object()
                .put("run", run)
                .put("revision", revisions.latest())
                .put("now", aws.now().toString())
                .put("executionCount", executions.count())
                .put("olderExecutions", executions.hasOlder())
                .put("executionsFrom", executions.from())
                .put("eventCount", 0);
        json.set("loadBalancers", balancers.rows().since(since));
        json.set("executions", executions.since(since));
        json.putArray("events");
        if (!problem.isEmpty()) {
            json.put("problem", problem);
        }
        return json;
    }

    @Override
    public boolean await(long revision, Duration longest) throws InterruptedException {
        Duration until = now().plus(longest);
        while (true) {
            look();
            Duration left = until.minus(now());
            boolean over = revisions.latest() > revision || left.isNegative();
            boolean open = revisions.await(revision, over ? Duration.ZERO : left.compareTo(LOOK) < 0 ? left : LOOK);
            if (over || !open) {
                return open;
            }
        }
    }

    @Override
    public Optional<ObjectNode> older(String kind, long before) {
        return asked(() -> switch (kind) {
            case "executions" -> Optional.of(Json.object().set("rows", executions.before(before)));
            case "events" -> Optional.of(Json.object().set("rows", Json.array()));
            default -> Optional.empty();
        });
    }

    @Override
    public Optional<ObjectNode> loadBalancer(String arn) {
        return asked(() -> {
            look();
            return balancers.rows().find(arn).map(row -> {
                ObjectNode json = row.detail();
                json.setAll(described(arn, row));
                if (json.has("invokeUrl")) {
                    String readKey =
                            balancers.publication(arn).map(Publication::readKey).orElse("");
                    json.put(
                            "curl",
                            aws.curl()
                                    .of(
                                            json.path("invokeUrl").asText(),
                                            json.path("authorization").asText(),
                                            readKey));
                }
                json.set("executions", executions.about(arn, json.path("name").asText(), MOST_EXECUTIONS));
                return json;
            });
        });
    }

    /** Its facts, tags and picture, which are asked for no more often than all else. */
    private ObjectNode described(String arn, LoadBalancerRow row) {
        described.values().removeIf(one -> one.until().compareTo(now()) <= 0);
        Described known = described.get(arn);
        if (known == null || !known.item().equals(row.item())) {
            known = new Described(
                    row.item(),
                    LoadBalancerFacts.of(new AccountResources(aws), arn, row.item()),
                    now().plus(WHOLE_LOOK));
            described.put(arn, known);
        }
        return known.json().deepCopy();
    }

    @Override
    public Optional<ObjectNode> execution(String arn, boolean withGraph) {
        return asked(() -> executions.find(arn).map(one -> one.detail(aws, withGraph)));
    }

    @Override
    public Optional<ObjectNode> visit(String executionArn, long id) {
        return asked(
                () -> executions.find(executionArn).flatMap(one -> one.visits().detail(id)));
    }

    @Override
    public Optional<ObjectNode> event(long number) {
        return Optional.empty();
    }

    @Override
    public ObjectNode perform(String name, ObjectNode arguments) {
        Action action = Action.of(name);
        if (action == Action.CALL) {
            return call(arguments);
        }
        return asked(() -> {
            described.clear();
            return actions.perform(action, arguments);
        });
    }

    /** Others need not wait for its answer. */
    private ObjectNode call(ObjectNode arguments) {
        String arn = Action.text(arguments, "loadBalancerArn");
        Optional<Publication> publication;
        Item item;
        synchronized (this) {
            look();
            publication = balancers.publication(arn);
            item = balancers.item(arn);
        }
        return actions.call(publication.orElse(new Publication(Map.of())), item, arguments)
                .json();
    }

    private synchronized <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw new RefusedException(422, AwsErrors.explain(e, aws).getMessage());
        }
    }

    @Override
    public void close() {
        revisions.close();
    }
}
