package io.gatelink.local;

import io.gatelink.local.cloudformation.StackListener;
import io.gatelink.local.events.EventBusListener;
import io.gatelink.local.lambda.AsyncInvocations;
import io.gatelink.local.sns.TopicListener;
import io.gatelink.local.states.ExecutionListener;
import java.util.List;

/** Follows what happens in a {@link LocalAws}. Called exclusively; must return at once. */
public interface Observer
        extends ExecutionListener, AsyncInvocations.Listener, EventBusListener, TopicListener, StackListener {

    /** Follows nothing. */
    Observer NONE = new Observer() {};

    /** Tells all of these, in this order. */
    static Observer of(Observer... all) {
        return new Observers(List.of(all));
    }
}
