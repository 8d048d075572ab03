package io.gatelink.local.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.time.Duration;
import java.util.Locale;

/** Function errors as Lambda and its Java runtime write them. */
final class FunctionErrors {

    private static final String UNHANDLED = "Unhandled";
    private static final String HOST = FunctionErrors.class.getPackageName() + ".LoadedHandler";

    private FunctionErrors() {}

    /** For an event that waited while its function was deleted. */
    static Invocation deleted(AwsException notFound) {
        return of(notFound.code(), notFound.getMessage());
    }

    /**
     * A handler threw: {@code errorType} is the exception's class name, fully qualified; the stack trace ends where
     * the handler was called.
     */
    static Invocation thrown(Throwable thrown) {
        ObjectNode error = Json.object()
                .put(
                        "errorMessage",
                        thrown.getLocalizedMessage() == null
                                ? thrown.getClass().getName()
                                : thrown.getLocalizedMessage())
                .put("errorType", thrown.getClass().getName());
        ArrayNode stackTrace = error.putArray("stackTrace");
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith(HOST)) {
                break;
            }
            stackTrace.add(frame.toString());
        }
        return new Invocation(Json.bytes(error), UNHANDLED);
    }

    static Invocation timedOut(String requestId, Duration timeout) {
        return of(
                "Sandbox.Timedout",
                String.format(
                        Locale.ROOT,
                        "RequestId: %s Error: Task timed out after %.2f seconds",
                        requestId,
                        timeout.toMillis() / 1000.0));
    }

    static Invocation responseTooLarge(int bytes, int most) {
        return of(
                "Function.ResponseSizeTooLarge",
                "Response payload size (" + bytes + " bytes) exceeded maximum allowed payload size (" + most
                        + " bytes).");
    }

    private static Invocation of(String type, String message) {
        return new Invocation(Json.bytes(Json.object().put("errorType", type).put("errorMessage", message)), UNHANDLED);
    }
}
