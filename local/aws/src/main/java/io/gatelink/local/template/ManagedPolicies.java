package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.policy.PolicyStatement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The managed policies that a template can name: its own, and the one of AWS's that is known here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html">
 *     AWS::IAM::ManagedPolicy</a>
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM quotas</a>
 */
final class ManagedPolicies {

    private static final Set<String> UNDERSTOOD = Set.of(
            "ManagedPolicyName",
            "PolicyDocument",
            // No effect here.
            "Description",
            "Path");
    private static final String PUSH_TO_LOGS = "service-role/AmazonAPIGatewayPushToCloudWatchLogs";
    private static final int LONGEST = 6_144;

    private final Problems problems;
    private final Map<String, List<PolicyStatement>> byArn = new LinkedHashMap<>();

    ManagedPolicies(PseudoParameters deployment, Problems problems) {
        this.problems = problems;
        byArn.put(
                "arn:" + deployment.partition() + ":iam::aws:policy/" + PUSH_TO_LOGS,
                List.of(new PolicyStatement(
                        "Allow",
                        List.of(
                                "logs:CreateLogGroup",
                                "logs:CreateLogStream",
                                "logs:DescribeLogGroups",
                                "logs:DescribeLogStreams",
                                "logs:PutLogEvents",
                                "logs:GetLogEvents",
                                "logs:FilterLogEvents"),
                        List.of("*"),
                        Map.of())));
    }

    /** Reads a policy of the template, which comes before whatever names it. */
    void add(String arn, JsonNode values, String path, PolicyReader reader) {
        var properties = Properties.of(values, path, UNDERSTOOD, problems);
        JsonNode document = properties.at("PolicyDocument");
        if (!document.has("Statement")) {
            problems.add(path, "PolicyDocument is missing, or has no Statement");
        } else if (Json.write(document).replaceAll("\\s", "").length() > LONGEST) {
            problems.add(path + ".PolicyDocument", "must have at most " + LONGEST + " characters, without white space");
        }
        byArn.put(arn, reader.read(document, path + ".PolicyDocument"));
    }

    /** The statements of the policy that is named; none, and reported, if it is not known. */
    List<PolicyStatement> statements(String arn, String path) {
        if (!byArn.containsKey(arn)) {
            problems.add(
                    path,
                    arn + " is not known to the local AWS; it knows the template's managed policies and "
                            + PUSH_TO_LOGS);
        }
        return byArn.getOrDefault(arn, List.of());
    }
}
