package io.gatelink.functions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What an execution was started with, handed over as JSON, so that none of its fields can pass for one of the step's. */
final class StartInput {

    private StartInput() {
    }

    /** @throws InvalidInputException unless it is an object that has the record's fields and no others */
    static <T extends Record> T read(String json, Class<T> type) {
        try {
            return StepJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
