/**
 * Replays sample events: what they take for granted is set first, and what keeps rules from matching them is explained.
 * Begin with {@link io.gatelink.local.cli.replay.EventPreconditions}.
 */
package io.gatelink.local.cli.replay;
