package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Configuration;
import java.net.URI;

/** The command that calls what was published, with the credentials of the embedded AWS. */
final class InvokeCommand {

    private InvokeCommand() {}

    /** @param published the output of the workflow, or its announcement */
    static String of(JsonNode published) {
        String url = resolve(URI.create(published.path("invokeUrl").asText())) + "'"
                + published.path("invokeUrl").asText() + "'";
        return switch (published.path("authorization").asText()) {
            case "AWS_IAM" ->
                "curl --aws-sigv4 aws:amz:" + Configuration.REGION + ":execute-api --user test:test " + url;
            case "API_KEY" ->
                "curl -H \"x-api-key: $(" + published.path("readKeyWith").asText() + ")\" " + url;
            case "COGNITO", "CUSTOM" -> "curl -H 'Authorization: <token>' " + url;
            default -> "curl " + url;
        };
    }

    /** The option by which curl finds a custom domain here, whatever DNS says of its name. */
    private static String resolve(URI url) {
        return url.getHost() == null || url.getHost().equals("127.0.0.1")
                ? ""
                : "--resolve " + url.getHost() + ":" + url.getPort() + ":127.0.0.1 ";
    }

    /** The variables that the command needs besides, so that the aws command in it reads the key here; or nothing. */
    static String preparation(JsonNode published, String endpoint) {
        return published.path("authorization").asText().equals("API_KEY")
                ? "export AWS_ENDPOINT_URL=" + endpoint + " AWS_DEFAULT_REGION=" + Configuration.REGION
                        + " AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test"
                : "";
    }
}
