package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the Signature Version 4 of calls to methods that ask for {@code AWS_IAM}. Any access key is known here; its
 * secret key is {@code test}.
 *
 * <p>Written out, because the SDK's signer can only sign: it chooses itself which headers it signs (it adds
 * {@code x-amz-content-sha256}, and leaves others out), so it cannot repeat what another client has signed.
 */
final class SignatureVerifier {

    private static final String SECRET_KEY = "test";
    private static final String SERVICE = "execute-api";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final String region;

    SignatureVerifier(String region) {
        this.region = region;
    }

    /**
     * @param now   by the local AWS's clock
     * @param ahead how far that clock is ahead of the machine's, by which callers from outside sign
     * @return the signature, which is right
     * @throws GatewayResponseException if the request is not signed as it must be, with AWS's reason
     */
    Signature verify(Request request, Instant now, Duration ahead) throws GatewayResponseException {
        Signature signature = Signature.of(request);
        checkScope(signature);
        boolean outside = signature.time().isBefore(now.minus(ahead.dividedBy(2)));
        checkTime(signature, outside ? now.minus(ahead) : now);
        if (!signature.signedHeaders().contains("host")) {
            throw GatewayResponseException.invalidSignature(
                    "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        byte[] key = signingKey(signature.scopeParts());
        byte[] claimed = signature.hex().getBytes(StandardCharsets.UTF_8);
        String bodyHash = HexFormat.of().formatHex(sha256(request.body()));
        for (String canonicalRequest : CanonicalRequests.of(request, signature, bodyHash)) {
            String stringToSign = Signature.ALGORITHM + "\n" + signature.date() + "\n" + signature.scope() + "\n"
                    + HexFormat.of().formatHex(sha256(CanonicalRequests.bytes(canonicalRequest)));
            String expected = HexFormat.of().formatHex(hmac(key, stringToSign));
            if (MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), claimed)) {
                return signature;
            }
        }
        throw GatewayResponseException.invalidSignature(
                "The request signature we calculated does not match the signature"
                        + " you provided. Check your AWS Secret Access Key and signing method. Consult the service "
                        + "documentation"
                        + " for details.");
    }

    private void checkScope(Signature signature) throws GatewayResponseException {
        String[] scope = signature.scopeParts();
        if (!scope[3].equals("aws4_request")) {
            throw GatewayResponseException.invalidSignature("Credential should be scoped with a valid terminator:"
                    + " 'aws4_request', not '" + scope[3] + "'.");
        }
        if (!scope[1].equals(region)) {
            throw GatewayResponseException.invalidSignature(
                    "Credential should be scoped to a valid region, not '" + scope[1] + "'. ");
        }
        if (!scope[2].equals(SERVICE)) {
            throw GatewayResponseException.invalidSignature(
                    "Credential should be scoped to correct service: '" + SERVICE + "'. ");
        }
        String day = signature.date().substring(0, 8);
        if (!scope[0].equals(day)) {
            throw GatewayResponseException.invalidSignature(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601" + " version of date from HTTP: '"
                            + scope[0] + "' != '" + day + "', from '" + signature.date() + "'.");
        }
    }

    private static void checkTime(Signature signature, Instant now) throws GatewayResponseException {
        Instant latest = signature.time().plus(signature.validity() == null ? TOLERANCE : signature.validity());
        if (now.isAfter(latest)) {
            throw GatewayResponseException.invalidSignature(
                    signature.validity() == null
                            ? "Signature expired: " + signature.date() + " is now earlier than "
                                    + basic(now.minus(TOLERANCE)) + " (" + basic(now) + " - 5 min.)"
                            : "Signature expired: " + basic(latest) + " is now earlier than " + basic(now));
        }
        if (now.plus(TOLERANCE).isBefore(signature.time())) {
            throw GatewayResponseException.invalidSignature("Signature not yet current: " + signature.date()
                    + " is still later than " + basic(now.plus(TOLERANCE)) + " (" + basic(now) + " + 5 min.)");
        }
    }

    private static String basic(Instant time) {
        return Signature.BASIC_TIME.format(time);
    }

    private static byte[] signingKey(String[] scope) {
        byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
        for (String part : scope) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
