package io.gatelink.local.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stack is to be.
 *
 * @param stackName    its name, or its ARN
 * @param template     the template; empty for the one that the stack has
 * @param parameters   each with a value; empty for the value that the stack has
 * @param tags         of the stack, which its resources get too; empty for those that it has
 * @param clientRequestToken marks the events that follow
 * @param capabilities e.g. {@code CAPABILITY_IAM}
 */
public record StackRequest(
        String stackName,
        Optional<String> template,
        Map<String, Optional<String>> parameters,
        Optional<Map<String, String>> tags,
        List<String> capabilities,
        Optional<String> clientRequestToken) {}
