package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Json;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;

class RepositoryTemplateTest {

    private final Stack stack = RepositoryTemplate.read(Map.of());

    @Test
    void itReadsWithoutAProblemAndHasWhatTheDesignNames() {
        assertThat(stack.functions()).extracting(Stack.Function::logicalId).containsExactlyInAnyOrder(
                "StartPublicationFunction", "DescribeLoadBalancerFunction", "CreateVpcLinkFunction",
                "CheckVpcLinkFunction", "CreateRestApiFunction", "IntegrateFunction", "DeployFunction",
                "SmokeTestFunction", "RollBackFunction", "DecideWithdrawalFunction", "WithdrawFunction",
                "DescribeSwitchFunction", "TryVpcLinkFunction", "PointStageFunction", "DeleteVpcLinkFunction",
                "RollBackSwitchFunction");
        assertThat(stack.stateMachines()).extracting(Stack.StateMachine::name)
                .containsExactly("gatelink-publish", "gatelink-withdraw", "gatelink-switch");
        assertThat(stack.outputs()).containsOnlyKeys("StartPublicationFunction", "DeadLetterQueueUrl", "StateMachineArn",
                        "WithdrawStateMachineArn", "SwitchStateMachineArn")
                .containsEntry("StateMachineArn",
                        "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish")
                .containsEntry("DeadLetterQueueUrl",
                        "https://sqs.us-east-1.amazonaws.com/123456789012/gatelink-DeadLetterQueue");
    }

    @Test
    void aStateItsHandlerAndItsFunctionHaveOneName() {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (Stack.StateMachine machine : stack.stateMachines()) {
            tasksWithFunctions(machine).forEach((state, function) -> {
                // A workflow can come to the same function twice.
                String name = camelCase(state.replaceFirst(" again$", ""));
                expected.add(name + "Function " + "io.gatelink.functions." + name + "Handler");
                actual.add(function.logicalId() + " " + function.handler());
            });
        }

        assertThat(actual).hasSizeGreaterThan(20).isEqualTo(expected);
    }

    @Test
    void everyFunctionIsCalledAfterItsHandlerAndHasAnAlias() {
        assertThat(stack.functions()).allSatisfy(function -> {
            assertThat(function.handler()).isEqualTo(
                    "io.gatelink.functions." + function.logicalId().replaceAll("Function$", "Handler"));
            assertThat(function.alias()).contains("live");
        });
    }

    @Test
    void theStateMachineMayRunExactlyTheFunctionsThatItRuns() {
        assertThat(stack.stateMachines()).allSatisfy(machine -> {
            List<String> allowed = machine.policy().stream()
                    .filter(statement -> statement.actions().contains("lambda:InvokeFunction"))
                    .flatMap(statement -> statement.resources().stream()).toList();

            assertThat(allowed).containsExactlyInAnyOrderElementsOf(tasksWithFunctions(machine).values().stream()
                    .map(Stack.Function::qualifiedArn).distinct().toList());
        });
    }

    @Test
    void aTaskTimesOutLaterThanItsFunction() {
        stack.stateMachines().forEach(machine -> tasksWithFunctions(machine).forEach((state, function) -> assertThat(
                Duration.ofSeconds(definition(machine).path("States").path(state).path("TimeoutSeconds").asInt()))
                .as(state).isBetween(function.timeout().plusSeconds(5), function.timeout().plusSeconds(30))));
    }

    @ParameterizedTest
    @CsvSource({"PublishStateMachine, publish", "WithdrawStateMachine, withdraw", "SwitchStateMachine, switch"})
    void theDefinitionUsesEverySubstitution(String logicalId, String workflow) throws Exception {
        String template = Files.readString(RepositoryTemplate.root().resolve("template.yaml"));
        String definition =
                Files.readString(RepositoryTemplate.root().resolve("statemachine/" + workflow + ".asl.json"));
        Set<String> names = new LinkedHashSet<>();
        new Document(template).root().at("/Resources/" + logicalId + "/Properties/DefinitionSubstitutions")
                .fieldNames().forEachRemaining(names::add);

        assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(definition).contains("${" + name + "}"));
    }

    @Test
    void nothingInItBelongsToOnePartitionRegionOrAccount() throws Exception {
        for (String file : List.of("template.yaml", "statemachine/publish.asl.json", "statemachine/withdraw.asl.json",
                "statemachine/switch.asl.json")) {
            assertThat(Files.readString(RepositoryTemplate.root().resolve(file)))
                    .doesNotContainPattern("arn:aws[:-]|\\b[0-9]{12}\\b|\\b(us|eu|ap)-[a-z]+-[0-9]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nlb-created.json", "nlb-created-link-fails.json", "nlb-created-not-opted-in.json"})
    void theRuleMatchesTheCreationOfANetworkLoadBalancer(String event) throws Exception {
        assertThat(matches(event(event))).isTrue();
    }

    @Test
    void theRuleDoesNotMatchTheCreationOfAnApplicationLoadBalancer() throws Exception {
        assertThat(matches(event("alb-created.json"))).isFalse();
    }

    @Test
    void theRuleDoesNotMatchACallThatFailed() throws Exception {
        String event = event("nlb-created.json");
        String failed = event.replace("\"eventName\"", "\"errorCode\": \"AccessDenied\", \"eventName\"");

        assertThat(failed).isNotEqualTo(event);
        assertThat(matches(failed)).isFalse();
    }

    @Test
    void theRuleCallsTheAliasOfStartPublicationAndKeepsWhatItCannotDeliver() {
        assertThat(stack.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.enabled()).isTrue();
            assertThat(rule.targets()).singleElement().isEqualTo(new Stack.Target(
                    "StartPublicationFunctionLoadBalancerCreatedLambdaTarget",
                    "arn:aws:lambda:us-east-1:123456789012:function:gatelink-StartPublicationFunction:live",
                    Duration.ofHours(24), 185,
                    Optional.of("arn:aws:sqs:us-east-1:123456789012:gatelink-DeadLetterQueue")));
        });
        assertThat(function("StartPublicationFunction").asynchronous()).isEqualTo(new Stack.AsynchronousInvocation(
                Duration.ofHours(6), 2, Optional.of("arn:aws:sqs:us-east-1:123456789012:gatelink-DeadLetterQueue")));
    }

    @Test
    void functionsKnowWhatTheyNeedAndNothingElse() {
        assertThat(function("StartPublicationFunction").environment()).containsExactly(Map.entry("STATE_MACHINE_ARN",
                "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish"));
        assertThat(function("DescribeLoadBalancerFunction").environment())
                .containsOnly(Map.entry("PUBLISH_MODE", "OPT_IN"), Map.entry("ALLOW_OPEN_APIS", "false"));
        assertThat(function("DeployFunction").environment())
                .containsOnly(Map.entry("GATELINK_OWNER", "gatelink"), Map.entry("STAGE_NAME", "live"));
        assertThat(function("SmokeTestFunction").environment())
                .containsOnly(Map.entry("SMOKE_TEST_PATH", "/"), Map.entry("SMOKE_TEST_EXPECT", "2xx,3xx"));
        assertThat(List.of("CreateVpcLinkFunction", "CheckVpcLinkFunction", "CreateRestApiFunction",
                "RollBackFunction")).allSatisfy(name -> assertThat(
                        function(name).environment()).containsExactly(Map.entry("GATELINK_OWNER", "gatelink")));
    }

    @Test
    void theSmokeTestMayCallItsOwnPathOnItsOwnStageOnly() {
        Stack other = RepositoryTemplate.read(Map.of("StageName", "prod", "SmokeTestPath", "/health"));

        assertThat(other.functions()).filteredOn(function -> function.logicalId().equals("SmokeTestFunction"))
                .singleElement().extracting(Stack.Function::policy).isEqualTo(List.of(new Stack.PolicyStatement("Allow",
                        List.of("execute-api:Invoke"),
                        List.of("arn:aws:execute-api:us-east-1:123456789012:*/prod/GET/health"), Map.of())));
    }

    @ParameterizedTest
    @CsvSource({"SmokeTestExpect, 2xx", "SmokeTestExpect, '200,204,3xx'", "SmokeTestPath, /a/b-c_d.e~f",
            "StageName, live-2_b", "PublishMode, ALL", "AllowOpenApis, true", "LogRetentionDays, 3653"})
    void parametersTakeWhatAUserWouldSet(String name, String value) {
        assertThat(RepositoryTemplate.read(Map.of(name, value)).parameters()).containsEntry(name, value);
    }

    @ParameterizedTest
    @CsvSource({"SmokeTestExpect, '2xx, 3xx'", "SmokeTestExpect, 600", "SmokeTestPath, health", "SmokeTestPath, /*",
            "SmokeTestPath, /?a=b", "StageName, ${x}", "PublishMode, all", "LinkPollSeconds, 1"})
    void parametersRefuseWhatCannotWork(String name, String value) {
        assertThatThrownBy(() -> RepositoryTemplate.read(Map.of(name, value)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Parameter " + name + " has the value \"" + value + "\"; it must be ");
    }

    private boolean matches(String event) throws Exception {
        return Ruler.matchesRule(event, Json.write(stack.rules().get(0).pattern()));
    }

    private static String event(String name) throws Exception {
        return Files.readString(RepositoryTemplate.root().resolve("events").resolve(name));
    }

    private static JsonNode definition(Stack.StateMachine machine) {
        return Json.parse(machine.definition());
    }

    private Stack.Function function(String logicalId) {
        return stack.functions().stream().filter(each -> each.logicalId().equals(logicalId)).findFirst().orElseThrow();
    }

    /** The functions that a workflow runs, by the state's name, in the workflow's order. */
    private Map<String, Stack.Function> tasksWithFunctions(Stack.StateMachine machine) {
        var tasks = new LinkedHashMap<String, Stack.Function>();
        definition(machine).get("States").properties().forEach(state -> stack.functions().stream()
                .filter(function -> function.qualifiedArn().equals(state.getValue().path("Resource").asText()))
                .forEach(function -> tasks.put(state.getKey(), function)));
        return tasks;
    }

    /** {@code Create VPC link} as {@code CreateVpcLink}. */
    private static String camelCase(String state) {
        return Pattern.compile("\\s*(\\S)(\\S*)").matcher(state).replaceAll(
                word -> word.group(1).toUpperCase(Locale.ROOT) + word.group(2).toLowerCase(Locale.ROOT));
    }
}
