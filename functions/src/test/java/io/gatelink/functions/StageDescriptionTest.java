package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StageDescriptionTest {

    @Test
    void whatWasWrittenIsRead() {
        var description = new StageDescription(Steps.EXECUTION, "link1");

        assertThat(description.text())
                .isEqualTo("Gatelink: vpcLinkId was link1 before execution orders-1@2026-01-02T03:04:00.000Z");
        assertThat(StageDescription.parse(description.text())).contains(description);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "ours", "Gatelink: vpcLinkId was a b before execution x", "Gatelink: vpcLinkId was a "
            + "before execution x\n"})
    void whatOthersWroteSaysNothing(String description) {
        assertThat(StageDescription.parse(description)).isEmpty();
    }
}
