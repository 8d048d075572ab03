package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.LocalAws;
import io.gatelink.local.cli.EventRun.Outcome;
import io.gatelink.local.cli.replay.RuleMismatch;
import io.gatelink.local.cli.terminal.ExecutionNames;
import io.gatelink.local.cli.terminal.Fields;
import io.gatelink.local.cli.terminal.Journal.Visit;
import io.gatelink.local.cli.terminal.Progress;
import io.gatelink.local.cli.terminal.PublishedApi;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.Execution;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code gatelink run} says in the end: to people, or as JSON to programs. */
final class RunReport {

    private static final String OWNER = "gatelink:owner";

    private final EventRun run;
    private final ObjectNode event;
    private final ObjectNode resources;
    private final JsonNode output;
    private final String mismatch;
    private final String endpoint;
    private final boolean keep;

    /** @param keep whether the embedded AWS stays up, so that what was published can be called */
    RunReport(EventRun run, LocalAws aws, ObjectNode event, boolean keep) {
        this.keep = keep;
        this.endpoint = aws.endpoint();
        this.run = run;
        this.event = event;
        this.resources = aws.loop().exclusively(() -> resources(aws));
        this.output =
                Optional.ofNullable(run.execution()).flatMap(Execution::output).orElseGet(Json::object);
        this.mismatch = run.outcome() == Outcome.NO_RULE_MATCHED
                ? aws.loop().exclusively(() -> RuleMismatch.explain(aws.eventBus(), event))
                : "";
    }

    /** The links and APIs in the account that carry our owner tag. */
    private static ObjectNode resources(LocalAws aws) {
        ObjectNode left = Json.object();
        ArrayNode links = left.putArray("vpcLinks");
        aws.apiGateway().vpcLinks().getVpcLinks(null, 500).items().stream()
                .filter(link -> ours(aws, link.tags()))
                .forEach(link -> links.add(link.id()));
        aws.apiGateway().vpcLinksV2().getVpcLinks(null, 500).items().stream()
                .filter(link -> ours(aws, link.tags()))
                .forEach(link -> links.add(link.id()));
        ArrayNode apis = left.putArray("restApis");
        aws.apiGateway().restApis().getRestApis(null, 500).items().stream()
                .filter(api -> ours(aws, api.tags()))
                .forEach(api -> apis.add(api.id()));
        return left;
    }

    private static boolean ours(LocalAws aws, Map<String, String> tags) {
        return aws.stack().name().equals(tags.get(OWNER));
    }

    /** For people, on stdout. */
    void print(PrintWriter out, Terminal terminal) {
        if (run.outcome() != Outcome.NO_RULE_MATCHED) {
            out.println();
        }
        String conclusion = terminal.fit(conclusion(), 0);
        out.println(
                switch (run.outcome()) {
                    case PUBLISHED -> terminal.green("Published") + conclusion.substring("Published".length());
                    case FAILED -> terminal.red("Failed") + conclusion.substring("Failed".length());
                    default -> conclusion;
                });
        if (run.outcome() == Outcome.PUBLISHED) {
            out.println();
            printInvocation(PublishedApi.print(out, terminal, output));
        }
        printOtherFailures(out, terminal);
        run.others().forEach(other -> printOther(out, terminal, other));
        out.flush();
    }

    private String conclusion() {
        String reason = Text.oneLine(output.path("reason").asText());
        String time = Progress.clock(total()) + " of simulated time. ";
        return switch (run.outcome()) {
            case NO_RULE_MATCHED -> "No rule matched the event, so nothing was started. " + mismatch;
            case NOT_WANTED -> "Not published: " + reason;
            case UNCHANGED -> "Nothing changed: " + reason;
            case JOINED -> "Joined execution " + output.path("execution").asText() + ", which runs once more.";
            case WITHDRAWN -> "Withdrawn in " + time + left("Still there");
            case PUBLISHED -> "Published in " + time.strip();
            case FAILED -> "Failed, after " + time + left("Left behind");
        };
    }

    private String left(String what) {
        return resources.path("vpcLinks").isEmpty()
                        && resources.path("restApis").isEmpty()
                ? "Nothing of Gatelink's is left."
                : what + ": " + Json.write(resources);
    }

    private void printInvocation(Fields fields) {
        if (!keep) {
            fields.text("Call it", "The URL ends with this command. With --keep it stays, and is called with");
        }
        fields.copied(keep ? "Call it" : "", InvokeCommand.preparation(output, endpoint), InvokeCommand.of(output));
    }

    /** States that failed for another reason than the one that the end of the output names. */
    private void printOtherFailures(PrintWriter out, Terminal terminal) {
        if (run.journal() == null) {
            return;
        }
        String named = run.failureReason() + output.path("reason").asText();
        run.journal().visits().stream()
                .filter(visit -> visit.failed() && !named.contains(beginning(visit.waitedFor())))
                .forEach(visit ->
                        out.println(terminal.fit(visit.state() + " failed: " + Text.oneLine(visit.waitedFor()), 0)));
    }

    /** Enough of a reason to know it by: what the workflow passes on may be shortened. */
    private static String beginning(String reason) {
        return reason.substring(0, Math.min(200, reason.length()));
    }

    /** What came of another load balancer that the event is about. */
    private static void printOther(PrintWriter out, Terminal terminal, Execution other) {
        String name = ExecutionNames.subject(other);
        JsonNode result = other.output().orElseGet(Json::object);
        String outcome = result.path("outcome").asText(other.status().name());
        String what = result.path("invokeUrl")
                .asText(result.path("reason")
                        .asText(other.cause().or(other::error).orElse("")));
        out.println();
        out.println(terminal.fit("The event is about " + name + ", too: " + outcome + " " + Text.oneLine(what), 0));
        if (result.hasNonNull("invokeUrl")) {
            out.println("              " + InvokeCommand.of(result));
        }
    }

    /** Why the publication failed, for stderr. */
    Optional<String> failure() {
        return run.outcome() == Outcome.FAILED
                ? Optional.of("gatelink: publication failed: " + Text.oneLine(run.failureReason()))
                : Optional.empty();
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode report = Json.object().put("outcome", run.outcome().name());
        report.put("eventId", event.path("id").asText());
        if (run.outcome() == Outcome.NO_RULE_MATCHED) {
            report.put("reason", "No rule matched the event. " + mismatch);
        }
        if (output.has("reason")) {
            report.set("reason", output.get("reason"));
        }
        Execution execution = run.execution();
        if (execution != null) {
            ObjectNode described = report.putObject("execution")
                    .put("arn", execution.arn())
                    .put("name", execution.name())
                    .put("status", execution.status().name())
                    .put("simulatedSeconds", total().toMillis() / 1000.0);
            execution.error().ifPresent(error -> described.put("error", error));
            execution.cause().ifPresent(cause -> described.put("cause", cause));
            described.set("states", states(run.journal().visits()));
        } else if (run.outcome() == Outcome.FAILED) {
            report.put("reason", run.failureReason());
        }
        if (output.has("invokeUrl")) {
            report.set("invokeUrl", output.get("invokeUrl"));
            JsonNode test = output.path("smokeTest");
            ObjectNode request = report.putObject("request");
            request.set("method", test.path("method"));
            request.set("url", test.path("url"));
            ObjectNode answer = report.putObject("answer");
            answer.set("status", test.path("status"));
            answer.set("latencyMillis", test.path("latencyMillis"));
            answer.set("body", test.path("body"));
        }
        ArrayNode others = report.putArray("others");
        run.others().forEach(other -> others.addObject()
                .put("name", other.name())
                .put("status", other.status().name())
                .set("output", other.output().orElse(null)));
        ArrayNode announcements = report.putArray("announcements");
        run.announcements().forEach(announcement -> announcements
                .addObject()
                .put("detail-type", announcement.path("detail-type").asText())
                .set("detail", announcement.path("detail")));
        report.set("resources", resources);
        return report;
    }

    private static ArrayNode states(List<Visit> visits) {
        ArrayNode states = Json.array();
        for (Visit visit : visits) {
            ObjectNode state = states.addObject()
                    .put("name", visit.state())
                    .put("enteredAfterSeconds", visit.enteredAt().toMillis() / 1000.0)
                    .put("seconds", visit.took() == null ? null : visit.took().toMillis() / 1000.0)
                    .put("retries", visit.retries());
            if (visit.failed()) {
                state.put("failure", visit.waitedFor());
            }
        }
        return states;
    }

    private Duration total() {
        return Optional.ofNullable(run.execution())
                .flatMap(Execution::stopDate)
                .map(stopped -> run.journal().since(stopped))
                .orElse(Duration.ZERO);
    }
}
