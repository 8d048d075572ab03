package io.gatelink.functions.registry;

import io.gatelink.functions.lambda.ExecutionArn;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * What became of executions.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html">
 *      DescribeExecution</a>, which is eventually consistent
 */
public record Executions(SfnClient stepFunctions) {

    /** So long an execution that holds a lease may be unknown to Step Functions. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    /**
     * Whether the execution that an item names as its holder has ended.
     *
     * @param held the item
     */
    public boolean holderHasEnded(Publication held, Instant now) {
        String holder = ExecutionArn.of(held.text(Attributes.HOLDER).orElseThrow()).text();
        try {
            return stepFunctions.describeExecution(request -> request.executionArn(holder)).status()
                    != ExecutionStatus.RUNNING;
        } catch (ExecutionDoesNotExistException e) {
            return held.time(Attributes.HELD_SINCE).filter(since -> now.isAfter(since.plus(UNKNOWN))).isPresent();
        }
    }
}
