package io.gatelink.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.policy.PolicyDocument;
import io.gatelink.local.policy.ResourceStatement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A REST API's own policy: who may invoke it.
 *
 * @param text       the JSON, every resource in full
 * @param statements what it says
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html">Resource
 *     policies</a>
 */
public record ResourcePolicy(String text, List<ResourceStatement> statements) {

    private static final String SHORT = "execute-api:/";
    private static final int MAX_BYTES = 8192;

    public ResourcePolicy {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a policy. A resource may be written in short, {@code execute-api:/<stage>/<method>/<path>}.
     *
     * @param apiArn the API's ARN, to which stage, method and path are added
     * @throws io.gatelink.local.core.AwsException BadRequestException
     */
    public static ResourcePolicy parse(String text, String apiArn) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid policy document. The policy is larger than " + MAX_BYTES + " bytes.");
        }
        try {
            JsonNode document = Json.parse(text);
            JsonNode statements = document.path("Statement");
            for (JsonNode statement :
                    statements.isArray() ? statements : Json.array().add(statements)) {
                if (statement instanceof ObjectNode object && object.has("Resource")) {
                    object.set("Resource", inFull(object.get("Resource"), apiArn));
                }
            }
            return new ResourcePolicy(Json.write(document), PolicyDocument.ofResource(document));
        } catch (Json.InvalidJsonException | InvalidDocumentException e) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid policy document. Please check the policy syntax and ensure that Principals are "
                            + "valid. (" + e.getMessage().replace("\n", "; ") + ")");
        }
    }

    private static JsonNode inFull(JsonNode resource, String apiArn) {
        if (resource.isArray()) {
            ArrayNode all = Json.array();
            resource.forEach(each -> all.add(inFull(each, apiArn)));
            return all;
        }
        String text = resource.asText();
        return text.startsWith(SHORT) ? TextNode.valueOf(apiArn + "/" + text.substring(SHORT.length())) : resource;
    }
}
