/**
 * The two tables: the item of each load balancer, its lease, the pace, and which load balancer replaces which. Begin
 * with {@link Registry}; handlers write through a {@link Step}, which checks the lease each time.
 */
package io.gatelink.functions.registry;
