package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsRefusedException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetVpcLinksResponse;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLink;

/**
 * The VPC links of version 2 that API Gateway has of ours.
 *
 * @param owner the value of the tag {@link ApiGateway#OWNER}, the stack's name
 * @see <a href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html">VpcLinks</a>
 */
public record SharedLinks(ApiGatewayV2Client client, String owner) {

    /** The key of the tag with the name that {@link Network#link} gives a link. */
    public static final String VPC = "gatelink:vpc";

    private static final String PAGE = "100";

    private static final Pattern ZONE_WITHOUT_SERVICE =
            Pattern.compile("Subnet '(subnet-[0-9a-f]+)' is in Availability Zone .* where service is not available");

    private static final String TOO_MANY = "There are too many Vpc Links";

    /** Those of a function's account and Region, and of the stack that its environment names. */
    public static SharedLinks of(AwsClients clients) {
        return new SharedLinks(clients.apiGatewayV2(), clients.settings().owner());
    }

    /**
     * Asks for a link; returns its id. It is in no subnet whose Availability Zone API Gateway does not serve.
     *
     * @throws UnsupportedLoadBalancerException if it serves none of the zones
     * @throws AwsRefusedException              if the account has no room for another link
     */
    public String create(Network network) {
        List<String> subnetIds = new ArrayList<>(network.subnetIds());
        while (true) {
            try {
                return create(network, subnetIds);
            } catch (BadRequestException e) {
                String message = String.valueOf(e.awsErrorDetails().errorMessage());
                Matcher refused = ZONE_WITHOUT_SERVICE.matcher(message);
                if (message.contains(TOO_MANY)) {
                    throw new AwsRefusedException("API Gateway answered: " + Text.printable(message) + " Delete those "
                            + "that nothing uses, see aws apigatewayv2 get-vpc-links, or ask for more in Service "
                            + "Quotas (API Gateway, VPC links V2 per account per Region); then publish the load "
                            + "balancer again.");
                }
                if (!refused.find() || !subnetIds.remove(refused.group(1))) {
                    throw e;
                }
                if (subnetIds.isEmpty()) {
                    throw new UnsupportedLoadBalancerException("API Gateway answered: " + Text.printable(message)
                            + ". No other subnet is left for the VPC link: deploy the stack with LinkSubnetIds = "
                            + "subnets of VPC " + network.vpcId() + " in other Availability Zones.");
                }
            }
        }
    }

    private String create(Network network, List<String> subnetIds) {
        return client.createVpcLink(request -> request.name("gatelink-" + network.vpcId())
                        .subnetIds(subnetIds)
                        .securityGroupIds(network.securityGroupIds())
                        .tags(new TreeMap<>(Map.of(ApiGateway.OWNER, owner, VPC, network.link()))))
                .vpcLinkId();
    }

    /** The link of this id, or nothing if there is none. */
    public Optional<GetVpcLinkResponse> find(String id) {
        try {
            return Optional.of(client.getVpcLink(request -> request.vpcLinkId(id)));
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }

    /** All of ours. */
    public List<VpcLink> ours() {
        List<VpcLink> ours = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            GetVpcLinksResponse page =
                    client.getVpcLinks(request -> request.maxResults(PAGE).nextToken(from));
            page.items().stream()
                    .filter(link -> owner.equals(link.tags().get(ApiGateway.OWNER)))
                    .forEach(ours::add);
            token = page.nextToken();
        } while (token != null && !token.isEmpty());
        return ours;
    }

    /** Begins to delete one; one that is gone already is fine. */
    public void delete(String id) {
        try {
            client.deleteVpcLink(request -> request.vpcLinkId(id));
        } catch (NotFoundException gone) {
            // As it was to be.
        }
    }
}
