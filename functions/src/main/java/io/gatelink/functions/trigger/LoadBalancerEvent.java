package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidEventException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.wanted.LoadBalancerTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * CloudTrail's event about a call that may change what is wanted of network load balancers: one is created or deleted,
 * a tag of ours is set or removed, or a deletion is refused because something of ours still uses the load balancer. It
 * is read with care: what it says of a load balancer is not trusted, the load balancer is asked.
 *
 * @param loadBalancers   each once; none if the event is about other things only
 * @param eventId         CloudTrail's own, which a second delivery of the event shares
 * @param time            when the call was made
 * @param deletionRefused whether the call was a deletion that was refused
 * @see <a href=
 *      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *      CloudTrail record contents</a>
 */
record LoadBalancerEvent(List<LoadBalancerArn> loadBalancers, String eventId, Instant time, boolean deletionRefused) {

    private static final String CREATE = "CreateLoadBalancer";
    private static final String DELETE = "DeleteLoadBalancer";
    private static final String ADD_TAGS = "AddTags";
    private static final String REMOVE_TAGS = "RemoveTags";
    private static final List<String> NAMES = List.of(CREATE, ADD_TAGS, REMOVE_TAGS, DELETE);

    /**
     * What Elastic Load Balancing answers while a VPC link uses the load balancer.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html">
     *      DeleteLoadBalancer</a>
     */
    private static final String IN_USE = "ResourceInUse";

    private static final Pattern EVENT_ID = Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
    private static final Pattern VERSION_1 = Pattern.compile("1\\.[0-9]{1,4}");

    /** Whatever else Elastic Load Balancing has: load balancers of other types, listeners, target groups. */
    private static final Pattern OTHER = Pattern.compile("arn:aws[a-z-]{0,20}:elasticloadbalancing:[a-z0-9-]{1,32}"
            + ":\\d{12}:(?!loadbalancer/net/)[A-Za-z0-9/_.:-]{1,512}");

    /** The longest name that Step Functions takes. */
    private static final int NAME = 80;

    LoadBalancerEvent {
        loadBalancers = loadBalancers.stream().distinct().toList();
    }

    /**
     * Reads an event.
     *
     * @param home an execution of the state machine, whose account and Region the event and the load balancers must
     *             share
     * @throws InvalidEventException names the field, its value and what to do
     */
    static LoadBalancerEvent of(ScheduledEvent event, ExecutionArn home) {
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
        matching(
                detail,
                "eventVersion",
                VERSION_1,
                "it must be one of version 1, such as \"1.11\"; deploy a release "
                        + "of Gatelink that reads this version of CloudTrail's records");
        equal("detail.eventSource", detail.get("eventSource"), "elasticloadbalancing.amazonaws.com", rule);
        if (!(detail.get("eventName") instanceof String name) || !NAMES.contains(name)) {
            throw refused(
                    "detail.eventName",
                    detail.get("eventName"),
                    "it must be \"" + String.join("\" or \"", NAMES) + "\"; " + rule);
        }
        equal("detail.awsRegion", detail.get("awsRegion"), home.region(), everywhere);
        equal("detail.recipientAccountId", detail.get("recipientAccountId"), home.account(), everywhere);
        Object error = detail.get("errorCode");
        boolean deletionRefused = name.equals(DELETE) && error instanceof String code && code.startsWith(IN_USE);
        if (error != null && !deletionRefused) {
            throw refused(
                    "detail.errorCode",
                    error,
                    "leave out events of calls that failed, but those of " + DELETE
                            + " with an errorCode that begins with " + IN_USE);
        }
        List<LoadBalancerArn> loadBalancers =
                switch (name) {
                    case CREATE -> List.of(created(detail, home));
                    case ADD_TAGS ->
                        tagged(
                                detail,
                                strings(
                                        detail,
                                        "tags",
                                        item -> item instanceof Map<?, ?> tag ? tag.get("key") : null,
                                        "give an object whose key is a string"),
                                home);
                    case REMOVE_TAGS -> tagged(detail, strings(detail, "tagKeys"), home);
                    default ->
                        networkLoadBalancer(
                                        "detail.requestParameters.loadBalancerArn",
                                        at(detail, "requestParameters", "loadBalancerArn"),
                                        home)
                                .stream()
                                .toList();
                };
        String id = matching(detail, "eventID", EVENT_ID, "give the id that CloudTrail gave the event, a UUID");
        Object time = detail.get("eventTime");
        Instant at = Text.instant(time instanceof String text ? text : "")
                .orElseThrow(() -> refused(
                        "detail.eventTime",
                        time,
                        "give the time that CloudTrail gave the event, such as 2026-03-02T09:14:07Z"));
        return new LoadBalancerEvent(loadBalancers, id, at, deletionRefused);
    }

    /**
     * The name of the execution for one of the load balancers: its name as far as it fits, its id, the event's id.
     * Another delivery of the event gives the same name, another load balancer another.
     */
    String executionName(LoadBalancerArn loadBalancer) {
        String end = "-" + loadBalancer.id() + "-" + eventId;
        String name = loadBalancer.name();
        return name.substring(0, Math.min(name.length(), NAME - end.length())) + end;
    }

    private static LoadBalancerArn created(Map<String, Object> detail, ExecutionArn home) {
        String path = "detail.responseElements.loadBalancers[0].loadBalancerArn";
        Object first = at(detail, "responseElements", "loadBalancers") instanceof List<?> list && !list.isEmpty()
                ? list.get(0)
                : null;
        Object value = first instanceof Map<?, ?> loadBalancer ? loadBalancer.get("loadBalancerArn") : null;
        return networkLoadBalancer(path, value, home).orElseThrow(() -> notNetwork(path, value));
    }

    private static List<LoadBalancerArn> tagged(Map<String, Object> detail, List<String> keys, ExecutionArn home) {
        List<String> resources = strings(detail, "resourceArns");
        List<LoadBalancerArn> loadBalancers = new ArrayList<>();
        for (int i = 0; i < resources.size(); i++) {
            networkLoadBalancer("detail.requestParameters.resourceArns[" + i + "]", resources.get(i), home)
                    .ifPresent(loadBalancers::add);
        }
        return keys.stream().anyMatch(key -> key.startsWith(LoadBalancerTag.PREFIX)) ? loadBalancers : List.of();
    }

    /** What should be an ARN, or nothing if it is one of something else. */
    private static Optional<LoadBalancerArn> networkLoadBalancer(String path, Object value, ExecutionArn home) {
        if (value instanceof String other && OTHER.matcher(other).matches()) {
            return Optional.empty();
        }
        LoadBalancerArn arn =
                value instanceof String text ? LoadBalancerArn.parse(text).orElse(null) : null;
        if (arn == null) {
            throw notNetwork(path, value);
        }
        if (!arn.isBeside(home)) {
            throw refused(
                    path,
                    value,
                    "give one in account " + home.account() + " and Region " + home.region()
                            + ", where the state machine is");
        }
        return Optional.of(arn);
    }

    /** A field of one of the record's objects; null if there is none. */
    private static Object at(Map<String, Object> detail, String object, String field) {
        return detail.get(object) instanceof Map<?, ?> fields ? fields.get(field) : null;
    }

    /** The strings in a list among the call's parameters. */
    private static List<String> strings(Map<String, Object> detail, String parameter) {
        return strings(detail, parameter, item -> item, "give a string");
    }

    private static List<String> strings(
            Map<String, Object> detail, String parameter, UnaryOperator<Object> at, String remedy) {
        String path = "detail.requestParameters." + parameter;
        if (!(at(detail, "requestParameters", parameter) instanceof List<?> list)) {
            throw refused(path, at(detail, "requestParameters", parameter), "give a list");
        }
        List<String> strings = new ArrayList<>();
        for (Object item : list) {
            if (!(at.apply(item) instanceof String text)) {
                throw refused(path + "[" + strings.size() + "]", item, remedy);
            }
            strings.add(text);
        }
        return strings;
    }

    private static String matching(Map<String, Object> detail, String field, Pattern form, String remedy) {
        if (!(detail.get(field) instanceof String text) || !form.matcher(text).matches()) {
            throw refused("detail." + field, detail.get(field), remedy);
        }
        return text;
    }

    private static void equal(String path, Object value, String expected, String remedy) {
        if (!expected.equals(value)) {
            throw refused(path, value, "it must be \"" + expected + "\"; " + remedy);
        }
    }

    private static InvalidEventException notNetwork(String path, Object value) {
        return refused(path, value, "give the ARN of a network load balancer, " + LoadBalancerArn.NETWORK_FORM);
    }

    private static InvalidEventException refused(String path, Object value, String remedy) {
        return new InvalidEventException("Event field " + path + " is " + Text.shown(value) + ": " + remedy + ".");
    }
}
