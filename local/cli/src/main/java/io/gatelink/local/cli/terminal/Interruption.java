package io.gatelink.local.cli.terminal;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Says what a command was doing when Ctrl-C, or another signal, ended it. */
public final class Interruption implements AutoCloseable {

    private final Thread hook;

    /** @param message asked for when the signal comes, on a thread of its own */
    public Interruption(PrintWriter err, Supplier<String> message) {
        hook = new Thread(
                () -> {
                    err.println(message.get());
                    err.flush();
                },
                "gatelink-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
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
