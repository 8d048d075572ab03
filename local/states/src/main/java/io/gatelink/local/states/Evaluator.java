package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.model.PayloadTemplate;
import io.gatelink.local.states.query.Expression;
import io.gatelink.local.states.query.QueryException;
import io.gatelink.local.states.query.QueryScope;
import io.gatelink.local.states.query.UnsupportedResultException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Evaluates a state's fields. Every method throws {@link StateFailedException} with States.QueryEvaluationError. */
final class Evaluator {

    private final Visit visit;
    private final QueryScope scope;

    private Evaluator(Visit visit, String more, JsonNode value, JsonNode mapItem) {
        this.visit = visit;
        ObjectNode states = Json.object();
        states.set("input", visit.input());
        if (more != null) {
            states.set(more, value);
        }
        states.set("context", ContextObject.of(visit, mapItem));
        var account = visit.flow().run().account();
        this.scope = new QueryScope(
                states, visit.flow().variables().visible(), account.loop().instant(), account.random());
    }

    /** Before the state has a result. */
    static Evaluator of(Visit visit) {
        return new Evaluator(visit, null, null, visit.flow().mapItem());
    }

    /** With {@code $states.result}. */
    static Evaluator forResult(Visit visit, JsonNode result) {
        return new Evaluator(visit, "result", result, visit.flow().mapItem());
    }

    /** With {@code $states.errorOutput}. */
    static Evaluator forError(Visit visit, JsonNode errorOutput) {
        return new Evaluator(visit, "errorOutput", errorOutput, visit.flow().mapItem());
    }

    /** With {@code $states.context.Map.Item}, for the item selector of a Map state. */
    static Evaluator forItem(Visit visit, JsonNode mapItem) {
        return new Evaluator(visit, null, null, mapItem);
    }

    /** @param field the field's name, or the way to the value inside it */
    JsonNode evaluate(PayloadTemplate template, String field) {
        if (template instanceof PayloadTemplate.Query query) {
            return evaluate(query.expression(), field);
        }
        if (template instanceof PayloadTemplate.ObjectTemplate object) {
            ObjectNode evaluated = Json.object();
            object.fields().forEach((name, value) -> evaluated.set(name, evaluate(value, field + "/" + name)));
            return evaluated;
        }
        if (template instanceof PayloadTemplate.ArrayTemplate array) {
            ArrayNode evaluated = Json.array();
            for (int i = 0; i < array.items().size(); i++) {
                evaluated.add(evaluate(array.items().get(i), field + "[" + i + "]"));
            }
            return evaluated;
        }
        return ((PayloadTemplate.Literal) template).value();
    }

    /** All of them see the variables as they were before. */
    Map<String, JsonNode> assign(Map<String, PayloadTemplate> assign) {
        var values = new LinkedHashMap<String, JsonNode>();
        assign.forEach((name, template) -> {
            JsonNode value = evaluate(template, "Assign/" + name);
            PayloadLimit.check(value, visit.name());
            values.put(name, value);
        });
        return values;
    }

    boolean flag(PayloadTemplate template, String field) {
        return typed(template, field, "boolean").booleanValue();
    }

    String text(PayloadTemplate template, String field) {
        return typed(template, field, "string").textValue();
    }

    ArrayNode array(PayloadTemplate template, String field) {
        return (ArrayNode) typed(template, field, "array");
    }

    int whole(PayloadTemplate template, String field, int least, int most) {
        JsonNode number = typed(template, field, "number");
        if (!number.isIntegralNumber() || number.longValue() < least || number.longValue() > most) {
            throw failed(
                    "The field '" + field + "' must be a whole number from " + least + " to " + most + ", but was: "
                            + Json.write(number),
                    field);
        }
        return number.intValue();
    }

    StateFailedException failed(String sentence, String field) {
        return new StateFailedException(Failure.evaluation(
                "An error occurred while executing the state '" + visit.name() + "' (entered at the event id #"
                        + visit.enteredEvent() + "). " + sentence,
                field));
    }

    private JsonNode typed(PayloadTemplate template, String field, String type) {
        JsonNode value = evaluate(template, field);
        String actual = value.getNodeType().name().toLowerCase(Locale.ROOT);
        if (!actual.equals(type)) {
            throw failed(
                    template instanceof PayloadTemplate.Query query
                            ? specified(query.expression(), field) + " returned an unexpected result type. Expected '"
                                    + type + "', but was '" + actual + "' for value: " + Json.write(value)
                            : "The field '" + field + "' must be of type '" + type + "', but was: " + Json.write(value),
                    field);
        }
        return value;
    }

    private JsonNode evaluate(Expression expression, String field) {
        try {
            return expression
                    .evaluate(scope)
                    .orElseThrow(() -> failed(specified(expression, field) + " returned nothing (undefined).", field));
        } catch (QueryException e) {
            throw failed(
                    specified(expression, field) + " threw an error during evaluation" + (e.coded() ? ". " : ": ")
                            + e.getMessage(),
                    field);
        } catch (UnsupportedResultException e) {
            throw failed(specified(expression, field) + " returned an unsupported result type.", field);
        }
    }

    private static String specified(Expression expression, String field) {
        return "The JSONata expression '" + expression.source() + "' specified for the field '" + field + "'";
    }
}
