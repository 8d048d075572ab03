package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The canonical requests that a request can have been signed as. Clients agree on them for plain paths and queries, but
 * not for others: whether the path is normalized and encoded once more (the AWS SDKs), or neither (curl 7.88); whether
 * the query is encoded afresh and sorted (the SDKs), sorted only (botocore), or neither (curl). All of them cover the
 * request's method, path, query, signed headers and body.
 */
final class CanonicalRequests {

    private CanonicalRequests() {}

    /** @param bodyHash SHA-256 of the body, in hexadecimal */
    static List<String> of(Request request, Signature signature, String bodyHash) {
        String headers = headers(request, signature.signedHeaders());
        var canonical = new ArrayList<String>();
        for (String path : paths(request.path())) {
            for (String query : queries(request.query(), signature.inQuery())) {
                canonical.add(request.method() + "\n" + path + "\n" + query + "\n" + headers + "\n" + bodyHash);
            }
        }
        return canonical;
    }

    private static Set<String> paths(String path) {
        var paths = new LinkedHashSet<String>();
        paths.add(PercentEncoding.encodePath(normalized(path)));
        paths.add(PercentEncoding.encodePath(path));
        paths.add(path);
        paths.add(normalized(path));
        return paths;
    }

    private static Set<String> queries(String query, boolean withoutSignature) {
        List<String> pairs = Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty() && !(withoutSignature && pair.startsWith("X-Amz-Signature=")))
                .map(pair -> pair.indexOf('=') < 0 ? pair + "=" : pair)
                .toList();
        var queries = new LinkedHashSet<String>();
        queries.add(sorted(pairs, PercentEncoding::reencode));
        queries.add(sorted(pairs, text -> PercentEncoding.reencode(text.replace("+", "%20"))));
        queries.add(sorted(pairs, UnaryOperator.identity()));
        queries.add(String.join("&", pairs));
        if (!withoutSignature) {
            queries.add(query);
        }
        return queries;
    }

    /** By name, then by value. */
    private static String sorted(List<String> pairs, UnaryOperator<String> encoding) {
        return String.join(
                "&",
                pairs.stream()
                        .map(pair -> {
                            int equals = pair.indexOf('=');
                            return new String[] {
                                encoding.apply(pair.substring(0, equals)), encoding.apply(pair.substring(equals + 1))
                            };
                        })
                        .sorted(Comparator.<String[], String>comparing(pair -> pair[0])
                                .thenComparing(pair -> pair[1]))
                        .map(pair -> pair[0] + "=" + pair[1])
                        .toList());
    }

    private static String headers(Request request, List<String> signedHeaders) {
        var canonical = new StringBuilder();
        for (String name : signedHeaders) {
            canonical.append(name).append(':');
            List<String> values = request.headers().getOrDefault(name, List.of());
            for (int i = 0; i < values.size(); i++) {
                canonical.append(i == 0 ? "" : ",").append(values.get(i).strip().replaceAll(" +", " "));
            }
            canonical.append('\n');
        }
        return canonical.append('\n').append(String.join(";", signedHeaders)).toString();
    }

    /** Without empty, {@code .} and {@code ..} segments, RFC 3986 section 6.2.2.3. */
    private static String normalized(String path) {
        if (!path.contains("//") && !path.contains("/.")) {
            return path;
        }
        var segments = new ArrayList<String>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        boolean ends = path.endsWith("/") && !segments.isEmpty();
        return "/" + String.join("/", segments) + (ends ? "/" : "");
    }

    /** Header values hold one character for each byte sent; all else is ASCII, or was UTF-8. */
    static byte[] bytes(String canonicalRequest) {
        boolean latin = canonicalRequest.chars().allMatch(c -> c < 0x100);
        return canonicalRequest.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
