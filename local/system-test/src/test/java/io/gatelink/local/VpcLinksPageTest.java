package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/vpc-links.md} and {@code docs/check-on-aws} to each other. */
class VpcLinksPageTest {

    private static final Pattern LIST =
            Pattern.compile("(?m)^(questions|assumptions)=\\(''\n((?: {4}.+\n)*? {4}.+)\\)$");
    private static final Pattern NUMBERS = Pattern.compile("(?m)^\\| .+ \\| (\\d+(?:, \\d+)*) \\|$");

    private final String page = Files.readString(Simulation.HOME.resolve("docs/vpc-links.md"));
    private final String script = Files.readString(Simulation.HOME.resolve("docs/check-on-aws"));

    VpcLinksPageTest() throws IOException {}

    @Test
    void thePageNamesEachCheckOfTheScriptAndNoOther() {
        assertThat(NUMBERS.matcher(page)
                        .results()
                        .flatMap(row -> Arrays.stream(row.group(1).split(", ")))
                        .distinct()
                        .map(Integer::valueOf))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, last()).boxed().toList());
    }

    @Test
    void eachCheckHasAQuestionAndAnAssumptionAndGivesItsAnswer() {
        assertThat(LIST.matcher(script)
                        .results()
                        .map(list -> list.group(2).lines().count()))
                .containsExactly((long) last(), (long) last());
        assertThat(IntStream.rangeClosed(1, last()))
                .allSatisfy(number -> assertThat(script).containsPattern("if wants " + number + "; then"));
    }

    private int last() {
        var last = Pattern.compile("(?m)^last=(\\d+)$").matcher(script);
        assertThat(last.find()).isTrue();
        return Integer.parseInt(last.group(1));
    }
}
