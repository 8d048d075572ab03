package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionDiagnostic;

/** Step Functions through AWS's own client, with the template's state machine. */
class StepFunctionsConformanceTest {

    private static LocalAwsOverHttp local;
    private static SfnClient sfn;
    private static String machine;

    @BeforeAll
    static void start() {
        local = LocalAwsOverHttp.fastForward();
        sfn = local.client(SfnClient.builder());
        machine = sfn.listStateMachinesPaginator().stateMachines().stream()
                .filter(it -> it.name().toLowerCase(Locale.ROOT).contains("publish"))
                .findFirst()
                .orElseThrow()
                .stateMachineArn();
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void aPublicationStartedByHandRunsToItsEndAndTellsItsHistory() {
        String arn = local.networkLoadBalancer("orders").loadBalancerArn();
        // The creation starts an execution of its own.
        local.settle();
        assertThat(sfn.listExecutions(r -> r.stateMachineArn(machine)).executions())
                .anyMatch(one -> one.name().startsWith("orders-"))
                .noneMatch(one -> one.status() == ExecutionStatus.RUNNING);
        // Without an event, which would start another one.
        local.aws
                .loop()
                .exclusively(() ->
                        local.aws.loadBalancers().tags().addTags(List.of(arn), Map.of("gatelink:publish", "true")));

        var over = run("orders", "{\"loadBalancerName\": \"orders\"}");

        assertThat(over.status()).as(over.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(over.output()).contains("\"invokeUrl\":\"" + local.aws.endpoint());
        assertThat(
                        sfn
                                .getExecutionHistoryPaginator(
                                        r -> r.executionArn(over.executionArn()).maxResults(5))
                                .events()
                                .stream()
                                .map(HistoryEvent::stateEnteredEventDetails)
                                .filter(Objects::nonNull)
                                .map(state -> state.name()))
                .contains("Create VPC link", "Check VPC link", "Smoke test", "Announce");
        assertThat(sfn.listExecutions(r -> r.stateMachineArn(machine).statusFilter(ExecutionStatus.SUCCEEDED))
                        .executions())
                .extracting(ExecutionListItem::name)
                .contains("orders");
    }

    @Test
    void aFailureTellsItsReasonAndCanBeRedriven() {
        var failed = run("gone", "{\"loadBalancerName\": \"gone\"}");

        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.cause())
                .isEqualTo(
                        "There is no network or application load balancer \"gone\" in this account and Region: create it "
                                + "first.");
        assertThat(failed.redriveStatusAsString()).isEqualTo("REDRIVABLE");
        sfn.redriveExecution(r -> r.executionArn(failed.executionArn()));
        assertThat(whenOver(failed.executionArn()).redriveCount()).isEqualTo(1);
        assertThat(sfn.getExecutionHistory(
                                r -> r.executionArn(failed.executionArn()).reverseOrder(true))
                        .events())
                .extracting(HistoryEvent::type)
                .contains(HistoryEventType.EXECUTION_REDRIVEN);
    }

    @Test
    void theSameNameIsTheSameExecutionOnlyWithTheSameInput() {
        run("twice", "{}");

        assertThat(error(() -> sfn.startExecution(
                        r -> r.stateMachineArn(machine).name("twice").input("{\"a\": 1}"))))
                .startsWith("400 ExecutionAlreadyExists: Execution Already Exists: 'arn:aws:states:");
    }

    @Test
    void aStoppedExecutionIsAborted() {
        String arn =
                sfn.startExecution(r -> r.stateMachineArn(machine).input("{}")).executionArn();
        sfn.stopExecution(r -> r.executionArn(arn).error("E").cause("C"));

        assertThat(sfn.describeExecution(r -> r.executionArn(arn)).status())
                .isIn(ExecutionStatus.ABORTED, ExecutionStatus.FAILED);
    }

    @Test
    void definitionsAreDescribedAndValidated() {
        String definition =
                sfn.describeStateMachine(r -> r.stateMachineArn(machine)).definition();

        assertThat(sfn.validateStateMachineDefinition(r -> r.definition(definition))
                        .resultAsString())
                .isEqualTo("OK");
        assertThat(sfn.validateStateMachineDefinition(r -> r.definition("""
                {"QueryLanguage": "JSONata", "StartAt": "Nowhere", "States": {"A": {"Type": "Succeed", "No": 1}}}""")).diagnostics())
                .extracting(ValidateStateMachineDefinitionDiagnostic::location)
                .contains("/StartAt", "/States/A/No");
    }

    @Test
    void whatCannotBeIsRefusedInStepFunctionsWords() {
        String unknown = machine.replace("stateMachine:", "execution:") + ":no";
        assertThat(error(() -> sfn.describeExecution(r -> r.executionArn(unknown))))
                .isEqualTo("400 ExecutionDoesNotExist: Execution Does Not Exist: '" + unknown + "'");
        assertThat(error(
                        () -> sfn.startExecution(r -> r.stateMachineArn(machine).input("no"))))
                .startsWith("400 InvalidExecutionInput: Invalid State Machine Execution Input: '");
        assertThat(error(() -> sfn.listActivities(r -> {})))
                .isEqualTo("501 NotImplemented: The local AWS does not support "
                        + "states ListActivities. docs/supported-operations.md lists what it does.");
    }

    private static DescribeExecutionResponse run(String name, String input) {
        return whenOver(
                sfn.startExecution(r -> r.stateMachineArn(machine).name(name).input(input))
                        .executionArn());
    }

    private static DescribeExecutionResponse whenOver(String execution) {
        local.settle();
        DescribeExecutionResponse answer = sfn.describeExecution(r -> r.executionArn(execution));
        assertThat(answer.status()).isNotEqualTo(ExecutionStatus.RUNNING);
        return answer;
    }
}
