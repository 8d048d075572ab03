package io.gatelink.local.http;

import java.util.List;

/**
 * One service of AWS as it is seen on the wire: parses requests and renders answers; it decides nothing. Each service
 * has one implementation, beside the plain Java class that does the work.
 */
public interface WireService {

    /** The name that requests carry in their signature's scope, e.g. {@code apigateway}. */
    String signingName();

    /** The name that permissions, quotas and faults know it by: AWS has services that share a signing name. */
    default String name() {
        return signingName();
    }

    /**
     * Whether a request that is signed for {@link #signingName} is for this service, and not for one that shares it.
     */
    default boolean serves(Request request) {
        return true;
    }

    /** How this service speaks, which also says how its errors look. */
    Protocol protocol();

    /** The names of the operations that are supported, from what {@link #route} itself goes by. */
    List<String> operations();

    /** How long a request's body may be; one that is longer is not even looked at. */
    default int maxBodyBytes() {
        return 2 << 20;
    }

    /** Whether a request is one that this service answers although it is not signed. */
    default boolean isOpen(Request request) {
        return false;
    }

    /**
     * Finds out what a request asks for. Called exclusively; must change nothing.
     *
     * @throws io.gatelink.local.core.AwsException for a request that is malformed, or that names no operation supported
     *         here (then {@link Protocol#notImplemented})
     */
    Operation route(Request request);
}
