package io.gatelink.local.cloudformation;

import java.time.Instant;
import java.util.List;

/** Follows deployments. Called exclusively; must return at once. */
public interface StackListener {

    /**
     * A stack was created, updated or deleted, or could not be.
     *
     * @param status   e.g. {@code UPDATE_COMPLETE}
     * @param failures what has failed: {@code <logical id>: <reason>}
     */
    default void deployed(Instant at, String stackName, String status, List<String> failures) {}
}
