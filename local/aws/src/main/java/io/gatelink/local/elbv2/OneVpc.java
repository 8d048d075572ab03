package io.gatelink.local.elbv2;

import io.gatelink.local.apigateway.NetworkDirectory;
import io.gatelink.local.core.Account;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one VPC of the account: whatever subnet or security group is named exists in it. */
public final class OneVpc implements NetworkDirectory {

    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-zA-Z-]{1,64}");
    private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-zA-Z-]{1,64}");
    private static final String ZONE_ID = "use1-az1";

    private final Account account;

    public OneVpc(Account account) {
        this.account = account;
    }

    @Override
    public Optional<Subnet> subnet(String subnetId) {
        return SUBNET.matcher(subnetId).matches()
                ? Optional.of(new Subnet(subnetId, LoadBalancers.VPC_ID, ZONE_ID, account.id()))
                : Optional.empty();
    }

    @Override
    public Optional<SecurityGroup> securityGroup(String groupId) {
        return SECURITY_GROUP.matcher(groupId).matches()
                ? Optional.of(new SecurityGroup(groupId, LoadBalancers.VPC_ID))
                : Optional.empty();
    }
}
