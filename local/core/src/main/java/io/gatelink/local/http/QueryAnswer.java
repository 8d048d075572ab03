package io.gatelink.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;

/**
 * Answers of AWS's Query protocol: JSON trees written as XML, list items as {@code member}, those of maps as they are.
 */
public final class QueryAnswer {

    /** The name of a map's entries, each of which is a {@code key} and a {@code value}. */
    private static final String MAP_ENTRY = "entry";

    private QueryAnswer() {}

    /**
     * @param namespace the service's XML namespace
     * @param result    what the operation returns; {@code null} if it returns nothing at all
     */
    public static Response of(String namespace, String operation, JsonNode result, String requestId) {
        var xml = new StringBuilder(512);
        xml.append('<')
                .append(operation)
                .append("Response xmlns=\"")
                .append(namespace)
                .append("\">");
        if (result != null) {
            element(xml, operation + "Result", result, "member");
        }
        xml.append("<ResponseMetadata><RequestId>")
                .append(requestId)
                .append("</RequestId></ResponseMetadata></")
                .append(operation)
                .append("Response>");
        return Response.text(200, Protocol.QUERY.contentType(), xml.toString());
    }

    /**
     * An answer of Amazon EC2, which has no wrappers around results, and calls list items {@code item}.
     *
     * @param namespace the service's XML namespace
     */
    public static Response ofEc2(String namespace, String operation, ObjectNode result, String requestId) {
        ObjectNode all = Json.object().put("requestId", requestId);
        all.setAll(result);
        var xml = new StringBuilder(512);
        element(xml, operation + "Response", all, "item");
        xml.insert(operation.length() + "<Response".length(), " xmlns=\"" + namespace + '"');
        return Response.text(200, Protocol.EC2.contentType(), xml.toString());
    }

    private static void element(StringBuilder xml, String name, JsonNode value, String item) {
        xml.append('<').append(name).append('>');
        if (value.isObject()) {
            value.properties().forEach(field -> {
                if (field.getKey().equals(MAP_ENTRY) && field.getValue().isArray()) {
                    field.getValue().forEach(entry -> element(xml, MAP_ENTRY, entry, item));
                } else {
                    element(xml, field.getKey(), field.getValue(), item);
                }
            });
        } else if (value.isArray()) {
            value.forEach(child -> element(xml, item, child, item));
        } else {
            xml.append(Protocol.escapeXml(value.asText()));
        }
        xml.append("</").append(name).append('>');
    }
}
