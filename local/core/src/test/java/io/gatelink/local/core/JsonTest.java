package io.gatelink.local.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Json.InvalidJsonException;
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
