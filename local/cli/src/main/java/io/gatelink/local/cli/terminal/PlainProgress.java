package io.gatelink.local.cli.terminal;

import io.gatelink.local.cli.terminal.Journal.Visit;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** Progress as lines, for pipes and files: one when a state begins to wait, one when it ends. */
final class PlainProgress implements Progress {

    private final PrintWriter out;

    PlainProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void preparing() {
        out.println(Progress.preparation());
    }

    @Override
    public void begun(String sentence, Supplier<Duration> elapsed) {
        out.println(sentence);
    }

    @Override
    public void retrying(Visit visit) {
        if (visit.retries() == 1) {
            out.println(line(visit, "waits: " + Text.oneLine(visit.waitedFor())));
        }
    }

    @Override
    public void exited(Visit visit) {
        String remarks = Progress.remarks(visit);
        boolean instant = visit.took().toSeconds() == 0;
        String took = visit.failed() || instant ? "" : "done in " + Progress.clock(visit.took());
        out.println(line(visit, took + (took.isEmpty() || remarks.isEmpty() ? "" : ", ") + remarks));
    }

    @Override
    public void ended(Visit visit) {
        out.println(line(visit, ""));
    }

    private static String line(Visit visit, String what) {
        return String.format("%8s  %-24s %s", Progress.clock(visit.enteredAt()), visit.state(), what)
                .stripTrailing();
    }
}
