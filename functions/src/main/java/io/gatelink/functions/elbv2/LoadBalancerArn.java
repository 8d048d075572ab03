package io.gatelink.functions.elbv2;

import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.TextValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ARN of a load balancer of the Elastic Load Balancing API's second version.
 *
 * @param type {@code net}, {@code app} or {@code gwy}
 * @param name the load balancer's name
 * @param id   the hexadecimal end, which tells load balancers of one name apart
 */
public record LoadBalancerArn(String partition, String region, String account, String type, String name, String id)
        implements TextValue {

    /** How the ARN of a load balancer looks that can be published, for remedies. */
    public static final String LINKABLE_FORM =
            "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/<net or app>/<name>/<id>";

    private static final Pattern FORM = Pattern.compile("arn:(aws[a-z-]{0,20}):elasticloadbalancing:([a-z0-9-]{1,32})"
            + ":(\\d{12}):loadbalancer/(net|app|gwy)/([A-Za-z0-9-]{1,32})/([0-9a-f]{1,16})");

    /** @throws InvalidInputException if the text is no such ARN */
    public static LoadBalancerArn of(String text) {
        return parse(text)
                .orElseThrow(() -> new InvalidInputException("Input field loadBalancerArn is " + Text.shown(text)
                        + ": give the ARN of a load balancer, " + LINKABLE_FORM + "."));
    }

    /** The parts of {@code text}, or nothing if it is no such ARN. */
    public static Optional<LoadBalancerArn> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new LoadBalancerArn(
                        parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5), parts.group(6)))
                : Optional.empty();
    }

    public boolean isNetwork() {
        return type.equals("net");
    }

    /** Whether VPC links lead to load balancers of its type: network ones, and application ones. */
    public boolean isLinkable() {
        return isNetwork() || type.equals("app");
    }

    /** Whether the load balancer is in the partition, Region and account of an execution. */
    public boolean isBeside(ExecutionArn execution) {
        return partition.equals(execution.partition())
                && region.equals(execution.region())
                && account.equals(execution.account());
    }

    @Override
    public String text() {
        return "arn:" + partition + ":elasticloadbalancing:" + region + ":" + account + ":loadbalancer/" + type + "/"
                + name + "/" + id;
    }

    @Override
    public String toString() {
        return text();
    }
}
