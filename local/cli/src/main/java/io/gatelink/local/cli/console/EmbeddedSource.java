package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.cli.replay.RuleMismatch;
import io.gatelink.local.cli.terminal.CurlCommand;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.Execution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The embedded AWS as the console's source. */
public final class EmbeddedSource implements ConsoleSource {

    /** Tables and load balancers do not tell when they change: while a page waits, they are looked at as often. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int MOST_EXECUTIONS = 10;

    private final LocalAws aws;
    private final ConsoleObserver observer;
    private final String run;
    private final SampleEvents samples;
    private final EmbeddedActions actions;
    private final EmbeddedBalancers balancers;
    private boolean closed;

    /**
     * @param observer what watches it from its start
     * @param home  the folder of {@code events/}
     * @param run   tells this run from others
     */
    public EmbeddedSource(LocalAws aws, ConsoleObserver observer, Path home, String run) {
        this.aws = aws;
        this.observer = observer;
        this.run = run;
        this.samples = new SampleEvents(home.resolve("events"));
        this.balancers = new EmbeddedBalancers(aws, observer.revisions());
        this.actions = new EmbeddedActions(aws, samples, balancers);
        aws.loop().exclusively(() -> {
            observer.runBy(aws.loop());
            look();
        });
    }

    private void look() {
        if (!closed) {
            if (observer.revisions().isAwaited()) {
                balancers.refreshed();
            }
            aws.loop().scheduleInBackground(LOOK, this::look);
        }
    }

    @Override
    public ObjectNode surroundings() {
        return aws.loop().exclusively(() -> {
            ObjectNode json = Json.object()
                    .put("run", run)
                    .put("account", Configuration.ACCOUNT)
                    .put("region", Configuration.REGION)
                    .put("endpoint", aws.endpoint())
                    .put("kind", "embedded AWS");
            ArrayNode workflows = json.putArray("workflows");
            aws.states().listStateMachines(0, null).items().forEach(machine -> workflows
                    .addObject()
                    .put("arn", machine.arn())
                    .put("name", machine.name().replaceFirst("^gatelink-", "")));
            json.set("samples", samples.json());
            return json;
        });
    }

    @Override
    public ObjectNode changes(long since) {
        return aws.loop().exclusively(() -> {
            BalancerRows rows = balancers.refreshed();
            ObjectNode json = Json.object()
                    .put("run", run)
                    .put("revision", observer.revisions().latest())
                    .put("now", aws.loop().instant().toString())
                    .put("executionCount", observer.executions().count())
                    .put("executionsFrom", observer.executions().from())
                    .put("eventCount", observer.events().count());
            json.set("loadBalancers", rows.since(since));
            json.set("executions", observer.executions().since(since));
            json.set("events", observer.events().since(since));
            return json;
        });
    }

    @Override
    public boolean await(long revision, Duration longest) throws InterruptedException {
        return observer.revisions().await(revision, longest);
    }

    @Override
    public Optional<ObjectNode> older(String kind, long before) {
        return aws.loop().exclusively(() -> switch (kind) {
            case "executions" ->
                Optional.of(Json.object().set("rows", observer.executions().before(before)));
            case "events" ->
                Optional.of(Json.object().set("rows", observer.events().before(before)));
            default -> Optional.empty();
        });
    }

    @Override
    public Optional<ObjectNode> loadBalancer(String arn) {
        return aws.loop().exclusively(() -> balancers.refreshed().find(arn).map(row -> {
            ObjectNode json = row.detail();
            json.setAll(LoadBalancerFacts.of(new EmbeddedResources(aws), arn, row.item()));
            if (json.has("invokeUrl")) {
                json.put("curl", curl(row.item(), json.path("invokeUrl").asText()));
            }
            json.set(
                    "executions",
                    observer.executions().about(arn, json.path("name").asText(), MOST_EXECUTIONS));
            return json;
        }));
    }

    private String curl(Item item, String url) {
        String readKey = item.text("apiKey")
                .map(id ->
                        "aws apigateway get-api-key --api-key " + id + " --include-value --query value --output text")
                .orElse("");
        return new CurlCommand(aws.endpoint(), Configuration.REGION)
                .of(url, item.served("authorization").orElse(""), readKey);
    }

    @Override
    public Optional<ObjectNode> execution(String arn, boolean withGraph) {
        return aws.loop().exclusively(() -> observer.executions().find(arn).map(tracked -> {
            Execution execution = tracked.execution();
            ObjectNode json = tracked.row()
                    .put("name", execution.name())
                    .put("stateMachineArn", execution.stateMachine().arn())
                    .put("input", Json.write(execution.input()));
            execution.output().ifPresent(output -> json.put("output", Json.write(output)));
            execution.error().ifPresent(error -> json.put("error", error));
            json.set("visits", Visits.of(execution).json(tracked));
            if (withGraph) {
                json.set("graph", WorkflowGraph.of(execution.stateMachine().definition()));
            }
            return json;
        }));
    }

    @Override
    public Optional<ObjectNode> visit(String executionArn, long id) {
        return aws.loop().exclusively(() -> observer.executions()
                .find(executionArn)
                .flatMap(tracked -> Visits.of(tracked.execution()).detail(id)));
    }

    @Override
    public Optional<ObjectNode> event(long number) {
        return aws.loop().exclusively(() -> observer.events().find(number).map(one -> {
            ObjectNode json = one.row();
            json.set("event", one.event());
            json.set("deliveries", one.deliveriesJson());
            ArrayNode verdicts = json.putArray("verdicts");
            RuleMismatch.verdicts(aws.eventBus(), one.event()).forEach(verdict -> {
                ObjectNode its = verdicts.addObject()
                        .put("rule", verdict.rule().name())
                        .put("enabled", verdict.rule().enabled())
                        .put("matches", verdict.matches());
                verdict.mismatches().forEach(its.putArray("mismatches")::add);
            });
            json.put("nearest", json.path("rules").isEmpty() ? RuleMismatch.explain(aws.eventBus(), one.event()) : "");
            return json;
        }));
    }

    @Override
    public ObjectNode perform(String action, ObjectNode arguments) {
        return actions.perform(Action.of(action), arguments);
    }

    @Override
    public void close() {
        aws.loop().exclusively(() -> closed = true);
        observer.revisions().close();
        actions.close();
    }
}
