package io.gatelink.functions.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes the records of the tasks as JSON. A component is a string, a boolean, a whole number, a list of
 * strings, a {@link TextValue} (a string in JSON) or a record (an object).
 */
public final class TaskJson {

    /** Nulls are written: in JSONata, a field that is absent is an error, and one that is null is not. */
    private static final JSON STRICT =
            JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).with(JSON.Feature.WRITE_NULL_PROPERTIES);

    /** Asking a class for them takes long. */
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private TaskJson() {}

    /** A value as JSON in UTF-8. */
    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** A value as JSON. */
    public static String text(Object value) {
        try {
            return STRICT.asString(tree(value));
        } catch (IOException e) {
            throw new IllegalArgumentException("Not to be written as JSON: " + value.getClass(), e);
        }
    }

    private static Object tree(Object value) {
        if (value instanceof TextValue text) {
            return text.text();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (value instanceof Record) {
            for (RecordComponent component : COMPONENTS.get(value.getClass())) {
                component.getAccessor().setAccessible(true);
                fields.put(
                        component.getName(),
                        tree(reflectively(() -> component.getAccessor().invoke(value))));
            }
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, field) -> fields.put((String) key, tree(field)));
            return fields;
        }
        return value instanceof List<?> list
                ? new ArrayList<>(list.stream().map(TaskJson::tree).toList())
                : value;
    }

    /** The same of a text in UTF-8. */
    public static Optional<Map<String, Object>> object(InputStream json) throws IOException {
        return object(new String(json.readAllBytes(), StandardCharsets.UTF_8));
    }

    /** A JSON object's fields, or nothing if the text is none. */
    public static Optional<Map<String, Object>> object(String json) {
        try {
            return Optional.ofNullable(STRICT.mapFrom(json));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a record. Fields that it does not have do not matter, and those that are missing are {@code null}.
     *
     * @param fields of a JSON object
     * @throws InvalidInputException names a field that is of the wrong type, or is what the record itself throws
     */
    public static <T extends Record> T read(Map<?, ?> fields, Class<T> type) {
        RecordComponent[] components = COMPONENTS.get(type);
        Object[] values = Arrays.stream(components)
                .map(component -> convert(component.getName(), fields.get(component.getName()), component.getType()))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return reflectively(() -> {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        });
    }

    private static Object convert(String field, Object value, Class<?> type) {
        if (value == null || type.isInstance(value) || type == boolean.class && value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number && type == int.class) {
            return number.intValue();
        }
        if (value instanceof String && TextValue.class.isAssignableFrom(type)) {
            return reflectively(() -> type.getMethod("of", String.class).invoke(null, value));
        }
        if (value instanceof Map<?, ?> fields && type.isRecord()) {
            return read(fields, type.asSubclass(Record.class));
        }
        throw new InvalidInputException(
                "Input field " + field + " is " + Text.shown(value) + ": give a " + type.getSimpleName() + ".");
    }

    /** What reflection may throw is a mistake of ours, but for what the called method itself throws. */
    private interface Reflection<T> {

        T run() throws ReflectiveOperationException;
    }

    private static <T> T reflectively(Reflection<T> reflection) {
        try {
            return reflection.run();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
