package io.gatelink.local.elbv2;

import io.gatelink.local.core.AwsException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Elbv2Tags on load balancers, listeners and target groups. Used exclusively. */
public final class Elbv2Tags {

    private static final int MOST_TAGS = 50;
    private static final int MOST_RESOURCES = 20;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private final Elbv2State state;

    Elbv2Tags(Elbv2State state) {
        this.state = state;
    }

    /**
     * Adds tags, or gives them new values; to all of the resources or to none.
     *
     * @throws AwsException LoadBalancerNotFound and the like, TooManyTags, ValidationError
     */
    public void addTags(List<String> resourceArns, Map<String, String> tags) {
        checked(tags);
        resourceArns.forEach(this::checkExists);
        for (String arn : resourceArns) {
            var all = new LinkedHashMap<>(of(arn));
            all.putAll(tags);
            checkCount(all);
        }
        resourceArns.forEach(arn -> put(arn, tags));
    }

    /**
     * Removes tags; those that are not there do not matter.
     *
     * @throws AwsException LoadBalancerNotFound and the like, ValidationError
     */
    public void removeTags(List<String> resourceArns, List<String> keys) {
        keys.forEach(key -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY) {
                throw Elbv2Errors.validation(
                        "The tag key '" + Elbv2Errors.quoted(key) + "' must have 1 to " + LONGEST_KEY + " characters");
            }
        });
        resourceArns.forEach(this::checkExists);
        resourceArns.forEach(arn ->
                state.tags.getOrDefault(arn, new LinkedHashMap<>()).keySet().removeAll(keys));
    }

    /** The tags of each resource, in the order asked for. */
    public Map<String, Map<String, String>> describeTags(List<String> resourceArns) {
        if (resourceArns.size() > MOST_RESOURCES) {
            throw Elbv2Errors.validation(
                    "Cannot have more than " + MOST_RESOURCES + " resources described in a single call");
        }
        var described = new LinkedHashMap<String, Map<String, String>>();
        for (String arn : resourceArns) {
            checkExists(arn);
            described.put(arn, of(arn));
        }
        return described;
    }

    Map<String, String> of(String arn) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(state.tags.getOrDefault(arn, Map.of())));
    }

    /** For a resource that is just being created. */
    void put(String arn, Map<String, String> tags) {
        state.tags.computeIfAbsent(arn, key -> new LinkedHashMap<>()).putAll(tags);
    }

    void remove(String arn) {
        state.tags.remove(arn);
    }

    /** @throws AwsException TooManyTags, ValidationError */
    static Map<String, String> checked(Map<String, String> tags) {
        checkCount(tags);
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                throw Elbv2Errors.validation("The tag key '" + Elbv2Errors.quoted(key) + "' must have 1 to "
                        + LONGEST_KEY + " characters, and its value at most " + LONGEST_VALUE);
            }
            if (!CHARACTERS.matcher(key).matches() || !CHARACTERS.matcher(value).matches()) {
                throw Elbv2Errors.validation("The tag '" + Elbv2Errors.quoted(key) + "' = '" + Elbv2Errors.quoted(value)
                        + "' may only hold letters, numbers, spaces and _ . : / = + - @");
            }
            if (key.regionMatches(true, 0, "aws:", 0, 4)) {
                throw Elbv2Errors.validation("The tag key '" + Elbv2Errors.quoted(key)
                        + "' is not valid: aws: prefixed tag key names are not allowed for external use");
            }
        });
        return tags;
    }

    private static void checkCount(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw Elbv2Errors.error(
                    "TooManyTags",
                    "The quota for the number of tags that can be assigned to a " + "load balancer has been reached");
        }
    }

    private void checkExists(String arn) {
        if (arn.contains(":listener/")) {
            state.listener(arn);
        } else if (arn.contains(":targetgroup/")) {
            state.targetGroup(arn);
        } else {
            state.loadBalancer(arn);
        }
    }
}
