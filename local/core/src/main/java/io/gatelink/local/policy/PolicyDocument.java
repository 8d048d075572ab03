package io.gatelink.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.document.Problems;
import java.util.List;
import java.util.Map;

/** Policies that do not come from a template. */
public final class PolicyDocument {

    private PolicyDocument() {}

    /**
     * The statements of a resource's policy.
     *
     * @throws InvalidDocumentException if it is none, or one that the local AWS does not understand, with all that is
     *         wrong
     */
    public static List<ResourceStatement> ofResource(JsonNode document) {
        var problems = new Problems(Map.of());
        List<ResourceStatement> statements =
                new PolicyDocumentReader(problems).readOfResource(document, "Policy", true);
        problems.requireNone();
        return statements;
    }
}
