package io.gatelink.local.lambda;

import io.gatelink.functions.lambda.Environment;
import io.gatelink.local.template.Stack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** What one sandbox of a function sees instead of {@code System.getenv()} and the machine's clock and network. */
final class FunctionEnvironment implements Environment {

    /** The one secret key of the local AWS. */
    private static final String SECRET_ACCESS_KEY = "test";

    private final Map<String, String> variables;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient sdkHttpClient;
    private final Supplier<WarmSandboxes.Host> host;

    /**
     * @param host  where the sandbox is; asked each time
     * @param alive is run before each call of anything outside
     */
    FunctionEnvironment(
            Stack.Function function,
            String version,
            String accessKeyId,
            String region,
            Supplier<WarmSandboxes.Host> host,
            Runnable alive) {
        var variables = new LinkedHashMap<>(function.environment());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", version);
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        // No snapshot is taken here, so there is nothing to prime for one.
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("_HANDLER", function.handler());
        variables.put("TZ", ":UTC");
        variables.put(
                "AWS_ENDPOINT_URL", host.get().surroundings().endpointUrl().get());
        this.variables = variables;
        this.credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, SECRET_ACCESS_KEY));
        this.host = host;
        this.sdkHttpClient = new Transport(function, host, alive);
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public AwsCredentialsProvider credentials() {
        return credentials;
    }

    @Override
    public SdkHttpClient sdkHttpClient(Duration longest, UnaryOperator<String> hosts) {
        return sdkHttpClient;
    }

    @Override
    public InstantSource clock() {
        return () -> host.get().loop().instant();
    }

    @Override
    public long nanoTime() {
        return host.get().loop().nanoTime();
    }

    /** The transport of wherever the sandbox is. */
    private record Transport(Stack.Function function, Supplier<WarmSandboxes.Host> host, Runnable alive)
            implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            alive.run();
            return host.get().surroundings().sdkHttpClient().apply(function).prepareRequest(request);
        }

        @Override
        public String clientName() {
            return "Sandbox";
        }

        @Override
        public void close() {
            // It is not the sandbox's own.
        }
    }
}
