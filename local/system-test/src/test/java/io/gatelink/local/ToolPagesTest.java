package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Gatelink takes the tags on the pages for Kubernetes, Terraform, CloudFormation and the CDK. {@code .ci/run} gives the
 * examples of the last three to the tools.
 */
class ToolPagesTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/0a1b2c3d4e5f6071";

    private static final Pattern KEY = Pattern.compile("gatelink:[A-Za-z-]+");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w+\n(.*?)^```$");

    /** A tag with a literal value, as each of the tools writes it. */
    private static final Pattern TAG =
            Pattern.compile("(gatelink:[a-z-]+)['\"]?(?:\\s*[=:]\\s*|\\s+Value: )['\"]?([\\w .:/-]+)");

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "terraform", "cloudformation", "cdk"})
    void everyTagOfAPageIsOneThatGatelinkTakes(String page) throws IOException {
        String text = read(page);
        Map<String, String> tags = new HashMap<>();
        BLOCK.matcher(text).results().forEach(block -> TAG.matcher(block.group(1))
                .results()
                .forEach(tag -> tags.put(tag.group(1), tag.group(2).strip())));

        assertThat(KEY.matcher(text).results()).isNotEmpty().allSatisfy(key -> assertThat(
                        LoadBalancerTag.of(key.group()))
                .as(key.group())
                .isPresent());
        assertThat(PublicationTags.of(ARN, tags).values()).containsEntry(LoadBalancerTag.EXPECT, "200 404");
    }

    @Test
    void theAnnotationsOfTheServiceAskForALoadBalancerThatIsPublished() throws IOException {
        JsonNode service = Json.of(new Load(LoadSettings.builder().build()).loadFromString(firstBlock("kubernetes")));

        assertThat(service.path("kind").textValue()).isEqualTo("Service");
        assertThat(service.at("/spec/type").textValue()).isEqualTo("LoadBalancer");
        assertThat(annotation(service, "type")).isEqualTo("external");
        assertThat(annotation(service, "scheme")).isEqualTo("internal");
        assertThat(annotation(service, "inbound-sg-rules-on-private-link-traffic"))
                .isEqualTo("off");
        assertThat(PublicationTags.of(ARN, tags(annotation(service, "additional-resource-tags")))
                        .values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        LoadBalancerTag.PUBLISH, "true",
                        LoadBalancerTag.EXPECT, "200 404",
                        LoadBalancerTag.CORS_ORIGIN, "https://shop.example.com",
                        LoadBalancerTag.CORS_METHODS, "GET POST"));
    }

    private static String annotation(JsonNode service, String name) {
        JsonNode annotation =
                service.at("/metadata/annotations").path("service.beta.kubernetes.io/aws-load-balancer-" + name);
        assertThat(annotation.isTextual()).as(name).isTrue();
        return annotation.textValue();
    }

    /** The tags of an annotation, as the AWS Load Balancer Controller reads them. */
    private static Map<String, String> tags(String annotation) {
        Map<String, String> tags = new HashMap<>();
        for (String pair : annotation.split(",", -1)) {
            String[] parts = pair.split("=", 2);
            assertThat(parts).as(pair).hasSize(2);
            tags.put(parts[0].strip(), parts[1].strip());
        }
        return tags;
    }

    private static String firstBlock(String page) throws IOException {
        return BLOCK.matcher(read(page)).results().findFirst().orElseThrow().group(1);
    }

    private static String read(String page) throws IOException {
        return Files.readString(Simulation.HOME.resolve("docs/" + page + ".md"));
    }
}
