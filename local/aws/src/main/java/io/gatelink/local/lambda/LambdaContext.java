package io.gatelink.local.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/**
 * The context of one invocation. Its logger writes Lambda's JSON log format.
 *
 * @param invokedArn with the qualifier that was used, if any
 * @param deadline   when the function times out
 */
record LambdaContext(
        Stack.Function function,
        String version,
        String invokedArn,
        String requestId,
        Instant deadline,
        InstantSource clock,
        Consumer<String> log)
        implements Context {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static String logStream(Stack.Function function, String version) {
        return "local/[" + version + "]" + function.logicalId();
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return function.logGroup();
    }

    @Override
    public String getLogStreamName() {
        return logStream(function, version);
    }

    @Override
    public String getFunctionName() {
        return function.name();
    }

    @Override
    public String getFunctionVersion() {
        return version;
    }

    @Override
    public String getInvokedFunctionArn() {
        return invokedArn;
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
        return (int) Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return function.memoryMegabytes();
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                log(message, LogLevel.UNDEFINED);
            }

            @Override
            public void log(byte[] message) {
                log(message, LogLevel.UNDEFINED);
            }

            @Override
            public void log(byte[] message, LogLevel level) {
                // As it is: the runtime makes JSON of strings only.
                log.accept(new String(message, StandardCharsets.UTF_8).stripTrailing());
            }

            @Override
            public void log(String message, LogLevel level) {
                if (log == LambdaService.DISCARD) {
                    return;
                }
                ObjectNode line = Json.object()
                        .put("timestamp", TIMESTAMP.format(clock.instant()))
                        .put("message", message)
                        .put("level", level.name())
                        .put("AWSRequestId", requestId);
                log.accept(Json.write(line));
            }
        };
    }
}
