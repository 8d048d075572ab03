package io.gatelink.local.events;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.Stack;

/** Decides who may put messages into a dead-letter queue. Used exclusively. */
public interface QueueAccess {

    /** Everyone may. */
    QueueAccess UNRESTRICTED = new QueueAccess() {};

    /** @throws AwsException AccessDenied, KMSAccessDenied, if EventBridge may not for this rule */
    default void checkRule(String queueArn, Stack.Rule rule) {}

    /** @throws AwsException AccessDeniedException, KMSAccessDenied, if a function may not */
    default void checkFunction(String queueArn, Stack.Function function) {}
}
