package io.gatelink.local.cli;

import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** What a defect of Gatelink leaves behind for its cause to be found. */
final class Diagnostics {

    /** The environment variable that asks for them. */
    static final String VARIABLE = "GATELINK_DEBUG";

    /** Held, for what is not is forgotten with its handlers. */
    private static final Logger OURS = Logger.getLogger("io.gatelink");

    private Diagnostics() {}

    static boolean areAskedFor() {
        return System.getenv(VARIABLE) != null;
    }

    /** Silences all logs but our own, which goes to {@code err} if {@code asked}. */
    static void configure(boolean asked, PrintStream err) {
        LogManager.getLogManager().reset();
        if (asked) {
            OURS.setLevel(Level.INFO);
            OURS.addHandler(handler(err));
        }
    }

    private static Handler handler(PrintStream err) {
        return new StreamHandler(err, new SimpleFormatter()) {
            @Override
            public synchronized void publish(LogRecord logRecord) {
                super.publish(logRecord);
                flush();
            }
        };
    }
}
