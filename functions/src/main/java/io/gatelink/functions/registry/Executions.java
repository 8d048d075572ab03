package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.TaskJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.IncludedData;

/**
 * Executions of the workflow publish: what became of them, and new ones.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html">
 *      DescribeExecution</a>, which is eventually consistent
 */
public record Executions(SfnClient stepFunctions) {

    /** So long an execution that holds a lease may be unknown to Step Functions. */
    private static final Duration UNKNOWN = Duration.ofHours(1);

    /**
     * The name of the execution that another one starts for a load balancer: it is made from both, so that another run
     * of the same step starts nothing twice.
     */
    public static String name(LoadBalancerArn loadBalancer, ExecutionArn starter) {
        return loadBalancer.name() + "-"
                + UUID.nameUUIDFromBytes((starter.text() + "\n" + loadBalancer).getBytes(StandardCharsets.UTF_8));
    }

    /** Starts the workflow of an execution for a load balancer, unless that was done before. */
    public void start(LoadBalancerArn loadBalancer, ExecutionArn starter) {
        start(starter.named(name(loadBalancer, starter)), Map.of("loadBalancerArn", loadBalancer.text()));
    }

    /** Starts an execution; returns whether it was not there before. */
    public boolean start(ExecutionArn execution, Map<String, String> input) {
        try {
            stepFunctions.startExecution(request -> request.stateMachineArn(execution.stateMachineArn())
                    .name(execution.name())
                    .input(TaskJson.text(input)));
            return true;
        } catch (ExecutionAlreadyExistsException e) {
            return false;
        }
    }

    /**
     * Whether the execution that an item names as its holder has ended.
     *
     * @param held the item
     */
    public boolean holderHasEnded(Publication held, Instant now) {
        String holder =
                ExecutionArn.of(held.text(Publication.HOLDER).orElseThrow()).text();
        try {
            // Without input and output, which would take the right to decrypt them.
            return stepFunctions
                            .describeExecution(
                                    request -> request.executionArn(holder).includedData(IncludedData.METADATA_ONLY))
                            .status()
                    != ExecutionStatus.RUNNING;
        } catch (ExecutionDoesNotExistException e) {
            return held.time(Publication.HELD_SINCE)
                    .filter(since -> now.isAfter(since.plus(UNKNOWN)))
                    .isPresent();
        }
    }
}
