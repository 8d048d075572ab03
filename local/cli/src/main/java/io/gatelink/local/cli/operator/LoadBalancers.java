package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of load balancers, as people and ARNs have them. */
final class LoadBalancers {

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}:loadbalancer/"
                    + "(?:net|app)/([A-Za-z0-9-]{1,32})/[0-9a-f]+");
    private static final String NAME = "[A-Za-z0-9-]{1,32}";

    private LoadBalancers() {}

    /** @throws BadInputException if it is neither a load balancer's name nor its ARN */
    static void check(String field, String nameOrArn) {
        if (!nameOrArn.matches(NAME) && !ARN.matcher(nameOrArn).matches()) {
            throw new BadInputException(field + " is '" + Text.oneLine(nameOrArn)
                    + "', but must be a load balancer's name, such as orders, or its ARN.");
        }
    }

    /** The name in an ARN; the ARN itself if it is of no load balancer. */
    static String name(String arn) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() ? matcher.group(1) : Text.oneLine(arn);
    }

    static boolean isArn(String nameOrArn) {
        return ARN.matcher(nameOrArn).matches();
    }
}
