package io.gatelink.functions;

/**
 * Something of ours that stays until a person deletes it.
 *
 * @param resource such as {@code REST API a1b2c3}
 * @param reason   why, in AWS's words if AWS refused
 */
public record Leftover(String resource, String reason) {
}
