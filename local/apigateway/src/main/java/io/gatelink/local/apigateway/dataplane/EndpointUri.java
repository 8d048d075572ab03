package io.gatelink.local.apigateway.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code uri} of an HTTP integration, its path a template.
 *
 * @param scheme     {@code http} or {@code https}
 * @param host       as named: where the {@code Host} header and the check of the backend's certificate have it from
 * @param port       the uri's own, or the scheme's
 * @param hostHeader the host, with its port if the uri names one
 * @param path       literal text and parameters' names in turn, beginning with text
 * @param query      the same of the query; {@code null} if there is none
 */
record EndpointUri(String scheme, String host, int port, String hostHeader, List<String> path, List<String> query) {

    private static final Pattern URI = Pattern.compile(
            "(https?)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?((?:/[^?#]*)?)(?:\\?([^#]*))?");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}/]+?)\\+?}");

    /** @throws IllegalArgumentException if {@code text} is no endpoint's uri */
    static EndpointUri parse(String text) {
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            throw new IllegalArgumentException("Invalid endpoint address: " + text);
        }
        String scheme = uri.group(1);
        int port = uri.group(3) == null ? scheme.equals("https") ? 443 : 80 : Integer.parseInt(uri.group(3));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Invalid endpoint address: " + text);
        }
        String hostHeader = uri.group(3) == null ? uri.group(2) : uri.group(2) + ":" + uri.group(3);
        String path = uri.group(4).isEmpty() ? "/" : uri.group(4);
        return new EndpointUri(
                scheme,
                uri.group(2),
                port,
                hostHeader,
                pieces(path),
                uri.group(5) == null ? null : pieces(uri.group(5)));
    }

    private static List<String> pieces(String text) {
        var pieces = new ArrayList<String>();
        Matcher parameter = PARAMETER.matcher(text);
        int end = 0;
        while (parameter.find()) {
            pieces.add(text.substring(end, parameter.start()));
            pieces.add(parameter.group(1));
            end = parameter.end();
        }
        pieces.add(text.substring(end));
        return List.copyOf(pieces);
    }

    /** The path, each parameter replaced by what {@code value} makes of its name. */
    String path(UnaryOperator<String> value) {
        return filled(path, value);
    }

    /** The same of the query; empty if there is none. */
    String query(UnaryOperator<String> value) {
        return query == null ? "" : filled(query, value);
    }

    private static String filled(List<String> pieces, UnaryOperator<String> value) {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        var filled = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            filled.append(i % 2 == 0 ? pieces.get(i) : value.apply(pieces.get(i)));
        }
        return filled.toString();
    }
}
