package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar that goes to Lambda holds what the handlers need, and is small. Runs after the jar was made. */
@Timeout(120)
class LambdaJarTest {

    private static final long MOST_BYTES = 21_000_000;
    private static final Path JAR = Path.of("target", "gatelink-functions-lambda.jar");
    private static final Path CLASSES = Path.of("target", "classes");
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("GATELINK_OWNER", "stack"),
            Map.entry("PUBLICATIONS_TABLE", "publications"),
            Map.entry("COORDINATION_TABLE", "coordination"),
            Map.entry("STATE_MACHINE_ARN", "arn:aws:states:us-east-1:123456789012:stateMachine:publish"),
            Map.entry("PUBLISH_MODE", "OPT_IN"),
            Map.entry("LINK_VERSION", "V1"),
            Map.entry("ALLOW_WEAKER_AUTHORIZATION", "false"),
            Map.entry("AUTHORIZATION", "AWS_IAM"),
            Map.entry("STAGE_NAME", "live"),
            Map.entry("DOMAIN_NAME", ""),
            Map.entry("DOMAIN_ONLY", "false"),
            Map.entry("SMOKE_TEST_PATH", "/"),
            Map.entry("SMOKE_TEST_EXPECT", "2xx"),
            Map.entry("INTEGRATION_TIMEOUT_MILLIS", "29000"),
            Map.entry("ACCESS_LOGS", "AUTO"),
            Map.entry("ACCESS_LOG_GROUP_ARN", "arn:aws:logs:us-east-1:123456789012:log-group:access"),
            Map.entry("THROTTLING_RATE_LIMIT", "100"),
            Map.entry("THROTTLING_BURST_LIMIT", "50"),
            Map.entry("ALLOWED_ORGANIZATION_ID", ""),
            Map.entry("ALLOWED_VPC_ENDPOINT_IDS", ""),
            Map.entry("SECURITY_POLICY", "SecurityPolicy_TLS13_1_2_2021_06"),
            Map.entry("SMOKE_TEST_ROLE_ARN", "arn:aws:iam::123456789012:role/smoke-test"),
            Map.entry("SWITCH_DRAIN_SECONDS", "30"),
            Map.entry("RECONCILE_MINUTES", "30"),
            Map.entry("MAX_WITHDRAW_PERCENT", "20"));

    private static List<String> handlers() throws IOException {
        try (var classes = Files.walk(CLASSES)) {
            return classes.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith("Handler.class") && !file.endsWith("TaskHandler.class"))
                    .map(file -> file.substring(0, file.length() - 6).replace(File.separatorChar, '.'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theJarIsSmall() throws IOException {
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }

    @Test
    void everyHandlerIsCreatedFromTheJarAlone() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR + File.pathSeparator + Path.of("target", "test-classes"),
                LambdaJarProbe.class.getName()));
        command.addAll(handlers());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(VARIABLES);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()).containsExactlyElementsOf(handlers()).hasSizeGreaterThan(10);
    }
}
