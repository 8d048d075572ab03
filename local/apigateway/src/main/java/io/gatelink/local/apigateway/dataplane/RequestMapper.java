package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.dataplane.ApiMethod.RequestMapping;
import io.gatelink.local.apigateway.dataplane.ApiMethod.RequestMapping.Target;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Makes the integration request of a method request. */
final class RequestMapper {

    private static final Set<String> METHODS_WITH_LENGTH = Set.of("POST", "PUT", "PATCH");

    private RequestMapper() {}

    static EndpointRequest map(MethodCall call, Integration integration) throws GatewayResponseException {
        boolean proxy = integration.type().equals("HTTP_PROXY");
        EndpointUri uri = call.method().uri(call.stage().variables());
        String method =
                integration.httpMethod() == null || integration.httpMethod().equals("ANY")
                        ? call.request().method()
                        : integration.httpMethod();
        var overrides = TemplateOverrides.ofRequest();
        byte[] body = body(call, integration, overrides);
        var missing = new ArrayList<String>();
        UnaryOperator<String> parameters = name -> {
            String override = overrides.values("path").get(name);
            return override == null ? pathParameter(call, name, missing) : PercentEncoding.encode(override);
        };
        String path = uri.path(parameters);
        String query = query(call, uri.query(parameters), overrides, proxy);
        if (!missing.isEmpty()) {
            throw GatewayResponseException.configurationError("Illegal character in path: {" + missing.get(0)
                    + "} has no value; map integration.request.path." + missing.get(0));
        }
        String target = path + (query.isEmpty() ? "" : "?" + query);
        return new EndpointRequest(
                uri,
                method,
                PercentEncoding.encodeIllegal(target),
                headers(call, uri, method, body, overrides, proxy),
                body);
    }

    private static String pathParameter(MethodCall call, String name, List<String> missing) {
        for (RequestMapping mapping : call.method().requestMappings()) {
            String value = mapping.target() == Target.PATH && mapping.name().equals(name)
                    ? mapping.value().inPath(call)
                    : null;
            if (value != null) {
                return value;
            }
        }
        missing.add(name);
        return "";
    }

    /** The uri's own query, the caller's (of a proxy integration), and the mapped parameters, which replace both. */
    private static String query(MethodCall call, String own, TemplateOverrides overrides, boolean proxy) {
        var mapped = new LinkedHashMap<String, List<String>>();
        for (RequestMapping mapping : call.method().requestMappings()) {
            List<String> values =
                    mapping.target() == Target.QUERYSTRING ? mapping.value().values(call) : List.of();
            if (!values.isEmpty()) {
                mapped.put(mapping.name(), values);
            }
        }
        overrides.values("querystring").forEach((name, value) -> mapped.put(name, List.of(value)));
        var query = new StringBuilder();
        append(query, own);
        if (proxy && mapped.isEmpty()) {
            append(query, call.request().query());
        } else if (proxy) {
            for (String pair : call.request().query().split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                if (!mapped.containsKey(PercentEncoding.decode(name.replace('+', ' ')))) {
                    append(query, pair);
                }
            }
        }
        mapped.forEach((name, values) -> values.forEach(
                value -> append(query, PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value))));
        return query.toString();
    }

    private static void append(StringBuilder query, String more) {
        if (!more.isEmpty()) {
            query.append(query.isEmpty() ? "" : "&").append(more);
        }
    }

    private static List<Header> headers(
            MethodCall call, EndpointUri uri, String method, byte[] body, TemplateOverrides overrides, boolean proxy)
            throws GatewayResponseException {
        Map<String, List<String>> named = HeaderRules.caseless();
        if (proxy) {
            addIncoming(call, named);
        } else {
            named.put("Accept", List.of("application/json"));
            if (body.length > 0) {
                named.put("Content-Type", List.of(contentType(call.request())));
            }
        }
        named.putIfAbsent(
                "User-Agent", List.of("AmazonAPIGateway_" + call.stage().restApiId()));
        named.put("X-Amzn-Trace-Id", List.of(call.ids().traceId()));
        named.put("x-amzn-apigateway-api-id", List.of(call.stage().restApiId()));
        for (RequestMapping mapping : call.method().requestMappings()) {
            List<String> values =
                    mapping.target() == Target.HEADER ? mapping.value().values(call) : List.of();
            if (!values.isEmpty()) {
                named.put(mapping.name(), values);
            }
        }
        named.putAll(overrides.headers());
        List<String> host = named.remove("Host");
        named.remove("Content-Length");
        named.remove("Transfer-Encoding");
        var headers = new ArrayList<Header>(named.size() + 6);
        headers.add(new BasicHeader("Host", host == null ? uri.hostHeader() : singleLine(host.get(0))));
        named.forEach((name, values) -> values.forEach(value -> headers.add(new BasicHeader(name, singleLine(value)))));
        if (body.length > 0 || METHODS_WITH_LENGTH.contains(method)) {
            headers.add(new BasicHeader("Content-Length", Integer.toString(body.length)));
        }
        return headers;
    }

    private static void addIncoming(MethodCall call, Map<String, List<String>> named) {
        Request request = call.request();
        boolean signed = "AWS_IAM".equals(call.method().method().authorizationType());
        request.headers().forEach((name, values) -> {
            boolean signature = name.equalsIgnoreCase("Authorization")
                    && (signed || values.stream().anyMatch(value -> value.startsWith("AWS4-HMAC-SHA256")));
            if (!signature && HeaderRules.reachesBackend(name, request.headers())) {
                named.put(name, values);
            }
        });
        if (call.isTest()) {
            return;
        }
        String before = String.join(", ", request.headers().getOrDefault("X-Forwarded-For", List.of()));
        named.put("X-Forwarded-For", List.of((before.isEmpty() ? "" : before + ", ") + request.remoteAddress()));
        // As AWS's endpoints are reached, whatever the transport here.
        named.put("X-Forwarded-Proto", List.of("https"));
        named.put("X-Forwarded-Port", List.of("443"));
    }

    /** The integration request's body. */
    static byte[] body(MethodCall call, Integration integration, TemplateOverrides overrides)
            throws GatewayResponseException {
        ContentHandling payload = ContentHandling.ofRequest(call, integration.contentHandling());
        return payload.mapped(
                call.request().body(),
                integration.type().equals("HTTP_PROXY") ? it -> it : it -> body(call, integration, overrides, it));
    }

    private static byte[] body(MethodCall call, Integration integration, TemplateOverrides overrides, byte[] body)
            throws GatewayResponseException {
        Map<String, MappingTemplate> templates = call.method().requestTemplates();
        String contentType = mediaType(contentType(call.request()));
        MappingTemplate template = templates.get(contentType);
        if (template != null) {
            try {
                return template.apply(TemplateVariables.of(call, body, overrides));
            } catch (MappingTemplate.FailedException e) {
                throw GatewayResponseException.configurationError("Unable to transform request: " + e.getMessage());
            } catch (Json.InvalidJsonException e) {
                throw GatewayResponseException.badRequest("Could not parse request body into json: " + e.getMessage());
            }
        }
        String behavior =
                integration.passthroughBehavior() == null ? "WHEN_NO_MATCH" : integration.passthroughBehavior();
        if (behavior.equals("NEVER") || behavior.equals("WHEN_NO_TEMPLATES") && !templates.isEmpty()) {
            throw GatewayResponseException.unsupportedMediaType(contentType);
        }
        return body;
    }

    private static String contentType(Request request) {
        return request.header("Content-Type").filter(type -> !type.isBlank()).orElse("application/json");
    }

    /** Without its parameters. */
    static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** A decoded parameter may hold line breaks; in a header they would start another one. */
    static String singleLine(String value) {
        return value.indexOf('\r') < 0 && value.indexOf('\n') < 0 && value.indexOf('\0') < 0
                ? value
                : value.replaceAll("[\\r\\n\\x00]", " ");
    }
}
