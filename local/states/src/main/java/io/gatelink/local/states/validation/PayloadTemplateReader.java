package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.model.PayloadTemplate;
import io.gatelink.local.states.query.Expression;
import io.gatelink.local.states.query.QuerySyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Finds the expressions inside JSON, and parses them. */
final class PayloadTemplateReader {

    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";

    private final String subject;
    private final ValidationProblems problems;

    PayloadTemplateReader(String subject, ValidationProblems problems) {
        this.subject = subject;
        this.problems = problems;
    }

    static boolean isQuery(JsonNode node) {
        return node.isTextual() && node.textValue().startsWith(OPEN);
    }

    /**
     * @param field    the field's name, or the way to the value inside it, e.g. {@code Arguments/Payload}
     * @param location of the value in the definition
     */
    PayloadTemplate read(JsonNode node, String field, String location) {
        if (isQuery(node)) {
            return query(node, field, location);
        }
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, PayloadTemplate>();
            node.properties()
                    .forEach(entry -> fields.put(
                            entry.getKey(),
                            read(entry.getValue(), field + "/" + entry.getKey(), location + "/" + entry.getKey())));
            return fields.values().stream().allMatch(PayloadTemplate.Literal.class::isInstance)
                    ? new PayloadTemplate.Literal(node)
                    : new PayloadTemplate.ObjectTemplate(fields);
        }
        if (node.isArray()) {
            var items = new ArrayList<PayloadTemplate>();
            for (int i = 0; i < node.size(); i++) {
                items.add(read(node.get(i), field + "[" + i + "]", location + "[" + i + "]"));
            }
            return items.stream().allMatch(PayloadTemplate.Literal.class::isInstance)
                    ? new PayloadTemplate.Literal(node)
                    : new PayloadTemplate.ArrayTemplate(items);
        }
        return new PayloadTemplate.Literal(node);
    }

    private PayloadTemplate query(JsonNode node, String field, String location) {
        String text = node.textValue();
        String problem;
        if (!text.endsWith(CLOSE) || text.length() < OPEN.length() + CLOSE.length()) {
            problem = "it begins with " + OPEN + " but does not end with " + CLOSE;
        } else {
            try {
                return new PayloadTemplate.Query(
                        Expression.parse(text.substring(OPEN.length(), text.length() - CLOSE.length())));
            } catch (QuerySyntaxException e) {
                problem = e.getMessage();
            }
        }
        problems.schema(
                location,
                subject + ": " + field + " is " + ValidationProblems.show(node)
                        + ", but that is no valid JSONata expression: " + problem + ".");
        return new PayloadTemplate.Literal(node);
    }
}
