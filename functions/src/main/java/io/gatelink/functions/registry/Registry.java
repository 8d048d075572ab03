package io.gatelink.functions.registry;

import io.gatelink.functions.lambda.Clients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.EnvironmentVariables;
import io.gatelink.functions.lambda.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the two tables hold, seen through one client. */
public record Registry(Publications publications, Pace pace, Replacements replacements) {

    /** The tables that a function's environment names. */
    public static Registry of(Environment environment) {
        Settings settings = new Settings(environment);
        DynamoDbClient dynamoDb = Clients.dynamoDb(environment);
        String coordination = settings.table(EnvironmentVariables.COORDINATION_TABLE);
        return new Registry(
                new Publications(dynamoDb, settings.table(EnvironmentVariables.PUBLICATIONS_TABLE), environment.clock()),
                new Pace(dynamoDb, coordination, environment.clock()), new Replacements(dynamoDb, coordination));
    }
}
