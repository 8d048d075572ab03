package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A method of a deployed API, read once: its mappings, templates and patterns ready for use. */
final class ApiMethod {

    private static final String INTEGRATION_REQUEST = "integration.request.";
    private static final String METHOD_RESPONSE_HEADER = "method.response.header.";

    private final Resource resource;
    private final Method method;
    private final List<RequestMapping> requestMappings = new ArrayList<>();
    private final Map<String, MappingTemplate> requestTemplates = new LinkedHashMap<>();
    private final List<ResponseMapping> responses = new ArrayList<>();
    private EndpointUri uri;
    private String problem;

    ApiMethod(Resource resource, Method method) {
        this.resource = resource;
        this.method = method;
        try {
            if (method.methodIntegration() != null) {
                read(method.methodIntegration());
            }
        } catch (IllegalArgumentException e) {
            problem = e.getMessage();
        }
    }

    /** Where a parameter of the integration request goes, and where its value comes from. */
    record RequestMapping(Target target, String name, RequestExpression value) {

        enum Target {
            PATH,
            QUERYSTRING,
            HEADER
        }
    }

    /**
     * How an answer of the backend becomes an answer of the method.
     *
     * @param pattern {@code null} for the default
     * @param headers by the name that the caller sees
     * @param contentHandling {@code null} if the payload stays what it is
     */
    record ResponseMapping(
            int statusCode,
            Pattern pattern,
            Map<String, ResponseExpression> headers,
            Map<String, MappingTemplate> templates,
            String contentHandling) {}

    Resource resource() {
        return resource;
    }

    Method method() {
        return method;
    }

    /** @throws GatewayResponseException if there is none, or one that cannot work */
    Integration integration() throws GatewayResponseException {
        if (method.methodIntegration() == null) {
            throw GatewayResponseException.configurationError("No integration defined for method");
        }
        if (problem != null) {
            throw GatewayResponseException.configurationError(problem);
        }
        return method.methodIntegration();
    }

    /** Where the integration leads, with the stage's variables in place. */
    EndpointUri uri(Map<String, String> stageVariables) throws GatewayResponseException {
        if (uri != null) {
            return uri;
        }
        try {
            return EndpointUri.parse(
                    StageVariables.resolve(method.methodIntegration().uri(), stageVariables));
        } catch (IllegalArgumentException e) {
            throw GatewayResponseException.configurationError(e.getMessage());
        }
    }

    List<RequestMapping> requestMappings() {
        return requestMappings;
    }

    /** By content type. */
    Map<String, MappingTemplate> requestTemplates() {
        return requestTemplates;
    }

    /** In the order of their status codes, the default ones last. */
    List<ResponseMapping> responses() {
        return responses;
    }

    private void read(Integration integration) {
        // Sorted, so that what is done in which order never depends on how the maps were made.
        new TreeMap<>(integration.requestParameters()).forEach(this::addRequestMapping);
        new TreeMap<>(integration.requestTemplates())
                .forEach((contentType, text) -> requestTemplates.put(contentType, MappingTemplate.parse(text)));
        var defaults = new ArrayList<ResponseMapping>();
        new TreeMap<>(integration.integrationResponses()).values().forEach(response -> {
            ResponseMapping mapping = responseMapping(response);
            (mapping.pattern() == null ? defaults : responses).add(mapping);
        });
        responses.addAll(defaults);
        if (integration.uri() != null && !StageVariables.areIn(integration.uri())) {
            uri = EndpointUri.parse(integration.uri());
        }
    }

    private void addRequestMapping(String to, String from) {
        String rest = to.startsWith(INTEGRATION_REQUEST) ? to.substring(INTEGRATION_REQUEST.length()) : "";
        int dot = rest.indexOf('.');
        RequestMapping.Target target =
                switch (dot < 0 ? "" : rest.substring(0, dot)) {
                    case "path" -> RequestMapping.Target.PATH;
                    case "querystring" -> RequestMapping.Target.QUERYSTRING;
                    case "header" -> RequestMapping.Target.HEADER;
                    default -> throw new IllegalArgumentException("Invalid mapping expression specified: " + to);
                };
        requestMappings.add(new RequestMapping(target, rest.substring(dot + 1), RequestExpression.parse(from)));
    }

    private static ResponseMapping responseMapping(IntegrationResponse response) {
        var headers = new LinkedHashMap<String, ResponseExpression>();
        new TreeMap<>(response.responseParameters()).forEach((to, from) -> {
            if (!to.startsWith(METHOD_RESPONSE_HEADER)) {
                throw new IllegalArgumentException("Invalid mapping expression specified: " + to);
            }
            headers.put(to.substring(METHOD_RESPONSE_HEADER.length()), ResponseExpression.parse(from));
        });
        var templates = new LinkedHashMap<String, MappingTemplate>();
        new TreeMap<>(response.responseTemplates())
                .forEach((contentType, text) -> templates.put(contentType, MappingTemplate.parse(text)));
        return new ResponseMapping(
                statusCode(response), pattern(response), headers, templates, response.contentHandling());
    }

    private static int statusCode(IntegrationResponse response) {
        if (!response.statusCode().matches("[1-5][0-9]{2}")) {
            throw new IllegalArgumentException("Invalid status code: " + response.statusCode());
        }
        return Integer.parseInt(response.statusCode());
    }

    private static Pattern pattern(IntegrationResponse response) {
        String pattern = response.selectionPattern();
        if (pattern == null || pattern.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Invalid selection pattern: " + pattern, e);
        }
    }
}
