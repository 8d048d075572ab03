package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A request to a published API.
 *
 * @param headers by name
 * @param body    {@code null} for none
 */
record ApiRequest(String method, URI url, Map<String, String> headers, byte[] body) {

    private static final Set<String> TOKENS = Set.of("COGNITO", "CUSTOM");
    private static final String AUTHORIZATION = "Authorization";

    /** Headers whose values are shown to none. */
    private static final Set<String> SECRETS = Set.of("cookie", "x-api-key");

    /**
     * Reads what was given on the command line.
     *
     * @param method  {@code null} for GET, or POST with a body
     * @param headers each {@code Name: value}
     * @throws BadInputException if the request is none that can be sent
     */
    static ApiRequest of(String invokeUrl, String path, String method, List<String> headers, byte[] body) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1 || header.chars().anyMatch(Character::isISOControl)) {
                throw new BadInputException("-H is '" + Text.oneLine(header)
                        + "', but must be a header's name and value, such as -H 'Accept: text/plain'.");
            }
            given.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        if (body != null && given.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            given.put("Content-Type", contentType(body));
        }
        String name = Optional.ofNullable(method)
                .orElse(body == null ? "GET" : "POST")
                .toUpperCase(Locale.ROOT);
        try {
            SdkHttpMethod.fromValue(name);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "-X is '" + Text.oneLine(name) + "', but must be GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.");
        }
        return new ApiRequest(name, url(invokeUrl, path), given, body);
    }

    /**
     * What {@code curl} is to be given beside the URL and what the API asks for.
     *
     * @param data the body as it was given, maybe {@code @} and the name of a file; {@code null} for none
     */
    String curlOptions(String data) {
        var options = new StringBuilder();
        if (method.equals("HEAD")) {
            options.append(" --head");
        } else if (!method.equals(data == null ? "GET" : "POST")) {
            options.append(" -X ").append(method);
        }
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase(AUTHORIZATION)) {
                boolean secret = SECRETS.contains(name.toLowerCase(Locale.ROOT));
                options.append(" -H ").append(quoted(name + ": " + (secret ? "<value>" : value)));
            }
        });
        return data == null
                ? options.toString()
                : options.append(" --data-binary ").append(quoted(data)).toString();
    }

    /** As a shell takes it literally. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static URI url(String invokeUrl, String path) {
        try {
            return URI.create(invokeUrl + path.replaceFirst("^/", ""));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("PATH is '" + Text.oneLine(path)
                    + "', but must be a path and maybe a query, percent-encoded where needed, such as "
                    + "/items?limit=10.");
        }
    }

    private static String contentType(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.startsWith("{") || text.startsWith("[") ? "application/json" : "text/plain; charset=utf-8";
    }

    /**
     * With what the API asks for.
     *
     * @throws BadInputException if that has to be given as a header
     */
    SdkHttpRequest authorized(Aws aws, Publication publication) {
        String authorization = publication.authorization();
        if (TOKENS.contains(authorization) && headers.keySet().stream().noneMatch(AUTHORIZATION::equalsIgnoreCase)) {
            throw new BadInputException("-H is missing: the API of " + publication.name() + " asks for a token ("
                    + authorization + "), so give -H 'Authorization: <token>'.");
        }
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(url);
        headers.forEach(request::putHeader);
        if (authorization.equals("API_KEY")) {
            request.putHeader("x-api-key", key(aws, publication));
        }
        return authorization.equals("AWS_IAM") ? signed(aws, request.build()) : request.build();
    }

    private static String key(Aws aws, Publication publication) {
        return publication
                .text("apiKey")
                .map(id -> aws.apiGateway()
                        .getApiKey(request -> request.apiKey(id).includeValue(true))
                        .value())
                .orElseThrow(() -> new BadInputException("The table names no key of " + publication.name()
                        + ": run gatelink publish " + publication.name() + " --once."));
    }

    private SdkHttpRequest signed(Aws aws, SdkHttpFullRequest request) {
        AwsCredentialsIdentity identity = aws.credentials().resolveCredentials();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(payload())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, aws.region().id()))
                .request();
    }

    /** {@code null} without a body. */
    ContentStreamProvider payload() {
        return body == null ? null : ContentStreamProvider.fromByteArray(body);
    }
}
