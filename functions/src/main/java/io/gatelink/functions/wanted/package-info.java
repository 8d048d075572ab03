/**
 * How tags and parameters become what is wanted of a load balancer; it calls no service. Begin with
 * {@link LoadBalancerTag}, which lists the tags, and {@link Wanted}, the result.
 */
package io.gatelink.functions.wanted;
