package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of an {@link InvocationLog}, in API Gateway's words. */
final class InvocationLines {

    private InvocationLines() {}

    static void received(MethodCall call) {
        InvocationLog log = call.log();
        log.add(() -> "Starting execution for request: " + call.ids().requestId());
        log.add(() -> "HTTP Method: " + call.request().method() + ", Resource Path: "
                + call.method().resource().path());
        log.add(() -> "Method request path: " + call.rawPathParameters());
        log.add(() -> "Method request query string: " + singles(call.queryParameters()));
        log.add(() -> "Method request headers: " + singles(call.request().headers()));
        log.add(() -> "Method request body before transformations: "
                + ExecuteApi.text(call.request().body()));
    }

    static void sending(MethodCall call, EndpointRequest request) {
        InvocationLog log = call.log();
        log.add(() -> "Endpoint request URI: " + request.url());
        log.add(() -> "Endpoint request headers: "
                + request.headers().stream()
                        .map(header -> header.getName() + "=" + header.getValue())
                        .collect(Collectors.joining(", ", "{", "}")));
        log.add(() -> "Endpoint request body after transformations: " + ExecuteApi.text(request.body()));
        log.add(() -> "Sending request to " + request.url());
    }

    static void answered(MethodCall call, EndpointResponse response, long millis) {
        InvocationLog log = call.log();
        log.add(() -> "Received response. Status: " + response.status() + ", Integration latency: " + millis + " ms");
        log.add(() -> "Endpoint response headers: "
                + Stream.of(response.headers())
                        .map(header -> header.getName() + "=" + header.getValue())
                        .collect(Collectors.joining(", ", "{", "}")));
        log.add(() -> "Endpoint response body before transformations: " + ExecuteApi.text(response.body()));
    }

    static void completed(MethodCall call, Response response) {
        InvocationLog log = call.log();
        log.add(() -> "Method response body after transformations: " + ExecuteApi.text(response.body()));
        log.add(() -> "Method response headers: " + singles(response.headers()));
        log.add(() -> "Successfully completed execution");
        log.add(() -> "Method completed with status: " + response.status());
    }

    private static Map<String, String> singles(Map<String, List<String>> values) {
        var singles = new TreeMap<String, String>();
        values.forEach((name, list) -> singles.put(name, String.join(",", list)));
        return singles;
    }
}
