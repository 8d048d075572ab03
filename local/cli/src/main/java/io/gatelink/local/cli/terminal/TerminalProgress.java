package io.gatelink.local.cli.terminal;

import io.gatelink.local.cli.terminal.Journal.Visit;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Progress on a terminal: a line a state, the last one alive while its state is at work. */
final class TerminalProgress implements Progress {

    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private final PrintWriter out;
    private final Supplier<Terminal> terminals;
    private Terminal terminal;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "gatelink-spinner");
        thread.setDaemon(true);
        return thread;
    });
    private Supplier<Duration> elapsed = () -> Duration.ZERO;
    private Visit current;
    private boolean closed;
    private int tick;

    /** @param terminals the terminal as it is now; asked at each line, for it may have become wider or narrower */
    TerminalProgress(PrintWriter out, Supplier<Terminal> terminals) {
        this.out = out;
        this.terminals = terminals;
        this.terminal = terminals.get();
        var unused = ticker.scheduleAtFixedRate(this::spin, 100, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void preparing() {
        say(Progress.preparation());
    }

    @Override
    public synchronized void begun(String sentence, Supplier<Duration> now) {
        elapsed = now;
        say(sentence);
    }

    @Override
    public synchronized void entered(Visit visit) {
        terminal = terminals.get();
        current = visit;
        draw();
    }

    @Override
    public synchronized void retrying(Visit visit) {
        terminal = terminals.get();
        current = visit;
        draw();
    }

    @Override
    public synchronized void exited(Visit visit) {
        finish(visit, visit.failed(), Progress.remarks(visit));
    }

    @Override
    public synchronized void ended(Visit visit) {
        finish(visit, true, "");
    }

    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        if (current != null && !closed) {
            out.println();
            out.flush();
        }
        closed = true;
    }

    private void finish(Visit visit, boolean failed, String remarks) {
        if (closed) {
            return;
        }
        current = null;
        terminal = terminals.get();
        String line = line(visit);
        String rest = Text.shortened(remarks, room(line));
        rewrite(
                failed
                        ? terminal.red("✗") + line + terminal.red(rest)
                        : terminal.green("✓") + line + terminal.faint(rest));
        out.println();
        out.flush();
    }

    private void say(String sentence) {
        if (!closed) {
            terminal = terminals.get();
            out.print("\r\033[2K");
            out.println(Text.wrapped(sentence, terminal.columns() - 1));
            out.flush();
        }
    }

    private synchronized void spin() {
        if (current != null) {
            tick++;
            draw();
        }
    }

    private void draw() {
        if (closed) {
            return;
        }
        String spinner = SPINNER.substring(tick % SPINNER.length(), tick % SPINNER.length() + 1);
        String line = line(current);
        String waiting =
                current.retries() == 0 ? "" : "retry " + current.retries() + ": " + Text.oneLine(current.waitedFor());
        rewrite(terminal.cyan(spinner) + line + terminal.faint(Text.shortened(waiting, room(line))));
    }

    private String line(Visit visit) {
        Duration shown =
                visit.took() == null ? elapsed.get() : visit.enteredAt().plus(visit.took());
        String line = String.format(" %8s  %-24s ", Progress.clock(shown), visit.state());
        return Text.shortened(line, Math.max(1, terminal.columns() - 2));
    }

    /** How many characters fit behind the mark and {@code line}; the last column stays free. */
    private int room(String line) {
        return Math.max(0, terminal.columns() - 2 - line.length());
    }

    private void rewrite(String line) {
        // One row, however narrow the terminal becomes: what does not fit is cut off instead of wrapped.
        out.print("\r\033[2K\033[?7l" + line + "\033[?7h");
        out.flush();
    }
}
