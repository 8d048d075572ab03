package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.lambda.TaskHandler.Run;
import io.gatelink.functions.lambda.TaskLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * A step of the execution that has the lease of a load balancer. Each write carries the condition that no later step
 * has begun, so that a run that was given up, but goes on, writes nothing any more.
 */
public final class Step {

    /** Longer than any function that changes something runs; its call may still take effect until then. */
    public static final Duration OVERLAP = Duration.ofSeconds(70);

    private final Registry registry;
    private final Run run;
    private final Set<Part> created = EnumSet.noneOf(Part.class);
    private Publication publication;

    Step(Registry registry, Run run, Publication publication) {
        this.registry = registry;
        this.run = run;
        this.publication = publication;
    }

    /** The item as of the latest write. */
    public Publication publication() {
        return publication;
    }

    /** The load balancer's ARN. */
    public LoadBalancerArn loadBalancerArn() {
        return publication.loadBalancerArn();
    }

    /** The execution. */
    public ExecutionArn execution() {
        return run.execution();
    }

    /** The time of day. */
    public Instant now() {
        return registry.clock().instant();
    }

    /** The task's log. */
    public TaskLog log() {
        return run.log();
    }

    /** @throws LeaseLostException if the execution lost the lease, or a later step has begun */
    public Publication write(Change change) {
        try {
            publication = new Publication(
                    registry.publications().write(loadBalancerArn().text(), guarded(change)));
            return publication;
        } catch (ConditionalCheckFailedException e) {
            throw lost();
        }
    }

    /** A change on condition that this step is the latest one of the lease's holder. */
    Change guarded(Change change) {
        return change.ifIs(Publication.HOLDER, execution().text()).ifSame(Publication.STEP, publication.attributes());
    }

    LeaseLostException lost() {
        return new LeaseLostException("Execution " + execution().name() + " lost the lease of load balancer "
                + loadBalancerArn() + " while this step ran: it changes nothing any more.");
    }

    /** Writes how the execution ended, and lets go of the lease; {@link Publication#AGAIN} stays for who reads it. */
    public Publication end(Change change) {
        Map<String, String> slots = publication.map(Publication.SLOTS);
        // A stray is deleted at its time by the next execution.
        slots.keySet().retainAll(publication.has(Publication.STRAYS) ? List.of(Pace.DELETE.slot()) : List.of());
        change.remove(Publication.HOLDER, Publication.HELD_SINCE, Publication.STEP_AT)
                .set(Publication.SLOTS, slots);
        return write(change.set(Publication.LAST_EXECUTION, execution().text()));
    }

    /**
     * Deletes the item, and the lease with it.
     *
     * @return whether it did; it does not if the workflow is to run once more
     */
    public boolean delete() {
        return registry.publications()
                .isDeleted(loadBalancerArn().text(), guarded(new Change()).ifAbsent(Publication.AGAIN));
    }

    /**
     * The id of a part: the recorded one, or one that is found, or that of a new one. The intent is written before the
     * call that creates and the id after it, so that what a lost answer made is found by its tags.
     *
     * @param find   lists ours of a kind by their tags
     * @param create makes one
     * @throws AwsUnavailableException if an earlier run may still be at work on it
     */
    public String obtain(
            Part part, BiFunction<Part, LoadBalancerArn, List<String>> find, Function<LoadBalancerArn, String> create) {
        var there = publication.id(part).or(() -> isToBeLookedFor(part) ? lookFor(part, find) : Optional.empty());
        if (there.isPresent()) {
            return there.get();
        }
        write(new Change().set(part.attribute(), Publication.CREATING + now()));
        String id;
        try {
            id = create.apply(loadBalancerArn());
        } catch (AwsServiceException e) {
            if (e.statusCode() < 500) {
                write(new Change().remove(part.attribute()));
            }
            throw e;
        }
        write(new Change().set(part.attribute(), id).set(Publication.CREATED_AT, now().toString()));
        created.add(part);
        return id;
    }

    /** Whether this step has created a part, so that all of it is known. */
    public boolean hasCreated(Part part) {
        return created.contains(part);
    }

    /** The strays of the item, and more. */
    private Set<String> strays(Collection<String> more) {
        Set<String> strays = publication.set(Publication.STRAYS);
        strays.addAll(more);
        return strays;
    }

    /**
     * Adds to the strays of the item what is there and not to be kept, both by attribute.
     *
     * @param there the ids of parts, and what else {@link Publication#PUBLISHED} has
     */
    public void stray(Map<String, String> there, Map<String, String> kept) {
        Set<String> strays = strays(Arrays.stream(Part.values())
                .filter(part -> there.containsKey(part.attribute())
                        && !there.get(part.attribute()).equals(kept.get(part.attribute())))
                .map(part -> part.stray(there.get(part.attribute())))
                .toList());
        if (!strays.equals(publication.set(Publication.STRAYS))) {
            write(new Change().set(Publication.STRAYS, strays));
        }
    }

    /** Removes a part that is gone from the item. */
    public void forget(Part part, String id) {
        Set<String> strays = publication.set(Publication.STRAYS);
        strays.remove(part.stray(id));
        Change change = new Change().set(Publication.STRAYS, strays);
        write(publication.is(part.attribute(), id) ? change.remove(part.attribute()) : change);
    }

    /** Whether a part was created so shortly ago that it may not show yet. */
    public boolean isNew() {
        return publication.isWithin(OVERLAP, Publication.CREATED_AT, now());
    }

    /** What a lost answer may have created is found by its tags, and recorded; if it is not found, it is not there. */
    public void lookForWhatWasCreated(BiFunction<Part, LoadBalancerArn, List<String>> find) {
        for (Part part : Part.values()) {
            if (publication.creatingSince(part).isPresent()
                    && isToBeLookedFor(part)
                    && lookFor(part, find).isEmpty()) {
                write(new Change().remove(part.attribute()));
            }
        }
    }

    /** Records a part that is found by its tags; those that are too many are to go. */
    private Optional<String> lookFor(Part part, BiFunction<Part, LoadBalancerArn, List<String>> find) {
        List<String> found = find.apply(part, loadBalancerArn());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String id = found.get(0);
        Set<String> strays = strays(found.stream().skip(1).map(part::stray).toList());
        strays.remove(part.stray(id));
        Change change = new Change().set(part.attribute(), id).set(Publication.STRAYS, strays);
        if (!publication.has(part.attribute())) {
            change.set(Publication.ADOPTED, "true");
            if (publication.isPublished()) {
                Map<String, String> published = publication.map(Publication.PUBLISHED);
                published.putIfAbsent(part.attribute(), id);
                change.set(Publication.PUBLISHED, published);
            }
        }
        write(change);
        return Optional.of(id);
    }

    /**
     * Whether something may be there that the item does not name: it is new, or the answer to a creation was lost.
     *
     * @throws AwsUnavailableException if an earlier run may still be at work on it
     */
    private boolean isToBeLookedFor(Part part) {
        var creating = publication.creatingSince(part);
        if (creating.filter(since -> now().isBefore(since.plus(OVERLAP))).isPresent()) {
            throw new AwsUnavailableException("No answer told so far whether a " + part.words() + " was created at "
                    + creating.get() + ": it is looked for a minute after that.");
        }
        return creating.isPresent() || !publication.has(Publication.LISTED) && !publication.has(part.attribute());
    }

    /** The time that this execution has reserved; it is reserved once, however often the step runs. */
    public Instant slot(Pace pace) {
        Map<String, String> slots = publication.map(Publication.SLOTS);
        if (!slots.containsKey(pace.slot())) {
            slots.put(pace.slot(), pace.reserve(registry).toString());
            write(new Change().set(Publication.SLOTS, slots));
        }
        return Instant.parse(slots.get(pace.slot()));
    }

    /** Forgets a slot that was used, so that the next call takes another. */
    public void used(Pace pace) {
        Map<String, String> slots = publication.map(Publication.SLOTS);
        slots.remove(pace.slot());
        write(new Change().set(Publication.SLOTS, slots));
    }

    /** The VPC links of version 2, which no lease is for. */
    public SharedVpcLinks sharedVpcLinks() {
        return registry.sharedVpcLinks();
    }

    Registry registry() {
        return registry;
    }

    /** Takes over the item that a write in another way has left. */
    void reread(Publication now) {
        publication = now;
    }
}
