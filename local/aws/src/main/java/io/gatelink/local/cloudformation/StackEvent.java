package io.gatelink.local.cloudformation;

import java.time.Instant;
import java.util.Optional;

/** What has happened to a stack, or to one of its resources. */
public record StackEvent(
        String id,
        String logicalId,
        String physicalId,
        String type,
        Instant timestamp,
        String status,
        Optional<String> reason) {}
