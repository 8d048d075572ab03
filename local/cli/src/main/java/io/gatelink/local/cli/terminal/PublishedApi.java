package io.gatelink.local.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** What a published API is told by: its URL, its smoke test and what to know of it. */
public final class PublishedApi {

    private static final int LABEL = 12;
    private static final int LONGEST_BODY = 400;

    private PublishedApi() {}

    /**
     * Prints it.
     *
     * @param output of the execution that published it
     * @return what it was printed with, for more of the kind
     */
    public static Fields print(PrintWriter out, Terminal terminal, JsonNode output) {
        var fields = new Fields(out, terminal, LABEL);
        JsonNode test = output.path("smokeTest");
        fields.text("Invoke URL", output.path("invokeUrl").asText());
        fields.text(
                "Request", test.path("method").asText() + " " + test.path("url").asText());
        fields.text(
                "Answer",
                test.path("status").asText() + " in "
                        + test.path("latencyMillis").asText() + " ms");
        fields.text("", Text.shortened(Text.oneLine(test.path("body").asText()), LONGEST_BODY));
        output.path("warnings").forEach(warning -> fields.text("Warning", warning.asText()));
        return fields;
    }
}
