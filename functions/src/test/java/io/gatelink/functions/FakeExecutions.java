package io.gatelink.functions;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The executions of the publish state machine: those that were named here, and no others. */
final class FakeExecutions {

    /** The stubbed client. */
    final SfnClient client = mock(SfnClient.class, CALLS_REAL_METHODS);

    private final Map<String, ExecutionStatus> statuses = new LinkedHashMap<>();

    FakeExecutions() {
        doAnswer(call -> {
            DescribeExecutionRequest request = call.getArgument(0);
            ExecutionStatus status = statuses.get(request.executionArn());
            if (status == null) {
                throw ExecutionDoesNotExistException.builder().message("Execution Does Not Exist").statusCode(400)
                        .build();
            }
            return DescribeExecutionResponse.builder().status(status).build();
        }).when(client).describeExecution(any(DescribeExecutionRequest.class));
    }

    Executions executions() {
        return new Executions(client);
    }

    void running(String name) {
        statuses.put(arn(name), ExecutionStatus.RUNNING);
    }

    void ended(String name) {
        statuses.put(arn(name), ExecutionStatus.FAILED);
    }

    private static String arn(String name) {
        return Steps.EXECUTION_ARN.replace("orders-1", name);
    }
}
