package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Stack.KeyAttribute;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A table as DescribeTable tells of it. */
final class TableDescription {

    private TableDescription() {}

    static ObjectNode of(Table table) {
        Stack.Table schema = table.schema();
        ObjectNode description = Json.object();
        ArrayNode definitions = description.putArray("AttributeDefinitions");
        for (KeyAttribute attribute : schema.keySchema()) {
            definitions.addObject().put("AttributeName", attribute.name()).put("AttributeType", attribute.type());
        }
        description.put("TableName", schema.name());
        ArrayNode keySchema = description.putArray("KeySchema");
        keySchema.addObject().put("AttributeName", schema.partitionKey().name()).put("KeyType", "HASH");
        schema.sortKey()
                .ifPresent(sort ->
                        keySchema.addObject().put("AttributeName", sort.name()).put("KeyType", "RANGE"));
        description
                .put("TableStatus", "ACTIVE")
                .put("CreationDateTime", BigDecimal.valueOf(table.created().toEpochMilli(), 3));
        description
                .putObject("ProvisionedThroughput")
                .put("NumberOfDecreasesToday", 0)
                .put("ReadCapacityUnits", 0)
                .put("WriteCapacityUnits", 0);
        description
                .put(
                        "TableSizeBytes",
                        table.items().values().stream().mapToLong(M::itemSize).sum())
                .put("ItemCount", table.items().size())
                .put("TableArn", schema.arn())
                .put(
                        "TableId",
                        UUID.nameUUIDFromBytes(schema.arn().getBytes(StandardCharsets.UTF_8))
                                .toString());
        description.putObject("BillingModeSummary").put("BillingMode", "PAY_PER_REQUEST");
        schema.key().ifPresent(key -> description
                .putObject("SSEDescription")
                .put("Status", "ENABLED")
                .put("SSEType", "KMS")
                .put("KMSMasterKeyArn", key));
        return description.put("DeletionProtectionEnabled", schema.deletionProtection());
    }
}
