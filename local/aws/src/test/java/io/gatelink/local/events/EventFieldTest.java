package io.gatelink.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFieldTest {

    private static final String EVENT = """
            {"version": "0", "id": "1", "detail-type": "x", "source": "orders", "account": "123456789012",
             "time": "2026-01-01T00:00:00Z", "region": "us-east-1", "resources": [], "detail": {}}""";

    @Test
    void aWholeEventIsRead() {
        assertThat(parse(EVENT)).isEqualTo(Json.parse(EVENT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "id": "1" | "id": 1 | The event's id is 1, but must be a string. Look.
            "source": "orders", | | The event has no source, which must be a string. Look.
            "account": "123456789012" | "account": "1" | The event's account is "1", but must be twelve digits. Look.
            "resources": [] | "resources": null | The event has no resources, which must be a list. Look.
            "detail": {} | "detail": "{}" | The event's detail is "{}", but must be an object. Look.
            """)
    void aWrongEnvelopeIsRefusedWithFieldValueAndRemedy(String right, String wrong, String message) {
        assertThatThrownBy(() -> parse(EVENT.replace(right, wrong == null ? "" : wrong)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        assertThatThrownBy(() -> parse("[]"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("The event is not a JSON object: it is a JSON array. Look.");
        assertThatThrownBy(() -> parse("{\"id\": "))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageMatching("The event is not a JSON object: .*\\(line 1, column \\d+\\)\\. Look\\.");
    }

    @Test
    void aLongValueIsShortened() {
        assertThatThrownBy(() -> parse(EVENT.replace("123456789012", "x".repeat(1000))))
                .hasMessage("The event's account is \"" + "x".repeat(119) + "..., but must be twelve digits. Look.");
    }

    private static Object parse(String text) {
        return EventField.parseEvent(text.getBytes(StandardCharsets.UTF_8), "Look.");
    }
}
