package io.gatelink.functions;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What CloudTrail's event about {@code CreateLoadBalancer} says that matters here; for the rest, the load balancer is
 * asked.
 *
 * @param eventId CloudTrail's own, which a second delivery of the event shares
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *      CloudTrail record contents</a>
 */
record LoadBalancerCreated(String loadBalancerArn, String eventId) {

    private static final Pattern EVENT_ID =
            Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    /** The longest name that Step Functions takes. */
    private static final int NAME = 80;

    /**
     * Checks an event.
     *
     * @param stateMachine whose account and Region the event and the load balancer must share
     * @throws InvalidEventException names the field, its value and what to do
     */
    static LoadBalancerCreated from(ScheduledEvent event, StateMachineArn stateMachine) {
        if (event == null) {
            throw new InvalidEventException("The event is null: send an EventBridge event.");
        }
        String rule = "send only what the rule on the creation of network load balancers matches";
        equal("source", event.getSource(), "aws.elasticloadbalancing", rule);
        equal("detail-type", event.getDetailType(), "AWS API Call via CloudTrail", rule);
        String home = "deploy Gatelink in each account and Region whose load balancers it is to publish";
        equal("account", event.getAccount(), stateMachine.account(), home);
        equal("region", event.getRegion(), stateMachine.region(), home);
        Object detail = event.getDetail();
        equal("detail.eventSource", field(detail, "eventSource"), "elasticloadbalancing.amazonaws.com", rule);
        equal("detail.eventName", field(detail, "eventName"), "CreateLoadBalancer", rule);
        equal("detail.errorCode", field(detail, "errorCode"), null, "leave out events of calls that failed");
        return new LoadBalancerCreated(loadBalancerArn(detail, stateMachine), eventId(detail));
    }

    /** The name of the execution that publishes it: the load balancer's name as far as it fits, its id, the event's. */
    String executionName() {
        LoadBalancerArn arn = LoadBalancerArn.parse(loadBalancerArn).orElseThrow();
        String end = "-" + arn.id() + "-" + eventId;
        return arn.name().substring(0, Math.min(arn.name().length(), NAME - end.length())) + end;
    }

    private static String loadBalancerArn(Object detail, StateMachineArn home) {
        String path = "detail.responseElements.loadBalancers[0].loadBalancerArn";
        Object loadBalancers = field(field(detail, "responseElements"), "loadBalancers");
        Object first = loadBalancers instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
        Object value = field(first, "loadBalancerArn");
        LoadBalancerArn arn = value instanceof String text ? LoadBalancerArn.parse(text).orElse(null) : null;
        if (arn == null || !arn.isNetwork()) {
            throw refused(path, value, "give the ARN of a network load balancer, " + LoadBalancerArn.NETWORK_FORM);
        }
        if (!arn.partition().equals(home.partition()) || !arn.region().equals(home.region())
                || !arn.account().equals(home.account())) {
            throw refused(path, value, "give one in account " + home.account() + " and Region " + home.region()
                    + ", where the state machine is");
        }
        return (String) value;
    }

    private static String eventId(Object detail) {
        Object value = field(detail, "eventID");
        if (!(value instanceof String id) || !EVENT_ID.matcher(id).matches()) {
            throw refused("detail.eventID", value, "give the id that CloudTrail gave the event, a UUID");
        }
        return id;
    }

    /** A field of what should be an object; null if it is absent or there is no object. */
    private static Object field(Object object, String name) {
        return object instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static void equal(String path, Object value, String expected, String remedy) {
        if (expected == null ? value != null : !expected.equals(value)) {
            throw refused(path, value, (expected == null ? "" : "it must be \"" + expected + "\"; ") + remedy);
        }
    }

    private static InvalidEventException refused(String path, Object value, String remedy) {
        return new InvalidEventException("Event field " + path + " is " + Text.shown(value) + ": " + remedy + ".");
    }
}
