package io.gatelink.local.template;

import io.gatelink.local.core.Account;

/**
 * Where a template is deployed, and under which name: what its pseudo parameters stand for.
 *
 * @param partition {@code aws}, {@code aws-cn}, ...
 * @param accountId twelve digits
 * @param stackName letters, digits and hyphens, beginning with a letter, at most 128
 */
public record PseudoParameters(String partition, String accountId, String region, String stackName) {

    public PseudoParameters {
        if (!stackName.matches("[A-Za-z][A-Za-z0-9-]{0,127}")) {
            throw new IllegalArgumentException(
                    "A stack's name has letters, digits and hyphens, and begins with a letter");
        }
    }

    /** The stack {@code gatelink} in this account. */
    public static PseudoParameters in(Account account) {
        return new PseudoParameters(account.partition(), account.id(), account.region(), "gatelink");
    }

    /** {@code arn:<partition>:<service>:<region>:<account>:<resource>}. */
    String arn(String service, String resource) {
        return "arn:" + partition + ":" + service + ":" + region + ":" + accountId + ":" + resource;
    }

    String urlSuffix() {
        return partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
    }
}
