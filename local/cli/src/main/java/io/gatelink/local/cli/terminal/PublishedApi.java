package io.gatelink.local.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** What a published API is told by: its URL, its smoke test and what to know of it. */
public final class PublishedApi {

    /** What stands before lines that belong to a label above them. */
    public static final String INDENT = "              ";

    private PublishedApi() {}

    /** @param output of the execution that published it */
    public static void print(PrintWriter out, JsonNode output) {
        JsonNode test = output.path("smokeTest");
        out.println("  Invoke URL  " + Text.oneLine(output.path("invokeUrl").asText()));
        out.println("  Request     " + test.path("method").asText() + " "
                + Text.oneLine(test.path("url").asText()));
        out.println("  Answer      " + test.path("status").asText() + " in "
                + test.path("latencyMillis").asText() + " ms");
        out.println(INDENT + Text.shortened(Text.oneLine(test.path("body").asText()), 400));
        output.path("warnings").forEach(warning -> out.println("  Warning     " + Text.oneLine(warning.asText())));
    }
}
