package io.gatelink.local.elbv2;

import java.util.List;
import java.util.Optional;

/**
 * The default action of a listener.
 *
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html">Action</a>
 */
public sealed interface Action {

    /** As in the API, e.g. {@code fixed-response}. */
    String type();

    /** @param groups at least one */
    record Forward(List<Group> groups) implements Action {

        static final String TYPE = "forward";

        public Forward {
            groups = List.copyOf(groups);
        }

        /** To one target group. */
        public static Forward to(String targetGroupArn) {
            return new Forward(List.of(new Group(targetGroupArn, Optional.empty())));
        }

        /** Those that get traffic. */
        List<Group> active() {
            return groups.stream().filter(group -> group.share() > 0).toList();
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param weight 0 to 999 */
    record Group(String targetGroupArn, Optional<Integer> weight) {

        int share() {
            return weight.orElse(1);
        }
    }

    /**
     * An answer of the load balancer itself.
     *
     * @param statusCode 200 to 299, 400 to 599
     */
    record FixedResponse(String statusCode, Optional<String> contentType, Optional<String> messageBody)
            implements Action {

        static final String TYPE = "fixed-response";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * To another URL, whose parts may hold {@code #{protocol}}, {@code #{host}}, {@code #{port}}, {@code #{path}} and
     * {@code #{query}}.
     *
     * @param statusCode {@code HTTP_301} or {@code HTTP_302}
     */
    record Redirect(String protocol, String host, String port, String path, String query, String statusCode)
            implements Action {

        static final String TYPE = "redirect";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
