package io.gatelink.local.cli.console;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which things changed since when. Used exclusively. */
public final class Ledger<T> {

    private final Bell bell;
    private final Map<T, Long> revisions = new HashMap<>();
    private final TreeMap<Long, T> byRevision = new TreeMap<>();

    /** @param bell rung whenever something changes */
    public Ledger(Bell bell) {
        this.bell = bell;
    }

    /** It has just changed, or is new. */
    public void touch(T thing) {
        Long before = revisions.remove(thing);
        if (before != null) {
            byRevision.remove(before);
        }
        long now = bell.ring();
        revisions.put(thing, now);
        byRevision.put(now, thing);
    }

    void forget(T thing) {
        Long before = revisions.remove(thing);
        if (before != null) {
            byRevision.remove(before);
        }
    }

    /** What changed after a revision, in the order of its latest change. */
    public Collection<T> since(long revision) {
        return List.copyOf(byRevision.tailMap(revision, false).values());
    }
}
