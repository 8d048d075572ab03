package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.core.Account;
import io.gatelink.local.http.Backend;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * API Gateway's data plane: invokes the APIs that the control plane deployed, through VPC links to the targets of
 * network load balancers.
 *
 * <p>Called on any number of threads, never exclusively: it looks up what it needs exclusively, in a moment, and speaks
 * to backends without holding it.
 */
public final class ExecuteApi implements AutoCloseable {

    /** API Gateway's payload limit. */
    private static final int MAX_BODY_BYTES = 10 << 20;

    private static final int MAX_HEADER_BYTES = 10_240;

    /** A test invocation's stage, as API Gateway names it. */
    static final String TEST_STAGE = "test-invoke-stage";

    private final Account account;
    private final LiveStage.Directory directory;
    private final HttpIntegration http;
    private final RoutingTables tables = new RoutingTables();
    private final InvokeAccess access;
    private final WebAcls webAcls;
    private final Endpoints endpoints;

    /** Reaches backends over the network. */
    public ExecuteApi(
            Account account, LiveStage.Directory directory, LoadBalancerDirectory loadBalancers, Callers callers) {
        this(account, directory, loadBalancers, callers, new Backends());
    }

    /** Reaches a backend without a network. */
    public ExecuteApi(
            Account account,
            LiveStage.Directory directory,
            LoadBalancerDirectory loadBalancers,
            Callers callers,
            Backend backend) {
        this(account, directory, loadBalancers, callers, new InMemoryEndpoints(account.loop(), backend));
    }

    private ExecuteApi(
            Account account,
            LiveStage.Directory directory,
            LoadBalancerDirectory loadBalancers,
            Callers callers,
            Endpoints endpoints) {
        this.account = account;
        this.directory = directory;
        this.endpoints = new LoadBalancedEndpoints(account, endpoints);
        this.http = new HttpIntegration(
                account.loop(), directory, new VpcLinkRouter(directory, loadBalancers), this.endpoints);
        this.access = new InvokeAccess(account, callers);
        this.webAcls = callers.webAcls();
    }

    /**
     * Invokes a deployed API.
     *
     * @param apiName the API's id, or the name that a VPC endpoint gives a private one, {@code <apiId>-<vpcEndpointId>}
     * @param rawPath what follows the stage in the request's path, as it was sent; empty or with a slash at its start
     * @param request as it was sent: its signature covers its own path
     */
    public Response invoke(String apiName, String stageName, String rawPath, Request request) {
        return invoke(ApiEndpoint.of(apiName, request), stageName, rawPath, request);
    }

    /** The same, for a request that came by a way that is known. */
    Response invoke(ApiEndpoint entrance, String stageName, String rawPath, Request request) {
        Found found = account.loop()
                .exclusively(() -> new Found(
                        newIds(),
                        entrance.stage(directory, stageName),
                        directory.privateTo(entrance.restApiId()),
                        entrance.basePath()));
        return answer(found.ids(), InvocationLog.NONE, () -> failed(found, rawPath, request), () -> {
            if (found.stage() == null) {
                tables.forget(entrance.restApiId(), stageName);
                throw GatewayResponseException.forbidden("No such API or stage");
            }
            Optional<String> vpcEndpointId = entrance.open(found.privateTo());
            checkHeaders(request);
            checkWebAcl(found.stage(), rawPath, request);
            RoutingTable.Match match = tables.of(found.stage()).match(rawPath, request.method());
            if (match == null) {
                throw GatewayResponseException.missingAuthenticationToken("No resource matches");
            }
            var call = new MethodCall(found.ids(), account.id(), found.stage(), match, request, InvocationLog.NONE)
                    .mappedBy(found.basePath());
            Authorization authorization = access.check(call, vpcEndpointId, rawPath);
            admit(match.method(), found.stage(), request, authorization);
            Response response = integrate(call.with(authorization, ContentCodings.decoded(request, MAX_BODY_BYTES)));
            return ContentCodings.encoded(request, response, found.stage().minimumCompressionSize());
        });
    }

    /**
     * Invokes a method as TestInvokeMethod does: without authorization and API key, on resources that need not be
     * deployed.
     *
     * @param preview the resource that is tested, as it is now, and the stage variables to use; the stage's name does
     *                not matter
     * @param rawPath of the resource, its parameters filled in
     * @param log     gets what happens, line by line
     */
    public Response test(LiveStage preview, String rawPath, Request request, InvocationLog log) {
        MethodCall.CallIds ids = account.loop().exclusively(this::newIds);
        var stage = new LiveStage(
                preview.restApiId(),
                TEST_STAGE,
                preview.variables(),
                preview.resources(),
                null,
                preview.binaryMediaTypes());
        log.begin(ids.requestId(), account.loop()::instant);
        return answer(ids, log, () -> null, () -> {
            RoutingTable.Match match = new RoutingTable(stage.resources()).match(rawPath, request.method());
            if (match == null) {
                throw GatewayResponseException.missingAuthenticationToken("No resource matches");
            }
            return integrate(new MethodCall(ids, account.id(), stage, match, request, log));
        });
    }

    /** Answers a request that leads to no API. */
    Response refuse(GatewayResponseException refusal) {
        return answer(account.loop().exclusively(this::newIds), InvocationLog.NONE, () -> null, () -> {
            throw refusal;
        });
    }

    /** Closes all connections to backends. */
    @Override
    public void close() {
        endpoints.close();
    }

    /**
     * What one invocation looks up before all else.
     *
     * @param basePath of the custom domain name's mapping that led here; {@code null} if none did
     */
    private record Found(MethodCall.CallIds ids, LiveStage stage, Optional<List<String>> privateTo, String basePath) {}

    /** The part of an invocation that can end in an answer of API Gateway's own. */
    private interface Invocation {

        Response run() throws GatewayResponseException;
    }

    private MethodCall.CallIds newIds() {
        Instant now = account.loop().instant();
        String trace = "Root=1-" + String.format("%08x", now.getEpochSecond()) + "-" + account.newHexId(24);
        return new MethodCall.CallIds(account.newUuid().toString(), account.newId(15) + "=", trace, now);
    }

    /** A call that came to an end, as far as it came: gateway responses refer to it. */
    private MethodCall failed(Found found, String rawPath, Request request) {
        return found.stage() == null
                ? null
                : new MethodCall(
                                found.ids(),
                                account.id(),
                                found.stage(),
                                tables.of(found.stage()).match(rawPath, request.method()),
                                request,
                                InvocationLog.NONE)
                        .mappedBy(found.basePath());
    }

    private static Response answer(
            MethodCall.CallIds ids, InvocationLog log, Supplier<MethodCall> failed, Invocation invocation) {
        Response response;
        try {
            response = invocation.run();
        } catch (GatewayResponseException e) {
            log.add(e::getMessage);
            log.add(() -> "Method completed with status: " + e.status());
            response = GatewayAnswers.of(e, failed.get());
        }
        return response.with("x-amzn-RequestId", ids.requestId()).with("x-amz-apigw-id", ids.extendedRequestId());
    }

    private void checkWebAcl(LiveStage stage, String path, Request request) throws GatewayResponseException {
        if (stage.webAclArn() != null
                && account.loop()
                        .exclusively(
                                () -> webAcls.blocks(stage.webAclArn(), "/" + stage.stageName() + path, request))) {
            throw GatewayResponseException.wafFiltered(stage.webAclArn());
        }
    }

    private void admit(ApiMethod called, LiveStage stage, Request request, Authorization authorization)
            throws GatewayResponseException {
        Method method = called.method();
        Optional<String> apiKey = !method.apiKeyRequired()
                ? Optional.empty()
                : account.loop().exclusively(() -> directory.keyFromAuthorizer(stage.restApiId()))
                        ? authorization.usageKey()
                        : request.header("x-api-key");
        var meant = new LiveStage.Directory.MethodOfStage(
                stage.restApiId(), stage.stageName(), called.resource().path(), method.httpMethod());
        LiveStage.Admission admission = account.loop()
                .exclusively(() -> method.apiKeyRequired()
                                && !directory
                                        .apiKeys(stage.restApiId(), stage.stageName())
                                        .contains(apiKey.orElse(""))
                        ? null
                        : directory.admit(meant, apiKey));
        if (admission == null) {
            throw GatewayResponseException.invalidApiKey();
        }
        switch (admission) {
            case ALLOWED -> {}
            case THROTTLED -> throw GatewayResponseException.tooManyRequests();
            case QUOTA_EXCEEDED -> throw GatewayResponseException.limitExceeded();
        }
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html">
     *      Quotas</a>: request line and header values together
     */
    private static void checkHeaders(Request request) throws GatewayResponseException {
        int length = request.method().length()
                + request.path().length()
                + request.query().length()
                + " HTTP/1.1".length()
                + 2;
        for (List<String> values : request.headers().values()) {
            for (String value : values) {
                length += value.length();
            }
        }
        if (length > MAX_HEADER_BYTES) {
            throw GatewayResponseException.headersTooLarge();
        }
    }

    private Response integrate(MethodCall call) throws GatewayResponseException {
        InvocationLines.received(call);
        if (call.request().body().length > MAX_BODY_BYTES) {
            throw GatewayResponseException.requestTooLong();
        }
        Integration integration = call.method().integration();
        Response response =
                switch (integration.type()) {
                    case "HTTP", "HTTP_PROXY" -> http.answer(call, integration);
                    case "MOCK" -> MockIntegration.answer(call, integration);
                    default -> throw GatewayResponseException.notSupported("integration type " + integration.type());
                };
        InvocationLines.completed(call, response);
        return response;
    }

    /** Text of a body, as far as logs show it. */
    static String text(byte[] body) {
        return new String(body, 0, Math.min(body.length, 1024), StandardCharsets.UTF_8);
    }
}
