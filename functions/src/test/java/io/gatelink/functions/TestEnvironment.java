package io.gatelink.functions;

import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/** An environment with these variables and this transport. */
record TestEnvironment(Map<String, String> variables, SdkHttpClient sdkHttpClient) implements Environment {

    /** One that any handler can be created in, with a transport that must not be used. */
    static TestEnvironment complete() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_REGION", "us-east-1");
        variables.put("GATELINK_OWNER", "gatelink-stack");
        variables.put("STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:publish");
        variables.put("PUBLISH_STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish");
        variables.put("WITHDRAW_STATE_MACHINE_ARN",
                "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-withdraw");
        return new TestEnvironment(variables, new NoTransport());
    }

    TestEnvironment with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new TestEnvironment(more, sdkHttpClient);
    }

    TestEnvironment without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(variables);
        fewer.remove(name);
        return new TestEnvironment(fewer, sdkHttpClient);
    }

    TestEnvironment over(SdkHttpClient transport) {
        return new TestEnvironment(variables, transport);
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "test"));
    }

    @Override
    public HttpClient httpClient() {
        return HttpClient.newHttpClient();
    }

    @Override
    public InstantSource clock() {
        return Steps.CLOCK;
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    private record NoTransport() implements SdkHttpClient {

        @Override
        public software.amazon.awssdk.http.ExecutableHttpRequest prepareRequest(
                software.amazon.awssdk.http.HttpExecuteRequest request) {
            throw new AssertionError("A request is sent: " + request.httpRequest());
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
