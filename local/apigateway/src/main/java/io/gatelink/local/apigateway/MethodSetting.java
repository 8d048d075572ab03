package io.gatelink.local.apigateway;

/**
 * How the methods of a stage are logged, throttled and cached. {@link Throttles} holds callers to the limits; without a
 * cache cluster nothing is cached, as in AWS, and logs and metrics have no place here.
 *
 * @param loggingLevel         {@code OFF}, {@code ERROR} or {@code INFO}; {@code null} if never set
 * @param throttlingBurstLimit requests
 * @param throttlingRateLimit  requests a second
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html">MethodSetting</a>
 */
public record MethodSetting(
        boolean metricsEnabled,
        String loggingLevel,
        boolean dataTraceEnabled,
        int throttlingBurstLimit,
        double throttlingRateLimit,
        boolean cachingEnabled,
        int cacheTtlInSeconds,
        boolean cacheDataEncrypted,
        boolean requireAuthorizationForCacheControl,
        String unauthorizedCacheControlHeaderStrategy) {

    /** What AWS shows for everything that was not set. */
    public static final MethodSetting DEFAULT = new MethodSetting(
            false, null, false, 5000, 10_000, false, 300, false, true, "SUCCEED_WITH_RESPONSE_HEADER");
}
