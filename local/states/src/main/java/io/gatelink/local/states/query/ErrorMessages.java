package io.gatelink.local.states.query;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;

/**
 * JSONata's error messages as Step Functions writes them: the reference implementation's, in which values stand as
 * JSON. The library quotes every value and writes "Object" for "function".
 *
 * @see <a href="https://github.com/floci-io/floci">floci, JsonataEvaluatorTest: causes captured from AWS with
 *     TestState</a>
 */
final class ErrorMessages {

    private static final String FIRST = "\u0001";
    private static final String SECOND = "\u0002";
    private static final String NO_CODE = "JSonataException ";

    private ErrorMessages() {}

    /** Code and sentence; the sentence alone if the library threw it without a code. */
    static String of(JException e) {
        String template = JException.msg(e.getError(), -1, FIRST, SECOND);
        if (template.startsWith(NO_CODE)) {
            return e.getError();
        }
        return e.getError() + ": "
                + (template.equals(FIRST)
                        ? String.valueOf(e.getCurrent())
                        : template.replace("Object", "function")
                                .replace('"' + FIRST + '"', show(e.getCurrent()))
                                .replace('"' + SECOND + '"', show(e.getExpected())));
    }

    private static String show(Object value) {
        if (value == null || value == Jsonata.NULL_VALUE) {
            return "null";
        }
        try {
            JsonNode json = JsonataValues.toJson(value);
            return Json.write(json);
        } catch (UnsupportedResultException e) {
            return Json.write(Json.of(value.toString()));
        }
    }
}
