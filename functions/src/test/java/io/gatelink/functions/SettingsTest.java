package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static void isRefused(String name, String value, Function<Settings, ?> reading, String remedy) {
        assertThatThrownBy(() -> reading.apply(new Settings(TestEnvironment.complete().with(name, value))))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable " + name + " is " + Text.shown(value) + ": " + remedy + ".");
    }

    private static Settings settings() {
        return new Settings(TestEnvironment.complete());
    }

    @Test
    void defaultsApply() {
        assertThat(settings().endpoint()).isEmpty();
        assertThat(new Settings(TestEnvironment.complete().with("AWS_ENDPOINT_URL", "")).endpoint()).isEmpty();
    }

    @Test
    void valuesAreRead() {
        Settings settings = new Settings(TestEnvironment.complete().with("AWS_ENDPOINT_URL", "http://127.0.0.1:4566/"));

        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.ownership()).isEqualTo(new Ownership("gatelink-stack"));
        assertThat(settings.stateMachine()).hasToString("arn:aws:states:us-east-1:123456789012:stateMachine:publish");
        assertThat(settings.endpoint()).contains("http://127.0.0.1:4566");
    }

    @Test
    void aMissingVariableIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> new Settings(TestEnvironment.complete().without("AWS_REGION")).region())
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable AWS_REGION is not set: set it to a Region such as us-east-1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "arn:aws:states:us-east-1:123456789012:stateMachine:publish:1",
            "arn:aws:states:us-east-1:123456789012:execution:publish"})
    void aStateMachineArnThatIsNoneIsRefused(String value) {
        isRefused("STATE_MACHINE_ARN", value, Settings::stateMachine, "set it to the ARN of the state machine to start, "
                + "arn:<partition>:states:<region>:<account>:stateMachine:<name>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4566", "http://127.0.0.1:4566/path", "http://u@h", "ftp://h"})
    void anEndpointThatIsNoneIsRefused(String value) {
        isRefused("AWS_ENDPOINT_URL", value, Settings::endpoint,
                "set it to scheme, host and port, such as http://127.0.0.1:4566, or leave it out");
    }

    @Test
    void anOwnerAndARegionThatAreNoneAreRefused() {
        isRefused("GATELINK_OWNER", "a*b", Settings::ownership,
                "set it to the stack's name: at most 128 letters, digits, spaces and + = . _ : / @ -");
        isRefused("AWS_REGION", "US EAST", Settings::region, "set it to a Region such as us-east-1");
    }

    @Test
    void aHandlerWithAWrongVariableIsNotCreated() {
        assertThatThrownBy(() -> Environment.within(TestEnvironment.complete().with("GATELINK_OWNER", "a*b"),
                DeployHandler::new)).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void anExpectedClassContainsItsCodesOnly() {
        ExpectedStatus expected = ExpectedStatus.parse("2xx,404").orElseThrow();
        assertThat(expected.contains(200)).isTrue();
        assertThat(expected.contains(299)).isTrue();
        assertThat(expected.contains(404)).isTrue();
        assertThat(expected.contains(400)).isFalse();
        assertThat(expected.contains(302)).isFalse();
    }
}
