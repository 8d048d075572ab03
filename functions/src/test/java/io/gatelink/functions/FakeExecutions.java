package io.gatelink.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The executions of the workflows: those that were named here, and no others. */
final class FakeExecutions {

    /** The stubbed client. */
    final SfnClient client = mock(SfnClient.class, CALLS_REAL_METHODS);

    private final Map<String, DescribeExecutionResponse> known = new LinkedHashMap<>();

    FakeExecutions() {
        doAnswer(call -> {
            DescribeExecutionRequest request = call.getArgument(0);
            DescribeExecutionResponse found = known.get(request.executionArn());
            if (found == null) {
                throw ExecutionDoesNotExistException.builder().message("Execution Does Not Exist").statusCode(400)
                        .build();
            }
            return found;
        }).when(client).describeExecution(any(DescribeExecutionRequest.class));
    }

    Executions executions() {
        return new Executions(client);
    }

    void running(String name) {
        known(arn(name), ExecutionStatus.RUNNING, null);
    }

    void ended(String name) {
        known(arn(name), ExecutionStatus.FAILED, Steps.CLOCK.instant());
    }

    /** Adds an execution that started when the execution {@link Steps#EARLIER_EXECUTION} did. */
    void known(String arn, ExecutionStatus status, Instant stopDate) {
        known(arn, status, stopDate, Instant.parse("2026-01-01T03:04:00.017Z"));
    }

    void known(String arn, ExecutionStatus status, Instant stopDate, Instant startDate) {
        known.put(arn, DescribeExecutionResponse.builder().status(status).stopDate(stopDate).startDate(startDate).build());
    }

    static String arn(String name) {
        return Steps.EXECUTION_ARN.replace("orders-1", name);
    }
}
