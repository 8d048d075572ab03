package io.gatelink.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * One event on its way to one target: tried until it arrives or the target's retry policy is exhausted, then put into
 * the target's dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html">How EventBridge
 *     retries</a>
 */
final class Delivery {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    /** With it, 185 retries take about the 24 hours that EventBridge gives them by default. */
    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(8);

    private final Account account;
    private final EventBusListener listener;
    private final DeadLetters deadLetters;
    private final EventTarget way;
    private final ObjectNode event;
    private final Stack.Rule rule;
    private final Stack.Target target;
    private final Instant started;
    private int retries;

    Delivery(
            Account account,
            EventBusListener listener,
            DeadLetters deadLetters,
            EventTarget way,
            ObjectNode event,
            Stack.Rule rule,
            Stack.Target target) {
        this.account = account;
        this.listener = listener;
        this.deadLetters = deadLetters;
        this.way = way;
        this.event = event;
        this.rule = rule;
        this.target = target;
        this.started = account.loop().instant();
    }

    void attempt() {
        String payload;
        try {
            payload = TargetPayload.of(target.input(), event, rule, started);
        } catch (AwsException e) {
            giveUp(e.code(), e.getMessage(), null);
            return;
        }
        way.deliver(new EventTarget.Sending(event, payload, rule, target), new EventTarget.Callback() {
            @Override
            public void succeeded() {
                listener.delivered(event, rule, target);
            }

            @Override
            public void failed(String code, String message, boolean retryable) {
                afterFailure(code, message, retryable);
            }
        });
    }

    private void afterFailure(String code, String message, boolean retryable) {
        if (!retryable) {
            giveUp(code, message, null);
            return;
        }
        if (retries >= target.maximumRetries()) {
            giveUp(code, message, "MaximumRetryAttempts");
            return;
        }
        Duration interval = interval();
        Duration ageThen = Duration.between(started, account.loop().instant()).plus(interval);
        if (ageThen.compareTo(target.maximumEventAge()) > 0) {
            giveUp(code, message, "MaximumEventAgeInSeconds");
            return;
        }
        retries++;
        listener.retrying(event, rule, target, code, message, interval);
        account.loop().schedule(interval, this::attempt);
    }

    /** Exponential, and between half and all of it by chance. */
    private Duration interval() {
        Duration full = retries > 30 ? LONGEST_INTERVAL : FIRST_RETRY.multipliedBy(1L << retries);
        long millis = Math.min(full.toMillis(), LONGEST_INTERVAL.toMillis());
        return Duration.ofMillis(millis / 2 + (long) (account.random().nextDouble() * (millis / 2.0)));
    }

    private void giveUp(String code, String message, String exhausted) {
        if (target.deadLetterQueueArn().isEmpty()) {
            listener.dropped(event, rule, target, code, message);
            return;
        }
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("RULE_ARN", rule.arn());
        attributes.put("TARGET_ARN", target.arn());
        attributes.put("ERROR_CODE", code);
        attributes.put("ERROR_MESSAGE", message);
        if (exhausted != null) {
            attributes.put("EXHAUSTED_RETRY_CONDITION", exhausted);
        }
        attributes.put("RETRY_ATTEMPTS", Integer.toString(retries));
        var letter = new DeadLetters.Letter(event, attributes);
        try {
            deadLetters.add(target.deadLetterQueueArn().get(), letter, rule);
        } catch (AwsException e) {
            listener.dropped(
                    event,
                    rule,
                    target,
                    code,
                    message + " - nor does the dead-letter queue take it: " + e.getMessage());
            return;
        }
        listener.deadLettered(event, rule, target, letter);
    }
}
