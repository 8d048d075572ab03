package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.template.Stack;
import java.time.Duration;
import java.util.List;

/** Follows what happens on an event bus. Called exclusively; must not change the events. */
public interface EventBusListener {

    /** An event came; it goes to the targets of these rules, none if no rule matched. */
    default void received(ObjectNode event, List<Stack.Rule> matched) {}

    default void delivered(ObjectNode event, Stack.Rule rule, Stack.Target target) {}

    /** A delivery failed and will be tried again, {@code next} from now. */
    default void retrying(
            ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message, Duration next) {}

    /** The event is in the target's dead-letter queue. */
    default void deadLettered(ObjectNode event, Stack.Rule rule, Stack.Target target, DeadLetters.Letter letter) {}

    /** The event could not be delivered and is lost: the target has no dead-letter queue. */
    default void dropped(ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message) {}
}
