package io.gatelink.local.apigateway.wire;

import io.gatelink.local.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a request. */
final class RouteTable {

    private final List<Route> routes;
    private final Map<String, List<Template>> byMethodAndLength = new HashMap<>();

    /** @param routes a route comes before those that match more than it does */
    RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            var template = new Template(route, route.segments(), route.queryParameter());
            byMethodAndLength
                    .computeIfAbsent(key(route.httpMethod(), template.segments().size()), key -> new ArrayList<>())
                    .add(template);
        }
    }

    List<Route> routes() {
        return routes;
    }

    Optional<Call> find(Request request) {
        String path = request.path();
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        String[] segments = path.substring(1).split("/", -1);
        for (Template template : byMethodAndLength.getOrDefault(key(request.method(), segments.length), List.of())) {
            Map<String, String> parameters = match(template.segments(), segments);
            if (parameters != null && hasQueryParameter(request, template.queryParameter())) {
                return Optional.of(new Call(template.route(), parameters, request));
            }
        }
        return Optional.empty();
    }

    /** A route's template, taken apart once. */
    private record Template(Route route, List<String> segments, String queryParameter) {}

    private static String key(String method, int length) {
        return method + " " + length;
    }

    /** @return the path's parameters, or {@code null} if it does not match */
    private static Map<String, String> match(List<String> template, String[] segments) {
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < segments.length; i++) {
            String name = template.get(i);
            if (name.startsWith("{")) {
                if (segments[i].isEmpty()) {
                    return null;
                }
                parameters.put(name.substring(1, name.length() - 1), decode(segments[i]));
            } else if (!name.equals(segments[i])) {
                return null;
            }
        }
        return parameters;
    }

    private static boolean hasQueryParameter(Request request, String parameter) {
        if (parameter == null) {
            return true;
        }
        int equals = parameter.indexOf('=');
        return request.queryParameter(parameter.substring(0, equals))
                .filter(parameter.substring(equals + 1)::equals)
                .isPresent();
    }

    private static String decode(String segment) {
        try {
            // In a path, unlike in a form, a plus is a plus.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
