package io.gatelink.local.apigateway.dataplane;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code $context.requestOverride} or {@code $context.responseOverride}: what a mapping template sets beside the body.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html">
 *      Override your API's request and response parameters and status codes</a>
 */
final class TemplateOverrides {

    private final Map<String, Object> request;
    private final Map<String, Object> response;
    private final Map<String, Object> writable;

    private TemplateOverrides(Map<String, Object> request, Map<String, Object> response, Map<String, Object> writable) {
        this.request = request;
        this.response = response;
        this.writable = writable;
    }

    static TemplateOverrides ofRequest() {
        Map<String, Object> request = Map.of("header", new Once(), "path", new Once(), "querystring", new Once());
        return new TemplateOverrides(request, Map.of("header", Map.of()), request);
    }

    static TemplateOverrides ofResponse() {
        var response = new Once();
        response.put("header", new Once());
        Map<String, Object> request = Map.of("header", Map.of(), "path", Map.of(), "querystring", Map.of());
        return new TemplateOverrides(request, response, response);
    }

    /** Of a MOCK integration: what its request template sets, its response template can read and add to. */
    static TemplateOverrides ofMock() {
        Map<String, Object> request = Map.of("header", new Once(), "path", new Once(), "querystring", new Once());
        var response = new Once();
        response.put("header", new Once());
        return new TemplateOverrides(request, response, response);
    }

    /** For the template to write to; nothing can be set in a response template. */
    Map<String, Object> request() {
        return request;
    }

    /** For the template to write to; nothing can be set in a request template. */
    Map<String, Object> response() {
        return response;
    }

    /** @param place {@code header}, {@code path} or {@code querystring} */
    Map<String, String> values(String place) {
        var values = new TreeMap<String, String>();
        if (writable.get(place) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
        }
        return values;
    }

    /** @throws GatewayResponseException if a name is not one of a header */
    Map<String, List<String>> headers() throws GatewayResponseException {
        var headers = new TreeMap<String, List<String>>();
        for (Map.Entry<String, String> header : values("header").entrySet()) {
            if (!header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw GatewayResponseException.configurationError(
                        "Invalid header name in an override: " + header.getKey());
            }
            headers.put(header.getKey(), List.of(RequestMapper.singleLine(header.getValue())));
        }
        return headers;
    }

    /** @throws GatewayResponseException if the template's is none */
    int status(int mapped) throws GatewayResponseException {
        Object status = response.get("status");
        if (status == null) {
            return mapped;
        }
        if (!String.valueOf(status).matches("[2-5][0-9]{2}")) {
            throw GatewayResponseException.configurationError("Invalid status code in an override: " + status);
        }
        return Integer.parseInt(String.valueOf(status));
    }

    /** Each override may be applied once. */
    private static final class Once extends LinkedHashMap<String, Object> {

        private static final long serialVersionUID = 1L;

        @Override
        public Object put(String name, Object value) {
            if (containsKey(name)) {
                throw new IllegalStateException("The override " + name + " is set twice");
            }
            return super.put(name, value);
        }
    }
}
