package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a request claims about its Signature Version 4, in its {@code Authorization} header or in its query.
 *
 * @param scope         {@code 20260101/us-east-1/execute-api/aws4_request}
 * @param signedHeaders in lower case, in the order given
 * @param date          as in the string to sign
 * @param validity      how long after {@code time} a presigned request may be sent; {@code null} for others
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">
 *      Create a signed AWS API request</a>
 */
record Signature(
        String accessKey,
        String scope,
        List<String> signedHeaders,
        String hex,
        String date,
        Instant time,
        Duration validity,
        boolean inQuery) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final DateTimeFormatter BASIC_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Duration LONGEST_VALIDITY = Duration.ofDays(7);

    /** @throws GatewayResponseException if the request has no signature, or a malformed one */
    static Signature of(Request request) throws GatewayResponseException {
        String authorization = request.header("Authorization").orElse(null);
        if (authorization != null) {
            return inHeader(request, authorization);
        }
        if (request.queryParameter("X-Amz-Algorithm").isPresent()) {
            return inQuery(request);
        }
        throw GatewayResponseException.missingAuthenticationToken("No signature in the request");
    }

    /** The parts of the scope: date, Region, service and {@code aws4_request}. */
    String[] scopeParts() {
        return scope.split("/", -1);
    }

    private static Signature inHeader(Request request, String authorization) throws GatewayResponseException {
        int space = authorization.indexOf(' ');
        String algorithm = space < 0 ? authorization : authorization.substring(0, space);
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : authorization.substring(algorithm.length()).split(",")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            } else if (!pair.isBlank()) {
                throw GatewayResponseException.incompleteSignature("'" + pair.strip() + "' not a valid key=value pair"
                        + " (missing equal-sign) in Authorization header: '" + authorization + "'.");
            }
        }
        if (!algorithm.equals(ALGORITHM)) {
            throw GatewayResponseException.incompleteSignature("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
        String date =
                request.header("X-Amz-Date").or(() -> request.header("Date")).orElse(null);
        var problems = new ArrayList<String>();
        for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
            if (parameters.getOrDefault(name, "").isEmpty()) {
                problems.add("Authorization header requires '" + name + "' parameter.");
            }
        }
        if (date == null) {
            problems.add("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        if (!problems.isEmpty()) {
            throw GatewayResponseException.incompleteSignature(
                    String.join(" ", problems) + " Authorization=" + authorization);
        }
        return create(
                parameters.get("Credential"),
                parameters.get("SignedHeaders"),
                parameters.get("Signature"),
                date,
                null,
                false);
    }

    private static Signature inQuery(Request request) throws GatewayResponseException {
        Map<String, List<String>> parameters = request.queryParameters();
        var problems = new ArrayList<String>();
        for (String name : List.of("X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")) {
            if (!parameters.containsKey(name)) {
                problems.add("AWS query-string parameters must include '" + name + "'.");
            }
        }
        String algorithm = parameters.get("X-Amz-Algorithm").get(0);
        if (!algorithm.equals(ALGORITHM)) {
            problems.add("Unsupported AWS 'algorithm': '" + algorithm + "'.");
        }
        if (!problems.isEmpty()) {
            throw GatewayResponseException.incompleteSignature(
                    String.join(" ", problems) + " Re-examine the query-string parameters.");
        }
        return create(
                first(parameters, "X-Amz-Credential"),
                first(parameters, "X-Amz-SignedHeaders"),
                first(parameters, "X-Amz-Signature"),
                first(parameters, "X-Amz-Date"),
                validity(first(parameters, "X-Amz-Expires")),
                true);
    }

    private static Signature create(
            String credential, String signedHeaders, String hex, String date, Duration validity, boolean inQuery)
            throws GatewayResponseException {
        int slash = credential.indexOf('/');
        if (slash < 1 || credential.substring(slash + 1).split("/", -1).length != 4) {
            throw GatewayResponseException.incompleteSignature(
                    "Credential must have exactly 5 slash-delimited elements,"
                            + " e.g. keyid/date/region/service/term, got '" + credential + "'");
        }
        Instant time = time(date);
        return new Signature(
                credential.substring(0, slash),
                credential.substring(slash + 1),
                List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";")),
                hex,
                BASIC_TIME.format(time),
                time,
                validity,
                inQuery);
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    private static Duration validity(String seconds) throws GatewayResponseException {
        if (seconds == null) {
            return null;
        }
        if (!seconds.matches("[0-9]{1,6}") || Long.parseLong(seconds) > LONGEST_VALIDITY.toSeconds()) {
            throw GatewayResponseException.incompleteSignature(
                    "X-Amz-Expires must be a number of seconds, at most " + LONGEST_VALIDITY.toSeconds());
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    private static Instant time(String date) throws GatewayResponseException {
        try {
            return BASIC_TIME.parse(date, Instant::from);
        } catch (DateTimeException notBasic) {
            try {
                return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
            } catch (DateTimeException e) {
                throw GatewayResponseException.incompleteSignature("Date must be in ISO-8601 'basic format'. Got '"
                        + date + "'. See http://en.wikipedia.org/wiki/ISO_8601");
            }
        }
    }
}
