package io.gatelink.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.template.ResolvedTemplate.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a change set does to a resource.
 *
 * @param action     {@code Add}, {@code Modify} or {@code Remove}
 * @param resource   as it will be; for {@code Remove} as it was
 * @param replaced   whether another resource takes its place
 * @param properties the names of the properties that change
 */
public record Change(String action, Resource resource, boolean replaced, List<String> properties) {

    /** The changes from some resources to others, by logical id. */
    static List<Change> between(Map<String, Resource> before, Map<String, Resource> after) {
        var changes = new ArrayList<Change>();
        var ids = new TreeSet<String>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            Resource old = before.get(id);
            Resource now = after.get(id);
            if (now == null) {
                changes.add(new Change("Remove", old, false, List.of()));
            } else if (old == null) {
                changes.add(new Change("Add", now, false, List.of()));
            } else if (!old.equals(now)) {
                boolean replaced = !old.type().equals(now.type())
                        || !old.physicalId().equals(now.physicalId())
                        || !key(old).equals(key(now));
                changes.add(new Change("Modify", now, replaced, changed(old.properties(), now.properties())));
            }
        }
        return changes;
    }

    /** A table's key cannot change: another table takes its place. */
    private static JsonNode key(Resource resource) {
        return resource.type().equals("AWS::DynamoDB::Table")
                ? resource.properties().path("KeySchema")
                : resource.properties().path("");
    }

    private static List<String> changed(JsonNode before, JsonNode after) {
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> before.path(name).equals(after.path(name)));
        return List.copyOf(names);
    }
}
