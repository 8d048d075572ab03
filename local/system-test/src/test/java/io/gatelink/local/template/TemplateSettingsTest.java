package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyEvaluator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of the template without which all works as before, until something goes wrong. */
class TemplateSettingsTest {

    private static final String KEY = "{\"Ref\":\"EncryptionKey\"}";
    private static final String KEY_ARN = "{\"Fn::GetAtt\":[\"EncryptionKey\",\"Arn\"]}";
    private static final String OWN_ALARMS =
            "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:" + "${AWS::StackName}-*";

    private final JsonNode root = read();
    private final JsonNode resources = root.path("Resources");

    private static JsonNode read() {
        try {
            return new Document(Files.readString(RepositoryTemplate.root().resolve("template.yaml"))).root();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, JsonNode> ofType(String type) {
        var found = new TreeMap<String, JsonNode>();
        resources.properties().forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue().path("Properties"));
            }
        });
        return found;
    }

    @Test
    void whatIsStoredIsEncryptedByTheStacksOwnKeyWhichIsRotated() {
        var keys = new TreeMap<String, String>();
        ofType("AWS::DynamoDB::Table")
                .forEach((id, table) ->
                        keys.put(id, table.path("SSESpecification").toString()));
        ofType("AWS::Logs::LogGroup")
                .forEach((id, group) -> keys.put(id, group.path("KmsKeyId").toString()));
        ofType("AWS::SNS::Topic")
                .forEach(
                        (id, topic) -> keys.put(id, topic.path("KmsMasterKeyId").toString()));
        ofType("AWS::SQS::Queue")
                .forEach(
                        (id, queue) -> keys.put(id, queue.path("KmsMasterKeyId").toString()));
        ofType("AWS::StepFunctions::StateMachine")
                .forEach((id, machine) ->
                        keys.put(id, machine.path("EncryptionConfiguration").toString()));

        String table = "{\"SSEEnabled\":true,\"SSEType\":\"KMS\",\"KMSMasterKeyId\":" + KEY + "}";
        String machine = "{\"Type\":\"CUSTOMER_MANAGED_KMS_KEY\",\"KmsKeyId\":" + KEY + "}";
        assertThat(keys)
                .containsOnly(
                        Map.entry("PublicationsTable", table),
                        Map.entry("CoordinationTable", table),
                        Map.entry("FunctionsLogGroup", KEY_ARN),
                        Map.entry("WorkflowsLogGroup", KEY_ARN),
                        Map.entry("AccessLogGroup", KEY_ARN),
                        Map.entry("FailureTopic", KEY),
                        Map.entry("DeadLetterQueue", KEY),
                        Map.entry("PublishStateMachine", machine),
                        Map.entry("ReconcileStateMachine", machine));
        assertThat(resources.at("/EncryptionKey/Properties/EnableKeyRotation").asBoolean())
                .isTrue();
    }

    @Test
    void servicesUseTheKeyForThisStackOnlyAsFarAsTheyTellKmsWhatItIsFor() {
        var conditions = new LinkedHashMap<String, String>();
        resources
                .at("/EncryptionKey/Properties/KeyPolicy/Statement")
                .forEach(statement -> conditions.put(
                        statement.at("/Principal").elements().next().toString(),
                        statement.path("Condition").toString()));

        assertThat(conditions)
                .containsOnly(
                        Map.entry("{\"Fn::Sub\":\"arn:${AWS::Partition}:iam::${AWS::AccountId}:root\"}", ""),
                        Map.entry("\"events.amazonaws.com\"", ""),
                        Map.entry(
                                "\"cloudwatch.amazonaws.com\"",
                                "{\"StringEquals\":{\"aws:SourceAccount\":{\"Ref\":\"AWS::AccountId\"}},"
                                        + "\"ArnLike\":{\"aws:SourceArn\":{\"Fn::Sub\":\"" + OWN_ALARMS + "\"}}}"),
                        Map.entry("\"delivery.logs.amazonaws.com\"", ""),
                        Map.entry(
                                "{\"Fn::Sub\":\"logs.${AWS::Region}.${AWS::URLSuffix}\"}",
                                "{\"ArnLike\":{\"kms:EncryptionContext:aws:logs:arn\":{\"Fn::Sub\":"
                                        + "\"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
                                        + "*${AWS::StackName}-*\"}}}"));
    }

    @Test
    void functionsThatHaveTheTableDecryptThroughDynamoDbOnly() {
        assertThat(resources.at("/PublicationsPolicy/Properties/PolicyDocument/Statement"))
                .filteredOn(statement -> statement.path("Action").asText().startsWith("kms:"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.path("Condition"))
                        .isEqualTo(Json.parse(
                                "{\"StringLike\":{\"kms:ViaService\":{\"Fn::Sub\":\"dynamodb.${AWS::Region}.*\"}}}")));
    }

    @Test
    void bothTablesCanBeRestoredIfTheParameterSaysSo() {
        assertThat(ofType("AWS::DynamoDB::Table").values()).hasSize(2).allSatisfy(table -> assertThat(
                        table.path("PointInTimeRecoverySpecification").toString())
                .isEqualTo("{\"PointInTimeRecoveryEnabled\":{\"Ref\":\"PointInTimeRecovery\"}}"));
    }

    @Test
    void aDeadLetterIsKeptForAsLongAsSqsKeepsAny() {
        assertThat(resources
                        .at("/DeadLetterQueue/Properties/MessageRetentionPeriod")
                        .asInt())
                .isEqualTo(14 * 24 * 60 * 60);
    }

    @ParameterizedTest
    @CsvSource({"DeadLetterQueuePolicy, sqs:*", "FailureTopicPolicy, sns:Publish"})
    void nothingComesWithoutTls(String policy, String action) {
        assertThat(resources.at("/" + policy + "/Properties/PolicyDocument/Statement"))
                .filteredOn(statement -> statement.path("Effect").asText().equals("Deny"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.path("Principal").asText()).isEqualTo("*");
                    assertThat(statement.path("Action").asText()).isEqualTo(action);
                    assertThat(statement.path("Condition"))
                            .isEqualTo(Json.parse("{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"));
                });
    }

    @Test
    void workflowsAreTracedAndLogAllButTheirData() {
        assertThat(ofType("AWS::StepFunctions::StateMachine").values())
                .hasSize(2)
                .allSatisfy(machine -> {
                    assertThat(machine.at("/TracingConfiguration/Enabled").asBoolean())
                            .isTrue();
                    assertThat(machine.at("/LoggingConfiguration/Level").asText())
                            .isEqualTo("ALL");
                    assertThat(machine.at("/LoggingConfiguration/IncludeExecutionData"))
                            .isEqualTo(Json.parse("false"));
                });
    }

    /** Of an alarm on several metrics the period is that of each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PublicationsAlarm     | Sum     | 300 |   1 | 0 | ExecutionsTimedOut",
                "ReconciliationsAlarm  | Sum     | 300 | 288 | 1 | ExecutionsFailed ExecutionsTimedOut",
                "FunctionErrorsAlarm   | Sum     | 900 |   1 | 0 | FunctionErrors",
                "ThrottlesAlarm        | Sum     | 300 |   1 | 0 | Throttles",
                "DeadLettersAlarm      | Maximum | 300 |   1 | 0 | ApproximateNumberOfMessagesVisible",
                "LeftoversAlarm        | Sum     | 300 |   1 | 0 | Leftovers",
                "LagAlarm              | Maximum | 300 |   1 | 0 | PublicationLag",
            })
    void anAlarmLooksAtItsMetricsForItsTimeAndTellsPeople(
            String alarm, String statistic, int period, int periods, int datapoints, String metrics) {
        JsonNode properties = resources.at("/" + alarm + "/Properties");
        var statistics = new ArrayList<String>(properties.findValuesAsText("Stat"));
        statistics.addAll(properties.findValuesAsText("Statistic"));

        assertThat(String.join(" ", properties.findValuesAsText("MetricName"))).isEqualTo(metrics);
        assertThat(statistics).isNotEmpty().containsOnly(statistic);
        assertThat(properties.findValuesAsText("Period")).isNotEmpty().containsOnly(Integer.toString(period));
        assertThat(properties.path("EvaluationPeriods").asInt()).isEqualTo(periods);
        assertThat(properties.path("DatapointsToAlarm").asInt()).isEqualTo(datapoints);
        assertThat(properties.path("AlarmActions").toString()).isEqualTo("[{\"Ref\":\"FailureTopic\"}]");
        assertThat(properties.findValuesAsText("Expression"))
                .isEqualTo(metrics.contains(" ") ? List.of("SUM(METRICS())") : List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FunctionErrors; { $.type = \"platform.report\" && ($.record.status = \"timeout\" || "
                        + "$.record.status = \"failure\") }",
                "Leftovers; { $.level = \"WARN\" && $.message = \"Left over\" }",
                "Lag; { $.lagSeconds >= 0 }",
            })
    void aMetricCountsTheLinesOfItsPattern(String filter, String pattern) {
        assertThat(resources
                        .at("/" + filter + "MetricFilter/Properties/FilterPattern")
                        .asText())
                .isEqualTo(pattern);
    }

    @Test
    void onlyAuthorizersOfThisAccountsApisMayAskTheFunction() {
        ObjectNode permission = (ObjectNode) resources.at("/AuthorizerPermission/Properties");

        assertThat(permission.path("Principal").asText()).isEqualTo("apigateway.amazonaws.com");
        assertThat(permission.path("SourceAccount").toString()).isEqualTo("{\"Ref\":\"AWS::AccountId\"}");
        assertThat(permission.path("SourceArn").toString())
                .isEqualTo("{\"Fn::Sub\":\"arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*"
                        + "/authorizers/*\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "gatelink:load-balancer, true",
        "gatelink:owner, false",
        "'gatelink:load-balancer,gatelink:owner', false",
        "'', false"
    })
    void aTakeOverChangesNoOtherTagAndNothingElse(String keys, boolean allowed) {
        var context = new LinkedHashMap<String, List<String>>();
        context.put("aws:ResourceTag/gatelink:owner", List.of("gatelink"));
        if (!keys.isEmpty()) {
            context.put("aws:TagKeys", List.of(keys.split(",")));
        }
        assertThat(RepositoryTemplate.read(Map.of()).functions())
                .filteredOn(function ->
                        List.of("WithdrawFunction", "RollBackFunction").contains(function.logicalId()))
                .hasSize(2)
                .allSatisfy(function -> assertThat(PolicyEvaluator.decide(
                                        function.policy(),
                                        new Permission(
                                                "apigateway:PATCH",
                                                "arn:aws:apigateway:us-east-1::/restapis/api1",
                                                context))
                                .isAllowed())
                        .isEqualTo(allowed));
    }

    /** All but OPTIONS, by which API Gateway answers preflight requests itself. */
    @ParameterizedTest
    @ValueSource(strings = {"ANY", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"})
    void iamDeniesAnOpenMethodOfEachKind(String httpMethod) {
        var context = Map.of(
                "aws:ResourceTag/gatelink:owner", List.of("gatelink"),
                "apigateway:Request/RouteAuthorizationType", List.of("NONE"));
        String method = "arn:aws:apigateway:us-east-1::/restapis/api1/resources/root/methods/" + httpMethod;

        assertThat(RepositoryTemplate.read(Map.of()).functions())
                .filteredOn(function -> function.logicalId().equals("IntegrateFunction"))
                .singleElement()
                .satisfies(function -> assertThat(PolicyEvaluator.decide(
                                        function.policy(), new Permission("apigateway:PUT", method, context))
                                .outcome())
                        .isEqualTo(PolicyEvaluator.Outcome.EXPLICITLY_DENIED));
    }

    @Test
    void aFunctionMayAssociateStagesWithTheStacksWebAclOnly() {
        String arn = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/web/1";

        assertThat(RepositoryTemplate.read(Map.of("WebAclArn", arn)).functions())
                .flatExtracting(Stack.Function::policy)
                .filteredOn(statement -> statement.actions().contains("wafv2:AssociateWebACL"))
                .singleElement()
                .satisfies(statement -> assertThat(statement.resources())
                        .containsExactly(arn, "arn:aws:apigateway:us-east-1::/restapis/*/stages/*"));
    }

    @Test
    void theScheduleStartsReconcileOnlyAndNoneThatIsLate() {
        assertThat(resources.at("/ReconcileStateMachineScheduleRole/Properties/Policies/0/PolicyDocument/Statement"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.path("Action").asText()).isEqualTo("states:StartExecution");
                    assertThat(statement.path("Resource").toString()).isEqualTo("{\"Ref\":\"ReconcileStateMachine\"}");
                });
        assertThat(resources.at("/ReconcileStateMachineSchedule/Properties/Targets"))
                .singleElement()
                .satisfies(target -> assertThat(target.at("/RetryPolicy/MaximumEventAgeInSeconds")
                                .asInt())
                        .isEqualTo(600));
    }

    /** Step Functions has a quota on starts, and what was started before is there. */
    @Test
    void reconciliationStartsFivePublicationsAtOnceAndNoneTwice() {
        JsonNode start = Json.parse(
                        RepositoryTemplate.read(Map.of()).stateMachines().get(1).definition())
                .at("/States/Start publications");

        assertThat(start.path("MaxConcurrency").asInt()).isEqualTo(5);
        assertThat(start.at("/ItemProcessor/States/Start publication/Retry/0"))
                .isEqualTo(Json.parse(
                        "{\"ErrorEquals\":[\"StepFunctions.ExecutionAlreadyExistsException\"],\"MaxAttempts\":0}"));
    }

    /** In both, functions work as well; only their first answers take longer. */
    @Test
    void snapStartIsUsedInTheCommercialRegionsThatHaveIt() {
        assertThat(root.at("/Conditions/SnapStartExists").toString())
                .contains("{\"Fn::Equals\":[{\"Ref\":\"AWS::Partition\"},\"aws\"]}")
                .contains("{\"Fn::Not\":[{\"Fn::Equals\":[{\"Ref\":\"AWS::Region\"},\"ap-southeast-6\"]}]}")
                .contains("{\"Fn::Not\":[{\"Fn::Equals\":[{\"Ref\":\"AWS::Region\"},\"ap-east-2\"]}]}");
        JsonNode function = root.at("/Globals/Function");
        assertThat(function.at("/SnapStart/Fn::If/0").asText()).isEqualTo("SnapStartExists");
        assertThat(function.path("AutoPublishAliasAllProperties").asBoolean()).isTrue();
        assertThat(function.path("Tracing").asText()).isEqualTo("Active");
    }
}
