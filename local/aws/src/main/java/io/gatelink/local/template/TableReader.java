package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.template.Stack.KeyAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads DynamoDB tables: without indexes and streams, with capacity on demand.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html">
 *     AWS::DynamoDB::Table</a>
 */
final class TableReader {

    private static final Set<String> TABLE = Set.of(
            "TableName",
            "BillingMode",
            "KeySchema",
            "AttributeDefinitions",
            "SSESpecification",
            "DeletionProtectionEnabled",
            // No effect here.
            "PointInTimeRecoverySpecification",
            "Tags");
    private static final Set<String> ENCRYPTION = Set.of("SSEEnabled", "SSEType", "KMSMasterKeyId");
    private static final Set<String> RECOVERY = Set.of("PointInTimeRecoveryEnabled", "RecoveryPeriodInDays");

    private final Problems problems;
    private final List<Stack.Table> tables = new ArrayList<>();

    TableReader(Problems problems) {
        this.problems = problems;
    }

    void table(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, TABLE, problems);
        if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
            problems.add(path + ".TableName", "must have 3 to 255 letters, digits, underscores, hyphens and dots");
        }
        if (!properties.text("BillingMode").orElse("PROVISIONED").equals("PAY_PER_REQUEST")) {
            problems.add(path + ".BillingMode", "must be PAY_PER_REQUEST: the local AWS has no provisioned capacity");
        }
        var recovery = properties.mapping("PointInTimeRecoverySpecification", RECOVERY);
        flag(recovery, "PointInTimeRecoveryEnabled");
        recovery.number("RecoveryPeriodInDays", 35, 1, 35);
        List<KeyAttribute> keys = keySchema(properties, definitions(properties));
        Optional<String> key = key(properties.mapping("SSESpecification", ENCRYPTION));
        boolean deletionProtection = flag(properties, "DeletionProtectionEnabled");
        if (!keys.isEmpty()) {
            tables.add(new Stack.Table(
                    logicalId,
                    name,
                    identity.attributes().get("Arn"),
                    keys.get(0),
                    keys.stream().skip(1).findFirst(),
                    key,
                    deletionProtection));
        }
    }

    /** @param keys the template's keys: a table knows its key by its ARN, however the template names it */
    List<Stack.Table> tables(List<Stack.Key> keys) {
        return tables.stream()
                .map(table -> new Stack.Table(
                        table.logicalId(),
                        table.name(),
                        table.arn(),
                        table.partitionKey(),
                        table.sortKey(),
                        table.key().map(name -> keys.stream()
                                .filter(key ->
                                        name.equals(key.id()) || key.aliases().contains(name))
                                .findFirst()
                                .map(Stack.Key::arn)
                                .orElse(name)),
                        table.deletionProtection()))
                .toList();
    }

    private Map<String, String> definitions(Properties table) {
        var types = new LinkedHashMap<String, String>();
        JsonNode list = table.at("AttributeDefinitions");
        for (int i = 0; i < list.size(); i++) {
            String path = table.path() + ".AttributeDefinitions." + i;
            var each = Properties.of(list.get(i), path, Set.of("AttributeName", "AttributeType"), problems);
            String type = each.requiredText("AttributeType");
            if (!Set.of("S", "N", "B").contains(type)) {
                problems.add(path + ".AttributeType", "must be S, N or B");
            }
            types.put(each.requiredText("AttributeName"), type);
        }
        return types;
    }

    private List<KeyAttribute> keySchema(Properties table, Map<String, String> types) {
        var keys = new ArrayList<KeyAttribute>();
        JsonNode list = table.at("KeySchema");
        for (int i = 0; i < list.size(); i++) {
            String path = table.path() + ".KeySchema." + i;
            var each = Properties.of(list.get(i), path, Set.of("AttributeName", "KeyType"), problems);
            if (!each.requiredText("KeyType").equals(i == 0 ? "HASH" : "RANGE")) {
                problems.add(path + ".KeyType", "must be " + (i == 0 ? "HASH" : "RANGE"));
            }
            String name = each.requiredText("AttributeName");
            if (!types.containsKey(name)) {
                problems.add(path + ".AttributeName", name + " is not among the AttributeDefinitions");
            }
            keys.add(new KeyAttribute(name, types.getOrDefault(name, "S")));
        }
        if (!list.isArray() || list.isEmpty() || list.size() > 2) {
            problems.add(table.path() + ".KeySchema", "must be a list of one or two attributes");
            return List.of();
        }
        if (types.size() > keys.size()) {
            problems.add(table.path() + ".AttributeDefinitions", "has attributes that are not in KeySchema");
        }
        return keys;
    }

    /** The customer's key, if there is one. */
    private Optional<String> key(Properties encryption) {
        boolean enabled = flag(encryption, "SSEEnabled");
        String type = encryption.text("SSEType").orElse("KMS");
        if (!type.equals("KMS")) {
            problems.add(encryption.path() + ".SSEType", "must be KMS");
        }
        Optional<String> key = encryption.text("KMSMasterKeyId");
        if (!enabled && key.isPresent()) {
            problems.add(encryption.path() + ".KMSMasterKeyId", "has no effect unless SSEEnabled is true");
        }
        return key;
    }

    private boolean flag(Properties properties, String name) {
        String text = properties.text(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(properties.path() + "." + name, "must be true or false");
        }
        return text.equals("true");
    }
}
