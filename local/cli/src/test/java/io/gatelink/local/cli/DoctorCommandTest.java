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

/** {@code gatelink doctor}. */
class DoctorCommandTest {

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
                            "ok       VPC links V1         0 of 20, AWS's default quota: this account's was not "
                                    + "found\n",
                            "ok       VPC links V2         0 of 10, AWS's default quota: this account's was not "
                                    + "found\n",
                            "-        service-linked role  not checked here: the embedded AWS does not have it\n",
                            "ok       right                logs:FilterLogEvents is granted\n")
                    .endsWith("\nNothing is missing.\n");
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
                    .endsWith("\nNothing is missing.\n");
        }
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
