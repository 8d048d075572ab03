package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.LeaseBusyException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Moves a REST API, with its key and usage plan, from the item of one load balancer to that of another and back. Both items
 * are written in one transaction, on condition that no execution has the lease of the load balancer that the API is taken
 * from: so no execution ever needs two leases.
 */
public final class TakeOver {

    /** The parts that move; the VPC link stays with its load balancer. */
    private static final List<Part> MOVING = List.of(Part.REST_API, Part.USAGE_PLAN, Part.API_KEY);

    private TakeOver() {
    }

    /**
     * Takes over what another load balancer has published. What this one had published itself stays in {@link
     * Attributes#PUBLISHED}.
     *
     * @throws LeaseBusyException if an execution is at work on the other one, or has changed it since
     */
    public static void take(Step step, Publication from) {
        Map<String, String> published = from.map(Attributes.PUBLISHED);
        Map<String, String> takenOver = new TreeMap<>(published);
        takenOver.put(Attributes.LOAD_BALANCER_ARN, from.loadBalancerArn().text());
        Change there = new Change().set(Attributes.REPLACED_BY, step.loadBalancerArn().text())
                .remove(Attributes.PUBLISHED, Attributes.INVOKE_URL, Attributes.PUBLISHED_AT, Attributes.DEPLOYMENT, Attributes.STAGE, Attributes.AUTHORIZATION, Attributes.SETTINGS_HASH);
        Change here = new Change().set(Attributes.TAKEN_OVER, takenOver);
        for (Part part : MOVING) {
            there.remove(part.attribute());
            here.set(part.attribute(), published.get(part.attribute()));
        }
        var expression = new Expression();
        String update = there.in(expression);
        transact(step, here, Publications.key(from.loadBalancerArn()), update, expression,
                "attribute_not_exists(" + expression.name(Attributes.HOLDER) + ") AND " + expression.name(Attributes.STEP) + " = "
                        + expression.value(from.attributes().get(Attributes.STEP)));
    }

    /**
     * Gives back what was taken over, to be called once the stage leads to where it led before.
     *
     * @return whether it did; it does not if the item of the other load balancer is gone: what was taken over stays here
     * @throws LeaseBusyException if an execution is at work on the other one
     */
    public static boolean giveBack(Step step) {
        Map<String, String> published = new TreeMap<>(step.publication().map(Attributes.TAKEN_OVER));
        LoadBalancerArn from = LoadBalancerArn.of(published.remove(Attributes.LOAD_BALANCER_ARN));
        Optional<Publication> other = step.publications().find(from);
        if (other.isEmpty() || other.get().has(Part.REST_API.attribute())) {
            return false;
        }
        Change there = new Change().set(Attributes.PUBLISHED, published).remove(Attributes.REPLACED_BY)
                .set(Attributes.DEPLOYMENT, published.get(Attributes.DEPLOYMENT)).set(Attributes.STAGE, published.get(Attributes.STAGE))
                .set(Attributes.AUTHORIZATION, published.get(Attributes.AUTHORIZATION)).set(Attributes.INVOKE_URL, published.get(Attributes.INVOKE_URL))
                .set(Attributes.PUBLISHED_AT, published.get(Attributes.PUBLISHED_AT)).set(Attributes.SETTINGS_HASH, published.get(Attributes.SETTINGS_HASH));
        Change here = new Change().remove(Attributes.TAKEN_OVER);
        for (Part part : MOVING) {
            there.set(part.attribute(), published.get(part.attribute()));
            here.set(part.attribute(), step.publication().map(Attributes.PUBLISHED).get(part.attribute()));
        }
        var expression = new Expression();
        String update = there.in(expression);
        transact(step, here, Publications.key(from), update, expression, "attribute_exists("
                + expression.name(Attributes.LOAD_BALANCER_ARN) + ") AND attribute_not_exists(" + expression.name(Attributes.HOLDER)
                + ") AND attribute_not_exists(" + expression.name(Part.REST_API.attribute()) + ")");
        return true;
    }

    private static void transact(Step step, Change here, Map<String, AttributeValue> otherKey, String otherUpdate, Expression other, String otherCondition) {
        Publications publications = step.publications();
        var own = new Expression();
        String condition = step.condition(own);
        Update ofThis = update(publications.table(), Publications.key(step.loadBalancerArn()), here.in(own), condition, own);
        Update ofOther = update(publications.table(), otherKey, otherUpdate, otherCondition, other);
        try {
            publications.dynamoDb().transactWriteItems(request -> request.transactItems(
                    TransactWriteItem.builder().update(ofThis).build(),
                    TransactWriteItem.builder().update(ofOther).build()));
        } catch (TransactionCanceledException e) {
            if (e.hasCancellationReasons() && "ConditionalCheckFailed".equals(e.cancellationReasons().get(0).code())) {
                throw step.lost();
            }
            throw new LeaseBusyException("Load balancer " + otherKey.get(Attributes.LOAD_BALANCER_ARN).s()
                    + " is being worked on: its REST API moves once that is over.");
        }
        step.reread(publications.find(step.loadBalancerArn()).orElseThrow(step::lost));
    }

    private static Update update(String table, Map<String, AttributeValue>
            key, String update, String condition, Expression expression) {
        return Update.builder().tableName(table).key(key).updateExpression(update).conditionExpression(condition)
                .expressionAttributeNames(expression.names()).expressionAttributeValues(expression.values()).build();
    }
}
