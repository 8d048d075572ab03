package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.policy.ResourceStatement;
import io.gatelink.local.s3.BucketSettings;
import io.gatelink.local.states.Encryption;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template comes to for the local AWS: every intrinsic resolved, SAM's shorthands written out.
 *
 * @param parameters        the values in force, defaults included
 * @param roles             those that the template has itself, besides the ones that SAM makes
 * @param permissions       who may invoke functions that other stacks have
 * @param apiGatewayLogRole the ARN of the role under which API Gateway writes logs, if the template sets it
 * @param outputs           the template's outputs, by name
 */
public record Stack(
        String name,
        Map<String, String> parameters,
        List<Function> functions,
        List<StateMachine> stateMachines,
        List<Rule> rules,
        List<Queue> queues,
        List<Topic> topics,
        List<Table> tables,
        List<Key> keys,
        List<LogGroup> logGroups,
        List<Alarm> alarms,
        List<Role> roles,
        List<Bucket> buckets,
        List<ResourceStatement> permissions,
        Optional<String> apiGatewayLogRole,
        Map<String, String> outputs) {

    /** Nothing is deployed. */
    public static final Stack NOTHING = of("nothing", List.of());

    public Stack {
        parameters = ordered(parameters);
        functions = List.copyOf(functions);
        stateMachines = List.copyOf(stateMachines);
        rules = List.copyOf(rules);
        queues = List.copyOf(queues);
        topics = List.copyOf(topics);
        tables = List.copyOf(tables);
        keys = List.copyOf(keys);
        logGroups = List.copyOf(logGroups);
        alarms = List.copyOf(alarms);
        roles = List.copyOf(roles);
        buckets = List.copyOf(buckets);
        permissions = List.copyOf(permissions);
        outputs = ordered(outputs);
    }

    /** What several stacks have together, under the name, the parameters and the outputs of the first one. */
    static Stack of(Collection<Stack> stacks) {
        return switch (stacks.size()) {
            case 0 -> NOTHING;
            case 1 -> stacks.iterator().next();
            default -> of(stacks.iterator().next().name(), stacks);
        };
    }

    private static Stack of(String name, Collection<Stack> stacks) {
        return new Stack(
                name,
                stacks.stream().findFirst().map(Stack::parameters).orElse(Map.of()),
                all(stacks, Stack::functions),
                all(stacks, Stack::stateMachines),
                all(stacks, Stack::rules),
                all(stacks, Stack::queues),
                all(stacks, Stack::topics),
                all(stacks, Stack::tables),
                all(stacks, Stack::keys),
                all(stacks, Stack::logGroups),
                all(stacks, Stack::alarms),
                all(stacks, Stack::roles),
                all(stacks, Stack::buckets),
                all(stacks, Stack::permissions),
                stacks.stream()
                        .flatMap(stack -> stack.apiGatewayLogRole().stream())
                        .findFirst(),
                stacks.stream().findFirst().map(Stack::outputs).orElse(Map.of()));
    }

    private static <T> List<T> all(Collection<Stack> stacks, java.util.function.Function<Stack, List<T>> part) {
        return stacks.stream().flatMap(stack -> part.apply(stack).stream()).toList();
    }

    /** The function with this ARN: without a qualifier, or that of its alias or its published version. */
    public Optional<Function> function(String functionArn) {
        return functions.stream()
                .filter(function -> functionArn.equals(function.arn())
                        || functionArn.equals(function.qualifiedArn())
                        || functionArn.equals(function.versionArn().orElse(null)))
                .findFirst();
    }

    /** The state machine with this ARN. */
    public Optional<StateMachine> stateMachine(String stateMachineArn) {
        return stateMachines.stream()
                .filter(machine -> machine.arn().equals(stateMachineArn))
                .findFirst();
    }

    /** The role with this ARN. */
    public Optional<Role> role(String roleArn) {
        return roles.stream().filter(role -> role.arn().equals(roleArn)).findFirst();
    }

    /**
     * A Lambda function.
     *
     * @param name     {@code <stack>-<logical id>}
     * @param arn      without a qualifier
     * @param alias    the alias that SAM publishes, e.g. {@code live}
     * @param version  the version that the alias stands for
     * @param code     where its code is; empty for what is on the local AWS's own class path
     * @param handler  the class's name
     * @param asynchronous what happens to events that it is invoked with asynchronously
     * @param roleArn  its execution role: one of the stack's, or the one that SAM makes
     * @param policy   the statements of its role
     * @param permissions who else may invoke it
     * @param logGroup the name of the log group that it logs to
     */
    public record Function(
            String logicalId,
            String name,
            String arn,
            Optional<String> alias,
            String version,
            Optional<S3Location> code,
            String handler,
            Map<String, String> environment,
            Duration timeout,
            int memoryMegabytes,
            AsynchronousInvocation asynchronous,
            String roleArn,
            List<PolicyStatement> policy,
            List<ResourceStatement> permissions,
            String logGroup) {

        /** The version that is published first. */
        public static final String FIRST_VERSION = "1";

        public Function {
            environment = ordered(environment);
            policy = List.copyOf(policy);
            permissions = List.copyOf(permissions);
        }

        /** A function without configuration for asynchronous invocation and without a resource policy. */
        public Function(
                String logicalId,
                String name,
                String arn,
                Optional<String> alias,
                String handler,
                Map<String, String> environment,
                Duration timeout,
                int memoryMegabytes,
                String roleArn,
                List<PolicyStatement> policy) {
            this(
                    logicalId,
                    name,
                    arn,
                    alias,
                    FIRST_VERSION,
                    Optional.empty(),
                    handler,
                    environment,
                    timeout,
                    memoryMegabytes,
                    AsynchronousInvocation.DEFAULT,
                    roleArn,
                    policy,
                    List.of(),
                    defaultLogGroup(name));
        }

        Function with(List<ResourceStatement> newPermissions) {
            return new Function(
                    logicalId,
                    name,
                    arn,
                    alias,
                    version,
                    code,
                    handler,
                    environment,
                    timeout,
                    memoryMegabytes,
                    asynchronous,
                    roleArn,
                    policy,
                    newPermissions,
                    logGroup);
        }

        /** The log group that Lambda makes for a function whose configuration names none. */
        public static String defaultLogGroup(String name) {
            return "/aws/lambda/" + name;
        }

        /** The ARN under which others call it: that of its alias, if it has one. */
        public String qualifiedArn() {
            return alias.map(name -> arn + ":" + name).orElse(arn);
        }

        /** The ARN of the version that SAM publishes for its alias. */
        public Optional<String> versionArn() {
            return alias.map(name -> arn + ":" + version);
        }
    }

    /** An object in S3. */
    public record S3Location(String bucket, String key) {}

    /**
     * How Lambda handles events that a function is invoked with asynchronously.
     *
     * @param maximumEventAge how long an event is kept and tried, 60 s to 6 h
     * @param maximumRetries  how often it is tried again after the function failed, 0 to 2
     * @param onFailureArn    the queue, or the event bus, for events that were given up
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
     * @param definition   in the Amazon States Language, substitutions done
     * @param source       where the definition is: a file beside the template, or an object in S3; empty if neither is
     *                     known
     * @param roleArn      its execution role: one of the stack's, or the one that SAM makes
     * @param policy       the statements of its role
     * @param logging      what is logged of its executions, and where
     * @param encryption   empty if a key of AWS's encrypts it
     */
    public record StateMachine(
            String logicalId,
            String name,
            String arn,
            String type,
            String definition,
            String source,
            String roleArn,
            List<PolicyStatement> policy,
            Logging logging,
            Optional<Encryption> encryption) {

        public StateMachine {
            policy = List.copyOf(policy);
        }

        /** Where its executions are logged; none if they are not. */
        public List<String> logGroupArns() {
            return logging.logGroupArns();
        }
    }

    /**
     * What a state machine logs.
     *
     * @param level                which events: {@code ALL}, {@code ERROR}, {@code FATAL} or {@code OFF}
     * @param includeExecutionData whether inputs and outputs are in them
     * @param logGroupArns         with {@code :*} behind them; none if the level is {@code OFF}
     */
    public record Logging(String level, boolean includeExecutionData, List<String> logGroupArns) {

        /** Logs nothing. */
        public static final Logging OFF = new Logging("OFF", false, List.of());

        public Logging {
            logGroupArns = List.copyOf(logGroupArns);
        }
    }

    /**
     * A rule of the default event bus.
     *
     * @param pattern the event pattern; empty for a rule that has only a schedule
     * @param every   how long it is from one of the schedule's events to the next; empty for a rule that has only a
     *                pattern
     */
    public record Rule(
            String name,
            String arn,
            boolean enabled,
            Optional<JsonNode> pattern,
            Optional<Duration> every,
            List<Target> targets) {

        public Rule {
            targets = List.copyOf(targets);
        }

        /** A rule without a schedule. */
        public Rule(String name, String arn, boolean enabled, JsonNode pattern, List<Target> targets) {
            this(name, arn, enabled, Optional.of(pattern), Optional.empty(), targets);
        }
    }

    /**
     * Where a rule sends its events.
     *
     * @param roleArn            the role that EventBridge takes on, for targets that ask for one
     * @param input              what the target gets
     * @param maximumEventAge    how long delivery is tried
     * @param maximumRetries     how often it is tried again
     * @param deadLetterQueueArn where events go that could not be delivered
     */
    public record Target(
            String id,
            String arn,
            Optional<String> roleArn,
            TargetInput input,
            Duration maximumEventAge,
            int maximumRetries,
            Optional<String> deadLetterQueueArn) {

        /** A target that gets the whole event, without a role. */
        public Target(
                String id,
                String arn,
                Duration maximumEventAge,
                int maximumRetries,
                Optional<String> deadLetterQueueArn) {
            this(
                    id,
                    arn,
                    Optional.empty(),
                    TargetInput.WHOLE_EVENT,
                    maximumEventAge,
                    maximumRetries,
                    deadLetterQueueArn);
        }
    }

    /**
     * An SQS queue.
     *
     * @param key    the KMS key that encrypts its messages: an id, an alias or an ARN
     * @param policy its resource policy
     */
    public record Queue(
            String logicalId, String name, String arn, Optional<String> key, List<ResourceStatement> policy) {

        public Queue {
            policy = List.copyOf(policy);
        }
    }

    /**
     * An SNS topic.
     *
     * @param key    the KMS key that encrypts its messages: an id, an alias or an ARN
     * @param policy its resource policy
     */
    public record Topic(
            String logicalId,
            String name,
            String arn,
            Optional<String> displayName,
            Optional<String> key,
            List<ResourceStatement> policy,
            List<Subscription> subscriptions) {

        public Topic {
            policy = List.copyOf(policy);
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /**
     * A subscription to a topic.
     *
     * @param protocol e.g. {@code email}
     */
    public record Subscription(String logicalId, String arn, String topicArn, String protocol, String endpoint) {}

    /**
     * A DynamoDB table.
     *
     * @param key the KMS key that encrypts it: an ARN, if it is the template's; empty for one of AWS's
     */
    public record Table(
            String logicalId,
            String name,
            String arn,
            KeyAttribute partitionKey,
            Optional<KeyAttribute> sortKey,
            Optional<String> key,
            boolean deletionProtection) {

        /** The attributes of its primary key. */
        public List<KeyAttribute> keySchema() {
            return sortKey.map(sort -> List.of(partitionKey, sort)).orElse(List.of(partitionKey));
        }
    }

    /**
     * An attribute of a table's primary key.
     *
     * @param type {@code S}, {@code N} or {@code B}
     */
    public record KeyAttribute(String name, String type) {}

    /**
     * A KMS key.
     *
     * @param aliases with {@code alias/} before the name
     */
    public record Key(
            String logicalId,
            String id,
            String arn,
            boolean enabled,
            List<String> aliases,
            List<ResourceStatement> policy) {

        public Key {
            aliases = List.copyOf(aliases);
            policy = List.copyOf(policy);
        }
    }

    /**
     * A log group.
     *
     * @param arn without {@code :*} behind it
     * @param key the ARN of the KMS key that encrypts it
     * @param retentionDays how long events are kept; empty for ever
     */
    public record LogGroup(
            String logicalId, String name, String arn, Optional<String> key, Optional<Integer> retentionDays) {}

    /**
     * A CloudWatch alarm.
     *
     * @param actions the ARNs of the topics that it tells, by the state that it takes on: {@code ALARM}, {@code OK},
     *                {@code INSUFFICIENT_DATA}
     */
    public record Alarm(
            String logicalId, String name, String arn, String description, Map<String, List<String>> actions) {

        public Alarm {
            actions = ordered(actions);
        }
    }

    /**
     * A role of its own.
     *
     * @param trust  who may take it on
     * @param policy what it may do then
     */
    public record Role(
            String logicalId, String name, String arn, List<ResourceStatement> trust, List<PolicyStatement> policy) {

        public Role {
            trust = List.copyOf(trust);
            policy = List.copyOf(policy);
        }
    }

    /** An S3 bucket. */
    public record Bucket(String logicalId, String name, BucketSettings settings) {}

    /** An unmodifiable copy that keeps the order, so that what is made from it is the same in every run. */
    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
