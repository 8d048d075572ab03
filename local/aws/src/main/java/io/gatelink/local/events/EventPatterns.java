package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.event.ruler.Machine;

/** Event patterns. What matches is decided by AWS's own event-ruler alone. */
final class EventPatterns {

    /** Machines take time to build, and one bus has the same rules as the next: by the patterns of all its rules. */
    private static final Map<Map<String, String>, Machine> MACHINES = new ConcurrentHashMap<>();

    private static final int MOST_MACHINES = 100;

    private static final Pattern WITHHELD = Pattern.compile("\\[Source: REDACTED \\([^)]*\\); ");
    private static final int MOST_SHOWN = 500;

    private final Map<String, String> patterns = new HashMap<>();
    private Machine machine = machine(Map.of());

    /** @throws AwsException InvalidEventPatternException, naming the rule */
    static void check(String rule, String pattern) {
        machine(Map.of(rule, pattern));
    }

    /** @throws AwsException InvalidEventPatternException, naming the rule */
    void add(String rule, String pattern) {
        var more = new HashMap<>(patterns);
        more.put(rule, pattern);
        machine = machine(more);
        patterns.put(rule, pattern);
    }

    void remove(String rule) {
        patterns.remove(rule);
        machine = machine(patterns);
    }

    /** Which is not changed any more. */
    private static Machine machine(Map<String, String> patterns) {
        Machine known = MACHINES.get(patterns);
        if (known != null) {
            return known;
        }
        var built = Machine.builder().build();
        patterns.forEach((rule, pattern) -> {
            try {
                built.addRule(rule, pattern);
            } catch (IOException | RuntimeException e) {
                throw invalid("of rule '" + rule + "' ", pattern, e);
            }
        });
        if (MACHINES.size() > MOST_MACHINES) {
            MACHINES.clear();
        }
        MACHINES.put(Map.copyOf(patterns), built);
        return built;
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
            throw invalid("", pattern, e);
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

    /**
     * With the parser's second line, which says where.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in December 2024:
     *     test_events_patterns.snapshot.json</a>
     */
    private static AwsException invalid(String whose, String pattern, Exception e) {
        String reason = e.getMessage() == null ? "Invalid JSON" : e.getMessage();
        return new AwsException(
                "InvalidEventPatternException",
                400,
                "Event pattern " + whose + "is not valid. Reason: "
                        + WITHHELD.matcher(reason)
                                .replaceAll(Matcher.quoteReplacement("[Source: (String)" + shown(pattern) + "; ")));
    }

    /** As the parser shows its source where it is set to show it. */
    private static String shown(String pattern) {
        return pattern.length() <= MOST_SHOWN
                ? '"' + pattern + '"'
                : '"' + pattern.substring(0, MOST_SHOWN) + "\"[truncated " + (pattern.length() - MOST_SHOWN)
                        + " chars]";
    }
}
