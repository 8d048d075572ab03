package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Fields;
import io.gatelink.local.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;

/** All that is known of one publication. */
record PublicationDetails(Publication publication, Optional<Waiting> waiting, Aws aws, Terminal terminal) {

    private static final int LABEL = 16;

    void print(PrintWriter out) {
        Instant now = aws.now();
        out.println(publication.name() + "  " + publication.painted(terminal));
        var fields = new Fields(out, terminal, LABEL);
        fields.text("Load balancer", publication.arn());
        fields.text("Invoke URL", publication.invokeUrl().orElse(""));
        fields.text("Published", since("publishedAt", now));
        fields.text("Checked", since("checkedAt", now));
        fields.text("Stage", text("stage"));
        fields.text("Authorization", publication.authorization());
        fields.text("REST API", publication.id("restApi").orElse(""));
        fields.text("VPC link", publication.vpcLink().orElse(""));
        fields.text("Base path", publication.id("basePathMapping").orElse(""));
        fields.text("Replaces", text("replaces"));
        fields.text(
                "Replaced by",
                publication.text("replacedBy").map(LoadBalancers::name).orElse(""));
        fields.text("Running", publication.holder().orElse(""));
        fields.text("Waits", waiting.map(wait -> wait.sentence(now)).orElse(""));
        fields.text("Last execution", publication.lastExecution().orElse(""));
        fields.text("Error", text("error"));
        fields.text("Reason", text("reason"));
        fields.text(
                "Tried again",
                publication.time("nextTryAt").map(at -> Age.until(at, now)).orElse(""));
        fields.text("Deletion asked", since("deletionAskedAt", now));
        publication.invokeUrl().ifPresent(url -> printCall(fields, url));
        out.flush();
    }

    private void printCall(Fields fields, String url) {
        String authorization = publication.authorization();
        fields.copied(
                "Call it",
                aws.curl().preparation(authorization),
                aws.curl().of(url, authorization, publication.readKey()));
    }

    private String text(String name) {
        return publication.text(name).orElse("");
    }

    private String since(String name, Instant now) {
        return publication.time(name).map(at -> Age.since(at, now)).orElse("");
    }
}
