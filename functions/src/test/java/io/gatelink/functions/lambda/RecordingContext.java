package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An invocation's context that keeps what is logged. */
public final class RecordingContext implements Context, LambdaLogger {

    /** The lines as they were logged. */
    public final List<String> lines = new ArrayList<>();

    /** The levels that they were logged at. */
    public final List<LogLevel> levels = new ArrayList<>();

    /** The lines, each read as one JSON object. */
    public List<Map<String, Object>> objects() {
        return lines.stream()
                .map(line -> {
                    try {
                        return JSON.std.mapFrom(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(line, e);
                    }
                })
                .toList();
    }

    @Override
    public void log(byte[] message, LogLevel level) {
        lines.add(new String(message, StandardCharsets.UTF_8));
        levels.add(level);
    }

    @Override
    public void log(String message) {
        throw new AssertionError("Lambda would wrap a string in another object: " + message);
    }

    @Override
    public void log(byte[] message) {
        throw new AssertionError("A line needs a level: " + new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public LambdaLogger getLogger() {
        return this;
    }

    @Override
    public String getAwsRequestId() {
        return "request-1";
    }

    @Override
    public String getLogGroupName() {
        return "group";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return "function";
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-east-1:123456789012:function:function:live";
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return 60_000;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }
}
