package io.gatelink.local.http;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request as it came, or as the in-memory transport would have sent it.
 *
 * @param method  in upper case
 * @param path    as sent, percent-encoding untouched, without the query; starts with a slash
 * @param query   as sent, without the question mark; empty if there is none
 * @param headers every value of every header; names compare without regard to case
 * @param remoteAddress the caller's IP address
 */
public record Request(
        String method,
        String path,
        String query,
        Map<String, List<String>> headers,
        byte[] body,
        String remoteAddress) {

    /** The address of callers on this machine. */
    public static final String LOOPBACK = "127.0.0.1";

    public Request {
        method = method.toUpperCase(Locale.ROOT);
        Objects.requireNonNull(path, "path");
        query = query == null ? "" : query;
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> sorted.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableSortedMap(sorted);
        body = body == null ? new byte[0] : body;
        Objects.requireNonNull(remoteAddress, "remoteAddress");
    }

    /** A request from this machine. */
    public Request(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
        this(method, path, query, headers, body, LOOPBACK);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The query's parameters, decoded, each with all its values in the order sent. */
    public Map<String, List<String>> queryParameters() {
        return QueryString.parse(query);
    }

    /** The first value of a parameter of the query. */
    public Optional<String> queryParameter(String name) {
        List<String> values = queryParameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }
}
