package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.Text;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The item of a load balancer in the table of publications, as it was read; see {@link Attributes}.
 *
 * @param attributes by name
 */
public record Publication(Map<String, AttributeValue> attributes) {

    /** What the attribute of a {@link Part} begins with between the intent and the creation. */
    static final String CREATING = "creating@";

    public LoadBalancerArn loadBalancerArn() {
        return LoadBalancerArn.of(text(Attributes.LOAD_BALANCER_ARN).orElseThrow());
    }

    /** The value of a string attribute. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(attributes.get(name)).map(AttributeValue::s);
    }

    /** Whether a string attribute has this value. */
    public boolean is(String name, String value) {
        return text(name).filter(value::equals).isPresent();
    }

    /** The value of an attribute that holds a time. */
    public Optional<Instant> time(String name) {
        return text(name).flatMap(Text::instant);
    }

    /** The value of a number attribute, or 0. */
    public long number(String name) {
        return Optional.ofNullable(attributes.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElse(0L);
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** The strings in an attribute that is a map; empty if there is none. */
    public Map<String, String> map(String name) {
        Map<String, String> strings = new TreeMap<>();
        if (attributes.containsKey(name)) {
            attributes.get(name).m().forEach((key, value) -> strings.put(key, value.s()));
        }
        return strings;
    }

    /** The id of a part, or nothing if there is none so far. */
    public Optional<String> id(Part part) {
        return text(part.attribute()).filter(value -> !value.startsWith(CREATING));
    }

    /** The ids of all parts that there are, by attribute. */
    public Map<String, String> ids() {
        Map<String, String> ids = new TreeMap<>();
        for (Part part : Part.values()) {
            id(part).ifPresent(id -> ids.put(part.attribute(), id));
        }
        return ids;
    }

    /** When a call began that creates a part and whose answer is not known. */
    public Optional<Instant> creatingSince(Part part) {
        return text(part.attribute())
                .filter(value -> value.startsWith(CREATING))
                .flatMap(value -> Text.instant(value.substring(CREATING.length())));
    }

    /** Whether anything of ours is, or may be, there for the load balancer. */
    public boolean hasResources() {
        return Arrays.stream(Part.values()).anyMatch(part -> has(part.attribute())) || has(Attributes.STRAYS);
    }

    /** The strings in an attribute that is a set; empty if there is none. */
    public Set<String> set(String name) {
        return has(name) ? new TreeSet<>(attributes.get(name).ss()) : new TreeSet<>();
    }

    /** Whether the load balancer is published: a smoke test has passed, and nothing withdrew it since. */
    public boolean isPublished() {
        return has(Attributes.PUBLISHED);
    }
}
