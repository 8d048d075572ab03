package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValueJson;
import java.util.List;
import java.util.stream.Collectors;

/**
 * DynamoDB's errors.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Error
 *     handling</a>
 */
final class DynamoDbErrors {

    static final String CONDITION_FAILED = "The conditional request failed";

    private DynamoDbErrors() {}

    static AwsException invalid(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    static AwsException noTable() {
        return new AwsException("ResourceNotFoundException", 400, "Requested resource not found");
    }

    /** @param item the item that did not fulfil the condition, if it is to be told; otherwise {@code null} */
    static AwsException conditionFailed(M item) {
        var error = new AwsException("ConditionalCheckFailedException", 400, CONDITION_FAILED);
        return item == null ? error : error.with(Json.object().set("Item", AttributeValueJson.writeItem(item)));
    }

    static AwsException otherRequest() {
        return new AwsException(
                "IdempotentParameterMismatchException",
                400,
                "The request uses the same client token as a previous, but non-identical request. Do not reuse a "
                        + "client token with different requests, unless the requests are identical");
    }

    /**
     * Why a transaction's entry stands in its way.
     *
     * @param code {@code None} if it does not
     * @param item the item that did not fulfil the condition, if it is to be told; otherwise {@code null}
     */
    record Reason(String code, String message, M item) {

        static final Reason NONE = new Reason("None", null, null);
    }

    static AwsException transactionCanceled(List<Reason> reasons) {
        String codes = reasons.stream().map(Reason::code).collect(Collectors.joining(", ", "[", "]"));
        ArrayNode all = Json.array();
        for (Reason reason : reasons) {
            var each = all.addObject().put("Code", reason.code());
            if (reason.message() != null) {
                each.put("Message", reason.message());
            }
            if (reason.item() != null) {
                each.set("Item", AttributeValueJson.writeItem(reason.item()));
            }
        }
        return new AwsException(
                        "TransactionCanceledException",
                        400,
                        "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes)
                .with(Json.object().set("CancellationReasons", all));
    }
}
