package io.gatelink.local.apigateway;

import java.util.Map;

/**
 * A resource of an API, with its methods. Immutable, so that a deployment is a snapshot by keeping references.
 *
 * @param parentId {@code null} for the root
 * @param pathPart {@code null} for the root; {@code {proxy+}}, {@code {id}} or a literal otherwise
 * @param path     from the root, e.g. {@code /orders/{id}}
 * @param methods  by HTTP method, {@code ANY} among them
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html">Resource</a>
 */
public record Resource(String id, String parentId, String pathPart, String path, Map<String, Method> methods) {

    public Resource {
        methods = Map.copyOf(methods);
    }
}
