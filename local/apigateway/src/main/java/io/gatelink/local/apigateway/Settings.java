package io.gatelink.local.apigateway;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How the local API Gateway behaves where AWS leaves it to time and quotas.
 *
 * @param vpcLinkDelay         how long a new VPC link stays PENDING
 * @param vpcLinkDeletionDelay how long a deleted VPC link stays DELETING before it is gone
 * @param vpcLinkLimit         VPC links (V1) an account may have at once
 * @param vpcLinkV2Limit       VPC links V2 an account may have at once
 * @param restApiLimit         REST APIs an account may have at once
 * @param restApiUpdateDelay   how long an API is UPDATING at most, after its security policy, access mode or endpoint
 *                             was changed: from a fifteenth of it to all of it
 * @param listingLag           how long a new link or API is missing from listings; asked at each listing
 * @param creationLag          how long calls that name something new are answered as if it were not there; asked at
 *                             each creation
 * @param pendingLag           how much longer than that a new VPC link stays PENDING; asked each time that one is made
 * @param integrationTimeoutQuota how long integrations of Regional and private APIs may take, in milliseconds: what AWS
 *                             raised the account's quota to, 29000 to 300000
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">Amazon API Gateway quotas</a>
 */
public record Settings(
        Duration vpcLinkDelay,
        Duration vpcLinkDeletionDelay,
        int vpcLinkLimit,
        int vpcLinkV2Limit,
        int restApiLimit,
        Duration restApiUpdateDelay,
        Supplier<Duration> listingLag,
        Supplier<Duration> creationLag,
        Supplier<Duration> pendingLag,
        int integrationTimeoutQuota) {

    /** What the quota {@code L-E5AE38E3} of Service Quotas is for an account that has not asked for more. */
    public static final int DEFAULT_INTEGRATION_TIMEOUT_QUOTA = 29_000;

    /** What AWS raises that quota to at most. */
    public static final int MOST_INTEGRATION_TIMEOUT_QUOTA = 300_000;

    public Settings {
        if (integrationTimeoutQuota < DEFAULT_INTEGRATION_TIMEOUT_QUOTA
                || integrationTimeoutQuota > MOST_INTEGRATION_TIMEOUT_QUOTA) {
            throw new IllegalArgumentException("integrationTimeoutQuota is " + integrationTimeoutQuota
                    + ", but must be from " + DEFAULT_INTEGRATION_TIMEOUT_QUOTA + " to "
                    + MOST_INTEGRATION_TIMEOUT_QUOTA);
        }
        Objects.requireNonNull(vpcLinkDelay, "vpcLinkDelay");
        Objects.requireNonNull(vpcLinkDeletionDelay, "vpcLinkDeletionDelay");
        Objects.requireNonNull(restApiUpdateDelay, "restApiUpdateDelay");
        Objects.requireNonNull(listingLag, "listingLag");
        Objects.requireNonNull(creationLag, "creationLag");
        Objects.requireNonNull(pendingLag, "pendingLag");
        if (vpcLinkDelay.isNegative() || vpcLinkDeletionDelay.isNegative()) {
            throw new IllegalArgumentException("The delays of VPC links must not be negative, but are " + vpcLinkDelay
                    + " and " + vpcLinkDeletionDelay);
        }
        if (restApiUpdateDelay.isNegative()) {
            throw new IllegalArgumentException("restApiUpdateDelay must not be negative, but is " + restApiUpdateDelay);
        }
        if (vpcLinkLimit < 0 || vpcLinkV2Limit < 0 || restApiLimit < 0) {
            throw new IllegalArgumentException("The limits must not be negative, but are " + vpcLinkLimit + ", "
                    + vpcLinkV2Limit + " and " + restApiLimit);
        }
    }

    /**
     * As AWS usually is: a link takes three minutes, and half a minute to go; a changed API takes up to a quarter of an
     * hour; AWS's default quotas.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-update.html">How
     *      to change a security policy</a>
     */
    public static Settings aws() {
        return new Settings(
                Duration.ofSeconds(180),
                Duration.ofSeconds(30),
                20,
                10,
                600,
                Duration.ofMinutes(15),
                () -> Duration.ZERO,
                () -> Duration.ZERO,
                () -> Duration.ZERO,
                DEFAULT_INTEGRATION_TIMEOUT_QUOTA);
    }

    /** For people who wait: a link takes three seconds, and one to go; a changed API up to three. */
    public static Settings quick() {
        return aws().withVpcLinkDelay(Duration.ofSeconds(3))
                .withVpcLinkDeletionDelay(Duration.ofSeconds(1))
                .withRestApiUpdateDelay(Duration.ofSeconds(3));
    }

    /** Without quotas on the number of links and APIs. */
    public Settings withoutLimits() {
        return withVpcLinkLimit(Integer.MAX_VALUE)
                .withVpcLinkV2Limit(Integer.MAX_VALUE)
                .withRestApiLimit(Integer.MAX_VALUE);
    }

    public Settings withVpcLinkDelay(Duration delay) {
        return new Settings(
                delay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withVpcLinkDeletionDelay(Duration delay) {
        return new Settings(
                vpcLinkDelay,
                delay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withVpcLinkLimit(int limit) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                limit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withVpcLinkV2Limit(int limit) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withRestApiLimit(int limit) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                limit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withListingLag(Supplier<Duration> lag) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                lag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withRestApiUpdateDelay(Duration delay) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                delay,
                listingLag,
                creationLag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withCreationLag(Supplier<Duration> lag) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                lag,
                pendingLag,
                integrationTimeoutQuota);
    }

    public Settings withPendingLag(Supplier<Duration> lag) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                lag,
                integrationTimeoutQuota);
    }

    public Settings withIntegrationTimeoutQuota(int milliseconds) {
        return new Settings(
                vpcLinkDelay,
                vpcLinkDeletionDelay,
                vpcLinkLimit,
                vpcLinkV2Limit,
                restApiLimit,
                restApiUpdateDelay,
                listingLag,
                creationLag,
                pendingLag,
                milliseconds);
    }
}
