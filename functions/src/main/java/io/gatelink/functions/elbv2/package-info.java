/** Load balancers and their tags, to read only. Begin with {@link LoadBalancers}. */
package io.gatelink.functions.elbv2;
