package io.gatelink.local;

import static io.gatelink.local.apigateway.Settings.DEFAULT_INTEGRATION_TIMEOUT_QUOTA;
import static io.gatelink.local.apigateway.Settings.MOST_INTEGRATION_TIMEOUT_QUOTA;

/**
 * Which of AWS's quotas apply. Immutable; begin with {@link #AWS} and change what differs.
 *
 * @param enforced whether any do
 * @param vpcLinks how many VPC links (V1) the account may have at once; AWS raises it on request
 * @param vpcLinksV2 how many VPC links V2 the account may have at once; AWS raises it on request
 * @param restApis how many REST APIs the account may have at once; AWS raises it on request
 * @param others   the share of the quotas on the rate of calls that others in the account use, from 0 to below 1
 * @param integrationTimeout how many milliseconds integrations of Regional and private APIs may take; it applies
 *                 always, and AWS raises it on request
 */
public record Quotas(
        boolean enforced, int vpcLinks, int vpcLinksV2, int restApis, double others, int integrationTimeout) {

    /** No quotas. */
    public static final Quotas NONE = new Quotas(
            false, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, DEFAULT_INTEGRATION_TIMEOUT_QUOTA);

    /** Those of an account that has not asked for more, and uses none of them otherwise. */
    public static final Quotas AWS = new Quotas(true, 20, 10, 600, 0, DEFAULT_INTEGRATION_TIMEOUT_QUOTA);

    public Quotas {
        if (vpcLinks < 0 || vpcLinksV2 < 0 || restApis < 0) {
            throw new IllegalArgumentException("vpcLinks, vpcLinksV2 and restApis are " + vpcLinks + ", " + vpcLinksV2
                    + " and " + restApis + ", but must not be negative");
        }
        if (integrationTimeout < DEFAULT_INTEGRATION_TIMEOUT_QUOTA
                || integrationTimeout > MOST_INTEGRATION_TIMEOUT_QUOTA) {
            throw new IllegalArgumentException("integrationTimeout is " + integrationTimeout + ", but must be from "
                    + DEFAULT_INTEGRATION_TIMEOUT_QUOTA + " to " + MOST_INTEGRATION_TIMEOUT_QUOTA);
        }
        if (!(others >= 0 && others < 1)) {
            throw new IllegalArgumentException("others is " + others + ", but must be from 0 to below 1");
        }
    }

    public Quotas withVpcLinks(int count) {
        return new Quotas(enforced, count, vpcLinksV2, restApis, others, integrationTimeout);
    }

    public Quotas withVpcLinksV2(int count) {
        return new Quotas(enforced, vpcLinks, count, restApis, others, integrationTimeout);
    }

    public Quotas withRestApis(int count) {
        return new Quotas(enforced, vpcLinks, vpcLinksV2, count, others, integrationTimeout);
    }

    public Quotas withOthers(double share) {
        return new Quotas(enforced, vpcLinks, vpcLinksV2, restApis, share, integrationTimeout);
    }

    /** @param milliseconds 29000 to 300000 */
    public Quotas withIntegrationTimeout(int milliseconds) {
        return new Quotas(enforced, vpcLinks, vpcLinksV2, restApis, others, milliseconds);
    }

    /** What is left of the quotas on the rate of calls, above 0 to 1. */
    double share() {
        return 1 - others;
    }
}
