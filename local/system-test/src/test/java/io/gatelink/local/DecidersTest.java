package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** User pools and functions that the stack no longer trusts let in no callers, whatever else fails. */
class DecidersTest {

    private static final String OTHER_POOL = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Others";
    private static final String OTHER_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:decide-better";

    private Life life;
    private String orders;
    private String api;

    @AfterEach
    void close() {
        life.close();
    }

    private void begin(String authorization) {
        life = Life.begin(
                Faults.NONE,
                Map.of(
                        "AccessLogs",
                        "OFF",
                        "CognitoUserPoolArns",
                        TokensTest.POOL,
                        "AuthorizerFunctionArn",
                        TokensTest.FUNCTION));
        orders = life.publish("orders", "gatelink:authorization", authorization);
        assertThat(life.last().status()).as(Life.shown(life.last())).isEqualTo(ExecutionStatus.SUCCEEDED);
        api = life.onlyApi().id();
    }

    private String served() {
        return life.simulation.aws.apiGateway().stages().getStage(api, "live").deploymentId();
    }

    @ParameterizedTest
    @CsvSource({"COGNITO, CognitoUserPoolArns, " + OTHER_POOL, "CUSTOM, AuthorizerFunctionArn, " + OTHER_FUNCTION})
    void anotherOneDecidesAtOnceAlthoughTheBackendIsDown(String authorization, String parameter, String arn) {
        begin(authorization);
        String before = served();
        life.deploy(parameter, arn);
        life.backendAnswers(orders, 503);
        Execution failed = life.run("failed", orders);

        assertThat(failed.error()).as(Life.shown(failed)).contains("SmokeTestFailedException");
        assertThat(served()).isNotEqualTo(before);
        assertThat(life.simulation.item(orders))
                .containsEntry("outcome", "FAILED")
                .containsEntry("deployment", served())
                .containsEntry("decidedBy", arn);

        life.backendAnswers(orders, 200);
        assertThat(life.run("again", orders).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(life.simulation.item(orders)).containsEntry("decidedBy", arn);
        assertThat(life.simulation.brokenPromises()).isEmpty();
    }

    @Test
    void aFurtherPoolWaitsForABackendThatAnswers() {
        begin("COGNITO");
        String before = served();
        life.deploy("CognitoUserPoolArns", TokensTest.POOL + "," + OTHER_POOL);
        life.backendAnswers(orders, 503);
        Execution failed = life.run("failed", orders);

        assertThat(failed.error()).as(Life.shown(failed)).contains("SmokeTestFailedException");
        assertThat(served()).isEqualTo(before);
        assertThat(life.simulation.item(orders))
                .containsEntry("deployment", before)
                .containsEntry("decidedBy", TokensTest.POOL);
    }

    @ParameterizedTest
    @CsvSource({"COGNITO, CognitoUserPoolArns, " + OTHER_POOL, "CUSTOM, AuthorizerFunctionArn, " + OTHER_FUNCTION})
    void whatIsNoLongerTrustedIsWithdrawnRatherThanRestored(String authorization, String parameter, String arn) {
        begin(authorization);
        life.deploy(parameter, arn);
        life.tagUnnoticed(orders, "gatelink:replaces", "orders");
        Execution failed = life.run("failed", orders);

        assertThat(failed.error()).as(Life.shown(failed)).contains("UnsupportedLoadBalancerException");
        assertThat(life.isEmpty()).isTrue();
        assertThat(life.simulation.item(orders)).containsEntry("outcome", "FAILED");
    }

    @Test
    void withSignaturesNoneOfThemDecides() {
        begin("COGNITO");
        life.tag(orders, "gatelink:authorization", "AWS_IAM");
        life.run();

        assertThat(life.simulation.item(orders))
                .containsEntry("authorization", "AWS_IAM")
                .doesNotContainKey("decidedBy");
    }
}
