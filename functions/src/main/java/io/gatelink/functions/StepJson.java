package io.gatelink.functions;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and writes the records of the steps as JSON. */
final class StepJson {

    /** Nulls are written: in JSONata, a field that is absent is an error, and one that is null is not. */
    private static final JSON JSON_OF_STEPS = JSON.std
            .with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
            .with(JSON.Feature.WRITE_NULL_PROPERTIES)
            .with(JSON.Feature.WRITE_RECORD_FIELDS_IN_DECLARATION_ORDER);

    private StepJson() {
    }

    static void write(Object value, OutputStream out) throws IOException {
        JSON_OF_STEPS.write(value, out);
    }

    static byte[] bytes(Object value) {
        try {
            return JSON_OF_STEPS.asBytes(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not to be written as JSON: " + value.getClass(), e);
        }
    }

    static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /**
     * Reads an object that has the record's fields and no others, all of them strings.
     *
     * @throws InvalidInputException names every field that is missing, unknown or of the wrong type, or what the
     *                               record itself refuses
     */
    static <T extends Record> T read(InputStream in, Class<T> type) throws IOException {
        Map<String, Object> fields = fields(in.readAllBytes());
        List<String> problems = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        Set<String> unknown = new LinkedHashSet<>(fields.keySet());
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            unknown.remove(name);
            values[i] = fields.get(name);
            if (values[i] == null && !components[i].isAnnotationPresent(Nullable.class)) {
                problems.add("field " + name + " is " + (fields.containsKey(name) ? "null" : "missing"));
            } else if (values[i] != null && !(values[i] instanceof String)) {
                problems.add("field " + name + " is " + Text.shown(values[i]) + ", not a string");
            }
        }
        unknown.forEach(name -> problems.add("field " + Text.shown(name) + " is unknown"));
        if (!problems.isEmpty()) {
            throw new InvalidInputException("Input " + String.join("; ", problems) + ": give the fields "
                    + Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "))
                    + " and no others.");
        }
        return create(type, values);
    }

    private static Map<String, Object> fields(byte[] json) {
        try {
            Map<String, Object> fields = JSON_OF_STEPS.mapFrom(json);
            if (fields != null) {
                return fields;
            }
        } catch (IOException e) {
            // Jackson's words would show parts of the input and where its parser was: nothing that helps here.
        }
        throw new InvalidInputException("Input is not a JSON object: give one, in UTF-8, without duplicate fields.");
    }

    private static <T extends Record> T create(Class<T> type, Object[] values) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("Cannot create " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot create " + type, e);
        }
    }
}
