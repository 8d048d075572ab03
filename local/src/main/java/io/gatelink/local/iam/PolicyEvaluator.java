package io.gatelink.local.iam;

import io.gatelink.local.template.Stack.PolicyStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a list of policy statements allows.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class PolicyEvaluator {

    private PolicyEvaluator() {
    }

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
     * @param grants which parts of which statements allow it; empty unless it is allowed
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
    public record Grant(int statement, String action, String resource) {
    }

    /** Whether {@code statements} allow {@code permission}. */
    public static Decision decide(List<PolicyStatement> statements, Permission permission) {
        var grants = new ArrayList<Grant>();
        for (int i = 0; i < statements.size(); i++) {
            PolicyStatement statement = statements.get(i);
            Optional<Grant> grant = applies(i, statement, permission);
            if (grant.isPresent() && statement.effect().equals("Deny")) {
                return new Decision(Outcome.EXPLICITLY_DENIED, List.of());
            }
            grant.ifPresent(grants::add);
        }
        return new Decision(grants.isEmpty() ? Outcome.IMPLICITLY_DENIED : Outcome.ALLOWED, grants);
    }

    /** Every grant that the statements make, used or not. */
    public static List<Grant> grants(List<PolicyStatement> statements) {
        var grants = new ArrayList<Grant>();
        for (int i = 0; i < statements.size(); i++) {
            PolicyStatement statement = statements.get(i);
            if (statement.effect().equals("Allow")) {
                for (String action : statement.actions()) {
                    for (String resource : statement.resources()) {
                        grants.add(new Grant(i, action, resource));
                    }
                }
            }
        }
        return grants;
    }

    private static Optional<Grant> applies(int index, PolicyStatement statement, Permission permission) {
        return statement.actions().stream()
                .filter(action -> Wildcards.matchIgnoringCase(action, permission.action()))
                .findFirst()
                .flatMap(action -> statement.resources().stream()
                        .filter(resource -> Wildcards.match(resource, permission.resource()))
                        .findFirst()
                        .map(resource -> new Grant(index, action, resource)))
                .filter(grant -> Conditions.hold(statement.condition(), permission.context()));
    }
}
