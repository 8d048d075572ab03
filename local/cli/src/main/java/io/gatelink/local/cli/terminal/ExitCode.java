package io.gatelink.local.cli.terminal;

/** What the command's exit codes mean. */
public final class ExitCode {

    /** Published; or there was nothing to publish, and the output says why. */
    public static final int OK = 0;

    /** The publication failed; the reason is on stderr. */
    public static final int FAILED = 1;

    /** Wrong usage or wrong input; nothing was done. */
    public static final int WRONG_INPUT = 2;

    /** A defect of Gatelink itself. */
    public static final int DEFECT = 70;

    private ExitCode() {}
}
