package io.gatelink.functions;

/** The tags that Gatelink reads on load balancers and writes on what it makes. */
public final class Tags {

    /** How the keys of all our tags begin. */
    public static final String PREFIX = "gatelink:";

    /**
     * On a load balancer: {@code true} asks for its publication; {@code standby} does not, but lets an API be switched to it
     * and keeps that published.
     */
    public static final String PUBLISH = "gatelink:publish";

    /** On a load balancer: the port of the listener to publish, needed where several could be meant. */
    public static final String PORT = "gatelink:port";

    /** On a load balancer whose listener is a TLS one: the name in the listener's certificate. */
    public static final String HOST = "gatelink:host";

    /** On a load balancer: the path that the smoke test asks for. */
    public static final String PATH = "gatelink:path";

    /** On a load balancer: the statuses that the smoke test is content with, see {@link ExpectedStatus}. */
    public static final String EXPECT = "gatelink:expect";

    /** On a load balancer: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}, as far as the stack allows it. */
    public static final String AUTHORIZATION = "gatelink:authorization";

    /** On a load balancer: how long API Gateway waits for the backend, in milliseconds, 50 to 29000. */
    public static final String TIMEOUT_MS = "gatelink:timeout-ms";

    /** On a load balancer: the name of the stage, part of the invoke URL. */
    public static final String STAGE = "gatelink:stage";

    /** On a load balancer: {@code http_proxy} passes requests and answers on as they are, {@code http} maps them. */
    public static final String INTEGRATION = "gatelink:integration";

    /** On what we make: the stack that made it. */
    public static final String OWNER = "gatelink:owner";

    /** On what we make: the ARN of the load balancer that it publishes. */
    public static final String LOAD_BALANCER = "gatelink:load-balancer";

    /** On what we make: the execution that made it, see {@link StepInput#execution()}. */
    public static final String EXECUTION = "gatelink:execution";

    /** On a VPC link that we made: the ARN of the execution that may change what is published, see {@link Turns}. */
    public static final String TURN = "gatelink:turn";

    /** Beside {@link #TURN}: since when, as an ISO 8601 instant; absent if the execution made the link. */
    public static final String TURN_SINCE = "gatelink:turn-since";

    /**
     * On a REST API that has passed a publication's smoke test: the execution that it passed last. From then on no failure
     * of another publication takes the API away.
     */
    public static final String PUBLISHED_BY = "gatelink:published-by";

    /**
     * On a REST API that was switched, with the id of each load balancer after it that it was moved away from: that load
     * balancer's ARN. See {@link SwitchTags}.
     */
    public static final String SWITCHED_FROM = "gatelink:switched-from:";

    /**
     * On a REST API that was switched, with the id of each load balancer after it that it was moved to: the execution that
     * did it, see {@link StepInput#execution()}.
     */
    public static final String SWITCHED_TO = "gatelink:switched-to:";

    private Tags() {
    }
}
