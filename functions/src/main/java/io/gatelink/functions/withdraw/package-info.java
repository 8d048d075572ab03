/**
 * Deletes what Gatelink made for a load balancer that is not wanted any more. Begin with {@link WithdrawHandler};
 * {@link Removal} has the order that API Gateway accepts, and roll backs use it, too.
 */
package io.gatelink.functions.withdraw;
