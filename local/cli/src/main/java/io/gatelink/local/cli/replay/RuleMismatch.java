package io.gatelink.local.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Says what keeps the rule that comes nearest from matching. The rules' own matcher decides, a field at a time. */
public final class RuleMismatch {

    private static final int SHOWN = 80;

    private RuleMismatch() {}

    /**
     * What a rule with a pattern says of an event.
     *
     * @param mismatches what it wants and the event does not have, one for each field; empty if it matches
     */
    public record Verdict(Stack.Rule rule, List<String> mismatches) {

        public Verdict {
            mismatches = List.copyOf(mismatches);
        }

        /** Whether the event goes to the rule's targets. */
        public boolean matches() {
            return rule.enabled() && mismatches.isEmpty();
        }
    }

    /** One sentence; empty if there are no rules with patterns. */
    public static String explain(EventBus bus, ObjectNode event) {
        return verdicts(bus, event).stream()
                .findFirst()
                .map(RuleMismatch::sentence)
                .orElse("");
    }

    /** What all rules with patterns say of an event, the one that comes nearest first. Used exclusively. */
    public static List<Verdict> verdicts(EventBus bus, ObjectNode event) {
        return bus.listRules("").stream()
                .filter(rule -> rule.pattern().isPresent())
                .map(rule ->
                        new Verdict(rule, mismatches(bus, event, rule.pattern().get(), List.of())))
                .sorted(Comparator.comparingInt(verdict -> verdict.mismatches().size()))
                .toList();
    }

    private static String sentence(Verdict nearest) {
        String name = "Rule " + nearest.rule().name();
        if (nearest.mismatches().isEmpty()) {
            return name + " is disabled.";
        }
        int more = nearest.mismatches().size() - 1;
        return name + " comes nearest: it wants " + nearest.mismatches().get(0)
                + (more == 0
                        ? "."
                        : ", and " + more + (more == 1 ? " more field does" : " more fields do") + " not match.");
    }

    private static List<String> mismatches(EventBus bus, ObjectNode event, JsonNode pattern, List<String> path) {
        var fields = new ArrayList<String>();
        pattern.properties().forEach(entry -> {
            if (entry.getKey().equals("$or") && entry.getValue().isArray()) {
                fields.addAll(nearestOf(bus, event, entry.getValue(), path));
                return;
            }
            var deeper = new ArrayList<>(path);
            deeper.add(entry.getKey());
            if (entry.getValue().isObject()) {
                fields.addAll(mismatches(bus, event, entry.getValue(), deeper));
            } else if (!bus.testEventPattern(Json.write(alone(deeper, entry.getValue())), event)) {
                fields.add(mismatch(event, deeper, entry.getValue()));
            }
        });
        return fields;
    }

    private static List<String> nearestOf(EventBus bus, ObjectNode event, JsonNode alternatives, List<String> path) {
        List<String> nearest = null;
        for (JsonNode alternative : alternatives) {
            List<String> fields = mismatches(bus, event, alternative, path);
            if (nearest == null || fields.size() < nearest.size()) {
                nearest = fields;
            }
        }
        return nearest == null ? List.of() : nearest;
    }

    private static String mismatch(ObjectNode event, List<String> path, JsonNode wanted) {
        JsonNode value = event;
        for (String name : path) {
            value = value.path(name);
        }
        return String.join(".", path) + " to match " + Text.shortened(Json.write(wanted), SHOWN) + ", but it is "
                + (value.isMissingNode() ? "missing" : Text.shortened(Json.write(value), SHOWN));
    }

    /** A pattern of one field. */
    private static ObjectNode alone(List<String> path, JsonNode values) {
        JsonNode pattern = values;
        for (int i = path.size() - 1; i >= 0; i--) {
            pattern = Json.object().set(path.get(i), pattern);
        }
        return (ObjectNode) pattern;
    }
}
