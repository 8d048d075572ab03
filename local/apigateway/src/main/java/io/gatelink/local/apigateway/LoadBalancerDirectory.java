package io.gatelink.local.apigateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What API Gateway knows about load balancers and does with them. Used exclusively. */
public interface LoadBalancerDirectory {

    /**
     * @param arn                      the load balancer's ARN
     * @param dnsName                  {@code <name>-<id>.elb.<region>.amazonaws.com}
     * @param type                     {@code network} or {@code application}
     * @param state                    {@code provisioning}, {@code active}, {@code active_impaired} or {@code failed}
     * @param vpcId                    the VPC that it is in
     * @param securityGroups           the ids of its security groups; empty for a network load balancer without any
     * @param refusesPrivateLinkTraffic whether it has security groups that are enforced on PrivateLink traffic: then
     *                                 connections through a VPC link time out silently
     */
    record Entry(
            String arn,
            String dnsName,
            String type,
            String state,
            String vpcId,
            List<String> securityGroups,
            boolean refusesPrivateLinkTraffic) {

        public Entry {
            securityGroups = List.copyOf(securityGroups);
        }
    }

    /**
     * One listener's way to a target, for connections over TCP.
     *
     * @param listenerProtocol    of a network load balancer {@code TCP} or {@code TCP_UDP}, which hand through what
     *                            comes, or {@code TLS}, where the caller's TLS ends; of an application load balancer
     *                            {@code HTTP}, or {@code HTTPS}, where the caller's TLS ends (see {@link HttpListener})
     * @param targetGroupProtocol behind all but the first two: {@code TCP} or {@code HTTP}, spoken plain, {@code TLS}
     *                            or {@code HTTPS}, encrypted anew
     * @param certificateNames    the names in the certificate of a TLS or HTTPS listener; empty if that is not known
     */
    record Route(
            String listenerProtocol,
            String targetGroupProtocol,
            Set<String> certificateNames,
            InetSocketAddress target,
            boolean healthy) {}

    Optional<Entry> find(String arn);

    /** All targets behind the load balancer's listener on this port, healthy or not; empty without such a listener. */
    List<Route> routes(String arn, int port);

    /**
     * Whether security groups let a VPC link V2 through to a port of a load balancer.
     *
     * @param subnetIds        of the link
     * @param securityGroupIds of the link; its VPC's default one counts if there are none
     * @return the address that the load balancer sees; empty if the connection is dropped silently
     */
    Optional<String> admits(String arn, int port, List<String> subnetIds, List<String> securityGroupIds);

    /** The listener on this port of an application load balancer; empty without one. */
    Optional<HttpListener> httpListener(String arn, int port);

    /** The endpoint service (e.g. {@code vpce-svc-0a1b2c3d4e5f67890}) that the load balancer is associated with. */
    Optional<String> association(String arn);

    /** Associates the load balancer with an endpoint service; it has none so far. */
    void associate(String arn, String endpointServiceId);

    /** Ends the association with this endpoint service; does nothing if there is none. */
    void dissociate(String arn, String endpointServiceId);
}
