package io.gatelink.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tables that a request to DynamoDB is about, as it names them. */
final class TableNames {

    private TableNames() {}

    /** One action on one table. */
    record Use(String action, String tableName) {}

    static Set<String> of(String operation, Request request) {
        var names = new LinkedHashSet<String>();
        uses(operation, request).forEach(use -> names.add(use.tableName()));
        return names;
    }

    /** A transaction needs what its entries need. */
    static List<Use> uses(String operation, Request request) {
        var uses = new ArrayList<Use>();
        if (operation.equals("TransactWriteItems")) {
            for (JsonNode entry : body(request).path("TransactItems")) {
                entry.properties()
                        .forEach(each -> uses.add(new Use(
                                each.getKey().equals("ConditionCheck") ? "ConditionCheckItem" : each.getKey() + "Item",
                                each.getValue().path("TableName").asText())));
            }
        } else if (!operation.equals("ListTables")) {
            uses.add(new Use(operation, Json.text(request.body(), "TableName").orElse("")));
        }
        return uses;
    }

    private static JsonNode body(Request request) {
        try {
            return Json.parse(request.body());
        } catch (Json.InvalidJsonException e) {
            // The service itself says so.
            return Json.object();
        }
    }
}
