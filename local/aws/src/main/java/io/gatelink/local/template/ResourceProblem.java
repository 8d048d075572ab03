package io.gatelink.local.template;

import io.gatelink.local.document.Problems;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a resource cannot be deployed.
 *
 * @param resource  its logical id; {@code Rule <name>} for a rule
 * @param message   in the service's words
 * @param sentences the same for people, with the resource's name
 */
public record ResourceProblem(String resource, String message, List<String> sentences) {

    public ResourceProblem {
        sentences = List.copyOf(sentences);
    }

    /** What a template's resources are accused of, by their paths. */
    static List<ResourceProblem> of(Problems problems) {
        var found = new ArrayList<ResourceProblem>();
        problems.forEach((path, what) -> {
            String[] steps = path.split("\\.", 3);
            found.add(new ResourceProblem(steps.length > 1 ? steps[1] : "", what));
        });
        return found;
    }

    /** A problem that one sentence tells. */
    public ResourceProblem(String resource, String message) {
        this(resource, message, List.of(resource + ": " + message));
    }
}
