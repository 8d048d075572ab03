package io.gatelink.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.gatelink.local.document.InvalidDocumentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateReaderTest {

    private static final PseudoParameters DEPLOYMENT = new PseudoParameters("aws", "123456789012", "eu-west-1", "mine");
    private static final String HEAD = """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Size:
                Type: Number
                Default: 256
                MinValue: 128
                MaxValue: 1024
              Mode:
                Type: String
                AllowedValues: [FAST, SLOW]
                Default: FAST
              Label:
                Type: String
                Default: abc
                MinLength: 2
                MaxLength: 5
                AllowedPattern: "[a-z]+"
                ConstraintDescription: a few small letters
            Mappings:
              Speeds:
                FAST:
                  Seconds: 1
                SLOW:
                  Seconds: 60
            Conditions:
              IsFast: !Equals [!Ref Mode, FAST]
              IsSlow: !Not [!Condition IsFast]
              Both: !And [!Condition IsFast, !Condition IsSlow]
              Either: !Or [!Condition IsFast, !Condition IsSlow]
            """;

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void writeDefinition() throws IOException {
        folder = Files.createDirectory(temporary.resolve("stack"));
        Files.writeString(folder.resolve("flow.asl.json"), "{\"Seconds\": ${Seconds}, \"Function\": \"${Function}\"}");
    }

    @Test
    void everyIntrinsicIsResolved() {
        assertThat(outputs("""
                Outputs:
                  Ref: {Value: !Ref Mode}
                  Sub: {Value: !Sub "${Mode}-${AWS::Region}-${!Literal}-${Queue.Arn}"}
                  SubWithVariables: {Value: !Sub ["${A}${Mode}", {A: !Ref Label}]}
                  Long: {Value: {"Fn::Join": ["-", [a, {"Ref": "AWS::AccountId"}]]}}
                  If: {Value: !If [IsFast, yes, no]}
                  IfNot: {Value: !If [IsSlow, yes, no]}
                  And: {Value: !If [Both, yes, no]}
                  Or: {Value: !If [Either, yes, no]}
                  Map: {Value: !FindInMap [Speeds, !Ref Mode, Seconds]}
                  Select: {Value: !Select [1, !Split [",", "a,b,c"]]}
                  NoValue: {Value: !Join ["+", [a, !Ref AWS::NoValue, b]]}
                  Url: {Value: !Ref Queue}
                Resources:
                  Queue:
                    Type: AWS::SQS::Queue
                """, Map.of()))
                .containsExactly(
                        Map.entry("Ref", "FAST"),
                        Map.entry("Sub", "FAST-eu-west-1-${Literal}-arn:aws:sqs:eu-west-1:123456789012:mine-Queue"),
                        Map.entry("SubWithVariables", "abcFAST"),
                        Map.entry("Long", "a-123456789012"),
                        Map.entry("If", "yes"),
                        Map.entry("IfNot", "no"),
                        Map.entry("And", "no"),
                        Map.entry("Or", "yes"),
                        Map.entry("Map", "1"),
                        Map.entry("Select", "b"),
                        Map.entry("NoValue", "a+b"),
                        Map.entry("Url", "https://sqs.eu-west-1.amazonaws.com/123456789012/mine-Queue"));
    }

    @Test
    void aResourceIsThereOnlyIfItsConditionHolds() {
        String template = """
                Resources:
                  Fast:
                    Type: AWS::SQS::Queue
                    Condition: IsFast
                  Slow:
                    Type: AWS::SQS::Queue
                    Condition: IsSlow
                Outputs:
                  Fast: {Condition: IsFast, Value: !GetAtt Fast.QueueName}
                  Slow: {Condition: IsSlow, Value: !GetAtt Slow.QueueName}
                """;

        assertThat(read(template, Map.of()).queues())
                .extracting(Stack.Queue::logicalId)
                .containsExactly("Fast");
        assertThat(outputs(template, Map.of("Mode", "SLOW"))).containsExactly(Map.entry("Slow", "mine-Slow"));
    }

    @Test
    void globalsAreMergedIntoFunctionsAsSamDoesIt() {
        Stack.Function function = read("""
                Globals:
                  Function:
                    Runtime: java25
                    Timeout: 10
                    AutoPublishAlias: live
                    Environment:
                      Variables: {A: global, B: global}
                Resources:
                  Work:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: a.B
                      MemorySize: !Ref Size
                      Environment:
                        Variables: {B: own, C: !Ref Label}
                """, Map.of()).functions().get(0);

        assertThat(function.environment())
                .containsExactly(Map.entry("A", "global"), Map.entry("B", "own"), Map.entry("C", "abc"));
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(function.memoryMegabytes()).isEqualTo(256);
        assertThat(function.qualifiedArn()).isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:mine-Work:live");
        assertThat(function.asynchronous()).isEqualTo(Stack.AsynchronousInvocation.DEFAULT);
    }

    @Test
    void placeholdersOfADefinitionAreReplacedAsTextSoThatNumbersNeedNoQuotes() {
        assertThat(read(stateMachine("flow.asl.json", "{Seconds: !Ref Size, Function: \"f\"}"), Map.of())
                        .stateMachines()
                        .get(0)
                        .definition())
                .isEqualTo("{\"Seconds\": 256, \"Function\": \"f\"}");
    }

    @Test
    void aPlaceholderWithoutASubstitutionIsRefusedWithTheNameThatWasProbablyMeant() {
        problems(stateMachine("flow.asl.json", "{Second: 1, Functions: f}"))
                .containsExactly(
                        "line 36, Resources.Flow.Properties.DefinitionSubstitutions: the definition asks for Seconds."
                                + " Did you mean Second?",
                        "line 36, Resources.Flow.Properties.DefinitionSubstitutions: the definition asks for Function."
                                + " Did you mean Functions?");
    }

    @Test
    void aDefinitionThatIsNotJsonIsRefusedWithItsLine() {
        problems(stateMachine("flow.asl.json", "{Seconds: soon, Function: f}"))
                .singleElement()
                .asString()
                .startsWith("line 35, Resources.Flow.Properties.DefinitionUri: the definition is not JSON: ")
                .endsWith("(line 1, column 13)");
    }

    @Test
    void aDefinitionInYamlBecomesJsonWithItsSubstitutionsNumbersAndFoldedTexts() throws IOException {
        Files.writeString(folder.resolve("flow.asl.yaml"), """
                # What waits, and for how long.
                Comment: >-
                  ${Function}
                  waits
                Seconds: ${Seconds}
                BackoffRate: 1.5
                End: true
                Output: "{% 'yes' %}"
                ErrorEquals: [States.ALL]
                """);

        assertThat(read(stateMachine("flow.asl.yaml", "{Seconds: !Ref Size, Function: \"f\"}"), Map.of())
                        .stateMachines()
                        .get(0)
                        .definition())
                .isEqualTo("{\"Comment\":\"f waits\",\"Seconds\":256,"
                        + "\"BackoffRate\":1.5,\"End\":true,\"Output\":\"{% 'yes' %}\","
                        + "\"ErrorEquals\":[\"States.ALL\"]}");
    }

    @Test
    void aDefinitionInYamlIsRefusedWithItsFileAndLine() throws IOException {
        Files.writeString(folder.resolve("flow.yml"), "StartAt: A\nStates: [\n");
        problems(stateMachine("flow.yml", "{}"))
                .containsExactly(
                        "line 35, Resources.Flow.Properties.DefinitionUri: flow.yml, line 3: not YAML: expected the "
                                + "node "
                                + "content, "
                                + "but found '<stream end>'");

        Files.writeString(folder.resolve("flow.yml"), "StartAt: A\nStates:\n  A: {Type: !Sub Pass}\nStartAt: B\n");
        problems(stateMachine("flow.yml", "{}"))
                .containsExactly(
                        "line 35, Resources.Flow.Properties.DefinitionUri: flow.yml, line 3, States.A.Type: !Sub is "
                                + "for "
                                + "templates "
                                + "only; write a placeholder such as ${Name}, and give its value in "
                                + "DefinitionSubstitutions",
                        "line 35, Resources.Flow.Properties.DefinitionUri: flow.yml, line 4, StartAt: the key is "
                                + "there twice");

        Files.writeString(folder.resolve("flow.yml"), "- A\n");
        problems(stateMachine("flow.yml", "{}"))
                .containsExactly("line 35, Resources.Flow.Properties.DefinitionUri: "
                        + "flow.yml, The definition is not a mapping of fields such as States");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "No", "on", "TRUE", "012", "0x1F", "1_000", "1:30", "2026-01-01", "1e3", ".5"})
    void whatVersionsOfYamlReadDifferentlyMustBeQuotedInADefinition(String value) throws IOException {
        Files.writeString(folder.resolve("flow.yaml"), "A: {B: " + value + "}\n");

        problems(stateMachine("flow.yaml", "{}"))
                .containsExactly("line 35, Resources.Flow.Properties.DefinitionUri: flow.yaml, line 1, A.B: "
                        + "versions of YAML read " + value + " differently; quote it if it is a text, or write it "
                        + "as in JSON");

        Files.writeString(folder.resolve("flow.yaml"), "A: {B: '" + value + "'}\n");
        assertThat(read(stateMachine("flow.yaml", "{}"), Map.of())
                        .stateMachines()
                        .get(0)
                        .definition())
                .isEqualTo("{\"A\":{\"B\":\"" + value + "\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "../outside.json, the file is outside the template's folder",
        "link.json, the file is outside the template's folder",
        "/etc/hostname, the file is outside the template's folder",
        "missing.json, the file cannot be read",
        "'a\\0b', the file cannot be read"
    })
    void noFileOutsideTheFolderIsRead(String uri, String problem) throws IOException {
        Path outside = Files.writeString(temporary.resolve("outside.json"), "{}");
        Files.createSymbolicLink(folder.resolve("link.json"), outside);

        problems(stateMachine("\"" + uri + "\"", "{}"))
                .containsExactly("line 35, Resources.Flow.Properties.DefinitionUri: " + problem);
    }

    @Test
    void everythingThatIsNotUnderstoodIsRefusedAtOnceWithItsLine() {
        problems("""
                Hooks: {}
                Resources:
                  Bucket:
                    Type: AWS::EC2::VPC
                  Queue:
                    Type: AWS::SQS::Queue
                    Properties:
                      FifoQueue: true
                    Deletion: Retain
                  Work:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.13
                      Timeout: 901
                      Environment:
                        Variables:
                          A: !ImportValue other
                          B: !GetAtt Queue.Url
                          C: !Ref Queu
                          D: !FindInMap [Speeds, MEDIUM, Seconds]
                      Policies:
                        - AWSLambdaExecute
                        - Statement:
                            - Effect: Permit
                              Action: everything
                              NotResource: "*"
                              Condition:
                                NumericEquals: {a: 1}
                      Events:
                        Timer:
                          Type: ScheduleV2
                """)
                .containsExactly(
                        "line 30, Hooks: not a section that the local AWS supports.",
                        "line 33, Resources.Bucket.Type: AWS::EC2::VPC is not supported by the local AWS; it supports"
                                + " AWS::Serverless::Function, AWS::Serverless::StateMachine, "
                                + "AWS::StepFunctions::StateMachine,"
                                + " AWS::SQS::Queue, AWS::SQS::QueuePolicy, AWS::SNS::Topic, AWS::SNS::TopicPolicy, "
                                + "AWS::SNS::Subscription,"
                                + " AWS::Events::Rule, AWS::KMS::Key, AWS::KMS::Alias, AWS::IAM::Role, "
                                + "AWS::IAM::ManagedPolicy,"
                                + " AWS::Lambda::Permission, AWS::ApiGateway::Account, AWS::DynamoDB::Table, "
                                + "AWS::Logs::LogGroup, AWS::Logs::MetricFilter,"
                                + " AWS::CloudWatch::Alarm, AWS::S3::Bucket, AWS::S3::BucketPolicy, "
                                + "AWS::CloudWatch::Dashboard",
                        "line 38, Resources.Queue.Deletion: not supported by the local AWS.",
                        "line 37, Resources.Queue.Properties.FifoQueue: not supported by the local AWS.",
                        "line 46, Resources.Work.Properties.Environment.Variables.A:" + " No export named other found.",
                        "line 47, Resources.Work.Properties.Environment.Variables.B:"
                                + " Queue has no attribute Url; it has Arn, QueueName, QueueUrl",
                        "line 48, Resources.Work.Properties.Environment.Variables.C:"
                                + " there is no parameter or resource Queu. Did you mean Queue?",
                        "line 49, Resources.Work.Properties.Environment.Variables.D: Mappings has no Speeds, MEDIUM, "
                                + "Seconds",
                        "line 42, Resources.Work.Properties.Runtime: the local AWS runs java only",
                        "line 51, Resources.Work.Properties.Policies.0: neither a policy document nor the ARN of a "
                                + "managed policy"
                                + " nor a SAM policy template that the local AWS knows; it knows "
                                + "StepFunctionsExecutionPolicy",
                        "line 55, Resources.Work.Properties.Policies.1.Statement.0.NotResource:"
                                + " not supported by the local AWS.",
                        "line 53, Resources.Work.Properties.Policies.1.Statement.0.Effect: must be Allow or Deny",
                        "line 54, Resources.Work.Properties.Policies.1.Statement.0.Action: must be * or "
                                + "<service>:<action>",
                        "line 53, Resources.Work.Properties.Policies.1.Statement.0: Resource is missing",
                        "line 57, Resources.Work.Properties.Policies.1.Statement.0.Condition.NumericEquals:"
                                + " an operator that the local AWS does not know",
                        "line 41, Resources.Work.Properties: Handler is missing",
                        "line 43, Resources.Work.Properties.Timeout: must be a number from 1 to 900",
                        "line 60, Resources.Work.Properties.Events.Timer.Type:"
                                + " not supported by the local AWS; it supports EventBridgeRule and Schedule");
    }

    @ParameterizedTest
    @CsvSource({
        "SNS, arn:aws:sns:us-east-1:123456789012:topic",
        "Lambda, arn:aws:lambda:us-east-1:123456789012:function:f",
        "EventBridge, arn:aws:events:us-east-1:123456789012:event-bus/other",
        "EventBridge, arn:aws:sqs:us-east-1:123456789012:queue",
        "SQS, arn:aws:events:us-east-1:123456789012:event-bus/default"
    })
    void anOnFailureDestinationThatIsNotThereIsRefused(String type, String arn) {
        problems("""
                Resources:
                  Work:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      Handler: a.B
                      CodeUri: x.jar
                      EventInvokeConfig:
                        DestinationConfig: {OnFailure: {Type: %s, Destination: "%s"}}
                """.formatted(type, arn))
                .singleElement()
                .asString()
                .endsWith("Resources.Work.Properties.EventInvokeConfig.DestinationConfig.OnFailure: the local AWS "
                        + "supports Type "
                        + "SQS with a queue of the template, and Type EventBridge with the default event bus");
    }

    @Test
    void aReferenceToAResourceWhoseConditionDoesNotHoldIsRefused() {
        problems("""
                Resources:
                  Slow:
                    Type: AWS::SQS::Queue
                    Condition: IsSlow
                Outputs:
                  Name: {Value: !Ref Slow}
                """)
                .containsExactly("line 35, Outputs.Name.Value:"
                        + " the resource Slow is not there: its condition does not hold");
    }

    @Test
    void aConditionThatDependsOnItselfIsRefused() {
        problems("""
                  Loop: !Not [!Condition Loop]
                Outputs:
                  Name: {Value: !If [Loop, a, b]}
                """).containsExactly("line 30, Conditions.Loop: the condition Loop depends on itself");
    }

    @Test
    void whatIsNotYamlIsRefusedWithItsLine() {
        problems("Resources: [\n").singleElement().asString().startsWith("line 31: not YAML: ");
        problems("Resources: &a {}\nOutputs: *a\n")
                .containsExactly(
                        "line 30, Resources: anchors are not supported", "line 31, Outputs: anchors are not supported");
        problems("Outputs: {}\nOutputs: {}\n").containsExactly("line 31, Outputs: the key is there twice");
    }

    @Test
    void everyWrongParameterIsReportedAtOnceWithItsRemedy() {
        assertThatThrownBy(() -> read(
                        "", new TreeMap<>(Map.of("Lable", "x", "Mode", "MEDIUM", "Size", "64", "Label", "a\u001bb"))))
                .isInstanceOf(InvalidParameterException.class)
                .extracting(e -> ((InvalidParameterException) e).problems(), list(String.class))
                .containsExactly(
                        "The template has no parameter \"Lable\". Did you mean Label? It has Size, Mode, Label.",
                        "Parameter Size has the value \"64\"; it must be at least 128.",
                        "Parameter Mode has the value \"MEDIUM\"; it must be one of FAST, SLOW.",
                        "Parameter Label has the value \"a\\u001Bb\"; it must be a few small letters.");
    }

    @ParameterizedTest
    @CsvSource({
        "Size, 1025, at most 1024",
        "Size, many, a number",
        "Size, 1e3, a number",
        "Label, a, at least 2 characters long",
        "Label, abcdef, at most 5 characters long"
    })
    void parametersKeepTheirBounds(String name, String value, String remedy) {
        assertThatThrownBy(() -> read("", Map.of(name, value)))
                .hasMessage("Parameter " + name + " has the value \"" + value + "\"; it must be " + remedy + ".");
    }

    @Test
    void aParameterWithoutADefaultNeedsAValue() {
        assertThatThrownBy(() -> TemplateReader.read(write("""
                Transform: AWS::Serverless-2016-10-31
                Parameters:
                  Needed:
                    Type: String
                """), Map.of(), DEPLOYMENT))
                .hasMessage("Parameter Needed has no value and no default; give it one.");
    }

    @Test
    void languageExtensionsMayComeBeforeSam() throws IOException {
        assertThat(TemplateReader.read(write("""
                Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
                Outputs:
                  Region: {Value: !Ref AWS::Region}
                """), Map.of(), DEPLOYMENT).outputs())
                .isEqualTo(Map.of("Region", "eu-west-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS::LanguageExtensions",
                "[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]",
                "[AWS::Include, AWS::Serverless-2016-10-31]",
                "[]"
            })
    void otherTransformsAreRefused(String transform) {
        assertThatThrownBy(() -> TemplateReader.read(write("Transform: " + transform + "\n"), Map.of(), DEPLOYMENT))
                .isInstanceOfSatisfying(InvalidDocumentException.class, refusal -> assertThat(refusal.problems())
                        .containsExactly("line 1, Transform: must be AWS::Serverless-2016-10-31, with or without "
                                + "AWS::LanguageExtensions before it"));
    }

    @Test
    void anAlarmMayWatchASumOfMetrics() {
        assertThat(read(alarm("""
                - {Id: all, Expression: "SUM(METRICS()) + a * 2", Label: "All (of them)"}
                - Id: a
                  ReturnData: false
                  MetricStat: {Stat: Sum, Period: 300, Metric: {Namespace: AWS/Lambda, MetricName: Errors,
                    Dimensions: [{Name: FunctionName, Value: f}]}}
                """), Map.of()).alarms())
                .extracting(Stack.Alarm::name)
                .containsExactly("mine-Alarm");
        assertThat(read(alarm("""
                - {Id: all, Period: 60, Expression: 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)'}
                """), Map.of()).alarms()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "- {Id: e, Expression: a}; .0.Expression: there is no Id a.",
                "- {Id: e, Expression: SUM(METRICS()}; .0.Expression: has a parenthesis or quotation mark without its "
                        + "counterpart",
                "- {Id: e}; .0: must have either Expression or MetricStat",
                "- {Id: E, Expression: '1'}; .0.Id: must begin with a small letter, and be there once",
                "- {Id: e, Expression: '1', ReturnData: false}; : exactly one must have ReturnData true, which is the "
                        + "default; 0 have it",
                "- {Id: e, Expression: '1', Periods: 1}; .0.Periods: not supported by the local AWS. Did you mean "
                        + "Period?",
                "- {Id: e, MetricStat: {Stat: Sum, Period: 7, Metric: {Namespace: a, MetricName: b}}};"
                        + " .0.MetricStat.Period: must be 1, 5, 10, 20, 30 or a multiple of 60"
            })
    void whatCloudWatchWouldNotTakeInAnAlarmIsRefused(String metrics, String problem) {
        problems(alarm(metrics + "\n"))
                .anySatisfy(found -> assertThat(found).contains("Resources.Alarm.Properties.Metrics" + problem));
    }

    @Test
    void anAlarmTakesNoSearchAndTenMetricsAtMost() {
        problems(alarm("- {Id: e, Expression: \"SUM(SEARCH('{AWS/Lambda,FunctionName} Errors', 'Sum', 300))\"}\n"))
                .containsExactly("line 35, Resources.Alarm.Properties.Metrics.0.Expression: CloudWatch takes no "
                        + "SEARCH in "
                        + "alarms; name each metric, or use a Metrics Insights query such as SELECT SUM(Errors) FROM "
                        + "SCHEMA(\"AWS/Lambda\", FunctionName)");
        String metrics = IntStream.range(0, 11)
                .mapToObj(i -> "- {Id: m" + i + ", ReturnData: " + (i == 0)
                        + ", MetricStat: {Stat: Sum, Period: 60, Metric: {Namespace: a, MetricName: b}}}\n")
                .collect(Collectors.joining());
        problems(alarm(metrics))
                .containsExactly("line 34, Resources.Alarm.Properties.Metrics: CloudWatch takes "
                        + "at most 10 "
                        + "metrics and 10 expressions; a Metrics Insights query such as SELECT SUM(Errors) FROM "
                        + "SCHEMA(\"AWS/Lambda\", FunctionName) sums up more");
    }

    private static String alarm(String metrics) {
        return "Resources:\n  Alarm:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      Metrics:\n"
                + metrics.indent(8);
    }

    private static String stateMachine(String uri, String substitutions) {
        return """
                Resources:
                  # The state machine under test.
                  Flow:
                    Type: AWS::Serverless::StateMachine
                    Properties:
                      DefinitionUri: %s
                      DefinitionSubstitutions: %s
                """.formatted(uri, substitutions);
    }

    private ListAssert<String> problems(String rest) {
        var thrown = catchThrowableOfType(InvalidDocumentException.class, () -> read(rest, Map.of()));
        assertThat(thrown).as("problems with the template").isNotNull();
        List<String> problems = thrown.problems();
        return assertThat(problems);
    }

    private Map<String, String> outputs(String rest, Map<String, String> parameters) {
        return read(rest, parameters).outputs();
    }

    private Stack read(String rest, Map<String, String> parameters) {
        try {
            return TemplateReader.read(write(HEAD + rest), parameters, DEPLOYMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String template) throws IOException {
        return Files.writeString(folder.resolve("template.yaml"), template);
    }
}
