package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.GatewayResponse;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * API Gateway's own answers, as the API's gateway responses want them. Their templates are not Velocity: variables are
 * replaced, and nothing else.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">
 *      Gateway responses for REST APIs</a>
 */
final class GatewayAnswers {

    private static final String HEADER = "gatewayresponse.header.";
    private static final String JSON = "application/json";
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{(?<braced>[A-Za-z0-9_.-]+)}|(?<bare>[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+))");

    private GatewayAnswers() {}

    /** @param call as far as it came; {@code null} if no stage was found */
    static Response of(GatewayResponseException e, MethodCall call) {
        GatewayResponse custom = call == null || e.type() == null
                ? null
                : GatewayResponse.set(call.stage().gatewayResponses(), e.type());
        Map<String, List<String>> headers = HeaderRules.caseless();
        headers.put("x-amzn-ErrorType", List.of(e.errorType()));
        if (custom == null) {
            headers.put("Content-Type", List.of(JSON));
            return new Response(e.status(), headers, e.body());
        }
        String contentType = contentType(custom, call);
        headers.put("Content-Type", List.of(contentType));
        new TreeMap<>(custom.responseParameters()).forEach((parameter, source) -> {
            List<String> values = RequestExpression.parse(source).values(call);
            if (!values.isEmpty()) {
                headers.put(
                        parameter.substring(HEADER.length()),
                        values.stream().map(RequestMapper::singleLine).toList());
            }
        });
        String template = custom.responseTemplates().get(contentType);
        return new Response(
                custom.statusCode() == null ? e.status() : Integer.parseInt(custom.statusCode()),
                headers,
                template == null ? e.body() : rendered(template, e, call).getBytes(StandardCharsets.UTF_8));
    }

    /** What the caller accepts, if there is a template for it. That AWS looks at Accept is inferred. */
    private static String contentType(GatewayResponse response, MethodCall call) {
        var templates = new TreeMap<>(response.responseTemplates());
        for (String accepted : String.join(",", call.request().headers().getOrDefault("Accept", List.of()))
                .split(",")) {
            String type = RequestMapper.mediaType(accepted);
            if (templates.containsKey(type)) {
                return type;
            }
        }
        return templates.isEmpty() || templates.containsKey(JSON) ? JSON : templates.firstKey();
    }

    private static String rendered(String template, GatewayResponseException e, MethodCall call) {
        return VARIABLE.matcher(template).replaceAll(match -> {
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            String value = value(name, e, call);
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }

    /** Empty for a variable without a value; {@code null} for what is no variable. */
    private static String value(String name, GatewayResponseException e, MethodCall call) {
        return switch (name) {
            case "context.error.message" -> String.valueOf(e.message());
            case "context.error.messageString" -> Json.write(Json.of(e.message()));
            case "context.error.responseType" -> e.type().name();
            default ->
                name.startsWith("context.") || name.startsWith("stageVariables.") || name.startsWith("method.request.")
                        ? String.join(",", valuesOf(name, call))
                        : null;
        };
    }

    private static List<String> valuesOf(String name, MethodCall call) {
        try {
            return RequestExpression.parse(name).values(call);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
