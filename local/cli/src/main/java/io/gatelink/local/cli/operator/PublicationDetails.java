package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Terminal;
import io.gatelink.local.cli.terminal.Text;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;

/** All that is known of one publication. */
record PublicationDetails(Publication publication, Optional<Waiting> waiting, Aws aws, Terminal terminal) {

    private static final int LABEL = 16;

    void print(PrintWriter out) {
        Instant now = aws.now();
        String state = publication.state();
        out.println(publication.name() + "  "
                + switch (state) {
                    case "PUBLISHED" -> terminal.green(state);
                    case "FAILED" -> terminal.red(state);
                    case "RUNNING" -> terminal.cyan(state);
                    default -> state;
                });
        field(out, "Load balancer", Optional.of(publication.arn()));
        field(out, "Invoke URL", publication.invokeUrl());
        field(out, "Published", publication.time("publishedAt").map(at -> Age.since(at, now)));
        field(out, "Checked", publication.time("checkedAt").map(at -> Age.since(at, now)));
        field(out, "Stage", publication.text("stage"));
        field(out, "Authorization", Optional.of(publication.authorization()).filter(text -> !text.isEmpty()));
        field(out, "REST API", publication.text("restApi"));
        field(out, "VPC link", publication.vpcLink());
        field(out, "Base path", publication.text("basePathMapping"));
        field(out, "Replaces", publication.text("replaces"));
        field(out, "Replaced by", publication.text("replacedBy").map(LoadBalancers::name));
        field(out, "Running", publication.holder());
        field(out, "Waits", waiting.map(wait -> wait.sentence(now)));
        field(out, "Last execution", publication.lastExecution());
        field(out, "Error", publication.text("error"));
        field(out, "Reason", publication.text("reason"));
        field(out, "Tried again", publication.time("nextTryAt").map(at -> Age.until(at, now)));
        field(out, "Deletion asked", publication.time("deletionAskedAt").map(at -> Age.since(at, now)));
        publication
                .invokeUrl()
                .ifPresent(url ->
                        label(out, "Call it", aws.curl().of(url, publication.authorization(), publication.readKey())));
        out.flush();
    }

    private void field(PrintWriter out, String label, Optional<String> value) {
        value.map(Text::oneLine)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> label(
                        out,
                        label,
                        terminal.isInteractive()
                                ? Text.wrapped(text, Math.max(20, terminal.columns() - 1 - LABEL - 2))
                                : text));
    }

    /** A command stays one line, to be copied. */
    private static void label(PrintWriter out, String label, String text) {
        String margin = " ".repeat(LABEL + 2);
        out.println("  " + label + " ".repeat(LABEL - label.length())
                + text.replace(System.lineSeparator(), System.lineSeparator() + margin));
    }
}
