package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.ApiGatewayErrors;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Calls a method as it is now, deployed or not, without authorization and API key.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 */
public final class TestInvocations {

    /** Whom a test invocation comes from, as API Gateway shows it in {@code $context.identity.sourceIp}. */
    private static final String SOURCE_IP = "test-invoke-source-ip";

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[^\\x00-\\x08\\x0A-\\x1F\\x7F]*");

    /** These belong to the endpoint's own answer, which a test invocation has none of. */
    private static final Set<String> OF_THE_ENDPOINT = Set.of("x-amzn-RequestId", "x-amz-apigw-id");

    private final EventLoop loop;
    private final ApiGateway apiGateway;
    private final ExecuteApi executeApi;

    public TestInvocations(EventLoop loop, ApiGateway apiGateway, ExecuteApi executeApi) {
        this.loop = loop;
        this.apiGateway = apiGateway;
        this.executeApi = executeApi;
    }

    /**
     * What to call, and with what. Fields are those of API Gateway's request, {@code null} where absent.
     *
     * @param httpMethod          a method of the resource, or any if it has {@code ANY}
     * @param pathWithQueryString the resource's own path, without a query, if absent or empty
     */
    public record TestInvokeMethodRequest(
            String restApiId,
            String resourceId,
            String httpMethod,
            String pathWithQueryString,
            String body,
            Map<String, String> headers,
            Map<String, List<String>> multiValueHeaders,
            String clientCertificateId,
            Map<String, String> stageVariables) {}

    /** What came back, whether the backend or API Gateway answered. */
    public record TestInvokeMethodResponse(
            int status, String body, Map<String, List<String>> headers, String log, Duration latency) {}

    /**
     * Checks the request and finds the method. Called exclusively.
     *
     * @return calls the method; not to be called exclusively, for it waits for the backend
     * @throws io.gatelink.local.core.AwsException NotFoundException if there is no such API, resource or method;
     *                                        BadRequestException if the path is not the resource's, a header is none,
     *                                        or a client certificate is asked for, of which there are none here
     */
    public Supplier<TestInvokeMethodResponse> testInvokeMethod(TestInvokeMethodRequest request) {
        Resource resource = apiGateway.resources().getResource(request.restApiId(), request.resourceId());
        if (request.httpMethod().equals("ANY") || !resource.methods().containsKey("ANY")) {
            apiGateway.methods().getMethod(request.restApiId(), request.resourceId(), request.httpMethod());
        }
        if (request.httpMethod().equals("ANY")) {
            throw ApiGatewayErrors.badRequest(
                    "A test invocation needs one HTTP method, such as GET, for it to be sent: not ANY");
        }
        if (request.clientCertificateId() != null) {
            throw ApiGatewayErrors.badRequest("Invalid Client Certificate identifier specified");
        }
        String given = request.pathWithQueryString();
        String path = given == null || given.isEmpty() ? resource.path() : given.startsWith("/") ? given : "/" + given;
        int question = path.indexOf('?');
        String rawPath = question < 0 ? path : path.substring(0, question);
        var invocation = new Request(
                request.httpMethod(),
                rawPath,
                question < 0 ? "" : path.substring(question + 1),
                headers(request),
                request.body() == null ? null : request.body().getBytes(StandardCharsets.UTF_8),
                SOURCE_IP);
        if (new RoutingTable(List.of(resource)).match(rawPath, request.httpMethod()) == null) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid pathWithQueryString: " + rawPath + " is not a path of the resource " + resource.path());
        }
        var preview = new LiveStage(
                request.restApiId(),
                "",
                request.stageVariables(),
                List.of(resource),
                null,
                apiGateway.restApis().getRestApi(request.restApiId()).binaryMediaTypes());
        return () -> invoke(preview, rawPath, invocation);
    }

    private TestInvokeMethodResponse invoke(LiveStage preview, String rawPath, Request request) {
        var log = InvocationLog.kept();
        long start = loop.nanoTime();
        Response response = executeApi.test(preview, rawPath, request, log);
        var latency = Duration.ofNanos(loop.nanoTime() - start);
        Map<String, List<String>> headers = HeaderRules.caseless();
        response.headers().forEach((name, values) -> {
            if (!OF_THE_ENDPOINT.contains(name)) {
                headers.put(
                        name, values.stream().map(TestInvocations::fromBytes).toList());
            }
        });
        return new TestInvokeMethodResponse(
                response.status(),
                new String(response.body(), StandardCharsets.UTF_8),
                headers,
                log.toString(),
                latency);
    }

    /** Both kinds together. */
    private static Map<String, List<String>> headers(TestInvokeMethodRequest request) {
        Map<String, List<String>> headers = HeaderRules.caseless();
        request.headers().forEach((name, value) -> headers.put(name, List.of(checked(name, value))));
        request.multiValueHeaders().forEach((name, values) -> {
            var all = new ArrayList<>(headers.getOrDefault(name, List.of()));
            values.forEach(value -> {
                String checked = checked(name, value);
                if (!all.contains(checked)) {
                    all.add(checked);
                }
            });
            headers.put(name, all);
        });
        return headers;
    }

    private static String checked(String name, String value) {
        if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
            throw ApiGatewayErrors.badRequest("Invalid header: '" + name + "'");
        }
        // As from the network: one character for each byte.
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String fromBytes(String value) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
