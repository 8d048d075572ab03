package io.gatelink.local.apigateway;

import java.util.List;
import java.util.Set;

/** When links to VPCs, of either kind, may be deleted. */
final class VpcLinkDeletion {

    private static final Set<String> IN_TRANSITION = Set.of("PENDING", "DELETING");

    private VpcLinkDeletion() {}

    /**
     * @param status   by its name
     * @param users    the deployed methods that use the link
     * @param notation what {@code users} are made of, e.g. {@code Method:Resource}
     * @throws io.gatelink.local.core.AwsException BadRequestException
     */
    static void check(String vpcLinkId, String status, List<String> users, String notation) {
        if (IN_TRANSITION.contains(status)) {
            // AWS says not to do this, but not what happens then: so the local AWS refuses.
            throw ApiGatewayErrors.badRequest("Cannot delete vpc link. Vpc link '" + vpcLinkId + "' is in " + status
                    + " state. Please wait until it has left this state.");
        }
        if (!users.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Cannot delete vpc link. Vpc link '" + vpcLinkId + "', is referenced in ["
                    + String.join(", ", users) + "] in format of [" + notation + "].");
        }
    }
}
