package io.gatelink.local.cloudformation;

import io.gatelink.local.template.ResolvedTemplate.Resource;
import java.time.Instant;

/**
 * A resource of a stack.
 *
 * @param status e.g. {@code CREATE_COMPLETE}
 */
public record StackResource(Resource resource, String status, Instant timestamp) {}
