/**
 * Elastic Load Balancing: network and application load balancers, listeners and target groups. Targets are on the
 * loopback and are really checked. Begin with {@link LoadBalancers}; {@code Elbv2Trail} reports each change to
 * CloudTrail.
 */
package io.gatelink.local.elbv2;
