package io.gatelink.local.cli.operator;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/**
 * Finds the executions that a change of a load balancer's tags starts. What was there before the change is known when
 * this is made; so no clocks are compared.
 */
final class ExecutionSearch {

    /** As many as may begin at once elsewhere between two looks. */
    private static final int RECENT = 100;

    private final Aws aws;
    private final GatelinkStack stack;
    private final Publications table;
    private final String loadBalancerArn;
    private final Set<String> earlier = new HashSet<>();
    private final Set<String> followed = new HashSet<>();

    ExecutionSearch(Aws aws, GatelinkStack stack, String loadBalancerArn) {
        this.aws = aws;
        this.stack = stack;
        this.table = new Publications(aws, stack);
        this.loadBalancerArn = loadBalancerArn;
        Optional<Publication> item = table.item(loadBalancerArn);
        item.flatMap(Publication::holder).ifPresent(earlier::add);
        item.flatMap(Publication::lastExecution).ifPresent(earlier::add);
        recent().forEach(one -> earlier.add(one.executionArn()));
    }

    /** An execution that was not followed yet: one that is at work, or that has begun since. */
    Optional<String> next() {
        Optional<Publication> item = table.item(loadBalancerArn);
        Optional<String> found = item.flatMap(Publication::holder)
                .filter(arn -> !followed.contains(arn))
                .or(() -> item.flatMap(Publication::lastExecution).filter(this::isNew))
                .or(() -> recent().map(ExecutionListItem::executionArn)
                        .filter(this::isNew)
                        .findFirst());
        found.ifPresent(followed::add);
        return found;
    }

    /** Whether it has begun since this search was made, so that it has seen the tags as they are now. */
    boolean isLater(String executionArn) {
        return !earlier.contains(executionArn);
    }

    /** Whether nothing is at work, and nothing waits to be. */
    boolean isAtRest() {
        return table.item(loadBalancerArn)
                .filter(item -> item.holder().isPresent() || item.text("again").isPresent())
                .isEmpty();
    }

    private boolean isNew(String executionArn) {
        return !followed.contains(executionArn) && !earlier.contains(executionArn);
    }

    /** The latest executions that events about the load balancer started: their names hold its id. */
    private Stream<ExecutionListItem> recent() {
        String id = "-" + loadBalancerArn.substring(loadBalancerArn.lastIndexOf('/') + 1) + "-";
        return aws
                .stepFunctions()
                .listExecutions(
                        request -> request.stateMachineArn(stack.publish()).maxResults(RECENT))
                .executions()
                .stream()
                .filter(one -> one.name().contains(id));
    }
}
