package io.gatelink.functions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * What became of executions of our workflows.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html">
 *      DescribeExecution</a>
 */
record Executions(SfnClient stepFunctions) {

    /** Longer than any function of ours that changes something runs: one that was stopped may have left one running. */
    static final Duration STRAGGLERS = Duration.ofSeconds(70);

    /** A name is free again after 90 days: starts that are this close are one. */
    private static final Duration SAME_START = Duration.ofHours(1);

    /** The workflows that make something, by the end of their names. */
    private static final List<String> MAKERS = List.of("publish", "switch");

    private static final String STACK = "(arn:aws[a-z-]{0,20}:states:[a-z0-9-]{1,32}:\\d{12}:execution:"
            + "(?:[A-Za-z0-9_-]{1,78}-)?)";
    private static final String NAME = ":([A-Za-z0-9+=._@-]{1,80})";

    /** Of the executions that can have made something, or have a turn. */
    private static final Pattern ARN = Pattern.compile(STACK + "(?:publish|withdraw|switch)" + NAME);

    /** Of those that ask. */
    private static final Pattern OWN_ARN = Pattern.compile(STACK + "(?:publish|withdraw|switch|reconcile)" + NAME);

    /**
     * Whether an execution has ended, and none of its functions still runs. One that Step Functions no longer knows has,
     * and so has what is no execution of this stack's workflows at all.
     *
     * @param arn          as a tag has it, whoever wrote that
     * @param executionArn of this execution, which tells which workflows are this stack's
     */
    boolean hasEnded(String arn, String executionArn, Instant now) {
        return !isOfThisStack(arn, executionArn) || find(arn).map(found -> hasEnded(found, now)).orElse(true);
    }

    /**
     * Whether an execution that had the turn is known to have ended without success: nobody can say how far it came.
     *
     * @param arn          as the tag {@link Tags#TURN} has it, or {@code null}
     * @param executionArn of this execution
     */
    boolean holderEndedWithoutSuccess(String arn, String executionArn, Instant now) {
        return arn != null && isOfThisStack(arn, executionArn) && find(arn).filter(found ->
                found.status() != ExecutionStatus.SUCCEEDED && hasEnded(found, now)).isPresent();
    }

    private static boolean isOfThisStack(String arn, String executionArn) {
        Optional<String> workflows = workflows(ARN, arn);
        return workflows.isPresent() && workflows.equals(workflows(OWN_ARN, executionArn));
    }

    /**
     * Whether an execution is known to have ended without success, so that nobody needs what it made.
     *
     * @param execution    as the tag {@link Tags#EXECUTION} has it, or {@code null}
     * @param executionArn of this execution
     */
    boolean endedWithoutSuccess(String execution, String executionArn, Instant now) {
        return maker(execution, executionArn).filter(found -> found.status() != ExecutionStatus.SUCCEEDED
                && hasEnded(found, now)).isPresent();
    }

    /**
     * Whether an execution is known not to have ended, or one of its functions may still run.
     *
     * @param execution    as the tag {@link Tags#EXECUTION} has it, or {@code null}
     * @param executionArn of this execution
     */
    boolean isAtWork(String execution, String executionArn, Instant now) {
        return maker(execution, executionArn).filter(found -> !hasEnded(found, now)).isPresent();
    }

    private static boolean hasEnded(DescribeExecutionResponse found, Instant now) {
        return switch (found.status()) {
            case SUCCEEDED, FAILED -> true;
            case ABORTED, TIMED_OUT -> !now.isBefore(found.stopDate().plus(STRAGGLERS));
            default -> false;
        };
    }

    /** The execution that a tag names, if it is known. */
    private Optional<DescribeExecutionResponse> maker(String execution, String executionArn) {
        int end = execution == null ? -1 : execution.lastIndexOf('@');
        Optional<String> workflows = workflows(OWN_ARN, executionArn);
        Optional<Instant> start = end < 0 ? Optional.empty() : Text.instant(execution.substring(end + 1));
        if (workflows.isEmpty() || start.isEmpty()) {
            return Optional.empty();
        }
        for (String maker : MAKERS) {
            String arn = workflows.get() + maker + ":" + execution.substring(0, end);
            Optional<DescribeExecutionResponse> found = workflows(ARN, arn).isEmpty() ? Optional.empty() : find(arn)
                    .filter(one -> Duration.between(one.startDate(), start.get()).abs().compareTo(SAME_START) < 0);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The workflow's and the execution's name, for people. */
    static String shown(String executionArn) {
        int name = executionArn.lastIndexOf(':');
        return executionArn.substring(executionArn.lastIndexOf(':', name - 1) + 1);
    }

    /** What the ARNs of the executions of one stack have in common. */
    private static Optional<String> workflows(Pattern form, String arn) {
        Matcher parts = form.matcher(arn);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** The execution with this ARN, or nothing if Step Functions does not know it, or no longer. */
    Optional<DescribeExecutionResponse> find(String arn) {
        try {
            return Optional.of(stepFunctions.describeExecution(request -> request.executionArn(arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }
}
