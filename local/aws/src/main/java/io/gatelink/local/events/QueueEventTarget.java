package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import java.util.Map;

/** A queue as a rule's target. */
public final class QueueEventTarget implements EventTarget {

    private static final ApiCall CALL = new ApiCall("sqs", "SendMessage", "events.amazonaws.com");

    private final DeadLetters queues;
    private final ServiceCalls calls;
    private final String queueArn;

    public QueueEventTarget(DeadLetters queues, ServiceCalls calls, String queueArn) {
        this.queues = queues;
        this.calls = calls;
        this.queueArn = queueArn;
    }

    @Override
    public void deliver(Sending sending, Callback callback) {
        calls.<Void>make(
                CALL,
                done -> {
                    queues.add(queueArn, new DeadLetters.Letter(body(sending.payload()), Map.of()), sending.rule());
                    done.accept(null);
                },
                EventTarget.answers(callback));
    }

    private static ObjectNode body(String payload) {
        try {
            if (Json.parse(payload) instanceof ObjectNode object) {
                return object;
            }
        } catch (Json.InvalidJsonException e) {
            // A template may come to any text.
        }
        throw new AwsException(
                "InvalidMessageContents", 400, "The local AWS keeps JSON objects in queues, nothing else");
    }
}
