package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads rules: those among the events of functions and state machines, and resources of their own.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html">
 *     AWS::Events::Rule</a>
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineschedule.html">
 *     SAM: Schedule</a>
 */
final class EventRuleReader {

    private static final Set<String> RULE = Set.of(
            "Name",
            "State",
            "EventPattern",
            "ScheduleExpression",
            "EventBusName",
            "Targets",
            // No effect here.
            "Description",
            "Tags");
    private static final Set<String> TARGET =
            Set.of("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "RetryPolicy", "DeadLetterConfig");
    private static final Set<String> EVENT_BRIDGE_RULE =
            Set.of("Pattern", "State", "RetryPolicy", "DeadLetterConfig", "Input", "InputPath", "InputTransformer");
    private static final Set<String> SCHEDULE = Set.of(
            "Schedule",
            "State",
            "Enabled",
            "Input",
            "RetryPolicy",
            "DeadLetterConfig",
            // No effect here.
            "Description");
    private static final Pattern RATE = Pattern.compile("rate\\(([1-9][0-9]{0,5}) (minutes?|hours?|days?)\\)");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_-]+)|\\['([^']+)']|(\\[[0-9]{1,6}])");
    private static final int LONGEST_AGE_IN_SECONDS = 86_400;

    private final PseudoParameters deployment;
    private final Problems problems;

    EventRuleReader(PseudoParameters deployment, Problems problems) {
        this.deployment = deployment;
        this.problems = problems;
    }

    /**
     * The rules that SAM makes for the events of a function or state machine.
     *
     * @param logicalId  the function's or state machine's
     * @param targetArn  the ARN that its rules send their events to
     * @param targetKind {@code Lambda} or {@code StepFunctions}
     * @param path       of its properties
     */
    List<Stack.Rule> events(String logicalId, String targetArn, String targetKind, JsonNode values, String path) {
        var rules = new ArrayList<Stack.Rule>();
        values.path("Events").properties().forEach(event -> {
            String place = path + ".Events." + event.getKey();
            var properties = Properties.of(event.getValue(), place, Set.of("Type", "Properties"), problems);
            String type = properties.requiredText("Type");
            String id = logicalId + event.getKey();
            if (type.equals("EventBridgeRule")) {
                Properties rule = properties.mapping("Properties", EVENT_BRIDGE_RULE);
                rules.add(samRule(id, pattern(rule, "Pattern"), Optional.empty(), true, targetArn, targetKind, rule));
            } else if (type.equals("Schedule")) {
                Properties rule = properties.mapping("Properties", SCHEDULE);
                rule.requiredText("Schedule");
                rules.add(samRule(
                        id,
                        Optional.empty(),
                        every(rule, "Schedule"),
                        !rule.text("Enabled").orElse("true").equals("false"),
                        targetArn,
                        targetKind,
                        rule));
            } else if (!type.isEmpty()) {
                problems.add(
                        place + ".Type", "not supported by the local AWS; it supports EventBridgeRule and Schedule");
            }
        });
        return rules;
    }

    private Stack.Rule samRule(
            String id,
            Optional<JsonNode> pattern,
            Optional<Duration> every,
            boolean enabled,
            String targetArn,
            String targetKind,
            Properties properties) {
        String name = deployment.stackName() + "-" + id;
        // SAM makes the role that a state machine asks for.
        Optional<String> role = targetKind.equals("StepFunctions")
                ? Optional.of(ResourceType.Identity.role(deployment, name + "Role")
                        .attributes()
                        .get("Arn"))
                : Optional.empty();
        return new Stack.Rule(
                name,
                deployment.arn("events", "rule/" + name),
                enabled && enabled(properties),
                pattern,
                every,
                List.of(target(id + targetKind + "Target", targetArn, role, properties)));
    }

    /** A rule that is a resource of its own. */
    Stack.Rule rule(String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, RULE, problems);
        Optional<JsonNode> pattern =
                properties.at("EventPattern").isMissingNode() ? Optional.empty() : pattern(properties, "EventPattern");
        Optional<Duration> every = every(properties, "ScheduleExpression");
        if (pattern.isEmpty() && every.isEmpty() && !problems.areWithin(path)) {
            problems.add(path, "EventPattern and ScheduleExpression are both missing");
        }
        if (!properties.text("EventBusName").orElse("default").equals("default")) {
            problems.add(path + ".EventBusName", "the local AWS has the default event bus only");
        }
        var targets = new ArrayList<Stack.Target>();
        JsonNode each = properties.at("Targets");
        for (int i = 0; i < each.size(); i++) {
            var target = Properties.of(each.get(i), path + ".Targets." + i, TARGET, problems);
            targets.add(target(target.requiredText("Id"), target.requiredText("Arn"), target.text("RoleArn"), target));
        }
        return new Stack.Rule(
                name, deployment.arn("events", "rule/" + name), enabled(properties), pattern, every, targets);
    }

    private Optional<JsonNode> pattern(Properties properties, String key) {
        if (properties.at(key) instanceof ObjectNode pattern) {
            return Optional.of(pattern);
        }
        problems.add(properties.path(), key + " is missing, or not a mapping");
        return Optional.empty();
    }

    private boolean enabled(Properties properties) {
        String state = properties.text("State").orElse("ENABLED");
        if (!state.equals("ENABLED") && !state.equals("DISABLED")) {
            problems.add(properties.path() + ".State", "must be ENABLED or DISABLED");
        }
        return state.equals("ENABLED");
    }

    private Optional<Duration> every(Properties properties, String key) {
        Optional<String> expression = properties.text(key);
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        Matcher rate = RATE.matcher(expression.get());
        if (!rate.matches() || rate.group(1).equals("1") == rate.group(2).endsWith("s")) {
            problems.add(
                    properties.path() + "." + key,
                    "must be rate(1 minute), rate(1 hour), rate(1 day), or rate(<number> "
                            + "minutes|hours|days); the local AWS knows no cron expressions");
            return Optional.empty();
        }
        long value = Long.parseLong(rate.group(1));
        return Optional.of(
                switch (rate.group(2).charAt(0)) {
                    case 'm' -> Duration.ofMinutes(value);
                    case 'h' -> Duration.ofHours(value);
                    default -> Duration.ofDays(value);
                });
    }

    private Stack.Target target(String id, String arn, Optional<String> roleArn, Properties properties) {
        var retries = properties.mapping("RetryPolicy", Set.of("MaximumEventAgeInSeconds", "MaximumRetryAttempts"));
        var deadLetters = properties.mapping("DeadLetterConfig", Set.of("Arn"));
        return new Stack.Target(
                id,
                arn,
                roleArn,
                input(properties),
                Duration.ofSeconds(
                        retries.number("MaximumEventAgeInSeconds", LONGEST_AGE_IN_SECONDS, 60, LONGEST_AGE_IN_SECONDS)),
                retries.number("MaximumRetryAttempts", 185, 0, 185),
                deadLetters.text("Arn"));
    }

    private TargetInput input(Properties properties) {
        long given = List.of("Input", "InputPath", "InputTransformer").stream()
                .filter(key -> !properties.at(key).isMissingNode())
                .count();
        if (given > 1) {
            problems.add(properties.path(), "only one of Input, InputPath and InputTransformer may be there");
        }
        Optional<String> constant = properties.text("Input");
        if (constant.isPresent()) {
            try {
                return new TargetInput.Constant(Json.parse(constant.get()));
            } catch (Json.InvalidJsonException e) {
                problems.add(properties.path() + ".Input", "not JSON: " + e.getMessage());
                return TargetInput.WHOLE_EVENT;
            }
        }
        if (properties.at("InputTransformer").isMissingNode()) {
            return properties
                    .text("InputPath")
                    .map(path -> part(path, properties.path() + ".InputPath"))
                    .map(TargetInput.class::cast)
                    .orElse(TargetInput.WHOLE_EVENT);
        }
        var transformer = properties.mapping("InputTransformer", Set.of("InputPathsMap", "InputTemplate"));
        var paths = new LinkedHashMap<String, TargetInput.Part>();
        transformer.textsByKey("InputPathsMap").forEach((name, path) -> {
            String place = transformer.path() + ".InputPathsMap." + name;
            if (!name.matches("[A-Za-z0-9_-]+") || name.startsWith("AWS")) {
                problems.add(place, "a name has letters, digits, hyphens and underscores, and does not begin with AWS");
            }
            paths.put(name, part(path, place));
        });
        return new TargetInput.Transformed(paths, transformer.requiredText("InputTemplate"));
    }

    private TargetInput.Part part(String path, String place) {
        var steps = new ArrayList<String>();
        Matcher step = STEP.matcher(path).region(Math.min(1, path.length()), path.length());
        while (step.lookingAt()) {
            steps.add(step.group(1) != null ? step.group(1) : step.group(2) != null ? step.group(2) : step.group(3));
            step.region(step.end(), path.length());
        }
        if (!path.startsWith("$") || step.regionStart() != path.length()) {
            problems.add(
                    place, "must be a path such as $.detail.name or $.detail.list[0]; the local AWS knows no others");
        }
        return new TargetInput.Part(steps);
    }
}
