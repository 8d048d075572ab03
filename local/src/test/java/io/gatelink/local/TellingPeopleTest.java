package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import io.gatelink.local.template.Stack;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What reaches people by the repository's own topic, rules and alarms, with its own key. */
class TellingPeopleTest {

    @Test
    void aFailureIsToldWithReasonRemedyAndALinkToItsExecution() {
        try (var simulation = simulation(Map.of())) {
            simulation.publish("nlb-created-link-fails.json");
            Execution execution = simulation.onlyExecution();

            assertThat(simulation.messages).singleElement().asString()
                    .startsWith("\"Private API Publication Failed, at 2026-01-01T00:0")
                    .contains("\"Reason and remedy: VPC link ",
                            "NLB is already associated with another VPC Endpoint Service",
                            "\"Left behind: []\"\n",
                            "\"Error: " + execution.error().orElseThrow() + "\"\n",
                            "\"Execution: https://console.aws.amazon.com/states/home?region=us-east-1"
                                    + "#/v2/executions/details/");
        }
    }

    @Test
    void aReconciliationThatFailsIsToldTooButTheSameOnceADayOnly() {
        Faults refusing = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (call.operation().equals("GetVpcLinks")) {
                    throw new AwsException("AccessDeniedException", 403, "No \"links\"");
                }
                return Duration.ZERO;
            }
        };
        try (var simulation = Simulation.inMemory(Simulation.SEED, refusing, configuration -> configuration)) {
            simulation.aws.loop().runFor(Duration.ofHours(23));

            List<Execution> failed = simulation.executions().stream()
                    .filter(execution -> execution.status() == ExecutionStatus.FAILED).toList();
            assertThat(failed).hasSizeGreaterThan(40);
            assertThat(simulation.messages).singleElement().asString()
                    .startsWith("\"Private API Reconciliation Failed, at ")
                    .contains("\"Reason and remedy: ApiGateway answered AccessDeniedException (403): No \\\"links\\\"\"\n",
                            "\"Load balancer: {}\"\n",
                            "executions/details/" + failed.get(0).arn() + "\"");

            simulation.aws.loop().runFor(Duration.ofHours(2));
            assertThat(simulation.messages).hasSize(2);
        }
    }

    @Test
    void aFailureThatCannotBeToldOnceADayIsToldEachTime() {
        Faults refusing = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (call.operation().equals("GetVpcLinks")
                        || call.operation().equals("StartExecution") && call.caller().startsWith("ASIALOCAL")) {
                    throw new AwsException("AccessDeniedException", 403, "No " + call.operation());
                }
                return Duration.ZERO;
            }
        };
        try (var simulation = Simulation.inMemory(Simulation.SEED, refusing, configuration -> configuration)) {
            simulation.aws.loop().runFor(Duration.ofMinutes(65));

            assertThat(simulation.messages).hasSize(2).allSatisfy(message ->
                    assertThat(message).contains("No GetVpcLinks"));
        }
    }

    @Test
    void whatSucceedsIsNotToldToAnybody() {
        try (var simulation = simulation(Map.of()).publish("nlb-created.json")) {
            assertThat(simulation.announcements).containsExactly("Private API Published");
            assertThat(simulation.messages).isEmpty();
        }
    }

    @Test
    void everyAlarmReachesTheTopic() {
        try (var simulation = simulation(Map.of())) {
            List<Stack.Alarm> alarms = simulation.aws.stack().alarms();

            assertThat(alarms).hasSizeGreaterThanOrEqualTo(11).allSatisfy(alarm ->
                    assertThat(alarm.actions().get("ALARM"))
                            .containsExactly(simulation.aws.stack().outputs().get("FailureTopicArn")));
            simulation.aws.loop().exclusively(() -> alarms.forEach(alarm ->
                    simulation.aws.alarms().setAlarmState(alarm.name(), "ALARM", "tested")));
            assertThat(simulation.messages).hasSameSizeAs(alarms);
        }
    }

    @Test
    void everyFunctionAndEveryStateMachineIsWatched() throws Exception {
        String template = Files.readString(Simulation.HOME.resolve("template.yaml"));
        try (var simulation = simulation(Map.of())) {
            simulation.aws.stack().functions().forEach(function ->
                    assertThat(watched(template, "AWS/Lambda", "Throttles", "FunctionName", function.logicalId()))
                            .as(function.logicalId()).isTrue());
            for (String metric : List.of("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted")) {
                simulation.aws.stack().stateMachines().forEach(machine ->
                        assertThat(watched(template, "AWS/States", metric, "StateMachineArn", machine.logicalId()))
                                .as(metric + " of " + machine.logicalId()).isTrue());
            }
        }
    }

    private static boolean watched(String template, String namespace, String metric, String dimension, String resource) {
        return template.contains("Namespace: " + namespace + "\n              MetricName: " + metric
                + "\n              Dimensions: [{Name: " + dimension + ", Value: !Ref " + resource + "}]");
    }

    @Test
    void theReconciliationStartsByItselfEveryHalfHour() {
        try (var simulation = simulation(Map.of())) {
            simulation.aws.loop().runFor(Duration.ofMinutes(91));

            assertThat(simulation.executions()).hasSize(3).allSatisfy(execution -> {
                assertThat(execution.stateMachine().name()).isEqualTo("gatelink-reconcile");
                assertThat(execution.input()).isEqualTo(Json.object());
                assertThat(execution.output().orElseThrow().path("outcome").asText()).isEqualTo("AS_IT_SHOULD_BE");
            });
        }
    }

    @Test
    void aLoadBalancerWhoseEventWasLostIsPublishedByTheSchedule() {
        try (var simulation = simulation(Map.of())) {
            ObjectNode event = Simulation.event("nlb-created.json");
            simulation.createLoadBalancer(event);
            simulation.aws.loop().runFor(Duration.ofMinutes(50));

            assertThat(simulation.announcements)
                    .containsExactly("Private API Drift Found", "Private API Published");
        }
    }

    @Test
    void mailIsSentToWhoeverIsNamed() {
        try (var nobody = simulation(Map.of()); var team = simulation(Map.of("NotificationEmail", "team@example.com"))) {
            assertThat(nobody.aws.stack().topics()).singleElement()
                    .satisfies(topic -> assertThat(topic.subscriptions()).isEmpty());
            assertThat(team.aws.stack().topics()).singleElement().satisfies(topic ->
                    assertThat(topic.subscriptions()).singleElement().satisfies(subscription ->
                            assertThat(subscription.endpoint()).isEqualTo("team@example.com")));
        }
    }

    @Test
    void allThatIsStoredIsEncryptedWithTheOneKey() {
        try (var simulation = simulation(Map.of())) {
            Stack stack = simulation.aws.stack();
            Stack.Key key = stack.keys().get(0);

            assertThat(stack.logGroups()).isNotEmpty()
                    .allSatisfy(group -> assertThat(group.key()).as(group.name()).contains(key.arn()));
            assertThat(stack.queues()).isNotEmpty()
                    .allSatisfy(queue -> assertThat(queue.key()).as(queue.name()).contains(key.id()));
            assertThat(stack.topics()).isNotEmpty()
                    .allSatisfy(topic -> assertThat(topic.key()).as(topic.name()).contains(key.id()));
        }
    }

    private static Simulation simulation(Map<String, String> parameters) {
        return Simulation.inMemory(Simulation.SEED, Faults.NONE,
                configuration -> configuration.withParameters(parameters));
    }
}
