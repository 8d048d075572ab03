package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Which load balancer replaces the one of a name, in items of the coordination table. They are by name, not by ARN: a
 * new load balancer with an old name is replaced, too. What they say is only a hint, and checked against the tags of
 * the one that they name.
 *
 * @param table the table's name
 */
public record Replacements(DynamoDbClient dynamoDb, String table) {

    /**
     * A load balancer that says that it replaces another.
     *
     * @param createdAt when the load balancer was created: of several that replace one, the earliest does
     */
    public record Claim(LoadBalancerArn replacer, Instant createdAt) {

        /** Whether this one comes before another. */
        public boolean precedes(Claim other) {
            int order = createdAt.compareTo(other.createdAt);
            return order < 0 || order == 0 && replacer.text().compareTo(other.replacer.text()) < 0;
        }
    }

    /** The claim to replace the load balancer of this name, if there is one. */
    public Optional<Claim> of(String name) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table).key(key(name))
                .consistentRead(true)).item();
        return item == null || item.isEmpty() ? Optional.empty() : Optional.of(new Claim(
                LoadBalancerArn.of(item.get("replacer").s()), Instant.parse(item.get("createdAt").s())));
    }

    /**
     * Writes a claim in the place of another.
     *
     * @param before the claim that was there, if there was one
     * @return whether it was still there
     */
    public boolean put(String name, Claim claim, Optional<Claim> before) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table).key(key(name))
                    .updateExpression("SET replacer = :replacer, createdAt = :createdAt")
                    .conditionExpression(before.isPresent() ? "replacer = :before" : "attribute_not_exists(replacer)")
                    .expressionAttributeValues(values(claim, before)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Map<String, AttributeValue> values(Claim claim, Optional<Claim> before) {
        Map<String, AttributeValue> values = new java.util.HashMap<>(Map.of(
                ":replacer", AttributeValue.fromS(claim.replacer().text()),
                ":createdAt", AttributeValue.fromS(claim.createdAt().toString())));
        before.ifPresent(one -> values.put(":before", AttributeValue.fromS(one.replacer().text())));
        return values;
    }

    /** Removes the claim of a load balancer; one of another load balancer stays. */
    public void remove(String name, LoadBalancerArn replacer) {
        try {
            dynamoDb.deleteItem(request -> request.tableName(table).key(key(name))
                    .conditionExpression("replacer = :replacer")
                    .expressionAttributeValues(Map.of(":replacer", AttributeValue.fromS(replacer.text()))));
        } catch (ConditionalCheckFailedException e) {
            return;
        }
    }

    private static Map<String, AttributeValue> key(String name) {
        return Map.of(Pace.KEY, AttributeValue.fromS("replaces#" + name));
    }
}
