package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The dead-letter queues: SQS queues, as far as EventBridge, Lambda and SNS write to them. Used exclusively. */
public final class DeadLetters {

    private final Map<String, List<Letter>> queues = new LinkedHashMap<>();
    private final QueueAccess access;

    /** Queues that everyone may write to. */
    public DeadLetters(Collection<String> queueArns) {
        this(queueArns, QueueAccess.UNRESTRICTED);
    }

    public DeadLetters(Collection<String> queueArns, QueueAccess access) {
        queueArns.forEach(arn -> queues.put(arn, new ArrayList<>()));
        this.access = access;
    }

    /** Makes those of these queues that are not there. */
    public void create(Collection<String> queueArns) {
        queueArns.forEach(arn -> queues.computeIfAbsent(arn, queue -> new ArrayList<>()));
    }

    /** Deletes all queues but these, with their messages. */
    public void retain(Collection<String> queueArns) {
        queues.keySet().retainAll(queueArns);
    }

    /**
     * A message in a dead-letter queue.
     *
     * @param body       EventBridge's: the event; Lambda's: a record of the invocation that failed
     * @param attributes the message attributes, which EventBridge sets: {@code RULE_ARN}, {@code TARGET_ARN},
     *                   {@code ERROR_CODE}, {@code ERROR_MESSAGE}, {@code RETRY_ATTEMPTS} and, if retrying ended it,
     *                   {@code EXHAUSTED_RETRY_CONDITION}
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues</a>
     */
    public record Letter(ObjectNode body, Map<String, String> attributes) {

        public Letter {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    public boolean hasQueue(String arn) {
        return queues.containsKey(arn);
    }

    /** What is in a queue, oldest first; empty for an unknown one. */
    public List<Letter> in(String queueArn) {
        return List.copyOf(queues.getOrDefault(queueArn, List.of()));
    }

    /**
     * Takes what a rule could not deliver.
     *
     * @throws AwsException if the queue's policy, or its key's, does not let EventBridge write to it for this rule
     */
    void add(String queueArn, Letter letter, Stack.Rule rule) {
        access.checkRule(queueArn, rule);
        add(queueArn, letter);
    }

    /**
     * Takes an event that a function failed at.
     *
     * @throws AwsException if the function's role, or the key's policy, does not let it write to the queue
     */
    public void add(String queueArn, Letter letter, Stack.Function function) {
        access.checkFunction(queueArn, function);
        add(queueArn, letter);
    }

    /**
     * Takes a message from a sender whose permissions have been checked.
     *
     * @throws IllegalArgumentException if there is no such queue
     */
    public void add(String queueArn, Letter letter) {
        List<Letter> queue = queues.get(queueArn);
        if (queue == null) {
            throw new IllegalArgumentException("There is no queue " + queueArn);
        }
        queue.add(letter);
    }
}
