package io.gatelink.local.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gatelink.local.core.Account;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.template.ResourceProblem;
import io.gatelink.local.template.S3Artifacts;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Stack.S3Location;
import io.gatelink.local.template.UndeployableException;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** {@link CloudFormation} through AWS's own client, above services that take everything unless they are told not to. */
class CloudFormationTest {

    private static final String TEMPLATE = """
            Parameters:
              Wait: {Type: Number, Default: 10, AllowedValues: [10, 20]}
              Name: {Type: String, Default: work, AllowedPattern: "[a-z]*", ConstraintDescription: small letters}
            Resources:
              Queue: {Type: AWS::SQS::Queue}
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: !Sub ${AWS::StackName}-${Name}
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  Tags: [{Key: wait, Value: !Ref Wait}]
            Outputs:
              Url: {Value: !Ref Queue, Description: where it is, Export: {Name: the-queue}}
            """;
    private static final String FUNCTION = """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Setting: {Type: String, Default: one}
            Resources:
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: example.Work
                  CodeUri: s3://artifacts/jar
                  AutoPublishAlias: live
                  Environment: {Variables: {SETTING: !Ref Setting}}
              Flow:
                Type: AWS::StepFunctions::StateMachine
                Properties:
                  RoleArn: !GetAtt FlowRole.Arn
                  DefinitionS3Location: {Bucket: artifacts, Key: definition}
                  DefinitionSubstitutions: {Work: !Ref Work.Version}
              FlowRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: sts:AssumeRole}]
            """;

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Map<String, String> objects = new HashMap<>();
    private final List<Stack> deployed = new ArrayList<>();
    private final List<ResourceProblem> refusals = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final StackListener listener = new StackListener() {
        @Override
        public void deployed(Instant at, String stackName, String status, List<String> failures) {
            told.add(stackName + " " + status + " " + failures);
        }
    };
    private final CloudFormation service = new CloudFormation(
            account,
            new S3Artifacts(this::object),
            new StackDeployer() {
                @Override
                public void deploy(Stack stack) {
                    refuse();
                    deployed.add(stack);
                }

                @Override
                public void delete(String stackName) {
                    refuse();
                    deployed.removeIf(stack -> stack.name().equals(stackName));
                }

                @Override
                public boolean isBuildAtHand(S3Location code) {
                    return code.key().equals("jar");
                }

                private void refuse() {
                    if (!refusals.isEmpty()) {
                        throw new UndeployableException(refusals);
                    }
                }
            },
            listener);
    private final CloudFormationClient client = new WireHttpClient(
                    loop, new CloudFormationWire(service, (bucket, key) -> object(new S3Location(bucket, key))))
            .client(CloudFormationClient.builder(), "test");

    private Optional<byte[]> object(S3Location location) {
        return Optional.ofNullable(objects.get(location.bucket() + "/" + location.key()))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStackIsMadeThroughAChangeSet() {
        DescribeChangeSetResponse changes = review(ChangeSetType.CREATE, TEMPLATE, Map.of());

        assertThat(changes.statusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(changes.executionStatusAsString()).isEqualTo("AVAILABLE");
        assertThat(changes.changes())
                .extracting(change -> change.resourceChange().actionAsString() + " "
                        + change.resourceChange().logicalResourceId())
                .containsExactly("Add Queue", "Add Table");
        assertThat(stack().stackStatusAsString()).isEqualTo("REVIEW_IN_PROGRESS");
        assertThat(client.getTemplate(get -> get.stackName("work")).templateBody())
                .isEqualTo(TEMPLATE);
        assertThat(events()).extracting(StackEvent::resourceStatusAsString).containsExactly("REVIEW_IN_PROGRESS");

        execute();

        assertThat(stack().stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(stack().enableTerminationProtection()).isFalse();
        assertThat(stack().outputs()).singleElement().satisfies(output -> {
            assertThat(output.outputValue()).isEqualTo("https://sqs.us-east-1.amazonaws.com/123456789012/work-Queue");
            assertThat(output.exportName()).isEqualTo("the-queue");
        });
        assertThat(events())
                .extracting(
                        StackEvent::logicalResourceId,
                        StackEvent::physicalResourceId,
                        StackEvent::resourceStatusAsString)
                .startsWith(tuple("work", stack().stackId(), "CREATE_COMPLETE"))
                .contains(tuple("Table", "work-work", "CREATE_COMPLETE"))
                .endsWith(tuple("work", stack().stackId(), "REVIEW_IN_PROGRESS"));
        assertThat(client.listStackResources(list -> list.stackName("work")).stackResourceSummaries())
                .extracting(resource -> resource.logicalResourceId() + " " + resource.resourceType())
                .containsExactly("Queue AWS::SQS::Queue", "Table AWS::DynamoDB::Table");
        assertThat(deployed).singleElement().satisfies(stack -> assertThat(stack.tables())
                .extracting(Stack.Table::name)
                .containsExactly("work-work"));
    }

    @Test
    void aChangeSetWithoutChangesFailsAndCannotBeExecuted() {
        create(TEMPLATE);

        DescribeChangeSetResponse changes = review(ChangeSetType.UPDATE, TEMPLATE, Map.of());

        assertThat(changes.statusAsString()).isEqualTo("FAILED");
        assertThat(changes.executionStatusAsString()).isEqualTo("UNAVAILABLE");
        assertThat(changes.statusReason())
                .isEqualTo("The submitted information didn't contain changes. Submit different information to create a "
                        + "change set.");
        assertRefused(
                this::execute,
                "InvalidChangeSetStatus",
                "ChangeSet [" + changes.changeSetId() + "] cannot be executed in its current status of [FAILED]");
    }

    @Test
    void aParameterAloneModifiesWhatUsesIt() {
        create(TEMPLATE);

        DescribeChangeSetResponse changes = client.describeChangeSet(
                describe -> describe.changeSetName(client.createChangeSet(set -> set.stackName("work")
                                .changeSetName("more")
                                .usePreviousTemplate(true)
                                .parameters(
                                        Parameter.builder()
                                                .parameterKey("Wait")
                                                .parameterValue("20")
                                                .build(),
                                        Parameter.builder()
                                                .parameterKey("Name")
                                                .usePreviousValue(true)
                                                .build()))
                        .id()));

        assertThat(changes.changes()).singleElement().satisfies(change -> {
            ResourceChange resource = change.resourceChange();
            assertThat(resource.actionAsString()).isEqualTo("Modify");
            assertThat(resource.physicalResourceId()).isEqualTo("work-work");
            assertThat(resource.replacementAsString()).isEqualTo("False");
            assertThat(resource.scopeAsStrings()).containsExactly("Tags");
        });
    }

    @Test
    void aFunctionThatChangesGetsANewVersionAndSoDoesWhatNamesIt() {
        objects.put("artifacts/definition", "{\"StartAt\": \"Work\", \"Resource\": \"${Work}\"}");
        create(FUNCTION);

        assertThat(deployed.get(0).functions().get(0).version()).isEqualTo("1");
        assertThat(events())
                .filteredOn(event -> event.resourceType().equals("AWS::Lambda::Function"))
                .extracting(StackEvent::resourceStatusReason)
                .contains(
                        "The jar is the build that this local AWS runs from: it uses the classes that it has loaded.");

        DescribeChangeSetResponse changes = review(ChangeSetType.UPDATE, FUNCTION, Map.of("Setting", "two"));
        execute();

        assertThat(changes.changes())
                .extracting(change -> change.resourceChange().actionAsString() + " "
                        + change.resourceChange().resourceType())
                .containsExactlyInAnyOrder(
                        "Modify AWS::StepFunctions::StateMachine",
                        "Modify AWS::Lambda::Function",
                        "Modify AWS::Lambda::Alias",
                        "Add AWS::Lambda::Version",
                        "Remove AWS::Lambda::Version");
        Stack second = deployed.get(1);
        assertThat(second.functions().get(0).version()).isEqualTo("2");
        assertThat(second.functions().get(0).code()).contains(new S3Location("artifacts", "jar"));
        assertThat(second.stateMachines().get(0).definition())
                .contains("arn:aws:lambda:us-east-1:123456789012:function:work-Work:2");
        assertThat(stack().stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void versionsAreNotGivenASecondTimeAfterADeletion() {
        objects.put("artifacts/definition", "{}");
        create(FUNCTION);
        client.deleteStack(delete -> delete.stackName("work"));
        create(FUNCTION);

        assertThat(deployed).singleElement().satisfies(stack -> assertThat(
                        stack.functions().get(0).version())
                .isEqualTo("2"));
    }

    @Test
    void aDeletedStackIsFoundByItsIdOnly() {
        create(TEMPLATE);
        String id = stack().stackId();

        client.deleteStack(delete -> delete.stackName("work"));

        assertThat(deployed).isEmpty();
        assertRefused(this::stack, "ValidationError", "Stack with id work does not exist");
        assertThat(client.describeStacks(describe -> describe.stackName(id)).stacks())
                .singleElement()
                .satisfies(stack -> assertThat(stack.stackStatusAsString()).isEqualTo("DELETE_COMPLETE"));
        client.deleteStack(delete -> delete.stackName("work"));
    }

    @Test
    void whatAServiceRefusesIsRolledBack() {
        refusals.add(new ResourceProblem("Queue", "No such thing."));

        create(TEMPLATE);

        assertThat(stack().stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(told)
                .containsExactly("work ROLLBACK_COMPLETE [Queue: Resource handler returned message: \"No such thing.\" "
                        + "(HandlerErrorCode: InvalidRequest)]");
        assertThat(events())
                .extracting(
                        StackEvent::logicalResourceId,
                        StackEvent::resourceStatusAsString,
                        StackEvent::resourceStatusReason)
                .contains(
                        tuple(
                                "Queue",
                                "CREATE_FAILED",
                                "Resource handler returned message: \"No such thing.\" (HandlerErrorCode: "
                                        + "InvalidRequest)"),
                        tuple(
                                "work",
                                "ROLLBACK_IN_PROGRESS",
                                "The following resource(s) failed to create: [Queue]. Rollback requested by user."));
        assertRefused(
                () -> review(ChangeSetType.UPDATE, TEMPLATE, Map.of()),
                "ValidationError",
                "Stack:" + stack().stackId() + " is in ROLLBACK_COMPLETE state and can not be updated.");
    }

    @Test
    void anUpdateThatFailsLeavesTheStackAsItWas() {
        create(TEMPLATE);
        refusals.add(new ResourceProblem("Table", "No."));
        review(ChangeSetType.UPDATE, TEMPLATE, Map.of("Wait", "20"));

        execute();

        assertThat(stack().stackStatusAsString()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(stack().parameters())
                .extracting(Parameter::parameterKey, Parameter::parameterValue)
                .contains(tuple("Wait", "10"));
        refusals.clear();
        review(ChangeSetType.UPDATE, TEMPLATE, Map.of("Wait", "20"));
        execute();
        assertThat(stack().stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void aDefinitionThatDoesNotParseFailsWithItsStateMachine() {
        objects.put("artifacts/definition", "{\"StartAt\": ${Work}}");

        create(FUNCTION);

        assertThat(events())
                .filteredOn(event -> event.logicalResourceId().equals("Flow"))
                .extracting(StackEvent::resourceStatusAsString)
                .contains("CREATE_FAILED");
        assertThat(deployed).isEmpty();
    }

    @Test
    void aMissingImportFailsTheStack() {
        create("""
                Resources:
                  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !ImportValue other}}
                """);

        assertThat(events())
                .extracting(StackEvent::resourceStatusReason)
                .contains("No export named other found. Rollback requested by user.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Wait | 15 | Parameter 'Wait' must be one of AllowedValues",
                "Wait | ten | Parameter 'Wait' must be a number",
                "Name | Work | Parameter Name failed to satisfy constraint: small letters",
                "Nmae | work | Parameters: [Nmae] do not exist in the template"
            })
    void aParameterThatTheTemplateDoesNotAllowIsRefused(String name, String value, String message) {
        assertRefused(() -> review(ChangeSetType.CREATE, TEMPLATE, Map.of(name, value)), "ValidationError", message);
        assertRefused(this::stack, "ValidationError", "Stack with id work does not exist");
    }

    @Test
    void parametersThatBreakARuleAreRefusedWithItsDescriptionBeforeAnythingIsMade() {
        String template = TEMPLATE + """
                Rules:
                  LongWaitsAreNamed:
                    RuleCondition: !Equals [!Ref Wait, 20]
                    Assertions:
                      - Assert: !Not [!Equals [!Ref Name, work]]
                        AssertDescription: Give Name if Wait is 20.
                """;
        Parameter wait =
                Parameter.builder().parameterKey("Wait").parameterValue("20").build();
        String remedy = "Give Name if Wait is 20.";

        assertRefused(() -> review(ChangeSetType.CREATE, template, Map.of("Wait", "20")), "ValidationError", remedy);
        assertRefused(
                () -> client.createStack(
                        stack -> stack.stackName("work").templateBody(template).parameters(wait)),
                "ValidationError",
                remedy);
        assertRefused(this::stack, "ValidationError", "Stack with id work does not exist");

        create(template);
        assertRefused(
                () -> client.updateStack(stack ->
                        stack.stackName("work").usePreviousTemplate(true).parameters(wait)),
                "ValidationError",
                remedy);
        assertThat(stack().stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{Rules: {A: {Assertions: [{Assert: !Not [!If [a, b, c]]}]}}, Resources: {A: {Type: "
                        + "AWS::SQS::Queue}}}' | Template format error: Following functions are not supported in the "
                        + "Rules block of the template: [Fn::If]",
                "Resources: {} | Template format error: At least one Resources member must be defined.",
                "'Resources: {A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref B}}}' | "
                        + "Template format error: Unresolved resource dependencies [B] in the Resources block of the "
                        + "template"
            })
    void aTemplateThatCannotWorkIsRefused(String template, String message) {
        assertRefused(() -> review(ChangeSetType.CREATE, template, Map.of()), "ValidationError", message);
    }

    @Test
    void typesThatAreNotSupportedAreNamed() {
        assertThatThrownBy(() -> review(ChangeSetType.CREATE, "Resources: {A: {Type: AWS::EC2::VPC}}", Map.of()))
                .hasMessageStartingWith(
                        "Template format error: Unrecognized resource types: [AWS::EC2::VPC]. The local "
                                + "AWS supports AWS::Serverless::Function, ");
    }

    @Test
    void rolesAskForTheCapability() {
        assertRefused(
                () -> client.createChangeSet(set -> set.stackName("work")
                        .changeSetName("first")
                        .changeSetType(ChangeSetType.CREATE)
                        .templateBody(FUNCTION)),
                "InsufficientCapabilitiesException",
                "Requires capabilities : [CAPABILITY_IAM]");
    }

    @Test
    void aTemplateIsReadFromItsUrl() {
        objects.put("artifacts/some/template", TEMPLATE);

        client.createStack(
                stack -> stack.stackName("work").templateURL("http://127.0.0.1:4566/artifacts/some/template"));

        assertThat(stack().stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertRefused(
                () -> client.updateStack(
                        stack -> stack.stackName("work").templateURL("http://127.0.0.1:4566/artifacts/none")),
                "ValidationError",
                "S3 error: The specified key does not exist.\nFor more information check "
                        + "http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html");
        assertRefused(
                () -> client.updateStack(stack -> stack.stackName("work").usePreviousTemplate(true)),
                "ValidationError",
                "No updates are to be performed.");
        assertRefused(
                () -> client.createStack(stack -> stack.stackName("work").templateBody(TEMPLATE)),
                "AlreadyExistsException",
                "Stack [work] already exists");
    }

    @Test
    void whatIsNotThereIsSaidAsClientsExpectIt() {
        assertRefused(
                () -> client.describeStackEvents(describe -> describe.stackName("none")),
                "ValidationError",
                "Stack [none] does not exist");
        assertRefused(
                () -> client.describeChangeSet(describe ->
                        describe.changeSetName("arn:aws:cloudformation:us-east-1:123456789012:changeSet/a/b")),
                "ChangeSetNotFound",
                "ChangeSet [arn:aws:cloudformation:us-east-1:123456789012:changeSet/a/b] does not exist");
        assertRefused(
                () -> review(ChangeSetType.UPDATE, TEMPLATE, Map.of()),
                "ValidationError",
                "Stack [work] does not exist");
        assertRefused(
                () -> client.detectStackDrift(detect -> detect.stackName("work")),
                "NotImplemented",
                "The local AWS does not support CloudFormation DetectStackDrift. docs/supported-operations.md lists "
                        + "what it does.");
    }

    @Test
    void anExportThatIsInUseCannotBeDeleted() {
        create(TEMPLATE);
        client.createStack(stack -> stack.stackName("user").templateBody("""
                Resources:
                  Queue: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue the-queue}}
                """));

        assertRefused(
                () -> client.deleteStack(delete -> delete.stackName("work")),
                "ValidationError",
                "Export the-queue cannot be deleted as it is in use by user");
        client.deleteStack(delete -> delete.stackName("user"));
        client.deleteStack(delete -> delete.stackName("work"));

        assertThat(deployed).isEmpty();
    }

    @Test
    void fieldsHaveTheirBounds() {
        assertRefused(
                () -> client.createStack(
                        stack -> stack.stackName("work").templateBody(TEMPLATE).clientRequestToken("a".repeat(129))),
                "ValidationError",
                "1 validation error detected: Value '" + "a".repeat(129)
                        + "' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than "
                        + "or equal to 128");
        assertRefused(
                () -> client.createStack(
                        stack -> stack.stackName("work").templateBody(TEMPLATE).tags(tag -> tag.key("team")
                                .value(""))),
                "ValidationError",
                "1 validation error detected: Value '' at 'tags.1.member.value' failed to satisfy constraint: Member "
                        + "must have length greater than or equal to 1");
        assertRefused(
                () -> client.createStack(
                        stack -> stack.stackName("work").templateBody(TEMPLATE).timeoutInMinutes(0)),
                "ValidationError",
                "1 validation error detected: Value '0' at 'timeoutInMinutes' failed to satisfy constraint: Member "
                        + "must have value greater than or equal to 1");
        assertRefused(
                () -> client.createStack(
                        stack -> stack.stackName("work").templateBody(TEMPLATE).capabilitiesWithStrings("ALL")),
                "ValidationError",
                "1 validation error detected: Value '[ALL]' at 'capabilities' failed to satisfy constraint: Member "
                        + "must satisfy constraint: [Member must satisfy enum value set: [CAPABILITY_IAM, "
                        + "CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND]]");
    }

    @Test
    void whatIsAskedAboutIsNamedOnce() {
        create(TEMPLATE);

        assertRefused(
                () -> client.getTemplateSummary(
                        summary -> summary.stackName("work").templateBody(TEMPLATE)),
                "ValidationError",
                "Only one of StackName, TemplateBody and TemplateURL can be specified.");
        assertRefused(
                () -> client.describeStackResources(
                        describe -> describe.stackName("work").physicalResourceId("work-work")),
                "ValidationError",
                "StackName and PhysicalResourceId must not both be specified in the same request.");
    }

    @Test
    void fieldsThatWouldHaveNoEffectAreRefusedByName() {
        assertRefused(
                () -> client.createStack(stack -> stack.stackName("work")
                        .templateBody(TEMPLATE)
                        .roleARN("arn:aws:iam::123456789012:role/deployer")),
                "ValidationError",
                "The local AWS does not support RoleARN of CloudFormation CreateStack.");
        assertRefused(
                () -> client.createStack(
                        stack -> stack.stackName("work").templateBody(TEMPLATE).disableRollback(true)),
                "ValidationError",
                "The local AWS rolls back what failed: DisableRollback must be false, OnFailure and OnStackFailure "
                        + "must "
                        + "be ROLLBACK");
    }

    @Test
    void eventsBearTheTokenOfTheRequest() {
        client.createStack(
                stack -> stack.stackName("work").templateBody(TEMPLATE).clientRequestToken("mine"));

        assertThat(events()).extracting(StackEvent::clientRequestToken).containsOnly("mine");
    }

    @Test
    void theBucketOfSamDeploys() {
        create("""
                {"Transform": "AWS::Serverless-2016-10-31",
                 "Resources": {
                   "SamCliSourceBucket": {"Type": "AWS::S3::Bucket", "Properties": {
                     "VersioningConfiguration": {"Status": "Enabled"},
                     "Tags": [{"Key": "ManagedStackSource", "Value": "AwsSamCli"}]}},
                   "SamCliSourceBucketBucketPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": {
                     "Bucket": {"Ref": "SamCliSourceBucket"},
                     "PolicyDocument": {"Statement": [{"Action": ["s3:GetObject"], "Effect": "Allow",
                       "Principal": {"Service": "serverlessrepo.amazonaws.com"},
                       "Resource": {"Fn::Join": ["", ["arn:aws:s3:::", {"Ref": "SamCliSourceBucket"}, "/*"]]}}]}}}},
                 "Outputs": {"SourceBucket": {"Value": {"Ref": "SamCliSourceBucket"}}}}
                """);

        assertThat(stack().outputs()).singleElement().satisfies(output -> assertThat(output.outputValue())
                .matches("work-samclisourcebucket-[a-z0-9]{12}"));
        assertThat(deployed.get(0).buckets())
                .singleElement()
                .satisfies(bucket -> assertThat(bucket.settings().policy()).isPresent());
    }

    private void create(String template) {
        review(ChangeSetType.CREATE, template, Map.of());
        execute();
    }

    private DescribeChangeSetResponse review(ChangeSetType type, String template, Map<String, String> parameters) {
        String id = client.createChangeSet(set -> set.stackName("work")
                        .changeSetName("set-" + account.newId(8))
                        .changeSetType(type)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_IAM)
                        .parameters(parameters.entrySet().stream()
                                .map(entry -> Parameter.builder()
                                        .parameterKey(entry.getKey())
                                        .parameterValue(entry.getValue())
                                        .build())
                                .toList()))
                .id();
        lastChangeSet = id;
        return client.describeChangeSet(describe -> describe.changeSetName(id));
    }

    private String lastChangeSet;

    private void execute() {
        client.executeChangeSet(execute -> execute.changeSetName(lastChangeSet));
    }

    private software.amazon.awssdk.services.cloudformation.model.Stack stack() {
        return client.describeStacks(describe -> describe.stackName("work"))
                .stacks()
                .get(0);
    }

    private List<StackEvent> events() {
        return client.describeStackEvents(describe -> describe.stackName("work"))
                .stackEvents();
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, refusal -> {
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
        });
    }
}
