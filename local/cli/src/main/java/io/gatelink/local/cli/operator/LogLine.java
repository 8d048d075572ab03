package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.core.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * A line of a log, for people.
 *
 * @param id     of the event, by which it is known again
 * @param source the function or workflow that wrote it
 * @param level  {@code INFO}, {@code WARN} or {@code ERROR}
 */
record LogLine(Instant time, String id, String source, String level, String text) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 40;
    private static final Set<String> SHOWN_ELSEWHERE =
            Set.of("timestamp", "level", "message", "AWSRequestId", "task", "execution", "loadBalancerArn");

    /** What a function logged. */
    static LogLine ofFunction(FilteredLogEvent event) {
        JsonNode fields = json(event);
        var text = new StringBuilder(fields.path("message").asText(event.message()));
        fields.properties().forEach(field -> {
            if (!SHOWN_ELSEWHERE.contains(field.getKey())
                    && !field.getValue().isNull()
                    && !field.getValue().asText().equals("null")) {
                JsonNode value = field.getValue();
                text.append("  ")
                        .append(field.getKey())
                        .append('=')
                        .append(value.isValueNode() ? value.asText() : value);
            }
        });
        return new LogLine(
                Instant.ofEpochMilli(event.timestamp()),
                event.eventId(),
                fields.path("task").asText("function").replaceFirst("Handler$", ""),
                fields.path("level").asText("INFO"),
                Text.oneLine(text.toString()));
    }

    /** What an execution did; nothing for what people need not see. */
    static Optional<LogLine> ofWorkflow(FilteredLogEvent event) {
        JsonNode fields = json(event);
        String type = fields.path("type").asText();
        JsonNode details = fields.path("details");
        String name = fields.path("execution_arn").asText().replaceFirst("^.*:", "");
        String reason = Failure.reason(
                details.path("error").asText(), details.path("cause").asText());
        if (type.endsWith("StateEntered") && !type.startsWith("Choice")) {
            return Optional.of(
                    of(event, "INFO", "State: " + details.path("name").asText()));
        }
        if (type.startsWith("Execution")) {
            boolean ill = Set.of("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted")
                    .contains(type);
            return Optional.of(of(
                    event,
                    ill ? "ERROR" : "INFO",
                    type.replaceFirst("^Execution", "Execution ") + ": " + name
                            + (reason.isEmpty() ? "" : ": " + reason)));
        }
        // What the functions themselves threw, they have logged.
        boolean told = details.path("error").asText().startsWith("io.gatelink.");
        return (type.endsWith("Failed") || type.endsWith("TimedOut")) && !told
                ? Optional.of(of(event, "WARN", "Failed: " + reason))
                : Optional.empty();
    }

    private static LogLine of(FilteredLogEvent event, String level, String text) {
        return new LogLine(
                Instant.ofEpochMilli(event.timestamp()), event.eventId(), "workflow", level, Text.oneLine(text));
    }

    /** The fields of a line; none if it is no JSON. */
    static JsonNode json(FilteredLogEvent event) {
        try {
            return Json.parse(event.message());
        } catch (Json.InvalidJsonException e) {
            return Json.object();
        }
    }

    /** In columns; on a terminal that is too narrow for them, one part behind the other. */
    String shown(Terminal terminal) {
        String at = TIME.format(time);
        String columns = at + GAP + String.format("%-20s", source) + GAP + String.format("%-5s", level) + GAP;
        boolean fits = !terminal.isInteractive() || terminal.columns() - columns.length() >= NARROWEST_TEXT;
        String line = fits
                ? columns + terminal.fit(text, columns.length())
                : terminal.fit(at + GAP + source + GAP + level + GAP + text, GAP.length());
        return level.equals("INFO") ? line : line.replaceFirst(level, terminal.red(level));
    }
}
