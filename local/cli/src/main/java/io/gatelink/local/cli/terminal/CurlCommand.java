package io.gatelink.local.cli.terminal;

import java.net.URI;

/**
 * The command that calls a published API.
 *
 * @param endpoint   where the embedded AWS listens; empty for an account
 * @param region     of the API
 * @param profile    whose credentials call it; empty for the default ones
 * @param exportable whether the credentials are not in the environment, from where curl takes them
 */
public record CurlCommand(String endpoint, String region, String profile, boolean exportable) {

    /** Of the embedded AWS. */
    public CurlCommand(String endpoint, String region) {
        this(endpoint, region, "", false);
    }

    /**
     * The command, in one line.
     *
     * @param authorization what the API asks for, e.g. {@code AWS_IAM}
     * @param readKey       the command that prints the API's key; needed for {@code API_KEY} only
     */
    public String of(String invokeUrl, String authorization, String readKey) {
        String url = resolve(URI.create(invokeUrl)) + "'" + invokeUrl + "'";
        return switch (authorization) {
            case "AWS_IAM" -> "curl --aws-sigv4 aws:amz:" + region + ":execute-api " + user() + url;
            case "API_KEY" -> "curl -H \"x-api-key: $(" + readKey + ")\" " + url;
            case "COGNITO", "CUSTOM" -> "curl -H 'Authorization: <token>' " + url;
            default -> "curl " + url;
        };
    }

    /** The command that sets the variables that it needs besides: to sign, or to read the key here; or nothing. */
    public String preparation(String authorization) {
        return switch (authorization) {
            case "AWS_IAM" ->
                exportable
                        ? "eval \"$(aws configure export-credentials --format env"
                                + (profile.isEmpty() ? "" : " --profile '" + profile + "'") + ")\""
                        : "";
            case "API_KEY" ->
                isEmbedded()
                        ? "export AWS_ENDPOINT_URL=" + endpoint + " AWS_DEFAULT_REGION=" + region
                                + " AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test"
                        : "export AWS_DEFAULT_REGION=" + region
                                + (profile.isEmpty() ? "" : " AWS_PROFILE='" + profile + "'");
            default -> "";
        };
    }

    private String user() {
        // curl leaves out a header without a value: permanent credentials have no session token.
        return isEmbedded()
                ? "--user test:test "
                : "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" "
                        + "-H \"x-amz-security-token: $AWS_SESSION_TOKEN\" ";
    }

    private boolean isEmbedded() {
        return !endpoint.isEmpty();
    }

    /** The option by which curl finds a custom domain of the embedded AWS, whatever DNS says of its name. */
    private String resolve(URI url) {
        return !isEmbedded() || url.getHost() == null || url.getHost().equals("127.0.0.1")
                ? ""
                : "--resolve " + url.getHost() + ":" + url.getPort() + ":127.0.0.1 ";
    }
}
