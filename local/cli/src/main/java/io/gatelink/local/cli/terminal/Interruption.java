package io.gatelink.local.cli.terminal;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Says what a command was doing when Ctrl-C, or another signal, ended it. */
public final class Interruption implements AutoCloseable {

    private final Thread hook;

    /** @param message asked for when the signal comes, on a thread of its own */
    public Interruption(PrintWriter err, Supplier<String> message) {
        this(() -> {
            err.println(message.get());
            err.flush();
        });
    }

    private Interruption(Runnable told) {
        hook = new Thread(told, "gatelink-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says nothing; but on a terminal, what comes next begins a line of its own. */
    public static Interruption quiet(PrintWriter out, Terminal terminal) {
        return new Interruption(() -> {
            if (terminal.isInteractive()) {
                out.println();
                out.flush();
            }
        });
    }

    /** The command ended by itself. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came at the same time, and the message is shown.
        }
    }
}
