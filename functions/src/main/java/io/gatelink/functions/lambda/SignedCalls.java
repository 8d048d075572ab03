package io.gatelink.functions.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Calls of services of which too little is needed for a client of their own: signed and sent by what the SDK's clients
 * are made of. As they, it does not retry.
 */
final class SignedCalls {

    private final Environment environment;
    private final Settings settings;
    private final SdkHttpClient httpClient;
    private final String service;
    private final String contentType;

    /** @param service in whose name requests are signed and sent */
    SignedCalls(AwsClients clients, String service, String contentType) {
        environment = clients.environment();
        settings = clients.settings();
        httpClient = environment.sdkHttpClient(AwsClients.CALL_TIMEOUT);
        this.service = service;
        this.contentType = contentType;
    }

    /** An answer. */
    record Answer(String service, int status, String body) {

        boolean isSuccessful() {
            return status / 100 == 2;
        }

        /** As the SDK makes it of a refusal. */
        AwsServiceException refusal(String code, String message) {
            return AwsServiceException.builder()
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .serviceName(service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1))
                            .errorCode(code)
                            .errorMessage(message)
                            .build())
                    .build();
        }
    }

    /** @throws SdkClientException if no answer comes */
    Answer send(byte[] body, Map<String, String> headers) {
        try {
            HttpExecuteResponse response =
                    httpClient.prepareRequest(signed(body, headers)).call();
            try (InputStream answer =
                    response.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream())) {
                return new Answer(
                        service,
                        response.httpResponse().statusCode(),
                        new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw SdkClientException.create("Service " + service + " did not answer", e);
        }
    }

    private HttpExecuteRequest signed(byte[] body, Map<String, String> headers) {
        String suffix = PartitionMetadata.of(Region.of(settings.region())).dnsSuffix();
        String endpoint = settings.endpoint().orElse("https://" + service + "." + settings.region() + "." + suffix);
        ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
        SdkHttpFullRequest.Builder unsigned = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(endpoint + "/"))
                .putHeader("Content-Type", contentType)
                .putHeader("Content-Length", Integer.toString(body.length));
        headers.forEach(unsigned::putHeader);
        SignedRequest request = AwsV4HttpSigner.create().sign(sign -> sign.identity(
                        environment.credentials().resolveCredentials())
                .request(unsigned.build())
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, settings.region())
                .putProperty(HttpSigner.SIGNING_CLOCK, environment.clock().withZone(ZoneOffset.UTC)));
        return HttpExecuteRequest.builder()
                .request(request.request())
                .contentStreamProvider(request.payload().orElse(payload))
                .build();
    }
}
