package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.lambda.TaskHandler.Run;
import io.gatelink.functions.lambda.TaskLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * A step of the execution that has the lease of a load balancer. Each write carries the condition that no later step
 * has begun, so that a run that was given up, but goes on, writes nothing any more.
 */
public final class Step {

    /** Longer than any function that changes something runs; its call may still take effect until then. */
    public static final Duration OVERLAP = Duration.ofSeconds(70);

    private final Publications publications;
    private final Run run;
    private Publication publication;

    Step(Publications publications, Run run, Publication publication) {
        this.publications = publications;
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

    /** The task's log. */
    public TaskLog log() {
        return run.log();
    }

    /** @throws LeaseLostException if the execution lost the lease, or a later step has begun */
    public Publication write(Change change) {
        var expression = new Expression();
        String condition = condition(expression);
        String update = change.in(expression);
        try {
            publication = new Publication(publications.dynamoDb().updateItem(request -> request
                    .tableName(publications.table()).key(Publications.key(loadBalancerArn()))
                    .conditionExpression(condition).updateExpression(update)
                    .expressionAttributeNames(expression.names()).expressionAttributeValues(expression.values())
                    .returnValues(ReturnValue.ALL_NEW)).attributes());
            return publication;
        } catch (ConditionalCheckFailedException e) {
            throw lost();
        }
    }

    String condition(Expression expression) {
        return expression.is(Attributes.HOLDER, execution().text()) + " AND "
                + expression.same(Attributes.STEP, publication);
    }

    LeaseLostException lost() {
        return new LeaseLostException("Execution " + execution().name() + " lost the lease of load balancer "
                + loadBalancerArn() + " while this step ran: it changes nothing any more.");
    }

    /** Writes how the execution ended, and lets go of the lease; {@link Attributes#AGAIN} stays for who reads it. */
    public Publication end(Change change) {
        change.remove(Publications.LEASE.toArray(String[]::new));
        return write(change.set(Attributes.LAST_EXECUTION, execution().text()));
    }

    /**
     * Deletes the item, and the lease with it.
     *
     * @return whether it did; it does not if the workflow is to run once more
     */
    public boolean delete() {
        var expression = new Expression();
        String condition = condition(expression) + " AND " + expression.no(Attributes.AGAIN);
        try {
            publications.dynamoDb().deleteItem(request -> request.tableName(publications.table())
                    .key(Publications.key(loadBalancerArn())).conditionExpression(condition)
                    .expressionAttributeNames(expression.names()).expressionAttributeValues(expression.values()));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /**
     * The id of a part: the recorded one, or one that is found, or that of a new one. The intent is written before the
     * call that creates and the id after it, so that what a lost answer made is found by its tags.
     *
     * @param find   lists ours by their tags
     * @param create makes one
     * @throws AwsUnavailableException if an earlier run may still be at work on it
     */
    public String obtain(Part part, Supplier<List<String>> find, Supplier<String> create) {
        var recorded = publication.id(part);
        if (recorded.isPresent()) {
            return recorded.get();
        }
        if (isToBeLookedFor(part)) {
            List<String> found = find.get();
            if (!found.isEmpty()) {
                boolean intended = publication.has(part.attribute());
                record(part, found);
                if (!intended) {
                    adopt(part, found.get(0));
                }
                return found.get(0);
            }
        }
        Instant now = publications.clock().instant();
        write(new Change().set(part.attribute(), Publication.CREATING + now));
        String id;
        try {
            id = create.get();
        } catch (AwsServiceException e) {
            if (e.statusCode() < 500) {
                write(new Change().remove(part.attribute()));
            }
            throw e;
        }
        write(new Change().set(part.attribute(), id)
                .set(Attributes.CREATED_AT, publications.clock().instant().toString()));
        return id;
    }

    /** The strays of the item, and more. */
    public Set<String> strays(Collection<String> more) {
        Set<String> strays = publication.set(Attributes.STRAYS);
        strays.addAll(more);
        return strays;
    }

    /** Whether a part was created so shortly ago that it may not show yet. */
    public boolean isNew() {
        return publication.time(Attributes.CREATED_AT)
                .filter(since -> publications.clock().instant().isBefore(since.plus(OVERLAP))).isPresent();
    }

    private void adopt(Part part, String id) {
        Change change = new Change().set(Attributes.ADOPTED, "true");
        if (publication.isPublished()) {
            Map<String, String> published = new TreeMap<>(publication.map(Attributes.PUBLISHED));
            published.putIfAbsent(part.attribute(), id);
            change.set(Attributes.PUBLISHED, published);
        }
        write(change);
    }

    /** Records a part that was found by its tags; those that are too many are to go. */
    public void record(Part part, List<String> found) {
        Set<String> strays = strays(found.stream().skip(1).map(part::stray).toList());
        strays.remove(part.stray(found.get(0)));
        write(new Change().set(part.attribute(), found.get(0)).set(Attributes.STRAYS, strays));
    }

    /**
     * Whether something may be there that the item does not name: it is new, or the answer to a creation was lost.
     *
     * @throws AwsUnavailableException if an earlier run may still be at work on it
     */
    public boolean isToBeLookedFor(Part part) {
        var creating = publication.creatingSince(part);
        if (creating.filter(since -> publications.clock().instant().isBefore(since.plus(OVERLAP))).isPresent()) {
            throw new AwsUnavailableException("No answer told so far whether a " + part.words() + " was created at "
                    + creating.get() + ": it is looked for a minute after that.");
        }
        return creating.isPresent() || !publication.has(Attributes.LISTED) && !publication.has(part.attribute());
    }

    /** The time that this execution has reserved under a name; it is reserved once, however often the step runs. */
    public Instant slot(String name, Pace pace, Duration space) {
        Map<String, String> slots = new TreeMap<>(publication.map(Attributes.SLOTS));
        if (!slots.containsKey(name)) {
            slots.put(name, pace.reserve(name, space).toString());
            write(new Change().set(Attributes.SLOTS, slots));
        }
        return Instant.parse(slots.get(name));
    }

    /** Forgets a slot that was used, so that the next call takes another. */
    public void used(String name) {
        Map<String, String> slots = new TreeMap<>(publication.map(Attributes.SLOTS));
        slots.remove(name);
        write(new Change().set(Attributes.SLOTS, slots));
    }

    Publications publications() {
        return publications;
    }

    /** Takes over the item that a write in another way has left. */
    void reread(Publication now) {
        publication = now;
    }
}
