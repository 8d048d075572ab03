package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidEventException;
import io.gatelink.functions.wanted.LoadBalancerTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event that may change what is wanted of network load balancers: one is created or deleted, a tag of ours is set or
 * removed, or a deletion is refused because something of ours still uses the load balancer.
 *
 * @param loadBalancers   each once; none if the event is about other things only
 * @param eventId         CloudTrail's own, which a second delivery of the event shares
 * @param time            when the call was made
 * @param deletionRefused whether the call was a deletion that was refused
 */
record LoadBalancerEvent(List<LoadBalancerArn> loadBalancers, String eventId, Instant time, boolean deletionRefused) {

    private static final String CREATE = "CreateLoadBalancer";
    private static final String DELETE = "DeleteLoadBalancer";
    private static final String ADD_TAGS = "AddTags";
    private static final String REMOVE_TAGS = "RemoveTags";

    /**
     * What Elastic Load Balancing answers while a VPC link uses the load balancer.
     *
     * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html">
     *      DeleteLoadBalancer</a>
     */
    private static final String IN_USE = "ResourceInUse";

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
        CallEvent call = CallEvent.of(event, List.of(CREATE, ADD_TAGS, REMOVE_TAGS, DELETE), home);
        Object error = call.detail().get("errorCode");
        boolean deletionRefused =
                call.name().equals(DELETE) && error instanceof String code && code.startsWith(IN_USE);
        if (error != null && !deletionRefused) {
            throw CallEvent.refused("detail.errorCode", error, "leave out events of calls that failed, but those of "
                    + DELETE + " with an errorCode that begins with " + IN_USE);
        }
        List<LoadBalancerArn> loadBalancers = switch (call.name()) {
            case CREATE -> List.of(created(call, home));
            case ADD_TAGS -> tagged(call, call.tagKeys(), home);
            case REMOVE_TAGS -> tagged(call, call.strings("tagKeys"), home);
            default -> networkLoadBalancer("detail.requestParameters.loadBalancerArn",
                    call.at("requestParameters", "loadBalancerArn"), home).stream().toList();
        };
        return new LoadBalancerEvent(loadBalancers, call.id(), call.time(), deletionRefused);
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

    private static LoadBalancerArn created(CallEvent call, ExecutionArn home) {
        String path = "detail.responseElements.loadBalancers[0].loadBalancerArn";
        Object first = call.at("responseElements", "loadBalancers") instanceof List<?> list && !list.isEmpty()
                ? list.get(0) : null;
        Object value = first instanceof Map<?, ?> loadBalancer ? loadBalancer.get("loadBalancerArn") : null;
        return networkLoadBalancer(path, value, home).orElseThrow(() -> notNetwork(path, value));
    }

    private static List<LoadBalancerArn> tagged(CallEvent call, List<String> keys, ExecutionArn home) {
        List<String> resources = call.strings("resourceArns");
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
        LoadBalancerArn arn = value instanceof String text ? LoadBalancerArn.parse(text).orElse(null) : null;
        if (arn == null) {
            throw notNetwork(path, value);
        }
        if (!arn.isBeside(home)) {
            throw CallEvent.refused(path, value, "give one in account " + home.account() + " and Region "
                    + home.region() + ", where the state machine is");
        }
        return Optional.of(arn);
    }

    private static InvalidEventException notNetwork(String path, Object value) {
        return CallEvent.refused(path, value,
                "give the ARN of a network load balancer, " + LoadBalancerArn.NETWORK_FORM);
    }
}
