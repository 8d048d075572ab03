package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.lambda.TaskHandler.Run;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table of publications: one item per load balancer that is published, being worked on, or failed. The item is also
 * the lease: only the execution that it names as its holder changes what is published.
 *
 * <p>Every write of an item carries a condition: without one, DynamoDB would create an item again that was deleted.
 *
 * @param table the table's name
 */
public record Publications(DynamoDbClient dynamoDb, String table, InstantSource clock) {

    /** The item of a load balancer as it is now, or nothing if there is none. */
    public Optional<Publication> find(LoadBalancerArn loadBalancerArn) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                .key(key(loadBalancerArn)).consistentRead(true)).item();
        return item == null || item.isEmpty() ? Optional.empty() : Optional.of(new Publication(item));
    }

    /** All items. */
    public List<Publication> all() {
        return dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true)).items().stream()
                .map(Publication::new).toList();
    }

    /**
     * Takes the lease if no execution has it, or if the one that has it is this one; creates the item if there is none.
     *
     * @param deletionAskedAt when an attempt to delete the load balancer was refused, or {@code null}
     * @return what stops it: the item of another holder; nothing if the lease is this execution's now
     */
    Optional<Publication> take(LoadBalancerArn loadBalancerArn, ExecutionArn execution, String deletionAskedAt) {
        var expression = new Expression();
        return write(loadBalancerArn, expression, expression.no(Attributes.HOLDER) + " OR "
                + expression.is(Attributes.HOLDER, execution.text()),
                held(execution, deletionAskedAt).remove(Attributes.AGAIN, Attributes.AFFECTED));
    }

    /**
     * Takes the lease from a holder that has ended.
     *
     * @param seen the item as it was when the holder was looked at
     * @return the item, if it has changed since
     */
    Optional<Publication> takeFrom(Publication seen, ExecutionArn execution, String deletionAskedAt) {
        var expression = new Expression();
        return write(seen.loadBalancerArn(), expression, expression.same(Attributes.HOLDER, seen) + " AND "
                + expression.same(Attributes.STEP, seen),
                held(execution, deletionAskedAt).remove(Attributes.AGAIN, Attributes.SLOTS));
    }

    /**
     * Asks the holder of a lease to run once more.
     *
     * @return the item, if it has another holder by now or none
     */
    Optional<Publication> askAgain(Publication seen, String deletionAskedAt) {
        var expression = new Expression();
        return write(seen.loadBalancerArn(), expression, expression.same(Attributes.HOLDER, seen),
                asked(new Change(), deletionAskedAt).set(Attributes.AGAIN, "true"));
    }

    private static Change asked(Change change, String deletionAskedAt) {
        return deletionAskedAt == null ? change : change.set(Attributes.DELETION_ASKED_AT, deletionAskedAt);
    }

    private Change held(ExecutionArn execution, String deletionAskedAt) {
        var now = clock.instant();
        return asked(new Change().begin(now), deletionAskedAt).set(Attributes.HOLDER, execution.text())
                .set(Attributes.HELD_SINCE, now.toString());
    }

    /** @return the item that does not fulfil the condition, or nothing if it was written */
    private Optional<Publication> write(LoadBalancerArn loadBalancerArn, Expression expression, String condition,
            Change change) {
        String update = change.in(expression);
        try {
            dynamoDb.updateItem(request -> request.tableName(table).key(key(loadBalancerArn))
                    .conditionExpression(condition).updateExpression(update)
                    .expressionAttributeNames(expression.names()).expressionAttributeValues(expression.values())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(new Publication(e.hasItem() ? e.item() : key(loadBalancerArn)));
        }
    }

    /**
     * Begins a step that may change something.
     *
     * @throws LeaseLostException if the execution does not have the lease any more
     */
    public Step begin(LoadBalancerArn loadBalancerArn, Run run) {
        var expression = new Expression();
        String condition = expression.is(Attributes.HOLDER, run.execution().text());
        String update = new Change().begin(clock.instant()).in(expression);
        try {
            return new Step(this, run, new Publication(dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(loadBalancerArn)).conditionExpression(condition).updateExpression(update)
                    .expressionAttributeNames(expression.names()).expressionAttributeValues(expression.values())
                    .returnValues(ReturnValue.ALL_NEW)).attributes()));
        } catch (ConditionalCheckFailedException e) {
            throw new LeaseLostException("Execution " + run.execution().name()
                    + " no longer has the lease of load balancer " + loadBalancerArn + ": it changes nothing any "
                    + "more. Start a new execution.");
        }
    }

    /**
     * How the execution ended, if it has let go of the lease in an earlier run of the same step: that step gives the
     * same answer again.
     */
    public Optional<Publication> ended(LoadBalancerArn loadBalancerArn, ExecutionArn execution) {
        return find(loadBalancerArn).filter(found -> !found.has(Attributes.HOLDER)
                && found.is(Attributes.LAST_EXECUTION, execution.text()));
    }

    /** Writes an item that nobody holds, on condition that it is as it was seen; returns whether it was. */
    public boolean annotate(Publication seen, Change change) {
        var expression = new Expression();
        String condition = expression.no(Attributes.HOLDER) + " AND attribute_exists("
                + expression.name(Attributes.LOAD_BALANCER_ARN) + ") AND " + expression.same(Attributes.STEP, seen);
        return write(seen.loadBalancerArn(), expression, condition, change).isEmpty();
    }

    /** Creates the item of a load balancer that has none; returns whether it did. */
    public boolean create(LoadBalancerArn loadBalancerArn, Change change) {
        var expression = new Expression();
        return write(loadBalancerArn, expression, expression.no(Attributes.LOAD_BALANCER_ARN), change).isEmpty();
    }

    static Map<String, AttributeValue> key(LoadBalancerArn loadBalancerArn) {
        return Map.of(Attributes.LOAD_BALANCER_ARN, AttributeValue.fromS(loadBalancerArn.text()));
    }

    /** The attributes of a lease that go when it is let go. */
    static final List<String> LEASE =
            List.of(Attributes.HOLDER, Attributes.HELD_SINCE, Attributes.STEP_AT, Attributes.SLOTS);
}
