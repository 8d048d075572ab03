package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Publications as a table; where the terminal is too narrow for it, as paragraphs.
 *
 * @param waiting what running executions wait for, by their ARNs
 * @param wide    whether to show ids, too
 */
record PublicationList(
        List<Publication> publications, Map<String, Waiting> waiting, Terminal terminal, Instant now, boolean wide) {

    private static final String GAP = "  ";
    private static final List<String> HEADER = List.of("LOAD BALANCER", "STATE", "SINCE", "CHECKED", "INVOKE URL");
    private static final List<String> WIDE_HEADER = List.of("AUTHORIZATION", "REST API", "VPC LINK", "EXECUTION");
    private static final int STATE = 1;

    void print(PrintWriter out) {
        if (publications.isEmpty()) {
            out.println("Nothing is published, and nothing failed. To publish a load balancer: gatelink publish NAME");
            return;
        }
        List<List<String>> rows = publications.stream().map(this::row).toList();
        int[] widths = widths(rows);
        int width = -GAP.length();
        for (int each : widths) {
            width += each + GAP.length();
        }
        boolean fits = !terminal.isInteractive() || width < terminal.columns();
        if (fits) {
            out.println(terminal.faint(line(header(), widths, UnaryOperator.identity())));
        }
        for (int i = 0; i < rows.size(); i++) {
            Publication publication = publications.get(i);
            if (fits) {
                out.println(line(rows.get(i), widths, text -> publication.painted(terminal)));
            } else {
                paragraph(out, publication);
            }
            details(publication).forEach(detail -> indented(out, detail));
        }
        out.flush();
    }

    private List<String> header() {
        if (!wide) {
            return HEADER;
        }
        var header = new ArrayList<>(HEADER);
        header.addAll(WIDE_HEADER);
        return header;
    }

    private List<String> row(Publication one) {
        var row = new ArrayList<>(List.of(
                one.name(),
                one.state(),
                age(one.since()),
                age(one.time("checkedAt")),
                Text.oneLine(one.invokeUrl().orElse("-"))));
        if (wide) {
            row.add(one.authorization().isEmpty() ? "-" : one.authorization());
            row.add(one.id("restApi").orElse("-"));
            row.add(one.vpcLink().orElse("-"));
            row.add(execution(one).orElse("-"));
        }
        return row;
    }

    /** The name of the one that is at work, or was last. */
    private static Optional<String> execution(Publication one) {
        return one.holder().or(one::lastExecution).map(arn -> arn.substring(arn.lastIndexOf(':') + 1));
    }

    private String age(Optional<Instant> time) {
        return time.map(at -> Age.of(Duration.between(at, now))).orElse("-");
    }

    private int[] widths(List<List<String>> rows) {
        List<String> header = header();
        int[] widths = header.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths, UnaryOperator<String> paint) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            boolean last = i == row.size() - 1;
            String padding = last ? "" : " ".repeat(widths[i] - row.get(i).length()) + GAP;
            line.append(i == STATE ? paint.apply(row.get(i)) : row.get(i)).append(padding);
        }
        return line.toString();
    }

    private void paragraph(PrintWriter out, Publication one) {
        out.println(one.name() + GAP + one.painted(terminal));
        one.invokeUrl().ifPresent(url -> out.println(GAP + Text.oneLine(url)));
        var facts = new ArrayList<String>();
        one.since().ifPresent(at -> facts.add("since " + age(Optional.of(at))));
        one.time("checkedAt").ifPresent(at -> facts.add("checked " + age(Optional.of(at)) + " ago"));
        if (wide) {
            Optional.of(one.authorization()).filter(text -> !text.isEmpty()).ifPresent(facts::add);
            one.id("restApi").ifPresent(id -> facts.add("REST API " + id));
            one.vpcLink().ifPresent(id -> facts.add("VPC link " + id));
        }
        if (!facts.isEmpty()) {
            indented(out, String.join(", ", facts));
        }
        if (wide) {
            execution(one).ifPresent(name -> indented(out, "execution " + name));
        }
    }

    /** What it waits for, and why it failed. */
    private List<String> details(Publication one) {
        var details = new ArrayList<String>();
        one.holder().map(waiting::get).ifPresent(wait -> details.add(wait.sentence(now)));
        if (one.state().equals("FAILED")) {
            details.add(
                    one.text("error").map(error -> Text.oneLine(error) + ": ").orElse("")
                            + Text.oneLine(one.text("reason").orElse("")));
            details.add(failures(one));
        }
        return details;
    }

    private String failures(Publication one) {
        long failures = one.number("failures");
        return (failures == 1 ? "Failed once" : "Failed " + failures + " times")
                + one.time("nextTryAt")
                        .map(at -> at.isAfter(now)
                                ? ", tried again in " + Age.of(Duration.between(now, at)) + ", or when its tags change"
                                : ", to be tried again now")
                        .orElse("")
                + "."
                + (one.isServed() ? " What was published before is still served." : "");
    }

    private void indented(PrintWriter out, String text) {
        out.println(GAP + terminal.fit(text, GAP.length()));
    }
}
