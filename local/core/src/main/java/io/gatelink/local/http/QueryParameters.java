package io.gatelink.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The parameters of a request in AWS's Query protocol: {@code Tags.member.1.Key=a} becomes
 * {@code {"Tags": [{"Key": "a"}]}}, with every scalar a string.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">Smithy: AWS query protocol</a>
 */
public final class QueryParameters {

    private static final int DEEPEST = 16;

    /** Far more than any operation takes. */
    private static final int MOST = 10_000;

    private final ObjectNode tree;

    private QueryParameters(ObjectNode tree) {
        this.tree = tree;
    }

    /**
     * The parameters of a request, from its body and its query string.
     *
     * @throws AwsException MalformedQueryString, if names are empty, contradict each other, are nested too deeply, or
     *         are too many
     */
    public static QueryParameters of(Request request) {
        return new QueryParameters((ObjectNode) json(nested(request)));
    }

    /**
     * The parameters of a request to Amazon EC2, whose lists have no {@code member}: {@code Filter.1.Name=a} becomes
     * {@code {"Filter": [{"Name": "a"}]}}.
     *
     * @throws AwsException MalformedQueryString, as for {@link #of}
     * @see <a href="https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html">Smithy: AWS EC2 query protocol</a>
     */
    public static QueryParameters ofEc2(Request request) {
        return new QueryParameters((ObjectNode) ec2Json(nested(request)));
    }

    private static Map<String, Object> nested(Request request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        if (body.chars().filter(c -> c == '&').count() >= MOST) {
            throw new AwsException("MalformedQueryString", 400, "A request has at most " + MOST + " parameters");
        }
        var nested = new LinkedHashMap<String, Object>();
        QueryString.parse(body).forEach((name, values) -> put(nested, name, values.get(0)));
        request.queryParameters().forEach((name, values) -> put(nested, name, values.get(0)));
        return nested;
    }

    /**
     * The operation that is asked for.
     *
     * @param version the API's, e.g. {@code 2015-12-01}
     * @throws AwsException MissingAction; InvalidAction for another version of the API
     * @see <a href="https://github.com/aws/aws-cli/issues/37">aws-cli#37: the answer to another version, recorded</a>
     */
    public String action(String version) {
        String action = text("Action").orElseThrow(() -> new AwsException("MissingAction", 400, "Missing Action"));
        String asked = version().orElse("NO_VERSION_SPECIFIED");
        if (!asked.equals(version)) {
            throw new AwsException(
                    "InvalidAction",
                    400,
                    "Could not find operation " + shortened(action) + " for version " + shortened(asked));
        }
        return action;
    }

    /** The version of the API that is asked for. */
    public Optional<String> version() {
        return text("Version").filter(it -> !it.isEmpty());
    }

    /** All parameters but Action and Version. */
    public ObjectNode tree() {
        return tree.deepCopy().without(List.of("Action", "Version"));
    }

    /** The names of all scalars in it but Action, Version and a signature's, e.g. {@code Tags.Key}; without numbers. */
    public Set<String> paths() {
        var paths = new TreeSet<String>();
        tree().properties().forEach(field -> addPaths(field.getKey(), field.getValue(), paths));
        paths.removeIf(path -> path.startsWith("X-Amz-"));
        return paths;
    }

    private static void addPaths(String path, JsonNode value, Set<String> paths) {
        if (value.isArray()) {
            value.forEach(item -> addPaths(path, item, paths));
        } else if (value.isObject()) {
            value.properties().forEach(field -> addPaths(path + "." + field.getKey(), field.getValue(), paths));
        } else if (!value.asText().isEmpty()) {
            paths.add(path);
        }
    }

    public Optional<String> text(String name) {
        JsonNode value = tree.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw invalid("Parameter " + name + " must be a single value");
        }
        return Optional.of(value.textValue());
    }

    /** @throws AwsException ValidationError, if there is none */
    public String required(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    public Optional<Integer> integer(String name) {
        return text(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw invalid("Value '" + shortened(text) + "' for parameter " + name + " is not an integer");
            }
        });
    }

    public Optional<Boolean> bool(String name) {
        return text(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw invalid("Value '" + shortened(text) + "' for parameter " + name + " must be true or false");
        });
    }

    public boolean has(String name) {
        return tree.has(name);
    }

    /**
     * A list of scalars that has to be there.
     *
     * @throws AwsException ValidationError, if it is not
     */
    public List<String> requiredTexts(String name) {
        return present(name) ? texts(name) : List.of();
    }

    /**
     * A list of structures that has to be there.
     *
     * @throws AwsException ValidationError, if it is not
     */
    public List<QueryParameters> requiredStructures(String name) {
        return present(name) ? structures(name) : List.of();
    }

    private boolean present(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return true;
    }

    /** A list of scalars; empty if it is absent or empty. */
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (JsonNode item : items(name)) {
            if (!item.isTextual()) {
                throw invalid("Parameter " + name + " must be a list of values");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    /** A list of structures; empty if it is absent or empty. */
    public List<QueryParameters> structures(String name) {
        var structures = new ArrayList<QueryParameters>();
        for (JsonNode item : items(name)) {
            if (!item.isObject()) {
                throw invalid("Parameter " + name + " must be a list of structures");
            }
            structures.add(new QueryParameters((ObjectNode) item));
        }
        return structures;
    }

    public Optional<QueryParameters> structure(String name) {
        JsonNode value = tree.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw invalid("Parameter " + name + " must be a structure");
        }
        return Optional.of(new QueryParameters((ObjectNode) value));
    }

    private JsonNode items(String name) {
        JsonNode value = tree.path(name);
        // An empty list is sent as an empty value.
        if (value.isMissingNode() || value.isTextual() && value.textValue().isEmpty()) {
            return Json.array();
        }
        if (!value.isArray()) {
            throw invalid("Parameter " + name + " must be a list");
        }
        return value;
    }

    private static AwsException missing(String name) {
        String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return invalid("1 validation error detected: Value null at '" + member
                + "' failed to satisfy constraint: Member must not be null");
    }

    private static AwsException invalid(String message) {
        return new AwsException("ValidationError", 400, message);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> root, String name, String value) {
        String[] steps = name.split("\\.", DEEPEST + 1);
        if (steps.length > DEEPEST || List.of(steps).contains("")) {
            throw malformed(name);
        }
        Map<String, Object> parent = root;
        for (int i = 0; i < steps.length - 1; i++) {
            Object child = parent.computeIfAbsent(steps[i], step -> new LinkedHashMap<String, Object>());
            if (!(child instanceof Map)) {
                throw malformed(name);
            }
            parent = (Map<String, Object>) child;
        }
        if (parent.putIfAbsent(steps[steps.length - 1], value) instanceof Map) {
            throw malformed(name);
        }
    }

    private static AwsException malformed(String name) {
        return new AwsException(
                "MalformedQueryString",
                400,
                "The parameter name '" + shortened(name)
                        + "' is empty in a part, contradicts another one, or is nested too deeply");
    }

    private static JsonNode json(Object value) {
        if (value instanceof Map<?, ?> children) {
            if (children.size() == 1 && children.get("member") instanceof Map<?, ?> members && numbered(members)) {
                return list(members, QueryParameters::json);
            }
            return object(children, QueryParameters::json);
        }
        return Json.object().textNode((String) value);
    }

    private static JsonNode ec2Json(Object value) {
        if (value instanceof Map<?, ?> children) {
            return !children.isEmpty() && numbered(children)
                    ? list(children, QueryParameters::ec2Json)
                    : object(children, QueryParameters::ec2Json);
        }
        return Json.object().textNode((String) value);
    }

    private static ArrayNode list(Map<?, ?> members, Function<Object, JsonNode> read) {
        var sorted = new TreeMap<Integer, JsonNode>();
        members.forEach((number, member) -> sorted.put(Integer.valueOf((String) number), read.apply(member)));
        ArrayNode list = Json.array();
        sorted.values().forEach(list::add);
        return list;
    }

    private static ObjectNode object(Map<?, ?> children, Function<Object, JsonNode> read) {
        ObjectNode object = Json.object();
        children.forEach((name, child) -> object.set((String) name, read.apply(child)));
        return object;
    }

    private static boolean numbered(Map<?, ?> members) {
        return members.keySet().stream().allMatch(key -> ((String) key).matches("[0-9]{1,9}"));
    }
}
