package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import io.gatelink.functions.Finding.Action;
import io.gatelink.functions.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class RepairHandlerTest {

    private static final StateMachineArn PUBLISH =
            new StateMachineArn("aws", "us-east-1", "123456789012", "gatelink-publish");
    private static final StateMachineArn WITHDRAW =
            new StateMachineArn("aws", "us-east-1", "123456789012", "gatelink-withdraw");

    private final FakeExecutions known = new FakeExecutions();
    private final SfnClient aws = known.client;
    private final RepairHandler handler = new RepairHandler(aws, PUBLISH, WITHDRAW, Steps.CLOCK);
    private final List<StartExecutionRequest> requests = new ArrayList<>();
    private final Map<String, Instant> executions = new TreeMap<>();
    private final List<Finding> before = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Object> input = new LinkedHashMap<>(Map.of("execution", "run@2026-01-02T03:00:00.000Z",
            "observedAt", "2026-01-02T03:04:00Z", "more", "0", "published", "10", "mode", "OPT_IN",
            "maxWithdrawPercent", "20"));

    @BeforeEach
    void stepFunctions() {
        doAnswer(call -> {
            StartExecutionRequest request = call.getArgument(0);
            requests.add(request);
            Instant started = executions.computeIfAbsent(request.name(), name -> Steps.CLOCK.instant());
            if (started.equals(Instant.EPOCH)) {
                throw ExecutionAlreadyExistsException.builder().statusCode(400).build();
            }
            return StartExecutionResponse.builder().startDate(started)
                    .executionArn(request.stateMachineArn().replace(":stateMachine:", ":execution:") + ":"
                            + request.name()).build();
        }).when(aws).startExecution(any(StartExecutionRequest.class));
    }

    private void twice(Finding finding) {
        before.add(finding);
        findings.add(finding);
    }

    private static String arn(int number) {
        return String.format("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/nlb%d/%016x", number,
                number);
    }

    private static Finding finding(Kind kind, String loadBalancerArn, Action action) {
        return Finding.of(kind, loadBalancerArn, "something", "because", action);
    }

    private Map<String, Object> repair() {
        input.put("before", StepJson.text(before));
        input.put("findings", StepJson.text(findings));
        return Steps.run(handler, input);
    }

    @Test
    void whatWasFoundTwiceIsRepaired() {
        twice(finding(Kind.NOT_PUBLISHED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).isEqualTo(mapOf("started", List.of(Map.of("kind", "NOT_PUBLISHED", "loadBalancerArn",
                Steps.ARN, "what", "something", "why", "because", "action", "PUBLISH", "executionArn",
                PUBLISH.execution("orders-50dc6c495c0c9188-not-published-20260102"))), "left", List.of(), "skipped", List.of(), "withheld",
                null));
        assertThat(requests).containsExactly(StartExecutionRequest.builder()
                .stateMachineArn(PUBLISH.toString()).name("orders-50dc6c495c0c9188-not-published-20260102")
                .input("{\"loadBalancerArn\":\"" + Steps.ARN + "\"}").build());
    }

    @Test
    void whatWasFoundOnceOnlyIsLeftAlone() {
        before.add(finding(Kind.NOT_PUBLISHED, arn(1), Action.PUBLISH));
        findings.add(finding(Kind.NOT_PUBLISHED, arn(2), Action.PUBLISH));
        findings.add(finding(Kind.CHANGED, arn(1), Action.PUBLISH));
        findings.add(finding(Kind.NOT_PUBLISHED, arn(1), Action.WITHDRAW));
        findings.add(Finding.of(Kind.NOT_PUBLISHED, arn(1), "something else", "because", Action.PUBLISH));

        assertThat(repair()).isEqualTo(mapOf("started", List.of(), "left", List.of(), "skipped", List.of(), "withheld", null));
        assertThat(requests).isEmpty();
    }

    @Test
    void theSameDifferenceMayHaveAnotherReasonTheSecondTime() {
        before.add(Finding.of(Kind.CHANGED, Steps.ARN, "REST API a", "it has no method", Action.PUBLISH));
        findings.add(Finding.of(Kind.CHANGED, Steps.ARN, "REST API a", "it has no methods", Action.PUBLISH));

        assertThat(repair()).extracting("started").asInstanceOf(
                InstanceOfAssertFactories.LIST).hasSize(1);
    }

    @Test
    void oneExecutionRepairsAllThatIsWrongWithALoadBalancerTheWorstNamesIt() {
        twice(finding(Kind.LEFTOVER, Steps.ARN, Action.PUBLISH));
        twice(finding(Kind.WEAKENED, Steps.ARN, Action.PUBLISH));
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair().get("started")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
        assertThat(requests).singleElement().extracting(StartExecutionRequest::name)
                .isEqualTo("orders-50dc6c495c0c9188-weakened-20260102T03");
    }

    @ParameterizedTest
    @EnumSource
    void everyNameOfAnExecutionIsOneThatStepFunctionsTakes(Kind kind) {
        String longest = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/" + "n".repeat(32)
                + "/50dc6c495c0c9188";
        twice(finding(kind, longest, Action.PUBLISH));
        repair();

        assertThat(requests).singleElement().satisfies(request ->
                assertThat(request.name()).matches("[A-Za-z0-9-]{1,80}"));
    }

    /** There was an execution of this name, the last one of which ended before the look. */
    private void ended(String name, ExecutionStatus status) {
        executions.put("orders-50dc6c495c0c9188-" + name, Instant.EPOCH);
        known.known(PUBLISH.execution("orders-50dc6c495c0c9188-" + name), status, Instant.parse("2026-01-02T03:03:59Z"));
    }

    private List<String> names() {
        return requests.stream().map(StartExecutionRequest::name).toList();
    }

    @ParameterizedTest
    @CsvSource({"NOT_PUBLISHED, not-published-20260102, FAILED, did not succeed, tomorrow",
            "CHANGED, changed-20260102, ABORTED, did not succeed, tomorrow",
            "WEAKENED, weakened-20260102T03, TIMED_OUT, did not succeed, in the next hour",
            "LEFTOVER, leftover-20260102, SUCCEEDED, left it, tomorrow"})
    void whatWasTriedInVainIsTriedAgainLaterAndPeopleAreTold(Kind kind, String name, ExecutionStatus status, String how,
            String when) {
        ended(name, status);
        twice(finding(kind, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).isEqualTo(mapOf("started", List.of(), "left", List.of(Map.of("kind", kind.name(),
                "loadBalancerArn", Steps.ARN, "what", "something", "why", "because", "reason",
                "execution orders-50dc6c495c0c9188-" + name + " was about it and " + how + ": it is tried again " + when)),
                "skipped", List.of(), "withheld", null));
    }

    @ParameterizedTest
    @CsvSource({"NOT_PUBLISHED, not-published-20260102", "CHANGED, changed-20260102", "WEAKENED, weakened-20260102T03"})
    void whatWasRepairedAndDiffersAgainIsRepairedAgainAtOnce(Kind kind, String name) {
        ended(name, ExecutionStatus.SUCCEEDED);
        ended(name + "-2", ExecutionStatus.SUCCEEDED);
        twice(finding(kind, Steps.ARN, Action.PUBLISH));

        assertThat((List<?>) repair().get("started")).hasSize(1);
        assertThat(names()).last().isEqualTo("orders-50dc6c495c0c9188-" + name + "-3");
    }

    @Test
    void onceARepairFailsItWaitsForTheNextDayHoweverManySucceededBefore() {
        ended("changed-20260102", ExecutionStatus.SUCCEEDED);
        ended("changed-20260102-2", ExecutionStatus.FAILED);
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).containsEntry("started", List.of()).extracting("left").asString()
                .contains("changed-20260102-2 was about it and did not succeed: it is tried again tomorrow");
        assertThat(names()).hasSize(2);
    }

    @Test
    void whatDiffersAgainAndAgainEndsOnceNamesAreUsedUp() {
        ended("changed-20260102", ExecutionStatus.SUCCEEDED);
        for (int i = 2; i < 100; i++) {
            ended("changed-20260102-" + i, ExecutionStatus.SUCCEEDED);
        }
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).containsEntry("started", List.of()).extracting("left").asString().contains(
                "it was repaired 99 times, and differs again: see who changes it. It is tried again tomorrow");
    }

    @Test
    void aRepairThatEndedAfterTheLookMayHaveMendedWhatWasSeen() {
        executions.put("orders-50dc6c495c0c9188-changed-20260102", Instant.EPOCH);
        known.known(PUBLISH.execution("orders-50dc6c495c0c9188-changed-20260102"), ExecutionStatus.SUCCEEDED,
                Instant.parse("2026-01-02T03:04:01Z"));
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).containsEntry("started", List.of()).containsEntry("left", List.of()).extracting("skipped")
                .asString().contains("has ended since: the next run looks again");
    }

    @Test
    void anExecutionThatIsRedrivenIsAtWork() {
        executions.put("orders-50dc6c495c0c9188-changed-20260102", Instant.EPOCH);
        known.known(PUBLISH.execution("orders-50dc6c495c0c9188-changed-20260102"), ExecutionStatus.RUNNING, null);
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).containsEntry("started", List.of()).containsEntry("left", List.of()).extracting("skipped")
                .asString().contains("is at work on it");
    }

    @Test
    void aRepairThatIsOverBeforeTheStepRunsAgainIsNotStartedTwice() {
        String arn = PUBLISH.execution("orders-50dc6c495c0c9188-changed-20260102");
        executions.put("orders-50dc6c495c0c9188-changed-20260102", Instant.EPOCH);
        known.known(arn, ExecutionStatus.SUCCEEDED, Instant.parse("2026-01-02T03:04:04Z"), Instant.parse("2026-01-02T03:04:02Z"));
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair().get("started").toString()).contains(arn);
        assertThat(names()).hasSize(1);
    }

    @Test
    void whatIsOpenWithoutLeaveIsPublishedWithTheStacksOwnAuthorization() {
        twice(finding(Kind.WEAKENED, Steps.ARN, Action.TIGHTEN));
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat((List<?>) repair().get("started")).hasSize(2);
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.stateMachineArn()).isEqualTo(PUBLISH.toString());
            assertThat(request.input()).isEqualTo("{\"loadBalancerArn\":\"" + Steps.ARN + "\",\"tighten\":\"true\"}");
        });
    }

    @Test
    void whatIsAlreadyUnderWayIsNoNews() {
        executions.put("orders-50dc6c495c0c9188-changed-20260102", Instant.parse("2026-01-02T02:34:00Z"));
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).containsEntry("started", List.of()).containsEntry("skipped", List.of(Map.of("what",
                Steps.ARN, "why", "execution orders-50dc6c495c0c9188-changed-20260102 is at work on it")));
    }

    @Test
    void aRunWhoseAnswerWasLostStartsNothingTwice() {
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThat(repair()).isEqualTo(repair());
        assertThat(executions).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"10, 20, 2", "4, 20, 1", "0, 20, 1", "100, 5, 5", "10, 0, 1", "10, 100, 10"})
    void soManyAreWithdrawnAtOnceAndNotOneMore(String published, String percent, int most) {
        input.put("published", published);
        input.put("maxWithdrawPercent", percent);
        for (int i = 0; i < most; i++) {
            twice(finding(Kind.NOT_WANTED, arn(i), Action.WITHDRAW));
        }
        assertThat(repair()).containsEntry("withheld", null);
        assertThat(requests).hasSize(most).allSatisfy(request ->
                assertThat(request.stateMachineArn()).isEqualTo(WITHDRAW.toString()));

        requests.clear();
        twice(finding(Kind.LOAD_BALANCER_GONE, arn(most), Action.WITHDRAW));
        Map<String, Object> output = repair();
        assertThat(requests).isEmpty();
        assertThat((String) output.get("withheld")).startsWith((most + 1) + " of " + published + " published load "
                + "balancers are not to be published any more, and at most " + most + " may be withdrawn at once "
                + "(MaxWithdrawPercent=" + percent + "): none was. If that is meant, start the withdraw state machine");
    }

    @Test
    void whatIsNotCountedCountsAgainstTheShare() {
        twice(finding(Kind.NOT_WANTED, arn(1), Action.WITHDRAW));
        input.put("more", "2");

        assertThat(repair().get("withheld")).isNotNull();
    }

    @Test
    void publicationsAndTheRemovalOfWhatServesNobodyGoOnWhileWithdrawalsAreHeldBack() {
        for (int i = 0; i < 3; i++) {
            twice(finding(Kind.NOT_WANTED, arn(i), Action.WITHDRAW));
        }
        twice(finding(Kind.NOT_PUBLISHED, arn(3), Action.PUBLISH));

        Map<String, Object> output = repair();

        assertThat(requests).extracting(StartExecutionRequest::stateMachineArn).containsExactly(PUBLISH.toString());
        assertThat((List<?>) output.get("skipped")).hasSize(3).first()
                .isEqualTo(Map.of("what", arn(0), "why", "its withdrawal is held back"));
    }

    @Test
    void leftoversDoNotCountAgainstTheShare() {
        for (int i = 0; i < 30; i++) {
            twice(finding(Kind.LEFTOVER, arn(i), Action.WITHDRAW));
        }
        assertThat(repair()).containsEntry("withheld", null);
        assertThat(requests).hasSize(30);
    }

    @Test
    void whoeverUninstallsMayWithdrawEverything() {
        input.put("mode", "NONE");
        for (int i = 0; i < 10; i++) {
            twice(finding(Kind.NOT_WANTED, arn(i), Action.WITHDRAW));
        }
        assertThat(repair()).containsEntry("withheld", null);
        assertThat(requests).hasSize(10);
    }

    @Test
    void whatWasSeenLongAgoIsNotActedOn() {
        input.put("observedAt", "2026-01-02T02:49:04Z");
        twice(finding(Kind.NOT_WANTED, Steps.ARN, Action.WITHDRAW));

        assertThat(repair().get("left").toString()).contains("reason=seen at 2026-01-02T02:49:04Z, which is too long ago to "
                + "act on it: the next run looks again");
        assertThat(requests).isEmpty();

        input.put("observedAt", "2026-01-02T02:49:05Z");
        repair();
        assertThat(requests).hasSize(1);
    }

    @Test
    void throttlingIsForTheStateMachine() {
        doAnswer(call -> {
            throw SfnException.builder().statusCode(400).awsErrorDetails(AwsErrorDetails.builder()
                    .errorCode("ThrottlingException").errorMessage("Rate exceeded").serviceName("Sfn").build()).build();
        }).when(aws).startExecution(any(StartExecutionRequest.class));
        twice(finding(Kind.CHANGED, Steps.ARN, Action.PUBLISH));

        assertThatThrownBy(this::repair).isInstanceOf(ThrottledException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "kind | X | Input field kind is \"X\": give WEAKENED, CHANGED, NOT_PUBLISHED, LOAD_BALANCER_GONE, "
                + "NOT_WANTED or LEFTOVER.",
        "action | delete | Input field action is \"delete\": give PUBLISH, TIGHTEN or WITHDRAW.",
        "loadBalancerArn | x | Input field loadBalancerArn is \"x\": give the ARN of a load balancer, "
                + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>."})
    void aFindingThatCannotBeIsRefused(String field, String value, String message) {
        Map<String, String> finding = new LinkedHashMap<>(Map.of("kind", "CHANGED", "loadBalancerArn", Steps.ARN, "what",
                "x", "why", "y", "action", "PUBLISH"));
        finding.put(field, value);
        input.put("before", "[]");
        input.put("findings", StepJson.text(List.of(finding)));

        assertThatThrownBy(() -> Steps.run(handler, input)).isInstanceOf(InvalidInputException.class).hasMessage(message);
    }

    private static Map<String, Object> mapOf(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
