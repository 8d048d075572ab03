package io.gatelink.local.states.query;

import java.util.regex.Pattern;

/**
 * An expression that failed while it was evaluated. The message is one clause: JSONata's code and text, or what
 * exceeded the bounds.
 */
public final class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Pattern CODED = Pattern.compile("(?s)[DST]\\d{4}: .*");

    public QueryException(String message) {
        super(message, null, false, false);
    }

    /** Whether the message begins with a code of JSONata's. */
    public boolean coded() {
        return CODED.matcher(getMessage()).matches();
    }
}
