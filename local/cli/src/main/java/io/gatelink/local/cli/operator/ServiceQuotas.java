package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalInt;
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
 * @see <a href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html">
 *     GetServiceQuota</a>
 */
record ServiceQuotas(Aws aws) {

    private static final String SERVICE = "servicequotas";
    private static final int OK = 200;

    /** A quota of API Gateway's that applies to this account; none if it has AWS's default, or cannot be read. */
    OptionalInt ofApiGateway(String code) {
        try {
            JsonNode value = ask(Json.object().put("ServiceCode", "apigateway").put("QuotaCode", code))
                    .path("Quota")
                    .path("Value");
            return value.isNumber() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
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
                .putHeader("X-Amz-Target", "ServiceQuotasV20190624.GetServiceQuota")
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
