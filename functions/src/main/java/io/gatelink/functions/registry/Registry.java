package io.gatelink.functions.registry;

import io.gatelink.functions.lambda.AwsClients;

/** What the two tables hold, seen through one client. */
public record Registry(Publications publications, Pace pace, Replacements replacements) {

    /** The tables that a function's environment names. */
    public static Registry of(AwsClients clients) {
        String coordination = clients.settings().table("COORDINATION_TABLE");
        var clock = clients.environment().clock();
        return new Registry(
                new Publications(clients.dynamoDb(), clients.settings().table("PUBLICATIONS_TABLE"), clock),
                new Pace(clients.dynamoDb(), coordination, clock), new Replacements(clients.dynamoDb(), coordination));
    }
}
