package io.gatelink.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lambda's queue of asynchronous invocations: a function that fails is invoked again after one minute and after two
 * more, as far as its configuration allows; then the event goes to its on-failure destination, or is dropped. Used
 * exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">How Lambda handles
 *     errors with asynchronous invocation</a>
 */
public final class AsyncInvocations {

    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final EventLoop loop;
    private final LambdaService lambda;
    private final Listener listener;
    private final Destinations destinations;

    /** Without on-failure destinations: every event that is given up is dropped. */
    public AsyncInvocations(EventLoop loop, LambdaService lambda, Listener listener) {
        this(loop, lambda, listener, Destinations.queues(new DeadLetters(List.of())));
    }

    /** @param destinations what functions name as on-failure destinations */
    public AsyncInvocations(EventLoop loop, LambdaService lambda, Listener listener, Destinations destinations) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.lambda = Objects.requireNonNull(lambda, "lambda");
        this.listener = Objects.requireNonNull(listener, "listener");
        this.destinations = Objects.requireNonNull(destinations, "destinations");
    }

    /** Where functions have the events put that Lambda gives up. Called exclusively. */
    public interface Destinations {

        /** Queues, and nothing else. */
        static Destinations queues(DeadLetters queues) {
            return new Destinations() {
                @Override
                public boolean has(String arn) {
                    return queues.hasQueue(arn);
                }

                @Override
                public void send(String arn, ObjectNode invocationRecord, Stack.Function function) {
                    queues.add(arn, new DeadLetters.Letter(invocationRecord, Map.of()), function);
                }
            };
        }

        boolean has(String arn);

        /**
         * Takes the record of an invocation.
         *
         * @param function whose role has to allow it
         * @throws AwsException if it does not, or the destination does not take the record
         */
        void send(String arn, ObjectNode invocationRecord, Stack.Function function);
    }

    /** Follows asynchronous invocations. Called exclusively. */
    public interface Listener {

        /** Ignores everything. */
        Listener NONE = new Listener() {};

        default void succeeded(String functionName, byte[] event, Invocation invocation) {}

        /** The function failed and is invoked again, {@code next} from now. */
        default void retrying(String functionName, byte[] event, Invocation failure, Duration next) {}

        /**
         * The function failed for the last time: no more is done with the event.
         *
         * @param destinationArn the queue or event bus that it is in now; empty if it is lost
         */
        default void givenUp(String functionName, byte[] event, Invocation failure, Optional<String> destinationArn) {
            dropped(functionName, event, failure);
        }

        /** {@link #givenUp} for listeners that don't ask where the event is. */
        default void dropped(String functionName, byte[] event, Invocation failure) {}
    }

    /**
     * Takes an event over; returns before the function runs.
     *
     * @throws io.gatelink.local.core.AwsException as {@link LambdaService#invoke} does
     */
    public void accept(String functionName, byte[] event) {
        accept(lambda.resolve(functionName, null), event);
    }

    void accept(LambdaService.Target target, byte[] event) {
        var queued = new Queued(target, LambdaService.checked(event), lambda.newRequestId(), loop.instant());
        loop.schedule(Duration.ZERO, () -> attempt(queued, 0));
    }

    private record Queued(LambdaService.Target target, byte[] event, String requestId, Instant accepted) {

        String name() {
            return target.function().name();
        }
    }

    /** What an alias stands for is found out at each attempt: a deployment may have changed it. */
    private void attempt(Queued queued, int retries) {
        LambdaService.Target target;
        try {
            target = lambda.resolve(queued.target.invokedArn(), null);
        } catch (AwsException e) {
            listener.givenUp(queued.name(), queued.event, FunctionErrors.deleted(e), Optional.empty());
            return;
        }
        lambda.invoke(target, queued.event, queued.requestId, LambdaService.DISCARD, invocation -> {
            if (invocation.failed()) {
                afterFailure(queued, retries, invocation);
            } else {
                listener.succeeded(queued.name(), queued.event, invocation);
            }
        });
    }

    private void afterFailure(Queued queued, int retries, Invocation failure) {
        Stack.AsynchronousInvocation configured = queued.target.function().asynchronous();
        if (retries >= Math.min(configured.maximumRetries(), RETRIES.size())) {
            giveUp(queued, retries, failure, "RetriesExhausted");
            return;
        }
        Duration next = RETRIES.get(retries);
        Duration ageThen = Duration.between(queued.accepted, loop.instant()).plus(next);
        if (ageThen.compareTo(configured.maximumEventAge()) > 0) {
            giveUp(queued, retries, failure, "EventAgeExceeded");
            return;
        }
        listener.retrying(queued.name(), queued.event, failure, next);
        loop.schedule(next, () -> attempt(queued, retries + 1));
    }

    private void giveUp(Queued queued, int retries, Invocation failure, String condition) {
        Optional<String> destination = queued.target
                .function()
                .asynchronous()
                .onFailureArn()
                .filter(destinations::has)
                .filter(arn -> send(arn, queued, invocationRecord(queued, retries, failure, condition)));
        listener.givenUp(queued.name(), queued.event, failure, destination);
    }

    /** @return whether the destination took it; if not, the event is lost, as in AWS */
    private boolean send(String arn, Queued queued, ObjectNode invocationRecord) {
        try {
            destinations.send(arn, invocationRecord, queued.target.function());
            return true;
        } catch (AwsException e) {
            return false;
        }
    }

    /** What Lambda writes to a destination. */
    private ObjectNode invocationRecord(Queued queued, int retries, Invocation failure, String condition) {
        LambdaService.Target target = queued.target;
        ObjectNode written = Json.object()
                .put("version", "1.0")
                .put("timestamp", loop.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        written.putObject("requestContext")
                .put("requestId", queued.requestId)
                .put("functionArn", target.function().arn() + ":" + target.version())
                .put("condition", condition)
                .put("approximateInvokeCount", retries + 1);
        written.set("requestPayload", Json.parse(queued.event));
        written.putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", target.version())
                .put("functionError", failure.functionError());
        written.set("responsePayload", json(failure.payload()));
        return written;
    }

    private static JsonNode json(byte[] payload) {
        try {
            return Json.parse(payload);
        } catch (Json.InvalidJsonException e) {
            return Json.object().textNode(new String(payload, StandardCharsets.UTF_8));
        }
    }
}
