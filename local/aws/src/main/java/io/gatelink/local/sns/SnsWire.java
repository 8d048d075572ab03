package io.gatelink.local.sns;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.QueryParameters;
import io.gatelink.local.http.QueryWire;
import io.gatelink.local.template.Stack;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@link Topics} on the wire: the Query protocol. */
public final class SnsWire extends QueryWire {

    private static final String VERSION = "2010-03-31";
    private static final String NAMESPACE = "https://sns.amazonaws.com/doc/" + VERSION + "/";

    private static final Set<String> ACCEPTED = Set.of("TopicArn", "Message", "Subject");

    private final Account account;
    private final Topics topics;

    public SnsWire(Account account, Topics topics) {
        super(account, "sns", "SNS", NAMESPACE, VERSION);
        this.account = account;
        this.topics = Objects.requireNonNull(topics, "topics");
        add("ListTopics", request -> {
            ObjectNode answer = Json.object();
            ArrayNode all = answer.putArray("Topics");
            topics.listTopics().forEach(topic -> all.addObject().put("TopicArn", topic.arn()));
            return answer;
        });
        add("GetTopicAttributes", this::getTopicAttributes);
        add(
                "ListSubscriptions",
                request -> subscriptions(topics.listTopics().stream()
                        .flatMap(topic -> topic.subscriptions().stream())
                        .toList()));
        add(
                "ListSubscriptionsByTopic",
                request ->
                        subscriptions(topics.topic(request.required("TopicArn")).subscriptions()));
        add("Publish", request -> Json.object()
                .put(
                        "MessageId",
                        topics.publish(
                                        request.required("TopicArn"),
                                        request.text("Subject").orElse(null),
                                        request.required("Message"))
                                .id()));
    }

    /**
     * @throws AwsException InvalidParameter for a token, of which none is ever given out; NotImplemented for a
     *         parameter that is not taken here
     */
    @Override
    protected void check(String operation, QueryParameters parameters) {
        if (parameters.has("NextToken")) {
            throw new AwsException("InvalidParameter", 400, "Invalid parameter: NextToken");
        }
        parameters.paths().stream()
                .filter(path -> !ACCEPTED.contains(path))
                .findFirst()
                .ifPresent(path -> {
                    throw Protocol.notImplemented("SNS", operation + " with " + path);
                });
    }

    private ObjectNode getTopicAttributes(QueryParameters request) {
        Stack.Topic topic = topics.topic(request.required("TopicArn"));
        ObjectNode attributes = Json.object()
                .put("TopicArn", topic.arn())
                .put("Owner", account.id())
                .put("DisplayName", topic.displayName().orElse(""))
                .put("SubscriptionsConfirmed", confirmed(topic))
                .put("SubscriptionsPending", topic.subscriptions().size() - confirmed(topic))
                .put("SubscriptionsDeleted", 0);
        topic.key().ifPresent(key -> attributes.put("KmsMasterKeyId", key));
        ObjectNode answer = Json.object();
        // A map, in the Query protocol.
        ObjectNode map = answer.putObject("Attributes");
        ArrayNode entries = map.putArray("entry");
        attributes.properties().forEach(attribute -> entries.addObject()
                .put("key", attribute.getKey())
                .put("value", attribute.getValue().asText()));
        return answer;
    }

    private static long confirmed(Stack.Topic topic) {
        return topic.subscriptions().stream().filter(SnsWire::isConfirmed).count();
    }

    /** A queue of the account needs no confirmation. Everything else would have to confirm, and is never asked here. */
    private static boolean isConfirmed(Stack.Subscription subscription) {
        return subscription.protocol().equals("sqs") || subscription.protocol().equals("lambda");
    }

    private ObjectNode subscriptions(List<Stack.Subscription> subscriptions) {
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("Subscriptions");
        subscriptions.forEach(subscription -> all.addObject()
                .put("SubscriptionArn", isConfirmed(subscription) ? subscription.arn() : "PendingConfirmation")
                .put("Owner", account.id())
                .put("Protocol", subscription.protocol())
                .put("Endpoint", subscription.endpoint())
                .put("TopicArn", subscription.topicArn()));
        return answer;
    }
}
