package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The latest events of the bus. Used exclusively. */
final class BusEvents {

    /** How many are kept. */
    static final int MOST = 5000;

    /** How many a page of older ones has, and a page that has just begun. */
    static final int PAGE = 100;

    private final TreeMap<Long, BusEvent> kept = new TreeMap<>();
    private final IdentityHashMap<ObjectNode, BusEvent> byEvent = new IdentityHashMap<>();
    private final ChangeLog<BusEvent> changeLog;
    private long count;

    BusEvents(Revisions revisions) {
        changeLog = new ChangeLog<>(revisions);
    }

    void received(Instant at, ObjectNode event, List<Stack.Rule> matched) {
        var fresh = new BusEvent(++count, at, event, matched);
        kept.put(count, fresh);
        byEvent.put(event, fresh);
        changeLog.changed(fresh);
        if (kept.size() > MOST) {
            BusEvent oldest = kept.pollFirstEntry().getValue();
            byEvent.remove(oldest.event());
            changeLog.forget(oldest);
        }
    }

    /** A delivery of an event that is still kept goes on; the bus hands over the event that it was told of. */
    void delivery(ObjectNode event, Stack.Rule rule, Stack.Target target, String state, String note) {
        BusEvent known = byEvent.get(event);
        if (known != null) {
            known.delivery(rule, target, state, note);
            changeLog.changed(known);
        }
    }

    Optional<BusEvent> find(long number) {
        return Optional.ofNullable(kept.get(number));
    }

    /** Rows of those that changed; from the beginning, of the newest. */
    ArrayNode since(long revision) {
        ArrayNode rows = Json.array();
        changeLog.since(revision).stream()
                .filter(one -> revision > 0 || one.number() > count - PAGE)
                .forEach(one -> rows.add(one.row()));
        return rows;
    }

    /** Rows of those before a number, newest first. */
    ArrayNode before(long number) {
        ArrayNode rows = Json.array();
        kept.headMap(number, false).descendingMap().values().stream()
                .limit(PAGE)
                .forEach(one -> rows.add(one.row()));
        return rows;
    }

    /** How many came; the oldest of them may be forgotten. */
    long count() {
        return count;
    }
}
