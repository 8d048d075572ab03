package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The workflow variables of one scope. A branch and an iteration have scopes of their own, which read the outer ones
 * as they are at the moment, and end with them.
 */
final class Variables {

    private final Variables outer;
    private final Map<String, JsonNode> own = new LinkedHashMap<>();

    private Variables(Variables outer) {
        this.outer = outer;
    }

    static Variables outermost() {
        return new Variables(null);
    }

    Variables inner() {
        return new Variables(this);
    }

    void set(Map<String, JsonNode> values) {
        own.putAll(values);
    }

    /** Everything that can be seen from here. */
    Map<String, JsonNode> visible() {
        if (outer == null) {
            return Collections.unmodifiableMap(own);
        }
        var all = new LinkedHashMap<>(outer.visible());
        all.putAll(own);
        return all;
    }
}
