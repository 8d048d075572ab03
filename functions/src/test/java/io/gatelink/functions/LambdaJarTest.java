package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar that goes to Lambda holds what the handlers need, and is small. Runs after the jar was made. */
@Timeout(120)
class LambdaJarTest {

    private static final long MOST_BYTES = 12_000_000;
    private static final String INPUT = "\"execution\":\"" + Steps.EXECUTION
            + "\",\"loadBalancerArn\":\"" + Steps.ARN + "\"";

    @TempDir
    private Path temporary;

    private HttpServer aws;

    @BeforeEach
    void startAws() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", LambdaJarTest::answer);
        aws.start();
    }

    @AfterEach
    void stopAws() {
        aws.stop(0);
    }

    /** Just enough of AWS for the handlers below: all three protocols, an error, and a PATCH. */
    private static void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean signed = exchange.getRequestHeaders().getFirst("Authorization") != null;
        String action = body.startsWith("Action=") ? body.substring(7, body.indexOf('&')) : "";
        int status = !signed && !request.startsWith("GET /_aws") ? 403 : request.equals("GET /restapis/api1/deployments/dep0") ? 404 : 200;
        String answer = switch (request) {
            case "GET /restapis" -> "{\"item\":[]}";
            case "GET /vpclinks/link1" -> "{\"id\":\"link1\",\"status\":\"AVAILABLE\",\"tags\":{"
                    + "\"gatelink:owner\":\"gatelink-stack\",\"gatelink:load-balancer\":\"" + Steps.ARN
                    + "\",\"gatelink:turn\":\"" + Steps.EXECUTION_ARN + "\"}}";
            case "GET /restapis/api1/deployments" -> "{\"item\":[{\"id\":\"dep0\",\"createdDate\":1767323045}]}";
            case "POST /restapis/api1/deployments" -> "{\"id\":\"dep1\"}";
            case "GET /restapis/api1/deployments/dep1" -> "{\"id\":\"dep1\",\"apiSummary\":{\"/\":{"
                    + "\"ANY\":{\"authorizationType\":\"AWS_IAM\",\"apiKeyRequired\":false}}}}";
            case "GET /restapis/api1/stages/live" -> "{\"stageName\":\"live\",\"deploymentId\":\"dep0\"}";
            case "GET /restapis/api1/deployments/dep0" -> {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", "NotFoundException");
                yield "{\"message\":\"Invalid Deployment identifier specified\"}";
            }
            case "PATCH /restapis/api1/stages/live" -> "{\"stageName\":\"live\"}";
            case "GET /_aws/execute-api/api1/live/" -> "hello";
            case "POST /" -> action.isEmpty()
                    ? "{\"executionArn\":\"arn:of:execution\",\"startDate\":1767323045.5}"
                    : "<" + action + "Response><" + action + "Result>" + elasticLoadBalancing(action)
                            + "</" + action + "Result></" + action + "Response>";
            default -> throw new IOException("Unexpected: " + request);
        };
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String elasticLoadBalancing(String action) {
        return switch (action) {
            case "DescribeLoadBalancers" -> "<LoadBalancers><member><LoadBalancerArn>" + Steps.ARN
                    + "</LoadBalancerArn><LoadBalancerName>orders</LoadBalancerName><DNSName>orders.example</DNSName>"
                    + "<Type>network</Type><State><Code>active</Code></State></member></LoadBalancers>";
            case "DescribeTags" -> "<TagDescriptions><member><ResourceArn>" + Steps.ARN + "</ResourceArn><Tags><member><Key>gatelink:publish</Key>"
                    + "<Value>true</Value></member></Tags></member></TagDescriptions>";
            default -> "<Listeners><member><Protocol>TCP</Protocol><Port>80</Port></member></Listeners>";
        };
    }

    @Test
    void theJarIsSmall() throws Exception {
        assertThat(Files.size(jar())).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void everyHandlerStartsFromTheJarAloneAsInASnapshotAndTheirCallsGoThrough() throws Exception {
        String event = JSON.std.asString(SampleEvents.read("nlb-created.json"));
        String invokeUrl = endpoint() + "/_aws/execute-api/api1/live/";
        List<String> lines = probe(Map.of(
                "StartPublicationHandler", event,
                "StartWithdrawalHandler", JSON.std.asString(SampleEvents.read("nlb-deleted.json")),
                "DescribeLoadBalancerHandler", "{\"execution\":\"" + Steps.EXECUTION + "\",\"executionArn\":\""
                        + Steps.EXECUTION_ARN + "\",\"input\":{\"loadBalancerArn\":\"" + Steps.ARN + "\"},\"defaults\":"
                        + "{\"publishMode\":\"OPT_IN\",\"allowOpenApis\":\"false\",\"authorization\":\"AWS_IAM\","
                        + "\"stage\":\"live\",\"path\":\"/\",\"expect\":\"2xx\",\"timeoutMillis\":\"29000\"}}",
                "CheckVpcLinkHandler", "{" + INPUT + ",\"executionArn\":\"" + Steps.EXECUTION_ARN
                        + "\",\"vpcLinkId\":\"link1\"}",
                "DeployHandler", "{" + INPUT + ",\"executionArn\":\"" + Steps.EXECUTION_ARN
                        + "\",\"restApiId\":\"api1\",\"vpcLinkId\":\"link1\",\"stage\":\"live\","
                        + "\"uri\":\"http://orders.example:80\",\"authorization\":\"AWS_IAM\",\"timeoutMillis\":\"29000\","
                        + "\"integration\":\"http_proxy\",\"resourcePolicy\":\"\",\"securityPolicy\":\"TLS_1_2\","
                        + "\"accessLogs\":\"OFF\",\"accessLogGroupArn\":\"arn:aws:logs:us-east-1:123456789012:log-group:g\","
                        + "\"throttlingRateLimit\":\"100\",\"throttlingBurstLimit\":\"50\"}",
                "SmokeTestHandler", "{" + INPUT + ",\"restApiId\":\"api1\",\"rootResourceId\":\"root1\","
                        + "\"stage\":\"live\",\"vpcEndpointIds\":\"\",\"invokeUrl\":\"" + invokeUrl
                        + "\",\"authorization\":\"NONE\",\"path\":\"/\",\"expect\":\"2xx\","
                        + "\"startedAt\":\"2026-01-01T00:00:00Z\"}"));

        assertThat(lines).hasSize(6);
        assertThat(lines).contains(
                "StartPublicationHandler {\"executions\":[{\"executionArn\":\"arn:of:execution\",\"executionName\":"
                        + "\"orders-8c1f0d5e7a6b4923-c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5f0\",\"started\":true}]}",
                "StartWithdrawalHandler {\"executions\":[{\"executionArn\":\"arn:of:execution\",\"executionName\":"
                        + "\"orders-8c1f0d5e7a6b4923-b0d2f4a6-c8e1-4a03-9b5d-7f1e3c5a9d84\",\"started\":true}]}",
                "DescribeLoadBalancerHandler {\"loadBalancerArn\":\"" + Steps.ARN + "\",\"loadBalancerName\":\"orders\","
                        + "\"publish\":true,\"reason\":null,\"uri\":\"http://orders.example:80\","
                        + "\"authorization\":\"AWS_IAM\",\"stage\":\"live\",\"path\":\"/\",\"expect\":\"2xx\","
                        + "\"timeoutMillis\":\"29000\",\"integration\":\"http_proxy\"}",
                "CheckVpcLinkHandler {\"vpcLinkId\":\"link1\",\"status\":\"AVAILABLE\"}",
                "DeployHandler {\"deploymentId\":\"dep1\",\"stage\":\"live\",\"invokeUrl\":\"" + invokeUrl
                        + "\",\"warnings\":[]}");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("SmokeTestHandler {\"method\":\"GET\","
                + "\"url\":\"" + invokeUrl + "\",\"status\":200,").contains("\"body\":\"hello\",\"lagSeconds\":"));
    }

    private List<String> probe(Map<String, String> inputs) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                String.join(File.pathSeparator, jar().toString(), location(LambdaJarProbe.class).toString(),
                        location(PojoSerializer.class).toString()),
                LambdaJarProbe.class.getName()));
        for (Class<?> handler : ConventionsTest.handlers()) {
            command.add(handler.getName() + "=" + inputs.getOrDefault(handler.getSimpleName(), ""));
        }
        Path output = temporary.resolve("output");
        Path errors = temporary.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(TestEnvironment.complete().variables());
        builder.environment().putAll(Map.of("AWS_ENDPOINT_URL", endpoint(), "AWS_ACCESS_KEY_ID", "AKID",
                "AWS_SECRET_ACCESS_KEY", "test", "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start", "TZ", "UTC"));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(errors)).isEmpty();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + aws.getAddress().getPort();
    }

    private static Path jar() throws URISyntaxException {
        return location(LambdaJarProbe.class).resolveSibling("gatelink-functions-lambda.jar");
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
