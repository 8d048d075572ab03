package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.s3.S3Client;

/** The template is deployed while Gatelink is at work, as {@code sam deploy} does it. */
class StackDeploymentTest {

    private static final String STACK = "gatelink";
    private static final String JAR_IN_TEMPLATE = "functions/target/gatelink-functions-lambda.jar";

    private Simulation simulation;
    private CloudFormationClient cloudFormation;
    private S3Client s3;

    @BeforeEach
    void start() {
        simulation = Simulation.inMemory(Simulation.SEED, Faults.NONE, configuration -> configuration);
        cloudFormation = client(CloudFormationClient.builder());
        s3 = client(S3Client.builder().forcePathStyle(true));
        s3.createBucket(bucket -> bucket.bucket("artifacts"));
        for (String workflow : List.of("publish", "reconcile")) {
            s3.putObject(
                    put -> put.bucket("artifacts").key(workflow),
                    Simulation.HOME.resolve("statemachine/" + workflow + ".asl.yaml"));
        }
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void theStackThatTheLocalAwsStartsWithIsThere() {
        assertThat(cloudFormation
                        .describeStacks(describe -> describe.stackName(STACK))
                        .stacks())
                .singleElement()
                .satisfies(stack -> {
                    assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
                    assertThat(stack.outputs())
                            .extracting(output -> output.outputKey())
                            .contains("StateMachineArn", "PublicationsTable");
                });
        Set<String> types = new TreeSet<>();
        cloudFormation
                .listStackResources(list -> list.stackName(STACK))
                .stackResourceSummaries()
                .forEach(resource -> types.add(resource.resourceType()));
        assertThat(types)
                .contains(
                        "AWS::IAM::Role",
                        "AWS::Lambda::Alias",
                        "AWS::Lambda::EventInvokeConfig",
                        "AWS::Lambda::Permission",
                        "AWS::Lambda::Version")
                .noneMatch(type -> type.startsWith("AWS::Serverless::"));
    }

    @Test
    void aPublicationThatWaitsForItsLinkEndsAsItBeganAndTheNextOneRunsTheNewCode() {
        simulation.createLoadBalancer(Simulation.event("nlb-created.json"));
        simulation.deliver(Simulation.event("nlb-created.json"));
        simulation.aws.loop().runUntil(() -> !simulation
                .aws
                .apiGateway()
                .vpcLinks()
                .getVpcLinks(null, null)
                .items()
                .isEmpty());
        Execution first = simulation.onlyExecution();
        String definition = first.stateMachine().definitionText();

        upload("new.jar");
        deploy("new.jar", Map.of("LinkPollSeconds", "60"));
        simulation.runUntilIdle();

        assertThat(first.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(versions(first)).containsExactly("1");
        assertThat(first.stateMachine().definitionText()).isEqualTo(definition);
        Execution next = simulation.aws.loop().exclusively(() -> simulation
                .aws
                .states()
                .startExecution(first.stateMachine().arn(), "next", first.inputText()));
        simulation.runUntilIdle();
        assertThat(next.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(versions(next)).containsExactly("2");
    }

    @Test
    void whatCannotBeDeployedLeavesTheOldStackAsItWas() {
        var before = simulation.aws.stack();

        upload("empty.jar", List.of());
        deploy("empty.jar", Map.of());

        assertThat(events())
                .extracting(StackEvent::logicalResourceId, StackEvent::resourceStatusAsString)
                .contains(tuple("StartPublicationFunction", "UPDATE_FAILED"), tuple(STACK, "UPDATE_ROLLBACK_COMPLETE"));
        assertThat(events())
                .extracting(StackEvent::resourceStatusReason)
                .contains("Resource handler returned message: \"Function StartPublicationFunction: its Handler "
                        + "io.gatelink.functions.trigger.StartPublicationHandler is not in the jar "
                        + "s3://artifacts/empty.jar. Correct the template, or upload the jar that has it.\" "
                        + "(HandlerErrorCode: InvalidRequest)");
        assertThat(simulation.aws.stack()).isEqualTo(before);
        assertThat(simulation.publish("nlb-created.json").onlyExecution().status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aDeletedStackLeavesNothingButWhatWasPublished() {
        simulation.publish("nlb-created.json");

        cloudFormation.deleteStack(delete -> delete.stackName(STACK));
        simulation.runUntilIdle();

        assertThat(simulation.aws.stack().functions()).isEmpty();
        assertThat(simulation.aws.dynamoDb().listTables()).isEmpty();
        assertThat(simulation.aws.states().listStateMachines(0, null).items()).isEmpty();
        assertThat(simulation.aws.eventBus().listRules("")).isEmpty();
        assertThat(simulation
                        .aws
                        .apiGateway()
                        .vpcLinks()
                        .getVpcLinks(null, null)
                        .items())
                .hasSize(1);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(simulation.aws.endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(simulation.aws.transport())
                .build();
    }

    private List<StackEvent> events() {
        return cloudFormation
                .describeStackEvents(describe -> describe.stackName(STACK))
                .stackEvents();
    }

    private void deploy(String jar, Map<String, String> parameters) {
        String packaged;
        try {
            packaged = Files.readString(Simulation.HOME.resolve("template.yaml"))
                    .replace(JAR_IN_TEMPLATE, "s3://artifacts/" + jar)
                    .replaceAll(
                            "DefinitionS3Location: statemachine/(\\w+).asl.yaml",
                            "DefinitionS3Location: {Bucket: artifacts, Key: $1}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        s3.putObject(put -> put.bucket("artifacts").key("template"), RequestBody.fromString(packaged));
        String id = cloudFormation
                .createChangeSet(set -> set.stackName(STACK)
                        .changeSetName("deployment")
                        .changeSetType(ChangeSetType.UPDATE)
                        .templateURL(simulation.aws.endpoint() + "/artifacts/template")
                        .capabilities(Capability.CAPABILITY_IAM)
                        .parameters(parameters.entrySet().stream()
                                .map(entry -> Parameter.builder()
                                        .parameterKey(entry.getKey())
                                        .parameterValue(entry.getValue())
                                        .build())
                                .toList()))
                .id();
        cloudFormation.executeChangeSet(execute -> execute.changeSetName(id));
    }

    private void upload(String key) {
        upload(
                key,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(path -> path.toString().contains("/functions/")
                                || path.getFileName().toString().startsWith("jackson-"))
                        .toList());
    }

    /** Uploads a jar that differs from the build at hand. */
    private void upload(String key, List<Path> classPath) {
        var jar = new ByteArrayOutputStream();
        var there = new HashSet<String>();
        try (var zip = new ZipOutputStream(jar)) {
            zip.putNextEntry(new ZipEntry("io/gatelink/functions/" + key));
            for (Path path : classPath) {
                add(zip, path, there);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        s3.putObject(put -> put.bucket("artifacts").key(key), RequestBody.fromBytes(jar.toByteArray()));
    }

    private static void add(ZipOutputStream zip, Path path, Set<String> there) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    add(zip, path.relativize(file).toString(), Files.readAllBytes(file), there);
                }
            }
            return;
        }
        try (var jar = new ZipInputStream(Files.newInputStream(path))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                add(zip, entry.getName(), jar.readAllBytes(), there);
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content, Set<String> there) throws IOException {
        if (there.add(name)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
    }

    /** The versions of functions that an execution has called. */
    private static Set<String> versions(Execution execution) {
        var versions = new TreeSet<String>();
        execution.events().forEach(event -> event.detail("resource")
                .filter(resource -> resource.contains(":function:"))
                .ifPresent(resource -> versions.add(resource.substring(resource.lastIndexOf(':') + 1))));
        return versions;
    }
}
