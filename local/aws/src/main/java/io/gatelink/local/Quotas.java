package io.gatelink.local;

import static io.gatelink.local.apigateway.Settings.DEFAULT_INTEGRATION_TIMEOUT_QUOTA;
import static io.gatelink.local.apigateway.Settings.MOST_INTEGRATION_TIMEOUT_QUOTA;

/**
 * Which of AWS's quotas apply. Immutable; begin with {@link #AWS} and change what differs.
 *
 * @param enforced whether any do
 * @param vpcLinks how many VPC links the account may have at once; AWS raises it on request
 * @param restApis how many REST APIs the account may have at once; AWS raises it on request
 * @param others   the share of the quotas on the rate of calls that others in the account use, from 0 to below 1
 * @param integrationTimeout how many milliseconds integrations of Regional and private APIs may take; it applies always,
 *                 and AWS raises it on request
 */
public record Quotas(boolean enforced, int vpcLinks, int restApis, double others, int integrationTimeout) {

    /** No quotas. */
    public static final Quotas NONE =
            new Quotas(false, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, DEFAULT_INTEGRATION_TIMEOUT_QUOTA);

    /** Those of an account that has not asked for more, and uses none of them otherwise. */
    public static final Quotas AWS = new Quotas(true, 20, 600, 0, DEFAULT_INTEGRATION_TIMEOUT_QUOTA);

    public Quotas {
        if (vpcLinks < 0 || restApis < 0) {
            throw new IllegalArgumentException(
                    "vpcLinks and restApis are " + vpcLinks + " and " + restApis + ", but must not be negative");
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
        return new Quotas(enforced, count, restApis, others, integrationTimeout);
    }

    public Quotas withRestApis(int count) {
        return new Quotas(enforced, vpcLinks, count, others, integrationTimeout);
    }

    public Quotas withOthers(double share) {
        return new Quotas(enforced, vpcLinks, restApis, share, integrationTimeout);
    }

    /** @param milliseconds 29000 to 300000 */
    public Quotas withIntegrationTimeout(int milliseconds) {
        return new Quotas(enforced, vpcLinks, restApis, others, milliseconds);
    }

    /** What is left of the quotas on the rate of calls, above 0 to 1. */
    double share() {
        return 1 - others;
    }
}
