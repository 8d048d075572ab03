package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.dynamodb.expression.SemanticErrors.Kind;
import io.gatelink.local.dynamodb.item.DocumentPath;
import io.gatelink.local.dynamodb.item.DocumentPath.Step;

/** Finds two paths of one expression that lead to the same place, or to places that cannot both be. */
final class Overlaps {

    private Overlaps() {}

    static void check(DocumentPath one, DocumentPath two, SemanticErrors findings) {
        int common = Math.min(one.steps().size(), two.steps().size());
        for (int i = 0; i < common; i++) {
            Step a = one.steps().get(i);
            Step b = two.steps().get(i);
            if (a.isIndex() != b.isIndex()) {
                add(findings, Kind.PATHS_CONFLICT, "conflict", one, two);
                return;
            }
            if (!a.equals(b)) {
                return;
            }
        }
        add(findings, Kind.PATHS_OVERLAP, "overlap", one, two);
    }

    private static void add(SemanticErrors findings, Kind kind, String verb, DocumentPath one, DocumentPath two) {
        findings.add(
                kind,
                "Two document paths " + verb + " with each other; must remove or rewrite one of these "
                        + "paths; path one: " + one + ", path two: " + two);
    }
}
