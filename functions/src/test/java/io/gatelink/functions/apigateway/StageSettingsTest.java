package io.gatelink.functions.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.lambda.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

class StageSettingsTest {

    private static final String LOG_GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:access";
    private final BadRequestException noRole = BadRequestException.builder()
            .message("CloudWatch Logs role ARN must be set in account settings to enable logging")
            .build();
    private static final String REMEDY =
            "API Gateway has no role to write logs with in this account and Region. Create one "
                    + "that apigateway.amazonaws.com may assume, with the managed policy "
                    + "AmazonAPIGatewayPushToCloudWatchLogs; run "
                    + "aws apigateway update-account --patch-operations "
                    + "op=replace,path=/cloudwatchRoleArn,value=<the role's ARN>; "
                    + "then publish the load balancer again";

    private static StageSettings settings(String accessLogs) {
        return new StageSettings(accessLogs, LOG_GROUP, 100, 50);
    }

    private static Stage asWanted() {
        return Stage.builder()
                .deploymentId("dep1")
                .tracingEnabled(true)
                .variables(Map.of("vpcLinkId", "link1"))
                .accessLogSettings(logs -> logs.destinationArn(LOG_GROUP).format(StageSettings.FORMAT))
                .methodSettings(Map.of(
                        "*/*",
                        software.amazon.awssdk.services.apigateway.model.MethodSetting.builder()
                                .metricsEnabled(true)
                                .loggingLevel("OFF")
                                .dataTraceEnabled(false)
                                .throttlingRateLimit(100.0)
                                .throttlingBurstLimit(50)
                                .build()))
                .build();
    }

    private static List<String> paths(List<PatchOperation> operations) {
        return operations.stream()
                .map(one -> one.opAsString() + " " + one.path() + " " + one.value())
                .toList();
    }

    @Test
    void aStageThatIsAsItShouldBeIsLeftAlone() {
        assertThat(settings("AUTO").corrections(asWanted(), "dep1", "link1")).isEmpty();
    }

    @Test
    void deploymentAndLinkChangeInOneCall() {
        assertThat(paths(settings("AUTO").corrections(asWanted(), "dep2", "link2")))
                .containsExactly("replace /deploymentId dep2", "replace /variables/vpcLinkId link2");
    }

    @Test
    void aNewStageGetsEverythingAndTheLinkLast() {
        assertThat(paths(settings("AUTO")
                        .corrections(Stage.builder().deploymentId("dep1").build(), "dep1", "link1")))
                .containsExactly(
                        "replace /accessLogSettings/destinationArn " + LOG_GROUP,
                        "replace /accessLogSettings/format " + StageSettings.FORMAT,
                        "replace /*/*/metrics/enabled true",
                        "replace /*/*/throttling/rateLimit 100",
                        "replace /*/*/throttling/burstLimit 50",
                        "replace /tracingEnabled true",
                        "replace /variables/vpcLinkId link1");
    }

    @Test
    void executionLogsAndTracedDataAreTurnedOff() {
        Stage chatty = asWanted().toBuilder()
                .methodSettings(Map.of(
                        "*/*",
                        asWanted().methodSettings().get("*/*").toBuilder()
                                .loggingLevel("INFO")
                                .dataTraceEnabled(true)
                                .build()))
                .build();

        assertThat(paths(settings("AUTO").corrections(chatty, "dep1", "link1")))
                .containsExactly("replace /*/*/logging/loglevel OFF", "replace /*/*/logging/dataTrace false");
    }

    @Test
    void logsThatAreOffAreRemovedIfTheyAreOurs() {
        assertThat(paths(settings("OFF").corrections(asWanted(), "dep1", "link1")))
                .containsExactly("remove /accessLogSettings null");
        Stage others = asWanted().toBuilder()
                .accessLogSettings(logs -> logs.destinationArn(LOG_GROUP + "-2"))
                .build();
        assertThat(settings("OFF").corrections(others, "dep1", "link1")).isEmpty();
    }

    @Test
    void anAccountWithoutARoleForLogsIsAWarning() {
        assertThat(settings("AUTO").warning(noRole)).isEqualTo("The stage has no access logs: " + REMEDY + ".");
        assertThat(paths(StageSettings.withoutLogs(settings("AUTO")
                        .corrections(Stage.builder().deploymentId("dep1").build(), "dep1", "link1"))))
                .noneMatch(one -> one.contains("Log"));
    }

    @Test
    void itIsAFailureIfLogsAreRequired() {
        assertThatThrownBy(() -> settings("REQUIRED").warning(noRole))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Parameter AccessLogs of the stack is REQUIRED, but " + REMEDY
                        + ". Or deploy the stack with AccessLogs=AUTO.");
    }

    @Test
    void anotherRefusalIsNotTakenForThat() {
        var other = BadRequestException.builder().message("Invalid stage").build();

        assertThatThrownBy(() -> settings("AUTO").warning(other)).isSameAs(other);
    }
}
