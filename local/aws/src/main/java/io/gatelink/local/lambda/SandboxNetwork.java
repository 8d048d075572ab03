package io.gatelink.local.lambda;

import io.gatelink.local.template.Stack;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What the functions find around them: how they reach the local AWS and the world.
 *
 * @param endpointUrl   where AWS's services answer; asked when a sandbox starts, since a port may be known only then
 * @param sdkHttpClient the transport of a function's requests
 * @param log           gets every line that a function logs
 */
public record SandboxNetwork(
        Supplier<String> endpointUrl, Function<Stack.Function, SdkHttpClient> sdkHttpClient, FunctionLog log) {

    public SandboxNetwork {
        Objects.requireNonNull(endpointUrl, "endpointUrl");
        Objects.requireNonNull(sdkHttpClient, "sdkHttpClient");
        Objects.requireNonNull(log, "log");
    }

    /** Where functions' logs go. Called by workers, not exclusively. */
    @FunctionalInterface
    public interface FunctionLog {

        /** Discards it. */
        FunctionLog NONE = (function, stream, line) -> {};

        /**
         * Takes a line.
         *
         * @param stream the name of the log stream that it goes to
         * @param line   without its line break: JSON, in Lambda's own log format
         */
        void line(Stack.Function function, String stream, String line);
    }
}
