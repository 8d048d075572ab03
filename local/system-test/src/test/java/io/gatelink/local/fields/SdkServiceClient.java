package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.LeanClients;
import io.gatelink.local.core.Json;
import io.gatelink.local.fields.Trial.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A client of the AWS SDK. Where an operation has content besides its request, that is {@code content}. */
final class SdkServiceClient implements ServiceClient {

    private final Object client;
    private final Map<String, Method> methods = new HashMap<>();

    /** @param builder of the service's client */
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> SdkServiceClient(
            B builder, SdkHttpClient transport) {
        this.client = client(builder, transport);
        // S3's requests have content beside them; EventBridge's client looks at a request to find its endpoint.
        if (!(client instanceof S3Client || client instanceof EventBridgeClient)) {
            LeanClients.install(client);
        }
    }

    /** A client that reaches the local AWS of a transport. */
    static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, SdkHttpClient transport) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://localhost"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(transport)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @Override
    public Outcome call(String operation, JsonNode request) {
        Method method = method(operation);
        try {
            Object sent = SdkModel.build(builder(method), request);
            Object answer = method.getParameterCount() == 1
                    ? method.invoke(client, sent)
                    : method.invoke(client, sent, RequestBody.fromString("content"));
            return new Outcome(null, json(answer), "");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AwsServiceException refused) {
                return new Outcome(
                        refused.awsErrorDetails().errorCode() + ": "
                                + refused.awsErrorDetails().errorMessage(),
                        Json.object(),
                        "");
            }
            if (e.getCause() instanceof SdkException refused) {
                return new Outcome("The client: " + refused.getMessage(), Json.object(), "");
            }
            throw new AssertionError(operation + " " + request, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(operation + " " + request, e);
        }
    }

    private static JsonNode json(Object answer) {
        if (answer instanceof ResponseInputStream<?> stream) {
            try (stream) {
                return ((ObjectNode) SdkModel.json(stream.response()))
                        .put("Body", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return SdkModel.json(answer);
    }

    @Override
    public Set<String> leaves(String operation) {
        return SdkModel.leaves(builder(method(operation)));
    }

    @Override
    public String sentAs(String operation, String path) {
        return builder(method(operation)).sdkFields().stream()
                .filter(field -> field.memberName().equals(path))
                .map(field -> field.locationName())
                .findFirst()
                .orElseGet(() -> Paths.name(path));
    }

    private static SdkPojo builder(Method method) {
        try {
            return (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
    }

    private Method method(String operation) {
        return methods.computeIfAbsent(operation, this::find);
    }

    private Method find(String operation) {
        String name = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
        Class<?> service = client.getClass().getInterfaces()[0];
        return Stream.of(service.getMethods())
                .filter(method -> method.getName().equals(name)
                        && method.getParameterCount() > 0
                        && SdkPojo.class.isAssignableFrom(method.getParameterTypes()[0])
                        && Arrays.stream(method.getParameterTypes()).skip(1).allMatch(RequestBody.class::equals))
                .min(Comparator.comparing(Method::getParameterCount))
                .orElseThrow(() -> new IllegalArgumentException("The SDK knows no " + operation));
    }
}
