package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.Environment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Signs requests to APIs whose methods ask for {@code AWS_IAM}, with Signature Version 4. */
record RequestSigner(Environment environment, String region) {

    /** The service that invocations of APIs are signed for. */
    private static final String SERVICE = "execute-api";

    /** Headers that the JDK's client sets itself. */
    private static final Set<String> SET_BY_CLIENT = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        SET_BY_CLIENT.add("Host");
        SET_BY_CLIENT.add("Content-Length");
    }

    static HttpRequest.Builder unsigned(String method, String url) {
        return HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody());
    }

    /** A request without a body, signed. */
    HttpRequest.Builder signed(String method, String url) {
        var request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(method)).uri(URI.create(url)).build();
        var signed = AwsV4HttpSigner.create().sign(sign -> sign
                .identity(environment.credentials().resolveCredentials())
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, environment.clock().withZone(ZoneOffset.UTC))).request();
        HttpRequest.Builder result = unsigned(method, url);
        signed.forEachHeader((name, values) -> {
            if (!SET_BY_CLIENT.contains(name)) {
                values.forEach(value -> result.header(name, value));
            }
        });
        return result;
    }
}
