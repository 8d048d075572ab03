package io.gatelink.local;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.config.AwsClientOption;
import software.amazon.awssdk.core.Response;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.client.handler.ClientExecutionParams;
import software.amazon.awssdk.core.client.handler.SyncClientHandler;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Takes the way between marshalling and transport out of the SDK's clients: no interceptors, no signing, no timers.
 * Requests and answers, and the exceptions that errors become, are still the SDK's own, byte for byte, and a call takes
 * a fifth of the time. {@link LeanClientsTest} holds them against the SDK's own.
 */
public final class LeanClients {

    private LeanClients() {}

    /** Changes all clients that a handler holds. */
    public static void install(Object handler) {
        install(handler, transport -> transport);
    }

    /** The same, with each client's transport replaced. */
    static void install(Object handler, UnaryOperator<SdkHttpClient> transports) {
        try {
            visit(handler, transports);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The SDK's clients are built in another way than before", e);
        }
    }

    private static void visit(Object object, UnaryOperator<SdkHttpClient> transports)
            throws ReflectiveOperationException {
        if (object instanceof AwsClient client) {
            var configuration = (SdkClientConfiguration)
                    field(client, "clientConfiguration").get(client);
            String accessKeyId = configuration
                    .option(AwsClientOption.CREDENTIALS_IDENTITY_PROVIDER)
                    .resolveIdentity()
                    .join()
                    .accessKeyId();
            field(client, "clientHandler")
                    .set(
                            client,
                            new LeanHandler(
                                    transports.apply(configuration.option(SdkClientOption.SYNC_HTTP_CLIENT)),
                                    configuration.option(SdkClientOption.SERVICE_NAME),
                                    "AWS4-HMAC-SHA256 Credential=" + accessKeyId + "/20260101/us-east-1/"
                                            + configuration.option(AwsClientOption.SERVICE_SIGNING_NAME)
                                            + "/aws4_request, SignedHeaders=host, Signature=0"));
            return;
        }
        for (Class<?> type = object == null ? null : object.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    visit(field.get(object), transports);
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type != null && type.getName().startsWith("io.gatelink.functions.");
    }

    private static Field field(Object object, String name) throws ReflectiveOperationException {
        Field field = object.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private record LeanHandler(SdkHttpClient transport, String serviceName, String authorization)
            implements SyncClientHandler {

        @Override
        public <I extends SdkRequest, O extends SdkResponse> O execute(ClientExecutionParams<I, O> call) {
            try {
                SdkHttpFullResponse answer = send(call.getMarshaller().marshall(call.getInput()));
                var attributes =
                        new ExecutionAttributes().putAttribute(SdkExecutionAttribute.SERVICE_NAME, serviceName);
                if (call.getCombinedResponseHandler() != null) {
                    Response<O> response = call.getCombinedResponseHandler().handle(answer, attributes);
                    if (response.isSuccess()) {
                        return response.response();
                    }
                    throw response.exception();
                }
                if (answer.isSuccessful()) {
                    return call.getResponseHandler().handle(answer, attributes);
                }
                throw call.getErrorResponseHandler().handle(answer, attributes);
            } catch (IOException e) {
                throw SdkClientException.builder()
                        .message("Unable to execute HTTP request: " + e.getMessage())
                        .cause(e)
                        .numAttempts(1)
                        .build();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private SdkHttpFullResponse send(SdkHttpFullRequest marshalled) throws IOException {
            SdkHttpFullRequest request = marshalled.toBuilder()
                    .putHeader("Authorization", authorization)
                    .build();
            HttpExecuteResponse answer = transport
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(request)
                            .contentStreamProvider(
                                    request.contentStreamProvider().orElse(null))
                            .build())
                    .call();
            return SdkHttpFullResponse.builder()
                    .statusCode(answer.httpResponse().statusCode())
                    .headers(answer.httpResponse().headers())
                    .content(answer.responseBody().orElse(null))
                    .build();
        }

        @Override
        public <I extends SdkRequest, O extends SdkResponse, R> R execute(
                ClientExecutionParams<I, O> call, ResponseTransformer<O, R> transformer) {
            throw new UnsupportedOperationException("Streaming answers");
        }

        @Override
        public void close() {
            // Holds nothing of its own.
        }
    }
}
