package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatelink.local.core.Json;
import java.util.Map;
import java.util.Optional;

/** The load balancers as they were last read, and which of them changed since when. Used by one thread at a time. */
public final class BalancerRows {

    private final ChangeLog<String> changeLog;
    private Map<String, LoadBalancerRow> rows = Map.of();

    /** @param revisions number the changes */
    public BalancerRows(Revisions revisions) {
        changeLog = new ChangeLog<>(revisions);
    }

    /** Takes over what was read anew, by ARN. */
    public void replace(Map<String, LoadBalancerRow> fresh) {
        Map<String, LoadBalancerRow> before = rows;
        rows = Map.copyOf(fresh);
        rows.forEach((arn, row) -> {
            if (!row.equals(before.get(arn))) {
                changeLog.changed(arn);
            }
        });
        before.keySet().stream().filter(arn -> !rows.containsKey(arn)).forEach(changeLog::changed);
    }

    /** The one with this ARN. */
    public Optional<LoadBalancerRow> find(String arn) {
        return Optional.ofNullable(rows.get(arn));
    }

    /** Rows of those that changed after a revision, or are gone. */
    public ArrayNode since(long revision) {
        ArrayNode list = Json.array();
        for (String arn : changeLog.since(revision)) {
            if (rows.containsKey(arn)) {
                list.add(rows.get(arn).json());
            } else if (revision > 0) {
                list.addObject().put("arn", arn).put("gone", true);
            }
        }
        return list;
    }
}
