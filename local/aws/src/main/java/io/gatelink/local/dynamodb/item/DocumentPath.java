package io.gatelink.local.dynamodb.item;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue.L;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way to a place in an item, e.g. {@code a.b[0]}. Items are never changed: what changes them gives another one.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.Attributes.html">Document
 *     paths</a>
 */
public record DocumentPath(List<Step> steps) {

    public DocumentPath {
        steps = List.copyOf(steps);
    }

    /**
     * One step of a path.
     *
     * @param name  an entry of a map; {@code null} for an element of a list
     * @param index an element of a list
     */
    public record Step(String name, int index) {

        /** To an entry of a map. */
        public static Step to(String name) {
            return new Step(name, -1);
        }

        /** To an element of a list. */
        public static Step to(int index) {
            return new Step(null, index);
        }

        /** Whether it leads to an element of a list. */
        public boolean isIndex() {
            return name == null;
        }

        @Override
        public String toString() {
            return isIndex() ? "[" + index + "]" : name;
        }
    }

    /** The name of the attribute that it is in. */
    public String attribute() {
        return steps.get(0).name();
    }

    /** What is there; {@code null} if nothing is. */
    public AttributeValue get(M item) {
        AttributeValue at = item;
        for (Step step : steps) {
            at = child(at, step);
        }
        return at;
    }

    /**
     * The item with a value there; a list's index beyond its end appends.
     *
     * @throws AwsException ValidationException, if what is to hold the value is not there
     */
    public M put(M item, AttributeValue value) {
        return (M) change(item, 0, value);
    }

    /**
     * The item without what is there, if anything is.
     *
     * @throws AwsException ValidationException, if what should hold it is not there
     */
    public M remove(M item) {
        return (M) change(item, 0, null);
    }

    private AttributeValue change(AttributeValue at, int depth, AttributeValue value) {
        Step step = steps.get(depth);
        boolean last = depth == steps.size() - 1;
        if (!(step.isIndex() ? at instanceof L : at instanceof M)) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "The document path provided in the update expression is invalid for update");
        }
        AttributeValue changed = last ? value : change(child(at, step), depth + 1, value);
        if (at instanceof M map) {
            var values = new LinkedHashMap<>(map.values());
            if (changed == null) {
                values.remove(step.name());
            } else {
                values.put(step.name(), changed);
            }
            return new M(values);
        }
        var values = new ArrayList<>(((L) at).values());
        if (step.index() < values.size()) {
            if (changed == null) {
                values.remove(step.index());
            } else {
                values.set(step.index(), changed);
            }
        } else if (changed != null) {
            values.add(changed);
        }
        return new L(values);
    }

    private static AttributeValue child(AttributeValue at, Step step) {
        if (at instanceof M map && !step.isIndex()) {
            return map.get(step.name());
        }
        return at instanceof L list
                        && step.isIndex()
                        && step.index() < list.values().size()
                ? list.values().get(step.index())
                : null;
    }

    /** As AWS's messages name it, e.g. {@code [a, b, [0]]}. */
    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
