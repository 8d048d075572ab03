package io.gatelink.functions.lambda;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * What a function takes from where it runs: AWS Lambda, unless another host of the handlers creates them {@link
 * #within} its own.
 */
public interface Environment {

    /** The environment of each thread; to be changed by {@link #within} and {@link Priming} only. */
    ThreadLocal<Environment> CURRENT = ThreadLocal.withInitial(() -> new Environment() {});

    /** The value of an environment variable. */
    default Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    /** The credentials of the function's role. */
    default AwsCredentialsProvider credentials() {
        // With SnapStart they come from the container credentials endpoint, not from variables: the chain knows.
        return DefaultCredentialsProvider.builder().build();
    }

    /**
     * The transport of one of the AWS SDK's clients.
     *
     * @param longest what its longest call is given
     */
    default SdkHttpClient sdkHttpClient(Duration longest) {
        return sdkHttpClient(longest, UnaryOperator.identity());
    }

    /**
     * A transport.
     *
     * @param longest what its longest call is given
     * @param hosts   the name to look up for a request's host, which may be another one
     */
    default SdkHttpClient sdkHttpClient(Duration longest, UnaryOperator<String> hosts) {
        return Apache5HttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(3))
                .socketTimeout(longest.minusSeconds(1))
                .dnsResolver(new SystemDefaultDnsResolver() {
                    @Override
                    public InetAddress[] resolve(String host) throws UnknownHostException {
                        return super.resolve(hosts.apply(host));
                    }
                })
                .build();
    }

    /** The time of day. */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** Nanoseconds since some fixed moment, to measure durations. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** The environment in which a handler is being created on this thread. */
    static Environment current() {
        return CURRENT.get();
    }

    /** Runs {@code creation}, which creates a handler, with {@code environment} as the {@link #current()} one. */
    static <T> T within(Environment environment, Supplier<T> creation) {
        Environment before = CURRENT.get();
        CURRENT.set(environment);
        try {
            return creation.get();
        } finally {
            CURRENT.set(before);
        }
    }
}
