package io.gatelink.local.iam;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.policy.PolicyEvaluator;
import io.gatelink.local.policy.PolicyEvaluator.Decision;
import io.gatelink.local.policy.PolicyEvaluator.Outcome;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.template.Stack;
import java.util.List;

/**
 * Refuses what policies of functions and state machines do not allow, and keeps account of what they were needed for.
 * Used exclusively (see {@link io.gatelink.local.time.EventLoop}).
 */
public final class Iam {

    private final Account account;
    private final PolicyUse use = new PolicyUse();

    public Iam(Account account) {
        this.account = account;
    }

    /** Who a function is to IAM: a session of its role, named after the function. */
    public String principal(Stack.Function function) {
        return session(function.roleArn(), function.name());
    }

    /** Who a state machine is to IAM: a session of its role, named after the state machine. */
    public String principal(Stack.StateMachine machine) {
        return session(machine.roleArn(), machine.name());
    }

    private String session(String roleArn, String name) {
        return "arn:" + account.partition() + ":sts::" + account.id() + ":assumed-role/"
                + roleArn.substring(roleArn.lastIndexOf('/') + 1) + "/" + name;
    }

    /**
     * Checks that each permission is allowed.
     *
     * @param principal who calls, as AWS names it in the refusal; see {@code principal}
     * @throws AwsException {@code AccessDeniedException} (with ELB {@code AccessDenied}), 403, with AWS's text, for the
     *         first permission that is not allowed
     */
    public void check(String principal, List<PolicyStatement> statements, List<Permission> permissions) {
        for (Permission permission : permissions) {
            Decision decision = PolicyEvaluator.decide(statements, permission);
            use.record(principal, decision);
            if (!decision.isAllowed()) {
                throw refusal(principal, permission, decision.outcome());
            }
        }
    }

    /** What the policies were needed for so far. */
    public PolicyUse use() {
        return use;
    }

    private static AwsException refusal(String principal, Permission permission, Outcome outcome) {
        String action = permission.action();
        String because = outcome == Outcome.EXPLICITLY_DENIED
                ? " with an explicit deny in an identity-based policy"
                : " because no identity-based policy allows the " + action + " action";
        String resource = permission.resource().equals("*") ? "" : " on resource: " + permission.resource();
        return new AwsException(
                action.startsWith("elasticloadbalancing:") ? "AccessDenied" : "AccessDeniedException",
                403,
                "User: " + principal + " is not authorized to perform: " + action + resource + because);
    }
}
