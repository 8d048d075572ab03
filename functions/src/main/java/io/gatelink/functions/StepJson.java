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
     * Reads an object that has the record's fields and no others: strings, and objects that are read as records in the same
     * way.
     *
     * @throws InvalidInputException names every field that is missing, unknown or of the wrong type, or what the
     *                               record itself refuses
     */
    static <T extends Record> T read(InputStream in, Class<T> type) throws IOException {
        Map<String, Object> fields = fields(in.readAllBytes());
        List<String> problems = new ArrayList<>();
        check(fields, type, "", problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException("Input " + String.join(" Input ", problems));
        }
        return create(fields, type);
    }

    /** @param path what the fields' names begin with in messages */
    private static void check(Map<String, Object> fields, Class<?> type, String path, List<String> problems) {
        List<String> wrong = new ArrayList<>();
        List<String> within = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(fields.keySet());
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            unknown.remove(name);
            Object value = fields.get(name);
            if (component.isAnnotationPresent(ExecutionInput.class)) {
                checkExecutionInput(value, component.getType(), within);
            } else if (value == null) {
                if (!component.isAnnotationPresent(Nullable.class)) {
                    wrong.add("field " + path + name + " is " + (fields.containsKey(name) ? "null" : "missing"));
                }
            } else if (component.getType().isRecord()) {
                if (value instanceof Map<?, ?> object) {
                    check(strings(object), component.getType(), path + name + ".", within);
                } else {
                    wrong.add("field " + path + name + " is " + Text.shown(value) + ", not an object");
                }
            } else if (!(value instanceof String)) {
                wrong.add("field " + path + name + " is " + Text.shown(value) + ", not a string");
            }
        }
        unknown.forEach(name -> wrong.add("field " + Text.shown(path + name) + " is unknown"));
        if (!wrong.isEmpty()) {
            problems.add(String.join("; ", wrong) + remedy(type));
        }
        problems.addAll(within);
    }

    private static void checkExecutionInput(Object value, Class<?> type, List<String> problems) {
        if (value instanceof Map<?, ?> object) {
            check(strings(object), type, "", problems);
        } else {
            problems.add("is " + Text.shown(value) + ", not an object" + remedy(type));
        }
    }

    private static String remedy(Class<?> type) {
        return ": give the fields " + Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
                .collect(Collectors.joining(", ")) + " and no others.";
    }

    /** JSON has no other keys. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> strings(Map<?, ?> object) {
        return (Map<String, Object>) object;
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

    /** Creates a record of fields that were checked. */
    private static <T> T create(Map<String, Object> fields, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> fields.get(component.getName()) instanceof Map<?, ?> object
                        ? create(strings(object), component.getType()) : fields.get(component.getName()))
                .toArray();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
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
