package io.gatelink.local.cloudformation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change set.
 *
 * @param type   {@code CREATE} or {@code UPDATE}
 * @param status {@code CREATE_COMPLETE} or {@code FAILED}
 * @param execution {@code AVAILABLE}, {@code UNAVAILABLE}, {@code OBSOLETE} or {@code EXECUTE_COMPLETE}
 */
record ChangeSet(
        String id,
        String name,
        String type,
        Optional<String> description,
        Instant created,
        Plan plan,
        String status,
        Optional<String> reason,
        String execution) {

    /** What it would make of the stack. */
    Map<String, String> parameters() {
        return plan.parameters();
    }

    List<Change> changes() {
        return plan.changes();
    }

    ChangeSet with(String newExecution) {
        return new ChangeSet(id, name, type, description, created, plan, status, reason, newExecution);
    }
}
