package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rule's target gets of an event.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">EventBridge
 *     input transformation</a>
 */
public sealed interface TargetInput {

    /** The event as it is. */
    TargetInput WHOLE_EVENT = new Part(List.of());

    /** The same JSON for each event. */
    record Constant(JsonNode json) implements TargetInput {}

    /**
     * A part of the event.
     *
     * @param path from the event's root; fields are texts, places in lists are numbers in brackets, e.g. {@code [0]}
     */
    record Part(List<String> path) implements TargetInput {

        public Part {
            path = List.copyOf(path);
        }
    }

    /**
     * A text with placeholders such as {@code <name>}.
     *
     * @param paths what each name stands for, as in {@link Part}
     */
    record Transformed(Map<String, Part> paths, String template) implements TargetInput {

        public Transformed {
            paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
        }
    }
}
