package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyEvaluator;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.policy.ResourceStatement;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.Ruler;

class RepositoryTemplateTest {

    private final Stack stack = RepositoryTemplate.read(Map.of());

    @Test
    void itReadsWithoutAProblemAndHasWhatTheDesignNames() {
        assertThat(stack.functions())
                .extracting(Stack.Function::logicalId)
                .containsExactlyInAnyOrder(
                        "StartPublicationFunction",
                        "TakeTurnFunction",
                        "DescribeLoadBalancerFunction",
                        "CreateVpcLinkFunction",
                        "CheckVpcLinkFunction",
                        "CreateRestApiFunction",
                        "IntegrateFunction",
                        "DeployFunction",
                        "MapBasePathFunction",
                        "SmokeTestFunction",
                        "FinishFunction",
                        "WithdrawFunction",
                        "RollBackFunction",
                        "FindDifferencesFunction");
        assertThat(stack.stateMachines())
                .extracting(Stack.StateMachine::name)
                .containsExactly("gatelink-publish", "gatelink-reconcile");
        assertThat(stack.tables())
                .extracting(table -> table.name())
                .containsExactlyInAnyOrder("gatelink-publications", "gatelink-coordination");
        assertThat(stack.outputs())
                .containsOnlyKeys(
                        "StateMachineArn",
                        "ReconcileStateMachineArn",
                        "PublicationsTable",
                        "FailureTopicArn",
                        "DeadLetterQueueUrl",
                        "FunctionsLogGroup",
                        "WorkflowsLogGroup",
                        "StartPublicationFunction")
                .containsEntry("StateMachineArn", "arn:aws:states:us-east-1:123456789012:stateMachine:gatelink-publish")
                .containsEntry(
                        "DeadLetterQueueUrl",
                        "https://sqs.us-east-1.amazonaws.com/123456789012/gatelink-DeadLetterQueue");
    }

    @Test
    void itStaysSmall() throws Exception {
        List<String> template = Files.readAllLines(RepositoryTemplate.root().resolve("template.yaml"));

        assertThat(stack.functions()).hasSizeLessThanOrEqualTo(14);
        assertThat(stack.stateMachines().stream()
                        .mapToInt(machine -> definition(machine).findValues("States").stream()
                                .mapToInt(JsonNode::size)
                                .sum())
                        .sum())
                .isBetween(20, 42);
        assertThat(template).hasSizeBetween(500, 1_485).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void aStateItsHandlerAndItsFunctionHaveOneName() {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (Stack.StateMachine machine : stack.stateMachines()) {
            tasksWithFunctions(machine).forEach((state, function) -> {
                String name = camelCase(state);
                expected.add(name + "Function " + name + "Handler");
                actual.add(function.logicalId() + " " + function.handler().replaceAll(".*[.]", ""));
            });
        }

        assertThat(actual).hasSize(13).isEqualTo(expected);
        assertThat(stack.functions())
                .allSatisfy(function -> assertThat(function.alias()).contains("live"));
    }

    /** An execution that runs while the stack is upgraded ends with the code that it began with. */
    @Test
    void theWorkflowsRunVersionsOfTheirOwnFunctionsAndNoOthers() {
        assertThat(stack.stateMachines()).allSatisfy(machine -> {
            List<String> allowed = machine.policy().stream()
                    .filter(statement -> statement.actions().contains("lambda:InvokeFunction"))
                    .flatMap(statement -> statement.resources().stream())
                    .toList();

            assertThat(allowed)
                    .containsExactlyInAnyOrderElementsOf(tasksWithFunctions(machine).values().stream()
                            .map(function -> function.arn() + ":*")
                            .distinct()
                            .toList());
        });
    }

    @Test
    void aTaskTimesOutLaterThanItsFunction() {
        stack.stateMachines().forEach(machine -> tasksWithFunctions(machine).forEach((state, function) -> assertThat(
                        Duration.ofSeconds(definition(machine)
                                .path("States")
                                .path(state)
                                .path("TimeoutSeconds")
                                .asInt()))
                .as(state)
                .isBetween(function.timeout().plusSeconds(5), function.timeout().plusSeconds(30))));
    }

    /** A lease is taken over 70 s after the latest step began. */
    @Test
    void noFunctionThatChangesSomethingRunsLongerThanALeaseIsSafe() {
        assertThat(stack.functions())
                .filteredOn(function ->
                        !List.of("SmokeTestFunction", "FindDifferencesFunction").contains(function.logicalId()))
                .hasSize(12)
                .allSatisfy(function -> assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void publicationsMayBeAnnouncedInNoOtherNameThanOurs() {
        assertThat(stack.stateMachines()).allSatisfy(machine -> assertThat(machine.policy())
                .filteredOn(statement -> statement.actions().contains("events:PutEvents"))
                .allSatisfy(statement -> assertThat(statement.condition())
                        .isEqualTo(Map.of("StringEquals", Map.of("events:source", List.of("gatelink"))))));
        assertThat(stack.stateMachines().get(0).policy())
                .anyMatch(statement -> statement.actions().contains("events:PutEvents"));
    }

    @Test
    void onlyTheStacksOwnAlarmsMayPublishToTheTopic() {
        assertThat(stack.topics()).singleElement().satisfies(topic -> assertThat(topic.policy())
                .filteredOn(statement -> statement.statement().effect().equals("Allow"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.principals().services()).containsExactly("cloudwatch.amazonaws.com");
                    assertThat(statement.statement().condition())
                            .isEqualTo(
                                    Map.of(
                                            "StringEquals", Map.of("aws:SourceAccount", List.of("123456789012")),
                                            "ArnLike",
                                                    Map.of(
                                                            "aws:SourceArn",
                                                            List.of(
                                                                    "arn:aws:cloudwatch:us-east-1:123456789012:alarm:gatelink-*"))));
                }));
    }

    @Test
    void logsAreKeptAsLongAsTheParameterSays() throws Exception {
        JsonNode resources = resources();
        List<JsonNode> groups = new ArrayList<>();
        resources.forEach(resource -> {
            if (resource.path("Type").asText().equals("AWS::Logs::LogGroup")) {
                groups.add(resource);
            }
        });

        assertThat(groups).hasSize(3).allSatisfy(group -> assertThat(
                        group.at("/Properties/RetentionInDays").toString())
                .isEqualTo("{\"Ref\":\"LogRetentionDays\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "LagAlarm, 1200, GreaterThanThreshold",
        "DeadLettersAlarm, 1, GreaterThanOrEqualToThreshold",
        "LeftoversAlarm, 1, GreaterThanOrEqualToThreshold",
        "FunctionErrorsAlarm, 3, GreaterThanOrEqualToThreshold",
        "PublicationsAlarm, 1, GreaterThanOrEqualToThreshold",
        "ThrottlesAlarm, 1, GreaterThanOrEqualToThreshold",
        "ReconciliationsAlarm, 1, GreaterThanOrEqualToThreshold"
    })
    void anAlarmGoesOffAtItsThreshold(String alarm, int threshold, String comparison) throws Exception {
        JsonNode properties = resources().at("/" + alarm + "/Properties");

        assertThat(properties.path("Threshold").asInt()).isEqualTo(threshold);
        assertThat(properties.path("ComparisonOperator").asText()).isEqualTo(comparison);
        assertThat(properties.path("TreatMissingData").asText()).isEqualTo("notBreaching");
    }

    private static JsonNode resources() throws Exception {
        return new Document(Files.readString(RepositoryTemplate.root().resolve("template.yaml")))
                .root()
                .path("Resources");
    }

    @Test
    void everyDefinitionUsesEverySubstitution() throws Exception {
        JsonNode resources = new Document(
                        Files.readString(RepositoryTemplate.root().resolve("template.yaml")))
                .root()
                .path("Resources");
        for (Stack.StateMachine machine : stack.stateMachines()) {
            String definition = Files.readString(RepositoryTemplate.root().resolve(definitionFile(machine)));
            Set<String> names = new LinkedHashSet<>();
            resources
                    .at("/" + machine.logicalId() + "/Properties/DefinitionSubstitutions")
                    .fieldNames()
                    .forEachRemaining(names::add);

            assertThat(names).as(machine.name()).isNotEmpty().allSatisfy(name -> assertThat(definition)
                    .contains("${" + name + "}"));
        }
    }

    @Test
    void nothingInItBelongsToOnePartitionRegionOrAccount() throws Exception {
        List<String> files = new ArrayList<>(List.of("template.yaml"));
        stack.stateMachines().forEach(machine -> files.add(definitionFile(machine)));
        assertThat(files).hasSize(3);
        for (String file : files) {
            // But for the Regions that have no SnapStart.
            assertThat(Files.readString(RepositoryTemplate.root().resolve(file))
                            .replaceAll("!Ref AWS::Region, ap-.*", ""))
                    .as(file)
                    .doesNotContainPattern("arn:aws[:-]|\\b[0-9]{12}\\b|\\b(us|eu|ap)-[a-z]+-[0-9]");
        }
    }

    private static String definitionFile(Stack.StateMachine machine) {
        return RepositoryTemplate.definitionFile(machine.name().substring("gatelink-".length()));
    }

    @ParameterizedTest
    @CsvSource({
        "nlb-created.json, LoadBalancerCreated",
        "alb-created.json, LoadBalancerCreated",
        "nlb-created-link-fails.json, LoadBalancerCreated",
        "nlb-created-not-opted-in.json, LoadBalancerCreated",
        "nlb-created-hostile-tags.json, LoadBalancerCreated",
        // Refused by the function, and kept in the dead letter queue.
        "nlb-created-foreign-account.json, LoadBalancerCreated",
        "nlb-created-event-version-2.json, LoadBalancerCreated",
        "alb-tags-added.json, TagsChanged",
        "nlb-tags-added-opt-in.json, TagsChanged",
        "nlb-tags-added-opt-out.json, TagsChanged",
        "nlb-tags-added-replaces.json, TagsChanged",
        "nlb-tags-added-several.json, TagsChanged",
        "nlb-tags-removed.json, TagsChanged",
        "nlb-deleted.json, LoadBalancerDeleted",
        "nlb-delete-refused.json, LoadBalancerDeleted"
    })
    void whatMayChangeWhatIsWantedIsMatchedByOneRule(String event, String rule) throws Exception {
        assertThat(matching("StartPublicationFunction", event(event))).containsExactly(rule);
    }

    @Test
    void aCallThatFailedIsMatchedByNoRule() throws Exception {
        assertThat(matching("StartPublicationFunction", event("nlb-created-failed-call.json")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nlb-tags-added-opt-in.json; gatelink:; gatelinks:",
                "nlb-tags-added-opt-in.json; loadbalancer/net; listener/net",
                "nlb-tags-removed.json; gatelink:publish; team",
                "nlb-tags-removed.json; loadbalancer/net; targetgroup",
                "nlb-tags-added-opt-in.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
                "nlb-tags-removed.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
                "nlb-created.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
                "nlb-deleted.json; loadbalancer/net; loadbalancer/gwy",
                "nlb-created.json; network; gateway",
                "nlb-deleted.json; \"eventName\"; \"errorCode\": \"AccessDenied\", \"eventName\"",
                "nlb-delete-refused.json; ResourceInUse; OperationNotPermitted"
            })
    void otherTagsOtherResourcesAndFailedCallsAreMatchedByNoRule(String event, String replaced, String with)
            throws Exception {
        String other = event(event).replace(replaced, with);

        assertThat(matching("StartPublicationFunction", other)).isEmpty();
        assertThat(matching("StartPublicationFunction", event(event))).hasSize(1);
    }

    @Test
    void oneTagOfOursAmongOthersIsEnough() throws Exception {
        String several = event("nlb-tags-added-opt-in.json")
                .replace("\"gatelink:publish\"", "\"team\"")
                .replace("\"gatelink:expect\"", "\"gatelink:x\"");
        assertThat(matching("StartPublicationFunction", several)).containsExactly("TagsChanged");
    }

    @Test
    void everyRuleCallsTheAliasOfItsFunctionAndKeepsWhatItCannotDeliver() {
        assertThat(stack.rules())
                .filteredOn(rule -> rule.name().contains("Start"))
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.enabled()).isTrue();
                    assertThat(rule.targets()).singleElement().satisfies(target -> {
                        assertThat(target.arn())
                                .startsWith("arn:aws:lambda:us-east-1:123456789012:function:gatelink-Start")
                                .endsWith(":live");
                        assertThat(target.maximumEventAge()).isEqualTo(Duration.ofHours(24));
                        assertThat(target.maximumRetries()).isEqualTo(185);
                        assertThat(target.deadLetterQueueArn())
                                .contains("arn:aws:sqs:us-east-1:123456789012:gatelink-DeadLetterQueue");
                    });
                });
        assertThat(stack.functions())
                .filteredOn(function -> function.logicalId().startsWith("Start"))
                .isNotEmpty()
                .allSatisfy(function -> assertThat(function.asynchronous())
                        .isEqualTo(new Stack.AsynchronousInvocation(
                                Duration.ofHours(6),
                                2,
                                Optional.of("arn:aws:sqs:us-east-1:123456789012:gatelink-DeadLetterQueue"))));
    }

    @Test
    void theDeadLetterQueueTakesWhatEveryRuleCannotDeliver() {
        List<String> sources = stack.queues().get(0).policy().stream()
                .map(ResourceStatement::statement)
                .filter(statement -> statement.effect().equals("Allow"))
                .flatMap(statement -> statement.condition().get("ArnEquals").get("aws:SourceArn").stream())
                .toList();

        assertThat(sources)
                .containsExactlyInAnyOrderElementsOf(
                        stack.rules().stream().map(Stack.Rule::arn).toList());
    }

    @Test
    void everyFunctionKnowsTheStackItsTablesAndItsParameters() {
        assertThat(stack.functions()).allSatisfy(function -> assertThat(function.environment())
                .as(function.logicalId())
                .containsEntry("GATELINK_OWNER", "gatelink")
                .containsEntry("PUBLICATIONS_TABLE", "gatelink-publications")
                .containsEntry("COORDINATION_TABLE", "gatelink-coordination")
                .containsEntry("PUBLISH_MODE", "OPT_IN")
                .containsEntry("MAX_WITHDRAW_PERCENT", "20"));
        assertThat(stack.functions())
                .filteredOn(function -> function.environment().containsKey("STATE_MACHINE_ARN"))
                .extracting(Stack.Function::logicalId)
                .containsExactly("StartPublicationFunction");
    }

    /** Some make something, which bears the tag; the others change or delete what has it, and what belongs to that. */
    @Test
    void noFunctionMayWriteToApiGatewayWhatDoesNotBearOurTag() {
        Map<String, List<String>> unbound = new TreeMap<>();
        int writes = 0;
        for (Stack.Function function : stack.functions()) {
            for (PolicyStatement statement : function.policy()) {
                List<String> actions = statement.actions().stream()
                        .filter(action -> action.startsWith("apigateway:")
                                && !action.equals("apigateway:GET")
                                // Which knows no condition keys; with POST and PATCH, which it comes with, there are
                                // some.
                                && !action.equals("apigateway:UpdateRestApiPolicy"))
                        .toList();
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

        assertThat(writes).isGreaterThan(15);
        assertThat(unbound).isEmpty();
    }

    /** Otherwise it could take over what others made. */
    @Test
    void noFunctionMayPutOurOwnerTagOnWhatExists() {
        for (Stack.Function function : stack.functions()) {
            for (String path : List.of("restapis/api1", "apikeys/key1", "usageplans/plan1", "vpclinks/link1")) {
                String encoded = "arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2F" + path.replace("/", "%2F");
                for (String action : List.of("apigateway:PUT", "apigateway:POST")) {
                    assertThat(PolicyEvaluator.decide(
                                            function.policy(),
                                            new Permission(
                                                    action,
                                                    "arn:aws:apigateway:us-east-1::/tags/" + encoded,
                                                    Map.of(
                                                            "aws:RequestTag/gatelink:owner", List.of("gatelink"),
                                                            "aws:TagKeys", List.of("gatelink:owner"))))
                                    .isAllowed())
                            .as(function.logicalId() + " " + path)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void theSmokeTestMayOnlyGetWhatApisServeAndReadOurKeys() {
        assertThat(function("SmokeTestFunction").policy())
                .containsExactly(
                        new PolicyStatement(
                                "Allow",
                                List.of("execute-api:Invoke"),
                                List.of("arn:aws:execute-api:us-east-1:123456789012:*/*/GET/*"),
                                Map.of()),
                        new PolicyStatement(
                                "Allow",
                                List.of("apigateway:GET"),
                                List.of("arn:aws:apigateway:us-east-1::/apikeys/*"),
                                Map.of("StringEquals", Map.of("aws:ResourceTag/gatelink:owner", List.of("gatelink")))));
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_IAM, false, NONE, false, true",
        "AWS_IAM, false, NONE, true, true",
        "AWS_IAM, false, AWS_IAM, false, false",
        "API_KEY, false, NONE, false, true",
        "API_KEY, false, NONE, , true",
        "API_KEY, false, NONE, true, false",
        "API_KEY, false, AWS_IAM, false, false",
        "AWS_IAM, true, NONE, false, false"
    })
    void iamItselfDeniesMethodsThatAreWeakerThanTheStackAllows(
            String authorization, String allowWeakerAuthorization, String type, String key, boolean denied) {
        Stack other = RepositoryTemplate.read(
                Map.of("Authorization", authorization, "AllowWeakerAuthorization", allowWeakerAuthorization));
        List<PolicyStatement> policy = other.functions().stream()
                .filter(function -> function.logicalId().equals("IntegrateFunction"))
                .findFirst()
                .orElseThrow()
                .policy();
        var context = new LinkedHashMap<String, List<String>>(Map.of(
                "aws:ResourceTag/gatelink:owner", List.of("gatelink"),
                "apigateway:Request/RouteAuthorizationType", List.of(type)));
        if (key != null) {
            context.put("apigateway:Request/ApiKeyRequired", List.of(key));
        }
        String method = "arn:aws:apigateway:us-east-1::/restapis/api1/resources/root/methods/ANY";

        assertThat(PolicyEvaluator.decide(policy, new Permission("apigateway:PUT", method, context))
                        .outcome())
                .isEqualTo(denied ? PolicyEvaluator.Outcome.EXPLICITLY_DENIED : PolicyEvaluator.Outcome.ALLOWED);
        assertThat(PolicyEvaluator.decide(policy, new Permission("apigateway:PATCH", method, context))
                        .isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SmokeTestExpect, 2xx",
        "SmokeTestExpect, '200,204,3xx'",
        "SmokeTestPath, /a/b-c_d.e~f",
        "SmokeTestPath, /.well-known/health/",
        "StageName, live-2_b",
        "PublishMode, ALL",
        "PublishMode, NONE",
        "AllowWeakerAuthorization, true",
        "Authorization, API_KEY",
        "IntegrationTimeoutMillis, 50",
        "AccessLogs, OFF",
        "ThrottlingRateLimit, 1",
        "ThrottlingBurstLimit, 100000",
        "AllowedOrganizationId, o-a1b2c3d4e5",
        "AllowedOrganizationId, ''",
        "AllowedVpcEndpointIds, 'vpce-0a1b2c3d,vpce-0a1b2c3d4e5f60718'",
        "AllowedVpcEndpointIds, ''",
        "SecurityPolicy, SecurityPolicy_TLS13_1_3_2025_09",
        "LogRetentionDays, 3653"
    })
    void parametersTakeWhatAUserWouldSet(String name, String value) {
        assertThat(RepositoryTemplate.read(Map.of(name, value)).parameters()).containsEntry(name, value);
    }

    @ParameterizedTest
    @CsvSource({
        "SmokeTestExpect, '2xx, 3xx'",
        "SmokeTestExpect, 600",
        "SmokeTestPath, health",
        "SmokeTestPath, /*",
        "SmokeTestPath, /?a=b",
        "SmokeTestPath, /a//b",
        "SmokeTestPath, /a/..",
        "SmokeTestPath, /./a",
        "AccessLogs, on",
        "ThrottlingRateLimit, 0",
        "AllowedOrganizationId, o-A1B2C3D4E5",
        "AllowedOrganizationId, *",
        "AllowedVpcEndpointIds, vpc-0a1b2c3d",
        "AllowedVpcEndpointIds, 'vpce-0a1b2c3d, vpce-0a1b2c3e'",
        "SecurityPolicy, TLS_1_0",
        "Authorization, NONE",
        "IntegrationTimeoutMillis, 49",
        "IntegrationTimeoutMillis, 300001",
        "StageName, ${x}",
        "PublishMode, all",
        "LinkPollSeconds, 1"
    })
    void parametersRefuseWhatCannotWork(String name, String value) {
        assertThatThrownBy(() -> RepositoryTemplate.read(Map.of(name, value)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Parameter " + name + " has the value \"" + value + "\"; it must be ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DomainOnly=true | "
                        + "DomainOnly=true needs a domain. Deploy with DomainName too, or with DomainOnly=false.",
                "DomainName=api.example.com AllowedVpcEndpointIds=vpce-0a1b2c3d | "
                        + "DomainName leads to no private APIs. Deploy without it, or without AllowedVpcEndpointIds.",
                "Authorization=COGNITO | "
                        + "Authorization=COGNITO needs user pools. Deploy with CognitoUserPoolArns, or without COGNITO.",
                "Authorization=CUSTOM | "
                        + "Authorization=CUSTOM needs a function. Deploy with AuthorizerFunctionArn, or without CUSTOM.",
                "AllowedOrganizationId=o-a1b2c3d4e5 Authorization=API_KEY | "
                        + "AllowedOrganizationId needs signatures. Deploy without it, or with Authorization=AWS_IAM."
            })
    void parametersThatDoNotGoTogetherAreRefusedWithTheRemedy(String parameters, String remedy) {
        Map<String, String> given = given(parameters);

        assertThatThrownBy(() -> RepositoryTemplate.read(given))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContainingAll(given.keySet().toArray(String[]::new))
                .hasMessageEndingWith("\": " + remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DomainOnly=true DomainName=api.example.com",
                "Authorization=COGNITO "
                        + "CognitoUserPoolArns=arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a",
                "Authorization=CUSTOM AuthorizerFunctionArn=arn:aws:lambda:us-east-1:123456789012:function:decide",
                "AllowedOrganizationId=o-a1b2c3d4e5 AllowedVpcEndpointIds=vpce-0a1b2c3d"
            })
    void parametersThatGoTogetherAreTaken(String parameters) {
        Map<String, String> given = given(parameters);

        assertThat(RepositoryTemplate.read(given).parameters()).containsAllEntriesOf(given);
    }

    /** {@code KEY=VALUE KEY=VALUE}. */
    private static Map<String, String> given(String parameters) {
        return Stream.of(parameters.split(" "))
                .map(parameter -> parameter.split("="))
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
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
        return stack.functions().stream()
                .filter(each -> each.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
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
        return Pattern.compile("\\s*(\\S)(\\S*)")
                .matcher(state)
                .replaceAll(word ->
                        word.group(1).toUpperCase(Locale.ROOT) + word.group(2).toLowerCase(Locale.ROOT));
    }
}
