package io.gatelink.functions.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * What a handler is made of: its environment, and the SDK's clients, each made once, when it is asked for first. The
 * clients do not retry: the state machine does all the waiting.
 */
public class AwsClients {

    /**
     * For a whole call. The functions' own time-outs leave room for some that answer late, and for one that does not
     * answer at all: so a function says so itself before Lambda ends it.
     */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    /** No configuration files: what a client does depends on its environment only. */
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    /** Keeps the time of all clients' calls; by default each client would start five threads of its own. */
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "gatelink-call-timeouts");
        thread.setDaemon(true);
        return thread;
    });

    private final Environment environment;
    private final Map<Class<?>, SdkClient> clients = new HashMap<>();

    public AwsClients(Environment environment) {
        this.environment = environment;
    }

    /** For the handler that is being created on this thread. Before a snapshot is taken of it, primes for it. */
    public static AwsClients current() {
        Environment environment = Environment.current();
        if (environment
                .variable("AWS_LAMBDA_INITIALIZATION_TYPE")
                .filter("snap-start"::equals)
                .isPresent()) {
            environment.variable("_HANDLER").ifPresent(Priming::run);
        }
        return new AwsClients(environment);
    }

    /** Where the function runs. */
    public Environment environment() {
        return environment;
    }

    /** The function's own variables. */
    public Settings settings() {
        return new Settings(environment);
    }

    /**
     * API Gateway.
     *
     * @param longest what a request may give its call in its own configuration; the others are given
     *                {@link #CALL_TIMEOUT}
     */
    public ApiGatewayClient apiGateway(Duration longest) {
        return client(ApiGatewayClient.class, ApiGatewayClient.builder(), longest);
    }

    /** API Gateway's second API, which has the VPC links of version 2. */
    public ApiGatewayV2Client apiGatewayV2() {
        return client(ApiGatewayV2Client.class, ApiGatewayV2Client.builder(), CALL_TIMEOUT);
    }

    /** Step Functions. */
    public SfnClient stepFunctions() {
        return client(SfnClient.class, SfnClient.builder(), CALL_TIMEOUT);
    }

    /** DynamoDB. */
    public DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.class, DynamoDbClient.builder(), CALL_TIMEOUT);
    }

    /** Elastic Load Balancing. */
    public ElasticLoadBalancingV2Client elasticLoadBalancing() {
        return client(ElasticLoadBalancingV2Client.class, ElasticLoadBalancingV2Client.builder(), CALL_TIMEOUT);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkClient> C client(
            Class<C> type, B builder, Duration longest) {
        return type.cast(clients.computeIfAbsent(type, first -> {
            settings().endpoint().map(URI::create).ifPresent(builder::endpointOverride);
            return builder.region(Region.of(settings().region()))
                    .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())
                            .scheduledExecutorService(TIMER)
                            .apiCallTimeout(CALL_TIMEOUT)
                            .apiCallAttemptTimeout(CALL_TIMEOUT)
                            .defaultProfileFile(NO_PROFILES))
                    .httpClient(environment.sdkHttpClient(longest))
                    .credentialsProvider(environment.credentials())
                    .build();
        }));
    }
}
