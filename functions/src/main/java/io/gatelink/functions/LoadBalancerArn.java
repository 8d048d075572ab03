package io.gatelink.functions;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a load balancer of the Elastic Load Balancing API's second version, taken apart.
 *
 * @param type {@code net}, {@code app} or {@code gwy}
 * @param name the load balancer's name
 * @param id   the hexadecimal end, which tells load balancers of one name apart
 */
record LoadBalancerArn(String partition, String region, String account, String type, String name, String id) {

    /** How the ARN of a network load balancer looks, for remedies. */
    static final String NETWORK_FORM =
            "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>";

    private static final Pattern FORM = Pattern.compile("arn:(aws[a-z-]{0,20}):elasticloadbalancing:([a-z0-9-]{1,32})"
            + ":(\\d{12}):loadbalancer/(net|app|gwy)/([A-Za-z0-9-]{1,32})/([0-9a-f]{1,16})");

    /** The parts of {@code arn}, or nothing if it is not such an ARN. */
    static Optional<LoadBalancerArn> parse(String arn) {
        Matcher parts = FORM.matcher(arn);
        return parts.matches()
                ? Optional.of(new LoadBalancerArn(parts.group(1), parts.group(2), parts.group(3), parts.group(4),
                        parts.group(5), parts.group(6)))
                : Optional.empty();
    }

    boolean isNetwork() {
        return type.equals("net");
    }

    /** Whether it is in the partition, the Region and the account of what has this ARN. */
    boolean isBeside(String arn) {
        String[] parts = arn.split(":", 6);
        return partition.equals(parts[1]) && region.equals(parts[3]) && account.equals(parts[4]);
    }
}
