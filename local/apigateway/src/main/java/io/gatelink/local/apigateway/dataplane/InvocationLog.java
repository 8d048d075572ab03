package io.gatelink.local.apigateway.dataplane;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/** What happens to one invocation, line by line, in the words of API Gateway's execution logs. */
public interface InvocationLog {

    /** Discards all: lines are not even made. */
    InvocationLog NONE = line -> {};

    void add(Supplier<String> line);

    /** An invocation begins. */
    default void begin(String requestId, Supplier<Instant> clock) {}

    /** A log that is kept, as TestInvokeMethod returns it. */
    static Kept kept() {
        return new Kept();
    }

    /** A log as text: each line with its time. */
    final class Kept implements InvocationLog {

        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                        "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.US)
                .withZone(ZoneOffset.UTC);

        private final StringBuilder text = new StringBuilder();
        private Supplier<Instant> clock;

        private Kept() {}

        @Override
        public void begin(String requestId, Supplier<Instant> invocationClock) {
            clock = invocationClock;
            text.append("Execution log for request ").append(requestId).append('\n');
        }

        @Override
        public void add(Supplier<String> line) {
            text.append(TIME.format(clock.get()))
                    .append(" : ")
                    .append(line.get())
                    .append('\n');
        }

        /** All lines so far. */
        @Override
        public String toString() {
            return text.toString();
        }
    }
}
