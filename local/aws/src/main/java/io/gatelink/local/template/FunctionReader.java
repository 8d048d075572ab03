package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.policy.Principals;
import io.gatelink.local.policy.ResourceStatement;
import io.gatelink.local.template.Stack.AsynchronousInvocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads functions and the rules among their events.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html">
 *     AWS::Serverless::Function</a>
 */
final class FunctionReader {

    private static final Set<String> UNDERSTOOD = Set.of(
            "Handler",
            "Runtime",
            "Timeout",
            "MemorySize",
            "Environment",
            "AutoPublishAlias",
            "Role",
            "Policies",
            "Events",
            "EventInvokeConfig",
            "CodeUri",
            "LoggingConfig",
            // No effect here.
            "Description",
            "Architectures",
            "Tracing",
            "SnapStart",
            "AutoPublishAliasAllProperties",
            "Tags");

    private final TemplateContext context;
    private final PseudoParameters deployment;
    private final SecurityReader security;
    private final EventRuleReader rules;
    private final Problems problems;

    /** @param security has read the template's roles and managed policies */
    FunctionReader(TemplateContext context, PseudoParameters deployment, SecurityReader security, Problems problems) {
        this.context = context;
        this.deployment = deployment;
        this.security = security;
        this.rules = new EventRuleReader(deployment, problems);
        this.problems = problems;
    }

    /** @param values the properties, Globals merged into them, intrinsics resolved */
    Stack.Function function(String logicalId, String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, UNDERSTOOD, problems);
        String runtime = properties.requiredText("Runtime");
        if (!runtime.isEmpty() && !runtime.startsWith("java")) {
            problems.add(path + ".Runtime", "the local AWS runs java only");
        }
        AsynchronousInvocation asynchronous = asynchronous(properties.mapping(
                "EventInvokeConfig", Set.of("MaximumEventAgeInSeconds", "MaximumRetryAttempts", "DestinationConfig")));
        Optional<Stack.Role> role = security.roleOf(properties, "Role");
        if (!properties.at("Role").isMissingNode() && !properties.at("Policies").isMissingNode()) {
            problems.add(path + ".Policies", "have no effect beside Role: they belong to the role");
        }
        var policy = new ArrayList<>(role.map(Stack.Role::policy)
                .orElseGet(() -> security.policies().read(properties.at("Policies"), path + ".Policies")));
        if (role.isEmpty()) {
            policy.addAll(forDestination(asynchronous));
        }
        return new Stack.Function(
                logicalId,
                name,
                deployment.arn("lambda", "function:" + name),
                properties.text("AutoPublishAlias"),
                context.version(logicalId),
                context.artifacts().code(properties.at("CodeUri"), problem -> problems.add(path + ".CodeUri", problem)),
                properties.requiredText("Handler"),
                properties.mapping("Environment", Set.of("Variables")).textsByKey("Variables"),
                Duration.ofSeconds(properties.number("Timeout", 3, 1, 900)),
                properties.number("MemorySize", 128, 128, 10_240),
                asynchronous,
                role.map(Stack.Role::arn).orElseGet(() -> ResourceType.Identity.roleArn(deployment, name + "Role")),
                policy,
                List.of(),
                properties
                        .mapping("LoggingConfig", Set.of("LogFormat", "LogGroup"))
                        .text("LogGroup")
                        .orElseGet(() -> Stack.Function.defaultLogGroup(name)));
    }

    /** The rules that SAM makes for this function's events. */
    List<Stack.Rule> rules(Stack.Function function, JsonNode values, String path) {
        return rules.events(function.logicalId(), function.qualifiedArn(), "Lambda", values, path);
    }

    /** What SAM lets a rule do: invoke the function that it is an event of. */
    static ResourceStatement permission(Stack.Function function, Stack.Rule rule) {
        return permission("events.amazonaws.com", "lambda:InvokeFunction", function.qualifiedArn(), rule.arn());
    }

    /** A permission of a function's own policy. */
    static ResourceStatement permission(String service, String action, String functionArn, String sourceArn) {
        return new ResourceStatement(
                new Principals(false, List.of(service), List.of()),
                new PolicyStatement(
                        "Allow",
                        List.of(action),
                        List.of(functionArn),
                        sourceArn == null ? Map.of() : Map.of("ArnLike", Map.of("aws:SourceArn", List.of(sourceArn)))));
    }

    /** SAM gives a function what it needs for the destination of events that it failed at. */
    private static List<PolicyStatement> forDestination(AsynchronousInvocation asynchronous) {
        return asynchronous
                .onFailureArn()
                .map(arn -> List.of(new PolicyStatement(
                        "Allow",
                        List.of(arn.contains(":event-bus/") ? "events:PutEvents" : "sqs:SendMessage"),
                        List.of(arn),
                        Map.of())))
                .orElse(List.of());
    }

    private AsynchronousInvocation asynchronous(Properties config) {
        var onFailure = config.mapping("DestinationConfig", Set.of("OnFailure"))
                .mapping("OnFailure", Set.of("Type", "Destination"));
        Optional<String> destination = onFailure.text("Destination");
        String type = onFailure.text("Type").orElse("SQS");
        boolean supported = type.equals("SQS")
                        && destination.filter(arn -> arn.contains(":sqs:")).isPresent()
                || type.equals("EventBridge")
                        && destination
                                .filter(arn -> arn.endsWith(":event-bus/default"))
                                .isPresent();
        if (destination.isPresent() && !supported) {
            problems.add(
                    onFailure.path(),
                    "the local AWS supports Type SQS with a queue of the template, and Type EventBridge "
                            + "with the default event bus");
        }
        return new AsynchronousInvocation(
                Duration.ofSeconds(config.number("MaximumEventAgeInSeconds", 21_600, 60, 21_600)),
                config.number("MaximumRetryAttempts", 2, 0, 2),
                destination);
    }
}
