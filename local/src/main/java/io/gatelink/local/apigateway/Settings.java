package io.gatelink.local.apigateway;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * How the local API Gateway behaves where AWS leaves it to time and quotas.
 *
 * @param vpcLinkDelay         how long a new VPC link stays PENDING
 * @param vpcLinkDeletionDelay how long a deleted VPC link stays DELETING before it is gone
 * @param vpcLinkLimit         VPC links an account may have at once
 * @param restApiLimit         REST APIs an account may have at once
 * @param listingLag           how long a new link or API is missing from listings; asked at each listing
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html">Amazon API Gateway quotas</a>
 */
public record Settings(
        Duration vpcLinkDelay, Duration vpcLinkDeletionDelay, int vpcLinkLimit, int restApiLimit,
        Supplier<Duration> listingLag) {

    public Settings {
        Objects.requireNonNull(vpcLinkDelay, "vpcLinkDelay");
        Objects.requireNonNull(vpcLinkDeletionDelay, "vpcLinkDeletionDelay");
        Objects.requireNonNull(listingLag, "listingLag");
        if (vpcLinkDelay.isNegative() || vpcLinkDeletionDelay.isNegative()) {
            throw new IllegalArgumentException("The delays of VPC links must not be negative, but are "
                    + vpcLinkDelay + " and " + vpcLinkDeletionDelay);
        }
        if (vpcLinkLimit < 0 || restApiLimit < 0) {
            throw new IllegalArgumentException("The limits must not be negative, but are "
                    + vpcLinkLimit + " and " + restApiLimit);
        }
    }

    /** As AWS usually is: a link takes three minutes, and half a minute to go; AWS's default quotas. */
    public static Settings aws() {
        return new Settings(Duration.ofSeconds(180), Duration.ofSeconds(30), 20, 600, () -> Duration.ZERO);
    }

    /** For people who wait: a link takes three seconds, and one to go. */
    public static Settings quick() {
        return aws().withVpcLinkDelay(Duration.ofSeconds(3)).withVpcLinkDeletionDelay(Duration.ofSeconds(1));
    }

    /** Without quotas on the number of links and APIs. */
    public Settings withoutLimits() {
        return withVpcLinkLimit(Integer.MAX_VALUE).withRestApiLimit(Integer.MAX_VALUE);
    }

    public Settings withVpcLinkDelay(Duration delay) {
        return new Settings(delay, vpcLinkDeletionDelay, vpcLinkLimit, restApiLimit, listingLag);
    }

    public Settings withVpcLinkDeletionDelay(Duration delay) {
        return new Settings(vpcLinkDelay, delay, vpcLinkLimit, restApiLimit, listingLag);
    }

    public Settings withVpcLinkLimit(int limit) {
        return new Settings(vpcLinkDelay, vpcLinkDeletionDelay, limit, restApiLimit, listingLag);
    }

    public Settings withRestApiLimit(int limit) {
        return new Settings(vpcLinkDelay, vpcLinkDeletionDelay, vpcLinkLimit, limit, listingLag);
    }

    public Settings withListingLag(Supplier<Duration> lag) {
        return new Settings(vpcLinkDelay, vpcLinkDeletionDelay, vpcLinkLimit, restApiLimit, lag);
    }
}
