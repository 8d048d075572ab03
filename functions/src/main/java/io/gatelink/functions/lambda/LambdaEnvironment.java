package io.gatelink.functions.lambda;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** AWS Lambda itself. */
public enum LambdaEnvironment implements Environment {

    INSTANCE;

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    @Override
    public AwsCredentialsProvider credentials() {
        // With SnapStart they come from the container credentials endpoint, not from variables: the chain knows.
        return DefaultCredentialsProvider.builder().build();
    }

    @Override
    public SdkHttpClient sdkHttpClient() {
        return sdkHttpClient(Clients.CALL_TIMEOUT);
    }

    @Override
    public SdkHttpClient sdkHttpClient(Duration longest) {
        return ApacheHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(3))
                .socketTimeout(longest.minusSeconds(1))
                .build();
    }

    @Override
    public HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
