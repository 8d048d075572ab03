package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.TemplateReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/reference.md} to the template's parameters and to the tags that load balancers may carry. */
class ReferenceTest {

    private static final Pattern PARAMETER = Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\| `([^`]*)` \\|");
    private static final Pattern TAG = Pattern.compile("(?m)^\\| `(gatelink:[a-z-]+)` \\|");

    private final String reference = Files.readString(Simulation.HOME.resolve("docs/reference.md"));

    ReferenceTest() throws IOException {}

    @Test
    void everyParameterOfTheTemplateIsThereWithItsDefault() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        PARAMETER.matcher(reference).results().forEach(row -> documented.put(row.group(1), row.group(2)));

        Map<String, String> parameters = TemplateReader.read(
                        Simulation.HOME.resolve("template.yaml"),
                        Map.of(),
                        new PseudoParameters("aws", Configuration.ACCOUNT, Configuration.REGION, "gatelink"))
                .parameters();

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(parameters);
    }

    @Test
    void everyTagOfALoadBalancerIsThereInTheOrderOfTheCode() {
        String section = section("Tags on a load balancer");

        assertThat(TAG.matcher(section).results().map(row -> row.group(1)))
                .containsExactlyElementsOf(Arrays.stream(LoadBalancerTag.values())
                        .map(LoadBalancerTag::key)
                        .toList());
    }

    private String section(String heading) {
        int begin = reference.indexOf("## " + heading + "\n");
        assertThat(begin).as(heading).isNotNegative();
        return reference.substring(begin, reference.indexOf("\n## ", begin + 1));
    }
}
