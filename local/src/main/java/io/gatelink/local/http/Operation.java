package io.gatelink.local.http;

import java.util.function.Supplier;

/**
 * What a request asks a service to do, found but not yet done: so that policies, quotas and faults can be applied in
 * between.
 *
 * @param name   as AWS names it, e.g. {@code CreateVpcLink}
 * @param action does it, exclusively; throws {@link io.gatelink.local.AwsException} for AWS's errors
 */
public record Operation(String name, Supplier<Response> action) {
}
