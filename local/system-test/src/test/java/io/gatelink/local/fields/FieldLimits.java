package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.fields.FieldTable.Field;
import io.gatelink.local.fields.FieldTable.Limit;
import io.gatelink.local.fields.FieldTable.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Steps over the bounds that AWS's model sets for the fields of an operation. */
final class FieldLimits {

    private final FieldTable table;
    private final String operation;
    private final Trial trial;

    FieldLimits(FieldTable table, String operation, Trial trial) {
        this.table = table;
        this.operation = operation;
        this.trial = trial;
    }

    /** The limits beyond which a request is still accepted, in words. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        for (Limit limit : table.operations().get(operation).limits()) {
            Optional<JsonNode> example = example(limit.path());
            if (example.isEmpty()) {
                problems.add("there is no example of " + limit.path());
            }
            example.ifPresent(request -> check(request, limit, problems));
        }
        for (Limit limit : table.every().limits()) {
            example(limit.path()).ifPresent(request -> check(request, limit, problems));
        }
        return problems;
    }

    private void check(JsonNode request, Limit limit, List<String> problems) {
        JsonNode value = Paths.values(request, limit.path()).get(0);
        if (limit.min() > 0) {
            check(Paths.with(request, limit.path(), sized(value, limit.min() - 1)), "below " + limit, problems);
        }
        if (limit.max() < Integer.MAX_VALUE) {
            check(Paths.with(request, limit.path(), sized(value, limit.max() + 1)), "above " + limit, problems);
        }
    }

    private void check(JsonNode request, String what, List<String> problems) {
        if (trial.of(operation, request).error() == null) {
            problems.add(what + " is accepted");
        }
    }

    private static JsonNode sized(JsonNode value, int size) {
        if (value.isNumber()) {
            return IntNode.valueOf(size);
        }
        if (value.isTextual()) {
            return TextNode.valueOf("a".repeat(size));
        }
        ArrayNode list = Json.array();
        for (int i = 0; i < size; i++) {
            list.add(value.get(0));
        }
        return list;
    }

    /** A request with such a field. */
    private Optional<JsonNode> example(String path) {
        FieldTable.Operation its = table.operations().get(operation);
        JsonNode request = its.call().request();
        return Stream.concat(
                        Stream.of(request),
                        Stream.concat(its.fields().stream(), table.every().fields().stream())
                                .filter(field -> field.treatment() != Treatment.REFUSED
                                        && field.treatment() != Treatment.UNSENDABLE)
                                .filter(field -> has(field.member()))
                                .map(field -> with(request, field)))
                .filter(example -> !Paths.values(example, path).isEmpty())
                .findFirst();
    }

    private boolean has(String member) {
        return trial.leaves(operation).stream().anyMatch(leaf -> Paths.covers(member, leaf));
    }

    private static JsonNode with(JsonNode request, Field field) {
        ObjectNode with = request.deepCopy();
        with.set(field.member(), field.example());
        return with;
    }
}
