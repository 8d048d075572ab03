package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * The AWS that the console shows, and does things in. What changes is numbered by revisions, so that a page that was
 * away for a while asks only for what is new. For any thread.
 */
public interface ConsoleSource extends AutoCloseable {

    /** What stays as it is: account, Region, endpoint, the sample events, and an id of this run. */
    ObjectNode surroundings();

    /**
     * What is new, as JSON: the latest {@code revision}, and rows of {@code loadBalancers}, {@code executions} and
     * {@code events}. From the beginning (0) it has the newest executions and events only, all from the number
     * {@code executionsFrom} on, and older executions that run; see {@link #older}. {@code executionCount} and
     * {@code eventCount} say how many there are; with {@code olderExecutions} there are more.
     */
    ObjectNode changes(long since);

    /**
     * Waits for something newer than a revision.
     *
     * @param longest how long at most
     * @return {@code false} once the source is closed
     */
    boolean await(long revision, Duration longest) throws InterruptedException;

    /**
     * A page of rows that are older than a number, newest first.
     *
     * @param kind {@code executions} or {@code events}
     */
    Optional<ObjectNode> older(String kind, long before);

    /** All that is known of a load balancer, with a picture of what leads to it. */
    Optional<ObjectNode> loadBalancer(String arn);

    /**
     * An execution with the visits of its states.
     *
     * @param withGraph whether the workflow's states and their edges are wanted, too
     */
    Optional<ObjectNode> execution(String arn, boolean withGraph);

    /** Input, output and attempts of one visit of a state. */
    Optional<ObjectNode> visit(String executionArn, long id);

    /** An event of the bus, and what each rule says of it. */
    Optional<ObjectNode> event(long number);

    /**
     * Does something, and answers what came of it.
     *
     * @param action one of {@link Action}'s names
     * @throws RefusedException if it cannot be done, with the remedy
     */
    ObjectNode perform(String action, ObjectNode arguments);

    @Override
    void close();
}
