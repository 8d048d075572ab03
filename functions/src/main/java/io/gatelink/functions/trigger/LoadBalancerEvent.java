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
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * CloudTrail's event about a call that may change what is wanted of network and application load balancers: one is
 * created or deleted, a tag of ours is set or removed, or a deletion is refused because something of ours still uses
 * the load balancer. It is read with care: what it says of a load balancer is not trusted, the load balancer is asked.
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
            + ":\\d{12}:(?!loadbalancer/(?:net|app)/)[A-Za-z0-9/_.:-]{1,512}");

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
        return new Reader(event.getDetail() == null ? Map.of() : event.getDetail(), home).read(event);
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

    /** Reads the record of the call, for the account and Region of an execution. */
    private record Reader(Map<String, Object> detail, ExecutionArn home) {

        LoadBalancerEvent read(ScheduledEvent event) {
            String rule = "send only what the function's rules match";
            equal("source", event.getSource(), "aws.elasticloadbalancing", rule);
            equal("detail-type", event.getDetailType(), "AWS API Call via CloudTrail", rule);
            String everywhere = "deploy Gatelink in each account and Region whose load balancers it is to publish";
            equal("account", event.getAccount(), home.account(), everywhere);
            equal("region", event.getRegion(), home.region(), everywhere);
            String version = "it must be one of version 1, such as \"1.11\"; deploy a release of Gatelink that reads "
                    + "this version of CloudTrail's records";
            matching("eventVersion", VERSION_1.asMatchPredicate(), version);
            equal("detail.eventSource", detail.get("eventSource"), "elasticloadbalancing.amazonaws.com", rule);
            String names = "it must be \"" + String.join("\" or \"", NAMES) + "\"; " + rule;
            String name = matching("eventName", NAMES::contains, names);
            equal("detail.awsRegion", detail.get("awsRegion"), home.region(), everywhere);
            equal("detail.recipientAccountId", detail.get("recipientAccountId"), home.account(), everywhere);
            boolean deletionRefused = detail.get("errorCode") != null;
            if (deletionRefused) {
                String failed = "leave out events of calls that failed, but those of " + DELETE
                        + " with an errorCode that begins with " + IN_USE;
                matching("errorCode", code -> name.equals(DELETE) && code.startsWith(IN_USE), failed);
            }
            List<LoadBalancerArn> loadBalancers =
                    switch (name) {
                        case CREATE -> List.of(created());
                        case ADD_TAGS -> tagged(strings("tags", Reader::key, "give an object whose key is a string"));
                        case REMOVE_TAGS -> tagged(strings("tagKeys", item -> item, "give a string"));
                        default ->
                            linkable("detail.requestParameters.loadBalancerArn", parameter("loadBalancerArn")).stream()
                                    .toList();
                    };
            String uuid = "give the id that CloudTrail gave the event, a UUID";
            String id = matching("eventID", EVENT_ID.asMatchPredicate(), uuid);
            String form = "give the time that CloudTrail gave the event, such as 2026-03-02T09:14:07Z";
            String time = matching("eventTime", text -> Text.instant(text).isPresent(), form);
            return new LoadBalancerEvent(loadBalancers, id, Instant.parse(time), deletionRefused);
        }

        private LoadBalancerArn created() {
            String path = "detail.responseElements.loadBalancers[0].loadBalancerArn";
            Object first = at("responseElements", "loadBalancers") instanceof List<?> list && !list.isEmpty()
                    ? list.get(0)
                    : null;
            Object value = first instanceof Map<?, ?> loadBalancer ? loadBalancer.get("loadBalancerArn") : null;
            return linkable(path, value).orElseThrow(() -> notLinkable(path, value));
        }

        private List<LoadBalancerArn> tagged(List<String> keys) {
            List<String> resources = strings("resourceArns", item -> item, "give a string");
            List<LoadBalancerArn> loadBalancers = new ArrayList<>();
            for (int i = 0; i < resources.size(); i++) {
                linkable("detail.requestParameters.resourceArns[" + i + "]", resources.get(i))
                        .ifPresent(loadBalancers::add);
            }
            return keys.stream().anyMatch(LoadBalancerTag::isPrefixed) ? loadBalancers : List.of();
        }

        /** What should be the ARN of a network or application load balancer of here; nothing if of something else. */
        private Optional<LoadBalancerArn> linkable(String path, Object value) {
            if (!(value instanceof String text)) {
                throw notLinkable(path, value);
            }
            if (OTHER.matcher(text).matches()) {
                return Optional.empty();
            }
            LoadBalancerArn arn = LoadBalancerArn.parse(text).orElseThrow(() -> notLinkable(path, value));
            if (!arn.isBeside(home)) {
                String remedy = "give one in account " + home.account() + " and Region " + home.region()
                        + ", where the state machine is";
                throw refused(path, value, remedy);
            }
            return Optional.of(arn);
        }

        /** A field of one of the record's objects; null if there is none. */
        private Object at(String object, String field) {
            return detail.get(object) instanceof Map<?, ?> fields ? fields.get(field) : null;
        }

        private static Object key(Object tag) {
            return tag instanceof Map<?, ?> fields ? fields.get("key") : null;
        }

        private Object parameter(String name) {
            return at("requestParameters", name);
        }

        /** The strings in a list among the call's parameters. */
        private List<String> strings(String parameter, UnaryOperator<Object> at, String remedy) {
            String path = "detail.requestParameters." + parameter;
            if (!(parameter(parameter) instanceof List<?> list)) {
                throw refused(path, parameter(parameter), "give a list");
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

        private String matching(String field, Predicate<String> form, String remedy) {
            if (!(detail.get(field) instanceof String text) || !form.test(text)) {
                throw refused("detail." + field, detail.get(field), remedy);
            }
            return text;
        }
    }

    private static void equal(String path, Object value, String expected, String remedy) {
        if (!expected.equals(value)) {
            throw refused(path, value, "it must be \"" + expected + "\"; " + remedy);
        }
    }

    private static InvalidEventException notLinkable(String path, Object value) {
        return refused(
                path,
                value,
                "give the ARN of a network or application load balancer, " + LoadBalancerArn.LINKABLE_FORM);
    }

    private static InvalidEventException refused(String path, Object value, String remedy) {
        return new InvalidEventException("Event field " + path + " is " + Text.shown(value) + ": " + remedy + ".");
    }
}
