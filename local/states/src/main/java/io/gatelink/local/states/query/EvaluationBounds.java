package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Jsonata.Frame;
import java.util.Collection;

/**
 * Keeps one evaluation finite, whatever data it meets: a bounded number of steps, depth and size of intermediate
 * results. Counted rather than timed, so that the same evaluation always ends the same way.
 */
final class EvaluationBounds {

    static final int MAX_STEPS = 1_000_000;
    static final int MAX_DEPTH = 300;
    static final int MAX_CHARACTERS = 4_000_000;
    static final int MAX_ITEMS = 1_000_000;

    private int steps;
    private int depth;

    void guard(Frame frame) {
        frame.setEvaluateEntryCallback((expression, input, environment) -> entered());
        frame.setEvaluateExitCallback((expression, input, environment, result) -> left(result));
    }

    private void entered() {
        if (++steps > MAX_STEPS) {
            throw new QueryException("The evaluation took more than " + MAX_STEPS + " steps");
        }
        if (++depth > MAX_DEPTH) {
            throw new QueryException("The evaluation went deeper than " + MAX_DEPTH + " levels");
        }
    }

    private void left(Object result) {
        depth--;
        if (result instanceof String text) {
            checkCharacters(text.length());
        } else if (result instanceof Collection<?> items) {
            checkItems(items.size());
        }
    }

    static void checkCharacters(long length) {
        if (length > MAX_CHARACTERS) {
            throw new QueryException("A string grew longer than " + MAX_CHARACTERS + " characters");
        }
    }

    static void checkItems(long size) {
        if (size > MAX_ITEMS) {
            throw new QueryException("An array grew longer than " + MAX_ITEMS + " items");
        }
    }
}
