package io.gatelink.local.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an API's stage within the local AWS: by path,
 * {@code /_aws/execute-api/<apiId>/<stage>/<path>}, or by Host header,
 * {@code <apiId>.execute-api.<region>.<anything>}.
 *
 * @param restApiId or {@code <apiId>-<vpcEndpointId>}, the name that a VPC endpoint gives a private API
 * @param region that the Host header names; empty if it was addressed by path
 * @param path what follows the stage, as sent; starts with a slash, or is empty
 */
record LocalEndpoint(String restApiId, String stage, String path, Optional<String> region) {

    private static final Pattern BY_PATH = Pattern.compile("/_aws/execute-api/([^/]*)(?:/([^/]*)(/.*)?)?");
    private static final Pattern HOST =
            Pattern.compile("([^.]+)\\.execute-api\\.([^.]+)\\..+", Pattern.CASE_INSENSITIVE);
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Pattern STAGE_AND_PATH = Pattern.compile("/([^/]*)(/.*)?");

    /** The stage that a request goes to, if it goes to one. */
    static Optional<LocalEndpoint> of(Request request) {
        Matcher byPath = BY_PATH.matcher(request.path());
        if (byPath.matches()) {
            return Optional.of(new LocalEndpoint(
                    byPath.group(1), orEmpty(byPath.group(2)), orEmpty(byPath.group(3)), Optional.empty()));
        }
        Matcher host = HOST.matcher(request.header("Host").orElse(""));
        Matcher path = STAGE_AND_PATH.matcher(request.path());
        if (host.matches() && path.matches()) {
            return Optional.of(new LocalEndpoint(
                    host.group(1),
                    path.group(1),
                    orEmpty(path.group(2)),
                    Optional.of(host.group(2).toLowerCase(Locale.ROOT))));
        }
        return Optional.empty();
    }

    /** The host that a request names, in lower case and without a port; {@code localhost} if it names none. */
    static String host(Request request) {
        return PORT.matcher(request.header("Host").orElse("localhost").strip())
                .replaceFirst("")
                .toLowerCase(Locale.ROOT);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
