package io.gatelink.local.apigateway.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code $input} of a mapping template; public for Velocity to call.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference">
 *      Input variables</a>
 */
public final class TemplateInput {

    private static final Configuration JSON_PATH = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .build();

    private final String body;
    private final Map<String, Map<String, String>> params;
    private JsonNode tree;
    private Json.InvalidJsonException invalidJson;

    /** @param params {@code path}, {@code querystring} and {@code header} */
    TemplateInput(byte[] body, Map<String, Map<String, String>> params) {
        this.body = new String(body, StandardCharsets.UTF_8);
        this.params = params;
    }

    /** The body as it came. */
    public String getBody() {
        return body;
    }

    /**
     * A part of the body, as JSON; an empty text in quotes if there is none.
     *
     * @throws Json.InvalidJsonException if the body is not JSON
     */
    public String json(String path) {
        JsonNode found = find(path);
        return found == null ? "\"\"" : Json.write(found);
    }

    /**
     * A part of the body, as lists, maps and scalars; {@code null} if there is none.
     *
     * @throws Json.InvalidJsonException if the body is not JSON
     */
    public Object path(String path) {
        return plain(find(path));
    }

    /** All parameters of the request, as maps within {@code path}, {@code querystring} and {@code header}. */
    public Map<String, Map<String, String>> params() {
        return params;
    }

    /** A parameter of the path, else of the query string, else of the header; empty if there is none. */
    public String params(String name) {
        for (String place : List.of("path", "querystring", "header")) {
            String value = params.get(place).get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    /** Why the body was not JSON when it had to be; {@code null} if it did not have to, or was. */
    Json.InvalidJsonException invalidJson() {
        return invalidJson;
    }

    static Object plain(JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (node.isObject()) {
            var map = new LinkedHashMap<String, Object>();
            node.properties().forEach(property -> map.put(property.getKey(), plain(property.getValue())));
            return map;
        }
        if (node.isArray()) {
            var list = new ArrayList<Object>(node.size());
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        return node.isNumber() ? node.numberValue() : node.isBoolean() ? (Object) node.booleanValue() : node.asText();
    }

    private JsonNode find(String path) {
        try {
            tree = tree != null ? tree : body.isEmpty() ? Json.object() : Json.parse(body);
        } catch (Json.InvalidJsonException e) {
            invalidJson = e;
            throw e;
        }
        try {
            return JsonPath.using(JSON_PATH).parse(tree).read(path, JsonNode.class);
        } catch (PathNotFoundException e) {
            return null;
        }
    }
}
