package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.dataplane.ApiMethod.ResponseMapping;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;

/** Makes the method response of an integration response. */
final class ResponseMapper {

    private ResponseMapper() {}

    static Response map(MethodCall call, Integration integration, EndpointResponse response)
            throws GatewayResponseException {
        if (integration.type().equals("HTTP_PROXY")) {
            return proxy(call, integration, response);
        }
        return mapped(call, response, TemplateOverrides.ofResponse());
    }

    private static Response proxy(MethodCall call, Integration integration, EndpointResponse response)
            throws GatewayResponseException {
        byte[] body = integration.isStreamed()
                ? response.body()
                : ContentHandling.ofResponse(call, response, null).mapped(response.body(), it -> it);
        Map<String, List<String>> headers = HeaderRules.caseless();
        for (Header header : response.headers()) {
            String name = HeaderRules.toCaller(header.getName());
            if (name != null) {
                headers.computeIfAbsent(name, key -> new ArrayList<>(1)).add(header.getValue());
            }
        }
        if (call.request().method().equals("HEAD")) {
            List<String> length = response.values("Content-Length");
            if (!length.isEmpty()) {
                headers.put("Content-Length", length.subList(0, 1));
            }
        }
        if (body.length > 0 || response.stream() != null) {
            headers.putIfAbsent("Content-Type", List.of("application/json"));
        }
        return new Response(response.status(), headers, body, response.stream());
    }

    /** By the integration response that the status selects. */
    static Response mapped(MethodCall call, EndpointResponse response, TemplateOverrides overrides)
            throws GatewayResponseException {
        ResponseMapping mapping = select(call.method().responses(), response.status());
        Map<String, List<String>> headers = HeaderRules.caseless();
        mapping.headers().forEach((name, expression) -> {
            List<String> values = expression.values(call, response);
            if (!values.isEmpty()) {
                headers.put(name, values);
            }
        });
        String contentType = "application/json";
        List<String> backendType = response.values("Content-Type");
        String templateType = backendType.isEmpty() ? contentType : RequestMapper.mediaType(backendType.get(0));
        MappingTemplate named = mapping.templates().get(templateType);
        if (named == null && !mapping.templates().isEmpty()) {
            // Without one for the backend's content type, the first template decides.
            templateType = mapping.templates().keySet().iterator().next();
            named = mapping.templates().get(templateType);
        }
        MappingTemplate template = named;
        if (template != null) {
            contentType = templateType;
        }
        byte[] body = ContentHandling.ofResponse(call, response, mapping.contentHandling())
                .mapped(response.body(), it -> transformed(call, template, overrides, it));
        headers.putAll(overrides.headers());
        headers.putIfAbsent("Content-Type", List.of(contentType));
        if (!call.method().integration().isMock()) {
            headers.put("X-Amzn-Trace-Id", List.of(call.ids().traceId()));
        }
        return new Response(overrides.status(mapping.statusCode()), headers, body);
    }

    private static byte[] transformed(
            MethodCall call, MappingTemplate template, TemplateOverrides overrides, byte[] body)
            throws GatewayResponseException {
        try {
            return template == null ? body : template.apply(TemplateVariables.of(call, body, overrides));
        } catch (MappingTemplate.FailedException e) {
            throw GatewayResponseException.configurationError("Unable to transform response: " + e.getMessage());
        } catch (Json.InvalidJsonException e) {
            throw GatewayResponseException.configurationError("Unable to transform response");
        }
    }

    /** The first whose pattern fits the whole status code, or else the default one. */
    private static ResponseMapping select(List<ResponseMapping> mappings, int status) throws GatewayResponseException {
        for (ResponseMapping mapping : mappings) {
            if (mapping.pattern() == null
                    || mapping.pattern().matcher(Integer.toString(status)).matches()) {
                return mapping;
            }
        }
        throw GatewayResponseException.configurationError("No match for output mapping and no default output mapping"
                + " configured. Endpoint Response Status Code: " + status);
    }
}
