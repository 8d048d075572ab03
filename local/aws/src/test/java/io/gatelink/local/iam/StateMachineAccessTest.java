package io.gatelink.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Request;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.ResourceProblem;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.TemplateReader;
import io.gatelink.local.template.UndeployableException;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a state machine's role and its callers need for the key that encrypts it, and whom roles must trust. */
class StateMachineAccessTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Key:
                Type: AWS::KMS::Key
                Properties:
                  KeyPolicy:
                    Statement:
                      - Effect: Allow
                        Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                        Action: kms:*
                        Resource: "*"
                      - Effect: Allow
                        Principal: {Service: delivery.logs.amazonaws.com}
                        Action: kms:Decrypt
                        Resource: "*"
              Logs: {Type: AWS::Logs::LogGroup}
              Flow:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  StateMachineName: !Sub ${AWS::StackName}-flow
                  RoleArn: !GetAtt FlowRole.Arn
                  DefinitionS3Location: flow.asl.json
                  EncryptionConfiguration: {Type: CUSTOMER_MANAGED_KMS_KEY, KmsKeyId: !Ref Key}
                  LoggingConfiguration:
                    Level: ALL
                    Destinations: [{CloudWatchLogsLogGroup: {LogGroupArn: !GetAtt Logs.Arn}}]
              FlowRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
                  Policies:
                    - PolicyName: key
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Action: [kms:Decrypt, kms:GenerateDataKey]
                            Resource: !GetAtt Key.Arn
                            Condition:
                              StringEquals:
                                kms:EncryptionContext:aws:states:stateMachineArn:
                                  !Sub "arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-flow"
                          - Effect: Allow
                            Action: [kms:GenerateDataKey, kms:CreateGrant]
                            Resource: !GetAtt Key.Arn
                            Condition:
                              StringEquals:
                                kms:EncryptionContext:SourceArn:
                                  !Sub "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*"
                          - Effect: Allow
                            Action: logs:*
                            Resource: "*"
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  Role: !GetAtt WorkRole.Arn
              WorkRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
                  Policies:
                    - PolicyName: read
                      PolicyDocument:
                        Statement:
                          - Effect: Allow
                            Action: kms:Decrypt
                            Resource: !GetAtt Key.Arn
                            Condition:
                              StringEquals:
                                kms:ViaService: !Sub "states.${AWS::Region}.amazonaws.com"
                                kms:EncryptionContext:aws:states:stateMachineArn: !Ref Flow
              Clock:
                Type: AWS::Events::Rule
                Properties:
                  ScheduleExpression: rate(5 minutes)
                  Targets: [{Id: flow, Arn: !Ref Flow, RoleArn: !GetAtt ClockRole.Arn}]
              ClockRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: sts:AssumeRole}]
                  Policies:
                    - PolicyName: start
                      PolicyDocument:
                        Statement: [{Effect: Allow, Action: states:StartExecution, Resource: !Ref Flow}]
            """;
    private static final String EXECUTION =
            "{\"executionArn\": \"arn:aws:states:us-east-1:123456789012:execution:mine-flow:e\"}";
    private static final String NOT_ALLOWED = "is not authorized to perform: %s on resource: "
            + "arn:aws:kms:us-east-1:123456789012:key/[0-9a-f-]{36} because no identity-based policy allows the %s "
            + "action";

    @TempDir
    private Path folder;

    private final Account account = new Account("123456789012", "us-east-1", EventLoop.virtual(Instant.EPOCH), 1);

    @Test
    void whatTheDocumentationAsksForIsEnough() {
        checkDeployment(TEMPLATE);
        checkExecution(TEMPLATE);
        call(TEMPLATE, "DescribeExecution", EXECUTION);
        call(TEMPLATE, "GetExecutionHistory", EXECUTION);
        call(TEMPLATE, "DescribeStateMachineForExecution", EXECUTION);
        call(
                TEMPLATE,
                "DescribeStateMachine",
                "{\"stateMachineArn\": \"arn:aws:states:us-east-1:123456789012:stateMachine:mine-flow\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'[kms:Decrypt, kms:GenerateDataKey]', kms:Decrypt, kms:GenerateDataKey",
        "'[kms:Decrypt, kms:GenerateDataKey]', kms:GenerateDataKey, kms:Decrypt",
        "stateMachine:${AWS::StackName}-flow, stateMachine:other, kms:GenerateDataKey"
    })
    void anExecutionDoesNotStartIfItsRoleMayNotUseTheKey(String replaced, String with, String action) {
        var refusal = catchThrowableOfType(AwsException.class, () -> checkExecution(TEMPLATE.replace(replaced, with)));

        assertThat(refusal.code()).isEqualTo("KmsAccessDeniedException");
        assertThat(refusal)
                .hasMessageMatching("User: arn:aws:sts::123456789012:assumed-role/mine-FlowRole/mine-flow "
                        + NOT_ALLOWED.formatted(action, action));
    }

    @Test
    void theRoleItselfCallsKmsSoThatThereIsNoServiceBetween() {
        String via = TEMPLATE.replace(
                "kms:EncryptionContext:aws:states:stateMachineArn:\n" + " ".repeat(22) + "!Sub "
                        + "\"arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${AWS::StackName}-flow\"",
                "kms:ViaService: states.us-east-1.amazonaws.com");

        assertThat(via).isNotEqualTo(TEMPLATE);
        assertThatThrownBy(() -> checkExecution(via))
                .isInstanceOf(AwsException.class)
                .hasMessageEndingWith("because no identity-based policy allows the kms:GenerateDataKey action");
    }

    @Test
    void anExecutionDoesNotStartWithAKeyThatIsDisabled() {
        var refusal = catchThrowableOfType(
                AwsException.class,
                () -> checkExecution(TEMPLATE.replace(
                        "    Properties:\n      KeyPolicy:",
                        "    Properties:\n      Enabled: false\n      KeyPolicy:")));

        assertThat(refusal.code()).isEqualTo("KmsInvalidStateException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeExecution", "GetExecutionHistory", "DescribeStateMachineForExecution"})
    void aFunctionThatMayNotDecryptReadsNothing(String operation) {
        String template = TEMPLATE.replace("\"states.${AWS::Region}.amazonaws.com\"", "sqs.amazonaws.com");
        var refusal = catchThrowableOfType(AwsException.class, () -> call(template, operation, EXECUTION));

        assertThat(refusal.code()).isEqualTo("KmsAccessDeniedException");
        assertThat(refusal)
                .hasMessageMatching("User: arn:aws:sts::123456789012:assumed-role/mine-WorkRole/mine-Work "
                        + NOT_ALLOWED.formatted("kms:Decrypt", "kms:Decrypt"));
    }

    @Test
    void startingAndReadingMetadataTakesNoKey() {
        String template = TEMPLATE.replace("\"states.${AWS::Region}.amazonaws.com\"", "sqs.amazonaws.com");

        call(template, "DescribeExecution", EXECUTION.replace("}", ", \"includedData\": \"METADATA_ONLY\"}"));
        for (String operation : new String[] {"StopExecution", "RedriveExecution"}) {
            call(template, operation, EXECUTION);
        }
        call(
                template,
                "StartExecution",
                "{\"stateMachineArn\": \"arn:aws:states:us-east-1:123456789012:stateMachine:mine-flow\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "Service: states.amazonaws.com | Service: lambda.amazonaws.com | Flow: Neither the global service "
                        + "principal "
                        + "states.amazonaws.com, nor the regional one is authorized to assume the provided role. "
                        + "(arn:aws:iam::123456789012:role/mine-FlowRole)",
                "Service: lambda.amazonaws.com | Service: states.amazonaws.com | Work: The role defined for the "
                        + "function cannot "
                        + "be assumed by Lambda. (arn:aws:iam::123456789012:role/mine-WorkRole)",
                "Service: events.amazonaws.com | Service: states.amazonaws.com | Rule mine-Clock, target flow: "
                        + "Provided role "
                        + "'arn:aws:iam::123456789012:role/mine-ClockRole' cannot be assumed by principal "
                        + "'events.amazonaws.com'.",
                ", RoleArn: !GetAtt ClockRole.Arn | | Rule mine-Clock: RoleArn is required for target "
                        + "arn:aws:states:us-east-1:123456789012:stateMachine:mine-flow."
            })
    void aRoleThatTheServiceMayNotTakeOnIsNotDeployed(String replaced, String with, String problem) {
        String template = TEMPLATE.replace(replaced, with == null ? "" : with);

        assertThat(catchThrowableOfType(UndeployableException.class, () -> checkDeployment(template))
                        .problems())
                .flatExtracting(ResourceProblem::sentences)
                .containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delivery.logs.amazonaws.com | sns.amazonaws.com | delivery.logs.amazonaws.com .* resource-based .* "
                        + "kms:Decrypt",
                "'[kms:GenerateDataKey, kms:CreateGrant]' | kms:CreateGrant | .*FlowRole.* identity-based .* "
                        + "kms:GenerateDataKey",
                "kms:* | '[kms:PutKeyPolicy, kms:Decrypt]' | the stack's deployer .* resource-based .* kms:DescribeKey"
            })
    void anEncryptedStateMachineIsNotDeployedIfItsLogsOrTheDeployerMayNotUseTheKey(
            String replaced, String with, String refusal) {
        assertThatThrownBy(() -> checkDeployment(TEMPLATE.replace(replaced, with)))
                .isInstanceOf(UndeployableException.class)
                .hasMessageMatching("(?s).*Flow: User: " + refusal + " action.*");
    }

    private void checkDeployment(String template) {
        Stack stack = stack(template);
        var iam = new Iam(account);
        var access = new AccessControl(
                () -> stack,
                iam,
                new RequiredPermissions(account, arn -> Optional.empty(), () -> true),
                new StateMachineRoles(account, () -> stack, new ResourceAccess(account, () -> stack, iam)),
                key -> Optional.empty());
        List<ResourceProblem> problems =
                new DeploymentChecks(() -> stack, access, new ResourceAccess(account, () -> stack, iam)).problems();
        if (!problems.isEmpty()) {
            throw new UndeployableException(problems);
        }
    }

    private void checkExecution(String template) {
        Stack stack = stack(template);
        new ResourceAccess(account, () -> stack, new Iam(account))
                .checkExecution(stack.stateMachines().get(0));
    }

    private void call(String template, String operation, String body) {
        Stack stack = stack(template);
        new StateMachineKeys(
                        () -> stack,
                        new ResourceAccess(account, () -> stack, new Iam(account)),
                        key -> Optional.of(stack.functions().get(0)))
                .check(
                        new ApiCall("states", operation, "key"),
                        new Request("POST", "/", "", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private Stack stack(String template) {
        try {
            Files.writeString(folder.resolve("flow.asl.json"), "{}");
            Path file = Files.writeString(folder.resolve("template.yaml"), template);
            return TemplateReader.read(
                    file, Map.of(), new PseudoParameters("aws", "123456789012", "us-east-1", "mine"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
