package io.gatelink.local.lambda;

/**
 * How an invocation of a function ended.
 *
 * @param payload       what the function returned; if it failed, the JSON object with {@code errorMessage},
 *                      {@code errorType} and {@code stackTrace}
 * @param functionError {@code Unhandled} if the function threw or timed out, otherwise {@code null}
 */
public record Invocation(byte[] payload, String functionError) {

    public boolean failed() {
        return functionError != null;
    }
}
