package io.gatelink.local.elbv2;

import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.Request;
import io.gatelink.local.quotas.Quota;
import io.gatelink.local.quotas.TokenBucket;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;

/**
 * Elastic Load Balancing's throttling of the calls that describe something, per account and Region: one token bucket
 * for all of them together. A call that is refused takes no token.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/api-throttling.html">Request
 *     throttling</a>
 */
public final class DescribeQuota implements CallGuard {

    /** All calls that describe something. */
    public static final Quota QUOTA = new Quota("Describe", 10, Duration.ofSeconds(1), 40);

    private final EventLoop loop;
    private final TokenBucket bucket;

    /**
     * @param loop  whose time it is
     * @param share of the quota, above 0 to 1: what others in the account leave
     */
    public DescribeQuota(EventLoop loop, double share) {
        this.loop = loop;
        this.bucket = QUOTA.bucket(share);
    }

    /** @throws io.gatelink.local.core.AwsException Throttling */
    @Override
    public void check(ApiCall call, Request request) {
        if (!call.service().equals("elasticloadbalancing") || !call.operation().startsWith(QUOTA.operation())) {
            return;
        }
        long now = loop.nanoTime();
        if (!bucket.hasToken(now)) {
            throw Elbv2Errors.error("Throttling", "Rate exceeded");
        }
        bucket.take(now);
    }
}
