package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.BS;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValue.N;
import io.gatelink.local.dynamodb.item.AttributeValue.NS;
import io.gatelink.local.dynamodb.item.AttributeValue.SS;
import io.gatelink.local.dynamodb.item.DocumentPath;
import io.gatelink.local.dynamodb.item.Numbers;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What an UpdateItem does to an item.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">
 *     Update expressions</a>
 */
public record UpdateExpression(List<Action> actions) {

    public UpdateExpression {
        actions = List.copyOf(actions);
    }

    /** What is done at one place. */
    sealed interface Action {

        DocumentPath path();
    }

    /** {@code SET path = operand}. */
    record Set(DocumentPath path, Operand operand) implements Action {}

    /** {@code REMOVE path}. */
    record Remove(DocumentPath path) implements Action {}

    /** {@code ADD path value}. */
    record Add(DocumentPath path, AttributeValue value) implements Action {}

    /** {@code DELETE path value}. */
    record Delete(DocumentPath path, AttributeValue value) implements Action {}

    /** @throws AwsException ValidationException, with AWS's text */
    public static UpdateExpression parse(String text, Substitutions substitutions) {
        return UpdateParser.parse(text, substitutions);
    }

    /** The places that it changes. */
    public List<DocumentPath> paths() {
        return actions.stream().map(Action::path).toList();
    }

    /**
     * The item as it is afterwards. All operands are those of the item as it was.
     *
     * @throws AwsException ValidationException, if the item does not allow it
     */
    public M apply(M item) {
        M changed = item;
        for (Action action : actions) {
            if (action instanceof Set set) {
                changed = set.path().put(changed, Operand.required(set.operand(), item));
            } else if (action instanceof Add add) {
                changed = add.path().put(changed, sum(add.path().get(item), add.value()));
            } else if (action instanceof Delete delete) {
                changed = without(changed, delete.path(), delete.path().get(item), delete.value());
            }
        }
        // The last element of a list goes first, so that the others keep their places until it is their turn.
        for (DocumentPath path : actions.stream()
                .filter(Remove.class::isInstance)
                .map(Action::path)
                .sorted(Comparator.comparingInt((DocumentPath path) ->
                                path.steps().get(path.steps().size() - 1).index())
                        .reversed())
                .toList()) {
            changed = path.remove(changed);
        }
        return changed;
    }

    private static AttributeValue sum(AttributeValue there, AttributeValue more) {
        if (there == null) {
            return more;
        }
        if (there instanceof N a && more instanceof N b) {
            return new N(Numbers.add(a.value(), b.value()));
        }
        if (there instanceof SS a && more instanceof SS b) {
            return new SS(union(a.values(), b.values()));
        }
        if (there instanceof NS a && more instanceof NS b) {
            return new NS(union(a.values(), b.values()));
        }
        if (there instanceof BS a && more instanceof BS b) {
            return new BS(union(a.values(), b.values()));
        }
        throw Operand.wrongType();
    }

    private static M without(M item, DocumentPath path, AttributeValue there, AttributeValue less) {
        if (there == null) {
            return path.remove(item);
        }
        AttributeValue rest;
        if (there instanceof SS a && less instanceof SS b) {
            rest = new SS(difference(a.values(), b.values()));
        } else if (there instanceof NS a && less instanceof NS b) {
            rest = new NS(difference(a.values(), b.values()));
        } else if (there instanceof BS a && less instanceof BS b) {
            rest = new BS(difference(a.values(), b.values()));
        } else {
            throw Operand.wrongType();
        }
        return rest.size() == 0 ? path.remove(item) : path.put(item, rest);
    }

    private static <T> TreeSet<T> union(Collection<T> a, Collection<T> b) {
        var union = new TreeSet<>(a);
        union.addAll(b);
        return union;
    }

    private static <T> TreeSet<T> difference(Collection<T> a, Collection<T> b) {
        var difference = new TreeSet<>(a);
        difference.removeAll(b);
        return difference;
    }
}
