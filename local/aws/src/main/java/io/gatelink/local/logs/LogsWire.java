package io.gatelink.local.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.JsonMembers;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.TargetHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** {@link Logs} on the wire: AWS JSON 1.1. */
public final class LogsWire extends JsonWire<JsonMembers> {

    private static final String SERVICE = "logs";
    private static final TargetHeader TARGET = new TargetHeader("CloudWatch Logs", "Logs_20140328.");
    private static final String INVALID = "InvalidParameterException";
    private static final String GROUP_NAME = "[\\.\\-_/#A-Za-z0-9]+";
    private static final String STREAM_NAME = "[^:*]*";
    private static final String IDENTIFIER = "[\\w#+=/:,.@-]*";
    private static final int MOST_OF_A_LIST = 50;
    private static final int MOST_EVENTS = 10_000;

    private final Account account;
    private final Logs logs;

    /** @param account whose log groups it reads */
    public LogsWire(Account account, Logs logs) {
        super(Protocol.JSON_1_1, SERVICE, TARGET, (operation, json) -> JsonMembers.of(SERVICE, operation, json));
        this.account = account;
        this.logs = logs;
        add("DescribeLogGroups", this::describeLogGroups);
        add("DescribeLogStreams", this::describeLogStreams);
        add("GetLogEvents", this::getLogEvents);
        add("FilterLogEvents", this::filterLogEvents);
    }

    private ObjectNode describeLogGroups(JsonMembers members) {
        members.only("logGroupNamePrefix", "logGroupNamePattern", "nextToken", "limit", "logGroupClass");
        String prefix = members.text("logGroupNamePrefix", 1, 512, GROUP_NAME);
        String part = members.text("logGroupNamePattern", 0, 512, "[\\.\\-_/#A-Za-z0-9]*");
        String group = members.oneOf("logGroupClass", List.of("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"));
        var asked = new LogPageRequest(members, MOST_OF_A_LIST);
        members.requireValid(INVALID);
        if (prefix != null && part != null) {
            throw new AwsException(
                    INVALID, 400, "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
        List<LogGroup> found = logs.describeLogGroups().stream()
                .filter(each -> prefix == null || each.name().startsWith(prefix))
                .filter(each ->
                        part == null || each.name().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
                .filter(each -> group == null || group.equals("STANDARD"))
                .toList();
        Page<LogGroup> page = asked.of(found);
        ObjectNode answer = answer(page);
        ArrayNode list = answer.putArray("logGroups");
        page.items().forEach(each -> {
            ObjectNode node = list.addObject()
                    .put("logGroupName", each.name())
                    .put("creationTime", each.created().toEpochMilli())
                    .put("arn", each.arn() + ":*")
                    .put("logGroupArn", each.arn())
                    .put("storedBytes", 0)
                    .put("logGroupClass", "STANDARD");
            each.retentionDays().ifPresent(days -> node.put("retentionInDays", days));
            each.key().ifPresent(key -> node.put("kmsKeyId", key));
        });
        return answer;
    }

    private ObjectNode describeLogStreams(JsonMembers members) {
        members.only(
                "logGroupName",
                "logGroupIdentifier",
                "logStreamNamePrefix",
                "orderBy",
                "descending",
                "nextToken",
                "limit");
        String prefix = members.text("logStreamNamePrefix", 1, 512, STREAM_NAME);
        boolean byTime = "LastEventTime".equals(members.oneOf("orderBy", List.of("LogStreamName", "LastEventTime")));
        boolean descending = Boolean.TRUE.equals(members.flag("descending"));
        var asked = new LogPageRequest(members, MOST_OF_A_LIST);
        LogGroup group = logs.group(groupName(members));
        if (byTime && prefix != null) {
            throw new AwsException(INVALID, 400, "Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        List<LogGroup.LogStream> found = new ArrayList<>(group.streams());
        found.removeIf(stream -> prefix != null && !stream.name().startsWith(prefix));
        if (byTime) {
            found.sort(Comparator.comparingLong(LogGroup.LogStream::lastId));
        }
        if (descending) {
            Collections.reverse(found);
        }
        Page<LogGroup.LogStream> page = asked.of(found);
        ObjectNode answer = answer(page);
        ArrayNode list = answer.putArray("logStreams");
        page.items().forEach(stream -> list.addObject()
                .put("logStreamName", stream.name())
                .put("creationTime", stream.firstEvent().toEpochMilli())
                .put("firstEventTimestamp", stream.firstEvent().toEpochMilli())
                .put("lastEventTimestamp", stream.lastEvent().toEpochMilli())
                .put("lastIngestionTime", stream.lastEvent().toEpochMilli())
                .put("arn", group.arn() + ":log-stream:" + stream.name())
                .put("storedBytes", 0));
        return answer;
    }

    private ObjectNode getLogEvents(JsonMembers members) {
        members.only(
                "logGroupName",
                "logGroupIdentifier",
                "logStreamName",
                "startTime",
                "endTime",
                "nextToken",
                "limit",
                "startFromHead",
                "unmask");
        refuseUnmask(members);
        String stream = members.required("logStreamName", 1, 512, STREAM_NAME);
        Long from = members.wholeLong("startTime", 0);
        Long until = members.wholeLong("endTime", 0);
        String token = members.text("nextToken", 1, 0, null);
        Integer limit = members.whole("limit", 1, MOST_EVENTS);
        boolean fromHead = Boolean.TRUE.equals(members.flag("startFromHead"));
        List<LogEvent> found = logs.getLogEvents(groupName(members), stream).stream()
                .filter(event -> from == null || event.millis() >= from)
                .filter(event -> until == null || event.millis() < until)
                .toList();
        return EventPage.of(found, token, limit == null ? MOST_EVENTS : limit, fromHead);
    }

    private ObjectNode filterLogEvents(JsonMembers members) {
        members.only(
                "logGroupName",
                "logGroupIdentifier",
                "logStreamNames",
                "logStreamNamePrefix",
                "startTime",
                "endTime",
                "filterPattern",
                "nextToken",
                "limit",
                "interleaved",
                "unmask");
        refuseUnmask(members);
        List<String> streams = members.list("logStreamNames", 1, 100);
        String prefix = members.text("logStreamNamePrefix", 1, 512, STREAM_NAME);
        Long from = members.wholeLong("startTime", 0);
        Long until = members.wholeLong("endTime", 0);
        String pattern = members.text("filterPattern", 0, 1024, null);
        var asked = new LogPageRequest(members, MOST_EVENTS);
        String group = groupName(members);
        if (!streams.isEmpty() && prefix != null) {
            throw new AwsException(
                    INVALID, 400, "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        }
        Predicate<String> matches = FilterPattern.parse(pattern == null ? "" : pattern);
        List<LogEvent> found = logs.filterLogEvents(
                group,
                event -> (streams.isEmpty() || streams.contains(event.stream()))
                        && (prefix == null || event.stream().startsWith(prefix))
                        && (from == null || event.millis() >= from)
                        && (until == null || event.millis() <= until)
                        && matches.test(event.message()));
        Page<LogEvent> page = asked.of(found);
        ObjectNode answer = answer(page);
        ArrayNode events = answer.putArray("events");
        page.items()
                .forEach(event -> events.add(EventPage.event(event)
                        .put("logStreamName", event.stream())
                        .put("eventId", String.format(Locale.ROOT, "%056d", event.id()))));
        answer.putArray("searchedLogStreams");
        return answer;
    }

    private static ObjectNode answer(Page<?> page) {
        ObjectNode answer = Json.object();
        page.nextToken().ifPresent(token -> answer.put("nextToken", token));
        return answer;
    }

    /** The group's name, from either of the members that may name it. */
    private String groupName(JsonMembers members) {
        String name = members.text("logGroupName", 1, 512, GROUP_NAME);
        String identifier = members.text("logGroupIdentifier", 1, 2048, IDENTIFIER);
        members.requireValid(INVALID);
        if (name != null && identifier != null) {
            throw new AwsException(INVALID, 400, "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        if (name == null && identifier == null) {
            throw new AwsException(
                    INVALID,
                    400,
                    "1 validation error detected: Value null at 'logGroupName' failed to satisfy constraint: "
                            + "Member must "
                            + "not be null");
        }
        String prefix = account.arn("logs", "log-group:");
        return name != null ? name : identifier.startsWith(prefix) ? identifier.substring(prefix.length()) : identifier;
    }

    private static void refuseUnmask(JsonMembers members) {
        if (Boolean.TRUE.equals(members.flag("unmask"))) {
            throw members.notImplemented("unmask");
        }
    }
}
