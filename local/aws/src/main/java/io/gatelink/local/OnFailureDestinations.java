package io.gatelink.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.events.PutEventsEntry;
import io.gatelink.local.iam.ResourceAccess;
import io.gatelink.local.lambda.AsyncInvocations;
import io.gatelink.local.template.Stack;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where Lambda puts the records of invocations that it gives up: queues of the template, and the event bus. There they
 * are events of the source {@code lambda}, which names bus and function among its resources.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Capturing records of
 *     Lambda asynchronous invocations</a>
 */
record OnFailureDestinations(
        String busArn, AsyncInvocations.Destinations queues, ResourceAccess access, Supplier<EventBus> bus)
        implements AsyncInvocations.Destinations {

    private static final String SOURCE = "lambda";
    private static final String DETAIL_TYPE = "Lambda Function Invocation Result - Failure";

    @Override
    public boolean has(String arn) {
        return arn.equals(busArn) || queues.has(arn);
    }

    @Override
    public void send(String arn, ObjectNode invocationRecord, Stack.Function function) {
        if (!arn.equals(busArn)) {
            queues.send(arn, invocationRecord, function);
            return;
        }
        access.checkPutEvents(busArn, SOURCE, DETAIL_TYPE, function);
        bus.get()
                .putEvents(List.of(new PutEventsEntry(
                        SOURCE,
                        DETAIL_TYPE,
                        Json.write(invocationRecord),
                        List.of(
                                busArn,
                                invocationRecord
                                        .path("requestContext")
                                        .path("functionArn")
                                        .asText()),
                        null,
                        busArn)));
    }
}
