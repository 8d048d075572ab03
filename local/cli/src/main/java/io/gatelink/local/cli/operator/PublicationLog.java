package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * What functions and workflow logged about one load balancer. The functions' lines name it; the workflow's name only
 * their execution, which those of the functions name, too.
 */
final class PublicationLog {

    /** As many as one filter pattern, of 1,024 characters, has room for: an execution's name has 80 at most. */
    private static final int EXECUTIONS_OF_A_PATTERN = 9;

    private static final Set<String> ENDS =
            Set.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");

    private final CloudWatchLogsClient logs;
    private final GatelinkStack stack;
    private final String loadBalancerArn;
    private final Set<String> executions = new TreeSet<>();
    private final Set<String> seen = new LinkedHashSet<>();

    PublicationLog(Aws aws, GatelinkStack stack, String loadBalancerArn) {
        this.logs = aws.client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder);
        this.stack = stack;
        this.loadBalancerArn = loadBalancerArn;
    }

    /** The lines since a time that were not read before, in order. */
    List<LogLine> since(Instant from) {
        List<LogLine> lines = new ArrayList<>();
        for (FilteredLogEvent event :
                events("FunctionsLogGroup", "{ $.loadBalancerArn = \"" + loadBalancerArn + "\" }", from)) {
            execution(event);
            lines.add(LogLine.ofFunction(event));
        }
        List<String> names = List.copyOf(executions);
        for (int i = 0; i < names.size(); i += EXECUTIONS_OF_A_PATTERN) {
            String pattern = names.subList(i, Math.min(names.size(), i + EXECUTIONS_OF_A_PATTERN)).stream()
                    .map(name -> "$.execution_arn = \"*:" + name + "\"")
                    .collect(Collectors.joining(" || ", "{ ", " }"));
            for (FilteredLogEvent event : events("WorkflowsLogGroup", pattern, from)) {
                LogLine.ofWorkflow(event).ifPresent(lines::add);
                forgetEnded(event);
            }
        }
        lines.removeIf(line -> !seen.add(line.id()));
        lines.sort(Comparator.comparing(LogLine::time).thenComparing(LogLine::id));
        return lines;
    }

    private void execution(FilteredLogEvent event) {
        JsonNode execution = LogLine.json(event).path("execution");
        if (execution.isTextual()) {
            executions.add(execution.textValue().replaceFirst("^.*:", ""));
        }
    }

    /** One that is over writes no more: each that is looked for is part of a call. */
    private void forgetEnded(FilteredLogEvent event) {
        JsonNode fields = LogLine.json(event);
        if (ENDS.contains(fields.path("type").asText())) {
            executions.remove(fields.path("execution_arn").asText().replaceFirst("^.*:", ""));
        }
    }

    private List<FilteredLogEvent> events(String output, String pattern, Instant from) {
        return logs
                .filterLogEventsPaginator(request -> request.logGroupName(stack.output(output))
                        .filterPattern(pattern)
                        .startTime(from.toEpochMilli()))
                .events()
                .stream()
                .toList();
    }
}
