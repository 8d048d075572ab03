package io.gatelink.local.iam;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.events.QueueAccess;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyEvaluator;
import io.gatelink.local.policy.PolicyEvaluator.Decision;
import io.gatelink.local.policy.PolicyEvaluator.Outcome;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.policy.Principals;
import io.gatelink.local.policy.ResourceStatement;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides by the policies of the template's own resources (queues, topics, keys, functions, roles) what services of AWS
 * may do with them. As in AWS, who writes to an encrypted queue or topic must also be allowed to use its key.
 *
 * <p>Documented: which actions on a key are needed, and {@code aws:SourceArn} and {@code aws:SourceAccount} with them.
 * The examples for EventBridge and for the delivery of logs have no condition on a key; so, to be safe, here they tell
 * a key neither.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html">Managing SNS encryption keys</a>
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">SQS
 *     key management</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html">Data at rest encryption
 *     in Step Functions</a>
 */
public final class ResourceAccess implements QueueAccess {

    private static final List<String> TO_ENCRYPT = List.of("kms:GenerateDataKey", "kms:Decrypt");
    private static final List<String> TO_LOG = List.of(
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:DescribeKey");
    private static final List<String> FOR_A_TABLE = List.of(
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
            "kms:GenerateDataKey",
            "kms:DescribeKey",
            "kms:CreateGrant");

    private static final String STATE_MACHINE_CONTEXT = "kms:EncryptionContext:aws:states:stateMachineArn";

    private final Account account;
    private final Supplier<Stack> stack;
    private final Iam iam;

    public ResourceAccess(Account account, Supplier<Stack> stack, Iam iam) {
        this.account = account;
        this.stack = stack;
        this.iam = iam;
    }

    /** @throws AwsException AccessDeniedException */
    public void checkInvoke(ServiceCaller caller, Stack.Function function, String functionArn) {
        var permissions = new ArrayList<>(function.permissions());
        permissions.addAll(stack.get().permissions());
        check(caller, functionArn, permissions, Permission.of("lambda:InvokeFunction", functionArn));
    }

    /** @throws AwsException AuthorizationError, KMSAccessDenied */
    public void checkPublish(ServiceCaller caller, Stack.Topic topic) {
        try {
            check(caller, topic.arn(), topic.policy(), Permission.of("sns:Publish", topic.arn()));
        } catch (AwsException e) {
            throw new AwsException("AuthorizationError", e.status(), e.getMessage());
        }
        topic.key()
                .ifPresent(key -> checkKey(
                        caller,
                        key,
                        TO_ENCRYPT,
                        Map.of("kms:EncryptionContext:aws:sns:topicArn", List.of(topic.arn()))));
    }

    /**
     * A state machine's own role needs what it takes to publish to the topic, and to use its key.
     *
     * @throws AwsException AuthorizationError, KMSAccessDenied, KMSDisabled
     */
    public void checkPublish(Stack.StateMachine machine, Stack.Topic topic) {
        String principal = iam.principal(machine);
        try {
            iam.check(principal, machine.policy(), List.of(Permission.of("sns:Publish", topic.arn())));
        } catch (AwsException e) {
            throw new AwsException("AuthorizationError", e.status(), e.getMessage());
        }
        topic.key().ifPresent(key -> {
            try {
                checkKey(
                        principal,
                        machine.policy(),
                        key,
                        Map.of("kms:EncryptionContext:aws:sns:topicArn", List.of(topic.arn())));
            } catch (AwsException e) {
                throw new AwsException(
                        e.code().startsWith("KMS") ? e.code() : "KMSAccessDenied", e.status(), e.getMessage());
            }
        });
    }

    /** @throws AwsException AccessDenied, KMSAccessDenied */
    public void checkSend(ServiceCaller caller, String queueArn) {
        Stack.Queue queue = queue(queueArn);
        try {
            check(caller, queue.arn(), queue.policy(), Permission.of("sqs:SendMessage", queue.arn()));
        } catch (AwsException e) {
            throw new AwsException("AccessDenied", e.status(), e.getMessage());
        }
        queue.key()
                .ifPresent(key -> checkKey(
                        caller, key, TO_ENCRYPT, Map.of("kms:EncryptionContext:aws:sqs:arn", List.of(queue.arn()))));
    }

    @Override
    public void checkRule(String queueArn, Stack.Rule rule) {
        checkSend(ServiceCaller.events(rule.arn()), queueArn);
    }

    /** A function's own role needs what it takes to send to the queue, and to use its key. */
    @Override
    public void checkFunction(String queueArn, Stack.Function function) {
        Stack.Queue queue = queue(queueArn);
        String principal = iam.principal(function);
        iam.check(principal, function.policy(), List.of(Permission.of("sqs:SendMessage", queue.arn())));
        queue.key()
                .ifPresent(key -> checkKey(
                        principal,
                        function.policy(),
                        key,
                        Map.of("kms:EncryptionContext:aws:sqs:arn", List.of(queue.arn()))));
    }

    /** What a role of the account needs to write to something that a key encrypts. */
    private void checkKey(
            String principal, List<PolicyStatement> policy, String name, Map<String, List<String>> context) {
        Stack.Key key = key(name, principal);
        for (String action : TO_ENCRYPT) {
            // The key's policy leaves it to the account's own policies, or it is not for the account at all.
            Permission permission = withContext(Permission.of(action, key.arn()), context);
            decide(key.arn(), key.policy(), this::isAccount, permission, principal);
            iam.check(principal, policy, List.of(permission));
        }
    }

    /**
     * Checks that a function may use a table's key, as it has to for what DynamoDB does with it in its name.
     *
     * @throws AwsException AccessDeniedException
     */
    public void checkTable(Stack.Table table, Stack.Function function) {
        String principal = iam.principal(function);
        table.key().ifPresent(name -> {
            Stack.Key key = tableKey(name, principal);
            Permission permission = viaDynamoDb("kms:Decrypt", key, table);
            decide(key.arn(), key.policy(), this::isAccount, permission, principal);
            iam.check(principal, function.policy(), List.of(permission));
        });
    }

    /**
     * Checks that the account may have DynamoDB use a table's key, as it has to when the table is made.
     *
     * @throws AwsException AccessDeniedException
     * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html">How DynamoDB uses AWS
     *     KMS</a>
     */
    public void checkTable(Stack.Table table) {
        table.key().ifPresent(name -> {
            Stack.Key key = tableKey(name, "dynamodb.amazonaws.com");
            for (String action : FOR_A_TABLE) {
                decide(
                        key.arn(),
                        key.policy(),
                        this::isAccount,
                        viaDynamoDb(action, key, table),
                        "the stack's deployer");
            }
        });
    }

    private Stack.Key tableKey(String name, String caller) {
        try {
            return key(name, caller);
        } catch (AwsException e) {
            throw new AwsException("AccessDeniedException", 400, "KMS key access denied error: " + e.getMessage());
        }
    }

    private Permission viaDynamoDb(String action, Stack.Key key, Stack.Table table) {
        return withContext(
                Permission.of(action, key.arn()),
                Map.of(
                        "kms:ViaService", List.of("dynamodb." + account.region() + ".amazonaws.com"),
                        "kms:CallerAccount", List.of(account.id()),
                        "kms:GrantIsForAWSResource", List.of("true"),
                        "kms:EncryptionContext:aws:dynamodb:tableName", List.of(table.name()),
                        "kms:EncryptionContext:aws:dynamodb:subscriberId", List.of(account.id())));
    }

    /**
     * Checks that a function's own role may put an event on a bus, as it has to for what Lambda puts there in its name.
     *
     * @throws AwsException AccessDeniedException
     */
    public void checkPutEvents(String busArn, String source, String detailType, Stack.Function function) {
        iam.check(
                iam.principal(function),
                function.policy(),
                List.of(new Permission(
                        "events:PutEvents",
                        busArn,
                        Map.of("events:source", List.of(source), "events:detail-type", List.of(detailType)))));
    }

    /**
     * Checks that EventBridge may take a role on, and that the role may start a state machine.
     *
     * @throws AwsException AccessDeniedException
     */
    public void checkStart(Stack.Role role, String stateMachineArn) {
        iam.check(
                "arn:" + account.partition() + ":sts::" + account.id() + ":assumed-role/" + role.name() + "/events",
                role.policy(),
                List.of(Permission.of("states:StartExecution", stateMachineArn)));
    }

    /**
     * Checks that a state machine's role may use the key that encrypts its executions, without which none starts. The
     * role itself calls KMS: there is no {@code kms:ViaService}.
     *
     * @throws AwsException KmsAccessDeniedException, KmsInvalidStateException
     */
    public void checkExecution(Stack.StateMachine machine) {
        machine.encryption()
                .ifPresent(encryption -> withErrorsOfStates(() -> checkKey(
                        iam.principal(machine),
                        machine.policy(),
                        encryption.key(),
                        Map.of(STATE_MACHINE_CONTEXT, List.of(machine.arn())))));
    }

    /**
     * Checks that a function may decrypt what a state machine's key encrypts, as it has to when it reads it.
     *
     * @throws AwsException KmsAccessDeniedException, KmsInvalidStateException
     */
    public void checkDecrypt(Stack.StateMachine machine, Stack.Function function) {
        machine.encryption()
                .ifPresent(encryption -> withErrorsOfStates(() -> {
                    String principal = iam.principal(function);
                    Stack.Key key = key(encryption.key(), principal);
                    Permission permission = viaStates("kms:Decrypt", key, machine);
                    decide(key.arn(), key.policy(), this::isAccount, permission, principal);
                    iam.check(principal, function.policy(), List.of(permission));
                }));
    }

    /**
     * Checks that the account may have Step Functions use a state machine's key, as it has to when the state machine is
     * made; and, if executions are logged, that the role and the delivery of logs may use it, too.
     *
     * @throws AwsException KmsAccessDeniedException, KmsInvalidStateException
     */
    public void checkEncryption(Stack.StateMachine machine) {
        machine.encryption()
                .ifPresent(encryption -> withErrorsOfStates(() -> {
                    Stack.Key key = key(encryption.key(), "states.amazonaws.com");
                    for (String action : List.of("kms:DescribeKey", "kms:GenerateDataKey")) {
                        decide(
                                key.arn(),
                                key.policy(),
                                this::isAccount,
                                viaStates(action, key, machine),
                                "the stack's deployer");
                    }
                    if (!machine.logGroupArns().isEmpty()) {
                        Map<String, List<String>> context =
                                Map.of("kms:EncryptionContext:SourceArn", List.of(account.arn("logs", "*")));
                        checkKey(
                                new ServiceCaller("delivery.logs.amazonaws.com", machine.arn()),
                                encryption.key(),
                                List.of("kms:Decrypt"),
                                context);
                        iam.check(
                                iam.principal(machine),
                                machine.policy(),
                                List.of(withContext(Permission.of("kms:GenerateDataKey", key.arn()), context)));
                    }
                }));
    }

    private Permission viaStates(String action, Stack.Key key, Stack.StateMachine machine) {
        return withContext(
                Permission.of(action, key.arn()),
                Map.of(
                        "kms:ViaService",
                        List.of("states." + account.region() + ".amazonaws.com"),
                        "kms:CallerAccount",
                        List.of(account.id()),
                        STATE_MACHINE_CONTEXT,
                        List.of(machine.arn())));
    }

    private static void withErrorsOfStates(Runnable check) {
        try {
            check.run();
        } catch (AwsException e) {
            throw new AwsException(
                    e.code().equals("KMSDisabled") ? "KmsInvalidStateException" : "KmsAccessDeniedException",
                    400,
                    e.getMessage());
        }
    }

    /** Whether a service may take a role on. */
    public boolean mayAssume(String service, Stack.Role role) {
        return mayAssume(service, role, Map.of());
    }

    /**
     * Whether a service may take a role on.
     *
     * @param sourceArn on whose behalf
     */
    public boolean mayAssume(String service, Stack.Role role, String sourceArn) {
        return mayAssume(
                service, role, Map.of("aws:SourceArn", List.of(sourceArn), "aws:SourceAccount", List.of(account.id())));
    }

    private boolean mayAssume(String service, Stack.Role role, Map<String, List<String>> context) {
        Decision decision = PolicyEvaluator.decide(
                role.trust(),
                principals -> principals.services().contains(service),
                new Permission("sts:AssumeRole", role.arn(), context));
        iam.use().record(role.arn(), decision);
        return decision.isAllowed();
    }

    /**
     * Checks that CloudWatch Logs may encrypt a log group.
     *
     * @throws AwsException KMSAccessDenied
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html">Encrypt log
     *         data</a>
     */
    public void checkLogGroup(Stack.LogGroup group) {
        group.key()
                .ifPresent(key -> checkKey(
                        new ServiceCaller("logs." + account.region() + ".amazonaws.com", group.arn()),
                        key,
                        TO_LOG,
                        Map.of("kms:EncryptionContext:aws:logs:arn", List.of(group.arn()))));
    }

    /** Whether the account could change a key's policy later, which KMS insists on. */
    public boolean staysManageable(Stack.Key key) {
        Decision decision = PolicyEvaluator.decide(
                key.policy(), this::isAccount, withContext(Permission.of("kms:PutKeyPolicy", key.arn()), Map.of()));
        iam.use().record(key.arn(), decision);
        return decision.isAllowed();
    }

    private void checkKey(ServiceCaller caller, String name, List<String> actions, Map<String, List<String>> context) {
        Stack.Key key = key(name, caller.principal());
        for (String action : actions) {
            try {
                check(
                        caller,
                        caller.tellsKeys(),
                        key.arn(),
                        key.policy(),
                        withContext(Permission.of(action, key.arn()), context));
            } catch (AwsException e) {
                throw new AwsException("KMSAccessDenied", e.status(), e.getMessage());
            }
        }
    }

    private Stack.Key key(String name, String caller) {
        Optional<Stack.Key> found = stack.get().keys().stream()
                .filter(key -> name.equals(key.id())
                        || name.equals(key.arn())
                        || key.aliases().stream()
                                .anyMatch(alias -> name.equals(alias) || name.equals(account.arn("kms", alias))))
                .findFirst();
        if (found.isEmpty()) {
            // Among them the keys that AWS manages, whose policies let no other service use them.
            throw new AwsException(
                    "KMSAccessDenied",
                    400,
                    caller + " may not use the key " + name
                            + ", or there is none. Use a key of the template whose policy allows it.");
        }
        if (!found.get().enabled()) {
            throw new AwsException("KMSDisabled", 400, found.get().arn() + " is disabled.");
        }
        return found.get();
    }

    private void check(ServiceCaller caller, String owner, List<ResourceStatement> policy, Permission permission) {
        check(caller, true, owner, policy, permission);
    }

    /** @param withSource whether the service tells on whose behalf it calls */
    private void check(
            ServiceCaller caller,
            boolean withSource,
            String owner,
            List<ResourceStatement> policy,
            Permission permission) {
        var context = new LinkedHashMap<>(Map.of(
                "aws:PrincipalIsAWSService", List.of("true"), "aws:PrincipalServiceName", List.of(caller.principal())));
        if (withSource) {
            context.put("aws:SourceArn", List.of(caller.sourceArn()));
            context.put("aws:SourceAccount", List.of(account.id()));
        }
        decide(
                owner,
                policy,
                principals -> principals.anyone() || principals.services().contains(caller.principal()),
                withContext(permission, context),
                caller.principal());
    }

    private void decide(
            String owner,
            List<ResourceStatement> policy,
            Predicate<Principals> isCaller,
            Permission permission,
            String callerName) {
        Decision decision = PolicyEvaluator.decide(policy, isCaller, permission);
        iam.use().record(owner, decision);
        if (!decision.isAllowed()) {
            String because = decision.outcome() == Outcome.EXPLICITLY_DENIED
                    ? " with an explicit deny in a resource-based policy"
                    : " because no resource-based policy allows the " + permission.action() + " action";
            throw new AwsException(
                    "AccessDeniedException",
                    403,
                    "User: " + callerName + " is not authorized to perform: " + permission.action() + " on resource: "
                            + permission.resource() + because);
        }
    }

    /** Calls between services are encrypted on their way. */
    private static Permission withContext(Permission permission, Map<String, List<String>> more) {
        var context = new LinkedHashMap<>(permission.context());
        context.put("aws:SecureTransport", List.of("true"));
        context.putAll(more);
        return new Permission(permission.action(), permission.resource(), context);
    }

    private boolean isAccount(Principals principals) {
        return principals.anyone()
                || principals.accounts().contains(account.id())
                || principals.accounts().contains("arn:" + account.partition() + ":iam::" + account.id() + ":root");
    }

    private Stack.Queue queue(String arn) {
        return stack.get().queues().stream()
                .filter(queue -> queue.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> new AwsException(
                        "AWS.SimpleQueueService.NonExistentQueue", 400, "The specified queue does not exist."));
    }
}
