package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.gatelink.functions.lambda.RecordingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The events in the folder of samples, and running a handler on one. */
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

    /** Runs a handler. */
    static Map<String, Object> run(RequestStreamHandler handler, Map<String, Object> event, RecordingContext context) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(JSON.std.asBytes(event)), out, context);
            return JSON.std.mapFrom(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
