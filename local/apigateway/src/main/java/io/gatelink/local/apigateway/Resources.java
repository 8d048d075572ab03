package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The resources of REST APIs: a tree, each node with one part of the path.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html">Resource</a>
 */
public final class Resources {

    private static final Pattern LITERAL = Pattern.compile("[a-zA-Z0-9._:-]+");
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-zA-Z0-9._:-]+\\+?}");

    private final Account account;
    private final RestApis restApis;

    Resources(Account account, RestApis restApis) {
        this.account = account;
        this.restApis = restApis;
    }

    /** @param pathPart a literal, {@code {name}}, or, as the last part of a path, {@code {name+}} */
    public Resource createResource(String restApiId, String parentId, String pathPart) {
        RestApiState api = restApis.state(restApiId);
        Resource parent = api.resource(parentId);
        checkPathPart(pathPart);
        checkPlace(api, parent, pathPart, null);
        var resource = new Resource(account.newId(6), parentId, pathPart, path(parent, pathPart), Map.of());
        api.put(resource);
        api.made("resources", resource.id());
        return resource;
    }

    public Resource getResource(String restApiId, String resourceId) {
        return restApis.stateOfResource(restApiId).resource(resourceId);
    }

    public Page<Resource> getResources(String restApiId, String position, Integer limit) {
        return restApis.state(restApiId).resources.page(position, limit);
    }

    /** Replaces {@code /pathPart} or {@code /parentId}; the paths of all resources below follow. */
    public Resource updateResource(String restApiId, String resourceId, List<PatchOperation> patch) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Resource resource = api.resource(resourceId);
        Resource parent = resource.parentId() == null ? null : api.resource(resource.parentId());
        String pathPart = resource.pathPart();
        for (PatchOperation operation : patch) {
            String path = String.valueOf(operation.path());
            if (!operation.is("replace")) {
                throw ApiGatewayErrors.badRequest("Invalid patch path  '" + path + "' specified for op '"
                        + operation.op() + "'. Please choose supported operations");
            }
            if (!path.equals("/pathPart") && !path.equals("/parentId")) {
                throw ApiGatewayErrors.badRequest("Invalid patch path  '" + path + "' specified for op 'replace'. "
                        + "Must be one of: [/parentId, /pathPart]");
            }
            if (parent == null) {
                throw ApiGatewayErrors.badRequest("Root resource cannot update its " + path.substring(1) + ".");
            }
            if (path.equals("/pathPart")) {
                checkPathPart(operation.value());
                pathPart = operation.value();
            } else {
                parent = api.resource(String.valueOf(operation.value()));
                if (isWithin(api, parent, resourceId)) {
                    throw ApiGatewayErrors.badRequest("Resources cannot be cyclical.");
                }
            }
        }
        if (parent == null) {
            return resource;
        }
        checkPlace(api, parent, pathPart, resourceId);
        move(api, resource, parent, pathPart);
        return api.resource(resourceId);
    }

    /** Deletes a resource with all below it. */
    public void deleteResource(String restApiId, String resourceId) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Resource resource = api.resource(resourceId);
        if (resource.parentId() == null) {
            throw ApiGatewayErrors.badRequest("Root resource cannot be deleted");
        }
        remove(api, resourceId);
    }

    private static void remove(RestApiState api, String resourceId) {
        api.resources.remove(resourceId);
        children(api, resourceId).forEach(child -> remove(api, child.id()));
    }

    private static void move(RestApiState api, Resource resource, Resource parent, String pathPart) {
        var moved = new Resource(resource.id(), parent.id(), pathPart, path(parent, pathPart), resource.methods());
        api.put(moved);
        children(api, resource.id()).forEach(child -> move(api, child, moved, child.pathPart()));
    }

    private static List<Resource> children(RestApiState api, String resourceId) {
        return api.resources.all().stream()
                .filter(resource -> resourceId.equals(resource.parentId()))
                .toList();
    }

    private static boolean isWithin(RestApiState api, Resource resource, String ancestorId) {
        Resource at = resource;
        while (!at.id().equals(ancestorId)) {
            if (at.parentId() == null) {
                return false;
            }
            at = api.resource(at.parentId());
        }
        return true;
    }

    private static void checkPathPart(String pathPart) {
        if (pathPart == null
                || !LITERAL.matcher(pathPart).matches()
                        && !VARIABLE.matcher(pathPart).matches()) {
            throw ApiGatewayErrors.badRequest(
                    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and "
                            + "curly braces at the beginning and the end.");
        }
    }

    private static void checkPlace(RestApiState api, Resource parent, String pathPart, String exceptResourceId) {
        if (parent.pathPart() != null && parent.pathPart().endsWith("+}")) {
            throw ApiGatewayErrors.badRequest(
                    "Cannot create a child of a resource with a greedy path variable: " + parent.pathPart());
        }
        for (Resource sibling : children(api, parent.id())) {
            if (sibling.id().equals(exceptResourceId)) {
                continue;
            }
            if (sibling.pathPart().equals(pathPart)) {
                throw ApiGatewayErrors.conflict(
                        "Another resource with the same parent already has this name: " + pathPart);
            }
            if (sibling.pathPart().startsWith("{") && pathPart.startsWith("{")) {
                throw ApiGatewayErrors.badRequest("A sibling (" + sibling.pathPart()
                        + ") of this resource already has a variable path part -- only one is allowed");
            }
        }
    }

    private static String path(Resource parent, String pathPart) {
        return parent.parentId() == null ? "/" + pathPart : parent.path() + "/" + pathPart;
    }
}
