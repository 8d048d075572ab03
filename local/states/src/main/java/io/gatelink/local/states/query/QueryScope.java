package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What an expression can see: {@code $states}, the workflow's variables, the time, and chance. */
public final class QueryScope {

    private final JsonNode states;
    private final Map<String, JsonNode> variables;
    private final Instant now;
    private final Random random;
    private Map<String, Object> bindings;

    /**
     * @param states    the value of {@code $states}
     * @param variables by name, without the dollar sign
     * @param now       what {@code $now()} and {@code $millis()} say
     * @param random    decides {@code $random()}, {@code $uuid()} and {@code $shuffle()}
     */
    public QueryScope(JsonNode states, Map<String, JsonNode> variables, Instant now, Random random) {
        this.states = states;
        this.variables = variables;
        this.now = now;
        this.random = random;
    }

    Frame frame() {
        if (bindings == null) {
            bindings = new HashMap<>();
            variables.forEach((name, value) -> bindings.put(name, JsonataValues.fromJson(value)));
            bindings.put("states", JsonataValues.fromJson(states));
        }
        var frame = new Frame(null);
        StatesFunctions.bind(frame, now, random);
        bindings.forEach(frame::bind);
        new EvaluationBounds().guard(frame);
        return frame;
    }
}
