package io.gatelink.functions;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the fields of a step's input that hold lists: inputs have strings only, so a list comes as JSON in one. */
final class JsonLists {

    private static final JSON LISTS = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

    private JsonLists() {
    }

    /**
     * Reads an array of objects, each with the record's fields and no others.
     *
     * @throws InvalidInputException if it is not such an array
     */
    static <T extends Record> List<T> read(String field, String json, Class<T> type) {
        List<T> records = new ArrayList<>();
        for (Object element : elements(field, json)) {
            if (!(element instanceof Map)) {
                throw notAnArray(field, json);
            }
            try {
                records.add(StepJson.read(new ByteArrayInputStream(StepJson.bytes(element)), type));
            } catch (IOException e) {
                throw new IllegalStateException("Memory can always be read", e);
            }
        }
        return records;
    }

    private static List<Object> elements(String field, String json) {
        try {
            List<Object> elements = LISTS.listFrom(json);
            if (elements != null) {
                return elements;
            }
        } catch (IOException e) {
            // Jackson's words would show parts of the input and where its parser was: nothing that helps here.
        }
        throw notAnArray(field, json);
    }

    private static InvalidInputException notAnArray(String field, String json) {
        return Checks.refused(field, json, "give a JSON array of objects");
    }
}
