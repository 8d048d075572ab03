package io.gatelink.local.elbv2;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Elastic Load Balancing's errors, in its words. */
final class Elbv2Errors {

    private static final int LONGEST_QUOTE = 256;

    private Elbv2Errors() {}

    static AwsException validation(String message) {
        return error("ValidationError", message);
    }

    static AwsException error(String code, String message) {
        return new AwsException(code, 400, message);
    }

    static AwsException loadBalancersNotFound(List<String> which) {
        return error("LoadBalancerNotFound", "Load balancers '[" + quoted(String.join(", ", which)) + "]' not found");
    }

    static AwsException loadBalancerNotFound() {
        return error("LoadBalancerNotFound", "One or more load balancers not found");
    }

    static AwsException targetGroupNotFound() {
        return error("TargetGroupNotFound", "One or more target groups not found");
    }

    static AwsException listenerNotFound() {
        return error("ListenerNotFound", "One or more listeners not found");
    }

    static AwsException notAnArn(String text, String noun) {
        return validation("'" + quoted(text) + "' is not a valid " + noun + " ARN");
    }

    /** Checks that a value is one of those allowed. */
    static String oneOf(String parameter, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw validation("1 validation error detected: Value '" + quoted(value) + "' at '" + parameter
                    + "' failed to satisfy constraint: Member must satisfy enum value set: " + allowed);
        }
        return value;
    }

    /**
     * Checks that a value is one of those that are supported here.
     *
     * @param others AWS has them, the local AWS does not
     */
    static String oneOf(String parameter, String value, List<String> supported, List<String> others) {
        if (others.contains(value)) {
            throw notSupported(parameter + " " + value);
        }
        var known = new ArrayList<>(supported);
        known.addAll(others);
        return supported.contains(value) ? value : oneOf(parameter, value, known);
    }

    /** AWS would do it; the local AWS does not, and says so. */
    static AwsException notSupported(String what) {
        return Protocol.notImplemented("Elastic Load Balancing", what);
    }

    /** Checks that a list that was sent is not empty. */
    static void atLeastOne(String parameter, List<?> values) {
        if (values.isEmpty()) {
            throw validation("1 validation error detected: Value '[]' at '" + parameter
                    + "' failed to satisfy constraint: Member must have length greater than or equal to 1");
        }
    }

    /** Checks that a number is in its range. */
    static int inRange(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw validation("1 validation error detected: Value '" + value + "' at '" + parameter
                    + "' failed to satisfy constraint: Member must have value "
                    + (value < least ? "greater than or equal to " + least : "less than or equal to " + most));
        }
        return value;
    }

    /** Checks the name of a load balancer or target group. */
    static String name(String noun, String name) {
        if (name.length() > 32) {
            throw validation(noun + " name '" + quoted(name) + "' cannot be longer than '32' characters");
        }
        if (!name.matches("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?")) {
            throw validation(noun + " name '" + quoted(name) + "' must contain only alphanumeric characters and "
                    + "hyphens, and must not begin or end with a hyphen");
        }
        return name;
    }

    static String quoted(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
