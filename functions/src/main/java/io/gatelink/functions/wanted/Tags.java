package io.gatelink.functions.wanted;

/** The tags that Gatelink reads on load balancers and writes on what it makes. */
public final class Tags {

    /** How the keys of all our tags begin. */
    public static final String PREFIX = "gatelink:";

    /** On a load balancer: {@code true} asks for its publication. */
    public static final String PUBLISH = "gatelink:publish";

    /** On a load balancer: the name of the load balancer that it replaces, whose REST API it takes over. */
    public static final String REPLACES = "gatelink:replaces";

    /** On a load balancer: the port of the listener to publish, needed where several could be meant. */
    public static final String PORT = "gatelink:port";

    /** On a load balancer: the name that requests are for; a TLS listener's certificate has to hold it. */
    public static final String HOST = "gatelink:host";

    /** On a load balancer: the path that the smoke test asks for. */
    public static final String PATH = "gatelink:path";

    /** On a load balancer: the statuses that the smoke test accepts, see {@link ExpectedStatus}. */
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

    private Tags() {
    }
}
