package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.Execution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All executions since the start. Used exclusively. */
final class Executions {

    /** How many a page of older ones has, and a page that has just begun. */
    static final int PAGE = 100;

    private final List<TrackedExecution> all = new ArrayList<>();
    private final Map<String, TrackedExecution> byArn = new HashMap<>();
    private final ChangeLog<TrackedExecution> changeLog;

    Executions(Revisions revisions) {
        changeLog = new ChangeLog<>(revisions);
    }

    /** The one that is followed; followed from now on if it was not. */
    TrackedExecution track(Execution execution) {
        return byArn.computeIfAbsent(execution.arn(), arn -> {
            var tracked = new TrackedExecution(all.size() + 1L, execution);
            all.add(tracked);
            return tracked;
        });
    }

    void changed(TrackedExecution tracked) {
        changeLog.changed(tracked);
    }

    Optional<TrackedExecution> find(String arn) {
        return Optional.ofNullable(byArn.get(arn));
    }

    /** Rows of those that changed; from the beginning, of those that run and of the newest. */
    ArrayNode since(long revision) {
        ArrayNode rows = Json.array();
        changeLog.since(revision).stream()
                .filter(one -> revision > 0 || !one.execution().closed() || one.number() >= from())
                .forEach(one -> rows.add(one.row()));
        return rows;
    }

    /** All from this number on are told from the beginning. */
    long from() {
        return Math.max(1, all.size() - PAGE + 1L);
    }

    /** Rows of those before a number, newest first. */
    ArrayNode before(long number) {
        ArrayNode rows = Json.array();
        int end = (int) Math.max(0, Math.min(all.size(), number - 1));
        for (int i = end - 1; i >= Math.max(0, end - PAGE); i--) {
            rows.add(all.get(i).row());
        }
        return rows;
    }

    int count() {
        return all.size();
    }

    /** ARNs of those that are about a load balancer, newest first, at most so many. */
    ArrayNode about(String loadBalancerArn, String name, int most) {
        ArrayNode rows = Json.array();
        for (int i = all.size() - 1; i >= 0 && rows.size() < most; i--) {
            var input = all.get(i).execution().input();
            if (input.path("loadBalancerArn").asText().equals(loadBalancerArn)
                    || input.path("loadBalancerName").asText().equals(name)) {
                rows.add(all.get(i).row());
            }
        }
        return rows;
    }
}
