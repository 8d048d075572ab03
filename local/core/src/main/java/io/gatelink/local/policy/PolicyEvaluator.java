package io.gatelink.local.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Decides what a list of policy statements allows.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class PolicyEvaluator {

    private PolicyEvaluator() {}

    /** How statements stand to a permission. */
    public enum Outcome {
        ALLOWED,
        /** No statement allows it. */
        IMPLICITLY_DENIED,
        /** A statement denies it, whatever others allow. */
        EXPLICITLY_DENIED
    }

    /**
     * A decision.
     *
     * @param grants which parts of which statements made it so: those that allow it, or those that deny what others
     *               allow
     */
    public record Decision(Outcome outcome, List<Grant> grants) {

        public Decision {
            grants = List.copyOf(grants);
        }

        public boolean isAllowed() {
            return outcome == Outcome.ALLOWED;
        }
    }

    /**
     * One action of a statement on one of its resources.
     *
     * @param statement the statement's index
     */
    public record Grant(int statement, String action, String resource) {}

    /** Whether {@code statements} allow {@code permission}. */
    public static Decision decide(List<PolicyStatement> statements, Permission permission) {
        return decide(statements, statement -> true, permission);
    }

    /** Whether those statements of a resource's policy that are about the caller allow {@code permission}. */
    public static Decision decide(
            List<ResourceStatement> statements, Predicate<Principals> caller, Permission permission) {
        return decide(
                statements.stream().map(ResourceStatement::statement).toList(),
                i -> caller.test(statements.get(i).principals()),
                permission);
    }

    private static Decision decide(List<PolicyStatement> statements, IntPredicate about, Permission permission) {
        var allowing = new ArrayList<Grant>();
        var denying = new ArrayList<Grant>();
        for (int i = 0; i < statements.size(); i++) {
            if (about.test(i)) {
                (statements.get(i).effect().equals("Deny") ? denying : allowing)
                        .addAll(applying(i, statements.get(i), permission));
            }
        }
        if (!denying.isEmpty()) {
            return new Decision(Outcome.EXPLICITLY_DENIED, allowing.isEmpty() ? List.of() : denying);
        }
        return new Decision(allowing.isEmpty() ? Outcome.IMPLICITLY_DENIED : Outcome.ALLOWED, allowing);
    }

    /** Every action of the statements on every of its resources, whether it was needed or not. */
    public static List<Grant> grants(List<PolicyStatement> statements) {
        var grants = new ArrayList<Grant>();
        for (int i = 0; i < statements.size(); i++) {
            PolicyStatement statement = statements.get(i);
            for (String action : statement.actions()) {
                for (String resource : statement.resources()) {
                    grants.add(new Grant(i, action, resource));
                }
            }
        }
        return grants;
    }

    /** Each action of a statement on each of its resources, as far as they cover the permission. */
    private static List<Grant> applying(int index, PolicyStatement statement, Permission permission) {
        var grants = new ArrayList<Grant>();
        for (String action : statement.actions()) {
            if (Wildcards.matchIgnoringCase(action, permission.action())) {
                for (String resource : statement.resources()) {
                    if (Wildcards.match(resource, permission.resource())) {
                        grants.add(new Grant(index, action, resource));
                    }
                }
            }
        }
        // Last, for they take the longest.
        return grants.isEmpty() || Conditions.hold(statement.condition(), permission.context()) ? grants : List.of();
    }
}
