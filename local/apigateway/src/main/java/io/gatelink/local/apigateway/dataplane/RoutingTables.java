package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routing tables of the stages called lately: a deployment's resources never change, so each is read once. */
final class RoutingTables {

    private static final int MOST = 1000;

    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String restApiId, String stageName) {}

    private record Entry(List<Resource> resources, RoutingTable table) {}

    RoutingTable of(LiveStage stage) {
        var key = new Key(stage.restApiId(), stage.stageName());
        synchronized (entries) {
            Entry entry = entries.get(key);
            if (entry != null && isSame(entry.resources(), stage.resources())) {
                return entry.table();
            }
        }
        var table = new RoutingTable(stage.resources());
        synchronized (entries) {
            entries.put(key, new Entry(stage.resources(), table));
            if (entries.size() > MOST) {
                entries.remove(entries.keySet().iterator().next());
            }
        }
        return table;
    }

    void forget(String restApiId, String stageName) {
        synchronized (entries) {
            entries.remove(new Key(restApiId, stageName));
        }
    }

    /** By identity, of the list or of what is in it: the directory may make a new list for each call. */
    @SuppressWarnings("ReferenceEquality") // The same objects, so that nothing of them is compared.
    private static boolean isSame(List<Resource> some, List<Resource> others) {
        if (some == others) {
            return true;
        }
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }
}
