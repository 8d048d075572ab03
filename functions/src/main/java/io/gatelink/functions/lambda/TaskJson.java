package io.gatelink.functions.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads and writes the records of the tasks as JSON. A component is a string, a boolean, a whole number, a list of
 * strings, a {@link TextValue} (a string in JSON) or a record (an object).
 */
public final class TaskJson {

    /** Nulls are written: in JSONata, a field that is absent is an error, and one that is null is not. */
    private static final JSON STRICT = JSON.std
            .with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
            .with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private TaskJson() {
    }

    public static void write(Object value, OutputStream out) throws IOException {
        STRICT.write(tree(value), out);
    }

    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

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
        if (value instanceof Record) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                fields.put(component.getName(), tree(valueOf(component, value)));
            }
            return fields;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> fields = new LinkedHashMap<>();
            map.forEach((key, field) -> fields.put((String) key, tree(field)));
            return fields;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TaskJson::tree).collect(Collectors.toCollection(ArrayList::new));
        }
        return value instanceof Enum<?> name ? name.name() : value;
    }

    private static Object valueOf(RecordComponent component, Object value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
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
     * Reads an object that has the record's fields and no others.
     *
     * @throws InvalidInputException names every field that is missing, unknown or of the wrong type, or what the
     *                               record itself refuses
     */
    public static <T extends Record> T read(InputStream in, Class<T> type) throws IOException {
        Map<String, Object> fields = object(new String(in.readAllBytes(), StandardCharsets.UTF_8)).orElseThrow(
                () -> new InvalidInputException(
                        "Input is not a JSON object: give one, in UTF-8, without duplicate fields."));
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
            } else if (isObject(component.getType())) {
                if (value instanceof Map<?, ?> object) {
                    check(strings(object), component.getType(), path + name + ".", within);
                } else {
                    wrong.add("field " + path + name + " is " + Text.shown(value) + ", not an object");
                }
            } else if (!expected(component.getType()).isInstance(value)) {
                wrong.add("field " + path + name + " is " + Text.shown(value) + ", not " + words(component.getType()));
            }
        }
        unknown.forEach(name -> wrong.add("field " + Text.shown(path + name) + " is unknown"));
        if (!wrong.isEmpty()) {
            problems.add(String.join("; ", wrong) + remedy(type));
        }
        problems.addAll(within);
    }

    private static boolean isObject(Class<?> type) {
        return type.isRecord() && !TextValue.class.isAssignableFrom(type);
    }

    private static Class<?> expected(Class<?> type) {
        return type == boolean.class ? Boolean.class : type == int.class || type == long.class ? Number.class
                : type == List.class ? List.class : String.class;
    }

    private static String words(Class<?> type) {
        return type == boolean.class ? "a boolean" : type == int.class || type == long.class ? "a number"
                : type == List.class ? "a list" : "a string";
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

    /** Creates a record of fields that were checked. */
    private static <T> T create(Map<String, Object> fields, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> convert(fields.get(component.getName()), component.getType())).toArray();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw refusal(e, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot create " + type, e);
        }
    }

    private static Object convert(Object value, Class<?> type) {
        if (value instanceof Map<?, ?> object) {
            return create(strings(object), type);
        }
        if (value instanceof Number number) {
            return type == long.class ? (Object) number.longValue() : (Object) number.intValue();
        }
        if (value != null && TextValue.class.isAssignableFrom(type)) {
            try {
                return type.getMethod("of", String.class).invoke(null, value);
            } catch (InvocationTargetException e) {
                throw refusal(e, type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot create " + type, e);
            }
        }
        return value;
    }

    private static RuntimeException refusal(InvocationTargetException e, Class<?> type) {
        return e.getCause() instanceof RuntimeException refused ? refused
                : new IllegalStateException("Cannot create " + type, e);
    }
}
