package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Utils.RangeList;
import java.util.Collection;

/**
 * Keeps one evaluation finite, whatever data it meets: a bounded depth, size of each value, and number of steps. Depth
 * and size are AWS's, measured with TestState in August 2026 (floci-io/floci, JsonataEvaluatorTest): 100 terms of a sum
 * and {@code [1..873782]} are accepted, one more is not. AWS limits time where this counts steps, so that the same
 * evaluation always ends the same way.
 */
final class EvaluationBounds {

    static final int MAX_STEPS = 2_000_000;
    static final int MAX_DEPTH = 100;
    /** A number counts 8, a character 1. */
    static final long MAX_BYTES = 6_990_256;

    private static final int BYTES_OF_A_NUMBER = 8;
    /** So that measuring a long array again and again counts as work, too. */
    private static final int ITEMS_OF_A_STEP = 100;

    private int steps;
    private int depth;

    void guard(Frame frame) {
        frame.setEvaluateEntryCallback((expression, input, environment) -> entered());
        frame.setEvaluateExitCallback((expression, input, environment, result) -> left(result));
    }

    private void entered() {
        takeSteps(1);
        if (++depth > MAX_DEPTH) {
            throw tooDeep();
        }
    }

    private void left(Object result) {
        depth--;
        if (result instanceof String text) {
            checkBytes(text.length());
        } else if (result instanceof Collection<?> items) {
            if (items instanceof RangeList) {
                checkBytes((long) BYTES_OF_A_NUMBER * items.size());
            } else {
                takeSteps(items.size() / ITEMS_OF_A_STEP);
                checkBytes(items.stream().mapToLong(EvaluationBounds::bytes).sum());
            }
        }
    }

    private void takeSteps(int more) {
        steps += more;
        if (steps > MAX_STEPS) {
            throw new QueryException("Expression evaluation timeout: Check for infinite loop");
        }
    }

    private static long bytes(Object item) {
        return item instanceof String text ? text.length() : BYTES_OF_A_NUMBER;
    }

    static void checkBytes(long bytes) {
        if (bytes > MAX_BYTES) {
            throw tooLarge();
        }
    }

    static QueryException tooLarge() {
        return new QueryException("Expression evaluation memory limit exceeded: Check for excessive memory usage");
    }

    static QueryException tooDeep() {
        return new QueryException("Stack overflow error: Check for non-terminating recursive function. "
                + "Consider rewriting as tail-recursive");
    }
}
