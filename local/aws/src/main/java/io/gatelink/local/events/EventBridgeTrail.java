package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.sts.Identities;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A CloudTrail whose events arrive on the event bus, some time after the call.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *     CloudTrail record contents</a>
 */
public final class EventBridgeTrail implements CloudTrail {

    private final Account account;
    private final Identities identities;
    private final Duration delay;
    private final Consumer<ObjectNode> bus;

    /**
     * @param delay from the call to its event; zero or more
     * @param bus   gets the events, e.g. {@code eventBus::publish}
     */
    public EventBridgeTrail(Account account, Identities identities, Duration delay, Consumer<ObjectNode> bus) {
        this.account = Objects.requireNonNull(account, "account");
        this.identities = Objects.requireNonNull(identities, "identities");
        this.delay = Objects.requireNonNull(delay, "delay");
        this.bus = Objects.requireNonNull(bus, "bus");
    }

    @Override
    public void record(ApiActivity activity) {
        ObjectNode event = event(activity);
        account.loop().schedule(delay, () -> bus.accept(event));
    }

    private ObjectNode event(ApiActivity activity) {
        String time = account.loop().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", account.newUuid().toString())
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("source", "aws." + activity.service())
                .put("account", account.id())
                .put("time", time)
                .put("region", account.region());
        event.putArray("resources");
        event.set("detail", detail(activity, time));
        return event;
    }

    private ObjectNode detail(ApiActivity activity, String time) {
        ObjectNode detail = Json.object().put("eventVersion", "1.10");
        detail.set("userIdentity", userIdentity(activity));
        detail.put("eventTime", time)
                .put("eventSource", activity.service() + ".amazonaws.com")
                .put("eventName", activity.eventName())
                .put("awsRegion", account.region())
                .put("sourceIPAddress", activity.sourceIpAddress())
                .put("userAgent", activity.userAgent());
        if (activity.error().isPresent()) {
            AwsException error = activity.error().get();
            detail.put("errorCode", error.code()).put("errorMessage", error.getMessage());
        }
        detail.set("requestParameters", activity.requestParameters());
        detail.set("responseElements", activity.error().isPresent() ? null : activity.responseElements());
        return detail.put("requestID", activity.requestId())
                .put("eventID", account.newUuid().toString())
                .put("readOnly", false)
                .put("eventType", "AwsApiCall")
                .put("apiVersion", activity.apiVersion())
                .put("managementEvent", true)
                .put("recipientAccountId", account.id())
                .put("eventCategory", "Management");
    }

    private ObjectNode userIdentity(ApiActivity activity) {
        Identities.Identity caller = identities.of(activity.accessKeyId());
        ObjectNode identity = Json.object()
                .put("type", caller.type())
                .put("principalId", caller.userId())
                .put("arn", caller.arn())
                .put("accountId", caller.account())
                .put("accessKeyId", caller.accessKeyId());
        return caller.type().equals("IAMUser")
                ? identity.put("userName", caller.arn().substring(caller.arn().lastIndexOf('/') + 1))
                : identity;
    }
}
