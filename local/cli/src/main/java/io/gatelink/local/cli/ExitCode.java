package io.gatelink.local.cli;

/** What the command's exit codes mean. */
final class ExitCode {

    /** Published; or there was nothing to publish, and the output says why. */
    static final int OK = 0;

    /** The publication failed; the reason is on stderr. */
    static final int FAILED = 1;

    /** Wrong usage or wrong input; nothing was done. */
    static final int WRONG_INPUT = 2;

    /** A defect of Gatelink itself. */
    static final int DEFECT = 70;

    private ExitCode() {}
}
