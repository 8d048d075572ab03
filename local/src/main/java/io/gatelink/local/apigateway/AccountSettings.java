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

    AccountSettings() {
    }

    /**
     * @param cloudwatchRoleArn the role under which API Gateway writes logs; {@code null} if there is none
     */
    public record View(String cloudwatchRoleArn) {
    }

    public View getAccount() {
        return new View(cloudwatchRoleArn);
    }

    /** Replaces {@code /cloudwatchRoleArn}; an empty value removes it. */
    public View updateAccount(List<PatchOperation> patch) {
        String role = cloudwatchRoleArn;
        for (PatchOperation operation : patch) {
            if (!"/cloudwatchRoleArn".equals(operation.path())) {
                throw Errors.patchPath(operation.path());
            }
            operation.mustChange();
            role = operation.is("remove") ? null : operation.valueOrNull();
            if (role != null && !ROLE_ARN.matcher(role).matches()) {
                throw Errors.badRequest("The role ARN is not well formed");
            }
        }
        cloudwatchRoleArn = role;
        return getAccount();
    }

    void mustHaveCloudwatchRole() {
        if (cloudwatchRoleArn == null) {
            throw Errors.badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }
}
