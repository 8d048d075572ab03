package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidEventException;
import io.gatelink.functions.lambda.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * CloudTrail's event about a call to Elastic Load Balancing, read with care: what it says of a load balancer is not
 * trusted, the load balancer is asked.
 *
 * @param name   of the operation
 * @param detail CloudTrail's record
 * @see <a href=
 *      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *      CloudTrail record contents</a>
 */
record CallEvent(String name, Map<String, Object> detail) {

    private static final Pattern EVENT_ID =
            Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final Pattern VERSION_1 = Pattern.compile("1\\.[0-9]{1,4}");

    /**
     * Checks an event.
     *
     * @param names of the operations that the rules of the function are about
     * @param home  an execution, whose account and Region the event must share
     * @throws InvalidEventException names the field, its value and what to do
     */
    static CallEvent of(ScheduledEvent event, List<String> names, ExecutionArn home) {
        if (event == null) {
            throw new InvalidEventException("The event is null: send an EventBridge event.");
        }
        String rule = "send only what the function's rules match";
        equal("source", event.getSource(), "aws.elasticloadbalancing", rule);
        equal("detail-type", event.getDetailType(), "AWS API Call via CloudTrail", rule);
        String everywhere = "deploy Gatelink in each account and Region whose load balancers it is to publish";
        equal("account", event.getAccount(), home.account(), everywhere);
        equal("region", event.getRegion(), home.region(), everywhere);
        Map<String, Object> detail = event.getDetail() == null ? Map.of() : event.getDetail();
        Object version = detail.get("eventVersion");
        if (!(version instanceof String text) || !VERSION_1.matcher(text).matches()) {
            throw refused("detail.eventVersion", version, "it must be one of version 1, such as \"1.11\"; deploy a "
                    + "release of Gatelink that reads this version of CloudTrail's records");
        }
        equal("detail.eventSource", detail.get("eventSource"), "elasticloadbalancing.amazonaws.com", rule);
        Object name = detail.get("eventName");
        if (!(name instanceof String known) || !names.contains(known)) {
            throw refused("detail.eventName", name, "it must be \"" + String.join("\" or \"", names) + "\"; " + rule);
        }
        equal("detail.awsRegion", detail.get("awsRegion"), home.region(), everywhere);
        equal("detail.recipientAccountId", detail.get("recipientAccountId"), home.account(), everywhere);
        return new CallEvent(known, detail);
    }

    /** CloudTrail's own id of the event, which a second delivery shares. */
    String id() {
        Object value = detail.get("eventID");
        if (!(value instanceof String id) || !EVENT_ID.matcher(id).matches()) {
            throw refused("detail.eventID", value, "give the id that CloudTrail gave the event, a UUID");
        }
        return id;
    }

    /** When the call was made. */
    Instant time() {
        Object value = detail.get("eventTime");
        return Text.instant(value instanceof String text ? text : "").orElseThrow(() -> refused("detail.eventTime",
                value, "give the time that CloudTrail gave the event, such as 2026-03-02T09:14:07Z"));
    }

    /** A field of one of the record's objects; null if there is none. */
    Object at(String object, String field) {
        return detail.get(object) instanceof Map<?, ?> fields ? fields.get(field) : null;
    }

    /** The strings in a list among the call's parameters. */
    List<String> strings(String parameter) {
        return strings(parameter, item -> item, "give a string");
    }

    /** The keys of the tags among the call's parameters. */
    List<String> tagKeys() {
        return strings("tags", item -> item instanceof Map<?, ?> tag ? tag.get("key") : null,
                "give an object whose key is a string");
    }

    private List<String> strings(String parameter, UnaryOperator<Object> at, String remedy) {
        List<String> strings = new ArrayList<>();
        for (Object item : list(parameter)) {
            if (!(at.apply(item) instanceof String text)) {
                throw refused("detail.requestParameters." + parameter + "[" + strings.size() + "]", item, remedy);
            }
            strings.add(text);
        }
        return strings;
    }

    private List<?> list(String parameter) {
        Object value = at("requestParameters", parameter);
        if (!(value instanceof List<?> list)) {
            throw refused("detail.requestParameters." + parameter, value, "give a list");
        }
        return list;
    }

    private static void equal(String path, Object value, String expected, String remedy) {
        if (!expected.equals(value)) {
            throw refused(path, value, "it must be \"" + expected + "\"; " + remedy);
        }
    }

    static InvalidEventException refused(String path, Object value, String remedy) {
        return new InvalidEventException("Event field " + path + " is " + Text.shown(value) + ": " + remedy + ".");
    }
}
