package io.gatelink.functions.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * Builds the SDK's clients; nothing else does. They do not retry: the state machine does all the waiting.
 *
 * <p>While Lambda prepares a SnapStart snapshot, a twin of each client makes one call to a {@link CannedTransport}: the
 * classes that a call takes are in the snapshot then, and no network is.
 */
public final class Clients {

    /**
     * For a whole call. The functions' own time-outs leave room for some that answer late, and for one that does not
     * answer at all: so a function says so itself before Lambda ends it.
     */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    /** Nobody's configuration files: what a client does depends on its environment only. */
    private static final ProfileFile NO_PROFILES = ProfileFile.aggregator().build();

    /** Keeps the time of all clients' calls; by default each client would start five threads of its own. */
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "gatelink-call-timeouts");
        thread.setDaemon(true);
        return thread;
    });

    private Clients() {
    }

    public static ApiGatewayClient apiGateway(Environment environment) {
        return apiGateway(environment, CALL_TIMEOUT);
    }

    /**
     * One that takes longer calls, too.
     *
     * @param longest what a request may give its call in its own configuration; the others are given
     *                {@link #CALL_TIMEOUT}
     */
    public static ApiGatewayClient apiGateway(Environment environment, Duration longest) {
        return client(environment, longest, ApiGatewayClient::builder, "{}", ApiGatewayClient::getVpcLinks);
    }

    public static SfnClient stepFunctions(Environment environment) {
        return client(environment, CALL_TIMEOUT, SfnClient::builder, "{}",
                twin -> twin.startExecution(request -> request.stateMachineArn("primed").name("primed").input("{}")));
    }

    public static DynamoDbClient dynamoDb(Environment environment) {
        return client(environment, CALL_TIMEOUT, DynamoDbClient::builder, "{}",
                twin -> twin.getItem(request -> request.tableName("primed").key(Map.of())));
    }

    public static ElasticLoadBalancingV2Client elasticLoadBalancing(Environment environment) {
        return client(environment, CALL_TIMEOUT, ElasticLoadBalancingV2Client::builder,
                "<Response><DescribeLoadBalancersResult/></Response>",
                ElasticLoadBalancingV2Client::describeLoadBalancers);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends SdkClient> C client(
            Environment environment, Duration longest, Supplier<B> builders, String cannedAnswer, Consumer<C> call) {
        if (environment.variable(EnvironmentVariables.AWS_LAMBDA_INITIALIZATION_TYPE)
                .filter("snap-start"::equals).isPresent()) {
            try (C twin = configured(builders.get(), new Settings(environment))
                    .httpClient(new CannedTransport(cannedAnswer))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                    .build()) {
                call.accept(twin);
            }
        }
        return configured(builders.get(), new Settings(environment))
                .httpClient(environment.sdkHttpClient(longest))
                .credentialsProvider(environment.credentials())
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C extends SdkClient> B configured(B builder, Settings settings) {
        settings.endpoint().map(URI::create).ifPresent(builder::endpointOverride);
        return builder.region(Region.of(settings.region()))
                .overrideConfiguration(override -> override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .scheduledExecutorService(TIMER)
                        .apiCallTimeout(CALL_TIMEOUT)
                        .apiCallAttemptTimeout(CALL_TIMEOUT)
                        .defaultProfileFile(NO_PROFILES));
    }
}
