package io.gatelink.local.cloudformation;

import io.gatelink.local.core.Account;
import io.gatelink.local.template.ResolvedTemplate;
import io.gatelink.local.template.ResolvedTemplate.Output;
import io.gatelink.local.template.ResolvedTemplate.Resource;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Template;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A stack: what it has, and what has happened to it. Used exclusively. */
public final class ManagedStack {

    static final String REVIEW_IN_PROGRESS = "REVIEW_IN_PROGRESS";
    static final String DELETE_COMPLETE = "DELETE_COMPLETE";

    private static final String TYPE = "AWS::CloudFormation::Stack";

    private final Account account;
    private final String name;
    private final String id;
    private final Instant created;
    private final Map<String, ChangeSet> changeSets = new LinkedHashMap<>();
    private final Map<String, StackResource> resources = new TreeMap<>();
    private final Deque<StackEvent> events = new ArrayDeque<>();
    private String status = "";
    private Optional<String> reason = Optional.empty();
    private Optional<Instant> updated = Optional.empty();
    private Optional<Instant> deleted = Optional.empty();
    private Optional<Plan> plan = Optional.empty();
    private Optional<String> changeSetId = Optional.empty();
    private Optional<String> token = Optional.empty();
    private boolean terminationProtection;

    ManagedStack(Account account, String name, Instant created) {
        this.account = account;
        this.name = name;
        this.created = created;
        this.id = account.arn("cloudformation", "stack/" + name + "/" + account.newUuid());
    }

    public String name() {
        return name;
    }

    public String id() {
        return id;
    }

    public String status() {
        return status;
    }

    Optional<String> reason() {
        return reason;
    }

    Instant created() {
        return created;
    }

    Optional<Instant> updated() {
        return updated;
    }

    Optional<Instant> deleted() {
        return deleted;
    }

    /** The change set that made it what it is. */
    Optional<String> changeSetId() {
        return changeSetId;
    }

    void setChangeSetId(String newChangeSetId) {
        changeSetId = Optional.of(newChangeSetId);
    }

    /** What follows comes of the request with this token. */
    void setToken(Optional<String> clientRequestToken) {
        token = clientRequestToken;
    }

    boolean terminationProtection() {
        return terminationProtection;
    }

    void setTerminationProtection(boolean newProtection) {
        terminationProtection = newProtection;
    }

    /** By id. */
    Map<String, ChangeSet> changeSets() {
        return changeSets;
    }

    /** What it was made with; while it is only being reviewed, what its newest change set would make it with. */
    Optional<Plan> plan() {
        return plan.or(
                () -> changeSets.values().stream().reduce((one, other) -> other).map(ChangeSet::plan));
    }

    /** What it was made with; empty while it is only being reviewed. */
    Optional<Plan> deployed() {
        return plan;
    }

    boolean reviewed() {
        return status.equals(REVIEW_IN_PROGRESS);
    }

    List<Output> outputs() {
        return plan.map(Plan::resolved).map(ResolvedTemplate::outputs).orElse(List.of());
    }

    Map<String, String> tags() {
        return plan().map(Plan::tags).orElse(Map.of());
    }

    Optional<Template> template() {
        return plan().map(Plan::template);
    }

    /** The version that each function has now, by logical id. */
    Map<String, String> versions() {
        var versions = new LinkedHashMap<String, String>();
        plan.map(Plan::resolved)
                .map(ResolvedTemplate::stack)
                .map(Stack::functions)
                .orElse(List.of())
                .forEach(function -> versions.put(function.logicalId(), function.version()));
        return versions;
    }

    /** What it has now, by logical id. */
    Map<String, Resource> resourcesByLogicalId() {
        var byId = new LinkedHashMap<String, Resource>();
        plan.map(Plan::resolved)
                .map(ResolvedTemplate::resources)
                .orElse(List.of())
                .forEach(resource -> byId.put(resource.logicalId(), resource));
        return byId;
    }

    /** By logical id; those of before its deletion if it is deleted. */
    List<StackResource> resources() {
        return List.copyOf(resources.values());
    }

    /** Newest first. */
    List<StackEvent> events() {
        return new ArrayList<>(events);
    }

    /** What has failed since the last operation began, as {@code <logical id>: <reason>}. */
    List<String> failures() {
        var failures = new ArrayList<String>();
        for (StackEvent event : events) {
            if (event.logicalId().equals(name)
                    && event.reason().filter("User Initiated"::equals).isPresent()) {
                break;
            }
            if (event.status().endsWith("_FAILED") && !event.logicalId().equals(name)) {
                failures.add(0, event.logicalId() + ": " + event.reason().orElse(""));
            }
        }
        return failures;
    }

    /** It is from now on what a plan says. */
    void become(Plan newPlan, boolean update, Instant now) {
        plan = Optional.of(newPlan);
        if (update) {
            updated = Optional.of(now);
        }
    }

    void enter(String newStatus, Optional<String> newReason, Instant now) {
        status = newStatus;
        reason = newReason;
        if (newStatus.equals(DELETE_COMPLETE)) {
            deleted = Optional.of(now);
        }
        events.addFirst(new StackEvent(account.newUuid().toString(), name, id, TYPE, now, newStatus, newReason, token));
    }

    /** @param physicalId empty for what is not there yet */
    void record(Resource resource, String physicalId, String newStatus, Optional<String> why, Instant now) {
        if (newStatus.equals(DELETE_COMPLETE) && !status.startsWith("DELETE")) {
            resources.remove(resource.logicalId());
        } else {
            resources.put(resource.logicalId(), new StackResource(resource, newStatus, now));
        }
        events.addFirst(new StackEvent(
                resource.logicalId() + "-" + account.newUuid(),
                resource.logicalId(),
                physicalId,
                resource.type(),
                now,
                newStatus,
                why,
                token));
    }

    /** A resource that failed is as it was before. */
    void restore(Map<String, StackResource> before) {
        resources.clear();
        resources.putAll(before);
    }

    Map<String, StackResource> snapshot() {
        return new TreeMap<>(resources);
    }
}
