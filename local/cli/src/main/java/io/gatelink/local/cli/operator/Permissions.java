package io.gatelink.local.cli.operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rights that each command needs, as IAM names them. */
public final class Permissions {

    private static final List<String> OF_EXECUTIONS = List.of(
            "cloudformation:DescribeStacks",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:AddTags",
            "dynamodb:GetItem",
            "states:ListExecutions",
            "states:StartExecution",
            "states:DescribeExecution",
            "states:GetExecutionHistory",
            "kms:Decrypt");

    private Permissions() {}

    /** By command, in the order of the help. */
    public static Map<String, List<String>> byCommand() {
        var rights = new LinkedHashMap<String, List<String>>();
        rights.put(
                "status",
                List.of(
                        "cloudformation:DescribeStacks",
                        "dynamodb:Scan",
                        "dynamodb:GetItem",
                        "states:GetExecutionHistory",
                        "kms:Decrypt"));
        rights.put("publish", OF_EXECUTIONS);
        rights.put("withdraw", and(OF_EXECUTIONS, "dynamodb:Scan"));
        rights.put("replace", and(OF_EXECUTIONS, "dynamodb:Scan"));
        rights.put(
                "call",
                List.of(
                        "cloudformation:DescribeStacks",
                        "dynamodb:Scan",
                        "dynamodb:GetItem",
                        "kms:Decrypt",
                        "execute-api:Invoke",
                        "apigateway:GET"));
        rights.put(
                "logs",
                List.of(
                        "cloudformation:DescribeStacks",
                        "elasticloadbalancing:DescribeLoadBalancers",
                        "elasticloadbalancing:DescribeTags",
                        "dynamodb:Scan",
                        "kms:Decrypt",
                        "logs:FilterLogEvents"));
        rights.put(
                "console",
                List.of(
                        "cloudformation:DescribeStacks",
                        "dynamodb:Scan",
                        "elasticloadbalancing:DescribeLoadBalancers",
                        "elasticloadbalancing:DescribeListeners",
                        "elasticloadbalancing:DescribeTargetHealth",
                        "elasticloadbalancing:DescribeTags",
                        "elasticloadbalancing:AddTags",
                        "elasticloadbalancing:RemoveTags",
                        "states:ListExecutions",
                        "states:DescribeExecution",
                        "states:DescribeStateMachineForExecution",
                        "states:GetExecutionHistory",
                        "states:StartExecution",
                        "states:StopExecution",
                        "kms:Decrypt",
                        "apigateway:GET",
                        "execute-api:Invoke"));
        rights.put(
                "doctor",
                List.of(
                        "cloudformation:DescribeStacks",
                        "cloudformation:GetTemplateSummary",
                        "cloudtrail:DescribeTrails",
                        "cloudtrail:GetTrailStatus",
                        "cloudtrail:GetEventSelectors",
                        "apigateway:GET",
                        "servicequotas:GetServiceQuota",
                        "iam:GetRole",
                        "dynamodb:Scan",
                        "kms:Decrypt",
                        "states:ListExecutions",
                        "elasticloadbalancing:DescribeLoadBalancers",
                        "logs:FilterLogEvents",
                        "sns:ListSubscriptionsByTopic",
                        "sqs:GetQueueAttributes"));
        return rights;
    }

    private static List<String> and(List<String> rights, String more) {
        var all = new ArrayList<>(rights);
        all.add(more);
        return List.copyOf(all);
    }
}
