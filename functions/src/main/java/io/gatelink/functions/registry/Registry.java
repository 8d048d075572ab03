package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.lambda.TaskHandler.Run;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The table of publications: one item per load balancer that is published, being worked on, or failed. The item is also
 * the lease: only the execution that it names as its holder changes what is published. Beside it is the table of
 * coordination, which has the {@link Pace} and the {@link Replacements}.
 */
public record Registry(Table publications, Table coordination, InstantSource clock) {

    /** The tables that a function's environment names. */
    public static Registry of(AwsClients clients) {
        var settings = clients.settings();
        return new Registry(
                new Table(clients.dynamoDb(), settings.table("PUBLICATIONS_TABLE"), Publication.LOAD_BALANCER_ARN),
                new Table(clients.dynamoDb(), settings.table("COORDINATION_TABLE"), "id"),
                clients.environment().clock());
    }

    /** The VPC links of version 2. */
    public SharedVpcLinks sharedVpcLinks() {
        return new SharedVpcLinks(coordination, clock);
    }

    public Replacements replacements() {
        return new Replacements(coordination);
    }

    /** The item of a load balancer as it is now, or nothing if there is none. */
    public Optional<Publication> find(LoadBalancerArn loadBalancerArn) {
        return publications.find(loadBalancerArn.text()).map(Publication::new);
    }

    /** All items. */
    public List<Publication> all() {
        return publications.all().map(Publication::new).toList();
    }

    /**
     * Begins a step that may change something.
     *
     * @throws LeaseLostException if the execution does not have the lease any more
     */
    public Step begin(LoadBalancerArn loadBalancerArn, Run run) {
        return beginIfHeld(loadBalancerArn, run).orElseThrow(() -> lost(loadBalancerArn, run));
    }

    /** The same; nothing if the execution does not have the lease any more. */
    public Optional<Step> beginIfHeld(LoadBalancerArn loadBalancerArn, Run run) {
        Change change = new Change()
                .begin(clock.instant())
                .ifIs(Publication.HOLDER, run.execution().text());
        try {
            return Optional.of(
                    new Step(this, run, new Publication(publications.write(loadBalancerArn.text(), change))));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    /** An execution whose lease is gone. */
    public static LeaseLostException lost(LoadBalancerArn loadBalancerArn, Run run) {
        return new LeaseLostException("Execution " + run.execution().name()
                + " no longer has the lease of load balancer " + loadBalancerArn + ": it changes nothing any "
                + "more. Start a new execution.");
    }

    /**
     * Writes an item that no execution holds, if it is as it was seen.
     *
     * @param seen {@code null} to create it if there is none
     */
    public void annotate(LoadBalancerArn loadBalancerArn, Publication seen, Change change) {
        Change conditional = seen == null
                ? change.ifAbsent(Publication.LOAD_BALANCER_ARN)
                : change.ifAbsent(Publication.HOLDER)
                        .ifPresent(Publication.LOAD_BALANCER_ARN)
                        .ifSame(Publication.STEP, seen.attributes());
        publications.isWritten(loadBalancerArn.text(), conditional);
    }
}
