package io.gatelink.local.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Collects what is wrong with a template, so that all of it is reported at once. */
public final class Problems {

    private final Map<String, Integer> lines;
    private final List<String> found = new ArrayList<>();
    private final List<String> places = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    /** @param lines the line of each path in the template */
    public Problems(Map<String, Integer> lines) {
        this.lines = lines;
    }

    /** @param path from the template's root, dotted, e.g. {@code Resources.Queue.Properties} */
    public void add(String path, String what) {
        String problem = line(path) + path + ": " + what;
        if (!found.contains(problem)) {
            found.add(problem);
            places.add(path);
            texts.add(what);
        }
    }

    /** Whether something is wrong at this place or within it. */
    public boolean areWithin(String path) {
        return places.stream().anyMatch(place -> place.equals(path) || place.startsWith(path + "."));
    }

    /** Each problem: where, and what. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < places.size(); i++) {
            action.accept(places.get(i), texts.get(i));
        }
    }

    /** @throws InvalidDocumentException if anything was added */
    public void requireNone() {
        if (!found.isEmpty()) {
            throw new InvalidDocumentException(found);
        }
    }

    private String line(String path) {
        String known = path;
        while (!lines.containsKey(known)) {
            int dot = known.lastIndexOf('.');
            if (dot < 0) {
                return "";
            }
            known = known.substring(0, dot);
        }
        return "line " + lines.get(known) + ", ";
    }
}
