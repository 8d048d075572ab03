package io.gatelink.functions.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Hands out times at which executions may make calls that API Gateway throttles hard, one after the other. Each is in
 * an item of the coordination table: {@code nextAt}, in whole seconds since 1970, is the next one that is free.
 *
 * @param table the table's name
 */
public record Pace(DynamoDbClient dynamoDb, String table, InstantSource clock) {

    /** The key of the coordination table. */
    public static final String KEY = "id";

    /** What begins: reading a load balancer, and the polling of its link. */
    public static final String START = "start";

    /** CreateRestApi and CreateDeployment. */
    public static final String PUBLISH = "publish";

    /** DeleteRestApi. */
    public static final String DELETE = "delete";

    /** CreateDeployment takes one call per 5 s; a start-up takes up to a second, and Waits are cut to whole seconds. */
    public static final Duration PUBLISH_SPACE = Duration.ofSeconds(6);

    /** DeleteRestApi takes one call per 30 s. */
    public static final Duration DELETE_SPACE = Duration.ofSeconds(32);

    private static final int ATTEMPTS = 5;

    /** Reserves a time that is not before now; the next one is {@code space} later. */
    public Instant reserve(String name, Duration space) {
        for (int attempt = 1; ; attempt++) {
            long now = clock.instant().getEpochSecond();
            try {
                return Instant.ofEpochSecond(next(name, now, space.toSeconds()));
            } catch (ConditionalCheckFailedException nothingIsReserved) {
                try {
                    first(name, now, space.toSeconds());
                    return Instant.ofEpochSecond(now);
                } catch (ConditionalCheckFailedException anotherWasFaster) {
                    if (attempt == ATTEMPTS) {
                        throw anotherWasFaster;
                    }
                }
            }
        }
    }

    private long next(String name, long now, long space) {
        return Long.parseLong(dynamoDb.updateItem(request -> request.tableName(table).key(key(name))
                .conditionExpression("nextAt > :now").updateExpression("SET nextAt = nextAt + :space")
                .expressionAttributeValues(Map.of(":now", number(now), ":space", number(space)))
                .returnValues(ReturnValue.UPDATED_OLD)).attributes().get("nextAt").n());
    }

    private void first(String name, long now, long space) {
        dynamoDb.updateItem(request -> request.tableName(table).key(key(name))
                .conditionExpression("attribute_not_exists(nextAt) OR nextAt <= :now")
                .updateExpression("SET nextAt = :next")
                .expressionAttributeValues(Map.of(":now", number(now), ":next", number(now + space))));
    }

    /** Frees all times that are reserved; for when no execution is at work. */
    public void reset() {
        for (String name : new String[] {START, PUBLISH, DELETE}) {
            dynamoDb.deleteItem(request -> request.tableName(table).key(key(name)));
        }
    }

    private static Map<String, AttributeValue> key(String name) {
        return Map.of(KEY, AttributeValue.fromS("pace#" + name));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
