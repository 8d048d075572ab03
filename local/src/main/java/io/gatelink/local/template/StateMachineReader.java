package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Json;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads state machines and their definitions.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html">
 *     AWS::Serverless::StateMachine</a>
 */
final class StateMachineReader {

    private static final Set<String> UNDERSTOOD = Set.of("Name", "Type", "DefinitionUri",
            "DefinitionSubstitutions", "Policies", "Logging", "Events",
            // No effect here: the local AWS shows executions by their history alone.
            "Tracing", "Tags");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final Path folder;
    private final Deployment deployment;
    private final PolicyReader policies;
    private final RuleReader rules;
    private final Problems problems;

    /** @param folder the template's; nothing outside it is read */
    StateMachineReader(Path folder, Deployment deployment, Problems problems) {
        this.folder = folder;
        this.deployment = deployment;
        this.policies = new PolicyReader(deployment, problems);
        this.rules = new RuleReader(deployment, problems);
        this.problems = problems;
    }

    /** @param values the properties, intrinsics resolved */
    Stack.StateMachine stateMachine(String logicalId, String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, UNDERSTOOD, problems);
        String type = properties.text("Type").orElse("STANDARD");
        if (!type.equals("STANDARD")) {
            problems.add(path + ".Type", "the local AWS runs STANDARD workflows only");
        }
        String uri = properties.requiredText("DefinitionUri");
        Map<String, String> substitutions = properties.textsByKey("DefinitionSubstitutions");
        String definition = uri.isEmpty() ? "{}" : read(uri, path + ".DefinitionUri")
                .map(text -> substitute(text, substitutions, path))
                .map(text -> json(uri, text, path))
                .orElse("{}");
        return new Stack.StateMachine(logicalId, name, deployment.arn("states", "stateMachine:" + name), type,
                definition, policies.read(properties.at("Policies"), path + ".Policies"),
                logGroups(properties.mapping("Logging", Set.of("Level", "IncludeExecutionData", "Destinations"))));
    }

    /** The rules that SAM makes for this state machine's events. */
    List<Stack.Rule> rules(Stack.StateMachine machine, JsonNode values, String path) {
        return rules.events(machine.logicalId(), machine.arn(), "StepFunctions", values, path);
    }

    private List<String> logGroups(Properties logging) {
        var arns = new ArrayList<String>();
        JsonNode destinations = logging.at("Destinations");
        for (int i = 0; i < destinations.size(); i++) {
            String place = logging.path() + ".Destinations." + i;
            String arn = Properties.of(destinations.get(i), place, Set.of("CloudWatchLogsLogGroup"), problems)
                    .mapping("CloudWatchLogsLogGroup", Set.of("LogGroupArn")).requiredText("LogGroupArn");
            if (!arn.isEmpty() && !arn.endsWith(":*")) {
                problems.add(place + ".CloudWatchLogsLogGroup.LogGroupArn", "must end with :*, as GetAtt gives it");
            }
            arns.add(arn);
        }
        return logging.text("Level").orElse("OFF").equals("OFF") ? List.of() : arns;
    }

    private Optional<String> read(String uri, String path) {
        try {
            Path file = folder.resolve(uri);
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                problems.add(path, "the file is outside the template's folder");
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (MalformedInputException e) {
            problems.add(path, "the file is not text in UTF-8");
        } catch (IOException | InvalidPathException e) {
            problems.add(path, "the file cannot be read");
        }
        return Optional.empty();
    }

    /**
     * Replaces placeholders as CloudFormation does: as text, before anything parses it, so that they need no quotes.
     */
    private String substitute(String definition, Map<String, String> substitutions, String path) {
        var missing = new LinkedHashSet<String>();
        String substituted = PLACEHOLDER.matcher(definition).replaceAll(placeholder -> {
            String name = placeholder.group(1);
            if (!substitutions.containsKey(name)) {
                missing.add(name);
            }
            return Matcher.quoteReplacement(substitutions.getOrDefault(name, placeholder.group()));
        });
        String place = path + ".DefinitionSubstitutions";
        missing.stream().filter(name -> !problems.areWithin(place + "." + name)).forEach(name -> problems.add(
                place, "the definition asks for " + name + "." + Nearest.hint(name, substitutions.keySet())));
        return substituted;
    }

    /** A definition as JSON, from JSON or, in a file that ends with {@code .yaml} or {@code .yml}, from YAML. */
    private String json(String uri, String definition, String path) {
        String place = path + ".DefinitionUri";
        if (problems.areWithin(path + ".DefinitionSubstitutions")) {
            // What stands in for a missing value need not be JSON.
            return definition;
        }
        try {
            if (uri.endsWith(".yaml") || uri.endsWith(".yml")) {
                return Json.write(Document.definition(definition));
            }
            Json.parse(definition);
        } catch (InvalidTemplateException e) {
            e.problems().forEach(problem -> problems.add(place, uri + ", " + problem));
        } catch (Json.InvalidJsonException e) {
            problems.add(place, "the definition is not JSON: " + e.getMessage());
        }
        return definition;
    }
}
