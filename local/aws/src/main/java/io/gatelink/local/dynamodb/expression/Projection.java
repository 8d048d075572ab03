package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.expression.SemanticErrors.Kind;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.L;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.DocumentPath;
import io.gatelink.local.dynamodb.item.DocumentPath.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * The parts of an item that are asked for.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html">
 *     Projection expressions</a>
 */
public record Projection(List<DocumentPath> paths) {

    public Projection {
        paths = List.copyOf(paths);
    }

    /** @throws AwsException ValidationException, with AWS's text */
    public static Projection parse(String text, Substitutions substitutions) {
        var parser = new Parser(new Tokens("ProjectionExpression", text), substitutions);
        return new Projection(parser.paths());
    }

    /** What is there of an item; elements of lists move together. */
    public M of(M item) {
        return (M) part(item, paths, 0);
    }

    private static AttributeValue part(AttributeValue at, List<DocumentPath> paths, int depth) {
        if (at == null || paths.stream().anyMatch(path -> path.steps().size() == depth)) {
            return at;
        }
        var names = new LinkedHashMap<String, AttributeValue>();
        var elements = new ArrayList<AttributeValue>();
        var steps = paths.stream()
                .map(path -> path.steps().get(depth))
                .distinct()
                .sorted((a, b) -> Integer.compare(a.index(), b.index()))
                .toList();
        for (Step step : steps) {
            AttributeValue child = at instanceof M map && !step.isIndex()
                    ? map.get(step.name())
                    : at instanceof L list
                                    && step.isIndex()
                                    && step.index() < list.values().size()
                            ? list.values().get(step.index())
                            : null;
            AttributeValue wanted = part(
                    child,
                    paths.stream()
                            .filter(path -> path.steps().get(depth).equals(step))
                            .toList(),
                    depth + 1);
            if (wanted != null && step.isIndex()) {
                elements.add(wanted);
            } else if (wanted != null) {
                names.put(step.name(), wanted);
            }
        }
        if (depth == 0) {
            return new M(names);
        }
        if (at instanceof L) {
            return elements.isEmpty() ? null : new L(elements);
        }
        return names.isEmpty() ? null : new M(names);
    }

    private static final class Parser extends ExpressionParser {

        Parser(Tokens tokens, Substitutions substitutions) {
            super(tokens, substitutions, Set.of());
        }

        List<DocumentPath> paths() {
            var paths = new ArrayList<DocumentPath>();
            do {
                DocumentPath path = path();
                paths.forEach(other -> Overlaps.check(other, path, findings));
                paths.add(path);
            } while (tokens.skipSymbol(","));
            tokens.requireEnd();
            throwFirst(Kind.RESERVED_WORD, Kind.UNDEFINED_NAME, Kind.PATHS_OVERLAP, Kind.PATHS_CONFLICT);
            return paths;
        }
    }
}
