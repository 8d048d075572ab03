package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Compressed bodies: {@code gzip} and {@code deflate}.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html">
 *      Payload compression for REST APIs</a>
 */
final class ContentCodings {

    private static final String HEADER = "Content-Encoding";

    private ContentCodings() {}

    /**
     * A request whose body is as it was before the caller compressed it.
     *
     * @param maxBytes of the body that comes out; a longer one is cut behind them
     * @throws GatewayResponseException 415 for another coding, and for a body that is not coded as the header says
     */
    static Request decoded(Request request, int maxBytes) throws GatewayResponseException {
        String coding = request.header(HEADER).orElse("identity").toLowerCase(Locale.ROOT);
        if (coding.equals("identity")) {
            return request;
        }
        try (InputStream body = decoder(coding, new ByteArrayInputStream(request.body()))) {
            return new Request(
                    request.method(),
                    request.path(),
                    request.query(),
                    request.headers(),
                    body.readNBytes(maxBytes + 1),
                    request.remoteAddress());
        } catch (IOException e) {
            throw GatewayResponseException.undecodable(coding);
        }
    }

    /**
     * A response, compressed if the caller prefers a coding of ours and the backend has not compressed it.
     *
     * @param minimumCompressionSize of the API; {@code null} if it does not compress
     */
    static Response encoded(Request request, Response response, Integer minimumCompressionSize) {
        if (minimumCompressionSize == null
                || response.stream() != null
                || response.body().length == 0
                || response.body().length < minimumCompressionSize
                || response.headers().keySet().stream().anyMatch(HEADER::equalsIgnoreCase)) {
            return response;
        }
        String coding = preferred(request.headers().getOrDefault("Accept-Encoding", List.of()));
        if (!coding.equals("gzip") && !coding.equals("deflate")) {
            return response;
        }
        var body = new ByteArrayOutputStream();
        try (OutputStream encoder =
                coding.equals("gzip") ? new GZIPOutputStream(body) : new DeflaterOutputStream(body)) {
            encoder.write(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Response(response.status(), response.headers(), body.toByteArray()).with(HEADER, coding);
    }

    private static InputStream decoder(String coding, InputStream body) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPInputStream(body);
            case "deflate" -> new InflaterInputStream(body);
            default -> throw new IOException("unsupported");
        };
    }

    /** The coding with the highest weight, the first of several; {@code identity} if none is asked for. */
    private static String preferred(List<String> acceptEncoding) {
        String preferred = "identity";
        double highest = 0;
        for (String item : String.join(",", acceptEncoding).split(",")) {
            String[] parts = item.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*q=", 2);
            double weight = parts.length < 2 ? 1 : weight(parts[1]);
            if (!parts[0].isEmpty() && weight > highest) {
                preferred = parts[0];
                highest = weight;
            }
        }
        return preferred;
    }

    private static double weight(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
