package io.gatelink.functions.lambda;

/**
 * A value that JSON holds as a string, such as an ARN. Its type is a record and has a public static method {@code
 * of(String)}, which checks the text and throws {@link InvalidInputException}.
 */
public interface TextValue {

    /** The text that {@code of} takes. */
    String text();
}
