package io.gatelink.local.cli.terminal;

/** Wrong input from the person at the terminal: one line that names field, value and remedy; exit code 2. */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message, null, false, false);
    }
}
