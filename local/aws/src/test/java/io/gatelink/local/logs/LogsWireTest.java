package io.gatelink.local.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Account;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** CloudWatch Logs, as the SDK's client sees it. */
class LogsWireTest {

    private static final String GROUP = "gatelink-FunctionsLogGroup";
    private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/1";

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Logs logs = new Logs(account);
    private final CloudWatchLogsClient client =
            new WireHttpClient(loop, new LogsWire(account, logs)).client(CloudWatchLogsClient.builder(), "test");

    @BeforeEach
    void log() {
        logs.deploy(
                List.of(),
                List.of(new Stack.LogGroup(
                        "FunctionsLogGroup",
                        GROUP,
                        account.arn("logs", "log-group:" + GROUP),
                        Optional.of(KEY),
                        Optional.of(30))));
        for (int i = 1; i <= 3; i++) {
            logs.put(GROUP, "one", "{\"n\": " + i + "}");
            loop.runFor(Duration.ofSeconds(1));
        }
        logs.put(GROUP, "two", "{\"n\": 4}");
        logs.put("/aws/lambda/other", "three", "plain");
    }

    @Test
    void groupsAreListedByPrefixAndPatternAndPaged() {
        var groups = client.describeLogGroups(r -> r.limit(1));
        assertThat(groups.logGroups()).singleElement().satisfies(group -> {
            assertThat(group.logGroupName()).isEqualTo("/aws/lambda/other");
            assertThat(group.retentionInDays()).isNull();
        });
        assertThat(client.describeLogGroups(r -> r.nextToken(groups.nextToken()))
                        .logGroups())
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.arn()).isEqualTo("arn:aws:logs:us-east-1:123456789012:log-group:" + GROUP + ":*");
                    assertThat(group.kmsKeyId()).isEqualTo(KEY);
                    assertThat(group.retentionInDays()).isEqualTo(30);
                    assertThat(group.creationTime()).isEqualTo(1_767_225_600_000L);
                });
        assertThat(client.describeLogGroups(r -> r.logGroupNamePrefix("gatelink-"))
                        .logGroups())
                .hasSize(1);
        assertThat(client.describeLogGroups(r -> r.logGroupNamePattern("LAMBDA"))
                        .logGroups())
                .hasSize(1);
    }

    @Test
    void streamsAreListedByNameOrByTheirLatestEvent() {
        assertThat(client.describeLogStreams(r -> r.logGroupName(GROUP)).logStreams())
                .extracting(stream -> stream.logStreamName())
                .containsExactly("one", "two");
        assertThat(client.describeLogStreams(r ->
                                r.logGroupName(GROUP).orderBy("LastEventTime").descending(true))
                        .logStreams())
                .extracting(stream -> stream.logStreamName())
                .containsExactly("two", "one");
    }

    @Test
    void eventsOfAStreamArePagedInBothDirections() {
        GetLogEventsResponse latest = client.getLogEvents(
                r -> r.logGroupName(GROUP).logStreamName("one").limit(2));
        assertThat(latest.events()).extracting(OutputLogEvent::message).containsExactly("{\"n\": 2}", "{\"n\": 3}");
        assertThat(client.getLogEvents(
                                r -> r.logGroupName(GROUP).logStreamName("one").nextToken(latest.nextBackwardToken()))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("{\"n\": 1}");
        GetLogEventsResponse end = client.getLogEvents(
                r -> r.logGroupName(GROUP).logStreamName("one").nextToken(latest.nextForwardToken()));
        assertThat(end.events()).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(latest.nextForwardToken());
        assertThat(client.getLogEvents(r -> r.logGroupName(GROUP)
                                .logStreamName("one")
                                .limit(1)
                                .startFromHead(true))
                        .events())
                .extracting(OutputLogEvent::message)
                .containsExactly("{\"n\": 1}");
    }

    @Test
    void theEndIsOpenForOneStreamAndClosedForAFilter() {
        long second = Instant.parse("2026-01-01T00:00:01Z").toEpochMilli();

        assertThat(client.getLogEvents(
                                r -> r.logGroupName(GROUP).logStreamName("one").endTime(second))
                        .events())
                .hasSize(1);
        assertThat(client.filterLogEvents(r -> r.logGroupName(GROUP).endTime(second))
                        .events())
                .hasSize(2);
    }

    @Test
    void aFilterFindsEventsOfAllStreamsOfAGroupNamedEitherWay() {
        assertThat(client.filterLogEventsPaginator(r -> r.logGroupIdentifier(account.arn("logs", "log-group:" + GROUP))
                                .filterPattern("{ $.n >= 2 }")
                                .limit(1))
                        .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("{\"n\": 2}", "{\"n\": 3}", "{\"n\": 4}");
        assertThat(client.filterLogEvents(r -> r.logGroupName(GROUP).logStreamNamePrefix("tw"))
                        .events())
                .extracting(FilteredLogEvent::logStreamName)
                .containsExactly("two");
    }

    @Test
    void eventsOlderThanTheRetentionAreGone() {
        loop.runFor(Duration.ofDays(30));

        assertThat(client.filterLogEvents(r -> r.logGroupName(GROUP)).events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("{\"n\": 4}");
    }

    @Test
    void onlyTheLatestEventsAreKept() {
        for (int i = 0; i < LogGroup.MOST_EVENTS; i++) {
            logs.put(GROUP, "many", "x");
        }

        assertThat(logs.filterLogEvents(GROUP, event -> true))
                .hasSize(LogGroup.MOST_EVENTS)
                .allMatch(event -> event.stream().equals("many"));
    }

    @Test
    void aGroupThatIsTakenOutOfItsStackGoes() {
        List<Stack.LogGroup> before =
                List.of(new Stack.LogGroup("G", GROUP, "arn", Optional.empty(), Optional.empty()));
        logs.deploy(before, List.of());

        assertThatThrownBy(() -> client.filterLogEvents(r -> r.logGroupName(GROUP)))
                .isInstanceOfSatisfying(
                        CloudWatchLogsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ResourceNotFoundException"))
                .hasMessageContaining("The specified log group does not exist.");
    }

    @Test
    void wrongRequestsAreRefusedInAwsWords() {
        assertThatThrownBy(() -> client.getLogEvents(r -> r.logGroupName(GROUP).logStreamName("none")))
                .hasMessageContaining("The specified log stream does not exist.");
        assertThatThrownBy(
                        () -> client.filterLogEvents(r -> r.logGroupName(GROUP).limit(0)))
                .hasMessageContaining("1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
                        + "Member must have value greater than or equal to 1");
        assertThatThrownBy(() -> client.describeLogStreams(
                        r -> r.logGroupName(GROUP).logStreamNamePrefix("o").orderBy("LastEventTime")))
                .hasMessageContaining("Cannot order by LastEventTime with a logStreamNamePrefix.");
        assertThatThrownBy(
                        () -> client.filterLogEvents(r -> r.logGroupName(GROUP).unmask(true)))
                .hasMessageContaining("FilterLogEvents with unmask");
        assertThatThrownBy(() -> client.createLogGroup(r -> r.logGroupName("new")))
                .hasMessageContaining("CreateLogGroup");
    }
}
