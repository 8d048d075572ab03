package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Json;
import io.gatelink.local.iam.Permission;
import io.gatelink.local.iam.PolicyEvaluator;
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
import java.util.TreeMap;
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
                "StartPublicationFunction", "StartWithdrawalFunction",
                "DescribeLoadBalancerFunction", "CreateVpcLinkFunction",
                "CheckVpcLinkFunction", "CreateRestApiFunction", "IntegrateFunction", "DeployFunction",
                "CreateApiKeyFunction", "SmokeTestFunction", "RetireFunction", "RollBackFunction", "DecideWithdrawalFunction", "WithdrawFunction",
                "DescribeSwitchFunction", "TryVpcLinkFunction", "PointStageFunction", "DeleteVpcLinkFunction",
                "RollBackSwitchFunction", "ObserveFunction", "InspectFunction", "RepairFunction", "TellFunction");
        assertThat(stack.stateMachines()).extracting(Stack.StateMachine::name)
                .containsExactly("gatelink-publish", "gatelink-withdraw", "gatelink-switch", "gatelink-reconcile");
        assertThat(stack.outputs()).containsOnlyKeys("StartPublicationFunction", "DeadLetterQueueUrl", "DashboardUrl", "StateMachineArn",
                        "ReconcileStateMachineArn", "FailureTopicArn", "UndeliveredQueueUrl",
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

            List<String> run = new ArrayList<>();
            definition(machine).get("States").forEach(state -> run.add(resource(state)));
            assertThat(allowed).containsExactlyInAnyOrderElementsOf(
                    run.stream().filter(arn -> stack.function(arn).isPresent()).distinct().toList());
        });
    }

    @Test
    void aTaskTimesOutLaterThanItsFunction() {
        stack.stateMachines().forEach(machine -> tasksWithFunctions(machine).forEach((state, function) -> assertThat(
                Duration.ofSeconds(definition(machine).path("States").path(state).path("TimeoutSeconds").asInt()))
                .as(state).isBetween(function.timeout().plusSeconds(5), function.timeout().plusSeconds(30))));
    }

    @Test
    void theFunctionThatTriesALinkCanWaitForAnyBackend() {
        // One call of the usual 8 s, and the test invocation, which has 35 s for what API Gateway ends after 29 s.
        assertThat(RepositoryTemplate.read(Map.of()).functions()).filteredOn(function ->
                function.logicalId().equals("TryVpcLinkFunction")).singleElement().satisfies(function ->
                        assertThat(function.timeout()).isGreaterThan(Duration.ofSeconds(8 + 35)));
    }

    @Test
    void everyDefinitionUsesEverySubstitution() throws Exception {
        JsonNode resources = new Document(Files.readString(RepositoryTemplate.root().resolve("template.yaml"))).root()
                .path("Resources");
        for (Stack.StateMachine machine : stack.stateMachines()) {
            String definition = Files.readString(RepositoryTemplate.root().resolve(definitionFile(machine)));
            Set<String> names = new LinkedHashSet<>();
            resources.at("/" + machine.logicalId() + "/Properties/DefinitionSubstitutions").fieldNames()
                    .forEachRemaining(names::add);

            assertThat(names).as(machine.name()).isNotEmpty()
                    .allSatisfy(name -> assertThat(definition).contains("${" + name + "}"));
        }
    }

    @Test
    void nothingInItBelongsToOnePartitionRegionOrAccount() throws Exception {
        List<String> files = new ArrayList<>(List.of("template.yaml"));
        stack.stateMachines().forEach(machine -> files.add(definitionFile(machine)));
        assertThat(files).hasSize(5);
        for (String file : files) {
            assertThat(Files.readString(RepositoryTemplate.root().resolve(file))).as(file)
                    .doesNotContainPattern("arn:aws[:-]|\\b[0-9]{12}\\b|\\b(us|eu|ap)-[a-z]+-[0-9]");
        }
    }

    private static String definitionFile(Stack.StateMachine machine) {
        return RepositoryTemplate.definitionFile(machine.name().substring("gatelink-".length()));
    }

    @ParameterizedTest
    @CsvSource({"nlb-created.json, LoadBalancerCreated", "nlb-created-link-fails.json, LoadBalancerCreated",
            "nlb-created-not-opted-in.json, LoadBalancerCreated", "nlb-created-hostile-tags.json, LoadBalancerCreated",
            // Refused by the function, so that somebody gets to know.
            "nlb-created-foreign-account.json, LoadBalancerCreated",
            "nlb-created-event-version-2.json, LoadBalancerCreated",
            "nlb-tags-added-opt-in.json, TagsAdded", "nlb-tags-added-opt-out.json, TagsAdded",
            "nlb-tags-added-standby.json, TagsAdded",
            "nlb-tags-added-several.json, TagsAdded", "nlb-tags-removed.json, TagsRemoved"})
    void whatMayAskForAPublicationIsMatchedByOneRule(String event, String rule) throws Exception {
        assertThat(matching("StartPublicationFunction", event(event))).containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alb-created.json", "alb-tags-added.json", "nlb-created-failed-call.json", "nlb-deleted.json"})
    void whatAsksForNoPublicationIsMatchedByNoRule(String event) throws Exception {
        assertThat(matching("StartPublicationFunction", event(event))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "nlb-tags-added-opt-in.json; gatelink:; Gatelink:", "nlb-tags-added-opt-in.json; loadbalancer/net; listener/net",
        "nlb-tags-removed.json; gatelink:publish; team", "nlb-tags-removed.json; loadbalancer/net; targetgroup",
        "nlb-tags-added-opt-in.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
        "nlb-tags-removed.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
        "nlb-created.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\""})
    void otherTagsOtherResourcesAndFailedCallsAreMatchedByNoRule(String event, String replaced, String with)
            throws Exception {
        String other = event(event).replace(replaced, with);

        assertThat(matching("StartPublicationFunction", other)).isEmpty();
        assertThat(matching("StartPublicationFunction", event(event))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"nlb-tags-added-opt-out.json, OptedOut", "nlb-tags-removed.json, TagRemoved",
            "nlb-tags-added-standby.json, OptedOut", "nlb-deleted.json, LoadBalancerDeleted"})
    void whatMayAskForAWithdrawalIsMatchedByOneRule(String event, String rule) throws Exception {
        assertThat(matching("StartWithdrawalFunction", event(event))).containsExactly(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nlb-created.json", "nlb-tags-added-opt-in.json", "nlb-tags-added-several.json",
            "alb-tags-added.json", "alb-created.json", "nlb-created-failed-call.json"})
    void whatAsksForNoWithdrawalIsMatchedByNoRule(String event) throws Exception {
        assertThat(matching("StartWithdrawalFunction", event(event))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "nlb-tags-added-opt-out.json; gatelink:publish; gatelink:port",
        "nlb-tags-added-opt-out.json; loadbalancer/net; loadbalancer/app",
        "nlb-tags-removed.json; gatelink:publish; gatelink:port", "nlb-tags-removed.json; loadbalancer/net; listener/net",
        "nlb-deleted.json; loadbalancer/net; loadbalancer/app",
        "nlb-tags-added-opt-out.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
        "nlb-tags-removed.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
        "nlb-deleted.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\""})
    void otherTagsOtherResourcesAndFailedCallsAreMatchedByNoRuleOfWithdrawals(String event, String replaced, String with)
            throws Exception {
        assertThat(matching("StartWithdrawalFunction", event(event).replace(replaced, with))).isEmpty();
        assertThat(matching("StartWithdrawalFunction", event(event))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "{'key': 'gatelink:publish', 'value': 'True'}; true", "{'key': 'gatelink:publish', 'value': ''}; true",
        "{'key': 'gatelink:publish', 'value': null}; true", "{'key': 'gatelink:publish'}; true",
        "{'key': 'x', 'value': 'true'}, {'key': 'gatelink:publish', 'value': 'no'}; true",
        "{'key': 'x', 'value': 'true'}, {'key': 'gatelink:publish'}; true",
        "{'key': 'gatelink:publish', 'value': 'true'}; false",
        // The value of another tag is none of this one.
        "{'key': 'x', 'value': 'no'}, {'key': 'gatelink:publish', 'value': 'true'}; false",
        "{'key': 'x'}, {'key': 'gatelink:publish', 'value': 'true'}; false",
        "{'key': 'gatelink:port', 'value': '80'}; false"})
    void aTagThatIsSetIsAnOptOutIfItsOwnValueIsNotTrue(String tags, boolean optOut) throws Exception {
        String event = event("nlb-tags-added-opt-out.json").replaceAll("(?s)\"tags\": \\[.*?]",
                "\"tags\": [" + tags.replace('\'', '"') + "]");

        assertThat(matching("StartWithdrawalFunction", event)).hasSize(optOut ? 1 : 0);
    }

    @Test
    void oneTagOfOursAmongOthersIsEnough() throws Exception {
        String several = event("nlb-tags-added-opt-in.json")
                .replace("\"gatelink:publish\"", "\"team\"").replace("\"gatelink:expect\"", "\"gatelink:x\"");
        assertThat(matching("StartPublicationFunction", several)).containsExactly("TagsAdded");
    }

    @Test
    void everyRuleCallsTheAliasOfItsFunctionAndKeepsWhatItCannotDeliver() {
        assertThat(stack.rules()).filteredOn(rule -> rule.name().contains("Start")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.enabled()).isTrue();
            assertThat(rule.targets()).singleElement().satisfies(target -> {
                assertThat(target.arn()).startsWith("arn:aws:lambda:us-east-1:123456789012:function:gatelink-Start")
                        .endsWith(":live");
                assertThat(target.maximumEventAge()).isEqualTo(Duration.ofHours(24));
                assertThat(target.maximumRetries()).isEqualTo(185);
                assertThat(target.deadLetterQueueArn())
                        .contains("arn:aws:sqs:us-east-1:123456789012:gatelink-DeadLetterQueue");
            });
        });
        assertThat(stack.functions()).filteredOn(function -> function.logicalId().startsWith("Start")).isNotEmpty()
                .allSatisfy(function -> assertThat(function.asynchronous()).isEqualTo(new Stack.AsynchronousInvocation(
                        Duration.ofHours(6), 2,
                        Optional.of("arn:aws:events:us-east-1:123456789012:event-bus/default"))));
    }

    @Test
    void theDeadLetterQueueTakesWhatEveryRuleCannotDeliver() throws Exception {
        String template = Files.readString(RepositoryTemplate.root().resolve("template.yaml"));
        Set<String> sources = new LinkedHashSet<>();
        new Document(template).root().at("/Resources/DeadLetterQueuePolicy/Properties/PolicyDocument/Statement/0/Condition"
                + "/ArnEquals/aws:SourceArn").forEach(arn -> sources.add(arn.toString().replaceAll("Fn::GetAtt|Arn|[^A-Za-z]", "")));

        assertThat(sources).containsExactlyElementsOf(
                stack.rules().stream().filter(rule -> rule.name().contains("Start") || rule.name().contains("Refused"))
                        .map(rule -> rule.name().substring("gatelink-".length())).toList());
    }

    @Test
    void functionsKnowWhatTheyNeedAndNothingElse() {
        String machine = "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-";
        Map<String, Map<String, String>> others = Map.of(
                "StartPublicationFunction", Map.of("STATE_MACHINE_ARN", machine + "publish"),
                "StartWithdrawalFunction", Map.of("STATE_MACHINE_ARN", machine + "withdraw"),
                "SmokeTestFunction", Map.of(), "TryVpcLinkFunction", Map.of(), "InspectFunction", Map.of(), "TellFunction", Map.of(),
                "RepairFunction", Map.of("PUBLISH_STATE_MACHINE_ARN", machine + "publish",
                        "WITHDRAW_STATE_MACHINE_ARN", machine + "withdraw"));

        assertThat(stack.functions()).hasSizeGreaterThan(20).allSatisfy(function -> assertThat(function.environment())
                .as(function.logicalId())
                .isEqualTo(others.getOrDefault(function.logicalId(), Map.of("GATELINK_OWNER", "gatelink"))));
    }

    /** Some make something, which bears the tag; the others change or delete what has it, and what belongs to that. */
    @Test
    void noFunctionMayWriteToApiGatewayWhatDoesNotBearOurTag() {
        Map<String, List<String>> unbound = new TreeMap<>();
        int writes = 0;
        for (Stack.Function function : stack.functions()) {
            for (Stack.PolicyStatement statement : function.policy()) {
                List<String> actions = statement.actions().stream().filter(action -> action.startsWith("apigateway:")
                        && !action.equals("apigateway:GET")
                        // Which knows no condition keys; with POST and PATCH, which it comes with, there are some.
                        && !action.equals("apigateway:UpdateRestApiPolicy")).toList();
                if (!statement.effect().equals("Allow") || actions.isEmpty()) {
                    continue;
                }
                writes++;
                Map<String, List<String>> equal = statement.condition().getOrDefault("StringEquals", Map.of());
                if (!List.of("gatelink").equals(equal.get("aws:ResourceTag/gatelink:owner"))
                        && !List.of("gatelink").equals(equal.get("aws:RequestTag/gatelink:owner"))) {
                    unbound.computeIfAbsent(function.logicalId(), absent -> new ArrayList<>())
                            .add(actions + " " + statement.resources());
                }
            }
        }

        assertThat(writes).isGreaterThan(25);
        // To remove a tag of an API's: such a request has no tags that a condition could look at.
        String untag = "[apigateway:DELETE] [arn:aws:apigateway:us-east-1::/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A"
                + "%2Frestapis%2F*]";
        assertThat(unbound).isEqualTo(Map.of("WithdrawFunction", List.of(untag), "RollBackSwitchFunction", List.of(untag)));
    }

    @Test
    void theSmokeTestMayOnlyGetWhatApisServeAndReadOurKeys() {
        assertThat(function("SmokeTestFunction").policy()).containsExactly(
                new Stack.PolicyStatement("Allow", List.of("execute-api:Invoke"),
                        List.of("arn:aws:execute-api:us-east-1:123456789012:*/*/GET/*"), Map.of()),
                new Stack.PolicyStatement("Allow", List.of("apigateway:GET"),
                        List.of("arn:aws:apigateway:us-east-1::/apikeys/*"),
                        Map.of("StringEquals", Map.of("aws:ResourceTag/gatelink:owner", List.of("gatelink")))));
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, false, NONE, false, true", "AWS_IAM, false, NONE, true, true",
            "AWS_IAM, false, AWS_IAM, false, false", "API_KEY, false, NONE, false, true",
            "API_KEY, false, NONE, , true", "API_KEY, false, NONE, true, false", "API_KEY, false, AWS_IAM, false, false",
            "AWS_IAM, true, NONE, false, false"})
    void iamItselfDeniesMethodsThatAreWeakerThanTheStackAllows(String authorization, String allowOpenApis, String type,
            String key, boolean denied) {
        Stack other = RepositoryTemplate.read(Map.of("Authorization", authorization, "AllowOpenApis", allowOpenApis));
        List<Stack.PolicyStatement> policy = other.functions().stream()
                .filter(function -> function.logicalId().equals("IntegrateFunction")).findFirst().orElseThrow().policy();
        var context = new LinkedHashMap<String, List<String>>(Map.of(
                "aws:ResourceTag/gatelink:owner", List.of("gatelink"),
                "apigateway:Request/RouteAuthorizationType", List.of(type)));
        if (key != null) {
            context.put("apigateway:Request/ApiKeyRequired", List.of(key));
        }
        String method = "arn:aws:apigateway:us-east-1::/restapis/api1/resources/root/methods/ANY";

        assertThat(PolicyEvaluator.decide(policy, new Permission("apigateway:PUT", method, context)).outcome())
                .isEqualTo(denied ? PolicyEvaluator.Outcome.EXPLICITLY_DENIED : PolicyEvaluator.Outcome.ALLOWED);
        assertThat(PolicyEvaluator.decide(policy, new Permission("apigateway:PATCH", method, context)).isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SmokeTestExpect, 2xx", "SmokeTestExpect, '200,204,3xx'", "SmokeTestPath, /a/b-c_d.e~f",
            "SmokeTestPath, /.well-known/health/", "StageName, live-2_b", "PublishMode, ALL", "PublishMode, NONE",
            "AllowOpenApis, true", "Authorization, API_KEY", "IntegrationTimeoutMillis, 50",
            "AccessLogs, OFF", "ThrottlingRateLimit, 1", "ThrottlingBurstLimit, 100000",
            "AllowedOrganizationId, o-a1b2c3d4e5", "AllowedOrganizationId, ''",
            "AllowedVpcEndpointIds, 'vpce-0a1b2c3d,vpce-0a1b2c3d4e5f60718'", "AllowedVpcEndpointIds, ''",
            "SecurityPolicy, SecurityPolicy_TLS13_1_3_2025_09", "LogRetentionDays, 3653"})
    void parametersTakeWhatAUserWouldSet(String name, String value) {
        assertThat(RepositoryTemplate.read(Map.of(name, value)).parameters()).containsEntry(name, value);
    }

    @ParameterizedTest
    @CsvSource({"SmokeTestExpect, '2xx, 3xx'", "SmokeTestExpect, 600", "SmokeTestPath, health", "SmokeTestPath, /*",
            "SmokeTestPath, /?a=b", "SmokeTestPath, /a//b", "SmokeTestPath, /a/..", "SmokeTestPath, /./a",
            "AccessLogs, on", "ThrottlingRateLimit, 0",
            "AllowedOrganizationId, o-A1B2C3D4E5", "AllowedOrganizationId, *", "AllowedVpcEndpointIds, vpc-0a1b2c3d",
            "AllowedVpcEndpointIds, 'vpce-0a1b2c3d, vpce-0a1b2c3e'", "SecurityPolicy, TLS_1_0",
            "Authorization, NONE", "IntegrationTimeoutMillis, 49", "IntegrationTimeoutMillis, 29001", "StageName, ${x}", "PublishMode, all", "LinkPollSeconds, 1"})
    void parametersRefuseWhatCannotWork(String name, String value) {
        assertThatThrownBy(() -> RepositoryTemplate.read(Map.of(name, value)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Parameter " + name + " has the value \"" + value + "\"; it must be ");
    }

    /** The rules of a function that an event matches, by their names in the template. */
    private List<String> matching(String function, String event) throws Exception {
        List<String> matching = new ArrayList<>();
        for (Stack.Rule rule : stack.rules()) {
            if (rule.name().startsWith("gatelink-" + function)
                    && Ruler.matchesRule(event, Json.write(rule.pattern().orElseThrow()))) {
                matching.add(rule.name().substring(("gatelink-" + function).length()));
            }
        }
        return matching;
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
        definition(machine).get("States").properties().forEach(state -> stack.function(resource(state.getValue()))
                .ifPresent(function -> tasks.put(state.getKey(), function)));
        return tasks;
    }

    /** The function that a state runs, however it names it; empty if it runs none. */
    private static String resource(JsonNode state) {
        String named = state.at("/Arguments/FunctionName").asText();
        return named.isEmpty() ? state.path("Resource").asText() : named;
    }

    /** {@code Create VPC link} as {@code CreateVpcLink}. */
    private static String camelCase(String state) {
        return Pattern.compile("\\s*(\\S)(\\S*)").matcher(state).replaceAll(
                word -> word.group(1).toUpperCase(Locale.ROOT) + word.group(2).toLowerCase(Locale.ROOT));
    }
}
