package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Service Quotas, whose client does not come with this version of the SDK: its one request here is made by hand.
 *
 * @see <a href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html">
 *     ListServiceQuotas</a>
 */
record ServiceQuotas(Aws aws) {

    private static final String SERVICE = "servicequotas";
    private static final int OK = 200;

    /** API Gateway's quotas in this account, by their names in small letters; none if they cannot be read. */
    Map<String, Double> ofApiGateway() {
        Map<String, Double> quotas = new LinkedHashMap<>();
        ObjectNode request = Json.object().put("ServiceCode", "apigateway");
        try {
            JsonNode answer;
            do {
                answer = ask(request);
                answer.path("Quotas")
                        .forEach(quota -> quotas.put(
                                quota.path("QuotaName").asText().toLowerCase(Locale.ROOT),
                                quota.path("Value").asDouble()));
                request.put("NextToken", answer.path("NextToken").asText());
            } while (answer.hasNonNull("NextToken"));
        } catch (IOException e) {
            // Then they are not known.
        }
        return quotas;
    }

    private JsonNode ask(JsonNode body) throws IOException {
        URI endpoint = aws.endpoint()
                .orElseGet(() ->
                        URI.create("https://" + ServiceMetadata.of(SERVICE).endpointFor(aws.region())));
        var payload = ContentStreamProvider.fromByteArray(Json.bytes(body));
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "ServiceQuotasV20190624.ListServiceQuotas")
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(aws.credentials().resolveCredentials())
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, aws.region().id()));
        HttpExecuteResponse answer = aws.http()
                .prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(payload)
                        .build())
                .call();
        try (var stream = answer.responseBody().orElseThrow(() -> new IOException("An empty answer"))) {
            byte[] bytes = stream.readAllBytes();
            return answer.httpResponse().statusCode() == OK ? Json.parse(bytes) : Json.object();
        }
    }
}
