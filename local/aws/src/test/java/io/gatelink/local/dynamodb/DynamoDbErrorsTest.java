package io.gatelink.local.dynamodb;

import static io.gatelink.local.dynamodb.Tables.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What DynamoDB refuses, in its words. */
class DynamoDbErrorsTest {

    private static final String INVALID = "ValidationException: ";

    @TempDir
    private static Path folder;

    private static Tables tables;

    @BeforeAll
    static void start() {
        tables = new Tables(folder);
        tables.client.putItem(r -> r.tableName("orders")
                .item(Map.of("id", text("a"), "text", text("x"), "list", AttributeValue.fromL(List.of()))));
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @Test
    void errorsTellTheNamespaceOfTheirType() {
        assertThat(tables.answer("GetItem", "{\"TableName\": \"none\", \"Key\": {\"id\": {\"S\": \"a\"}}}"))
                .isEqualTo("400 {\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                        + "\"message\":\"Requested resource not found\"}");
        assertThat(tables.answer("GetItem", "{\"TableName\": \"orders\", \"Key\": {}}"))
                .isEqualTo("400 {\"__type\":\"com.amazon.coral.validate#ValidationException\","
                        + "\"message\":\"The provided key element does not match the schema\"}");
        assertThat(tables.answer("GetItem", "{\"TableName\": 1}"))
                .isEqualTo("400 {\"__type\":\"com.amazon.coral.service#SerializationException\","
                        + "\"Message\":\"NUMBER_VALUE cannot be converted to String\"}");
        assertThat(tables.answer("DeleteItem", """
                {"TableName": "orders", "Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)",
                 "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}"""))
                .isEqualTo("400 {\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                        + "\"message\":\"The conditional request failed\",\"Item\":" + itemOfA() + "}");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "anUpdateExpressionThatIsWrongIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void anUpdateExpressionThatIsWrongIsRefused(String expression, String reason) {
        assertThat(update(expression)).isEqualTo(INVALID + "Invalid UpdateExpression: " + reason);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "aConditionThatIsWrongIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void aConditionThatIsWrongIsRefused(String expression, String reason) {
        assertThat(tables.error("DeleteItem", """
                {"TableName": "orders", "Key": {"id": {"S": "a"}}, "ConditionExpression": "%s",
                 "ExpressionAttributeValues": {":v": {"S": "x"}, ":n": {"N": "1"}}}""".formatted(expression)))
                .isEqualTo(INVALID + "Invalid ConditionExpression: " + reason);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "anUpdateThatTheItemDoesNotAllowIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void anUpdateThatTheItemDoesNotAllowIsRefused(String expression, String reason) {
        assertThat(tables.error(
                        "UpdateItem",
                        """
                {"TableName": "orders", "Key": {"id": {"S": "a"}}, "UpdateExpression": "%s",
                 "ExpressionAttributeValues": {":n": {"N": "1"}}}""".formatted(expression.replace("text", "#text").replace("list", "#list")).replace(
                                "}}}",
                                "}}, \"ExpressionAttributeNames\": "
                                        + (expression.contains("text")
                                                ? "{\"#text\": \"text\"}}"
                                                : expression.contains("list") ? "{\"#list\": \"list\"}}" : "null}"))))
                .isEqualTo(INVALID + reason);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "aValueThatIsNoneIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void aValueThatIsNoneIsRefused(String value, String reason) {
        assertThat(tables.error(
                        "PutItem",
                        "{\"TableName\": \"orders\", \"Item\": {\"id\": {\"S\": \"z\"}, \"v\": " + value + "}}"))
                .isEqualTo(INVALID + reason);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "aRequestThatIsWrongIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void aRequestThatIsWrongIsRefused(String operation, String request, String reason) {
        assertThat(tables.error(operation, request)).isEqualTo(INVALID + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"S": 1} | NUMBER_VALUE cannot be converted to String
            {"N": 1} | NUMBER_VALUE cannot be converted to String
            {"BOOL": "yes"} | STRING_VALUE cannot be converted to Boolean
            {"L": "x"} | Unexpected field type
            {"B": "abc"} | Base64 encoded length is expected a multiple of 4 bytes but found: 3
            """)
    void aMemberOfAWrongTypeIsRefused(String value, String reason) {
        assertThat(tables.error(
                        "PutItem",
                        "{\"TableName\": \"orders\", \"Item\": {\"id\": {\"S\": \"z\"}, \"v\": " + value + "}}"))
                .isEqualTo("SerializationException: " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            PutItem | "Expected": {} | PutItem with Expected
            UpdateItem | "AttributeUpdates": {} | UpdateItem with AttributeUpdates
            Query | "KeyConditions": {} | Query with KeyConditions
            CreateTable | "BillingMode": "PAY_PER_REQUEST" | CreateTable
            BatchGetItem | "RequestItems": {} | BatchGetItem
            """)
    void whatTheLocalAwsDoesNotHaveIsRefusedByName(String operation, String parameter, String what) {
        assertThat(tables.error(operation, "{\"TableName\": \"orders\", " + parameter + "}"))
                .isEqualTo("NotImplemented: "
                        + "The local AWS does not support DynamoDB " + what
                        + ". docs/supported-operations.md lists what it "
                        + "does.");
    }

    @Test
    void anExpressionHasItsLimits() {
        assertThat(update("SET a = " + "(".repeat(301) + ":v" + ")".repeat(301)))
                .isEqualTo(INVALID + "Invalid UpdateExpression: The expression contains too many operators;");
        assertThat(update("SET a" + " ".repeat(4096) + "= :v"))
                .isEqualTo(
                        INVALID + "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;");
    }

    @Test
    void anItemHas400KilobytesAtMost() {
        String item = "{\"TableName\": \"orders\", \"Item\": {\"id\": {\"S\": \"big\"}, \"v\": {\"S\": \"%s\"}}}";
        int rest = 400 * 1024 - "idbigv".length();

        assertThat(tables.answer("PutItem", item.formatted("x".repeat(rest)))).isEqualTo("200 {}");
        assertThat(tables.error("PutItem", item.formatted("x".repeat(rest + 1))))
                .isEqualTo(INVALID + "Item size has exceeded the maximum allowed size");
        assertThat(tables.error("UpdateItem", """
                {"TableName": "orders", "Key": {"id": {"S": "big"}}, "UpdateExpression": "SET w = :w",
                 "ExpressionAttributeValues": {":w": {"S": "x"}}}"""))
                .isEqualTo(INVALID + "Item size to update has exceeded the maximum allowed size");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            size(words) = :two | true
            contains(words, :x) | true
            contains(letters, :x) AND NOT contains(letters, :y) | true
            begins_with(letters, :x) OR gone = :x | false
            gone <> :x | true
            gone = :x | false
            NOT gone = :x AND letters < :x | true
            letters < :x OR (letters = :letters AND n IN (:two, :x)) | true
            n BETWEEN :two AND :three | true
            n > :x | false
            attribute_type(n, :type) | true
            words[1] = :y AND deep.words[0] = :x | true
            words[2] = :y | false
            """)
    void conditionsHoldAsDocumented(String condition, boolean holds) {
        tables.answer("PutItem", """
                {"TableName": "orders", "Item": {"id": {"S": "c"}, "words": {"L": [{"S": "x"}, {"S": "y"}]},
                 "letters": {"S": "wxz"}, "n": {"N": "2.0"}, "deep": {"M": {"words": {"L": [{"S": "x"}]}}}}}""");
        var values = Map.of(
                ":x",
                "{\"S\": \"x\"}",
                ":y",
                "{\"S\": \"y\"}",
                ":two",
                "{\"N\": \"2\"}",
                ":three",
                "{\"N\": \"3\"}",
                ":type",
                "{\"S\": \"N\"}",
                ":letters",
                "{\"S\": \"wxz\"}");
        String used = values.entrySet().stream()
                .filter(value -> Pattern.compile(value.getKey() + "\\b")
                        .matcher(condition)
                        .find())
                .map(value -> "\"" + value.getKey() + "\": " + value.getValue())
                .collect(Collectors.joining(", "));

        assertThat(tables.answer("UpdateItem", """
                {"TableName": "orders", "Key": {"id": {"S": "c"}}, "ConditionExpression": "%s",
                 "ExpressionAttributeValues": {%s}}""".formatted(condition, used)).startsWith("200"))
                .isEqualTo(holds);
    }

    private static String update(String expression) {
        return tables.error(
                "UpdateItem",
                "{\"TableName\": \"orders\", \"Key\": {\"id\": {\"S\": \"a\"}}, "
                        + "\"UpdateExpression\": "
                        + "\"" + expression.replace("\"", "\\\"")
                        + "\", \"ExpressionAttributeValues\": {\":v\": {\"S\": "
                        + "\"x\"}}}");
    }

    private static String itemOfA() {
        String answer = tables.answer("GetItem", "{\"TableName\": \"orders\", \"Key\": {\"id\": {\"S\": \"a\"}}}");
        return answer.substring("200 {\"Item\":".length(), answer.length() - 1);
    }
}
