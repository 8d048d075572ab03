package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** What an expression can see: {@code $states}, the workflow's variables, the time, and chance. */
public final class QueryScope {

    private final JsonNode states;
    private final Map<String, JsonNode> variables;
    private final Instant now;
    private final Random random;
    private Frame frame;

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

    /** The bindings, which an evaluation copies into a frame of its own; each has bounds of its own, too. */
    Frame frame() {
        if (frame == null) {
            var made = new Frame(null);
            StatesFunctions.bind(made, now, random);
            variables.forEach((name, value) -> made.bind(name, JsonataValues.fromJson(value)));
            made.bind("states", JsonataValues.fromJson(states));
            frame = made;
        }
        new EvaluationBounds().guard(frame);
        return frame;
    }
}
