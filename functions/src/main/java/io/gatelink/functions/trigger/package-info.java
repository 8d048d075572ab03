/**
 * From an event to an execution: what CloudTrail's events mean, and for which load balancers {@code publish} starts.
 * Begin with {@link StartPublicationHandler}.
 */
package io.gatelink.functions.trigger;
