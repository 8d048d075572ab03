package io.gatelink.local.cloudformation;

import io.gatelink.local.core.Account;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.template.Artifacts;
import io.gatelink.local.template.InvalidParameterException;
import io.gatelink.local.template.ParameterErrors;
import io.gatelink.local.template.PseudoParameters;
import io.gatelink.local.template.ResolvedTemplate;
import io.gatelink.local.template.ResolvedTemplate.Resource;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Template;
import io.gatelink.local.template.TemplateContext;
import io.gatelink.local.template.TemplateReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds out what a request makes of a stack, and refuses what cannot work. */
final class Planner {

    private static final Set<String> TAGGED = Set.of(
            "AWS::CloudWatch::Alarm",
            "AWS::DynamoDB::Table",
            "AWS::Events::Rule",
            "AWS::IAM::Role",
            "AWS::KMS::Key",
            "AWS::Lambda::Function",
            "AWS::Logs::LogGroup",
            "AWS::S3::Bucket",
            "AWS::SNS::Topic",
            "AWS::SQS::Queue",
            "AWS::StepFunctions::StateMachine");

    /** What may be in one function's configuration of another one's version: as many steps as there can be here. */
    private static final int MOST_PASSES = 3;

    private final Account account;
    private final Artifacts artifacts;
    private final Supplier<Map<String, String>> exports;
    private final Map<String, Integer> lastVersions = new HashMap<>();

    /** @param exports what all stacks export */
    Planner(Account account, Artifacts artifacts, Supplier<Map<String, String>> exports) {
        this.account = account;
        this.artifacts = artifacts;
        this.exports = exports;
    }

    /** @param stack the stack as it is; empty if it is to be made */
    Plan plan(String stackName, Optional<ManagedStack> stack, StackRequest request, boolean throughChangeSet) {
        Template template = request.template()
                .map(Planner::parse)
                .or(() -> stack.flatMap(ManagedStack::template))
                .orElseThrow(() ->
                        CloudFormationErrors.validation("Either Template URL or Template Body must be specified."));
        check(template);
        Map<String, String> given = given(stack, request);
        ParameterErrors.first(template, given).ifPresent(error -> {
            throw CloudFormationErrors.validation(error);
        });
        checkCapabilities(template, request.capabilities(), throughChangeSet);
        ResolvedTemplate resolved = resolve(stackName, stack, template, given);
        Map<String, String> tags =
                request.tags().orElseGet(() -> stack.map(ManagedStack::tags).orElse(Map.of()));
        return new Plan(
                template,
                resolved.stack().parameters(),
                new TreeMap<>(tags),
                request.capabilities(),
                resolved,
                changes(stack, resolved, tags));
    }

    /** Versions of functions are never given a second time, not even after their deletion. */
    void deployed(Plan plan) {
        plan.resolved()
                .stack()
                .functions()
                .forEach(function ->
                        lastVersions.merge(function.name(), Integer.valueOf(function.version()), Integer::max));
    }

    static Template parse(String body) {
        try {
            return Template.parse(body);
        } catch (InvalidDocumentException e) {
            throw CloudFormationErrors.validation("Template format error: " + String.join("; ", e.problems()));
        }
    }

    static void check(Template template) {
        if (template.resourceTypes().isEmpty()) {
            throw CloudFormationErrors.validation(
                    "Template format error: At least one Resources member must be defined.");
        }
        Set<String> unsupported = template.unsupportedTypes();
        if (!unsupported.isEmpty()) {
            throw CloudFormationErrors.validation("Template format error: Unrecognized resource types: ["
                    + String.join(", ", unsupported) + "]. The local AWS supports " + Template.supportedTypes() + ".");
        }
        Set<String> functions = template.unsupportedRuleFunctions();
        if (!functions.isEmpty()) {
            throw CloudFormationErrors.validation("Template format error: Following functions are not supported in "
                    + "the Rules block of the template: [" + String.join(", ", functions) + "]");
        }
    }

    private static Map<String, String> given(Optional<ManagedStack> stack, StackRequest request) {
        Map<String, String> before =
                stack.flatMap(ManagedStack::deployed).map(Plan::parameters).orElse(Map.of());
        var given = new LinkedHashMap<String, String>();
        request.parameters().forEach((name, value) -> {
            if (value.isEmpty() && !before.containsKey(name)) {
                throw CloudFormationErrors.validation(
                        "Invalid input for parameter key " + name + ". Cannot specify usePreviousValue as true for a "
                                + "parameter key not in the previous template");
            }
            given.put(name, value.orElseGet(() -> before.get(name)));
        });
        return given;
    }

    private static void checkCapabilities(Template template, List<String> capabilities, boolean throughChangeSet) {
        boolean named = capabilities.contains("CAPABILITY_NAMED_IAM");
        if (template.namesIamResources() && !named) {
            throw CloudFormationErrors.insufficientCapabilities("CAPABILITY_NAMED_IAM");
        }
        if (!template.iamTypes().isEmpty() && !named && !capabilities.contains("CAPABILITY_IAM")) {
            throw CloudFormationErrors.insufficientCapabilities("CAPABILITY_IAM");
        }
        // A change set shows what a macro has made of a template, before anything is done.
        if (!throughChangeSet && !template.transforms().isEmpty() && !capabilities.contains("CAPABILITY_AUTO_EXPAND")) {
            throw CloudFormationErrors.insufficientCapabilities("CAPABILITY_AUTO_EXPAND");
        }
    }

    private ResolvedTemplate resolve(
            String stackName, Optional<ManagedStack> stack, Template template, Map<String, String> given) {
        var deployment = new PseudoParameters(account.partition(), account.id(), account.region(), stackName);
        Set<String> before =
                stack.map(ManagedStack::resourcesByLogicalId).map(Map::keySet).orElse(Set.of());
        Map<String, String> versions = stack.map(ManagedStack::versions).orElse(Map.of());
        try {
            ResolvedTemplate resolved = null;
            for (int pass = 0; pass < MOST_PASSES; pass++) {
                resolved = TemplateReader.read(
                        template.body(),
                        given,
                        deployment,
                        new TemplateContext(artifacts, versions, exports.get(), true));
                Map<String, String> next = versions(resolved, before, stack);
                if (next.equals(versions)) {
                    break;
                }
                versions = next;
            }
            return resolved;
        } catch (InvalidDocumentException e) {
            throw CloudFormationErrors.template(e);
        } catch (InvalidParameterException e) {
            throw CloudFormationErrors.validation(e.answer());
        }
    }

    /** A function whose code or configuration has changed gets a new version. */
    private Map<String, String> versions(ResolvedTemplate resolved, Set<String> before, Optional<ManagedStack> stack) {
        Map<String, String> old = stack.map(ManagedStack::versions).orElse(Map.of());
        Map<String, String> published = resolved.resources().stream()
                .filter(resource -> resource.type().equals("AWS::Lambda::Version"))
                .collect(Collectors.toMap(Resource::physicalId, Resource::logicalId));
        var versions = new LinkedHashMap<String, String>();
        for (Stack.Function function : resolved.stack().functions()) {
            boolean same = function.versionArn()
                    .map(published::get)
                    .filter(before::contains)
                    .isPresent();
            versions.put(
                    function.logicalId(),
                    same
                            ? old.get(function.logicalId())
                            : Integer.toString(lastVersions.getOrDefault(function.name(), 0) + 1));
        }
        return versions;
    }

    private static List<Change> changes(
            Optional<ManagedStack> stack, ResolvedTemplate resolved, Map<String, String> tags) {
        Map<String, Resource> before =
                stack.map(ManagedStack::resourcesByLogicalId).orElse(Map.of());
        Map<String, Resource> after =
                resolved.resources().stream().collect(Collectors.toMap(Resource::logicalId, resource -> resource));
        List<Change> changes = new ArrayList<>(Change.between(before, after));
        boolean tagged = stack.flatMap(ManagedStack::deployed)
                .map(plan -> !plan.tags().equals(new TreeMap<>(tags)))
                .orElse(false);
        if (tagged) {
            Set<String> changed = changes.stream()
                    .map(change -> change.resource().logicalId())
                    .collect(Collectors.toSet());
            resolved.resources().stream()
                    .filter(resource -> TAGGED.contains(resource.type()) && !changed.contains(resource.logicalId()))
                    .forEach(resource -> changes.add(new Change("Modify", resource, false, List.of("Tags"))));
        }
        return changes;
    }
}
