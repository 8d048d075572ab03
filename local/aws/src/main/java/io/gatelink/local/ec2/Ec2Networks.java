package io.gatelink.local.ec2;

import io.gatelink.local.apigateway.NetworkDirectory;
import io.gatelink.local.core.Account;
import java.util.Optional;

/** What API Gateway sees of {@link Ec2}. Used exclusively. */
public final class Ec2Networks implements NetworkDirectory {

    private final Account account;
    private final Ec2 ec2;

    public Ec2Networks(Account account, Ec2 ec2) {
        this.account = account;
        this.ec2 = ec2;
    }

    @Override
    public Optional<Subnet> subnet(String subnetId) {
        return Ec2Errors.isId(subnetId, "subnet")
                ? ec2.subnets()
                        .find(subnetId)
                        .map(it -> new Subnet(it.id(), it.vpcId(), it.zone().id(), account.id()))
                : Optional.empty();
    }

    @Override
    public Optional<SecurityGroup> securityGroup(String groupId) {
        return Ec2Errors.isId(groupId, "sg")
                ? ec2.securityGroups().find(groupId).map(it -> new SecurityGroup(it.id(), it.vpcId()))
                : Optional.empty();
    }
}
