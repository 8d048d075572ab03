package io.gatelink.functions.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** Whether the execution that has a lease has ended, which only Step Functions knows, and not at once. */
class ExecutionsTest {

    private static final String HOLDER = "arn:aws:states:us-east-1:123456789012:execution:gatelink-publish:p";
    private static final Instant SINCE = Instant.parse("2026-03-02T09:14:07Z");

    private static boolean hasEnded(Supplier<DescribeExecutionResponse> answer, Duration later) {
        SfnClient stepFunctions = new SfnClient() {
            @Override
            public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
                assertThat(request.executionArn()).isEqualTo(HOLDER);
                return answer.get();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
        var held = new Publication(Map.of(
                Publication.HOLDER, AttributeValue.fromS(HOLDER),
                Publication.HELD_SINCE, AttributeValue.fromS(SINCE.toString())));
        return new Executions(stepFunctions).holderHasEnded(held, SINCE.plus(later));
    }

    @ParameterizedTest
    @EnumSource(value = ExecutionStatus.class, names = "UNKNOWN_TO_SDK_VERSION", mode = EnumSource.Mode.EXCLUDE)
    void oneThatDoesNotRunHasEnded(ExecutionStatus status) {
        assertThat(hasEnded(
                        () -> DescribeExecutionResponse.builder().status(status).build(), Duration.ZERO))
                .isEqualTo(status != ExecutionStatus.RUNNING);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, false", "PT59M59S, false", "PT1H, false", "PT1H1S, true"})
    void oneThatStepFunctionsDoesNotKnowHasEndedAnHourAfterItTookTheLease(Duration later, boolean ended) {
        assertThat(hasEnded(
                        () -> {
                            throw ExecutionDoesNotExistException.builder().build();
                        },
                        later))
                .isEqualTo(ended);
    }

    @Test
    void oneOfWhichStepFunctionsTellsNothingIsUnknown() {
        assertThatThrownBy(() -> hasEnded(
                        () -> {
                            throw SfnException.builder().message("denied").build();
                        },
                        Duration.ofDays(1)))
                .isInstanceOf(SfnException.class)
                .hasMessage("denied");
    }
}
