package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.template.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What reaches people: by the state machine itself, which knows the reason, and by alarms; with the stack's own key.
 */
class TellingPeopleTest {

    @Test
    void aFailureIsOneMailWithTheLoadBalancerTheReasonTheRemedyAndCommands() {
        try (var life = Life.begin()) {
            String arn = life.simulation.createLoadBalancer(Simulation.event("nlb-created-link-fails.json"));
            life.simulation.deliver(Simulation.event("nlb-created-link-fails.json"));
            life.run();
            Execution execution = life.last();
            String name = arn.split("/")[2];

            assertThat(life.simulation.subjects).containsExactly("Gatelink: " + name + " could not be published");
            assertThat(life.simulation.messages)
                    .singleElement()
                    .asString()
                    .matches(Pattern.compile(Pattern.quote("Load balancer: " + name + " (" + arn + ")\nReason: "
                                    + execution.cause().orElseThrow() + "\nNothing is published for it.\nNext try: ")
                            + "2026-01-01T00:\\d\\d:\\d\\d(\\.\\d+)?Z"
                            + Pattern.quote(", or as soon as its gatelink: tags change.\n\nTo try again now:\n"
                                    + "aws stepfunctions start-execution --state-machine-arn "
                                    + "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish --input "
                                    + "'{\"loadBalancerArn\": \"" + arn + "\"}'\nTo see what happened:\n"
                                    + "aws stepfunctions get-execution-history --execution-arn " + execution.arn()
                                    + " --reverse-order")));
            assertThat(execution.cause().orElseThrow())
                    .contains(
                            "NLB is already associated with another VPC Endpoint Service",
                            "Delete it, or publish another load balancer, then publish this one again.");
        }
    }

    @Test
    void theSameReasonIsToldOnceAndAnotherOneIsToldAgain() {
        try (var life = Life.begin()) {
            String orders = life.create("orders", "gatelink:publish", "true", "gatelink:port", "none");
            life.run("first", orders);
            life.run("second", orders);
            assertThat(life.simulation.messages).hasSize(1);
            assertThat(life.simulation.announcements).hasSize(2).containsOnly("Private API Publication Failed");

            life.tagUnnoticed(orders, "gatelink:port", "0");
            life.run("third", orders);
            assertThat(life.simulation.messages).hasSize(2);
            life.tagUnnoticed(orders, "gatelink:port", "80");
            life.run("fourth", orders);
            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            life.tagUnnoticed(orders, "gatelink:port", "0");
            life.run("fifth", orders);

            assertThat(life.simulation.messages)
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("What was published before is left as it was: "
                            + life.simulation.item(orders).get("invokeUrl"));
        }
    }

    /** Names of VPC links and the like differ from run to run; to people it is the same failure. */
    @Test
    void aBackendThatGoesOnFailingIsToldOnce() {
        try (var life = Life.begin()) {
            life.simulation.backendStatus = 503;
            String orders = life.publish("orders");
            life.run("again", orders);

            assertThat(life.simulation.item(orders)).containsEntry("outcome", "FAILED");
            assertThat(life.simulation.messages).hasSize(1);
        }
    }

    @Test
    void nothingThatTheBackendAnsweredIsInAMailOrAnAnnouncement() {
        var events = new ArrayList<String>();
        try (var life = Life.begin()) {
            life.simulation.backendStatus = 503;
            String orders = life.publish("orders");
            life.simulation.backendStatus = 200;
            life.run("again", orders);
            events.addAll(life.simulation.announced);

            assertThat(life.outcome(orders)).isEqualTo("PUBLISHED");
            assertThat(life.simulation.messages).hasSize(1);
            assertThat(String.join("\n", life.simulation.messages) + String.join("\n", events))
                    .isNotEmpty()
                    .doesNotContain("from the backend");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Private API Publication Failed",
                "Private API Published",
                "Private API Reconciliation Failed",
                "Lambda Function Invocation Result - Failure"
            })
    void aForgedEventMailsNothing(String detailType) {
        try (var life = Life.begin()) {
            for (String source : List.of("gatelink", "lambda", "aws.states")) {
                life.simulation.aws.loop().exclusively(() -> life.simulation
                        .aws
                        .eventBus()
                        .publish(Json.object()
                                .put("version", "0")
                                .put("id", "1")
                                .put("detail-type", detailType)
                                .put("source", source)
                                .put("account", "123456789012")
                                .put("time", "2026-01-01T00:00:00Z")
                                .put("region", "us-east-1")
                                .set("detail", Json.object().put("reason", "Pay here"))));
            }
            life.run();

            assertThat(life.simulation.messages).isEmpty();
            assertThat(life.simulation.executions()).isEmpty();
        }
    }

    @Test
    void aFailureThatCannotBeToldEndsAsAFailureAllTheSame() {
        Faults refusing = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                if (call.operation().equals("Publish")) {
                    throw new AwsException("AuthorizationError", 403, "No");
                }
                return Duration.ZERO;
            }
        };
        try (var life = Life.begin(refusing, Map.of())) {
            String orders = life.publish("orders", "gatelink:port", "none");

            assertThat(life.last().error()).contains("UnsupportedLoadBalancerException");
            assertThat(life.outcome(orders)).isEqualTo("FAILED");
            assertThat(life.simulation.announcements).containsExactly("Private API Publication Failed");
        }
    }

    @Test
    void everyAlarmReachesTheTopic() {
        try (var simulation = simulation(Map.of())) {
            List<Stack.Alarm> alarms = simulation.aws.stack().alarms();

            assertThat(alarms).hasSizeGreaterThanOrEqualTo(7).allSatisfy(alarm -> assertThat(
                            alarm.actions().get("ALARM"))
                    .containsExactly(simulation.aws.stack().outputs().get("FailureTopicArn")));
            simulation
                    .aws
                    .loop()
                    .exclusively(() -> alarms.forEach(
                            alarm -> simulation.aws.alarms().setAlarmState(alarm.name(), "ALARM", "tested")));
            assertThat(simulation.messages).hasSameSizeAs(alarms);
        }
    }

    @Test
    void mailIsSentToTheAddressThatIsNamed() {
        try (var without = simulation(Map.of());
                var team = simulation(Map.of("NotificationEmail", "team@example.com"))) {
            assertThat(without.aws.stack().topics())
                    .singleElement()
                    .satisfies(topic -> assertThat(topic.subscriptions()).isEmpty());
            assertThat(team.aws.stack().topics()).singleElement().satisfies(topic -> assertThat(topic.subscriptions())
                    .singleElement()
                    .satisfies(
                            subscription -> assertThat(subscription.endpoint()).isEqualTo("team@example.com")));
        }
    }

    @Test
    void allThatIsStoredIsEncryptedWithTheOneKey() {
        try (var simulation = simulation(Map.of())) {
            Stack stack = simulation.aws.stack();
            Stack.Key key = stack.keys().get(0);

            assertThat(stack.logGroups()).isNotEmpty().allSatisfy(group -> assertThat(group.key())
                    .as(group.name())
                    .contains(key.arn()));
            assertThat(stack.queues()).isNotEmpty().allSatisfy(queue -> assertThat(queue.key())
                    .as(queue.name())
                    .contains(key.id()));
            assertThat(stack.topics()).isNotEmpty().allSatisfy(topic -> assertThat(topic.key())
                    .as(topic.name())
                    .contains(key.id()));
        }
    }

    private static Simulation simulation(Map<String, String> parameters) {
        return Simulation.inMemory(
                Simulation.SEED, Faults.NONE, configuration -> configuration.withParameters(parameters));
    }
}
