package io.gatelink.local.apigateway;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A VPC link V2 as it is now. Fields are those of API Gateway's VpcLink (V2).
 *
 * @param vpcId         the VPC of its subnets, which AWS does not show
 * @param statusMessage {@code null} where AWS has none that is known
 * @see <a href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks-vpclinkid.html">VpcLink</a>
 */
public record VpcLinkV2(
        String id,
        String name,
        String vpcId,
        List<String> subnetIds,
        List<String> securityGroupIds,
        Instant createdDate,
        Status status,
        String statusMessage,
        Map<String, String> tags) {

    /** Where a link is in its life. */
    public enum Status {
        PENDING,
        AVAILABLE,
        DELETING,
        FAILED,
        INACTIVE
    }

    public VpcLinkV2 {
        subnetIds = List.copyOf(subnetIds);
        securityGroupIds = List.copyOf(securityGroupIds);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    VpcLinkV2 with(Status newStatus, String message) {
        return new VpcLinkV2(id, name, vpcId, subnetIds, securityGroupIds, createdDate, newStatus, message, tags);
    }

    VpcLinkV2 withName(String newName) {
        return new VpcLinkV2(id, newName, vpcId, subnetIds, securityGroupIds, createdDate, status, statusMessage, tags);
    }

    VpcLinkV2 withTags(Map<String, String> newTags) {
        return new VpcLinkV2(id, name, vpcId, subnetIds, securityGroupIds, createdDate, status, statusMessage, newTags);
    }
}
