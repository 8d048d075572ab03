package io.gatelink.local.apigateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Subnets and security groups that only exist: {@code subnet-1} to {@code subnet-3}, {@code sg-1} and {@code sg-2}. */
final class FakeNetworks implements NetworkDirectory {

    private final Map<String, Subnet> subnets = new HashMap<>();
    private final Map<String, SecurityGroup> securityGroups = new HashMap<>();

    FakeNetworks() {
        subnet("subnet-1", FakeLoadBalancers.VPC_ID, "use1-az1", "123456789012");
        subnet("subnet-2", FakeLoadBalancers.VPC_ID, "use1-az2", "123456789012");
        subnet("subnet-3", FakeLoadBalancers.VPC_ID, "use1-az3", "123456789012");
        securityGroup("sg-1", FakeLoadBalancers.VPC_ID);
        securityGroup("sg-2", FakeLoadBalancers.VPC_ID);
    }

    void subnet(String id, String vpcId, String zoneId, String ownerId) {
        subnets.put(id, new Subnet(id, vpcId, zoneId, ownerId));
    }

    void securityGroup(String id, String vpcId) {
        securityGroups.put(id, new SecurityGroup(id, vpcId));
    }

    void remove(String subnetId) {
        subnets.remove(subnetId);
    }

    @Override
    public Optional<Subnet> subnet(String subnetId) {
        return Optional.ofNullable(subnets.get(subnetId));
    }

    @Override
    public Optional<SecurityGroup> securityGroup(String groupId) {
        return Optional.ofNullable(securityGroups.get(groupId));
    }
}
