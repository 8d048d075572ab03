package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** One call of a method: what its mappings can refer to. */
final class MethodCall {

    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

    private static final Pattern PORT = Pattern.compile(":[0-9]*$");

    /** The variables that {@link #context} knows. */
    static final List<String> CONTEXT = List.of(
            "accountId",
            "apiId",
            "customDomain.basePathMatched",
            "domainName",
            "domainPrefix",
            "extendedRequestId",
            "httpMethod",
            "identity.sourceIp",
            "identity.userAgent",
            "path",
            "protocol",
            "requestId",
            "requestTime",
            "requestTimeEpoch",
            "resourceId",
            "resourcePath",
            "stage",
            "xrayTraceId");

    private static final String AUTHORIZER = "authorizer.";

    private final CallIds ids;
    private final String accountId;
    private final LiveStage stage;
    /** {@code null} if no resource matched. */
    private final RoutingTable.Match match;

    private final Request request;
    private final InvocationLog log;
    private final Authorization authorization;
    private Map<String, List<String>> queryParameters;
    private String basePath;

    /** One that no authorizer has seen. */
    MethodCall(
            CallIds ids,
            String accountId,
            LiveStage stage,
            RoutingTable.Match match,
            Request request,
            InvocationLog log) {
        this(ids, accountId, stage, match, request, log, Authorization.NONE);
    }

    private MethodCall(
            CallIds ids,
            String accountId,
            LiveStage stage,
            RoutingTable.Match match,
            Request request,
            InvocationLog log,
            Authorization authorization) {
        this.authorization = authorization;
        this.ids = ids;
        this.accountId = accountId;
        this.stage = stage;
        this.match = match;
        this.request = request;
        this.log = log;
    }

    /** @param newBasePath of the custom domain name's mapping that led to the stage; {@code null} if none did */
    MethodCall mappedBy(String newBasePath) {
        basePath = newBasePath;
        return this;
    }

    /**
     * What tells one call from others.
     *
     * @param extendedRequestId for the header {@code x-amz-apigw-id}
     * @param traceId           as in {@code X-Amzn-Trace-Id}
     * @param time              when the call began
     */
    record CallIds(String requestId, String extendedRequestId, String traceId, Instant time) {}

    CallIds ids() {
        return ids;
    }

    LiveStage stage() {
        return stage;
    }

    /**
     * Whether it is a test invocation, to whose headers API Gateway adds none of its own.
     *
     * @see <a href="https://github.com/brefphp/bref/issues/534">An event of a test: its headers are null</a>
     */
    boolean isTest() {
        return stage.stageName().equals(ExecuteApi.TEST_STAGE);
    }

    /** The same call, authorized and decoded. */
    MethodCall with(Authorization granted, Request decoded) {
        return new MethodCall(ids, accountId, stage, match, decoded, log, granted).mappedBy(basePath);
    }

    Authorization authorization() {
        return authorization;
    }

    ApiMethod method() {
        return match.method();
    }

    Request request() {
        return request;
    }

    InvocationLog log() {
        return log;
    }

    /** As sent; {@code null} if the resource has no such parameter. */
    String rawPathParameter(String name) {
        return rawPathParameters().get(name);
    }

    Map<String, String> rawPathParameters() {
        return match == null ? Map.of() : match.pathParameters();
    }

    Map<String, List<String>> queryParameters() {
        if (queryParameters == null) {
            queryParameters = request.queryParameters();
        }
        return queryParameters;
    }

    /**
     * A variable of {@code $context}; {@code null} if there is no such one here.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html">
     *      Variables for data transformations</a>
     */
    String context(String name) {
        return switch (name) {
            case "accountId" -> accountId;
            case "apiId" -> stage.restApiId();
            case "customDomain.basePathMatched" -> basePath;
            case "domainName" -> domainName();
            case "domainPrefix" -> domainName() == null ? null : domainName().split("\\.", 2)[0];
            case "extendedRequestId" -> ids.extendedRequestId();
            case "httpMethod" -> request.method();
            case "identity.sourceIp" -> request.remoteAddress();
            case "identity.userAgent" -> request.header("User-Agent").orElse(null);
            case "path" -> request.path();
            case "protocol" -> "HTTP/1.1";
            case "requestId" -> ids.requestId();
            case "requestTime" -> REQUEST_TIME.format(ids.time());
            case "requestTimeEpoch" -> String.valueOf(ids.time().toEpochMilli());
            case "resourceId" -> match == null ? null : method().resource().id();
            case "resourcePath" -> match == null ? null : method().resource().path();
            case "stage" -> stage.stageName();
            case "xrayTraceId" -> ids.traceId();
            default -> name.startsWith(AUTHORIZER) ? authorization.variable(name.substring(AUTHORIZER.length())) : null;
        };
    }

    /** The host without its port, which AWS has none of. */
    private String domainName() {
        return request.header("Host")
                .map(host -> PORT.matcher(host).replaceFirst(""))
                .orElse(null);
    }
}
