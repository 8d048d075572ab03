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
        tables.client.putItem(r -> r.tableName("orders").item(Map.of("id", text("a"), "text", text("x"),
                "list", AttributeValue.fromL(List.of()))));
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @Test
    void errorsTellTheNamespaceOfTheirType() {
        assertThat(tables.answer("GetItem", "{\"TableName\": \"none\", \"Key\": {\"id\": {\"S\": \"a\"}}}")).isEqualTo(
                "400 {\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
                        + "\"message\":\"Requested resource not found\"}");
        assertThat(tables.answer("GetItem", "{\"TableName\": \"orders\", \"Key\": {}}")).isEqualTo(
                "400 {\"__type\":\"com.amazon.coral.validate#ValidationException\","
                        + "\"message\":\"The provided key element does not match the schema\"}");
        assertThat(tables.answer("GetItem", "{\"TableName\": 1}")).isEqualTo(
                "400 {\"__type\":\"com.amazon.coral.service#SerializationException\","
                        + "\"Message\":\"NUMBER_VALUE cannot be converted to String\"}");
        assertThat(tables.answer("DeleteItem", """
                {"TableName": "orders", "Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)",
                 "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}""")).isEqualTo(
                "400 {\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                        + "\"message\":\"The conditional request failed\",\"Item\":" + itemOfA() + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            SET status = :v | Attribute name is a reserved keyword; reserved keyword: status
            SET a.Name = :v | Attribute name is a reserved keyword; reserved keyword: Name
            SET a = :none, b = :v | An expression attribute value used in expression is not defined; attribute value: :none
            SET #none = :v | An expression attribute name used in the document path is not defined; attribute name: #none
            SET a = :v SET b = :v | The "SET" section can only be used once in an update expression;
            SET a = :v, a.b = :v | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]
            SET a.b = :v REMOVE a[1] | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]
            SET a = b + :v | Incorrect operand type for operator or function; operator or function: +, operand type: S
            SET a = list_append(b, :v) | Incorrect operand type for operator or function; operator or function: list_append, operand type: S
            ADD a :v | Incorrect operand type for operator or function; operator: ADD, operand type: STRING
            DELETE a :v | Incorrect operand type for operator or function; operator: DELETE, operand type: STRING
            SET a = if_not_exists(:v, b) | Operator or function requires a document path; operator or function: if_not_exists
            SET a = if_not_exists(b) | Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1
            SET a = upper(:v) | Invalid function name; function: upper
            SET a = :v, | Syntax error; token: "<EOF>", near: ","
            SET a :v | Syntax error; token: ":v", near: "a :v"
            a = :v | Syntax error; token: "a", near: "a ="
            SET a = :v & :v | Syntax error; token: "&", near: ":v & :v"
            """)
    void anUpdateExpressionThatIsWrongIsRefused(String expression, String reason) {
        assertThat(update(expression)).isEqualTo(INVALID + "Invalid UpdateExpression: " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            ((a = :v)) | The expression has redundant parentheses;
            upper(a) | Invalid function name; function: upper
            size(a) | The function is not allowed to be used this way in an expression; function: size
            a = contains(b, :v) | The function is not allowed to be used this way in an expression; function: contains
            date = :v | Attribute name is a reserved keyword; reserved keyword: date
            a = :none | An expression attribute value used in expression is not defined; attribute value: :none
            #none = :v | An expression attribute name used in the document path is not defined; attribute name: #none
            attribute_exists(a, :v) | Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2
            attribute_exists(:v) | Operator or function requires a document path; operator or function: attribute_exists
            attribute_type(a, :v) | Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}
            a = a AND b = :v | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]
            a BETWEEN :v AND :n | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:x}, upper bound operand: AttributeValue: {N:1}
            a = = :v | Syntax error; token: "=", near: "= = :v"
            a AND b = :v | Syntax error; token: "b", near: "AND b ="
            a | Syntax error; token: "<EOF>", near: "a"
            """)
    void aConditionThatIsWrongIsRefused(String expression, String reason) {
        assertThat(tables.error("DeleteItem", """
                {"TableName": "orders", "Key": {"id": {"S": "a"}}, "ConditionExpression": "%s",
                 "ExpressionAttributeValues": {":v": {"S": "x"}, ":n": {"N": "1"}}}""".formatted(expression)))
                .isEqualTo(INVALID + "Invalid ConditionExpression: " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            SET a = a + :n | The provided expression refers to an attribute that does not exist in the item
            SET a = text + :n | An operand in the update expression has an incorrect data type
            ADD text :n | An operand in the update expression has an incorrect data type
            SET gone.b = :n | The document path provided in the update expression is invalid for update
            SET text.b = :n | The document path provided in the update expression is invalid for update
            REMOVE list[0].a ADD n :n | The document path provided in the update expression is invalid for update
            SET id = :n | One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key
            """)
    void anUpdateThatTheItemDoesNotAllowIsRefused(String expression, String reason) {
        assertThat(tables.error("UpdateItem", """
                {"TableName": "orders", "Key": {"id": {"S": "a"}}, "UpdateExpression": "%s",
                 "ExpressionAttributeValues": {":n": {"N": "1"}}}""".formatted(expression
                .replace("text", "#text").replace("list", "#list")).replace("}}}", "}}, \"ExpressionAttributeNames\": "
                + (expression.contains("text") ? "{\"#text\": \"text\"}}" : expression.contains("list")
                        ? "{\"#list\": \"list\"}}" : "null}")))).isEqualTo(INVALID + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
            {"S": "a", "N": "1"} | Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes
            {"N": ""} | The parameter cannot be converted to a numeric value
            {"N": "one"} | The parameter cannot be converted to a numeric value: one
            {"N": "1E126"} | Number overflow. Attempting to store a number with magnitude larger than supported range
            {"N": "1E-131"} | Number underflow. Attempting to store a number with magnitude smaller than supported range
            {"N": "123456789012345678901234567890123456789"} | Attempting to store more than 38 significant digits in a Number
            {"NULL": false} | One or more parameter values were invalid: Null attribute value types must have the value of true
            {"SS": []} | One or more parameter values were invalid: An string set  may not be empty
            {"SS": ["a", "a"]} | One or more parameter values were invalid: Input collection [a, a] contains duplicates.
            {"NS": ["1", "1.0"]} | Input collection contains duplicates
            """)
    void aValueThatIsNoneIsRefused(String value, String reason) {
        assertThat(tables.error("PutItem", "{\"TableName\": \"orders\", \"Item\": {\"id\": {\"S\": \"z\"}, \"v\": " + value + "}}"))
                .isEqualTo(INVALID + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            GetItem | {} | 2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'key' failed to satisfy constraint: Member must not be null
            PutItem | {"TableName": "orders", "Item": {}} | One or more parameter values were invalid: Missing the key id in the item
            PutItem | {"TableName": "orders", "Item": {"id": {"N": "1"}}} | One or more parameter values were invalid: Type mismatch for key id expected: S actual: N
            PutItem | {"TableName": "orders", "Item": {"id": {"S": ""}}} | One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id
            GetItem | {"TableName": "orders", "Key": {"id": {"S": ""}}} | One or more parameter values were invalid: The AttributeValue for a key attribute cannot contain an empty string value. Key: id
            GetItem | {"TableName": "orders", "Key": {"id": {"N": "1"}}} | The provided key element does not match the schema
            PutItem | {"TableName": "orders", "Item": {"id": {"S": "a"}}, "ReturnValues": "ALL_NEW"} | ReturnValues can only be ALL_OLD or NONE
            PutItem | {"TableName": "orders", "Item": {"id": {"S": "a"}}, "ReturnValues": "ALL"} | 1 validation error detected: Value 'ALL' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]
            PutItem | {"TableName": "orders", "Item": {"id": {"S": "a"}}, "ConditionExpression": ""} | Invalid ConditionExpression: The expression can not be empty;
            GetItem | {"TableName": "orders", "Key": {"id": {"S": "a"}}, "ExpressionAttributeNames": {"#x": "x"}} | ExpressionAttributeNames can only be specified when using expressions
            GetItem | {"TableName": "orders", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "v", "ExpressionAttributeNames": {"#x": "x"}} | Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}
            Scan | {"TableName": "orders", "FilterExpression": "a = :a", "ExpressionAttributeValues": {":a": {"S": "x"}, ":b": {"S": "x"}}} | Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}
            Scan | {"TableName": "orders", "FilterExpression": "a = :a", "ExpressionAttributeValues": {":a": {}}} | ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :a
            Scan | {"TableName": "orders", "Limit": 0} | 1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1
            Scan | {"TableName": "orders", "Segment": 2, "TotalSegments": 2} | The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2
            Scan | {"TableName": "orders", "ExclusiveStartKey": {}} | The provided starting key is invalid: The provided key element does not match the schema
            Scan | {"TableName": "orders", "IndexName": "byDate"} | The table does not have the specified index: byDate
            Query | {"TableName": "orders"} | Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.
            Query | {"TableName": "lines", "KeyConditionExpression": "line = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}} | Query condition missed key schema element: id
            Query | {"TableName": "orders", "KeyConditionExpression": "id > :a", "ExpressionAttributeValues": {":a": {"S": "x"}}} | Query key condition not supported
            Query | {"TableName": "orders", "KeyConditionExpression": "id = :a OR id = :a", "ExpressionAttributeValues": {":a": {"S": "x"}}} | Invalid operator used in KeyConditionExpression: OR
            Query | {"TableName": "orders", "KeyConditionExpression": "id = :a", "FilterExpression": "id <> :a", "ExpressionAttributeValues": {":a": {"S": "x"}}} | Filter Expression can only contain non-primary key attributes: Primary key attribute: id
            """)
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
        assertThat(tables.error("PutItem", "{\"TableName\": \"orders\", \"Item\": {\"id\": {\"S\": \"z\"}, \"v\": " + value + "}}"))
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
        assertThat(tables.error(operation, "{\"TableName\": \"orders\", " + parameter + "}")).isEqualTo("NotImplemented: "
                + "The local AWS does not support DynamoDB " + what + ". docs/supported-operations.md lists what it does.");
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
        var values = Map.of(":x", "{\"S\": \"x\"}", ":y", "{\"S\": \"y\"}", ":two", "{\"N\": \"2\"}", ":three",
                "{\"N\": \"3\"}", ":type", "{\"S\": \"N\"}", ":letters", "{\"S\": \"wxz\"}");
        String used = values.entrySet().stream()
                .filter(value -> Pattern.compile(value.getKey() + "\\b").matcher(condition).find())
                .map(value -> "\"" + value.getKey() + "\": " + value.getValue())
                .collect(Collectors.joining(", "));

        assertThat(tables.answer("UpdateItem", """
                {"TableName": "orders", "Key": {"id": {"S": "c"}}, "ConditionExpression": "%s",
                 "ExpressionAttributeValues": {%s}}""".formatted(condition, used)).startsWith("200"))
                .isEqualTo(holds);
    }

    private static String update(String expression) {
        return tables.error("UpdateItem", "{\"TableName\": \"orders\", \"Key\": {\"id\": {\"S\": \"a\"}}, \"UpdateExpression\": "
                + "\"" + expression.replace("\"", "\\\"") + "\", \"ExpressionAttributeValues\": {\":v\": {\"S\": \"x\"}}}");
    }

    private static String itemOfA() {
        String answer = tables.answer("GetItem", "{\"TableName\": \"orders\", \"Key\": {\"id\": {\"S\": \"a\"}}}");
        return answer.substring("200 {\"Item\":".length(), answer.length() - 1);
    }
}
