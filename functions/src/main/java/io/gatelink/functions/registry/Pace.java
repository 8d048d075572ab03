package io.gatelink.functions.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Hands out times at which executions may make calls that API Gateway throttles hard, one after the other. Each is in
 * an item of the coordination table: {@code nextAt}, in milliseconds since 1970, is the next one that is free.
 *
 * <p>Others in the account use API Gateway's quotas, too: what it allows within a second is handed out in 1.25 s, and a
 * little more, since a function's start-up takes up to a second. An execution that comes a little early is refused, and
 * then disturbs those behind it.
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

    /** CreateDeployment takes one call per 5 s. */
    public static final Duration PUBLISH_SPACE = Duration.ofMillis(7_500);

    /** Faster than they can be published, so that there is always one whose link is available. */
    public static final Duration START_SPACE = Duration.ofSeconds(6);

    /** DeleteRestApi takes one call per 30 s. */
    public static final Duration DELETE_SPACE = Duration.ofSeconds(39);

    private static final int ATTEMPTS = 5;

    /** Reserves a time; the next one is {@code space} later. It is in whole seconds, to which Wait states cut it. */
    public Instant reserve(String name, Duration space) {
        for (int attempt = 1; ; attempt++) {
            long now = clock.instant().toEpochMilli();
            try {
                return Instant.ofEpochMilli(next(name, now, space.toMillis())).truncatedTo(ChronoUnit.SECONDS);
            } catch (ConditionalCheckFailedException nothingIsReserved) {
                try {
                    first(name, now, space.toMillis());
                    return Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.SECONDS);
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
