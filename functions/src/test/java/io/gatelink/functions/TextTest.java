package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void aTextIsQuotedAndWhatCouldMisleadIsEscaped() {
        assertThat(Text.shown("plain \u20ac \ud83d\ude00")).isEqualTo("\"plain \u20ac \ud83d\ude00\"");
        assertThat(Text.shown("\"\\\n\r\t\u0000\u001b")).isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\"");
        assertThat(Text.shown("\u202e\u200b\u2028\ue000\ud800")).isEqualTo("\"\\u202e\\u200b\\u2028\\ue000\\ud800\"");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(Text.shown("x".repeat(121))).isEqualTo("\"" + "x".repeat(120) + "...\"");
        assertThat(Text.shown("x".repeat(120))).isEqualTo("\"" + "x".repeat(120) + "\"");
        assertThat(Text.shown("\ud83d\ude00".repeat(200))).isEqualTo("\"" + "\ud83d\ude00".repeat(120) + "...\"");
    }

    @Test
    void aTextThatCanOnlyBeAsciiShowsWhatIsNot() {
        assertThat(Text.ascii("plain \u20ac\u0410 \ud83d\ude00\n\"")).isEqualTo(
                "\"plain \\u20ac\\u0410 \\ud83d\\ude00\\n\\\"\"");
        assertThat(Text.ascii("\u0410".repeat(200))).isEqualTo("\"" + "\\u0410".repeat(120) + "...\"");
    }

    @Test
    void otherValuesAreShownAsTheyAre() {
        assertThat(Text.shown(null)).isEqualTo("null");
        assertThat(Text.shown(7)).isEqualTo("7");
        assertThat(Text.shown(List.of("a\n"))).isEqualTo("[a\\n]");
    }
}
