package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Rules that act at a fixed rate, counted from when they were made or enabled. They wait in the background: time that
 * jumps does not jump for their sake (see {@link io.gatelink.local.time.EventLoop#scheduleInBackground}).
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html">Rules that run
 *     on a schedule</a>
 */
final class Schedules {

    private final Account account;
    private final BiConsumer<ObjectNode, Stack.Rule> delivery;
    private final Map<String, Timer> timers = new LinkedHashMap<>();

    /** @param delivery takes each event, with the rule that it is for */
    Schedules(Account account, BiConsumer<ObjectNode, Stack.Rule> delivery) {
        this.account = account;
        this.delivery = delivery;
    }

    /** {@code rate(5 minutes)} and the like. */
    static String expression(Duration every) {
        long days = every.toDays();
        long hours = every.toHours();
        if (every.equals(Duration.ofDays(days))) {
            return rate(days, "day");
        }
        return every.equals(Duration.ofHours(hours)) ? rate(hours, "hour") : rate(every.toMinutes(), "minute");
    }

    private static String rate(long value, String unit) {
        return "rate(" + value + " " + unit + (value == 1 ? ")" : "s)");
    }

    /** Begins with a rule, if it has a schedule. */
    void begin(Stack.Rule rule) {
        rule.every()
                .ifPresent(every -> timers.put(rule.name(), account.loop().scheduleInBackground(every, () -> {
                    begin(rule);
                    delivery.accept(event(rule), rule);
                })));
    }

    void end(Stack.Rule rule) {
        Timer timer = timers.remove(rule.name());
        if (timer != null) {
            timer.cancel();
        }
    }

    private ObjectNode event(Stack.Rule rule) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", account.newUuid().toString())
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.events")
                .put("account", account.id())
                .put(
                        "time",
                        account.loop().instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", account.region());
        event.putArray("resources").add(rule.arn());
        event.putObject("detail");
        return event;
    }
}
