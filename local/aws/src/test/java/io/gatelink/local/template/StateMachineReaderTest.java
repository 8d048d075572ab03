package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.states.Encryption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CloudFormation's own state machines, and the roles and managed policies that they and functions name. */
class StateMachineReaderTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Flow:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  StateMachineName: !Sub ${AWS::StackName}-flow
                  StateMachineType: STANDARD
                  RoleArn: !GetAtt FlowRole.Arn
                  DefinitionS3Location: flow.asl.yaml
                  DefinitionSubstitutions: {Seconds: 3}
                  EncryptionConfiguration:
                    Type: CUSTOMER_MANAGED_KMS_KEY
                    KmsKeyId: !GetAtt Key.Arn
                    KmsDataKeyReusePeriodSeconds: 900
                  LoggingConfiguration:
                    Level: ALL
                    IncludeExecutionData: false
                    Destinations: [{CloudWatchLogsLogGroup: {LogGroupArn: !GetAtt Logs.Arn}}]
                  TracingConfiguration: {Enabled: true}
                  Tags: [{Key: team, Value: a}]
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  Role: !GetAtt WorkRole.Arn
              Other:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  Policies:
                    - !Ref Shared
                    - Statement: [{Effect: Allow, Action: sns:Publish, Resource: "*"}]
              FlowRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
                  ManagedPolicyArns: [!Ref Shared]
                  Policies:
                    - PolicyName: own
                      PolicyDocument:
                        Statement: [{Effect: Allow, Action: kms:Decrypt, Resource: !GetAtt Key.Arn}]
              WorkRole:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: !Sub ${AWS::StackName}-worker
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
                  ManagedPolicyArns: [!Ref Shared]
              Shared:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Action: events:PutEvents, Resource: "*"}]
              Key: {Type: AWS::KMS::Key}
              Logs: {Type: AWS::Logs::LogGroup}
            Outputs:
              Ref: {Value: !Ref Flow}
              Arn: {Value: !GetAtt Flow.Arn}
              Name: {Value: !GetAtt Flow.Name}
              Policy: {Value: !Ref Shared}
            """;
    private static final PolicyStatement SHARED =
            new PolicyStatement("Allow", List.of("events:PutEvents"), List.of("*"), Map.of());

    @TempDir
    private Path folder;

    @BeforeEach
    void writeDefinition() throws IOException {
        Files.writeString(folder.resolve("flow.asl.yaml"), "Seconds: ${Seconds}\n");
    }

    @Test
    void aStateMachineIsEncryptedLoggedAndHasItsRolesPolicies() {
        Stack stack = stack(TEMPLATE);
        String key = stack.keys().get(0).arn();

        assertThat(stack.stateMachines())
                .containsExactly(new Stack.StateMachine(
                        "Flow",
                        "mine-flow",
                        "arn:aws:states:us-east-1:123456789012:stateMachine:mine-flow",
                        "STANDARD",
                        "{\"Seconds\":3}",
                        "flow.asl.yaml",
                        "arn:aws:iam::123456789012:role/mine-FlowRole",
                        List.of(new PolicyStatement("Allow", List.of("kms:Decrypt"), List.of(key), Map.of()), SHARED),
                        new Stack.Logging(
                                "ALL", false, List.of("arn:aws:logs:us-east-1:123456789012:log-group:mine-Logs:*")),
                        Optional.of(new Encryption(key, 900))));
        assertThat(stack.outputs())
                .containsExactly(
                        Map.entry("Ref", "arn:aws:states:us-east-1:123456789012:stateMachine:mine-flow"),
                        Map.entry("Arn", "arn:aws:states:us-east-1:123456789012:stateMachine:mine-flow"),
                        Map.entry("Name", "mine-flow"),
                        Map.entry("Policy", "arn:aws:iam::123456789012:policy/mine-Shared"));
    }

    @Test
    void aFunctionHasItsRolesPoliciesOrThoseThatItNames() {
        Stack stack = stack(TEMPLATE);

        assertThat(stack.functions())
                .extracting(Stack.Function::roleArn)
                .containsExactly(
                        "arn:aws:iam::123456789012:role/mine-worker", "arn:aws:iam::123456789012:role/mine-OtherRole");
        assertThat(stack.functions().get(0).policy()).containsExactly(SHARED);
        assertThat(stack.functions().get(1).policy())
                .containsExactly(SHARED, new PolicyStatement("Allow", List.of("sns:Publish"), List.of("*"), Map.of()));
    }

    @Test
    void aDataKeyIsUsedForFiveMinutesUnlessToldOtherwise() {
        Stack stack = stack(TEMPLATE.replaceAll("\\n *KmsDataKeyReusePeriodSeconds: 900", ""));

        assertThat(stack.stateMachines().get(0).encryption())
                .map(Encryption::dataKeyReusePeriodSeconds)
                .contains(300);
    }

    @Test
    void aStateMachineWithAKeyOfAwsHasNoEncryptionOfItsOwn() {
        Stack stack = stack(TEMPLATE.replaceAll("\\n *Kms(KeyId|DataKeyReusePeriodSeconds): .*", "")
                .replace("CUSTOMER_MANAGED_KMS_KEY", "AWS_OWNED_KEY"));

        assertThat(stack.stateMachines().get(0).encryption()).isEmpty();
    }

    @Test
    void samMakesNoRoleForAFunctionThatNamesOne() {
        assertThat(problems(TEMPLATE.replace("WorkRole", "Worker") + "  Role: {Value: !GetAtt WorkRole.Arn}\n"))
                .singleElement()
                .asString()
                .endsWith("Outputs.Role.Value: there is no parameter or resource WorkRole.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "CUSTOMER_MANAGED_KMS_KEY | KMS"
                        + " | Flow.Properties.EncryptionConfiguration.Type: must be CUSTOMER_MANAGED_KMS_KEY or "
                        + "AWS_OWNED_KEY",
                "PeriodSeconds: 900 | PeriodSeconds: 59 | Flow.Properties.EncryptionConfiguration"
                        + ".KmsDataKeyReusePeriodSeconds: must be a number from 60 to 900",
                "KmsKeyId: !GetAtt Key.Arn | KmsKeyId: !Ref AWS::NoValue"
                        + " | Flow.Properties.EncryptionConfiguration: KmsKeyId is missing",
                "RoleArn: !GetAtt FlowRole.Arn | RoleArn: !Sub arn:aws:iam::${AWS::AccountId}:role/x"
                        + " | Flow.Properties.RoleArn: must be the Arn of a role in the template",
                "Role: !GetAtt WorkRole.Arn | Role: arn:aws:iam::123456789012:role/x"
                        + " | Work.Properties.Role: must be the Arn of a role in the template",
                "Role: !GetAtt WorkRole.Arn | Role: !GetAtt WorkRole.Arn, Policies: !Ref Shared"
                        + " | Work.Properties.Policies: have no effect beside Role: they belong to the role",
                "- !Ref Shared | - arn:aws:iam::aws:policy/AdministratorAccess | Other.Properties.Policies.0: "
                        + "arn:aws:iam::aws:policy/AdministratorAccess is not known to the local AWS; it knows the "
                        + "template's "
                        + "managed policies and service-role/AmazonAPIGatewayPushToCloudWatchLogs",
                "StateMachineType: STANDARD | StateMachineType: EXPRESS"
                        + " | Flow.Properties.StateMachineType: the local AWS runs STANDARD workflows only",
                "DefinitionS3Location: flow.asl.yaml | DefinitionS3Location: {Bucket: a, Key: b}"
                        + " | Flow.Properties.DefinitionS3Location: must be a text"
            })
    void whatCannotWorkIsRefused(String replaced, String with, String problem) {
        String own = with.replace(", Policies", "\n      Policies");

        assertThat(problems(TEMPLATE.replace(replaced, own)))
                .singleElement()
                .asString()
                .matches("line [0-9]+, Resources\\..*")
                .endsWith(" Resources." + problem);
    }

    @Test
    void aManagedPolicyHasALimitedLength() {
        String actions = "events:PutEvents, ".repeat(400);

        assertThat(problems(TEMPLATE.replace("Action: events:PutEvents", "Action: [" + actions + "sns:Publish]")))
                .singleElement()
                .asString()
                .endsWith("Resources.Shared.Properties.PolicyDocument: must have at most "
                        + "6144 characters, without white space");
    }

    private List<String> problems(String template) {
        return catchThrowableOfType(InvalidDocumentException.class, () -> stack(template))
                .problems();
    }

    private Stack stack(String template) {
        try {
            Path file = Files.writeString(folder.resolve("template.yaml"), template);
            return TemplateReader.read(
                    file, Map.of(), new PseudoParameters("aws", "123456789012", "us-east-1", "mine"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
