package io.gatelink.local.cloudformation;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.Artifacts;
import io.gatelink.local.template.ResolvedTemplate;
import io.gatelink.local.template.ResolvedTemplate.Output;
import io.gatelink.local.template.ResolvedTemplate.Resource;
import io.gatelink.local.template.Template;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * CloudFormation: stacks and their change sets. Methods are named like AWS's operations, and throw {@link AwsException}
 * with its errors and texts. What takes minutes in AWS is done when a call returns. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html">API
 *         reference</a>
 */
public final class CloudFormation {

    static final String NO_CHANGES =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    private static final String STACK_NAME = "[a-zA-Z][-a-zA-Z0-9]{0,127}";
    private static final Set<String> NOT_UPDATABLE =
            Set.of(ManagedStack.REVIEW_IN_PROGRESS, "ROLLBACK_COMPLETE", "DELETE_FAILED");

    private final Account account;
    private final Planner planner;
    private final StackExecution execution;
    private final StackListener listener;
    /** All that there ever were, by id, in the order in which they were made. */
    private final Map<String, ManagedStack> stacks = new LinkedHashMap<>();

    private Runnable adoption = () -> {};

    /** @param artifacts where deployed templates find their definitions and their code */
    public CloudFormation(Account account, Artifacts artifacts, StackDeployer deployer, StackListener listener) {
        this.listener = listener;
        this.account = account;
        this.planner = new Planner(account, artifacts, this::exports);
        this.execution = new StackExecution(account, deployer, this::owner);
    }

    /**
     * Takes over a stack that runs already. Nothing is done for it before the first call.
     *
     * @param template read when it is needed
     * @param at       when it was deployed
     */
    public void adopt(Supplier<Template> template, ResolvedTemplate resolved, Instant at) {
        adoption = () -> {
            var stack = new ManagedStack(account, resolved.stack().name(), at);
            List<Change> all = resolved.resources().stream()
                    .map(resource -> new Change("Add", resource, false, List.of()))
                    .toList();
            var plan = new Plan(
                    template.get(), resolved.stack().parameters(), Map.of(), List.of("CAPABILITY_IAM"), resolved, all);
            stacks.put(stack.id(), stack);
            execution.adopt(stack, plan, at);
            planner.deployed(plan);
        };
    }

    private Map<String, ManagedStack> stacks() {
        Runnable pending = adoption;
        adoption = () -> {};
        pending.run();
        return stacks;
    }

    /** All stacks that are there, in the order in which they were made. */
    public List<ManagedStack> describeStacks() {
        return stacks().values().stream().filter(CloudFormation::isThere).toList();
    }

    /** Deleted ones too. */
    List<ManagedStack> listStacks() {
        return List.copyOf(stacks().values());
    }

    /**
     * @param name a stack's name; or its id, by which deleted ones are found, too
     * @throws AwsException ValidationError, if there is none
     */
    public ManagedStack describeStack(String name) {
        return find(name).orElseThrow(() -> CloudFormationErrors.noStack(name));
    }

    /** Likewise, as DescribeStackEvents says it. */
    ManagedStack stackWithEvents(String name) {
        return find(name).orElseThrow(() -> CloudFormationErrors.validation("Stack [" + name + "] does not exist"));
    }

    private Optional<ManagedStack> find(String name) {
        return name.startsWith("arn:")
                ? Optional.ofNullable(stacks().get(name))
                : stacks().values().stream()
                        .filter(stack -> isThere(stack) && stack.name().equals(name))
                        .findFirst();
    }

    private static boolean isThere(ManagedStack stack) {
        return !stack.status().equals(ManagedStack.DELETE_COMPLETE);
    }

    /**
     * Plans what a stack becomes. One that changes nothing FAILED, and cannot be executed.
     *
     * @param create whether the stack is to be made
     * @throws AwsException ValidationError, InsufficientCapabilitiesException, AlreadyExistsException
     */
    ChangeSet createChangeSet(StackRequest request, String name, boolean create, Optional<String> description) {
        Optional<ManagedStack> existing = find(request.stackName());
        if (create && existing.isPresent() && !existing.get().reviewed()) {
            throw CloudFormationErrors.validation("Stack [" + request.stackName()
                    + "] already exists and cannot be created again with the changeSet [" + name + "].");
        }
        if (!create) {
            requireUpdatable(request.stackName(), existing);
        }
        if (existing.isPresent()
                && existing.get().changeSets().values().stream()
                        .anyMatch(set -> set.name().equals(name))) {
            throw CloudFormationErrors.alreadyExists("ChangeSet", name);
        }
        String stackName = existing.map(ManagedStack::name).orElse(request.stackName());
        checkName(stackName);
        Plan plan = planner.plan(stackName, existing, request, true);
        ManagedStack stack = existing.orElseGet(() -> review(stackName));
        boolean empty = plan.changes().isEmpty()
                && stack.outputs().equals(plan.resolved().outputs());
        var changeSet = new ChangeSet(
                account.arn("cloudformation", "changeSet/" + name + "/" + account.newUuid()),
                name,
                create ? "CREATE" : "UPDATE",
                description,
                account.loop().instant(),
                plan,
                empty ? "FAILED" : "CREATE_COMPLETE",
                empty ? Optional.of(NO_CHANGES) : Optional.empty(),
                empty ? "UNAVAILABLE" : "AVAILABLE");
        stack.changeSets().put(changeSet.id(), changeSet);
        return changeSet;
    }

    private ManagedStack review(String name) {
        Instant now = account.loop().instant();
        var stack = new ManagedStack(account, name, now);
        stacks.put(stack.id(), stack);
        stack.enter(ManagedStack.REVIEW_IN_PROGRESS, Optional.of("User Initiated"), now);
        return stack;
    }

    private static void checkName(String name) {
        if (!name.matches(STACK_NAME)) {
            throw CloudFormationErrors.constraint(
                    name, "stackName", "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
        }
    }

    private static void requireUpdatable(String name, Optional<ManagedStack> stack) {
        ManagedStack existing = stack.filter(CloudFormation::isThere)
                .orElseThrow(() -> CloudFormationErrors.validation("Stack [" + name + "] does not exist"));
        if (NOT_UPDATABLE.contains(existing.status())) {
            throw CloudFormationErrors.validation(
                    "Stack:" + existing.id() + " is in " + existing.status() + " state and can not be updated.");
        }
    }

    /** A change set and its stack. */
    record Found(ManagedStack stack, ChangeSet changeSet) {}

    /**
     * @param name      of the change set, or its id
     * @param stackName {@code null} for a change set that is named by its id
     * @throws AwsException ChangeSetNotFound; ValidationError
     */
    Found describeChangeSet(String name, String stackName) {
        if (stackName == null && !name.startsWith("arn:")) {
            throw CloudFormationErrors.validation(
                    "StackName must be specified if ChangeSetName is not specified as an " + "ARN.");
        }
        List<ManagedStack> all = stackName == null ? listStacks() : List.of(describeStack(stackName));
        for (ManagedStack stack : all) {
            for (ChangeSet set : stack.changeSets().values()) {
                if (set.id().equals(name) || stackName != null && set.name().equals(name)) {
                    return new Found(stack, set);
                }
            }
        }
        throw CloudFormationErrors.noChangeSet(name);
    }

    /** @throws AwsException ChangeSetNotFound, InvalidChangeSetStatus */
    void executeChangeSet(String name, String stackName, Optional<String> clientRequestToken) {
        Found found = describeChangeSet(name, stackName);
        ChangeSet set = found.changeSet();
        if (!set.execution().equals("AVAILABLE")) {
            throw new AwsException(
                    "InvalidChangeSetStatus",
                    400,
                    "ChangeSet [" + set.id() + "] cannot be executed in its current status of [" + set.status() + "]");
        }
        ManagedStack stack = found.stack();
        stack.setChangeSetId(set.id());
        stack.setToken(clientRequestToken);
        boolean succeeded =
                set.type().equals("CREATE") ? execution.create(stack, set.plan()) : execution.update(stack, set.plan());
        if (succeeded) {
            planner.deployed(set.plan());
        }
        tell(stack);
        // All of them were made for a stack that is not what it was.
        stack.changeSets().clear();
        stack.changeSets().put(set.id(), set.with(succeeded ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED"));
    }

    void deleteChangeSet(String name, String stackName) {
        Found found = describeChangeSet(name, stackName);
        found.stack().changeSets().remove(found.changeSet().id());
    }

    /** @throws AwsException AlreadyExistsException, and as {@link #createChangeSet} */
    ManagedStack createStack(StackRequest request) {
        checkName(request.stackName());
        if (find(request.stackName()).isPresent()) {
            throw CloudFormationErrors.alreadyExists("Stack", request.stackName());
        }
        Plan plan = planner.plan(request.stackName(), Optional.empty(), request, false);
        var stack =
                new ManagedStack(account, request.stackName(), account.loop().instant());
        stacks.put(stack.id(), stack);
        stack.setToken(request.clientRequestToken());
        if (execution.create(stack, plan)) {
            planner.deployed(plan);
        }
        tell(stack);
        return stack;
    }

    /** @throws AwsException ValidationError, also if nothing changes; and as {@link #createChangeSet} */
    ManagedStack updateStack(StackRequest request) {
        Optional<ManagedStack> stack = find(request.stackName());
        requireUpdatable(request.stackName(), stack);
        Plan plan = planner.plan(stack.get().name(), stack, request, false);
        if (plan.changes().isEmpty()
                && stack.get().outputs().equals(plan.resolved().outputs())) {
            throw CloudFormationErrors.validation("No updates are to be performed.");
        }
        stack.get().setToken(request.clientRequestToken());
        if (execution.update(stack.get(), plan)) {
            planner.deployed(plan);
        }
        tell(stack.get());
        return stack.get();
    }

    /** Deletes a stack, if there is one. */
    void deleteStack(String name, Optional<String> clientRequestToken) {
        Optional<ManagedStack> found = find(name).filter(CloudFormation::isThere);
        if (found.isEmpty()) {
            return;
        }
        ManagedStack stack = found.get();
        requireExportsUnused(stack);
        if (stack.terminationProtection()) {
            throw CloudFormationErrors.validation(
                    "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        stack.setToken(clientRequestToken);
        execution.delete(stack);
        tell(stack);
    }

    private void tell(ManagedStack stack) {
        listener.deployed(account.loop().instant(), stack.name(), stack.status(), stack.failures());
    }

    private void requireExportsUnused(ManagedStack stack) {
        stack.outputs().forEach(output -> output.exportName().ifPresent(export -> {
            List<String> importers = describeStacks().stream()
                    .filter(other -> other.deployed()
                            .map(plan -> plan.resolved().imports().contains(export))
                            .orElse(false))
                    .map(ManagedStack::name)
                    .toList();
            if (!importers.isEmpty()) {
                throw CloudFormationErrors.validation(
                        "Export " + export + " cannot be deleted as it is in use by " + String.join(", ", importers));
            }
        }));
    }

    /** The values that all stacks export, by the exports' names. */
    Map<String, String> exports() {
        var exports = new LinkedHashMap<String, String>();
        for (ManagedStack stack : describeStacks()) {
            for (Output output : stack.outputs()) {
                output.exportName().ifPresent(name -> exports.put(name, output.value()));
            }
        }
        return exports;
    }

    private Optional<String> owner(Resource resource) {
        return describeStacks().stream()
                .filter(stack -> stack.resourcesByLogicalId().values().stream()
                        .anyMatch(other -> other.type().equals(resource.type())
                                && other.physicalId().equals(resource.physicalId())))
                .map(ManagedStack::id)
                .findFirst();
    }

    Account account() {
        return account;
    }
}
