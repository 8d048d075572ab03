package io.gatelink.local.cli.terminal;

import io.gatelink.local.cli.terminal.Journal.Visit;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Shows an execution while it runs. */
public interface Progress extends AutoCloseable {

    /** Shows nothing: for output that programs read. */
    Progress SILENT = new Progress() {};

    /** The event's load balancer is being published first, so that there is something to withdraw. */
    default void preparing() {}

    /**
     * The workflow begins.
     *
     * @param sentence what is said of that, such as {@link #beginning}
     * @param elapsed  the time since then, whenever it is asked for
     */
    default void begun(String sentence, Supplier<Duration> elapsed) {}

    default void entered(Visit visit) {}

    default void retrying(Visit visit) {}

    default void exited(Visit visit) {}

    /** The execution failed in this state, which is there for that. */
    default void ended(Visit visit) {}

    @Override
    default void close() {}

    /** The one that fits where the output goes. */
    static Progress to(PrintWriter out, Terminal terminal) {
        return terminal.isInteractive() ? new TerminalProgress(out, Terminal::current) : new PlainProgress(out);
    }

    /** What is said when the event is on its way. */
    static String beginning(String rule) {
        return "Rule " + rule + " matched the event. Simulated time since then, and the workflow's states:";
    }

    /** What is said while the event's load balancer is published. */
    static String preparation() {
        return "The event may end a publication, so its load balancer is published first.";
    }

    /** {@code 03:15}, or {@code 1:03:15}. */
    static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** What to say about a visit besides its name: how often it was retried, and whether it failed. */
    static String remarks(Visit visit) {
        String retries =
                switch (visit.retries()) {
                    case 0 -> "";
                    case 1 -> "1 retry";
                    default -> visit.retries() + " retries";
                };
        String failure = visit.failed() ? "failed" : "";
        return retries + (retries.isEmpty() || failure.isEmpty() ? "" : ", ") + failure;
    }
}
