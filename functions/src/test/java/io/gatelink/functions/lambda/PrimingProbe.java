package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.SdkClient;

/**
 * A function's process as Lambda starts it for a snapshot, and its first event after that: the recorded one once more,
 * answered by a loopback server of its own. {@link PrimingTest} runs it.
 */
public final class PrimingProbe {

    private PrimingProbe() {}

    /** Loaded right before the first event, so that the log of loaded classes shows where it begins. */
    static final class FirstEvent {

        private FirstEvent() {}

        static void begins() {
            // To be loaded is all it does.
        }
    }

    /** @param handler the name of its class */
    @SuppressWarnings("CatchAndPrintStackTrace") // the process that started this one reads it
    public static void main(String[] handler) {
        int exitCode = 1;
        try {
            run(handler[0]);
            exitCode = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        // The server would keep the process.
        System.exit(exitCode);
    }

    private static void run(String handler) throws Exception {
        Queue<String> recording = new ConcurrentLinkedQueue<>(recording(handler));
        InstantSource clock = InstantSource.fixed(Instant.parse(recording.remove()));
        String event = recording.remove();
        var calls = new AtomicInteger();
        String url = "http://127.0.0.1:"
                + serve(() -> {
                    calls.incrementAndGet();
                    return recording.remove();
                });
        byte[] bytes = event.replace("https://localhost:0", url).getBytes(StandardCharsets.UTF_8);
        var environment = new Environment() {
            @Override
            public Optional<String> variable(String name) {
                return name.equals("AWS_ENDPOINT_URL") ? Optional.of(url) : Environment.super.variable(name);
            }

            @Override
            public InstantSource clock() {
                return clock;
            }
        };
        var context = new RecordingContext();
        Object instance = Environment.within(environment, () -> {
            try {
                return Class.forName(handler).getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
        clients(instance);
        System.out.println("calls while priming: " + calls);
        // What the test itself needs is loaded before.
        context.getLogger().log(new byte[0], LogLevel.INFO);
        var in = new ByteArrayInputStream(bytes);
        FirstEvent.begins();
        try {
            handle(instance, in, context);
        } catch (VpcLinkDeletingException e) {
            // So its run ends.
        }
        System.out.println("answers left over: " + (recording.remove().isEmpty() ? 0 : recording.size()));
    }

    @SuppressWarnings("unchecked")
    private static void handle(Object handler, InputStream in, RecordingContext context) throws IOException {
        if (handler instanceof RequestStreamHandler task) {
            task.handleRequest(in, OutputStream.nullOutputStream(), context);
        } else {
            ((RequestHandler<ScheduledEvent, Object>) handler)
                    .handleRequest(
                            LambdaEventSerializers.serializerFor(
                                            ScheduledEvent.class, PrimingProbe.class.getClassLoader())
                                    .fromJson(in),
                            context);
        }
    }

    /** As AWS does, it keeps connections open. */
    private static int serve(Supplier<String> answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String[] answer = answers.get().split(" ", 3);
            byte[] body = answer[2].getBytes(StandardCharsets.UTF_8);
            var crc = new CRC32();
            crc.update(body);
            exchange.getResponseHeaders().set("x-amz-crc32", Long.toString(crc.getValue()));
            exchange.getResponseHeaders().set(answer[1].split(":")[0], answer[1].split(":")[1]);
            exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return server.getAddress().getPort();
    }

    static List<String> recording(String handler) throws Exception {
        String name = "priming/" + handler.substring(handler.lastIndexOf('.') + 1) + ".txt";
        try (InputStream in = Priming.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Prints the class of each client of the SDK that a handler holds, once for each client. */
    private static void clients(Object handler) throws IllegalAccessException {
        List<Object> seen = new ArrayList<>();
        visit(handler, seen);
        seen.stream()
                .filter(SdkClient.class::isInstance)
                .map(client -> "client: " + client.getClass().getSimpleName())
                .sorted()
                .forEach(System.out::println);
    }

    private static void visit(Object object, List<Object> seen) throws IllegalAccessException {
        if (object == null || seen.stream().anyMatch(one -> one == object)) {
            return;
        }
        seen.add(object);
        for (Class<?> type = object.getClass();
                type != null && type.getName().startsWith("io.gatelink.functions.");
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    visit(field.get(object), seen);
                }
            }
        }
    }
}
