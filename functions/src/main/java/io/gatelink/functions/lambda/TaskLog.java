package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a function's log: each line one JSON object with the fields that Lambda's own JSON log format has, the
 * execution's name, the load balancer's ARN and whatever fields a step adds. Bodies and credentials have no place in
 * it.
 *
 * <p>The lines go to Lambda's logger as bytes: it filters them by level, but would wrap a string in another object.
 */
public final class TaskLog {

    private final LambdaLogger logger;
    private final InstantSource clock;
    private final Map<String, Object> fields;

    private TaskLog(LambdaLogger logger, InstantSource clock, Map<String, Object> fields) {
        this.logger = logger;
        this.clock = clock;
        this.fields = fields;
    }

    public static TaskLog of(Context context, InstantSource clock, Class<?> handler) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("AWSRequestId", context.getAwsRequestId());
        fields.put("task", handler.getSimpleName());
        return new TaskLog(context.getLogger(), clock, fields);
    }

    /** A log whose lines have one field more. */
    public TaskLog with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new TaskLog(logger, clock, more);
    }

    /** A log whose lines say what they are about. */
    public TaskLog about(String execution, String loadBalancerArn) {
        return with("execution", execution).with("loadBalancerArn", loadBalancerArn);
    }

    public void info(String message) {
        log(LogLevel.INFO, message);
    }

    public void warn(String message) {
        log(LogLevel.WARN, message);
    }

    /** A failure is a warning if it passes by itself, and an error otherwise. */
    public void failure(GatelinkException failure) {
        with("error", failure.getClass().getSimpleName())
                .with("reason", failure.getMessage())
                .log(failure.passes() ? LogLevel.WARN : LogLevel.ERROR, "Task failed");
    }

    private void log(LogLevel level, String message) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", clock.instant().toString());
        line.put("level", level.name());
        line.put("message", message);
        line.putAll(fields);
        logger.log((TaskJson.text(line) + "\n").getBytes(StandardCharsets.UTF_8), level);
    }
}
