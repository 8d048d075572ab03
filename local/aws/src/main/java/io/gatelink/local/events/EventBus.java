package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Amazon EventBridge: the default event bus with its rules. Events go to the targets of every enabled rule that
 * matches, each once; see {@link Delivery} for retries, {@link Schedules} for rules that act by themselves. Used
 * exclusively.
 */
public final class EventBus {

    /** The name of the only bus there is. */
    public static final String DEFAULT_BUS = "default";

    private static final int MOST_ENTRIES = 10;
    private static final int MOST_CHARACTERS_OF_A_DETAIL_TYPE = 128;
    private static final int MOST_BYTES = 262_144;
    /** What the time of an entry counts for its size, by EventBridge's rules. */
    private static final int TIME_BYTES = 14;

    private final Account account;
    private final Function<String, Optional<EventTarget>> targets;
    private final DeadLetters deadLetters;
    private final Map<String, Stack.Rule> rules = new LinkedHashMap<>();
    private final EventPatterns patterns = new EventPatterns();
    private final Schedules schedules;

    private EventBusListener listener = new EventBusListener() {};

    /** @param targets what an ARN in a rule stands for */
    public EventBus(Account account, Function<String, Optional<EventTarget>> targets, DeadLetters deadLetters) {
        this.account = Objects.requireNonNull(account, "account");
        this.targets = Objects.requireNonNull(targets, "targets");
        this.deadLetters = Objects.requireNonNull(deadLetters, "deadLetters");
        this.schedules = new Schedules(account, (event, rule) -> deliver(event, List.of(rule)));
    }

    /** From now on, {@code follower} alone hears what happens on the bus. */
    public void follow(EventBusListener follower) {
        listener = Objects.requireNonNull(follower, "follower");
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /**
     * Adds a rule with its targets, or replaces the rule of the same name.
     *
     * @throws AwsException InvalidEventPatternException for a pattern that the ruler does not accept;
     *                      ValidationException for a target or dead-letter queue that is not there
     */
    public void putRule(Stack.Rule rule) {
        checkRule(rule);
        Stack.Rule before = rules.put(rule.name(), rule);
        if (before != null) {
            rest(before);
        }
        if (rule.enabled()) {
            rule.pattern().ifPresent(pattern -> patterns.add(rule.name(), Json.write(pattern)));
            schedules.begin(rule);
        }
    }

    /**
     * Checks that a rule could be put.
     *
     * @throws AwsException as {@link #putRule}
     */
    public void checkRule(Stack.Rule rule) {
        for (Stack.Target target : rule.targets()) {
            if (targets.apply(target.arn()).isEmpty()) {
                throw new AwsException(
                        "ValidationException",
                        400,
                        "Target " + target.id() + " of rule '" + rule.name()
                                + "' is not supported: " + target.arn()
                                + ". Use a function, state machine, topic or queue of the template.");
            }
            target.deadLetterQueueArn()
                    .filter(arn -> !deadLetters.hasQueue(arn))
                    .ifPresent(arn -> {
                        throw new AwsException(
                                "ValidationException",
                                400,
                                "The dead-letter queue of target " + target.id()
                                        + " of rule '" + rule.name() + "' does not exist: " + arn
                                        + ". Use an SQS queue of the template.");
                    });
        }
        rule.pattern().ifPresent(pattern -> EventPatterns.check(rule.name(), Json.write(pattern)));
    }

    /** Removes a rule, if there is one of that name, with its targets. */
    public void deleteRule(String name) {
        Stack.Rule before = rules.remove(name);
        if (before != null) {
            rest(before);
        }
    }

    /** @throws AwsException ResourceNotFoundException */
    public void enableRule(String name) {
        switchRule(name, true);
    }

    /** @throws AwsException ResourceNotFoundException */
    public void disableRule(String name) {
        switchRule(name, false);
    }

    private void switchRule(String name, boolean enabled) {
        Stack.Rule rule = describeRule(name);
        if (rule.enabled() != enabled) {
            putRule(new Stack.Rule(rule.name(), rule.arn(), enabled, rule.pattern(), rule.every(), rule.targets()));
        }
    }

    private void rest(Stack.Rule rule) {
        if (rule.enabled()) {
            rule.pattern().ifPresent(pattern -> patterns.remove(rule.name()));
            schedules.end(rule);
        }
    }

    /** The rules whose names begin with {@code namePrefix}, in the order in which they were added. */
    public List<Stack.Rule> listRules(String namePrefix) {
        return rules.values().stream()
                .filter(rule -> rule.name().startsWith(namePrefix))
                .toList();
    }

    /** @throws AwsException ResourceNotFoundException */
    public Stack.Rule describeRule(String name) {
        Stack.Rule rule = rules.get(name);
        if (rule == null) {
            throw new AwsException(
                    "ResourceNotFoundException",
                    400,
                    "Rule " + name + " does not exist on EventBus " + DEFAULT_BUS + ".");
        }
        return rule;
    }

    /** Whether a pattern matches an event. */
    public boolean testEventPattern(String pattern, ObjectNode event) {
        return EventPatterns.matches(pattern, event);
    }

    /** The enabled rules that match, in the order in which they were added. */
    public List<Stack.Rule> matchingRules(ObjectNode event) {
        Set<String> names = patterns.matching(event);
        return rules.values().stream()
                .filter(rule -> names.contains(rule.name()))
                .toList();
    }

    /**
     * Takes the events of an application. One bad entry does not keep the others back.
     *
     * @return a result for each entry, in order
     * @throws AwsException ValidationException for none or more than 10 entries, or more than 256 KiB in all
     */
    public List<PutEventsEntry.Result> putEvents(List<PutEventsEntry> entries) {
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value at 'entries' failed "
                            + "to satisfy constraint: Member must have length "
                            + (entries.isEmpty()
                                    ? "greater than or equal to 1"
                                    : "less than or equal to " + MOST_ENTRIES));
        }
        if (entries.stream().mapToLong(EventBus::size).sum() > MOST_BYTES) {
            throw new AwsException(
                    "ValidationException", 400, "Total size of the entries in the request is over the limit.");
        }
        return entries.stream().map(this::put).toList();
    }

    /**
     * Takes an event of one of AWS's own services, or one that is being replayed: whole, with its envelope.
     *
     * @see EventField#parseEvent
     */
    public void publish(ObjectNode event) {
        List<Stack.Rule> matched = matchingRules(event);
        deliver(event, matched);
    }

    /** {@link #publish} for an event that is only for some rules, whatever their patterns. */
    private void deliver(ObjectNode event, List<Stack.Rule> matched) {
        listener.received(event, matched);
        for (Stack.Rule rule : matched) {
            for (Stack.Target target : rule.targets()) {
                Optional<EventTarget> way = targets.apply(target.arn());
                if (way.isEmpty()) {
                    // It was deleted, with another stack than the rule's.
                    listener.dropped(
                            event, rule, target, "ResourceNotFoundException", "The target does not exist any more.");
                    continue;
                }
                var delivery = new Delivery(account, listener, deadLetters, way.get(), event, rule, target);
                account.loop().schedule(Duration.ZERO, delivery::attempt);
            }
        }
    }

    private PutEventsEntry.Result put(PutEventsEntry entry) {
        for (var required : List.of(
                Map.entry("Source", Optional.ofNullable(entry.source())),
                Map.entry("DetailType", Optional.ofNullable(entry.detailType())),
                Map.entry("Detail", Optional.ofNullable(entry.detail())))) {
            if (required.getValue().filter(value -> !value.isEmpty()).isEmpty()) {
                return PutEventsEntry.Result.refused(
                        "InvalidArgument",
                        "Parameter " + required.getKey() + " is not valid. Reason: " + required.getKey()
                                + " is a required argument.");
            }
        }
        if (entry.detailType().length() > MOST_CHARACTERS_OF_A_DETAIL_TYPE) {
            return PutEventsEntry.Result.refused(
                    "InvalidArgument",
                    "Parameter DetailType is not valid. Reason: DetailType has more than "
                            + MOST_CHARACTERS_OF_A_DETAIL_TYPE + " characters.");
        }
        if (entry.source().startsWith("aws.")) {
            return PutEventsEntry.Result.refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        JsonNode detail;
        try {
            detail = Json.parse(entry.detail());
        } catch (Json.InvalidJsonException e) {
            detail = null;
        }
        if (detail == null || !detail.isObject()) {
            return PutEventsEntry.Result.refused("MalformedDetail", "Detail is malformed.");
        }
        String id = account.newUuid().toString();
        // EventBridge takes events for a bus that does not exist, and forgets them.
        if (isDefault(entry.eventBusName())) {
            publish(event(id, entry, detail));
        }
        return new PutEventsEntry.Result(id, null, null);
    }

    private boolean isDefault(String bus) {
        return bus == null || bus.equals(DEFAULT_BUS) || bus.equals(account.arn("events", "event-bus/" + DEFAULT_BUS));
    }

    private ObjectNode event(String id, PutEventsEntry entry, JsonNode detail) {
        Instant time = entry.time() != null ? entry.time() : account.loop().instant();
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", entry.detailType())
                .put("source", entry.source())
                .put("account", account.id())
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", account.region());
        entry.resources().forEach(event.putArray("resources")::add);
        event.set("detail", detail);
        return event;
    }

    private static long size(PutEventsEntry entry) {
        long size = entry.time() == null ? 0 : TIME_BYTES;
        for (String part : new String[] {entry.source(), entry.detailType(), entry.detail()}) {
            size += bytes(part);
        }
        return size + entry.resources().stream().mapToLong(EventBus::bytes).sum();
    }

    private static long bytes(String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
