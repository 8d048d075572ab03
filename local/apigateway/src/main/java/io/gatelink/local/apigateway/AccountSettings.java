package io.gatelink.local.apigateway;

import java.util.List;
import java.util.regex.Pattern;

/**
 * API Gateway's settings of this account and Region.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Account.html">Account</a>
 */
public final class AccountSettings {

    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

    private String cloudwatchRoleArn;
    private boolean serviceLinkedRole;

    AccountSettings() {}

    /**
     * @param cloudwatchRoleArn the role under which API Gateway writes logs; {@code null} if there is none
     */
    public record View(String cloudwatchRoleArn) {}

    public View getAccount() {
        return new View(cloudwatchRoleArn);
    }

    /** Replaces {@code /cloudwatchRoleArn}; an empty value removes it. */
    public View updateAccount(List<PatchOperation> patch) {
        String role = cloudwatchRoleArn;
        for (PatchOperation operation : patch) {
            if (!"/cloudwatchRoleArn".equals(operation.path())) {
                throw ApiGatewayErrors.patchPath(operation.path());
            }
            operation.mustChange();
            role = operation.is("remove") ? null : operation.valueOrNull();
            if (role != null && !ROLE_ARN.matcher(role).matches()) {
                throw ApiGatewayErrors.badRequest("The role ARN is not well formed");
            }
        }
        cloudwatchRoleArn = role;
        return getAccount();
    }

    /**
     * Whether the account has API Gateway's service-linked role, which API Gateway makes for the first stage that is
     * traced.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html">Using
     *      service-linked roles for API Gateway</a>
     */
    public boolean hasServiceLinkedRole() {
        return serviceLinkedRole;
    }

    /** As {@code aws iam create-service-linked-role} does it. */
    public void createServiceLinkedRole() {
        serviceLinkedRole = true;
    }

    void mustHaveCloudwatchRole() {
        if (cloudwatchRoleArn == null) {
            throw ApiGatewayErrors.badRequest(
                    "CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }
}
