package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.cli.terminal.CurlCommand;

/** The command that calls what was published on the embedded AWS, with its credentials. */
final class InvokeCommand {

    private InvokeCommand() {}

    /** @param published the output of the workflow, or its announcement */
    static String of(JsonNode published) {
        return curl("http://127.0.0.1")
                .of(
                        published.path("invokeUrl").asText(),
                        published.path("authorization").asText(),
                        published.path("readKeyWith").asText());
    }

    /** The variables that the command needs besides, so that the aws command in it reads the key here; or nothing. */
    static String preparation(JsonNode published, String endpoint) {
        return curl(endpoint).preparation(published.path("authorization").asText());
    }

    private static CurlCommand curl(String endpoint) {
        return new CurlCommand(endpoint, Configuration.REGION);
    }
}
