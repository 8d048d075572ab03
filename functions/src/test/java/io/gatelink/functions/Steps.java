package io.gatelink.functions;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the tests of the steps share: values, and running a step through its JSON as Lambda does. */
final class Steps {

    static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188";
    static final String EXECUTION = "orders-1@2026-01-02T03:04:00.000Z";
    static final String EXECUTION_ARN = "arn:aws:states:us-east-1:123456789012:execution:publish:orders-1";
    static final String EARLIER_EXECUTION = "orders-0@2026-01-01T03:04:00.000Z";
    static final Ownership OWNERSHIP = new Ownership("gatelink-stack");
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private Steps() {
    }

    /** The fields that every step has, and these. */
    static Map<String, Object> input(Object... namesAndValues) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("execution", EXECUTION);
        input.put("loadBalancerArn", ARN);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            input.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return input;
    }

    static Map<String, Object> run(StepHandler<?, ?> handler, Map<String, Object> input) {
        return run(handler, input, new RecordingContext());
    }

    static Map<String, Object> run(StepHandler<?, ?> handler, Map<String, Object> input, RecordingContext context) {
        return run(handler, StepJson.text(input), context);
    }

    static Map<String, Object> run(StepHandler<?, ?> handler, String input, RecordingContext context) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, context);
            return JSON.std.mapFrom(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
