package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TagsHashTest {

    @Test
    void itIsTheSha256OfTheSortedLinesOfOurTags() {
        // printf 'gatelink:port=80\ngatelink:publish=true\n' | sha256sum
        assertThat(TagsHash.of(Map.of("gatelink:publish", "true", "team", "x", "gatelink:port", "80")))
                .isEqualTo("68ecd798b70ec826d313a767c38ca783430ce61d076143f687884058362924c6");
    }

    @Test
    void ofNoTagsItIsThatOfNothing() {
        assertThat(TagsHash.of(Map.of("Gatelink:publish", "true")))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
