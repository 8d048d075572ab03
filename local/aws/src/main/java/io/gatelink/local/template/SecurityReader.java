package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.policy.PolicyDocumentReader;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.policy.Principals;
import io.gatelink.local.policy.ResourceStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads KMS keys and their aliases, managed policies, roles, and permissions to invoke functions.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html">
 *     AWS::KMS::Key</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html">
 *     AWS::IAM::Role</a>
 */
final class SecurityReader {

    private static final Set<String> KEY = Set.of(
            "KeyPolicy",
            "Enabled",
            "KeySpec",
            "KeyUsage",
            // No effect here.
            "Description",
            "EnableKeyRotation",
            "RotationPeriodInDays",
            "PendingWindowInDays",
            "Tags");
    private static final Set<String> ROLE = Set.of(
            "RoleName",
            "AssumeRolePolicyDocument",
            "Policies",
            "ManagedPolicyArns",
            // No effect here.
            "Description",
            "MaxSessionDuration",
            "Path",
            "Tags");

    private final PseudoParameters deployment;
    private final ManagedPolicies managed;
    private final PolicyReader policies;
    private final Problems problems;
    private final List<Stack.Key> keys = new ArrayList<>();
    private final Map<String, List<String>> aliases = new LinkedHashMap<>();
    private final List<Stack.Role> roles = new ArrayList<>();
    private final Map<String, List<ResourceStatement>> permissions = new LinkedHashMap<>();

    SecurityReader(PseudoParameters deployment, Problems problems) {
        this.deployment = deployment;
        this.managed = new ManagedPolicies(deployment, problems);
        this.policies = new PolicyReader(deployment, managed, problems);
        this.problems = problems;
    }

    void key(String logicalId, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, KEY, problems);
        if (!properties.text("KeySpec").orElse("SYMMETRIC_DEFAULT").equals("SYMMETRIC_DEFAULT")
                || !properties.text("KeyUsage").orElse("ENCRYPT_DECRYPT").equals("ENCRYPT_DECRYPT")) {
            problems.add(path, "the local AWS has symmetric keys for encryption only");
        }
        List<ResourceStatement> policy = properties.at("KeyPolicy").isMissingNode()
                ? defaultKeyPolicy()
                : new PolicyDocumentReader(problems)
                        .readOfResource(properties.at("KeyPolicy"), path + ".KeyPolicy", true);
        keys.add(new Stack.Key(
                logicalId,
                identity.ref(),
                identity.attributes().get("Arn"),
                properties.text("Enabled").orElse("true").equals("true"),
                List.of(),
                policy));
    }

    void alias(String name, JsonNode values, String path) {
        var properties = Properties.of(values, path, Set.of("AliasName", "TargetKeyId"), problems);
        if (!name.startsWith("alias/") || name.startsWith("alias/aws/")) {
            problems.add(path + ".AliasName", "must begin with alias/, and not with alias/aws/");
        }
        aliases.computeIfAbsent(properties.requiredText("TargetKeyId"), key -> new ArrayList<>())
                .add(name);
    }

    void role(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, ROLE, problems);
        List<ResourceStatement> trust = new PolicyDocumentReader(problems)
                .readOfResource(properties.at("AssumeRolePolicyDocument"), path + ".AssumeRolePolicyDocument", false);
        var statements = new ArrayList<PolicyStatement>();
        JsonNode own = properties.at("Policies");
        for (int i = 0; i < own.size(); i++) {
            String place = path + ".Policies." + i;
            var policy = Properties.of(own.get(i), place, Set.of("PolicyName", "PolicyDocument"), problems);
            statements.addAll(policies.read(policy.at("PolicyDocument"), place + ".PolicyDocument"));
        }
        properties
                .texts("ManagedPolicyArns")
                .forEach(policyArn -> statements.addAll(managed.statements(policyArn, path + ".ManagedPolicyArns")));
        roles.add(new Stack.Role(logicalId, name, identity.attributes().get("Arn"), trust, statements));
    }

    void managedPolicy(ResourceType.Identity identity, JsonNode values, String path) {
        managed.add(identity.ref(), values, path, policies);
    }

    /**
     * The role that a function or state machine names; empty if it names none, and reported if it is not one of the
     * template's.
     */
    Optional<Stack.Role> roleOf(Properties properties, String key) {
        Optional<String> arn = properties.text(key);
        Optional<Stack.Role> named = roles.stream()
                .filter(role -> arn.filter(role.arn()::equals).isPresent())
                .findFirst();
        if (arn.isPresent() && named.isEmpty()) {
            problems.add(properties.path() + "." + key, "must be the Arn of a role in the template");
        }
        return named;
    }

    /** Reads policies, with the template's managed ones. */
    PolicyReader policies() {
        return policies;
    }

    /** The role that SAM makes for a rule that starts a state machine. */
    void roleForRule(Stack.Rule rule, Stack.StateMachine machine) {
        String arn = rule.targets().get(0).roleArn().orElseThrow();
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        roles.add(new Stack.Role(
                name.substring(deployment.stackName().length() + 1),
                name,
                arn,
                List.of(new ResourceStatement(
                        new Principals(false, List.of("events.amazonaws.com"), List.of()),
                        new PolicyStatement("Allow", List.of("sts:AssumeRole"), List.of("*"), Map.of()))),
                List.of(new PolicyStatement(
                        "Allow", List.of("states:StartExecution"), List.of(machine.arn()), Map.of()))));
    }

    void permission(JsonNode values, String path) {
        var properties = Properties.of(
                values, path, Set.of("FunctionName", "Action", "Principal", "SourceArn", "SourceAccount"), problems);
        String name = properties.requiredText("FunctionName");
        String arn = name.startsWith("arn:") ? name : deployment.arn("lambda", "function:" + name);
        permissions
                .computeIfAbsent(arn, key -> new ArrayList<>())
                .add(FunctionReader.permission(
                        properties.requiredText("Principal"),
                        properties.requiredText("Action"),
                        arn,
                        properties.text("SourceArn").orElse(null)));
    }

    List<Stack.Key> keys() {
        return keys.stream()
                .map(key -> {
                    var names = new ArrayList<String>(aliases.getOrDefault(key.id(), List.of()));
                    names.addAll(aliases.getOrDefault(key.arn(), List.of()));
                    return new Stack.Key(key.logicalId(), key.id(), key.arn(), key.enabled(), names, key.policy());
                })
                .toList();
    }

    List<Stack.Role> roles() {
        return roles;
    }

    /** What others may do with a function, its alias or its version. */
    List<ResourceStatement> permissionsOf(Stack.Function function) {
        var statements = new ArrayList<ResourceStatement>(permissions.getOrDefault(function.arn(), List.of()));
        if (!function.qualifiedArn().equals(function.arn())) {
            statements.addAll(permissions.getOrDefault(function.qualifiedArn(), List.of()));
        }
        function.versionArn().ifPresent(version -> statements.addAll(permissions.getOrDefault(version, List.of())));
        return statements;
    }

    /** What others may do with functions that are none of these. */
    List<ResourceStatement> permissionsBeside(List<Stack.Function> functions) {
        return permissions.entrySet().stream()
                .filter(one -> functions.stream()
                        .noneMatch(function -> one.getKey().equals(function.arn())
                                || one.getKey().startsWith(function.arn() + ":")))
                .flatMap(one -> one.getValue().stream())
                .toList();
    }

    /** The policy of a key that is made without one. */
    private List<ResourceStatement> defaultKeyPolicy() {
        String root = "arn:" + deployment.partition() + ":iam::" + deployment.accountId() + ":root";
        return List.of(new ResourceStatement(
                new Principals(false, List.of(), List.of(root)),
                new PolicyStatement("Allow", List.of("kms:*"), List.of("*"), Map.of())));
    }
}
