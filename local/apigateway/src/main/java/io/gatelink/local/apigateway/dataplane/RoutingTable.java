package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the resource that a path means: a literal path part before a parameter, a parameter before a greedy one, at
 * each level from the left. A slash at the end of a path makes no difference.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html">
 *      API Gateway: proxy resources</a>
 */
final class RoutingTable {

    /** The methods that {@code ANY} stands for, as API Gateway's documentation lists them. */
    private static final Set<String> ANY = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private final Node root = new Node();

    RoutingTable(List<Resource> resources) {
        for (Resource resource : resources) {
            var methods = new HashMap<String, ApiMethod>();
            resource.methods().forEach((name, method) -> methods.put(name, new ApiMethod(resource, method)));
            if (!methods.isEmpty()) {
                root.add(resource.path(), methods);
            }
        }
    }

    /**
     * A method of the resource that a path means.
     *
     * @param pathParameters the path's parts that stand for {@code {name}} and {@code {name+}}, as they were sent
     */
    record Match(ApiMethod method, Map<String, String> pathParameters) {}

    /**
     * @param rawPath as sent, after the stage
     * @return {@code null} if no resource that fits has such a method
     */
    Match match(String rawPath, String httpMethod) {
        var values = new ArrayList<String>();
        String path = rawPath.startsWith("/") ? rawPath.substring(1) : rawPath;
        Node node = isOnlySlashes(path) ? root.here(httpMethod) : root.find(path, 0, httpMethod, values);
        if (node == null) {
            return null;
        }
        ApiMethod method = node.methods.get(httpMethod);
        if (method == null) {
            method = node.methods.get("ANY");
        }
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < values.size(); i++) {
            parameters.put(node.parameterNames.get(i), values.get(i));
        }
        return new Match(method, parameters);
    }

    private static boolean isOnlySlashes(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) != '/') {
                return false;
            }
        }
        return true;
    }

    /** A place in the tree of resources. */
    private static final class Node {

        private final Map<String, Node> literals = new HashMap<>();
        private Node parameter;
        private Node greedy;
        private Map<String, ApiMethod> methods;
        private List<String> parameterNames;

        private void add(String resourcePath, Map<String, ApiMethod> resourceMethods) {
            var names = new ArrayList<String>();
            Node node = this;
            for (String part : resourcePath.split("/")) {
                if (part.isEmpty()) {
                    continue;
                }
                if (part.startsWith("{") && part.endsWith("+}")) {
                    names.add(part.substring(1, part.length() - 2));
                    node.greedy = node.greedy == null ? new Node() : node.greedy;
                    node = node.greedy;
                } else if (part.startsWith("{") && part.endsWith("}")) {
                    names.add(part.substring(1, part.length() - 1));
                    node.parameter = node.parameter == null ? new Node() : node.parameter;
                    node = node.parameter;
                } else {
                    node = node.literals.computeIfAbsent(part, key -> new Node());
                }
            }
            node.methods = resourceMethods;
            node.parameterNames = List.copyOf(names);
        }

        private Node here(String httpMethod) {
            return methods != null
                            && (methods.containsKey(httpMethod)
                                    || ANY.contains(httpMethod) && methods.containsKey("ANY"))
                    ? this
                    : null;
        }

        /**
         * The node for what is left of the path that has the method; {@code values} gets the parameters' values on the
         * way. Slashes that follow each other count as one.
         */
        private Node find(String path, int from, String httpMethod, List<String> values) {
            int start = from;
            while (start < path.length() && path.charAt(start) == '/') {
                start++;
            }
            if (start >= path.length()) {
                return here(httpMethod);
            }
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(start, end);
            int next = slash < 0 ? end : end + 1;
            Node literal = literals.get(PercentEncoding.decode(part));
            Node found = literal == null ? null : literal.find(path, next, httpMethod, values);
            if (found == null && parameter != null) {
                values.add(part);
                found = parameter.find(path, next, httpMethod, values);
                if (found == null) {
                    values.remove(values.size() - 1);
                }
            }
            if (found == null && greedy != null) {
                values.add(path.substring(start));
                found = greedy.here(httpMethod);
                if (found == null) {
                    values.remove(values.size() - 1);
                }
            }
            return found;
        }
    }
}
