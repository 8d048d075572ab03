package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.document.Nearest;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.template.ResourceType.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a SAM template, as far as the local AWS can run it. What it does not understand it refuses, all of it at once.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html">
 *     SAM template anatomy</a>
 */
public final class TemplateReader {

    /** What AWS::LanguageExtensions puts in beforehand is resolved here in any case; its own functions are refused. */
    private static final Set<String> TRANSFORMS = Set.of(
            "\"AWS::Serverless-2016-10-31\"",
            "[\"AWS::Serverless-2016-10-31\"]",
            "[\"AWS::LanguageExtensions\",\"AWS::Serverless-2016-10-31\"]");

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Transform",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Globals",
            "Resources",
            "Outputs");
    private static final Set<String> RESOURCE_ATTRIBUTES = Set.of(
            "Type",
            "Properties",
            "Condition",
            // No effect here.
            "DependsOn",
            "Metadata",
            "DeletionPolicy",
            "UpdateReplacePolicy");

    private final TemplateContext context;
    private final PseudoParameters deployment;
    private final Document document;
    private final Problems problems;
    private final Problems deferred;
    private final ResourceListing listing = new ResourceListing();
    private List<ResolvedTemplate.Output> outputs = List.of();
    private final Map<String, Declaration> declarations = new LinkedHashMap<>();
    private final Map<String, Identity> identities = new LinkedHashMap<>();

    private TemplateReader(TemplateContext context, Document document, PseudoParameters deployment) {
        this.context = context;
        this.document = document;
        this.deployment = deployment;
        this.problems = document.problems();
        this.deferred = context.deferred() ? document.otherProblems() : problems;
    }

    /** A resource whose condition holds. */
    private record Declaration(String name, ResourceType type, JsonNode properties, String path) {}

    /**
     * Reads a template and the files that it names in its folder; nothing outside it.
     *
     * @param parameters values for the template's parameters; those not named take their defaults
     * @throws InvalidParameterException if the template does not allow these values
     * @throws InvalidDocumentException  if the local AWS cannot run the template
     * @throws IOException               if the template's file cannot be read
     */
    public static Stack read(Path template, Map<String, String> parameters, PseudoParameters deployment)
            throws IOException {
        return read(
                        Files.readString(template),
                        parameters,
                        deployment,
                        TemplateContext.of(template.toAbsolutePath().getParent()))
                .stack();
    }

    /**
     * Reads a template.
     *
     * @param parameters values for the template's parameters; those not named take their defaults
     * @throws InvalidParameterException if the template does not allow these values
     * @throws InvalidDocumentException  if the local AWS cannot run the template
     */
    public static ResolvedTemplate read(
            String template, Map<String, String> parameters, PseudoParameters deployment, TemplateContext context) {
        return new TemplateReader(context, new Document(template), deployment).resolve(parameters);
    }

    private ResolvedTemplate resolve(Map<String, String> given) {
        document.root().fieldNames().forEachRemaining(section -> {
            if (!SECTIONS.contains(section)) {
                problems.add(
                        section,
                        "not a section that the local AWS supports."
                                + Nearest.hint(
                                        section, SECTIONS.stream().sorted().toList()));
            }
        });
        JsonNode transform = document.root().path("Transform");
        boolean samNeeded = !transform.isMissingNode() || usesSam();
        if (samNeeded && !TRANSFORMS.contains(Json.write(transform))) {
            problems.add(
                    "Transform",
                    "must be AWS::Serverless-2016-10-31, with or without AWS::LanguageExtensions before it");
        }
        Map<String, String> parameters = ParameterValues.of(section("Parameters"), given, problems);
        var absent = new LinkedHashSet<String>();
        var symbols = new Symbols(deployment, parameters, identities, absent, context.exports());
        new ParameterRules(symbols, problems).check(section("Rules"));
        var intrinsics = new Intrinsics(symbols, section("Mappings"), section("Conditions"), problems, deferred);
        declare(intrinsics, absent);
        Stack stack = build(parameters, intrinsics);
        problems.requireNone();
        return new ResolvedTemplate(
                stack, listing.resources(), outputs, intrinsics.imports(), ResourceProblem.of(deferred));
    }

    private boolean usesSam() {
        for (JsonNode resource : section("Resources")) {
            if (resource.path("Type").asText().startsWith("AWS::Serverless::")) {
                return true;
            }
        }
        return document.root().has("Globals");
    }

    private void declare(Intrinsics intrinsics, Set<String> absent) {
        JsonNode globals = Globals.ofFunctions(section("Globals"), problems);
        section("Resources").properties().forEach(entry -> {
            String path = "Resources." + entry.getKey();
            var resource = Properties.of(entry.getValue(), path, RESOURCE_ATTRIBUTES, problems);
            if (resource.text("Condition")
                    .map(name -> !intrinsics.condition(name, path + ".Condition"))
                    .orElse(false)) {
                absent.add(entry.getKey());
                return;
            }
            for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
                if (!resource.text(policy).orElse("Delete").equals("Delete")) {
                    problems.add(path + "." + policy, "the local AWS supports Delete only");
                }
            }
            String typeName = resource.requiredText("Type");
            ResourceType.of(typeName)
                    .ifPresentOrElse(
                            type -> declare(entry.getKey(), type, resource, globals, intrinsics),
                            () -> problems.add(
                                    path + ".Type",
                                    typeName + " is not supported by the local AWS; it supports "
                                            + String.join(", ", ResourceType.names())));
        });
    }

    private void declare(String id, ResourceType type, Properties resource, JsonNode globals, Intrinsics intrinsics) {
        JsonNode properties = resource.at("Properties");
        String name = type.defaultName(deployment, id);
        Optional<String> nameProperty = type.nameProperty().filter(properties::has);
        if (nameProperty.isPresent()) {
            // Resolved before other resources are known: a name can only be made of parameters.
            name = intrinsics
                    .resolve(properties.get(nameProperty.get()), resource.path() + ".Properties." + nameProperty.get())
                    .asText();
        }
        if (type == ResourceType.FUNCTION) {
            properties = Globals.merge(globals, properties);
        }
        if (type == ResourceType.FUNCTION || type == ResourceType.STATE_MACHINE) {
            String ownName = deployment.stackName() + "-" + id;
            if (!properties.has("Role")) {
                identities.put(id + "Role", Identity.role(deployment, ownName + "Role"));
            }
            for (var event : properties.path("Events").properties()) {
                identities.put(id + event.getKey(), Identity.rule(deployment, ownName + event.getKey()));
            }
        }
        Identity identity = type.identity(deployment, name);
        String alias = properties.path("AutoPublishAlias").asText();
        if (!alias.isEmpty()) {
            String arn = identity.attributes().get("Arn");
            identity = identity.with("Alias", arn + ":" + alias).with("Version", arn + ":" + context.version(id));
            identities.put(id + "Alias" + alias, new Identity(arn + ":" + alias, Map.of()));
        }
        identities.put(id, identity);
        declarations.put(id, new Declaration(name, type, properties, resource.path() + ".Properties"));
    }

    private Stack build(Map<String, String> parameters, Intrinsics intrinsics) {
        var security = new SecurityReader(deployment, problems);
        var functionReader = new FunctionReader(context, deployment, security, problems);
        var stateMachineReader = new StateMachineReader(context.artifacts(), deployment, security, problems, deferred);
        var ruleReader = new EventRuleReader(deployment, problems);
        var messaging = new MessagingReader(deployment, problems);
        var tables = new TableReader(problems);
        var monitoring = new MonitoringReader(problems);
        var buckets = new BucketReader(problems);
        var functions = new ArrayList<Stack.Function>();
        var stateMachines = new ArrayList<Stack.StateMachine>();
        var rules = new ArrayList<Stack.Rule>();
        var logRoles = new ArrayList<String>();
        inOrder().forEach((id, resource) -> {
            JsonNode properties = intrinsics.resolve(resource.properties(), resource.path());
            String name = resource.name();
            String path = resource.path();
            Identity identity = identities.get(id);
            if (resource.type() != ResourceType.FUNCTION && resource.type() != ResourceType.STATE_MACHINE) {
                listing.add(id, resource.type().typeName(), identity.ref(), properties);
            }
            switch (resource.type()) {
                case FUNCTION -> {
                    Stack.Function function = functionReader.function(id, name, properties, path);
                    List<Stack.Rule> its = functionReader.rules(function, properties, path);
                    listing.function(function, its, properties);
                    functions.add(function.with(its.stream()
                            .map(rule -> FunctionReader.permission(function, rule))
                            .toList()));
                    rules.addAll(its);
                }
                case STATES_STATE_MACHINE ->
                    stateMachines.add(stateMachineReader.statesStateMachine(id, name, properties, path));
                case STATE_MACHINE -> {
                    Stack.StateMachine machine = stateMachineReader.stateMachine(id, name, properties, path);
                    stateMachines.add(machine);
                    List<Stack.Rule> its = stateMachineReader.rules(machine, properties, path);
                    listing.stateMachine(machine, its, properties, deployment.stackName() + "-");
                    its.forEach(rule -> security.roleForRule(rule, machine));
                    rules.addAll(its);
                }
                case RULE -> rules.add(ruleReader.rule(name, properties, path));
                case QUEUE -> messaging.queue(id, name, identity, properties, path);
                case QUEUE_POLICY -> messaging.queuePolicy(properties, path);
                case TOPIC -> messaging.topic(id, name, identity, properties, path);
                case TOPIC_POLICY -> messaging.topicPolicy(properties, path);
                case SUBSCRIPTION -> messaging.subscription(id, identity, properties, path);
                case TABLE -> tables.table(id, name, identity, properties, path);
                case KEY -> security.key(id, identity, properties, path);
                case KEY_ALIAS -> security.alias(name, properties, path);
                case MANAGED_POLICY -> security.managedPolicy(identity, properties, path);
                case ROLE -> security.role(id, name, identity, properties, path);
                case PERMISSION -> security.permission(properties, path);
                case API_GATEWAY_ACCOUNT ->
                    Properties.of(properties, path, Set.of("CloudWatchRoleArn"), problems)
                            .text("CloudWatchRoleArn")
                            .ifPresent(logRoles::add);
                case LOG_GROUP -> monitoring.logGroup(id, name, identity, properties, path);
                case ALARM -> monitoring.alarm(id, name, identity, properties, path);
                case BUCKET -> buckets.bucket(id, name, properties, path);
                case BUCKET_POLICY -> buckets.policy(properties, path);
                case DASHBOARD -> monitoring.dashboard(properties, path);
                case METRIC_FILTER -> {
                    // No effect here; resolved all the same, so that a wrong reference shows.
                }
            }
        });
        outputs = new OutputReader(section("Outputs"), intrinsics, problems).outputs();
        return new Stack(
                deployment.stackName(),
                parameters,
                functions.stream()
                        .map(function -> withPermissions(function, security))
                        .toList(),
                stateMachines,
                rules,
                messaging.queues(),
                messaging.topics(),
                tables.tables(security.keys()),
                security.keys(),
                monitoring.logGroups(),
                monitoring.alarms(),
                security.roles(),
                buckets.buckets(),
                security.permissionsBeside(functions),
                logRoles.stream().findFirst(),
                outputs.stream()
                        .collect(Collectors.toMap(
                                ResolvedTemplate.Output::key,
                                ResolvedTemplate.Output::value,
                                (one, other) -> one,
                                LinkedHashMap::new)));
    }

    /** Managed policies first, then the roles that name them, then what names both. */
    private Map<String, Declaration> inOrder() {
        var ordered = new LinkedHashMap<String, Declaration>();
        for (ResourceType type : List.of(ResourceType.MANAGED_POLICY, ResourceType.ROLE)) {
            declarations.forEach((id, resource) -> {
                if (resource.type() == type) {
                    ordered.put(id, resource);
                }
            });
        }
        declarations.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static Stack.Function withPermissions(Stack.Function function, SecurityReader security) {
        var all = new ArrayList<>(function.permissions());
        all.addAll(security.permissionsOf(function));
        return function.with(all);
    }

    private ObjectNode section(String name) {
        JsonNode section = document.root().path(name);
        if (section instanceof ObjectNode object) {
            return object;
        }
        if (!section.isMissingNode() && !problems.areWithin(name)) {
            problems.add(name, "must be a mapping");
        }
        return Json.object();
    }
}
