package io.gatelink.local.apigateway.dataplane;

import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.app.event.ReferenceInsertionEventHandler;
import org.apache.velocity.context.Context;

/** What a mapping template may use up. Beyond a limit it fails, with an IllegalStateException. */
final class TemplateLimits {

    /** API Gateway's quota on the iterations of one {@code #foreach}; the rest of the list is left out. */
    static final int MOST_ITERATIONS = 1_000;

    /** Of all loops of a template together: one loop within another may run in full. */
    private static final int MOST_ASSIGNMENTS = 2_100_000;

    /** In characters, each element of a list or map counting as one more: twice the largest payload. */
    private static final long MAX_SIZE = 20 * 1024 * 1024;

    private static final long MAX_RANGE = 100_000;

    private TemplateLimits() {}

    static void checkRange(long from, long to) {
        if (Math.abs(to - from) > MAX_RANGE) {
            throw new IllegalStateException("The range [" + from + ".." + to + "] is too long");
        }
    }

    /** @return {@code value} itself */
    static <T> T checkSize(T value) {
        if (size(value, 0) > MAX_SIZE) {
            throw tooLarge();
        }
        return value;
    }

    /** Of a text of {@code length} characters in which each may be replaced by {@code by}. */
    static void checkReplacement(long length, long by) {
        if ((length + 1) * (by + 1) > 2 * MAX_SIZE) {
            throw tooLarge();
        }
    }

    private static IllegalStateException tooLarge() {
        return new IllegalStateException("A value is too large");
    }

    /** At least {@code before} and the value's size; what holds itself is larger than any limit. */
    private static long size(Object value, long before) {
        if (value instanceof CharSequence text) {
            return before + text.length() + 1;
        }
        long size = before + 1;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size = size > MAX_SIZE ? size : size(entry.getValue(), size(entry.getKey(), size));
            }
        } else if (value instanceof Collection<?> collection) {
            for (Object element : collection) {
                size = size > MAX_SIZE ? size : size(element, size);
            }
        }
        return size;
    }

    /** The variables of one rendering. */
    static final class Variables extends VelocityContext {

        private static final long serialVersionUID = 1L;

        private int assignments;

        Variables(Map<String, Object> variables) {
            variables.forEach(super::internalPut);
            var handlers = new EventCartridge();
            handlers.addReferenceInsertionEventHandler(new Insertions());
            // Without this one Velocity takes what fails for nothing.
            handlers.addMethodExceptionHandler((context, type, method, failure, info) -> {
                throw new IllegalStateException(method + ": " + failure.getMessage(), failure);
            });
            attachEventCartridge(handlers);
        }

        /** Velocity calls this for each {@code #set} of a variable and each iteration of a loop. */
        @Override
        public Object internalPut(String key, Object value) {
            if (++assignments > MOST_ASSIGNMENTS) {
                throw new IllegalStateException("The template loops too often");
            }
            return super.internalPut(key, checkSize(value));
        }
    }

    /** Counts what is inserted. As in API Gateway, what has no value within a variable that there is, is empty. */
    private static final class Insertions implements ReferenceInsertionEventHandler {

        private long inserted;

        @Override
        public Object referenceInsert(Context context, String reference, Object value) {
            if (value == null) {
                return context.containsKey(
                                reference.replaceFirst("^\\$!?\\{?", "").split("[^\\w-]", 2)[0])
                        ? ""
                        : null;
            }
            inserted = size(value, inserted);
            if (inserted > MAX_SIZE) {
                throw new IllegalStateException("The template inserts too much");
            }
            return value;
        }
    }

    /** What a template makes. */
    static final class Output extends StringWriter {

        @Override
        public void write(int c) {
            super.write(c);
            check();
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            super.write(chars, offset, length);
            check();
        }

        @Override
        public void write(String text) {
            super.write(text);
            check();
        }

        @Override
        public void write(String text, int offset, int length) {
            super.write(text, offset, length);
            check();
        }

        private void check() {
            if (getBuffer().length() > MAX_SIZE) {
                throw new IllegalStateException("The result is too large");
            }
        }
    }
}
