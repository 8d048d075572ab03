package io.gatelink.local.elbv2;

import io.gatelink.local.http.QueryParameters;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters that each operation takes. AWS has more: those are refused by name, so that none is taken and then
 * forgotten.
 */
final class AcceptedParameters {

    private static final String HEALTH_CHECK = """
            HealthCheckProtocol HealthCheckPort HealthCheckEnabled HealthCheckPath HealthCheckIntervalSeconds \
            HealthCheckTimeoutSeconds HealthyThresholdCount UnhealthyThresholdCount Matcher.HttpCode""";
    private static final String LISTENER = """
            Protocol Port SslPolicy AlpnPolicy Certificates.CertificateArn DefaultActions.Type \
            DefaultActions.TargetGroupArn DefaultActions.Order DefaultActions.ForwardConfig.TargetGroups.TargetGroupArn \
            DefaultActions.ForwardConfig.TargetGroups.Weight DefaultActions.FixedResponseConfig.StatusCode \
            DefaultActions.FixedResponseConfig.ContentType DefaultActions.FixedResponseConfig.MessageBody \
            DefaultActions.RedirectConfig.Protocol DefaultActions.RedirectConfig.Host \
            DefaultActions.RedirectConfig.Port DefaultActions.RedirectConfig.Path DefaultActions.RedirectConfig.Query \
            DefaultActions.RedirectConfig.StatusCode""";
    private static final String SUBNETS =
            "Subnets SubnetMappings.SubnetId SubnetMappings.PrivateIPv4Address IpAddressType";
    private static final String TAGS = "Tags.Key Tags.Value";
    private static final String TARGETS = "TargetGroupArn Targets.Id Targets.Port Targets.AvailabilityZone";

    private static final Map<String, Set<String>> BY_OPERATION = """
            AddTags: ResourceArns %TAGS
            CreateListener: LoadBalancerArn %LISTENER %TAGS
            CreateLoadBalancer: Name Type Scheme SecurityGroups %SUBNETS %TAGS
            CreateTargetGroup: Name Protocol ProtocolVersion Port VpcId TargetType IpAddressType %HEALTH_CHECK %TAGS
            DeleteListener: ListenerArn
            DeleteLoadBalancer: LoadBalancerArn
            DeleteTargetGroup: TargetGroupArn
            DeregisterTargets: %TARGETS
            DescribeCapacityReservation: LoadBalancerArn
            DescribeListenerAttributes: ListenerArn
            DescribeListeners: LoadBalancerArn ListenerArns Marker PageSize
            DescribeLoadBalancerAttributes: LoadBalancerArn
            DescribeLoadBalancers: LoadBalancerArns Names Marker PageSize
            DescribeTags: ResourceArns
            DescribeTargetGroupAttributes: TargetGroupArn
            DescribeTargetGroups: LoadBalancerArn TargetGroupArns Names Marker PageSize
            DescribeTargetHealth: %TARGETS
            ModifyListener: ListenerArn %LISTENER
            ModifyListenerAttributes: ListenerArn Attributes.Key Attributes.Value
            ModifyLoadBalancerAttributes: LoadBalancerArn Attributes.Key Attributes.Value
            ModifyTargetGroup: TargetGroupArn %HEALTH_CHECK
            ModifyTargetGroupAttributes: TargetGroupArn Attributes.Key Attributes.Value
            RegisterTargets: %TARGETS
            RemoveTags: ResourceArns TagKeys
            SetIpAddressType: LoadBalancerArn IpAddressType
            SetSecurityGroups: LoadBalancerArn SecurityGroups EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic
            SetSubnets: LoadBalancerArn %SUBNETS
            """.replace("%HEALTH_CHECK", HEALTH_CHECK)
            .replace("%LISTENER", LISTENER)
            .replace("%SUBNETS", SUBNETS)
            .replace("%TAGS", TAGS)
            .replace("%TARGETS", TARGETS)
            .lines()
            .map(line -> line.split(": "))
            .collect(Collectors.toUnmodifiableMap(line -> line[0], line -> Set.of(line[1].split(" "))));

    private AcceptedParameters() {}

    /**
     * @throws io.gatelink.local.core.AwsException NotImplemented for a parameter that the operation does not take here
     */
    static void check(String operation, QueryParameters parameters) {
        parameters.paths().stream()
                .filter(path -> !BY_OPERATION.get(operation).contains(path))
                .findFirst()
                .ifPresent(path -> {
                    throw Elbv2Errors.notSupported(operation + " with " + Elbv2Errors.quoted(path));
                });
    }
}
