package io.gatelink.local.cli.operator;

/**
 * What a check found.
 *
 * @param what   was looked at
 * @param text   what is there
 * @param remedy the command or the step that mends it; empty if nothing is to be done
 */
record Finding(State state, String what, String text, String remedy) {

    /** How it is. */
    enum State {
        OK,
        WARNING,
        MISSING,
        NOT_CHECKED
    }

    static Finding ok(String what, String text) {
        return new Finding(State.OK, what, text, "");
    }

    /** It works without, but not all of it. */
    static Finding warning(String what, String text, String remedy) {
        return new Finding(State.WARNING, what, text, remedy);
    }

    /** It does not work without. */
    static Finding missing(String what, String text, String remedy) {
        return new Finding(State.MISSING, what, text, remedy);
    }

    static Finding notChecked(String what, String why) {
        return new Finding(State.NOT_CHECKED, what, why, "");
    }
}
