package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * What came back from a published API.
 *
 * @param headers by name in small letters
 * @param took    from sending the request to the end of the answer
 */
record ApiAnswer(int status, String statusText, Map<String, List<String>> headers, byte[] body, Duration took) {

    /** @throws IOException if nothing came back */
    static ApiAnswer to(Aws aws, ApiRequest request, SdkHttpRequest authorized, Duration timeout) throws IOException {
        try (SdkHttpClient http = client(aws, timeout)) {
            long sent = aws.context().loop().nanoTime();
            HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(authorized)
                            .contentStreamProvider(request.payload())
                            .build())
                    .call();
            byte[] body = new byte[0];
            if (answer.responseBody().isPresent()) {
                try (var stream = answer.responseBody().get()) {
                    body = stream.readAllBytes();
                }
            }
            var headers = new TreeMap<String, List<String>>();
            answer.httpResponse()
                    .headers()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            return new ApiAnswer(
                    answer.httpResponse().statusCode(),
                    answer.httpResponse().statusText().orElse(""),
                    headers,
                    body,
                    Duration.ofNanos(aws.context().loop().nanoTime() - sent));
        }
    }

    private static SdkHttpClient client(Aws aws, Duration timeout) {
        return Apache5HttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(timeout)
                .dnsResolver(new SystemDefaultDnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) throws UnknownHostException {
                        // The embedded AWS serves custom domain names, too, whatever DNS says of them.
                        return aws.isEmbedded()
                                ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                                : super.resolve(host);
                    }
                })
                .build();
    }

    void print(PrintWriter out, boolean interactive) {
        out.println(status + (statusText.isEmpty() ? "" : " " + Text.oneLine(statusText)) + " in " + took.toMillis()
                + " ms");
        headers.forEach((name, values) -> values.forEach(value -> out.println(name + ": " + Text.oneLine(value))));
        if (body.length > 0) {
            out.println();
            out.println(shown(interactive));
        }
        out.flush();
    }

    /** On a terminal, nothing that would move its cursor. */
    private String shown(boolean interactive) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0) {
            return "(" + body.length + " bytes that are no text: --output FILE keeps them)";
        }
        String stripped = text.replaceFirst("\\R\\z", "");
        return interactive ? stripped.replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", " ") : stripped;
    }

    /** @throws BadInputException if the file cannot be written */
    void save(Path file) {
        try {
            Files.write(file, body);
        } catch (IOException e) {
            throw new BadInputException("--output is '" + Text.oneLine(file.toString()) + "', which cannot be written: "
                    + e.getMessage() + ".");
        }
    }

    /** Why it is no success; nothing if it is one. */
    Optional<String> failure() {
        if (status < 400) {
            return Optional.empty();
        }
        String type = headers.getOrDefault("x-amzn-errortype", List.of("")).get(0);
        return Optional.of(
                type.isEmpty()
                        ? "the backend answered " + status + "."
                        : "API Gateway itself answered " + status + " (" + Text.oneLine(type) + "): "
                                + switch (status) {
                                    case 401, 403 ->
                                        "the caller needs execute-api:Invoke, or the key or token that the "
                                                + "API asks for.";
                                    case 429 -> "the limits of the stage or the account are too low.";
                                    case 500, 503 ->
                                        "the backend has no healthy target, or does not let API Gateway in.";
                                    case 504 -> "the backend is too slow, or security groups keep requests out.";
                                    default -> "see the body.";
                                });
    }
}
