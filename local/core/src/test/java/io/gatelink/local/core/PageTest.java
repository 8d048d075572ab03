package io.gatelink.local.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final List<String> ALL = List.of("a", "b", "c");

    @Test
    void aPartOfAListNamesThePlaceOfTheNextOne() {
        assertThat(Page.of(ALL, 0, 2, Integer::toString)).isEqualTo(new Page<>(List.of("a", "b"), Optional.of("2")));
        assertThat(Page.of(ALL, 2, 2, Integer::toString)).isEqualTo(new Page<>(List.of("c"), Optional.empty()));
        assertThat(Page.of(ALL, 0, 3, Integer::toString)).isEqualTo(new Page<>(ALL, Optional.empty()));
    }

    @Test
    void thereIsNothingBehindTheEndOfAList() {
        assertThat(Page.of(ALL, 5, 2, Integer::toString)).isEqualTo(new Page<>(List.of(), Optional.empty()));
    }

    @Test
    void otherItemsTakeThePlacesOfThoseOfAPage() {
        assertThat(Page.of(ALL, 0, 2, Integer::toString).map(String::toUpperCase))
                .isEqualTo(new Page<>(List.of("A", "B"), Optional.of("2")));
    }
}
