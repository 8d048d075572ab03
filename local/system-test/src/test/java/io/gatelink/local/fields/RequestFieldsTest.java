package io.gatelink.local.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.core.Json;
import io.gatelink.local.fields.FieldTable.Field;
import io.gatelink.local.fields.FieldTable.Treatment;
import io.gatelink.local.fields.Trial.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * No field is taken and then forgotten. The tables in {@code resources/fields} say what becomes of each documented
 * field of each supported operation; the SDK's model says which there are.
 */
class RequestFieldsTest {

    private static final JsonNode CREATED;

    static {
        try {
            CREATED = Json.parse(Files.readAllBytes(Trial.HOME.resolve("events/nlb-created.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> apiGateway() {
        return tests(
                "apigateway",
                transport -> new SdkServiceClient(ApiGatewayClient.builder(), transport),
                aws -> loadBalancers(aws, "nlb", "second", "third"));
    }

    @TestFactory
    Stream<DynamicTest> apiGatewayV2() {
        return tests(
                "apigatewayv2",
                transport -> new SdkServiceClient(ApiGatewayV2Client.builder(), transport),
                aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> cognito() {
        return tests(
                "cognito-idp",
                transport -> new SdkServiceClient(CognitoIdentityProviderClient.builder(), transport),
                aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> ec2() {
        return tests("ec2", transport -> new SdkServiceClient(Ec2Client.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> elasticLoadBalancing() {
        return tests(
                "elasticloadbalancing",
                transport -> new SdkServiceClient(ElasticLoadBalancingV2Client.builder(), transport),
                aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> stepFunctions() {
        return tests("states", transport -> new SdkServiceClient(SfnClient.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> eventBridge() {
        return tests(
                "events", transport -> new SdkServiceClient(EventBridgeClient.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> lambda() {
        return tests("lambda", transport -> new SdkServiceClient(LambdaClient.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> cloudWatchLogs() {
        return tests("logs", transport -> new SdkServiceClient(CloudWatchLogsClient.builder(), transport), aws -> {
            aws.loop().exclusively(() -> {
                aws.logs().put("notes", "two", "first");
                aws.logs().put("notes", "two", "second");
                aws.logs().put("notes", "one", "third");
            });
            return Map.of();
        });
    }

    @TestFactory
    Stream<DynamicTest> sns() {
        return tests("sns", transport -> new SdkServiceClient(SnsClient.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> dynamoDb() {
        return tests(
                "dynamodb", transport -> new SdkServiceClient(DynamoDbClient.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> s3() {
        return tests("s3", transport -> new SdkServiceClient(S3Client.builder(), transport), aws -> {
            client(CloudFormationClient.builder(), aws)
                    .createStack(stack -> stack.stackName("bucket").templateBody("""
                            {"Resources": {
                              "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {
                                "BucketName": "settled", "Tags": [{"Key": "team", "Value": "orders"}]}},
                              "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {
                                "Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": []}}}}}
                            """));
            return Map.of();
        });
    }

    @TestFactory
    Stream<DynamicTest> cloudFormation() {
        return tests(
                "cloudformation",
                transport -> new SdkServiceClient(CloudFormationClient.builder(), transport),
                aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> sts() {
        return tests("sts", transport -> new SdkServiceClient(StsClient.builder(), transport), aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> serviceQuotas() {
        return tests(
                "servicequotas",
                transport -> new JsonServiceClient("servicequotas", "ServiceQuotasV20190624.", transport),
                aws -> Map.of());
    }

    @TestFactory
    Stream<DynamicTest> waf() {
        return tests(
                "wafv2",
                transport -> new JsonServiceClient("wafv2", "AWSWAF_20190729.", transport),
                RequestFieldsTest::stages);
    }

    /** Two stages of an API, by name. */
    private static Map<String, String> stages(LocalAws aws) {
        ApiGatewayClient apiGateway = client(ApiGatewayClient.builder(), aws);
        String api = apiGateway.createRestApi(r -> r.name("orders")).id();
        String root =
                apiGateway.getResources(r -> r.restApiId(api)).items().get(0).id();
        apiGateway.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("NONE"));
        apiGateway.putIntegration(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").type(IntegrationType.MOCK));
        var arns = new HashMap<String, String>();
        for (String stage : List.of("stage", "free")) {
            apiGateway.createDeployment(r -> r.restApiId(api).stageName(stage));
            arns.put("<" + stage + ">", "arn:aws:apigateway:us-east-1::/restapis/" + api + "/stages/" + stage);
        }
        return arns;
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, LocalAws aws) {
        return SdkServiceClient.client(builder, aws.transport());
    }

    /** Network load balancers with a backend, and their ARNs by name. */
    private static Map<String, String> loadBalancers(LocalAws aws, String... names) {
        return aws.loop().exclusively(() -> {
            var arns = new HashMap<String, String>();
            for (String name : names) {
                ObjectNode event = (ObjectNode) Json.parse(CREATED.toString()
                        .replace("net/orders/", "net/" + name + "/")
                        .getBytes(StandardCharsets.UTF_8));
                String arn = aws.loadBalancers().restore(event).arn();
                aws.loadBalancers()
                        .attachBackend(arn, 80, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
                arns.put("<" + name + ">", arn);
            }
            return arns;
        });
    }

    @Test
    void theTablesKnowEverySupportedOperation() throws IOException {
        try (LocalAws aws = LocalAws.start(Configuration.simulation(Trial.HOME, 1), Observer.NONE)) {
            aws.operations().forEach((service, operations) -> assertThat(
                            FieldTable.of(service).operations().keySet())
                    .as(service)
                    .containsExactlyInAnyOrderElementsOf(operations));
        }
    }

    private static Stream<DynamicTest> tests(
            String service,
            Function<SdkHttpClient, ServiceClient> client,
            Function<LocalAws, Map<String, String>> prepare) {
        var table = FieldTable.of(service);
        var trial = new Trial(service, table, client, prepare);
        return table.operations().keySet().stream()
                .map(operation -> DynamicTest.dynamicTest(operation, () -> assertThat(problems(table, operation, trial))
                        .isEmpty()));
    }

    private static List<String> problems(FieldTable table, String operation, Trial trial) {
        JsonNode request = table.operations().get(operation).call().request();
        var problems = new ArrayList<String>();
        Outcome success = trial.of(operation, request);
        if (success.error() != null) {
            problems.add("the request itself: " + success.error());
        }
        Set<String> left = new TreeSet<>(trial.leaves(operation));
        for (Field field : table.operations().get(operation).fields()) {
            Set<String> covered = covered(field, request, left);
            if (covered.isEmpty()) {
                problems.add(field + " covers no field that another line does not cover");
            }
            left.removeAll(covered);
            covered.forEach(
                    leaf -> problem(trial, operation, request, field, leaf).ifPresent(problems::add));
        }
        for (Field field : table.every().fields()) {
            Set<String> covered = covered(field, request, left);
            left.removeAll(covered);
            covered.forEach(
                    leaf -> problem(trial, operation, request, field, leaf).ifPresent(problems::add));
        }
        left.forEach(leaf -> problems.add(leaf + " is in no line of the table"));
        problems.addAll(new FieldLimits(table, operation, trial).problems());
        return problems;
    }

    /** Those of the leaves that a line of the table speaks of. */
    private static Set<String> covered(Field field, JsonNode request, Set<String> leaves) {
        JsonNode example = with(request, field);
        boolean whole = isWhole(field);
        var covered = new TreeSet<String>();
        for (String leaf : leaves) {
            if (Paths.covers(field.path(), leaf)
                    && (whole || !Paths.values(example, leaf).isEmpty())) {
                covered.add(leaf);
            }
        }
        return covered;
    }

    /** Whether a line speaks of a field with all that is in it. */
    private static boolean isWhole(Field field) {
        return field.treatment() != Treatment.HONOURED && field.treatment() != Treatment.ECHOED;
    }

    private static Optional<String> problem(Trial trial, String operation, JsonNode request, Field field, String leaf) {
        String path = isWhole(field) ? field.path() : leaf;
        JsonNode example = with(request, field);
        Outcome with = trial.of(operation, example);
        Outcome without = trial.of(operation, Paths.isNested(path) ? Paths.without(example, path) : request);
        String problem =
                switch (field.treatment()) {
                    case HONOURED -> with.equals(without) ? "makes no difference: " + with.error() : null;
                    case ECHOED ->
                        with.error() != null
                                ? with.error()
                                : Paths.values(example, path).stream()
                                                .allMatch(value ->
                                                        isIn(with.answer(), value) && !isIn(without.answer(), value))
                                        ? null
                                        : "does not come back in " + with.answer();
                    case REFUSED ->
                        with.error() == null
                                ? "is not refused"
                                : with.error().equals(without.error())
                                                || !isNameless(operation)
                                                        && !names(
                                                                with.error(),
                                                                trial.sentAs(operation, path),
                                                                path,
                                                                example)
                                        ? "is not what is refused: " + with.error()
                                        : null;
                    case UNSENDABLE ->
                        with.error() != null && with.error().startsWith("The client: ") ? null : "was sent";
                    case IGNORED -> with.equals(without) ? null : "makes a difference: " + with + " and not " + without;
                };
        return Optional.ofNullable(problem).map(text -> leaf + " " + text);
    }

    private static JsonNode with(JsonNode request, Field field) {
        ObjectNode with = request.deepCopy();
        with.set(field.member(), field.example());
        return with;
    }

    private static boolean isIn(JsonNode answer, JsonNode value) {
        if (value.isArray() && value.size() == 1 || value.isObject() && value.size() == 1) {
            return isIn(answer, value.iterator().next());
        }
        return answer.toString().contains('"' + value.asText() + '"');
    }

    /** Whether errors of an operation are but a status: what answers HEAD has no body. */
    private static boolean isNameless(String operation) {
        return operation.startsWith("Head");
    }

    /** @param sentAs what the field is called where it is sent */
    private static boolean names(String error, String sentAs, String path, JsonNode example) {
        String text = error.toLowerCase(Locale.ROOT).replace(" ", "");
        return text.contains(Paths.name(path).toLowerCase(Locale.ROOT))
                || text.contains(sentAs.toLowerCase(Locale.ROOT))
                || Paths.values(example, path).stream()
                        .anyMatch(value -> value.isValueNode() && error.contains(value.asText()));
    }
}
