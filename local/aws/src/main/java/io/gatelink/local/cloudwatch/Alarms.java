package io.gatelink.local.cloudwatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.iam.ServiceCaller;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.template.Stack;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * CloudWatch's alarms, as far as they can be without metrics: their states are set by hand, as AWS lets one do to try
 * what an alarm does. Used exclusively.
 */
public final class Alarms {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneOffset.UTC);

    private final Account account;
    private final Topics topics;
    private final Supplier<Stack> stack;
    private final Map<String, String> states = new LinkedHashMap<>();

    public Alarms(Account account, Supplier<Stack> stack, Topics topics) {
        this.account = Objects.requireNonNull(account, "account");
        this.topics = Objects.requireNonNull(topics, "topics");
        this.stack = Objects.requireNonNull(stack, "stack");
    }

    /** Forgets the states of alarms that are there no more. */
    public void deploy() {
        states.keySet()
                .retainAll(stack.get().alarms().stream().map(Stack.Alarm::name).toList());
    }

    /**
     * Sets an alarm's state; if it is another one than before, the topics of that state's actions are told.
     *
     * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
     * @throws AwsException ResourceNotFound; AuthorizationError or KMSAccessDenied, if a topic's or key's policy does
     *                      not let CloudWatch tell it, which in AWS shows in the alarm's history only
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html">SetAlarmState</a>
     */
    public void setAlarmState(String name, String state, String reason) {
        Stack.Alarm alarm = stack.get().alarms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AwsException("ResourceNotFound", 404, "Unknown alarm: " + name));
        if (!List.of("OK", "ALARM", "INSUFFICIENT_DATA").contains(state)) {
            throw new AwsException(
                    "ValidationError",
                    400,
                    "1 validation error detected: Value '" + state
                            + "' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: "
                            + "[INSUFFICIENT_DATA, ALARM, OK]");
        }
        String before = states.getOrDefault(name, "INSUFFICIENT_DATA");
        states.put(name, state);
        if (state.equals(before)) {
            return;
        }
        ObjectNode message = Json.object()
                .put("AlarmName", name)
                .put("AlarmDescription", alarm.description())
                .put("AWSAccountId", account.id())
                .put("NewStateValue", state)
                .put("NewStateReason", reason)
                .put("StateChangeTime", TIME.format(account.loop().instant()))
                .put("AlarmArn", alarm.arn())
                .put("OldStateValue", before);
        for (String action : alarm.actions().getOrDefault(state, List.of())) {
            topics.publish(
                    ServiceCaller.cloudWatch(alarm.arn()),
                    action,
                    state + ": \"" + name + "\" in " + account.region(),
                    Json.write(message));
        }
    }
}
