package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentDescriptionTest {

    private static final String HASH = "b700104e46e08d4486af3f04da7c5a3deede4b9722eb3b141164d3b4f5204248";

    private final DeploymentDescription description = new DeploymentDescription(
            DeploymentDescription.content("AWS_IAM", "http://orders.example:80"), Steps.EXECUTION, Optional.of("dep0"));

    @Test
    void itSaysWhatWasDeployedByWhomAndAfterWhat() {
        assertThat(description.text()).isEqualTo("Gatelink: content " + HASH
                + ", execution orders-1@2026-01-02T03:04:00.000Z, after dep0");
        assertThat(new DeploymentDescription(HASH, "x", Optional.empty()).text())
                .isEqualTo("Gatelink: content " + HASH + ", execution x, after none");
    }

    @Test
    void whatWasWrittenIsRead() {
        DeploymentDescription first = new DeploymentDescription(HASH, "x", Optional.empty());

        assertThat(DeploymentDescription.parse(description.text())).contains(description);
        assertThat(DeploymentDescription.parse(first.text())).contains(first);
    }

    @Test
    void anotherAuthorizationOrAnotherBackendIsAnotherContent() {
        assertThat(DeploymentDescription.content("NONE", "http://orders.example:80")).isNotEqualTo(HASH);
        assertThat(DeploymentDescription.content("AWS_IAM", "http://orders.example:81")).isNotEqualTo(HASH);
        assertThat(DeploymentDescription.content("AWS_IAM", "http://orders.example:80", "")).isNotEqualTo(HASH);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "by hand", "Made by Gatelink, execution orders-1",
            "Gatelink: content 28b7, execution x, after none",
            "Gatelink: content " + HASH + ", execution x y, after none",
            "Gatelink: content " + HASH + ", execution x, after ",
            "Gatelink: content " + HASH + ", execution x, after a b"})
    void whatSomebodyElseWroteIsNotRead(String written) {
        assertThat(DeploymentDescription.parse(written)).isEmpty();
    }
}
