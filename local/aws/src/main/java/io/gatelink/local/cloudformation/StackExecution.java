package io.gatelink.local.cloudformation;

import io.gatelink.local.core.Account;
import io.gatelink.local.template.ResolvedTemplate.Resource;
import io.gatelink.local.template.ResourceProblem;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.UndeployableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes of a stack what is planned, and records it as CloudFormation does. It is done within the call: clients look
 * first after five seconds or more.
 *
 * @param owners the id of the stack that has a resource of this type and physical id; empty if none has
 */
record StackExecution(Account account, StackDeployer deployer, Function<Resource, Optional<String>> owners) {

    private static final String SAME_BUILD =
            "The jar is the build that this local AWS runs from: it uses the classes that it has loaded.";

    /** @return whether it has succeeded */
    boolean create(ManagedStack stack, Plan plan) {
        Instant now = account.loop().instant();
        stack.enter("CREATE_IN_PROGRESS", Optional.of("User Initiated"), now);
        Optional<List<ResourceProblem>> problems = deploy(stack, plan);
        if (problems.isPresent()) {
            failed(stack, plan, problems.get(), "CREATE_FAILED", now);
            stack.enter(
                    "ROLLBACK_IN_PROGRESS",
                    Optional.of(reason(plan, problems.get(), "create") + " Rollback requested by user."),
                    now);
            stack.restore(Map.of());
            stack.enter("ROLLBACK_COMPLETE", Optional.empty(), now);
            return false;
        }
        record(stack, plan, now);
        stack.become(plan, false, now);
        stack.enter("CREATE_COMPLETE", Optional.empty(), now);
        return true;
    }

    /** @return whether it has succeeded */
    boolean update(ManagedStack stack, Plan plan) {
        Instant now = account.loop().instant();
        Map<String, StackResource> before = stack.snapshot();
        stack.enter("UPDATE_IN_PROGRESS", Optional.of("User Initiated"), now);
        Optional<List<ResourceProblem>> problems = deploy(stack, plan);
        if (problems.isPresent()) {
            failed(stack, plan, problems.get(), "UPDATE_FAILED", now);
            stack.enter("UPDATE_ROLLBACK_IN_PROGRESS", Optional.of(reason(plan, problems.get(), "update")), now);
            stack.restore(before);
            stack.enter("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", Optional.empty(), now);
            stack.enter("UPDATE_ROLLBACK_COMPLETE", Optional.empty(), now);
            return false;
        }
        record(stack, plan, now);
        stack.become(plan, true, now);
        stack.enter("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Optional.empty(), now);
        removals(plan).forEach(resource -> deleted(stack, resource, now));
        stack.enter("UPDATE_COMPLETE", Optional.empty(), now);
        return true;
    }

    /** Records what runs already. */
    void adopt(ManagedStack stack, Plan plan, Instant at) {
        stack.enter("CREATE_IN_PROGRESS", Optional.of("User Initiated"), at);
        record(stack, plan, at);
        stack.become(plan, false, at);
        stack.enter("CREATE_COMPLETE", Optional.empty(), at);
    }

    void delete(ManagedStack stack) {
        Instant now = account.loop().instant();
        stack.enter("DELETE_IN_PROGRESS", Optional.of("User Initiated"), now);
        try {
            deployer.delete(stack.name());
        } catch (UndeployableException e) {
            Map<String, Resource> resources = stack.resourcesByLogicalId();
            List<String> failed = new ArrayList<>();
            for (ResourceProblem problem : e.problems()) {
                find(resources.values(), problem).ifPresent(resource -> {
                    failed.add(resource.logicalId());
                    stack.record(resource, resource.physicalId(), "DELETE_FAILED", Optional.of(handler(problem)), now);
                });
            }
            stack.enter(
                    "DELETE_FAILED",
                    Optional.of("The following resource(s) failed to delete: [" + String.join(", ", failed) + "]. "),
                    now);
            return;
        }
        stack.resourcesByLogicalId().values().forEach(resource -> deleted(stack, resource, now));
        stack.enter(ManagedStack.DELETE_COMPLETE, Optional.empty(), now);
    }

    private void deleted(ManagedStack stack, Resource resource, Instant now) {
        stack.record(resource, resource.physicalId(), "DELETE_IN_PROGRESS", Optional.empty(), now);
        stack.record(resource, resource.physicalId(), ManagedStack.DELETE_COMPLETE, Optional.empty(), now);
    }

    /** Empty if it is deployed; else everything that failed. */
    private Optional<List<ResourceProblem>> deploy(ManagedStack stack, Plan plan) {
        List<ResourceProblem> problems = new ArrayList<>(plan.resolved().problems());
        for (Change change : plan.changes()) {
            Resource resource = change.resource();
            if (change.action().equals("Add")) {
                owners.apply(resource)
                        .ifPresent(owner -> problems.add(new ResourceProblem(
                                resource.logicalId(), resource.physicalId() + " already exists in stack " + owner)));
            }
            boolean kept = stack.resourcesByLogicalId().containsKey(resource.logicalId())
                    && stack.resourcesByLogicalId()
                            .get(resource.logicalId())
                            .physicalId()
                            .equals(resource.physicalId());
            if (change.action().equals("Modify") && change.replaced() && kept) {
                problems.add(new ResourceProblem(
                        resource.logicalId(),
                        "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename "
                                + resource.physicalId() + " and update the stack again."));
            }
        }
        if (!problems.isEmpty()) {
            return Optional.of(problems);
        }
        try {
            deployer.deploy(plan.resolved().stack());
            return Optional.empty();
        } catch (UndeployableException e) {
            return Optional.of(e.problems());
        }
    }

    private void record(ManagedStack stack, Plan plan, Instant now) {
        for (Change change : plan.changes()) {
            Resource resource = change.resource();
            if (change.action().equals("Remove")) {
                continue;
            }
            String verb = change.action().equals("Add") ? "CREATE" : "UPDATE";
            stack.record(
                    resource,
                    verb.equals("CREATE") ? "" : resource.physicalId(),
                    verb + "_IN_PROGRESS",
                    Optional.empty(),
                    now);
            stack.record(resource, resource.physicalId(), verb + "_COMPLETE", remark(plan, resource), now);
        }
    }

    private Optional<String> remark(Plan plan, Resource resource) {
        return plan.resolved().stack().functions().stream()
                .filter(function -> resource.type().equals("AWS::Lambda::Function")
                        && function.logicalId().equals(resource.logicalId()))
                .map(Stack.Function::code)
                .flatMap(Optional::stream)
                .filter(deployer::isBuildAtHand)
                .findFirst()
                .map(code -> SAME_BUILD);
    }

    private static List<Resource> removals(Plan plan) {
        return plan.changes().stream()
                .filter(change -> change.action().equals("Remove"))
                .map(Change::resource)
                .toList();
    }

    private void failed(
            ManagedStack stack, Plan plan, List<ResourceProblem> problems, String updateStatus, Instant now) {
        Map<String, List<ResourceProblem>> byResource = new LinkedHashMap<>();
        problems.forEach(problem -> find(plan.resolved().resources(), problem).ifPresent(resource -> byResource
                .computeIfAbsent(resource.logicalId(), id -> new ArrayList<>())
                .add(problem)));
        Map<String, Resource> resources = new TreeMap<>();
        plan.resolved().resources().forEach(resource -> resources.put(resource.logicalId(), resource));
        Map<String, Resource> before = stack.resourcesByLogicalId();
        byResource.forEach((id, its) -> {
            boolean isNew = !before.containsKey(id);
            String physicalId = isNew ? "" : resources.get(id).physicalId();
            stack.record(
                    resources.get(id),
                    physicalId,
                    isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS",
                    Optional.empty(),
                    now);
            stack.record(
                    resources.get(id),
                    physicalId,
                    isNew ? "CREATE_FAILED" : updateStatus,
                    Optional.of(its.stream()
                            .map(StackExecution::handler)
                            .reduce((a, b) -> a + "; " + b)
                            .orElse("")),
                    now);
        });
    }

    private static String reason(Plan plan, List<ResourceProblem> problems, String verb) {
        Optional<ResourceProblem> missing = problems.stream()
                .filter(problem -> problem.message().startsWith("No export named"))
                .findFirst();
        if (missing.isPresent()) {
            return missing.get().message();
        }
        List<String> failed = problems.stream()
                .map(problem -> find(plan.resolved().resources(), problem)
                        .map(Resource::logicalId)
                        .orElse(problem.resource()))
                .distinct()
                .toList();
        return "The following resource(s) failed to " + verb + ": [" + String.join(", ", failed) + "].";
    }

    private static Optional<Resource> find(Iterable<Resource> resources, ResourceProblem problem) {
        for (Resource resource : resources) {
            if (resource.logicalId().equals(problem.resource())
                    || ("Rule " + resource.physicalId()).equals(problem.resource())
                    || resource.type().equals(problem.resource())) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }

    private static String handler(ResourceProblem problem) {
        return problem.message().startsWith("No export named")
                        || problem.message().startsWith("CloudFormation ")
                        || problem.message().contains(" already exists in stack ")
                ? problem.message()
                : "Resource handler returned message: \"" + problem.message() + "\" (HandlerErrorCode: InvalidRequest)";
    }
}
