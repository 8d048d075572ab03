package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.policy.PolicyDocumentReader;
import io.gatelink.local.policy.PolicyStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the {@code Policies} of a function or state machine: policy documents, ARNs of managed policies, and the SAM
 * policy templates that are known here.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html">
 *     SAM policy templates</a>
 */
final class PolicyReader {

    private static final String START_EXECUTION = "StepFunctionsExecutionPolicy";

    private final PseudoParameters deployment;
    private final ManagedPolicies managed;
    private final Problems problems;
    private final PolicyDocumentReader documents;

    PolicyReader(PseudoParameters deployment, ManagedPolicies managed, Problems problems) {
        this.deployment = deployment;
        this.managed = managed;
        this.problems = problems;
        this.documents = new PolicyDocumentReader(problems);
    }

    /** @param policies one policy or a list of them, intrinsics resolved; maybe missing */
    List<PolicyStatement> read(JsonNode policies, String path) {
        var statements = new ArrayList<PolicyStatement>();
        if (policies.isArray()) {
            for (int i = 0; i < policies.size(); i++) {
                policy(policies.get(i), path + "." + i, statements);
            }
        } else if (!policies.isMissingNode()) {
            policy(policies, path, statements);
        }
        return statements;
    }

    private void policy(JsonNode policy, String path, List<PolicyStatement> statements) {
        if (Properties.isUnknown(policy)) {
            return;
        }
        if (policy.isTextual() && policy.textValue().startsWith("arn:")) {
            statements.addAll(managed.statements(policy.textValue(), path));
        } else if (policy.has("Statement")) {
            statements.addAll(documents.read(policy, path));
        } else if (policy.size() == 1 && policy.has(START_EXECUTION)) {
            String name = Properties.of(
                            policy.get(START_EXECUTION),
                            path + "." + START_EXECUTION,
                            Set.of("StateMachineName"),
                            problems)
                    .requiredText("StateMachineName");
            statements.add(new PolicyStatement(
                    "Allow",
                    List.of("states:StartExecution"),
                    List.of(deployment.arn("states", "stateMachine:" + name)),
                    Map.of()));
        } else {
            problems.add(
                    path,
                    "neither a policy document nor the ARN of a managed policy nor a SAM policy template "
                            + "that the local AWS knows; it knows " + START_EXECUTION);
        }
    }
}
