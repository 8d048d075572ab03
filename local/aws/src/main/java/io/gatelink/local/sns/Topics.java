package io.gatelink.local.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.iam.ResourceAccess;
import io.gatelink.local.iam.ServiceCaller;
import io.gatelink.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * SNS: the template's topics. Messages reach the template's subscribed queues; mails are not sent, but
 * the listener hears of every message. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Operations.html">API reference</a>
 */
public final class Topics {

    private static final int MOST_BYTES = 262_144;
    private static final int LONGEST_SUBJECT = 100;

    private final Account account;
    private final Supplier<Stack> stack;
    private final ResourceAccess access;
    private final DeadLetters queues;
    private final TopicListener listener;

    public Topics(
            Account account, Supplier<Stack> stack, ResourceAccess access, DeadLetters queues, TopicListener listener) {
        this.account = Objects.requireNonNull(account, "account");
        this.stack = Objects.requireNonNull(stack, "stack");
        this.access = Objects.requireNonNull(access, "access");
        this.queues = Objects.requireNonNull(queues, "queues");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** A message that a topic has taken. */
    public record Message(
            String id, Optional<String> subject, String text, Map<String, Attribute> attributes, Instant published) {

        public Message {
            attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
        }
    }

    /**
     * An attribute of a message.
     *
     * @param type e.g. {@code String}
     */
    public record Attribute(String type, String value) {}

    public List<Stack.Topic> listTopics() {
        return stack.get().topics();
    }

    /** @throws AwsException NotFound */
    public Stack.Topic topic(String arn) {
        return listTopics().stream()
                .filter(topic -> topic.arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> new AwsException("NotFound", 404, "Topic does not exist"));
    }

    /**
     * Publishes on behalf of a person, who may do everything here.
     *
     * @param subject {@code null} for none
     * @throws AwsException NotFound, InvalidParameter
     */
    public Message publish(String topicArn, String subject, String text) {
        return publish(topicArn, subject, text, Map.of());
    }

    /** Likewise, with attributes by their names. */
    Message publish(String topicArn, String subject, String text, Map<String, Attribute> attributes) {
        Stack.Topic topic = topic(topicArn);
        if (subject != null
                && (subject.isEmpty()
                        || subject.length() > LONGEST_SUBJECT
                        || subject.chars().anyMatch(c -> c < 0x20 || c > 0x7e))) {
            throw invalid("Subject");
        }
        if (text.isEmpty()) {
            throw new AwsException("InvalidParameter", 400, "Invalid parameter: Empty message");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new AwsException("InvalidParameter", 400, "Invalid parameter: Message too long");
        }
        var message = new Message(
                account.newUuid().toString(),
                Optional.ofNullable(subject),
                text,
                attributes,
                account.loop().instant());
        for (Stack.Subscription subscription : topic.subscriptions()) {
            tell(topic, message, subscription);
        }
        listener.published(topic, message);
        return message;
    }

    /**
     * Publishes on behalf of a service, which the topic's policy, and its key's, must let.
     *
     * @throws AwsException AuthorizationError, KMSAccessDenied, and as {@link #publish(String, String, String)}
     */
    public Message publish(ServiceCaller caller, String topicArn, String subject, String text) {
        access.checkPublish(caller, topic(topicArn));
        return publish(topicArn, subject, text);
    }

    private void tell(Stack.Topic topic, Message message, Stack.Subscription subscription) {
        if (!subscription.protocol().equals("sqs")) {
            return;
        }
        try {
            access.checkSend(ServiceCaller.sns(topic.arn()), subscription.endpoint());
            queues.add(subscription.endpoint(), new DeadLetters.Letter(envelope(topic, message), Map.of()));
        } catch (AwsException e) {
            listener.undelivered(topic, message, subscription, e);
        }
    }

    /** A message as queues get it. */
    private static ObjectNode envelope(Stack.Topic topic, Message message) {
        ObjectNode envelope = Json.object()
                .put("Type", "Notification")
                .put("MessageId", message.id())
                .put("TopicArn", topic.arn());
        message.subject().ifPresent(subject -> envelope.put("Subject", subject));
        envelope.put("Message", message.text())
                .put(
                        "Timestamp",
                        message.published().truncatedTo(ChronoUnit.MILLIS).toString());
        if (!message.attributes().isEmpty()) {
            ObjectNode attributes = envelope.putObject("MessageAttributes");
            message.attributes().forEach((name, attribute) -> attributes
                    .putObject(name)
                    .put("Type", attribute.type())
                    .put("Value", attribute.value()));
        }
        return envelope;
    }

    private static AwsException invalid(String parameter) {
        return new AwsException("InvalidParameter", 400, "Invalid parameter: " + parameter);
    }
}
