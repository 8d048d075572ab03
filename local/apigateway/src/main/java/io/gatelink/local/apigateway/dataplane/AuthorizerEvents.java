package io.gatelink.local.apigateway.dataplane;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.Map;

/**
 * What functions of authorizers are told of a call.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html">
 *      Input to an API Gateway Lambda authorizer</a>
 */
final class AuthorizerEvents {

    private static final List<String> REQUEST_CONTEXT = List.of(
            "accountId",
            "apiId",
            "domainName",
            "extendedRequestId",
            "httpMethod",
            "path",
            "protocol",
            "requestId",
            "requestTime",
            "resourceId",
            "resourcePath",
            "stage");

    private AuthorizerEvents() {}

    static byte[] token(String methodArn, String token) {
        return Json.bytes(
                Json.object().put("type", "TOKEN").put("methodArn", methodArn).put("authorizationToken", token));
    }

    /** @param path what follows the stage */
    static byte[] request(String methodArn, MethodCall call, String path) {
        ObjectNode event = Json.object()
                .put("type", "REQUEST")
                .put("methodArn", methodArn)
                .put("resource", call.method().resource().path())
                .put("path", path.isEmpty() ? "/" : path)
                .put("httpMethod", call.request().method());
        put(event, "headers", "multiValueHeaders", call.request().headers());
        put(event, "queryStringParameters", "multiValueQueryStringParameters", call.queryParameters());
        ObjectNode pathParameters = event.putObject("pathParameters");
        call.rawPathParameters().forEach((name, value) -> pathParameters.put(name, PercentEncoding.decode(value)));
        ObjectNode variables = event.putObject("stageVariables");
        call.stage().variables().forEach(variables::put);
        ObjectNode context = event.putObject("requestContext");
        REQUEST_CONTEXT.forEach(name -> context.put(name, call.context(name)));
        context.put("requestTimeEpoch", call.ids().time().toEpochMilli());
        context.putObject("identity")
                .put("sourceIp", call.context("identity.sourceIp"))
                .put("userAgent", call.context("identity.userAgent"));
        return Json.bytes(event);
    }

    private static void put(ObjectNode event, String single, String multi, Map<String, List<String>> values) {
        ObjectNode singles = event.putObject(single);
        ObjectNode multis = event.putObject(multi);
        values.forEach((name, all) -> {
            if (!all.isEmpty()) {
                singles.put(name, all.get(all.size() - 1));
                ArrayNode array = multis.putArray(name);
                all.forEach(array::add);
            }
        });
    }
}
