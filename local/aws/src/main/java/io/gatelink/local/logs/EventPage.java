package io.gatelink.local.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of a stream's events, with tokens for those before and after it: each names the event that it stops at. */
final class EventPage {

    private static final Pattern TOKEN = Pattern.compile("(?<way>[fb])/(?<id>\\d{1,18})/s");

    private EventPage() {}

    /**
     * The answer of GetLogEvents.
     *
     * @param token    {@code null} for the first page
     * @param fromHead whether that is the oldest
     */
    static ObjectNode of(List<LogEvent> all, String token, int limit, boolean fromHead) {
        List<LogEvent> page;
        long before;
        if (token == null) {
            page = fromHead
                    ? all.subList(0, Math.min(limit, all.size()))
                    : all.subList(Math.max(0, all.size() - limit), all.size());
            before = 0;
        } else {
            Matcher matcher = TOKEN.matcher(token);
            if (!matcher.matches()) {
                throw new AwsException("InvalidParameterException", 400, "The specified nextToken is invalid.");
            }
            before = Long.parseLong(matcher.group("id"));
            long id = before;
            if (matcher.group("way").equals("f")) {
                page = all.stream()
                        .filter(event -> event.id() > id)
                        .limit(limit)
                        .toList();
            } else {
                List<LogEvent> older =
                        all.stream().filter(event -> event.id() < id).toList();
                page = older.subList(Math.max(0, older.size() - limit), older.size());
            }
        }
        ObjectNode answer = Json.object();
        ArrayNode events = answer.putArray("events");
        page.forEach(event -> events.add(event(event)));
        // At the end of a stream, the token that was passed comes back.
        long first = page.isEmpty() ? before : page.get(0).id();
        long last = page.isEmpty() ? before : page.get(page.size() - 1).id();
        return answer.put("nextForwardToken", "f/" + last + "/s").put("nextBackwardToken", "b/" + first + "/s");
    }

    static ObjectNode event(LogEvent event) {
        return Json.object()
                .put("timestamp", event.millis())
                .put("message", event.message())
                .put("ingestionTime", event.millis());
    }
}
