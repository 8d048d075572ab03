package io.gatelink.local.cloudformation;

import java.time.Instant;
import java.util.Optional;

/**
 * What has happened to a stack, or to one of its resources.
 *
 * @param clientRequestToken of the request that it came of: clients find their events by it
 */
public record StackEvent(
        String id,
        String logicalId,
        String physicalId,
        String type,
        Instant timestamp,
        String status,
        Optional<String> reason,
        Optional<String> clientRequestToken) {}
