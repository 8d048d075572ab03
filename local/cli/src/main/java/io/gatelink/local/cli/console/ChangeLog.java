package io.gatelink.local.cli.console;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which things changed since when. Used exclusively. */
public final class ChangeLog<T> {

    private final Revisions revisions;
    private final Map<T, Long> latest = new HashMap<>();
    private final TreeMap<Long, T> byRevision = new TreeMap<>();

    /** @param revisions number the changes */
    public ChangeLog(Revisions revisions) {
        this.revisions = revisions;
    }

    /** It has just changed, or is new. */
    public void changed(T thing) {
        Long before = latest.remove(thing);
        if (before != null) {
            byRevision.remove(before);
        }
        long now = revisions.next();
        latest.put(thing, now);
        byRevision.put(now, thing);
    }

    void forget(T thing) {
        Long before = latest.remove(thing);
        if (before != null) {
            byRevision.remove(before);
        }
    }

    /** What changed after a revision, in the order of its latest change. */
    public Collection<T> since(long revision) {
        return List.copyOf(byRevision.tailMap(revision, false).values());
    }
}
