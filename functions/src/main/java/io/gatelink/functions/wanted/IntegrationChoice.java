package io.gatelink.functions.wanted;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;

/**
 * How API Gateway passes requests and answers on: what a load balancer's tags ask for, checked against each other.
 *
 * @param defaultTimeoutMillis the time-out where no tag says one
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html">Stream the
 *      integration response for your proxy integrations in API Gateway</a>
 */
record IntegrationChoice(LoadBalancerArn loadBalancer, PublicationTags tags, String defaultTimeoutMillis) {

    /** What integrations are unless a tag says otherwise: requests and answers pass as they are. */
    static final String HTTP_PROXY = "http_proxy";

    /** API Gateway has the whole answer before it passes it on. */
    static final String BUFFERED = "buffered";

    /** API Gateway passes an answer on as it comes. */
    static final String STREAM = "stream";

    /** The longest time-out of an integration that is not streamed, in an account whose quota was raised. */
    static final int LONGEST_MILLIS = 300_000;

    /** The longest time-out of a streamed one, which is within no quota. */
    static final int LONGEST_STREAM_MILLIS = 900_000;

    /** The integration's type: {@link #HTTP_PROXY}, or {@code http}. */
    String type() {
        return tags.value(LoadBalancerTag.INTEGRATION).orElse(HTTP_PROXY);
    }

    /**
     * {@link #BUFFERED} or {@link #STREAM}.
     *
     * @throws UnsupportedLoadBalancerException if answers are to be streamed and mapped
     */
    String response() {
        String response = tags.value(LoadBalancerTag.RESPONSE).orElse(BUFFERED);
        if (response.equals(STREAM) && !type().equals(HTTP_PROXY)) {
            throw new UnsupportedLoadBalancerException("Tag " + LoadBalancerTag.RESPONSE + " is " + STREAM
                    + ", but tag " + LoadBalancerTag.INTEGRATION + " is " + type()
                    + ", and API Gateway streams no answers that it maps: run "
                    + PublicationTags.removeTags(loadBalancer.text(), LoadBalancerTag.INTEGRATION.key())
                    + ", or, to have answers mapped, "
                    + PublicationTags.removeTags(loadBalancer.text(), LoadBalancerTag.RESPONSE.key()) + ".");
        }
        return response;
    }

    /**
     * How long API Gateway waits for the backend's whole answer.
     *
     * @throws UnsupportedLoadBalancerException if that is longer than API Gateway ever waits for an answer that it does
     *                                          not stream
     */
    String timeoutMillis() {
        boolean streamed = response().equals(STREAM);
        String timeout = tags.value(LoadBalancerTag.TIMEOUT_MS)
                .orElse(streamed ? Integer.toString(LONGEST_STREAM_MILLIS) : defaultTimeoutMillis);
        if (!streamed && Integer.parseInt(timeout) > LONGEST_MILLIS) {
            throw new UnsupportedLoadBalancerException("Tag " + LoadBalancerTag.TIMEOUT_MS + " is " + timeout
                    + ", but API Gateway waits " + LONGEST_MILLIS + " ms at most for an answer that it does not "
                    + "stream: run "
                    + PublicationTags.addTags(
                            loadBalancer.text(), LoadBalancerTag.TIMEOUT_MS, Integer.toString(LONGEST_MILLIS))
                    + ", or " + PublicationTags.addTags(loadBalancer.text(), LoadBalancerTag.RESPONSE, STREAM) + ".");
        }
        return timeout;
    }
}
