package io.gatelink.local.cli.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@link LoadBalancerFacts} are made of, in an AWS. What is gone is empty. */
public interface Resources {

    /** The name of a REST API. */
    Optional<String> restApiName(String id);

    /** The id of the deployment that a stage serves. */
    Optional<String> deployment(String restApiId, String stage);

    /**
     * A VPC link.
     *
     * @param version {@code V1} or {@code V2}
     */
    Optional<VpcLink> vpcLink(String id, String version);

    /** A load balancer. */
    Optional<Balancer> loadBalancer(String arn);

    /** The tags of a load balancer that is there. */
    Map<String, String> tags(String loadBalancerArn);

    /** The listeners of a load balancer that is there. */
    List<Listener> listeners(String loadBalancerArn);

    /** The targets of a target group. */
    List<Target> targets(String targetGroupArn);

    /**
     * A VPC link.
     *
     * @param message why; {@code null} for none
     */
    record VpcLink(String status, String message) {}

    /** A load balancer. */
    record Balancer(
            String name, String state, String type, String scheme, String dnsName, String vpcId, Instant createdAt) {}

    /**
     * A listener, and where its default action leads.
     *
     * @param targetGroups their ARNs
     * @param answers      what the load balancer answers itself
     */
    record Listener(String protocol, int port, List<String> targetGroups, List<Answer> answers) {}

    /** An answer of the load balancer itself, such as {@code Redirect}, {@code HTTP_301 to example.com}. */
    record Answer(String title, String text) {}

    /**
     * A target with its health.
     *
     * @param description why; {@code null} for none
     */
    record Target(String id, Integer port, String state, String description) {}
}
