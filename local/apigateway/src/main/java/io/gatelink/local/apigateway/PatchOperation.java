package io.gatelink.local.apigateway;

import io.gatelink.local.core.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One change of an update request.
 *
 * @param op    {@code add}, {@code remove}, {@code replace}, {@code move}, {@code copy} or {@code test}
 * @param path  a JSON pointer; {@code null} if absent
 * @param value {@code null} if absent
 * @param from  the source of {@code move} and {@code copy}; {@code null} if absent
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html">Patch operations</a>
 */
public record PatchOperation(String op, String path, String value, String from) {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,10}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,2})?");

    /** The path's segments, unescaped; empty for a path that is absent or not a pointer. */
    List<String> segments() {
        if (path == null || !path.startsWith("/")) {
            return List.of();
        }
        var segments = new ArrayList<String>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return segments;
    }

    /** The name behind {@code /<collection>/}, unescaped; {@code null} if the path is not one of its entries. */
    String entryOf(String collection) {
        List<String> segments = segments();
        return segments.size() == 2
                        && segments.get(0).equals(collection)
                        && !segments.get(1).isEmpty()
                ? segments.get(1)
                : null;
    }

    boolean is(String name) {
        return op.equals(name);
    }

    /** @throws AwsException unless this is a {@code replace} */
    void mustReplace() {
        if (!is("replace")) {
            throw ApiGatewayErrors.badRequest("Invalid patch operation specified. Must be one of: [replace]");
        }
    }

    /** @throws AwsException unless this adds, removes or replaces */
    void mustChange() {
        if (!Set.of("add", "remove", "replace").contains(op)) {
            throw ApiGatewayErrors.badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
        }
    }

    /** The value, with an empty one counting as absent. */
    String valueOrNull() {
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * The value as a number.
     *
     * @throws AwsException unless it is one
     */
    double number() {
        if (value != null && NUMBER.matcher(value).matches()) {
            double number = Double.parseDouble(value);
            if (Math.abs(number) <= Integer.MAX_VALUE) {
                return number;
            }
        }
        throw invalidValue("Must be a number");
    }

    /**
     * The value as a whole number.
     *
     * @throws AwsException unless it is one
     */
    int wholeNumber() {
        double number = number();
        if (number != Math.rint(number)) {
            throw invalidValue("Must be a whole number");
        }
        return (int) number;
    }

    /** @param remedy what it must be */
    AwsException invalidValue(String remedy) {
        return ApiGatewayErrors.badRequest("Invalid value specified for " + path + ". " + remedy);
    }

    /** As AWS reads booleans here: everything but {@code true} is false. */
    boolean booleanValue() {
        return Boolean.parseBoolean(value);
    }
}
