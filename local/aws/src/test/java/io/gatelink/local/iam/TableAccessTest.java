package io.gatelink.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Request;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.TemplateReader;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What a function needs to use a table, and the key that encrypts it. */
class TableAccessTest {

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
              Registry:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: !Sub "${AWS::StackName}-registry"
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  SSESpecification: {SSEEnabled: true, SSEType: KMS, KMSMasterKeyId: !GetAtt Key.Arn}
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  CodeUri: x.jar
                  Policies:
                    - Statement:
                        - Effect: Allow
                          Action: [dynamodb:PutItem, dynamodb:GetItem, dynamodb:ConditionCheckItem]
                          Resource: !GetAtt Registry.Arn
                        - Effect: Allow
                          Action: kms:Decrypt
                          Resource: !GetAtt Key.Arn
                          Condition:
                            StringEquals:
                              kms:ViaService: !Sub "dynamodb.${AWS::Region}.amazonaws.com"
                              kms:EncryptionContext:aws:dynamodb:tableName: !Ref Registry
            """;
    private static final String USER = "User: arn:aws:sts::123456789012:assumed-role/mine-WorkRole/mine-Work ";

    @TempDir
    private Path folder;

    private final Account account = new Account("123456789012", "us-east-1", EventLoop.virtual(Instant.EPOCH), 1);

    @ParameterizedTest
    @CsvFileSource(resources = "whatThePolicyAllowsIsAllowed.csv", delimiter = '|', quoteCharacter = '\0')
    void whatThePolicyAllowsIsAllowed(String operation, String body) {
        call(TEMPLATE, operation, body);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "whatThePolicyDoesNotAllowIsRefused.csv", delimiter = '|', quoteCharacter = '\0')
    void whatThePolicyDoesNotAllowIsRefused(String operation, String body, String action, String table) {
        var refusal = catchThrowableOfType(AwsException.class, () -> call(TEMPLATE, operation, body));

        assertThat(refusal.code()).isEqualTo("AccessDeniedException");
        assertThat(refusal)
                .hasMessage(USER + "is not authorized to perform: " + action
                        + " on resource: arn:aws:dynamodb:us-east-1:123456789012:table/" + table
                        + " because no identity-based policy allows the " + action + " action");
    }

    @Test
    void aFunctionThatMayNotDecryptWithTheTablesKeyIsRefused() {
        assertThatThrownBy(() -> call(
                        TEMPLATE.replace("Action: kms:Decrypt", "Action: kms:Encrypt"),
                        "GetItem",
                        "{\"TableName\": \"mine-registry\"}"))
                .isInstanceOf(AwsException.class)
                .hasMessageMatching(USER + "is not authorized to perform: kms:Decrypt on resource: "
                        + "arn:aws:kms:us-east-1:123456789012:key/[0-9a-f-]{36} because no identity-based policy "
                        + "allows the "
                        + "kms:Decrypt action");
    }

    @Test
    void aTableKnowsItsKeyByItsArnHoweverTheTemplateNamesIt() {
        Stack stack = stack(TEMPLATE.replace("KMSMasterKeyId: !GetAtt Key.Arn", "KMSMasterKeyId: !Ref Key"));

        assertThat(stack.tables().get(0).key()).contains(stack.keys().get(0).arn());
    }

    @Test
    void aTableWhoseKeyTheAccountMayNotUseIsNotDeployed() {
        Stack stack = stack(TEMPLATE.replace("Action: kms:*", "Action: [kms:PutKeyPolicy, kms:Decrypt]"));
        var iam = new Iam(account);

        assertThat(new DeploymentChecks(() -> stack, access(stack, iam), new ResourceAccess(account, () -> stack, iam))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentences().get(0))
                        .startsWith("Registry: KMS validation error: User: the stack's deployer is not authorized to "
                                + "perform: kms:Encrypt on resource: "));
    }

    @Test
    void aConditionOnKeysOfItemsIsRefused() {
        assertThatThrownBy(() -> stack(TEMPLATE.replace("kms:ViaService:", "dynamodb:LeadingKeys:")))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("Resources.Work.Properties.Policies.0.Statement.1.Condition.StringEquals."
                        + "dynamodb:LeadingKeys: a condition key that the local AWS does not know");
    }

    private void call(String template, String operation, String body) {
        Stack stack = stack(template);
        var iam = new Iam(account);
        var call = new ApiCall("dynamodb", operation, "key");
        var request = new Request("POST", "/", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
        access(stack, iam).check(call, request);
        new TableKeys(
                        () -> stack,
                        new ResourceAccess(account, () -> stack, iam),
                        key -> Optional.of(stack.functions().get(0)))
                .check(call, request);
    }

    private AccessControl access(Stack stack, Iam iam) {
        return new AccessControl(
                () -> stack,
                iam,
                new RequiredPermissions(account, arn -> Optional.empty(), () -> true),
                new StateMachineRoles(account, () -> stack, new ResourceAccess(account, () -> stack, iam)),
                key -> Optional.of(stack.functions().get(0)));
    }

    private Stack stack(String template) {
        try {
            Path file = Files.writeString(folder.resolve("template.yaml"), template);
            return TemplateReader.read(
                    file, Map.of(), new PseudoParameters("aws", "123456789012", "us-east-1", "mine"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
