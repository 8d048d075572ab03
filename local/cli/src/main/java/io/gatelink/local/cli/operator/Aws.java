package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.CurlCommand;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The AWS that a command speaks to, with its clients, each made when it is asked for first. For any thread. */
final class Aws implements AutoCloseable {

    private static final String EMBEDDED_REGION = "us-east-1";

    private final CommandContext context;
    private final Optional<URI> endpoint;
    private final boolean embedded;
    private final Optional<String> namedProfile;
    private final Optional<String> profile;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http =
            Apache5HttpClient.builder().connectionTimeout(Duration.ofSeconds(5)).build();
    private final Map<Class<?>, AutoCloseable> clients = new HashMap<>();

    /** @throws BadInputException without a Region */
    Aws(StackOptions options, CommandContext context) {
        this.context = context;
        endpoint = options.endpoint(context);
        embedded = endpoint.filter(StackOptions::isOnThisMachine).isPresent();
        namedProfile = options.namedProfile();
        profile = options.profile(context);
        region = Region.of(options.region(context).orElseGet(this::otherRegion));
        credentials = chosenCredentials();
    }

    private String otherRegion() {
        if (embedded) {
            return EMBEDDED_REGION;
        }
        try {
            var chain = DefaultAwsRegionProviderChain.builder();
            profile.ifPresent(chain::profileName);
            return chain.build().getRegion().id();
        } catch (SdkClientException e) {
            throw new BadInputException(
                    "There is no Region: give --region, such as --region us-east-1, or set AWS_REGION.");
        }
    }

    /**
     * A profile that the command line names goes before variables, as with the aws command. The embedded AWS takes any
     * key: without one it is given the one that its documentation uses.
     */
    private AwsCredentialsProvider chosenCredentials() {
        if (namedProfile.isPresent()) {
            return told(ProfileCredentialsProvider.create(namedProfile.get()));
        }
        if (embedded && profile.isEmpty() && !hasKeyVariable()) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        }
        var chain = DefaultCredentialsProvider.builder();
        profile.ifPresent(chain::profileName);
        return told(chain.build());
    }

    /** A credential_process that fails, and a profile that is malformed, are none of the SDK's own exceptions. */
    private static AwsCredentialsProvider told(AwsCredentialsProvider provider) {
        return () -> {
            try {
                return provider.resolveCredentials();
            } catch (IllegalStateException | IllegalArgumentException e) {
                throw SdkClientException.create("Unable to load credentials: " + e.getMessage(), e);
            }
        };
    }

    private boolean hasKeyVariable() {
        return context.variable("AWS_ACCESS_KEY_ID").isPresent();
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    Optional<String> profile() {
        return profile;
    }

    Region region() {
        return region;
    }

    /** The embedded AWS's, or one that the user names; nothing for the account's own. */
    Optional<URI> endpoint() {
        return endpoint;
    }

    /** Whether it is an AWS on this machine. */
    boolean isEmbedded() {
        return embedded;
    }

    /** How often to look at something that changes. */
    Duration pollInterval() {
        return embedded ? Duration.ofMillis(300) : Duration.ofSeconds(1);
    }

    Instant now() {
        return context.loop().instant();
    }

    CommandContext context() {
        return context;
    }

    CurlCommand curl() {
        return embedded
                ? new CurlCommand(endpoint.orElseThrow().toString(), region.id())
                : new CurlCommand("", region.id(), profile.orElse(""), namedProfile.isPresent() || !hasKeyVariable());
    }

    SdkHttpClient http() {
        return http;
    }

    CloudFormationClient cloudFormation() {
        return client(CloudFormationClient.class, CloudFormationClient::builder);
    }

    DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.class, DynamoDbClient::builder);
    }

    SfnClient stepFunctions() {
        return client(SfnClient.class, SfnClient::builder);
    }

    ElasticLoadBalancingV2Client elasticLoadBalancing() {
        return client(ElasticLoadBalancingV2Client.class, ElasticLoadBalancingV2Client::builder);
    }

    ApiGatewayClient apiGateway() {
        return client(ApiGatewayClient.class, ApiGatewayClient::builder);
    }

    synchronized <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AutoCloseable> C client(
            Class<C> type, Supplier<B> builders) {
        return type.cast(clients.computeIfAbsent(type, first -> {
            B builder = builders.get()
                    .region(region)
                    .credentialsProvider(credentials)
                    .httpClient(http);
            endpoint.ifPresent(builder::endpointOverride);
            return builder.build();
        }));
    }

    @Override
    public void close() {
        http.close();
    }
}
