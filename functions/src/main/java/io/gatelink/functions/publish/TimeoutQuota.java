package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.Wanted;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;

/**
 * The account's quota on how long API Gateway waits for a backend: 29 s, until someone has it raised, which may cost
 * some of the account's quota on requests a second.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html">
 *      Quotas for configuring and running a REST API in API Gateway</a>
 */
final class TimeoutQuota {

    /** How API Gateway refuses an integration whose time-out is past the quota. */
    private static final Pattern BOUNDS =
            Pattern.compile("Timeout should be between \\d+ ms and (\\d{1,9}) ?ms", Pattern.CASE_INSENSITIVE);

    private TimeoutQuota() {}

    /**
     * What to throw instead.
     *
     * @return that exception itself, if it is about something else
     */
    static RuntimeException refusal(BadRequestException e, LoadBalancerArn loadBalancer, Wanted wanted) {
        String message = String.valueOf(e.getMessage());
        Matcher bounds = BOUNDS.matcher(message);
        if (!bounds.find()) {
            return e;
        }
        String lower = PublicationTags.addTags(loadBalancer.text(), LoadBalancerTag.TIMEOUT_MS, bounds.group(1));
        return new UnsupportedLoadBalancerException("API Gateway refused to wait " + wanted.timeoutMillis()
                + " ms for load balancer " + loadBalancer.name() + " (" + Text.printable(bounds.group())
                + "): have the account's quota \"Maximum integration timeout in milliseconds\" raised with aws "
                + "service-quotas request-service-quota-increase --service-code apigateway --quota-code L-E5AE38E3 "
                + "--desired-value " + wanted.timeoutMillis() + ", or run " + lower + ".");
    }
}
