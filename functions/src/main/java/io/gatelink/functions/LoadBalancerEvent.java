package io.gatelink.functions;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event that network load balancers are to be published or withdrawn for.
 *
 * @param loadBalancerArns each once; none if the event is about other things only
 * @param eventId          CloudTrail's own, which a second delivery of the event shares
 * @param time             when the call was made
 */
record LoadBalancerEvent(List<String> loadBalancerArns, String eventId, Instant time) {

    private static final String CREATE = "CreateLoadBalancer";
    private static final String DELETE = "DeleteLoadBalancer";
    private static final String ADD_TAGS = "AddTags";
    private static final String REMOVE_TAGS = "RemoveTags";

    /** Whatever else Elastic Load Balancing has: load balancers of other types, listeners, target groups. */
    private static final Pattern OTHER = Pattern.compile("arn:aws[a-z-]{0,20}:elasticloadbalancing:[a-z0-9-]{1,32}:\\d{12}"
            + ":(?!loadbalancer/net/)[A-Za-z0-9/_.:-]{1,512}");

    /** The longest name that Step Functions takes. */
    private static final int NAME = 80;

    LoadBalancerEvent {
        loadBalancerArns = loadBalancerArns.stream().distinct().toList();
    }

    /**
     * Reads an event that may ask for publications: a network load balancer is created, or a tag of ours is set or removed.
     *
     * @param home the state machine, whose account and Region the event and the load balancers must share
     * @throws InvalidEventException names the field, its value and what to do
     */
    static LoadBalancerEvent ofPublication(ScheduledEvent event, StateMachineArn home) {
        CallEvent call = CallEvent.of(event, List.of(CREATE, ADD_TAGS, REMOVE_TAGS), home);
        List<String> loadBalancers = switch (call.name()) {
            case CREATE -> List.of(created(call, home));
            case ADD_TAGS -> tagged(call, anyOfOurs(call.tags().keySet()), home);
            default -> tagged(call, anyOfOurs(call.strings("tagKeys")), home);
        };
        return new LoadBalancerEvent(loadBalancers, call.id(), call.time());
    }

    /**
     * Reads an event that may ask for withdrawals: the tag {@link Tags#PUBLISH} is removed or set to anything but {@code
     * true}, or a load balancer is deleted.
     *
     * @param home the state machine, whose account and Region the event and the load balancers must share
     * @throws InvalidEventException names the field, its value and what to do
     */
    static LoadBalancerEvent ofWithdrawal(ScheduledEvent event, StateMachineArn home) {
        CallEvent call = CallEvent.of(event, List.of(ADD_TAGS, REMOVE_TAGS, DELETE), home);
        List<String> loadBalancers = switch (call.name()) {
            case ADD_TAGS -> tagged(call, !call.tags().getOrDefault(Tags.PUBLISH, "true").equals("true"), home);
            case REMOVE_TAGS -> tagged(call, call.strings("tagKeys").contains(Tags.PUBLISH), home);
            default -> networkLoadBalancer("detail.requestParameters.loadBalancerArn",
                    call.at("requestParameters", "loadBalancerArn"), home).stream().toList();
        };
        return new LoadBalancerEvent(loadBalancers, call.id(), call.time());
    }

    /**
     * The name of the execution for one of the load balancers: its name as far as it fits, its id, the event's id. Another
     * delivery of the event gives the same name, another load balancer another.
     */
    String executionName(String loadBalancerArn) {
        LoadBalancerArn arn = LoadBalancerArn.parse(loadBalancerArn).orElseThrow();
        String end = "-" + arn.id() + "-" + eventId;
        return arn.name().substring(0, Math.min(arn.name().length(), NAME - end.length())) + end;
    }

    private static boolean anyOfOurs(Collection<String> keys) {
        return keys.stream().anyMatch(key -> key.startsWith(Tags.PREFIX));
    }

    private static String created(CallEvent call, StateMachineArn home) {
        String path = "detail.responseElements.loadBalancers[0].loadBalancerArn";
        Object first = call.at("responseElements", "loadBalancers") instanceof List<?> list && !list.isEmpty()
                ? list.get(0) : null;
        Object value = first instanceof Map<?, ?> loadBalancer ? loadBalancer.get("loadBalancerArn") : null;
        return networkLoadBalancer(path, value, home).orElseThrow(() -> notNetwork(path, value));
    }

    private static List<String> tagged(CallEvent call, boolean matters, StateMachineArn home) {
        List<String> resources = call.strings("resourceArns");
        List<String> loadBalancers = new ArrayList<>();
        for (int i = 0; i < resources.size(); i++) {
            networkLoadBalancer("detail.requestParameters.resourceArns[" + i + "]", resources.get(i), home)
                    .ifPresent(loadBalancers::add);
        }
        return matters ? loadBalancers : List.of();
    }

    /** What should be an ARN, or nothing if it is one of something else. */
    private static Optional<String> networkLoadBalancer(String path, Object value, StateMachineArn home) {
        if (value instanceof String other && OTHER.matcher(other).matches()) {
            return Optional.empty();
        }
        LoadBalancerArn arn = value instanceof String text ? LoadBalancerArn.parse(text).orElse(null) : null;
        if (arn == null) {
            throw notNetwork(path, value);
        }
        if (!arn.isBeside(home.toString())) {
            throw CallEvent.refused(path, value, "give one in account " + home.account() + " and Region " + home.region()
                    + ", where the state machine is");
        }
        return Optional.of((String) value);
    }

    private static InvalidEventException notNetwork(String path, Object value) {
        return CallEvent.refused(path, value,
                "give the ARN of a network load balancer, " + LoadBalancerArn.NETWORK_FORM);
    }
}
