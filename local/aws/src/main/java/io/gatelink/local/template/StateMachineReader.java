package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.document.Nearest;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.states.Encryption;
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
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html">
 *     AWS::StepFunctions::StateMachine</a>
 */
final class StateMachineReader {

    private static final Artifacts.Definition NO_DEFINITION = new Artifacts.Definition("", "{}", false);
    private static final Set<String> OF_SAM = Set.of(
            "Name",
            "Type",
            "DefinitionUri",
            "DefinitionSubstitutions",
            "Role",
            "Policies",
            "Logging",
            "Events",
            // No effect here: the local AWS shows executions by their history alone.
            "Tracing",
            "Tags");
    private static final Set<String> OF_CLOUDFORMATION = Set.of(
            "StateMachineName",
            "StateMachineType",
            "RoleArn",
            "DefinitionS3Location",
            "DefinitionSubstitutions",
            "EncryptionConfiguration",
            "LoggingConfiguration",
            // No effect here, as above.
            "TracingConfiguration",
            "Tags");
    private static final Set<String> ENCRYPTION = Set.of("Type", "KmsKeyId", "KmsDataKeyReusePeriodSeconds");
    private static final int DATA_KEY_REUSE_SECONDS = 300;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private static final List<String> LEVELS = List.of("ALL", "ERROR", "FATAL", "OFF");

    private final Artifacts artifacts;
    private final PseudoParameters deployment;
    private final SecurityReader security;
    private final EventRuleReader rules;
    private final Problems problems;
    private final Problems ofDefinitions;

    /**
     * @param security      has read the template's roles and managed policies
     * @param ofDefinitions takes what is wrong with definitions
     */
    StateMachineReader(
            Artifacts artifacts,
            PseudoParameters deployment,
            SecurityReader security,
            Problems problems,
            Problems ofDefinitions) {
        this.artifacts = artifacts;
        this.ofDefinitions = ofDefinitions;
        this.deployment = deployment;
        this.security = security;
        this.rules = new EventRuleReader(deployment, problems);
        this.problems = problems;
    }

    /**
     * One of SAM's.
     *
     * @param values the properties, intrinsics resolved
     */
    Stack.StateMachine stateMachine(String logicalId, String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, OF_SAM, problems);
        String type = type(properties, "Type");
        Optional<Stack.Role> role = security.roleOf(properties, "Role");
        if (!properties.at("Role").isMissingNode() && !properties.at("Policies").isMissingNode()) {
            problems.add(path + ".Policies", "must not stand beside Role");
        }
        Artifacts.Definition definition = definition(properties, "DefinitionUri");
        return new Stack.StateMachine(
                logicalId,
                name,
                arn(name),
                type,
                definition.text(),
                definition.name(),
                role.map(Stack.Role::arn).orElseGet(() -> ResourceType.Identity.roleArn(deployment, name + "Role")),
                role.map(Stack.Role::policy)
                        .orElseGet(() -> security.policies().read(properties.at("Policies"), path + ".Policies")),
                logging(properties, "Logging"),
                Optional.empty());
    }

    /**
     * One of CloudFormation's, whose definition {@code sam deploy} and {@code aws cloudformation package} upload.
     *
     * @param values the properties, intrinsics resolved
     */
    Stack.StateMachine statesStateMachine(String logicalId, String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, OF_CLOUDFORMATION, problems);
        String type = type(properties, "StateMachineType");
        String roleArn = properties.requiredText("RoleArn");
        properties.mapping("TracingConfiguration", Set.of("Enabled"));
        Artifacts.Definition definition = definition(properties, "DefinitionS3Location");
        return new Stack.StateMachine(
                logicalId,
                name,
                arn(name),
                type,
                definition.text(),
                definition.name(),
                roleArn,
                security.roleOf(properties, "RoleArn").map(Stack.Role::policy).orElse(List.of()),
                logging(properties, "LoggingConfiguration"),
                encryption(properties));
    }

    private String arn(String name) {
        return ResourceType.Identity.stateMachine(deployment, name).ref();
    }

    private String type(Properties properties, String key) {
        String type = properties.text(key).orElse("STANDARD");
        if (!type.equals("STANDARD")) {
            problems.add(properties.path() + "." + key, "the local AWS runs STANDARD workflows only");
        }
        return type;
    }

    private Artifacts.Definition definition(Properties properties, String key) {
        Map<String, String> substitutions = properties.textsByKey("DefinitionSubstitutions");
        String place = properties.path() + "." + key;
        JsonNode location = properties.at(key);
        if (location.isMissingNode() || Properties.isUnknown(location)) {
            properties.requiredText(key);
            return NO_DEFINITION;
        }
        return artifacts
                .definition(location, problem -> ofDefinitions.add(place, problem))
                .map(definition -> new Artifacts.Definition(
                        definition.name(),
                        json(
                                definition,
                                substitute(definition.text(), substitutions, properties.path()),
                                properties.path(),
                                place),
                        false))
                .orElse(NO_DEFINITION);
    }

    private Optional<Encryption> encryption(Properties properties) {
        if (properties.at("EncryptionConfiguration").isMissingNode()) {
            return Optional.empty();
        }
        var encryption = properties.mapping("EncryptionConfiguration", ENCRYPTION);
        String type = encryption.requiredText("Type");
        if (type.equals("CUSTOMER_MANAGED_KMS_KEY")) {
            return Optional.of(new Encryption(
                    encryption.requiredText("KmsKeyId"),
                    encryption.number("KmsDataKeyReusePeriodSeconds", DATA_KEY_REUSE_SECONDS, 60, 900)));
        }
        if (type.equals("AWS_OWNED_KEY")) {
            List.of("KmsKeyId", "KmsDataKeyReusePeriodSeconds").stream()
                    .filter(key -> !encryption.at(key).isMissingNode())
                    .forEach(key ->
                            problems.add(encryption.path() + "." + key, "must not stand beside Type AWS_OWNED_KEY"));
        } else if (!type.isEmpty()) {
            problems.add(encryption.path() + ".Type", "must be CUSTOMER_MANAGED_KMS_KEY or AWS_OWNED_KEY");
        }
        return Optional.empty();
    }

    /** The rules that SAM makes for this state machine's events. */
    List<Stack.Rule> rules(Stack.StateMachine machine, JsonNode values, String path) {
        return rules.events(machine.logicalId(), machine.arn(), "StepFunctions", values, path);
    }

    private Stack.Logging logging(Properties properties, String key) {
        var logging = properties.mapping(key, Set.of("Level", "IncludeExecutionData", "Destinations"));
        var arns = new ArrayList<String>();
        JsonNode destinations = logging.at("Destinations");
        for (int i = 0; i < destinations.size(); i++) {
            String place = logging.path() + ".Destinations." + i;
            String arn = Properties.of(destinations.get(i), place, Set.of("CloudWatchLogsLogGroup"), problems)
                    .mapping("CloudWatchLogsLogGroup", Set.of("LogGroupArn"))
                    .requiredText("LogGroupArn");
            if (!arn.isEmpty() && !arn.endsWith(":*")) {
                problems.add(place + ".CloudWatchLogsLogGroup.LogGroupArn", "must end with :*, as GetAtt gives it");
            }
            arns.add(arn);
        }
        String level = logging.text("Level").orElse("OFF");
        if (!LEVELS.contains(level)) {
            problems.add(logging.path() + ".Level", "must be one of " + String.join(", ", LEVELS));
        }
        return level.equals("OFF")
                ? Stack.Logging.OFF
                : new Stack.Logging(
                        level,
                        logging.text("IncludeExecutionData")
                                .map(Boolean::valueOf)
                                .orElse(false),
                        arns);
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
        missing.stream()
                .filter(name -> !problems.areWithin(place + "." + name))
                .forEach(name -> ofDefinitions.add(
                        place, "the definition asks for " + name + "." + Nearest.hint(name, substitutions.keySet())));
        return substituted;
    }

    /** A definition as JSON, from JSON or, in a file that ends with {@code .yaml} or {@code .yml}, from YAML. */
    private String json(Artifacts.Definition source, String definition, String path, String place) {
        String substitutions = path + ".DefinitionSubstitutions";
        if (problems.areWithin(substitutions) || ofDefinitions.areWithin(substitutions)) {
            // What stands in for a missing value need not be JSON.
            return definition;
        }
        try {
            if (source.yaml()) {
                return Json.write(Document.definition(definition));
            }
            Json.parse(definition);
        } catch (InvalidDocumentException e) {
            e.problems().forEach(problem -> ofDefinitions.add(place, source.name() + ", " + problem));
        } catch (Json.InvalidJsonException e) {
            ofDefinitions.add(place, "the definition is not JSON: " + e.getMessage());
        }
        return definition;
    }
}
