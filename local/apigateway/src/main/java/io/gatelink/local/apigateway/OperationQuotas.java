package io.gatelink.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.Request;
import io.gatelink.local.quotas.Quota;
import io.gatelink.local.quotas.TokenBucket;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * API Gateway's throttling of its own control plane, per account and Region: a token bucket for each operation that has
 * a quota, and one for everything together. A call that is refused takes no token.
 *
 * <p>AWS names a burst for everything together only. For a single operation the requests of its period are the burst
 * here: "5 per 2 seconds" lets five pass at once, then one every 400 ms.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html#api-gateway-control-service-limits-table">
 *      Quotas for creating, deploying and managing an API</a>
 */
public final class OperationQuotas implements CallGuard {

    /** Everything together. */
    public static final Quota TOTAL = new Quota("", 10, Duration.ofSeconds(1), 40);

    /** What AWS calls CreateRestApi for edge-optimized APIs, which has a quota of its own. */
    private static final String EDGE_OPTIMIZED = "CreateRestApi (edge-optimized)";

    /** What tells an operation of {@code apigatewayv2} from one of the same name. */
    private static final String V2 = " (V2)";

    /** The operations that have a quota of their own. */
    public static final List<Quota> BY_OPERATION = List.of(
            Quota.of("CreateApiKey", 5, Duration.ofSeconds(1)),
            Quota.of("CreateDeployment", 1, Duration.ofSeconds(5)),
            Quota.of("CreateDomainName", 1, Duration.ofSeconds(30)),
            Quota.of("CreateResource", 5, Duration.ofSeconds(1)),
            Quota.of("CreateRestApi", 1, Duration.ofSeconds(3)),
            Quota.of(EDGE_OPTIMIZED, 1, Duration.ofSeconds(30)),
            Quota.of("CreateVpcLink" + V2, 1, Duration.ofSeconds(15)),
            Quota.of("DeleteApiKey", 5, Duration.ofSeconds(1)),
            Quota.of("DeleteDomainName", 1, Duration.ofSeconds(30)),
            Quota.of("DeleteResource", 5, Duration.ofSeconds(1)),
            Quota.of("DeleteRestApi", 1, Duration.ofSeconds(30)),
            Quota.of("DeleteVpcLink" + V2, 1, Duration.ofSeconds(30)),
            Quota.of("GetResources", 5, Duration.ofSeconds(2)),
            Quota.of("UpdateAccount", 1, Duration.ofSeconds(20)),
            Quota.of("UpdateDomainName", 1, Duration.ofSeconds(30)),
            Quota.of("UpdateUsagePlan", 1, Duration.ofSeconds(20)));

    private final EventLoop loop;
    private final TokenBucket total;
    private final Map<String, TokenBucket> byOperation = new HashMap<>();

    /**
     * @param loop  whose time it is
     * @param share of each quota, above 0 to 1: what others in the account leave
     */
    public OperationQuotas(EventLoop loop, double share) {
        this.loop = loop;
        this.total = TOTAL.bucket(share);
        BY_OPERATION.forEach(quota -> byOperation.put(quota.operation(), quota.bucket(share)));
    }

    /** @throws io.gatelink.local.core.AwsException TooManyRequestsException */
    @Override
    public void check(ApiCall call, Request request) {
        if (!call.service().equals("apigateway") && !call.service().equals("apigatewayv2")) {
            return;
        }
        long now = loop.nanoTime();
        TokenBucket own = byOperation.get(quotaOf(call, request));
        if (!total.hasToken(now) || own != null && !own.hasToken(now)) {
            throw ApiGatewayErrors.tooManyRequests();
        }
        total.take(now);
        if (own != null) {
            own.take(now);
        }
    }

    private static String quotaOf(ApiCall call, Request request) {
        if (call.service().equals("apigatewayv2")) {
            return call.operation() + V2;
        }
        if (!call.operation().equals("CreateRestApi")) {
            return call.operation();
        }
        try {
            JsonNode type = Json.parse(request.body()).at("/endpointConfiguration/types/0");
            return type.asText("EDGE").equals("EDGE") ? EDGE_OPTIMIZED : call.operation();
        } catch (Json.InvalidJsonException e) {
            // The service itself says so.
            return call.operation();
        }
    }
}
