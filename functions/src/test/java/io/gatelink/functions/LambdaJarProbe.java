package io.gatelink.functions;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Does with the jar on the class path what Lambda's Java runtime does: for each argument {@code <class>=<input>}, it
 * creates the handler and, unless the input is empty, runs it and prints the output on a line.
 */
final class LambdaJarProbe {

    private LambdaJarProbe() {
    }

    public static void main(String[] args) throws Exception {
        for (String arg : args) {
            String name = arg.substring(0, arg.indexOf('='));
            String input = arg.substring(arg.indexOf('=') + 1);
            Object handler = Class.forName(name).getConstructor().newInstance();
            if (!input.isEmpty()) {
                PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
                out.println(handler.getClass().getSimpleName() + " " + run(handler, input));
            }
        }
    }

    private static String run(Object handler, String input) throws Exception {
        InputStream in = new java.io.ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (handler instanceof RequestStreamHandler step) {
            step.handleRequest(in, out, new RecordingContext());
        } else {
            ScheduledEvent event = LambdaEventSerializers
                    .serializerFor(ScheduledEvent.class, LambdaJarProbe.class.getClassLoader()).fromJson(in);
            @SuppressWarnings("unchecked")
            Object output = ((RequestHandler<ScheduledEvent, ?>) handler).handleRequest(event, new RecordingContext());
            write(output, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static <T> void write(T output, ByteArrayOutputStream out) {
        JacksonFactory.getInstance().getSerializer((Class<T>) output.getClass()).toJson(output, out);
    }
}
