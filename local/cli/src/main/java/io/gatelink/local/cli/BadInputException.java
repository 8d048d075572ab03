package io.gatelink.local.cli;

/** Wrong input from the person at the terminal: one line that names field, value and remedy; exit code 2. */
final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message, null, false, false);
    }
}
