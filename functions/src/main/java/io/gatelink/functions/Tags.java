package io.gatelink.functions;

/** The tags that Gatelink reads on load balancers and writes on what it makes. */
public final class Tags {

    /** On a load balancer: {@code true} asks for its publication. */
    public static final String PUBLISH = "gatelink:publish";

    /** On a load balancer: the port of the listener to publish, needed where several could be meant. */
    public static final String PORT = "gatelink:port";

    /** On a load balancer: {@code AWS_IAM}, or {@code NONE} where the stack allows open APIs. */
    public static final String AUTHORIZATION = "gatelink:authorization";

    /** On what we make: the stack that made it. */
    public static final String OWNER = "gatelink:owner";

    /** On what we make: the ARN of the load balancer that it publishes. */
    public static final String LOAD_BALANCER = "gatelink:load-balancer";

    /** On what we make: the execution that made it, see {@link StepInput#execution()}. */
    public static final String EXECUTION = "gatelink:execution";

    /** On VPC links: the ARN of the execution that may change what is published for the load balancer. */
    public static final String TURN = "gatelink:turn";

    /** On REST APIs that were switched: the ARN of the load balancer that was published before. */
    public static final String SWITCHED_FROM = "gatelink:switched-from";

    /** On REST APIs that were switched: the execution that did it. */
    public static final String SWITCHED_BY = "gatelink:switched-by";

    private Tags() {
    }
}
