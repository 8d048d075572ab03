package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.cli.OperatorScene.Ended;
import io.gatelink.local.cli.operator.Permissions;
import io.gatelink.local.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code gatelink doctor}. What the embedded AWS does not have is answered in the wire format of AWS's models. */
class DoctorCommandTest {

    static final String TRAILS = """
            {"trailList": [{"Name": "audit", "S3BucketName": "audit-logs", "IncludeGlobalServiceEvents": true,
              "IsMultiRegionTrail": true, "HomeRegion": "us-east-1",
              "TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit", "LogFileValidationEnabled": true,
              "HasCustomEventSelectors": true, "HasInsightSelectors": false, "IsOrganizationTrail": false}]}
            """;
    private static final String DENIED = """
            {"__type": "AccessDeniedException", "message": "User: arn:aws:iam::123456789012:user/ann is not authorized \
            to perform: %s on resource: * because no identity-based policy allows the action"}
            """;

    private static final String ROLE = "arn:aws:iam::123456789012:role/api-gateway-logs";

    @Test
    void aNewAccountLacksNothingThatIsNeededAndIsToldWhatItCouldHave() {
        try (var scene = new OperatorScene()) {
            Ended ended = scene.gatelink("doctor");

            assertThat(ended.err()).isEmpty();
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out())
                    .containsSubsequence(
                            "ok       stack                gatelink is CREATE_COMPLETE\n",
                            "ok       version              1.0.0, as that of this command\n",
                            "ok       failures             no publication has failed\n",
                            "-        dead letters         not checked here: the embedded AWS does not have it\n",
                            "warning  subscription         Failures and alarms are told to no address.\n",
                            "         aws sns subscribe --topic-arn "
                                    + "arn:aws:sns:us-east-1:123456789012:gatelink-FailureTopic ",
                            "-        trail                not checked here: the embedded AWS does not have it\n",
                            "warning  access logs          API Gateway has no role to write logs with in this "
                                    + "account and "
                                    + "Region: stages have no access logs.\n",
                            "ok       VPC links V1         0 of 20, AWS's default: this account's quota is not known\n",
                            "ok       VPC links V2         0 of 10, AWS's default: this account's quota is not known\n",
                            "-        service-linked role  not checked here: the embedded AWS does not have it\n",
                            "ok       right                logs:FilterLogEvents is granted\n")
                    .endsWith("\nNothing is missing; 2 warnings.\n");
        }
    }

    @Test
    void whatAStackCannotDoWithoutIsMissing() {
        try (var scene = new OperatorScene("AccessLogs", "REQUIRED", "NotificationEmail", "team@example.com")) {
            Ended ended = scene.gatelink("doctor");

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.out())
                    .contains(
                            "missing  access logs          API Gateway has no role to write logs with in this "
                                    + "account and "
                                    + "Region, and AccessLogs is REQUIRED: nothing is published.\n",
                            "missing  subscription         team@example.com has not confirmed it, and is told "
                                    + "nothing.\n",
                            "         Follow the link in the mail from AWS Notifications.\n")
                    .endsWith("\n2 things are missing.\n");
        }
    }

    @Test
    void whatIsThereIsNamed() {
        try (var scene = new OperatorScene("AccessLogs", "REQUIRED")) {
            scene.create("orders", "local:vpc-endpoint-service", "vpce-svc-0a1b2c3d");
            scene.aws.loop().exclusively(() -> scene.aws
                    .apiGateway()
                    .account()
                    .updateAccount(List.of(new PatchOperation("replace", "/cloudwatchRoleArn", ROLE, null))));
            scene.gatelink("publish", "orders");

            assertThat(scene.gatelink("doctor").out())
                    .contains(
                            "ok       access logs          API Gateway writes them as " + ROLE + "\n",
                            "warning  failures             orders has failed.\n         gatelink status says why.\n")
                    .endsWith("\nNothing is missing; 2 warnings.\n");
        }
    }

    /** A line of what the doctor says of an account that answers so. */
    private static String finding(String what, String action, int status, String answer) {
        try (var scene = new OperatorScene();
                var proxy = new AwsProxy(scene.aws.endpoint())) {
            proxy.answering("cloudtrail:DescribeTrails", 200, TRAILS)
                    .answering("cloudtrail:GetTrailStatus", 200, "{\"IsLogging\": true}")
                    .answering("cloudtrail:GetEventSelectors", 200, selectors("All", true))
                    .answering(action, status, answer);
            String out = scene.with("AWS_ENDPOINT_URL", proxy.endpoint())
                    .gatelink("doctor")
                    .out();
            int begin = out.indexOf(what);
            String rest = out.substring(out.lastIndexOf('\n', begin) + 1);
            return rest.split("\n(?=\\S|\n)")[0].replaceAll(" +", " ");
        }
    }

    private static String selectors(String readWriteType, boolean management) {
        return """
                {"TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit", "EventSelectors": [
                  {"ReadWriteType": "%s", "IncludeManagementEvents": %s, "DataResources": [],
                   "ExcludeManagementEventSources": ["kms.amazonaws.com"]}]}
                """.formatted(readWriteType, management);
    }

    private static String advanced(String fields) {
        return """
                {"TrailARN": "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit", "AdvancedEventSelectors": [
                  {"Name": "some", "FieldSelectors": [%s]}]}
                """.formatted(fields);
    }

    private static final String NO_TRAIL = "missing trail No trail logs management events that write%s: only reconcile "
            + "finds changed tags, every 30 minutes.\n Create a trail (aws cloudtrail create-trail), or start one with "
            + "aws cloudtrail start-logging --name <trail>.";

    @Test
    void aTrailThatLogsChangesIsNamed() {
        assertThat(finding("trail", "none", 200, "")).isEqualTo("ok trail audit logs management events");
        assertThat(finding("trail", "cloudtrail:GetEventSelectors", 200, advanced("""
                        {"Field": "eventCategory", "Equals": ["Management"]},
                        {"Field": "readOnly", "Equals": ["false"]},
                        {"Field": "eventSource", "NotEquals": ["kms.amazonaws.com", "rdsdata.amazonaws.com"]}
                        """)))
                .isEqualTo("ok trail audit logs management events");
    }

    @Test
    void aTrailThatDoesNotSeeChangesIsNone() {
        assertThat(finding("trail", "cloudtrail:DescribeTrails", 200, "{\"trailList\": []}"))
                .isEqualTo(NO_TRAIL.formatted(""));
        assertThat(finding("trail", "cloudtrail:GetTrailStatus", 200, "{\"IsLogging\": false}"))
                .isEqualTo(NO_TRAIL.formatted(" (not logging: audit)"));
        assertThat(finding("trail", "cloudtrail:GetEventSelectors", 200, selectors("ReadOnly", true)))
                .isEqualTo(NO_TRAIL.formatted(""));
        assertThat(finding("trail", "cloudtrail:GetEventSelectors", 200, selectors("WriteOnly", false)))
                .isEqualTo(NO_TRAIL.formatted(""));
        assertThat(finding("trail", "cloudtrail:GetEventSelectors", 200, advanced("""
                        {"Field": "eventCategory", "Equals": ["Data"]},
                        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}
                        """)))
                .isEqualTo(NO_TRAIL.formatted(""));
        assertThat(finding("trail", "cloudtrail:GetEventSelectors", 200, advanced("""
                        {"Field": "eventCategory", "Equals": ["Management"]},
                        {"Field": "eventSource", "NotStartsWith": ["elasticloadbalancing"]}
                        """)))
                .isEqualTo(NO_TRAIL.formatted(""));
    }

    @Test
    void theServiceLinkedRoleIsThereOrIsMadeByTheFirstThatNeedsIt() {
        assertThat(finding("service-linked role", "iam:GetRole", 200, """
                        <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>
                        <Path>/aws-service-role/ops.apigateway.amazonaws.com/</Path>
                        <RoleName>AWSServiceRoleForAPIGateway</RoleName><RoleId>AROAEXAMPLEEXAMPLE123</RoleId>
                        <Arn>arn:aws:iam::123456789012:role/aws-service-role/ops.apigateway.amazonaws.com/\
                        AWSServiceRoleForAPIGateway</Arn><CreateDate>2026-01-02T03:04:05Z</CreateDate></Role>
                        </GetRoleResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetRoleResponse>
                        """))
                .isEqualTo("ok service-linked role AWSServiceRoleForAPIGateway is there");
        assertThat(finding("service-linked role", "iam:GetRole", 404, """
                        <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type>
                        <Code>NoSuchEntity</Code><Message>The role with name AWSServiceRoleForAPIGateway cannot be found.\
                        </Message></Error><RequestId>1</RequestId></ErrorResponse>
                        """))
                .isEqualTo("warning service-linked role AWSServiceRoleForAPIGateway is not there: the first traced "
                        + "stage, or the first VPC link V2, makes it.\n If that fails for want of a right: aws iam "
                        + "create-service-linked-role --aws-service-name ops.apigateway.amazonaws.com");
    }

    @Test
    void deadLettersAreCounted() {
        String attributes = "{\"Attributes\": {\"ApproximateNumberOfMessages\": \"%d\"}}";

        assertThat(finding("dead letters", "sqs:GetQueueAttributes", 200, attributes.formatted(0)))
                .isEqualTo("ok dead letters the queue is empty");
        assertThat(finding("dead letters", "sqs:GetQueueAttributes", 200, attributes.formatted(1)))
                .isEqualTo("warning dead letters 1 event was refused or not delivered.\n docs/runbook.md, under "
                        + "DeadLettersAlarm, says how to read them.");
        assertThat(finding("dead letters", "sqs:GetQueueAttributes", 400, """
                        {"__type": "com.amazonaws.sqs#QueueDoesNotExist",
                         "message": "The specified queue does not exist."}
                        """))
                .isEqualTo("missing dead letters Sqs refused with QueueDoesNotExist: The specified queue does not "
                        + "exist.\n If the stack was changed by hand, deploy it again.");
    }

    @Test
    void theAccountsQuotaOfLinksGoesBeforeTheDefault() {
        String quota = """
                {"Quota": {"ServiceCode": "apigateway", "ServiceName": "Amazon API Gateway", "QuotaCode": "L-A4C7274F",
                  "QuotaName": "VPC links", "Value": %s, "Unit": "None", "Adjustable": true, "GlobalQuota": false}}
                """;
        String raise = "\n Withdraw what is not needed, or have the quota raised in Service Quotas, under Amazon API "
                + "Gateway; see docs/vpc-links.md for fewer links.";

        assertThat(finding("VPC links V1", "servicequotas:GetServiceQuota", 200, quota.formatted("40.0")))
                .isEqualTo("ok VPC links V1 0 of 40");
        assertThat(finding("VPC links V1", "servicequotas:GetServiceQuota", 200, quota.formatted("2.0")))
                .isEqualTo("warning VPC links V1 0 of 2" + raise);
        assertThat(finding("VPC links V1", "servicequotas:GetServiceQuota", 200, quota.formatted("0.0")))
                .isEqualTo("missing VPC links V1 0 of 0: no more can be made." + raise);
        assertThat(finding("VPC links V1", "servicequotas:GetServiceQuota", 400, """
                        {"__type": "NoSuchResourceException", "Message": "The request failed because the specified \
                        service does not exist."}
                        """))
                .isEqualTo("ok VPC links V1 0 of 20, AWS's default: this account's quota is not known");
    }

    @Test
    void aDeployedVersionThatIsAnotherIsNamed() {
        assertThat(finding("version", "cloudformation:GetTemplateSummary", 200, """
                        <GetTemplateSummaryResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
                        <GetTemplateSummaryResult><Metadata>{"AWS::ServerlessRepo::Application": {"SemanticVersion": \
                        "0.9.0"}}</Metadata></GetTemplateSummaryResult></GetTemplateSummaryResponse>
                        """))
                .isEqualTo("warning version 0.9.0 is deployed, this command is of 1.0.0.\n Deploy this one, or use the "
                        + "command of that one.");
    }

    @Test
    void ofSeveralAddressesOneThatIsConfirmedIsEnough() {
        String members = """
                <ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
                <ListSubscriptionsByTopicResult><Subscriptions>
                <member><SubscriptionArn>arn:aws:sns:us-east-1:123456789012:t:1</SubscriptionArn>
                <Owner>123456789012</Owner><Protocol>email</Protocol><Endpoint>team@example.com</Endpoint>
                <TopicArn>arn:aws:sns:us-east-1:123456789012:t</TopicArn></member>%s
                </Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>
                """;
        String pending = """
                <member><SubscriptionArn>PendingConfirmation</SubscriptionArn><Owner>123456789012</Owner>
                <Protocol>email</Protocol><Endpoint>new@example.com</Endpoint>
                <TopicArn>arn:aws:sns:us-east-1:123456789012:t</TopicArn></member>
                """;

        assertThat(finding("subscription", "sns:ListSubscriptionsByTopic", 200, members.formatted("")))
                .isEqualTo("ok subscription confirmed: team@example.com");
        assertThat(finding("subscription", "sns:ListSubscriptionsByTopic", 200, members.formatted(pending)))
                .isEqualTo("warning subscription new@example.com has not confirmed it, and is told nothing.\n Follow "
                        + "the link in the mail from AWS Notifications.");
    }

    @Test
    void aCheckThatIsNotAllowedNamesTheRightThatAwsNames() {
        assertThat(finding("trail", "cloudtrail:GetTrailStatus", 400, DENIED.formatted("cloudtrail:GetTrailStatus")))
                .isEqualTo("- trail not checked: that needs the right cloudtrail:GetTrailStatus");
        assertThat(finding(
                        "logs:FilterLogEvents", "logs:FilterLogEvents", 400, DENIED.formatted("logs:FilterLogEvents")))
                .isEqualTo("missing right logs:FilterLogEvents is refused to these credentials.\n Grant it; gatelink "
                        + "doctor --permissions lists what each command needs.");
    }

    @Test
    void onANarrowTerminalTextIsBrokenBetweenWords() {
        try (var scene = new OperatorScene()) {
            String out = scene.on(new Terminal(60, false)).gatelink("doctor").out();

            assertThat(out.lines().filter(line -> line.strip().contains(" ")))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(60));
        }
    }

    @Test
    void permissionsAreThoseOfTheReference() throws IOException {
        try (var scene = new OperatorScene()) {
            assertThat(scene.gatelink("doctor", "--permissions").out())
                    .startsWith("gatelink status\n  cloudformation:DescribeStacks\n  dynamodb:Scan\n");
        }
        String rows = Permissions.byCommand().entrySet().stream()
                .map(entry -> "| `gatelink " + entry.getKey() + "` | "
                        + entry.getValue().stream()
                                .map(right -> "`" + right + "`")
                                .collect(Collectors.joining(", "))
                        + " |\n")
                .collect(Collectors.joining());

        assertThat(Files.readString(Path.of(System.getProperty("gatelink.home"), "docs/reference.md")))
                .contains("| command | rights |\n|---|---|\n" + rows);
    }
}
