package io.gatelink.local.states.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.query.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** JSON in a definition in which any string may be a JSONata expression between <code>{%</code> and <code>%}</code>. */
public sealed interface PayloadTemplate {

    /** JSON that stands for itself. */
    record Literal(JsonNode value) implements PayloadTemplate {

        public Literal {
            Objects.requireNonNull(value, "value");
        }
    }

    /** A string that is an expression. */
    record Query(Expression expression) implements PayloadTemplate {

        public Query {
            Objects.requireNonNull(expression, "expression");
        }
    }

    /** An object with an expression somewhere inside. */
    record ObjectTemplate(Map<String, PayloadTemplate> fields) implements PayloadTemplate {

        public ObjectTemplate {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** An array with an expression somewhere inside. */
    record ArrayTemplate(List<PayloadTemplate> items) implements PayloadTemplate {

        public ArrayTemplate {
            items = Collections.unmodifiableList(new ArrayList<>(items));
        }
    }
}
