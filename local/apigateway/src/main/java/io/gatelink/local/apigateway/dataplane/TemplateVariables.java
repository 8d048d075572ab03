package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.core.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.velocity.context.Context;

/** What a mapping template refers to: {@code $input}, {@code $context}, {@code $stageVariables}, {@code $util}. */
final class TemplateVariables {

    private final TemplateInput input;
    private final Map<String, Object> callContext;
    private final Map<String, String> stageVariables;

    TemplateVariables(TemplateInput input, Map<String, Object> callContext, Map<String, String> stageVariables) {
        this.input = input;
        this.callContext = callContext;
        this.stageVariables = stageVariables;
    }

    /** Of a call, and of the body that the template is for. */
    static TemplateVariables of(MethodCall call, byte[] body, TemplateOverrides overrides) {
        var path = new LinkedHashMap<String, String>();
        call.rawPathParameters().forEach((name, value) -> path.put(name, PercentEncoding.decode(value)));
        Map<String, String> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        call.request().headers().forEach((name, values) -> last(header, name, values));
        var query = new LinkedHashMap<String, String>();
        call.queryParameters().forEach((name, values) -> last(query, name, values));
        var context = new LinkedHashMap<String, Object>();
        var groups = new LinkedHashMap<String, Map<String, Object>>();
        for (String name : MethodCall.CONTEXT) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                context.put(name, call.context(name));
            } else {
                groups.computeIfAbsent(name.substring(0, dot), group -> new LinkedHashMap<>())
                        .put(name.substring(dot + 1), call.context(name));
            }
        }
        context.putAll(groups);
        context.put("authorizer", call.authorization().context());
        context.put("requestOverride", overrides.request());
        context.put("responseOverride", overrides.response());
        return new TemplateVariables(
                new TemplateInput(body, Map.of("path", path, "querystring", query, "header", header)),
                context,
                call.stage().variables());
    }

    /** For one rendering. */
    Context context() {
        var variables = new HashMap<String, Object>();
        variables.put("input", input);
        variables.put("context", callContext);
        variables.put("stageVariables", stageVariables);
        variables.put("util", new TemplateUtil());
        return new TemplateLimits.Variables(variables);
    }

    /** Why the body was not JSON when it had to be; {@code null} if it did not have to, or was. */
    Json.InvalidJsonException invalidJson() {
        return input.invalidJson();
    }

    private static void last(Map<String, String> singles, String name, List<String> values) {
        if (!values.isEmpty()) {
            singles.put(name, values.get(values.size() - 1));
        }
    }
}
