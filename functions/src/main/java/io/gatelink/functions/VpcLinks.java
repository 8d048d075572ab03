package io.gatelink.functions;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The VPC links of the account, as far as Gatelink needs them. */
interface VpcLinks {

    /** Our links to the load balancer, usable ones first: {@code AVAILABLE}, {@code PENDING}, others; then by id. */
    List<Link> ofLoadBalancer(String loadBalancerArn);

    /** All of ours, by id. */
    List<Link> ours();

    /** Asks for a link to the load balancer, and gives its turn to the execution. */
    Link create(String name, String loadBalancerArn, String execution, String executionArn);

    /** Gives a link's turn to an execution; a link that is gone is fine. */
    void giveTurn(String id, String executionArn, Instant since);

    /** Makes an execution answer for a link that another one made; a link that is gone is fine. */
    void adopt(String id, String execution, String executionArn);

    /** The link of this id, whoever made it, or nothing if there is none. */
    Optional<Link> describe(String id);

    /** Asks for the link's deletion, which takes time; a link that is gone already is fine. */
    void delete(String id);

    /** A link's status. */
    enum Status {
        AVAILABLE, PENDING, DELETING, FAILED
    }

    /**
     * A VPC link.
     *
     * @param statusMessage API Gateway's words, or an empty string
     */
    record Link(String id, Status status, String statusMessage, Map<String, String> tags) {

        static final Comparator<Link> USABLE_FIRST = Comparator.comparing(Link::status).thenComparing(Link::id);

        boolean isUsable() {
            return status == Status.AVAILABLE || status == Status.PENDING;
        }
    }
}
