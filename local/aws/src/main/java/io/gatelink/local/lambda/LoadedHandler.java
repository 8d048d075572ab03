package io.gatelink.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An instance of a handler. Bytes go in and out as the real Java runtime does it: streams as they are, anything else
 * through the runtime's own serialization library.
 *
 * @see <a href="https://github.com/aws/aws-lambda-java-libs/tree/main/aws-lambda-java-runtime-interface-client">The
 *     runtime's source</a>
 */
interface LoadedHandler {

    byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    byte[] handle(byte[] input, Context context) throws Exception;

    /** Creates one, with the public zero-argument constructor, on this thread. */
    static LoadedHandler create(HandlerType handlerType, Consumer<Object> created) throws Throwable {
        Class<?> type = handlerType.load();
        Object instance;
        try {
            instance = type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        created.accept(instance);
        if (instance instanceof RequestStreamHandler handler) {
            return stream(handler);
        }
        @SuppressWarnings("unchecked")
        var handler = (RequestHandler<Object, Object>) instance;
        Map<String, Type> parameters = HandlerType.parameters(type);
        return pojo(handler, parameters.get("I"), parameters.get("O"), handlerType.loader());
    }

    private static LoadedHandler stream(RequestStreamHandler handler) {
        return (input, context) -> {
            var output = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(input), output, context);
            return output.toByteArray();
        };
    }

    private static LoadedHandler pojo(
            RequestHandler<Object, Object> handler, Type input, Type output, ClassLoader loader) {
        PojoSerializer<Object> reader = isVoid(input) ? null : serializer(input, loader);
        PojoSerializer<Object> writer = isVoid(output) ? null : serializer(output, loader);
        return (bytes, context) -> {
            Object result = handler.handleRequest(
                    reader == null ? null : reader.fromJson(new ByteArrayInputStream(bytes)), context);
            if (writer == null || result == null) {
                return NULL;
            }
            var answer = new ByteArrayOutputStream();
            writer.toJson(result, answer);
            return answer.toByteArray();
        };
    }

    private static boolean isVoid(Type type) {
        return type.equals(Void.class);
    }

    @SuppressWarnings("unchecked")
    private static PojoSerializer<Object> serializer(Type type, ClassLoader loader) {
        if (type instanceof Class<?> known && LambdaEventSerializers.isLambdaSupportedEvent(known.getName())) {
            return LambdaEventSerializers.serializerFor((Class<Object>) known, loader);
        }
        return JacksonFactory.getInstance().getSerializer(type);
    }
}
