package io.gatelink.local.apigateway.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * How a body is converted on its way, by the API's binary media types, the headers and {@code contentHandling}. What is
 * not binary is text in UTF-8: a byte that is not gets lost, as in AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html">
 *      Content type conversions</a>
 */
enum ContentHandling {

    /** Byte for byte. */
    BINARY,
    TEXT,
    BASE64_ENCODED,
    BASE64_DECODED;

    /** What makes the integration's body of the method's, or the other way round. */
    interface Mapping {

        byte[] apply(byte[] body) throws GatewayResponseException;
    }

    static ContentHandling ofRequest(MethodCall call, String contentHandling) {
        boolean binary = isBinary(call, call.request().header("Content-Type").orElse("application/json"));
        if (contentHandling == null) {
            return binary ? BINARY : TEXT;
        }
        return contentHandling.equals("CONVERT_TO_BINARY")
                ? binary ? BINARY : BASE64_DECODED
                : binary ? BASE64_ENCODED : TEXT;
    }

    static ContentHandling ofResponse(MethodCall call, EndpointResponse response, String contentHandling) {
        List<String> contentType = response.values("Content-Type");
        boolean binary = isBinary(call, contentType.isEmpty() ? "application/json" : contentType.get(0));
        if (contentHandling != null) {
            return contentHandling.equals("CONVERT_TO_BINARY")
                    ? binary ? BINARY : BASE64_DECODED
                    : binary ? BASE64_ENCODED : TEXT;
        }
        // Of several only the first counts.
        String accept =
                call.request().header("Accept").orElse("application/json").split(",", 2)[0];
        boolean wantsBinary = isBinary(call, accept);
        if (binary) {
            return wantsBinary ? BINARY : BASE64_ENCODED;
        }
        return wantsBinary ? BASE64_DECODED : TEXT;
    }

    /** @throws GatewayResponseException if it has to be Base64, and is not */
    byte[] mapped(byte[] body, Mapping mapping) throws GatewayResponseException {
        byte[] text =
                switch (this) {
                    case BINARY, BASE64_DECODED -> body;
                    case TEXT -> cleaned(body);
                    case BASE64_ENCODED -> Base64.getEncoder().encode(body);
                };
        byte[] result = mapping.apply(text);
        if (this != BASE64_DECODED) {
            return result;
        }
        try {
            return Base64.getDecoder().decode(result);
        } catch (IllegalArgumentException e) {
            throw GatewayResponseException.configurationError("Unable to base64 decode the body.");
        }
    }

    private static boolean isBinary(MethodCall call, String mediaType) {
        String type = RequestMapper.mediaType(mediaType);
        return call.stage().binaryMediaTypes().stream()
                .anyMatch(binary -> binary.equals("*/*") || binary.equalsIgnoreCase(type));
    }

    private static byte[] cleaned(byte[] body) {
        for (byte b : body) {
            if (b < 0) {
                return new String(body, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            }
        }
        return body;
    }
}
