package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template comes to for the local AWS: every intrinsic resolved, SAM's shorthands written out.
 *
 * @param parameters the values in force, defaults included
 * @param outputs    the template's outputs, by name
 */
public record Stack(
        String name,
        Map<String, String> parameters,
        List<Function> functions,
        List<StateMachine> stateMachines,
        List<Rule> rules,
        List<Queue> queues,
        Map<String, String> outputs) {

    public Stack {
        parameters = ordered(parameters);
        functions = List.copyOf(functions);
        stateMachines = List.copyOf(stateMachines);
        rules = List.copyOf(rules);
        queues = List.copyOf(queues);
        outputs = ordered(outputs);
    }

    /**
     * A Lambda function.
     *
     * @param name     {@code <stack>-<logical id>}
     * @param arn      without a qualifier
     * @param alias    the alias that SAM publishes, e.g. {@code live}
     * @param handler  the class's name
     * @param asynchronous what happens to events that it is invoked with asynchronously
     * @param policy   the statements of its role
     */
    public record Function(
            String logicalId,
            String name,
            String arn,
            Optional<String> alias,
            String handler,
            Map<String, String> environment,
            Duration timeout,
            int memoryMegabytes,
            AsynchronousInvocation asynchronous,
            List<PolicyStatement> policy) {

        public Function {
            environment = ordered(environment);
            policy = List.copyOf(policy);
        }

        /** A function whose asynchronous invocation is not configured. */
        public Function(
                String logicalId,
                String name,
                String arn,
                Optional<String> alias,
                String handler,
                Map<String, String> environment,
                Duration timeout,
                int memoryMegabytes,
                List<PolicyStatement> policy) {
            this(logicalId, name, arn, alias, handler, environment, timeout, memoryMegabytes,
                    AsynchronousInvocation.DEFAULT, policy);
        }

        /** The ARN under which others call it: that of its alias, if it has one. */
        public String qualifiedArn() {
            return alias.map(name -> arn + ":" + name).orElse(arn);
        }
    }

    /**
     * How Lambda handles events that a function is invoked with asynchronously.
     *
     * @param maximumEventAge how long an event is kept and tried, 60 s to 6 h
     * @param maximumRetries  how often it is tried again after the function failed, 0 to 2
     * @param onFailureArn    the queue for events that were given up
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">AWS Lambda</a>
     */
    public record AsynchronousInvocation(Duration maximumEventAge, int maximumRetries, Optional<String> onFailureArn) {

        /** What Lambda does unless told otherwise. */
        public static final AsynchronousInvocation DEFAULT =
                new AsynchronousInvocation(Duration.ofHours(6), 2, Optional.empty());
    }

    /**
     * A state machine.
     *
     * @param definition in the Amazon States Language, substitutions done
     */
    public record StateMachine(
            String logicalId, String name, String arn, String type, String definition, List<PolicyStatement> policy) {

        public StateMachine {
            policy = List.copyOf(policy);
        }
    }

    /**
     * A rule of the default event bus.
     *
     * @param pattern the event pattern
     */
    public record Rule(String name, String arn, boolean enabled, JsonNode pattern, List<Target> targets) {

        public Rule {
            targets = List.copyOf(targets);
        }
    }

    /**
     * Where a rule sends its events.
     *
     * @param maximumEventAge    how long delivery is tried
     * @param maximumRetries     how often it is tried again
     * @param deadLetterQueueArn where events go that could not be delivered
     */
    public record Target(
            String id, String arn, Duration maximumEventAge, int maximumRetries, Optional<String> deadLetterQueueArn) {
    }

    /** An SQS queue. */
    public record Queue(String logicalId, String name, String arn) {
    }

    /**
     * One statement of an IAM policy, with lists even where the template has single values.
     *
     * @param condition by operator, then by key: the values, one of which must match
     */
    public record PolicyStatement(
            String effect,
            List<String> actions,
            List<String> resources,
            Map<String, Map<String, List<String>>> condition) {

        public PolicyStatement {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
            condition = ordered(condition);
        }
    }

    /** An unmodifiable copy that keeps the order, so that what is made from it is the same in every run. */
    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
