package io.gatelink.functions.lambda;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * What a function takes from where it runs. In Lambda that is {@link LambdaEnvironment}; another host of the handlers
 * creates them {@link #within} its own.
 */
public interface Environment {

    /** The value of an environment variable. */
    Optional<String> variable(String name);

    /** The credentials of the function's role. */
    AwsCredentialsProvider credentials();

    /** The transport of the AWS SDK's clients. */
    SdkHttpClient sdkHttpClient();

    /**
     * The same for a client some of whose calls may take longer than others do.
     *
     * @param longest what such a call is given
     */
    default SdkHttpClient sdkHttpClient(Duration longest) {
        return sdkHttpClient();
    }

    /** The transport of the smoke test. */
    HttpClient httpClient();

    /** The time of day. */
    InstantSource clock();

    /** Nanoseconds since some fixed moment, to measure durations. */
    long nanoTime();

    /** The environment in which a handler is being created on this thread. */
    static Environment current() {
        Environment environment = CurrentEnvironment.OF_THREAD.get();
        return environment != null ? environment : LambdaEnvironment.INSTANCE;
    }

    /** Runs {@code creation}, which creates a handler, with {@code environment} as the {@link #current()} one. */
    static <T> T within(Environment environment, Supplier<T> creation) {
        Environment before = CurrentEnvironment.OF_THREAD.get();
        CurrentEnvironment.OF_THREAD.set(environment);
        try {
            return creation.get();
        } finally {
            if (before == null) {
                CurrentEnvironment.OF_THREAD.remove();
            } else {
                CurrentEnvironment.OF_THREAD.set(before);
            }
        }
    }
}
