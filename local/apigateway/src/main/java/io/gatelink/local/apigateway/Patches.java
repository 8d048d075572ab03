package io.gatelink.local.apigateway;

import io.gatelink.local.core.AwsException;
import java.util.Map;
import java.util.function.Supplier;

/** What patch operations do to maps. */
final class Patches {

    private Patches() {}

    /**
     * Adds, replaces or removes one entry.
     *
     * @param missing what to throw if an entry to be replaced or removed is not there
     */
    static <V> void change(
            Map<String, V> map, String key, PatchOperation operation, V value, Supplier<AwsException> missing) {
        operation.mustChange();
        if (!operation.is("add") && !map.containsKey(key)) {
            throw missing.get();
        }
        if (operation.is("remove")) {
            map.remove(key);
        } else if (operation.value() == null) {
            throw ApiGatewayErrors.badRequest("Invalid patch value specified for path " + operation.path()
                    + ". A value is required for op '" + operation.op() + "'");
        } else {
            map.put(key, value);
        }
    }
}
