package io.gatelink.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * What some optimized integrations add to a service's answer: its HTTP headers and its request id.
 *
 * @see <a href="https://github.com/localstack/localstack">LocalStack, tests/aws/services/stepfunctions/v2/services:
 *     executions recorded on AWS, with lambda:invoke, sns:publish and states:startExecution; not with
 *     events:putEvents</a>
 */
public final class SdkMetadata {

    private SdkMetadata() {}

    /** Adds {@code SdkHttpMetadata} and {@code SdkResponseMetadata}. */
    public static void add(ObjectNode result, Map<String, String> headers, String requestId) {
        ObjectNode http = result.putObject("SdkHttpMetadata");
        ObjectNode all = http.putObject("AllHttpHeaders");
        ObjectNode single = http.putObject("HttpHeaders");
        headers.forEach((name, value) -> {
            all.putArray(name).add(value);
            single.put(name, value);
        });
        http.put("HttpStatusCode", 200);
        result.putObject("SdkResponseMetadata").put("RequestId", requestId);
    }

    /** An instant as the header {@code Date} has it. */
    public static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
