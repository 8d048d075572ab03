package io.gatelink.local.s3;

import io.gatelink.local.s3.BucketSettings.Versioning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One bucket: its settings, and its objects in the order of their keys, each with its versions. */
final class Bucket {

    /** S3 lists keys by their bytes. */
    private static final Comparator<String> BY_BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final String name;
    private final Instant created;
    private final ObjectStore store;
    /** The newest version first. */
    private final NavigableMap<String, List<StoredObject>> objects = new TreeMap<>(BY_BYTES);

    private BucketSettings settings;

    Bucket(String name, Instant created, BucketSettings settings, ObjectStore store) {
        this.name = name;
        this.created = created;
        this.settings = settings;
        this.store = store;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    BucketSettings settings() {
        return settings;
    }

    void setSettings(BucketSettings newSettings) {
        settings = newSettings;
    }

    boolean isEmpty() {
        return objects.isEmpty();
    }

    /** Whether all that is left are versions which a listing of objects does not show. */
    boolean hasOnlyOldVersions() {
        return objects.values().stream().allMatch(versions -> versions.get(0).deleteMarker());
    }

    boolean keepsVersions() {
        return settings.versioning() == Versioning.ENABLED;
    }

    /** What there is behind a key, unless that was deleted. */
    Optional<StoredObject> current(String key) {
        return Optional.ofNullable(objects.get(key))
                .map(versions -> versions.get(0))
                .filter(object -> !object.deleteMarker());
    }

    Optional<StoredObject> version(String key, String versionId) {
        return objects.getOrDefault(key, List.of()).stream()
                .filter(object -> object.versionId().equals(versionId))
                .findFirst();
    }

    /** The current objects whose keys come after {@code after}, in order. */
    List<StoredObject> currentAfter(String after) {
        var found = new ArrayList<StoredObject>();
        objects.tailMap(after, false).values().forEach(versions -> {
            if (!versions.get(0).deleteMarker()) {
                found.add(versions.get(0));
            }
        });
        return found;
    }

    /** All versions of all objects: by key, the newest first. */
    List<StoredObject> versions() {
        return objects.values().stream().flatMap(List::stream).toList();
    }

    boolean isLatest(StoredObject object) {
        return objects.get(object.key()).get(0).equals(object);
    }

    /** Adds a version, which takes the place of one with the same id. */
    void add(StoredObject object) {
        remove(object.key(), object.versionId());
        objects.computeIfAbsent(object.key(), key -> new ArrayList<>()).add(0, object);
    }

    Optional<StoredObject> remove(String key, String versionId) {
        Optional<StoredObject> object = version(key, versionId);
        object.ifPresent(found -> {
            List<StoredObject> versions = objects.get(key);
            versions.remove(found);
            if (versions.isEmpty()) {
                objects.remove(key);
            }
            if (found.content() != null) {
                store.delete(found.content());
            }
        });
        return object;
    }
}
