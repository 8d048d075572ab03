package io.gatelink.local.apigateway.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.document.Problems;
import io.gatelink.local.policy.PolicyDocumentReader;
import io.gatelink.local.policy.PolicyStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an authorizer's function decided about a caller.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html">
 *      Output from an API Gateway Lambda authorizer</a>
 */
record AuthorizerResult(List<PolicyStatement> policy, Authorization authorization) {

    /** @throws GatewayResponseException AUTHORIZER_CONFIGURATION_ERROR for an answer that is none */
    static AuthorizerResult parse(byte[] payload) throws GatewayResponseException {
        JsonNode answer;
        try {
            answer = Json.parse(payload);
        } catch (Json.InvalidJsonException e) {
            throw GatewayResponseException.authorizerConfigurationError("Could not parse policy");
        }
        String principal = answer.path("principalId").asText("");
        if (principal.isEmpty() || !answer.path("policyDocument").isObject()) {
            throw GatewayResponseException.authorizerConfigurationError("Could not parse policy");
        }
        var context = new TreeMap<String, Object>();
        JsonNode more = answer.path("context");
        if (!more.isMissingNode() && !more.isNull() && !more.isObject()) {
            throw GatewayResponseException.authorizerConfigurationError("Invalid context");
        }
        for (Map.Entry<String, JsonNode> entry : more.properties()) {
            if (entry.getValue().isContainerNode()) {
                throw GatewayResponseException.authorizerConfigurationError("Invalid context: " + entry.getKey());
            }
            if (!entry.getValue().isNull()) {
                context.put(entry.getKey(), entry.getValue().asText());
            }
        }
        context.put("principalId", principal);
        JsonNode usageKey = answer.path("usageIdentifierKey");
        return new AuthorizerResult(
                policy(answer.get("policyDocument")),
                new Authorization(
                        context, usageKey.isTextual() ? Optional.of(usageKey.textValue()) : Optional.empty()));
    }

    private static List<PolicyStatement> policy(JsonNode document) throws GatewayResponseException {
        var problems = new Problems(Map.of());
        List<PolicyStatement> statements = new PolicyDocumentReader(problems).read(document, "policyDocument");
        try {
            problems.requireNone();
            return statements;
        } catch (InvalidDocumentException e) {
            throw GatewayResponseException.authorizerConfigurationError("Invalid policy: " + e.getMessage());
        }
    }
}
