package io.gatelink.local.sns;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.Stack;

/** Follows the messages of topics. Called exclusively. */
public interface TopicListener {

    /** A topic has taken a message and given it to its subscribers. */
    default void published(Stack.Topic topic, Topics.Message message) {}

    /** A subscriber could not be told. */
    default void undelivered(
            Stack.Topic topic, Topics.Message message, Stack.Subscription subscription, AwsException reason) {}
}
