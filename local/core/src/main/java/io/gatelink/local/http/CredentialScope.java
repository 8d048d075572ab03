package io.gatelink.local.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who signed a request, and for which service: the credential scope of its Signature Version 4, in the header or in the
 * query. The control plane reads no more of a signature.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *      signed AWS API request</a>
 */
public record CredentialScope(String accessKeyId, String region, String service) {

    /** Begins only where a word does, and gives nothing back: a long header that fits nowhere is read once. */
    private static final Pattern SCOPE =
            Pattern.compile("(?<![^/,=\\s])([^/,=\\s]++)/\\d{8}/([^/,\\s]++)/([^/,\\s]++)/aws4_request");

    public static Optional<CredentialScope> of(Request request) {
        String scope = request.header("Authorization")
                .or(() -> request.queryParameter("X-Amz-Credential"))
                .orElse("");
        Matcher matcher = SCOPE.matcher(scope);
        // In a header, other words come before.
        return matcher.find(Math.max(0, scope.indexOf("Credential=")))
                ? Optional.of(new CredentialScope(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }
}
