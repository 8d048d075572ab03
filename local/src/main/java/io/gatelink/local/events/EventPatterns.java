package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.AwsException;
import io.gatelink.local.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import software.amazon.event.ruler.Machine;

/** Event patterns. What matches is decided by AWS's own event-ruler alone. */
final class EventPatterns {

    private final Machine machine = Machine.builder().build();

    /** @throws AwsException InvalidEventPatternException, naming the rule */
    static void check(String rule, String pattern) {
        new EventPatterns().add(rule, pattern);
    }

    /** @throws AwsException InvalidEventPatternException, naming the rule */
    void add(String rule, String pattern) {
        try {
            machine.addRule(rule, pattern);
        } catch (IOException | RuntimeException e) {
            throw invalid("of rule '" + rule + "' ", e);
        }
    }

    void remove(String rule, String pattern) {
        try {
            machine.deleteRule(rule, pattern);
        } catch (IOException e) {
            throw new IllegalStateException("A pattern that was added must be valid", e);
        }
    }

    /** The names of the rules that match, in no particular order. */
    Set<String> matching(ObjectNode event) {
        return matching(machine, event);
    }

    /** @throws AwsException InvalidEventPatternException */
    static boolean matches(String pattern, ObjectNode event) {
        var alone = Machine.builder().build();
        try {
            alone.addRule("tested", pattern);
        } catch (IOException | RuntimeException e) {
            throw invalid("", e);
        }
        return !matching(alone, event).isEmpty();
    }

    private static Set<String> matching(Machine machine, ObjectNode event) {
        try {
            return new HashSet<>(machine.rulesForJSONEvent(Json.write(event)));
        } catch (Exception e) {
            // The ruler declares Exception; what it throws is about text that is not JSON, which this is.
            throw new IllegalStateException("The ruler cannot read an event", e);
        }
    }

    private static AwsException invalid(String whose, Exception e) {
        String reason = e.getMessage() == null ? "Invalid JSON" : e.getMessage().lines().findFirst().orElse("");
        return new AwsException("InvalidEventPatternException", 400,
                "Event pattern " + whose + "is not valid. Reason: " + reason);
    }
}
