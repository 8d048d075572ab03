package io.gatelink.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

class EventBridgeWireTest {

    private static final String TARGET = "arn:aws:lambda:us-east-1:123456789012:function:start";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:dead";

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final EventBus bus = new EventBus(
            new Account("123456789012", "us-east-1", loop, 1),
            arn -> Optional.of((event, callback) -> callback.succeeded()),
            new DeadLetters(List.of(QUEUE)));
    private final EventBridgeWire wire = new EventBridgeWire(bus);
    private final EventBridgeClient events = new WireHttpClient(loop, wire).client(EventBridgeClient.builder(), "test");
    private final List<ObjectNode> received = new ArrayList<>();

    {
        bus.putRule(new Stack.Rule(
                "created",
                "arn:aws:events:us-east-1:123456789012:rule/created",
                true,
                Json.parse("{\"source\": [\"orders\"]}"),
                List.of(new Stack.Target("start", TARGET, Duration.ofHours(2), 4, Optional.of(QUEUE)))));
        bus.putRule(new Stack.Rule(
                "resting",
                "arn:aws:events:us-east-1:123456789012:rule/resting",
                false,
                Json.parse("{\"source\": [\"orders\"]}"),
                List.of()));
        bus.follow(new EventBusListener() {
            @Override
            public void received(ObjectNode event, List<Stack.Rule> matched) {
                received.add(event);
            }
        });
    }

    @Test
    void anEventIsPutWithItsEnvelope() {
        PutEventsResponse response = put(entry -> entry.resources("arn:a", "arn:b"));

        assertThat(response.failedEntryCount()).isZero();
        assertThat(received).containsExactly((ObjectNode)
                Json.parse("""
                {"version": "0", "id": "%s", "detail-type": "Private API Published", "source": "gatelink",
                 "account": "123456789012", "time": "2026-01-01T00:00:00Z", "region": "us-east-1",
                 "resources": ["arn:a", "arn:b"], "detail": {"a": 1}}""".formatted(response.entries().get(0).eventId())));
    }

    @Test
    void anEventKeepsTheTimeThatItIsPutWith() {
        put(entry -> entry.time(Instant.parse("2025-12-24T18:00:00Z")));

        assertThat(received.get(0).get("time").textValue()).isEqualTo("2025-12-24T18:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "\"noon\"", "\"+2000000000-01-01T00:00:00Z\"", "[]", "true"})
    void aTimeThatIsNoneIsRefused(String time) {
        assertThatThrownBy(() -> wire.route(request("AWSEvents.PutEvents", "{\"Entries\": [{\"Time\": " + time + "}]}"))
                        .action()
                        .get())
                .isInstanceOf(AwsException.class)
                .hasMessage("Time must be a time");
    }

    @Test
    void aBadEntryDoesNotKeepTheOthersBack() {
        PutEventsResponse response = put(
                entry -> entry.source("aws.elasticloadbalancing"),
                entry -> {},
                entry -> entry.detail("{\"a\": "),
                entry -> entry.detail("[1]"),
                entry -> entry.detailType(null),
                entry -> entry.detailType("d".repeat(129)));

        assertThat(response.failedEntryCount()).isEqualTo(5);
        assertThat(response.entries())
                .extracting(it -> it.errorCode() + ": " + it.errorMessage())
                .containsExactly(
                        "NotAuthorizedForSourceException: Not authorized for the source.",
                        "null: null",
                        "MalformedDetail: Detail is malformed.",
                        "MalformedDetail: Detail is malformed.",
                        "InvalidArgument: Parameter DetailType is not valid. Reason: DetailType is a required "
                                + "argument.",
                        "InvalidArgument: Parameter DetailType is not valid. Reason: DetailType has more than 128 "
                                + "characters.");
        assertThat(received).hasSize(1);
    }

    @Test
    void anEventForABusThatDoesNotExistIsForgotten() {
        assertThat(put(entry -> entry.eventBusName("nobodys")).failedEntryCount())
                .isZero();
        assertThat(received).isEmpty();
    }

    @Test
    void tooManyOrTooLargeEntriesAreRefusedTogether() {
        assertFails(
                () -> events.putEvents(request -> request.entries(
                        Collections.nCopies(11, PutEventsRequestEntry.builder().build()))),
                "ValidationException",
                "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
                        + "Member must have length less than or equal to 10");
        String large = "{\"a\": \"" + "x".repeat(140_000) + "\"}";
        assertFails(
                () -> put(entry -> entry.detail(large), entry -> entry.detail(large)),
                "ValidationException",
                "Total size of the entries in the request is over the limit.");
        assertThat(received).isEmpty();
    }

    @Test
    void rulesAndTheirTargetsAreListed() {
        assertThat(events.listRules(request -> {}).rules())
                .extracting(Rule::name, Rule::state)
                .containsExactly(tuple("created", RuleState.ENABLED), tuple("resting", RuleState.DISABLED));
        assertThat(events.listRules(request -> request.namePrefix("cr")).rules())
                .hasSize(1);
        assertThat(events.describeRule(request -> request.name("created")).eventPattern())
                .isEqualTo("{\"source\":[\"orders\"]}");
        assertThat(events.listTargetsByRule(request -> request.rule("created")).targets())
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.arn()).isEqualTo(TARGET);
                    assertThat(target.retryPolicy().maximumRetryAttempts()).isEqualTo(4);
                    assertThat(target.retryPolicy().maximumEventAgeInSeconds()).isEqualTo(7200);
                    assertThat(target.deadLetterConfig().arn()).isEqualTo(QUEUE);
                });
        assertFails(
                () -> events.describeRule(request -> request.name("nobody")),
                "ResourceNotFoundException",
                "Rule nobody does not exist on EventBus default.");
    }

    @Test
    void patternsCanBeTested() {
        String event = """
                {"id": "1", "account": "123456789012", "source": "orders", "time": "2026-01-01T00:00:00Z",
                 "region": "us-east-1", "detail-type": "x", "detail": {"errorCode": "Bad"}}""";

        assertThat(matches("{\"detail\": {\"errorCode\": [{\"exists\": true}]}}", event))
                .isTrue();
        assertThat(matches("{\"detail\": {\"errorCode\": [{\"exists\": false}]}}", event))
                .isFalse();
        assertFails(
                () -> matches("{\"detail\": [{\"sounds-like\": 1}]}", event),
                "InvalidEventPatternException",
                "Event pattern is not valid. Reason: Unrecognized match type sounds-like\n at [Source: "
                        + "(String)\"{\"detail\": [{\"sounds-like\": 1}]}\"; line: 1, column: 30]");
        // Recorded on AWS in December 2024 by localstack: test_plain_string_payload and the two after it.
        for (String invalid : List.of("plain string", "[\"plain string\"]", "{\"testEvent\": \"value\"}")) {
            assertFails(
                    () -> matches("{\"source\": [\"a\"]}", invalid),
                    "ValidationException",
                    "Parameter Event is not valid.");
        }
    }

    /** Recorded on AWS in December 2024 by localstack: test_events_patterns.snapshot.json. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"int\": 42} | \"int\" must be an object or an array | 11",
                "{\"resources\": []} | Empty arrays are not allowed | 17",
                "{\"my_key\": [{\"EXISTS\": true}]} | Unrecognized match type EXISTS | 28"
            })
    void aWrongPatternIsRefusedWithItsPlace(String pattern, String reason, int column) {
        String event = """
                {"id": "1", "account": "123456789012", "source": "a", "time": "2026-01-01T00:00:00Z",
                 "region": "us-east-1", "detail-type": "x"}""";
        assertFails(
                () -> matches(pattern, event),
                "InvalidEventPatternException",
                "Event pattern is not valid. Reason: " + reason + "\n at [Source: (String)\"" + pattern
                        + "\"; line: 1, column: " + column + "]");
    }

    @Test
    void whatIsNotTheProtocolIsRefused() {
        assertThatThrownBy(() -> wire.route(request("AWSEvents.PutEvents", "{\"Entries\": ")))
                .hasMessageStartingWith("The request is not JSON: ");
        assertThatThrownBy(() -> wire.route(request("AWSEvents.PutEvents", "{\"Entries\": {}}"))
                        .action()
                        .get())
                .hasMessage("Entries must be a list");
        assertThatThrownBy(() -> wire.route(request("AWSEvents.PutEvents", "{\"Entries\": [{\"Detail\": {}}]}"))
                        .action()
                        .get())
                .hasMessage("Detail must be a string");
        assertThatThrownBy(() -> wire.route(request("AWSEvents.PutPartnerEvents", "{}")))
                .hasMessageStartingWith("The local AWS does not support EventBridge PutPartnerEvents.");
        assertThatThrownBy(() -> wire.route(request("Nonsense", "{}")))
                .hasMessage("The header X-Amz-Target must be AWSEvents.<operation>");
    }

    @Test
    void aPrefixThatIsLongerThanAnyNameIsRefused() {
        assertFails(
                () -> events.listRules(request -> request.namePrefix("a".repeat(65))),
                "ValidationException",
                "1 validation error detected: Value at 'namePrefix' failed to satisfy constraint: Member must have "
                        + "length "
                        + "less than or equal to 64");
    }

    @Test
    void anEndpointForSeveralRegionsIsRefusedByName() {
        assertThatThrownBy(
                        () -> wire.route(request("AWSEvents.PutEvents", "{\"EndpointId\": \"a.b\", \"Entries\": []}"))
                                .action()
                                .get())
                .hasMessage("The local AWS does not support EventBridge PutEvents with EndpointId. "
                        + "docs/supported-operations.md lists what it does.");
    }

    private static Request request(String target, String body) {
        return new Request(
                "POST", "/", "", Map.of("X-Amz-Target", List.of(target)), body.getBytes(StandardCharsets.UTF_8));
    }

    private boolean matches(String pattern, String event) {
        return events.testEventPattern(request -> request.eventPattern(pattern).event(event))
                .result();
    }

    @SafeVarargs
    private PutEventsResponse put(Consumer<PutEventsRequestEntry.Builder>... changes) {
        var entries = new ArrayList<PutEventsRequestEntry>();
        for (var change : changes) {
            var entry = PutEventsRequestEntry.builder()
                    .source("gatelink")
                    .detailType("Private API Published")
                    .detail("{\"a\": 1}");
            change.accept(entry);
            entries.add(entry.build());
        }
        return events.putEvents(request -> request.entries(entries));
    }

    private static void assertFails(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EventBridgeException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
        });
    }
}
