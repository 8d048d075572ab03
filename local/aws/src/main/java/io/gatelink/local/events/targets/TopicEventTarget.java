package io.gatelink.local.events.targets;

import io.gatelink.local.events.EventTarget;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.iam.ServiceCaller;
import io.gatelink.local.sns.Topics;

/** A topic as a rule's target. */
public final class TopicEventTarget implements EventTarget {

    private static final ApiCall CALL = new ApiCall("sns", "Publish", "events.amazonaws.com");

    private final Topics topics;
    private final ServiceCalls calls;
    private final String topicArn;

    public TopicEventTarget(Topics topics, ServiceCalls calls, String topicArn) {
        this.topics = topics;
        this.calls = calls;
        this.topicArn = topicArn;
    }

    @Override
    public void deliver(Sending sending, Callback callback) {
        calls.<Topics.Message>make(
                CALL,
                done -> done.accept(
                        topics.publish(ServiceCaller.events(sending.rule().arn()), topicArn, null, sending.payload())),
                EventTarget.answers(callback));
    }
}
