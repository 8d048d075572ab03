package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.cli.terminal.ExitCode;
import io.gatelink.local.cli.terminal.Fields;
import io.gatelink.local.cli.terminal.Interruption;
import io.gatelink.local.cli.terminal.Progress;
import io.gatelink.local.cli.terminal.PublishedApi;
import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.core.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The workflow {@code publish} for one load balancer, shown to its end. */
record Workflow(
        Aws aws, GatelinkStack stack, String loadBalancerArn, PrintWriter out, PrintWriter err, Terminal terminal) {

    /** CloudTrail tells of most changes within five minutes. */
    private static final Duration EVENT_WAIT = Duration.ofMinutes(15);

    private static final String JOINED = "JOINED";

    /** Starts it and shows it. */
    int start() {
        String arn = aws.stepFunctions()
                .startExecution(request -> request.stateMachineArn(stack.publish())
                        .input(Json.write(Json.object().put(Publication.LOAD_BALANCER_ARN, loadBalancerArn))))
                .executionArn();
        DescribeExecutionResponse end = follow(arn);
        JsonNode output = output(end);
        return report(
                outcome(output).equals(JOINED) ? follow(output.path("execution").asText()) : end);
    }

    /**
     * Changes something whose event starts it, and shows that.
     *
     * @param change makes the event
     */
    int startBy(Runnable change) {
        var search = new ExecutionSearch(aws, stack, loadBalancerArn);
        change.run();
        say("Waiting for the event of that"
                + (aws.isEmbedded() ? "." : ", which CloudTrail delivers in some minutes."));
        Instant until = aws.now().plus(EVENT_WAIT);
        Optional<DescribeExecutionResponse> last = Optional.empty();
        boolean joined = false;
        while (aws.now().isBefore(until)) {
            Optional<String> found = search.next();
            if (found.isPresent()) {
                DescribeExecutionResponse end = follow(found.get());
                boolean later = search.isLater(found.get());
                boolean joins = outcome(output(end)).equals(JOINED);
                if (later && !joins) {
                    return report(end);
                }
                joined |= later;
                last = joins ? last : Optional.of(end);
                until = aws.now().plus(EVENT_WAIT);
            } else if (joined && last.isPresent() && search.isAtRest()) {
                return report(last.get());
            } else {
                aws.context().pause(aws.pollInterval());
            }
        }
        err.println("gatelink: no execution began for " + LoadBalancers.name(loadBalancerArn) + " within "
                + EVENT_WAIT.toMinutes() + " minutes, though its tags are set: the account may have no trail that logs "
                + "management events (see gatelink doctor). Start the workflow with --once; reconcile does it, too.");
        return ExitCode.FAILED;
    }

    private void say(String sentence) {
        out.println(terminal.fit(sentence, 0));
        out.flush();
    }

    @SuppressWarnings("try") // a signal that comes meanwhile is all that it is for
    private DescribeExecutionResponse follow(String executionArn) {
        try (Progress progress = Progress.to(out, terminal);
                var unused = new Interruption(err, () -> interrupted(progress))) {
            return new ExecutionFollower(aws, executionArn, progress)
                    .follow("Execution " + executionArn.substring(executionArn.lastIndexOf(':') + 1)
                            + ", with the time since its start:");
        } finally {
            out.flush();
        }
    }

    private String interrupted(Progress progress) {
        progress.close();
        return "gatelink: interrupted. The workflow goes on: gatelink status " + LoadBalancers.name(loadBalancerArn)
                + " shows it.";
    }

    private static JsonNode output(DescribeExecutionResponse end) {
        return end.output() == null ? Json.object() : Json.parse(end.output());
    }

    private static String outcome(JsonNode output) {
        return output.path("outcome").asText();
    }

    private int report(DescribeExecutionResponse end) {
        JsonNode output = output(end);
        String name = LoadBalancers.name(loadBalancerArn);
        String time = Progress.clock(Duration.between(end.startDate(), end.stopDate()));
        out.println();
        if (end.status() != ExecutionStatus.SUCCEEDED) {
            say("Failed, after " + time + ". All about it: gatelink logs " + name, terminal::red);
            String reason = Optional.ofNullable(end.cause())
                    .or(() -> Optional.ofNullable(end.error()))
                    .orElse("The execution's status is " + end.statusAsString() + ".");
            err.println("gatelink: " + name + ": " + Text.oneLine(reason));
            return ExitCode.FAILED;
        }
        String reason = Text.oneLine(output.path("reason").asText());
        switch (outcome(output)) {
            case "PUBLISHED" -> {
                say("Published in " + time + ".", terminal::green);
                out.println();
                printCall(PublishedApi.print(out, terminal, output), output);
            }
            case "WITHDRAWN" ->
                say("Withdrawn in " + time + ". Nothing of Gatelink's is left for " + name + ".", terminal::green);
            case "NOT_WANTED" -> say("Not published: " + reason);
            case "UNCHANGED" -> say("Nothing changed: " + reason);
            default -> say(outcome(output) + ": " + reason);
        }
        out.flush();
        return ExitCode.OK;
    }

    /** Says a sentence whose first word is painted. */
    private void say(String sentence, UnaryOperator<String> paint) {
        String text = terminal.fit(sentence, 0);
        int end = text.split("\\W", 2)[0].length();
        out.println(paint.apply(text.substring(0, end)) + text.substring(end));
        out.flush();
    }

    private void printCall(Fields fields, JsonNode output) {
        String authorization = output.path("authorization").asText();
        fields.copied(
                "Call it",
                aws.curl().preparation(authorization),
                aws.curl()
                        .of(
                                output.path("invokeUrl").asText(),
                                authorization,
                                output.path("readKeyWith").asText()));
    }
}
