package io.gatelink.local.cli;

import io.gatelink.local.cli.Journal.Visit;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Progress on a terminal: a line a state, the last one alive while its state is at work. */
final class TerminalProgress implements Progress {

    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final int WIDTH = 100;

    private final PrintWriter out;
    private final boolean color = System.getenv("NO_COLOR") == null;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "gatelink-spinner");
        thread.setDaemon(true);
        return thread;
    });
    private Supplier<Duration> elapsed = () -> Duration.ZERO;
    private Visit current;
    private int tick;

    TerminalProgress(PrintWriter out) {
        this.out = out;
        var unused = ticker.scheduleAtFixedRate(this::spin, 100, 100, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void preparing() {
        rewrite(Progress.preparation());
        out.println();
    }

    @Override
    public synchronized void begun(String rule, Supplier<Duration> now) {
        elapsed = now;
        rewrite(Progress.beginning(rule));
        out.println();
    }

    @Override
    public synchronized void entered(Visit visit) {
        current = visit;
        draw();
    }

    @Override
    public synchronized void retrying(Visit visit) {
        current = visit;
        draw();
    }

    @Override
    public synchronized void exited(Visit visit) {
        current = null;
        String mark = visit.failed() ? paint("31", "✗") : paint("32", "✓");
        String remarks = Progress.remarks(visit);
        rewrite(line(mark, visit) + (visit.failed() ? paint("31", remarks) : paint("2", remarks)));
        out.println();
        out.flush();
    }

    @Override
    public synchronized void close() {
        ticker.shutdownNow();
        if (current != null) {
            out.println();
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
        String spinner = paint("36", SPINNER.substring(tick % SPINNER.length(), tick % SPINNER.length() + 1));
        String waiting = current.retries() == 0 ? ""
                : "retry " + current.retries() + ": " + Text.shortened(Text.oneLine(current.waitedFor()), WIDTH - 50);
        rewrite(line(spinner, current) + paint("2", waiting));
    }

    private String line(String mark, Visit visit) {
        Duration shown = visit.took() == null ? elapsed.get() : visit.enteredAt().plus(visit.took());
        return mark + String.format(" %8s  %-24s ", Progress.clock(shown), visit.state());
    }

    private void rewrite(String line) {
        out.print("\r\033[2K" + line);
        out.flush();
    }

    private String paint(String code, String text) {
        return color && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
