package io.gatelink.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventBusTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TARGET = "arn:aws:lambda:us-east-1:123456789012:function:start";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead";

    private final EventLoop loop = EventLoop.virtual(START);
    private final List<String> happened = new ArrayList<>();
    private final List<Instant> attempts = new ArrayList<>();
    private final EventBus bus = bus(7);
    private EventTarget target = (sending, callback) -> callback.succeeded();

    private EventBus bus(long seed) {
        var created = new EventBus(
                new Account("123456789012", "us-east-1", loop, seed),
                arn -> arn.equals(TARGET)
                        ? Optional.of((sending, callback) -> {
                            attempts.add(loop.instant());
                            target.deliver(sending, callback);
                        })
                        : Optional.empty(),
                new DeadLetters(List.of(QUEUE)));
        created.follow(new Diary());
        return created;
    }

    @Test
    void anEventGoesToTheTargetsOfTheRulesThatMatch() {
        bus.putRule(rule("orders", "{\"source\": [\"orders\"]}", 3));
        bus.putRule(rule("others", "{\"source\": [{\"anything-but\": \"orders\"}]}", 3));
        var delivered = new ArrayList<ObjectNode>();
        target = (sending, callback) -> {
            delivered.add((ObjectNode) Json.parse(sending.payload()));
            callback.succeeded();
        };

        ObjectNode event = event("orders");
        bus.publish(event);
        assertThat(delivered).as("delivery is never within the call").isEmpty();
        loop.runUntilIdle();

        assertThat(delivered).containsExactly(event);
        assertThat(happened).containsExactly("received by [orders]", "orders delivered");
    }

    @Test
    void anEventThatNoRuleMatchesIsHeardOfAllTheSame() {
        bus.putRule(rule("orders", "{\"source\": [\"orders\"]}", 3));

        bus.publish(event("elsewhere"));
        loop.runUntilIdle();

        assertThat(happened).containsExactly("received by []");
    }

    @Test
    void aDisabledRuleMatchesNothing() {
        Stack.Rule rule = rule("orders", "{\"source\": [\"orders\"]}", 3);
        bus.putRule(rule);
        bus.putRule(new Stack.Rule(rule.name(), rule.arn(), false, rule.pattern(), rule.every(), rule.targets()));

        assertThat(bus.matchingRules(event("orders"))).isEmpty();
        assertThat(bus.describeRule("orders").enabled()).isFalse();
    }

    @Test
    void aFailedDeliveryIsTriedAgainAtGrowingIntervals() {
        bus.putRule(rule("orders", "{\"source\": [\"orders\"]}", 5));
        target = (sending, callback) -> {
            if (attempts.size() <= 4) {
                callback.failed("THROTTLING", "Rate exceeded", true);
            } else {
                callback.succeeded();
            }
        };

        bus.publish(event("orders"));
        loop.runUntilIdle();

        assertThat(happened)
                .containsExactly(
                        "received by [orders]",
                        "orders retrying after THROTTLING",
                        "orders retrying after THROTTLING",
                        "orders retrying after THROTTLING",
                        "orders retrying after THROTTLING",
                        "orders delivered");
        for (int retry = 1; retry <= 4; retry++) {
            long full = 1000L << (retry - 1);
            assertThat(Duration.between(attempts.get(retry - 1), attempts.get(retry))
                            .toMillis())
                    .isBetween(full / 2, full);
        }
    }

    @Test
    void retriesEndAtTheirNumberAndTheEventBecomesADeadLetter() {
        bus.putRule(rule("orders", "{\"source\": [\"orders\"]}", 2));
        target = (sending, callback) -> callback.failed("THROTTLING", "Rate exceeded", true);

        bus.publish(event("orders"));
        loop.runUntilIdle();

        assertThat(attempts).hasSize(3);
        assertThat(bus.deadLetters().in(QUEUE)).singleElement().satisfies(letter -> {
            assertThat(letter.body()).isEqualTo(event("orders"));
            assertThat(letter.attributes())
                    .containsExactly(
                            Map.entry("RULE_ARN", "arn:aws:events:us-east-1:123456789012:rule/orders"),
                            Map.entry("TARGET_ARN", TARGET),
                            Map.entry("ERROR_CODE", "THROTTLING"),
                            Map.entry("ERROR_MESSAGE", "Rate exceeded"),
                            Map.entry("EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts"),
                            Map.entry("RETRY_ATTEMPTS", "2"));
        });
    }

    @Test
    void retriesEndWhenTheEventIsTooOld() {
        bus.putRule(rule("orders", "{\"source\": [\"orders\"]}", 185));
        target = (sending, callback) -> callback.failed("THROTTLING", "Rate exceeded", true);

        bus.publish(event("orders"));
        loop.runUntilIdle();

        assertThat(bus.deadLetters().in(QUEUE)).singleElement().satisfies(letter -> assertThat(letter.attributes())
                .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds"));
        assertThat(Duration.between(START, attempts.get(attempts.size() - 1)))
                .isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }

    @Test
    void aFailureThatTryingAgainCannotMendIsADeadLetterAtOnce() {
        bus.putRule(rule("orders", "{\"source\": [\"orders\"]}", 185));
        target = (sending, callback) -> callback.failed("NO_RESOURCE", "Function not found", false);

        bus.publish(event("orders"));
        loop.runUntilIdle();

        assertThat(attempts).hasSize(1);
        assertThat(bus.deadLetters().in(QUEUE)).singleElement().satisfies(letter -> assertThat(letter.attributes())
                .containsEntry("RETRY_ATTEMPTS", "0")
                .doesNotContainKey("EXHAUSTED_RETRY_CONDITION"));
    }

    @Test
    void withoutADeadLetterQueueAnEventIsLost() {
        bus.putRule(new Stack.Rule(
                "orders",
                "arn:rule",
                true,
                Json.parse("{\"source\": [\"orders\"]}"),
                List.of(new Stack.Target("one", TARGET, Duration.ofHours(1), 0, Optional.empty()))));
        target = (sending, callback) -> callback.failed("THROTTLING", "Rate exceeded", true);

        bus.publish(event("orders"));
        loop.runUntilIdle();

        assertThat(happened).containsExactly("received by [orders]", "orders dropped: THROTTLING Rate exceeded");
    }

    @Test
    void strangeValuesInAnEventBreakNothing() {
        bus.putRule(rule("numbers", "{\"detail\": {\"a\": [{\"numeric\": [\">\", 1]}]}}", 0));
        var detail = (ObjectNode) Json.parse("{\"a\": 1e400, \"b\": [[[{}]]], \"\": null, \"c\": \"\\ud800\"}");
        var event = event("orders");
        event.set("detail", detail);

        bus.publish(event);
        event.put("detail", 5);
        bus.publish(event);

        assertThat(happened).allMatch(line -> line.startsWith("received by ")).hasSize(2);
    }

    @Test
    void anInvalidPatternIsRefusedNamingTheRule() {
        assertThatThrownBy(() -> bus.putRule(rule("orders", "{\"source\": \"orders\"}", 0)))
                .isInstanceOf(AwsException.class)
                .hasMessageStartingWith("Event pattern of rule 'orders' is not valid. Reason: \"source\" must be an "
                        + "object or an array");
        assertThatThrownBy(() -> bus.describeRule("orders"))
                .hasMessage("Rule orders does not exist on EventBus default.");
    }

    @Test
    void aTargetOrQueueThatIsNotThereIsRefusedNamingTheRule() {
        assertThatThrownBy(() -> bus.putRule(new Stack.Rule(
                        "orders",
                        "arn:rule",
                        true,
                        Json.parse("{}"),
                        List.of(new Stack.Target(
                                "one", "arn:aws:sns:::topic", Duration.ofHours(1), 0, Optional.empty())))))
                .hasMessage("Target one of rule 'orders' is not supported: arn:aws:sns:::topic. "
                        + "Use a function, state machine, topic or queue of the template.");
        assertThatThrownBy(() -> bus.putRule(new Stack.Rule(
                        "orders",
                        "arn:rule",
                        true,
                        Json.parse("{}"),
                        List.of(new Stack.Target("one", TARGET, Duration.ofHours(1), 0, Optional.of("arn:other"))))))
                .hasMessage("The dead-letter queue of target one of rule 'orders' does not exist: arn:other. "
                        + "Use an SQS queue of the template.");
    }

    private static Stack.Rule rule(String name, String pattern, int retries) {
        return new Stack.Rule(
                name,
                "arn:aws:events:us-east-1:123456789012:rule/" + name,
                true,
                Json.parse(pattern),
                List.of(new Stack.Target("target", TARGET, Duration.ofHours(1), retries, Optional.of(QUEUE))));
    }

    private static ObjectNode event(String source) {
        return (ObjectNode) Json.parse("""
                {"version": "0", "id": "1", "detail-type": "Something", "source": "%s", "account": "123456789012",
                 "time": "2026-01-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail": {}}""".formatted(source));
    }

    private final class Diary implements EventBusListener {

        @Override
        public void received(ObjectNode event, List<Stack.Rule> matched) {
            happened.add("received by " + matched.stream().map(Stack.Rule::name).toList());
        }

        @Override
        public void delivered(ObjectNode event, Stack.Rule rule, Stack.Target target) {
            happened.add(rule.name() + " delivered");
        }

        @Override
        public void retrying(
                ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message, Duration next) {
            happened.add(rule.name() + " retrying after " + code);
        }

        @Override
        public void dropped(ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message) {
            happened.add(rule.name() + " dropped: " + code + " " + message);
        }
    }
}
