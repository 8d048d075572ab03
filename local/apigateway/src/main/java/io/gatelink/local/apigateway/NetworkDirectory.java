package io.gatelink.local.apigateway;

import java.util.Optional;

/** What API Gateway knows about VPCs, for VPC links V2. Used exclusively. */
public interface NetworkDirectory {

    /**
     * A subnet that exists. Fields are those of Amazon EC2's Subnet.
     *
     * @param vpcId   e.g. {@code vpc-0a1b2c3d4e5f60718}
     * @param zoneId  of its Availability Zone, e.g. {@code use1-az1}: the same for all accounts, unlike its name
     * @param ownerId the account that it belongs to; another than the caller's for a shared subnet
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html">Subnet</a>
     */
    record Subnet(String id, String vpcId, String zoneId, String ownerId) {}

    /**
     * A security group that exists.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html">SecurityGroup</a>
     */
    record SecurityGroup(String id, String vpcId) {}

    /** The subnet with this id; empty if there is none. */
    Optional<Subnet> subnet(String subnetId);

    /** The security group with this id; empty if there is none. */
    Optional<SecurityGroup> securityGroup(String groupId);
}
