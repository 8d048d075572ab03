package io.gatelink.functions;

/**
 * An execution that is about an event.
 *
 * @param started whether this run started it, or found it running with the same input; {@code false} if it had been there
 *                before and has ended
 */
public record StartedExecution(String executionArn, String executionName, boolean started) {
}
