package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.template.Stack.AsynchronousInvocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads functions and the rules among their events.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html">
 *     AWS::Serverless::Function</a>
 */
final class FunctionReader {

    private static final Set<String> UNDERSTOOD = Set.of("Handler", "Runtime", "Timeout", "MemorySize", "Environment",
            "AutoPublishAlias", "Policies", "Events", "EventInvokeConfig",
            // No effect here: the local AWS runs the handlers that it has on its own class path.
            "CodeUri", "Description", "Architectures", "Tracing", "SnapStart", "AutoPublishAliasAllProperties",
            "LoggingConfig", "Tags");
    private static final int LONGEST_AGE_IN_SECONDS = 86_400;

    private final Deployment deployment;
    private final PolicyReader policies;
    private final Problems problems;

    FunctionReader(Deployment deployment, Problems problems) {
        this.deployment = deployment;
        this.policies = new PolicyReader(deployment, problems);
        this.problems = problems;
    }

    /** @param values the properties, Globals merged into them, intrinsics resolved */
    Stack.Function function(String logicalId, String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, UNDERSTOOD, problems);
        String runtime = properties.requiredText("Runtime");
        if (!runtime.isEmpty() && !runtime.startsWith("java")) {
            problems.add(path + ".Runtime", "the local AWS runs java only");
        }
        return new Stack.Function(logicalId, name, deployment.arn("lambda", "function:" + name),
                properties.text("AutoPublishAlias"), properties.requiredText("Handler"),
                properties.mapping("Environment", Set.of("Variables")).textsByKey("Variables"),
                Duration.ofSeconds(properties.number("Timeout", 3, 1, 900)),
                properties.number("MemorySize", 128, 128, 10_240),
                asynchronous(properties.mapping("EventInvokeConfig",
                        Set.of("MaximumEventAgeInSeconds", "MaximumRetryAttempts", "DestinationConfig"))),
                policies.read(properties.at("Policies"), path + ".Policies"));
    }

    /** The rules that have this function as their target. */
    List<Stack.Rule> rules(Stack.Function function, JsonNode values, String path) {
        var rules = new ArrayList<Stack.Rule>();
        values.path("Events").properties().forEach(event -> {
            String place = path + ".Events." + event.getKey();
            var properties = Properties.of(event.getValue(), place, Set.of("Type", "Properties"), problems);
            String type = properties.requiredText("Type");
            if (type.equals("EventBridgeRule")) {
                rules.add(rule(function, event.getKey(), properties.mapping("Properties",
                        Set.of("Pattern", "State", "RetryPolicy", "DeadLetterConfig"))));
            } else if (!type.isEmpty()) {
                problems.add(place + ".Type", "not supported by the local AWS; it supports EventBridgeRule");
            }
        });
        return rules;
    }

    private Stack.Rule rule(Stack.Function function, String event, Properties properties) {
        if (!(properties.at("Pattern") instanceof ObjectNode)) {
            problems.add(properties.path(), "Pattern is missing, or not a mapping");
        }
        String state = properties.text("State").orElse("ENABLED");
        if (!state.equals("ENABLED") && !state.equals("DISABLED")) {
            problems.add(properties.path() + ".State", "must be ENABLED or DISABLED");
        }
        var retries = properties.mapping("RetryPolicy", Set.of("MaximumEventAgeInSeconds", "MaximumRetryAttempts"));
        var deadLetters = properties.mapping("DeadLetterConfig", Set.of("Arn"));
        String id = function.logicalId() + event;
        String name = deployment.stackName() + "-" + id;
        var target = new Stack.Target(id + "LambdaTarget", function.qualifiedArn(),
                Duration.ofSeconds(retries.number(
                        "MaximumEventAgeInSeconds", LONGEST_AGE_IN_SECONDS, 60, LONGEST_AGE_IN_SECONDS)),
                retries.number("MaximumRetryAttempts", 185, 0, 185), deadLetters.text("Arn"));
        return new Stack.Rule(name, deployment.arn("events", "rule/" + name), state.equals("ENABLED"),
                properties.at("Pattern"), List.of(target));
    }

    private static AsynchronousInvocation asynchronous(Properties config) {
        var onFailure = config.mapping("DestinationConfig", Set.of("OnFailure"))
                .mapping("OnFailure", Set.of("Type", "Destination"));
        Optional<String> destination = onFailure.text("Destination");
        return new AsynchronousInvocation(
                Duration.ofSeconds(config.number("MaximumEventAgeInSeconds", 21_600, 60, 21_600)),
                config.number("MaximumRetryAttempts", 2, 0, 2), destination);
    }
}
