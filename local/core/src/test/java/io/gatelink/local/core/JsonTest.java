package io.gatelink.local.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Json.InvalidJsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "{\"a\":1,\"a\":2}", "nul", "{a:1}", "[1,]"})
    void whatIsNotOneValueIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void theTextOfOneMemberIsFoundWithoutReadingOn() {
        assertThat(Json.text(bytes("{\"Key\":{\"TableName\":\"inner\"},\"TableName\":\"notes\",oops"), "TableName"))
                .contains("notes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[\"TableName\"]", "{\"TableName\":5}", "{\"Key\":{\"TableName\":\"inner\"}}"})
    void whatHasNoSuchTextGivesNone(String text) {
        assertThat(Json.text(bytes(text), "TableName")).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aTreeThatWouldFillTheMemoryIsRefused() {
        assertThat(Json.parse("[" + "1,".repeat(131_000) + "1]"))
                .as("256 KB of the smallest values")
                .hasSize(131_001);
        assertThatThrownBy(() -> Json.parse("[" + "{},".repeat(100_000) + "{}]"))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageStartingWith("Token count (150001) exceeds the maximum allowed (150000)");
        assertThatThrownBy(() -> Json.parse("[".repeat(1001)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageStartingWith("Document nesting depth (1001) exceeds the maximum allowed (1000)");
    }
}
