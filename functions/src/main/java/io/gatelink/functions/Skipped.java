package io.gatelink.functions;

/**
 * Something that a reconciliation leaves as it is this time.
 *
 * @param what what it is about: a load balancer's ARN, or something of ours
 * @param why  why it is left
 */
public record Skipped(String what, String why) {
}
