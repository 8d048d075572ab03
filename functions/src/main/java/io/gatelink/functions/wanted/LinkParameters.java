package io.gatelink.functions.wanted;

import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/**
 * Which VPC links requests go through: the stack's parameters.
 *
 * @param version          {@link #V1}, a link for each load balancer, or {@link #V2}, one for each VPC
 * @param subnetIds        of links of version 2; none for the load balancer's own
 * @param securityGroupIds of links of version 2; none for the VPC's default one
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html">Set up VPC
 *      links V2 in API Gateway</a>
 */
public record LinkParameters(String version, List<String> subnetIds, List<String> securityGroupIds) {

    /** A link for each load balancer. */
    public static final String V1 = "V1";

    /** A link for each VPC. */
    public static final String V2 = "V2";

    private static final int HASH = 12;

    /** What a function's environment says. */
    public static LinkParameters of(Settings settings) {
        return new LinkParameters(
                settings.oneOf("LINK_VERSION", List.of(V1, V2)),
                ids(settings, "LINK_SUBNET_IDS", "subnet"),
                ids(settings, "LINK_SECURITY_GROUP_IDS", "sg"));
    }

    private static List<String> ids(Settings settings, String variable, String kind) {
        String id = kind + "-[0-9a-f]{8,17}";
        String ids = settings.text(
                variable,
                "(?:" + id + "(," + id + "){0,9})?",
                "set it to up to 10 ids such as " + kind + "-0a1b2c3d with commas between them, or to nothing");
        return Stream.of(ids.split(","))
                .filter(one -> !one.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether a load balancer is reached through a link of version 2. */
    public boolean isV2(PublicationTags tags) {
        return version.equals(V2) || tags.value(LoadBalancerTag.LINK).isPresent();
    }

    /**
     * How a load balancer is reached.
     *
     * @return {@code null} through a link of version 1
     * @throws UnsupportedLoadBalancerException if it is of a type to which no such link leads
     */
    public Network network(LoadBalancer loadBalancer, PublicationTags tags) {
        if (isV2(tags)) {
            return new Network(
                    link(loadBalancer.vpcId()),
                    subnetIds.isEmpty()
                            ? loadBalancer.availabilityZones().stream()
                                    .map(AvailabilityZone::subnetId)
                                    .sorted()
                                    .toList()
                            : subnetIds,
                    securityGroupIds,
                    loadBalancer.securityGroups());
        }
        if (loadBalancer.type() == LoadBalancerTypeEnum.APPLICATION) {
            throw new UnsupportedLoadBalancerException(refusalByVersion1(loadBalancer.loadBalancerArn()));
        }
        return null;
    }

    /** Why a stack whose links are of version 1 does not publish an application load balancer, with the remedy. */
    static String refusalByVersion1(String loadBalancerArn) {
        return "Load balancer " + loadBalancerArn + " is an application load balancer, to which only VPC links of "
                + "version 2 lead: run " + PublicationTags.addTags(loadBalancerArn, LoadBalancerTag.LINK, "v2")
                + ", or deploy the stack with LinkVersion=V2.";
    }

    /** Other parameters make another link: subnets and security groups of one never change. */
    private String link(String vpcId) {
        return subnetIds.isEmpty() && securityGroupIds.isEmpty()
                ? vpcId
                : vpcId + "/" + Text.sha256(subnetIds + " " + securityGroupIds).substring(0, HASH);
    }
}
