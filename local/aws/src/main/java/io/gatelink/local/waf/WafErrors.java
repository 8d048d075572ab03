package io.gatelink.local.waf;

import io.gatelink.local.core.AwsException;

/**
 * AWS WAF's errors, in its own words.
 *
 * @see <a href="https://docs.aws.amazon.com/waf/latest/APIReference/CommonErrors.html">Common errors</a>
 */
final class WafErrors {

    private static final String NONEXISTENT_ITEM =
            "AWS WAF couldn’t perform the operation because your resource doesn’t exist.";

    private WafErrors() {}

    static AwsException nonexistentItem() {
        return new AwsException("WAFNonexistentItemException", 400, NONEXISTENT_ITEM);
    }

    /** For a web ACL that may well exist in an account, where the local AWS cannot look. */
    static AwsException nonexistentWebAcl(String arn) {
        return new AwsException(
                "WAFNonexistentItemException",
                400,
                NONEXISTENT_ITEM + " The local AWS does not support web ACLs that were not made in it: " + arn
                        + "; make one with aws wafv2 create-web-acl.");
    }

    static AwsException duplicateItem() {
        return new AwsException(
                "WAFDuplicateItemException",
                400,
                "AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an "
                        + "existing one.");
    }

    static AwsException associatedItem() {
        return new AwsException(
                "WAFAssociatedItemException",
                400,
                "AWS WAF couldn’t perform the operation because your resource is being used by another resource or "
                        + "it’s associated with another resource.");
    }

    static AwsException optimisticLock() {
        return new AwsException(
                "WAFOptimisticLockException",
                400,
                "AWS WAF couldn’t save your changes because someone changed the resource after you started to edit "
                        + "it. Reapply your changes.");
    }

    /** Something that was made so lately that AWS WAF does not see it yet. */
    static AwsException unavailableEntity() {
        return new AwsException(
                "WAFUnavailableEntityException",
                400,
                "AWS WAF couldn’t retrieve the resource that you requested. Retry your request.");
    }

    static AwsException invalidParameter(String reason, String field, String parameter) {
        return new AwsException(
                "WAFInvalidParameterException",
                400,
                "Error reason: " + reason + ", field: " + field + ", parameter: " + parameter);
    }

    static AwsException notExactlyOne(String field, String parameter) {
        return invalidParameter("EXACTLY_ONE_CONDITION_REQUIRED", field, parameter);
    }

    static AwsException limitsExceeded() {
        return new AwsException(
                "WAFLimitsExceededException",
                400,
                "AWS WAF couldn’t perform the operation because you exceeded your resource limit.");
    }
}
