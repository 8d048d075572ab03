package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.SfnException;

class ExecutionsTest {

    private final FakeExecutions fake = new FakeExecutions();

    private record Input(String execution, String loadBalancerArn) implements StepInput {
    }

    private void requireEnded(Map<String, String> tagsOfTheLink) {
        fake.executions().requireEnded(new Link("link1", Status.AVAILABLE, "", tagsOfTheLink),
                new Input(Steps.EXECUTION, Steps.ARN), Steps.EXECUTION_ARN);
    }

    private void requireEnded(String execution) {
        requireEnded(Map.of("gatelink:execution", execution));
    }

    @Test
    void anExecutionThatRunsIsNamed() {
        fake.running("a@b");

        assertThatThrownBy(() -> requireEnded("a@b@2026-01-01T00:00:00.000Z"))
                .isInstanceOf(LoadBalancerBusyException.class)
                .hasMessage("Load balancer orders is being published by execution a@b: it goes on once that has "
                        + "ended.");
    }

    @Test
    void aTagWithoutAStartIsAName() {
        fake.running("orders-0");

        assertThatThrownBy(() -> requireEnded("orders-0")).isInstanceOf(LoadBalancerBusyException.class);
    }

    @Test
    void anExecutionThatHasEndedOrIsForgottenIsNotInTheWay() {
        fake.ended("orders-0");

        assertThatCode(() -> requireEnded(Steps.EARLIER_EXECUTION)).doesNotThrowAnyException();
        assertThatCode(() -> requireEnded("forgotten@2025-01-01T00:00:00.000Z")).doesNotThrowAnyException();
    }

    @Test
    void thisExecutionIsNotInItsOwnWayAndNeitherIsNobody() {
        fake.running("orders-1");

        assertThatCode(() -> requireEnded(Steps.EXECUTION)).doesNotThrowAnyException();
        assertThatCode(() -> requireEnded(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void whatStepFunctionsRefusesIsPassedOn() {
        doThrow(SfnException.builder().message("not authorized").statusCode(400).build())
                .when(fake.client).describeExecution(any(DescribeExecutionRequest.class));

        assertThatThrownBy(() -> requireEnded("orders-0")).isInstanceOf(SfnException.class);
    }
}
