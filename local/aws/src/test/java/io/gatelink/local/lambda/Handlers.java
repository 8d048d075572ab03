package io.gatelink.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpClient;

/** Functions to test with. */
public final class Handlers {

    /** The lock of tests that use them: Lambda makes them itself, so what tests tell them is static. */
    static final String LOCK = "io.gatelink.local.lambda.Handlers";

    private Handlers() {}

    /** Answers with what it was sent. */
    public static final class Echo implements RequestStreamHandler {

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            context.getLogger().log("echo");
            context.getLogger().log("loud \"echo\"", LogLevel.WARN);
            input.transferTo(output);
        }
    }

    /** Tells the environment and context that it found. Counts what its instance has done. */
    public static final class Curious implements RequestHandler<Map<String, String>, Map<String, Object>> {

        private final Environment environment = Environment.current();
        private int invocations;

        @Override
        public Map<String, Object> handleRequest(Map<String, String> names, Context context) {
            return Map.of(
                    "variable",
                    environment.variable(names.get("variable")).orElse("none"),
                    "accessKeyId",
                    environment.credentials().resolveCredentials().accessKeyId(),
                    "secretAccessKey",
                    environment.credentials().resolveCredentials().secretAccessKey(),
                    "time",
                    environment.clock().instant().toString(),
                    "remaining",
                    context.getRemainingTimeInMillis(),
                    "arn",
                    context.getInvokedFunctionArn(),
                    "version",
                    context.getFunctionVersion(),
                    "invocations",
                    ++invocations);
        }
    }

    /** Takes an event through Lambda's own serialization and gives a record back. */
    public static final class OfEvent implements RequestHandler<ScheduledEvent, OfEvent.Output> {

        /** What the test looks at. */
        public record Output(String detailType, String time, List<String> resources, Object eventName) {}

        @Override
        public Output handleRequest(ScheduledEvent event, Context context) {
            return new Output(
                    event.getDetailType(),
                    event.getTime().toString(),
                    event.getResources(),
                    event.getDetail().get("eventName"));
        }
    }

    /** The type parameters stand in its parent. */
    public static final class Nothing extends Middle<Void> {

        @Override
        public Void handleRequest(Map<String, Object> input, Context context) {
            return null;
        }
    }

    abstract static class Middle<O> implements RequestHandler<Map<String, Object>, O> {}

    /** Throws. */
    public static final class Throwing implements RequestStreamHandler {

        /** With a message or without. */
        public static final class RefusedException extends RuntimeException {

            private static final long serialVersionUID = 1L;

            RefusedException(String message) {
                super(message);
            }
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            throw new RefusedException(text.equals("null") ? null : text);
        }
    }

    /** Fails as often as the test says, then answers. */
    public static final class Flaky implements RequestStreamHandler {

        static int failures;

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            if (failures-- > 0) {
                throw new IllegalStateException("not yet");
            }
            output.write("\"done\"".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Takes a minute of the loop's time; calls AWS before and after. */
    public static final class Slow implements RequestStreamHandler {

        static EventLoop loop;
        static int ended;
        private final SdkHttpClient client = Environment.current().sdkHttpClient(Duration.ofSeconds(8));

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            client.prepareRequest(null);
            loop.sleep(Duration.ofMinutes(1));
            ended++;
            client.prepareRequest(null);
            output.write("\"slow\"".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Cannot be created. */
    public static final class Broken implements RequestStreamHandler {

        public Broken() {
            throw new IllegalArgumentException("no such setting");
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            throw new AssertionError("never invoked");
        }
    }

    /** Answers with more than Lambda lets through. */
    public static final class Verbose implements RequestStreamHandler {

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            output.write(new byte[6 * 1024 * 1024 + 1]);
        }
    }

    /** A handler without concrete type parameters. */
    public static final class Vague<I> implements RequestHandler<I, String> {

        @Override
        public String handleRequest(I input, Context context) {
            return "vague";
        }
    }

    /** No constructor that Lambda could call. */
    public static final class Needy implements RequestStreamHandler {

        public Needy(String need) {
            throw new AssertionError(need);
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            throw new AssertionError("never invoked");
        }
    }
}
