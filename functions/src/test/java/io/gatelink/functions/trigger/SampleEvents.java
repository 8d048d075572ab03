package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import io.gatelink.functions.lambda.RecordingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The events in the folder of samples, and running a handler on one as Lambda does. */
final class SampleEvents {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", ".")).resolve("../events");

    private SampleEvents() {}

    /** A copy of one, to be changed at will. */
    static Map<String, Object> read(String file) {
        try {
            return JSON.std.mapFrom(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a field; the names on the way to it are separated by dots, each of an object. */
    @SuppressWarnings("unchecked")
    static void set(Map<String, Object> object, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot >= 0) {
            set((Map<String, Object>) object.get(path.substring(0, dot)), path.substring(dot + 1), value);
        } else {
            object.put(path, value);
        }
    }

    /** Runs a handler as Lambda's Java runtime does, through its serialization. */
    static <O extends Record> Map<String, Object> run(
            RequestHandler<ScheduledEvent, O> handler,
            Class<O> outputType,
            Map<String, Object> event,
            RecordingContext context) {
        try {
            PojoSerializer<ScheduledEvent> reader =
                    LambdaEventSerializers.serializerFor(ScheduledEvent.class, SampleEvents.class.getClassLoader());
            ScheduledEvent read = reader.fromJson(new ByteArrayInputStream(JSON.std.asBytes(event)));
            O output = handler.handleRequest(read, context);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JacksonFactory.getInstance().getSerializer(outputType).toJson(output, out);
            return JSON.std.mapFrom(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
