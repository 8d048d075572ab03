package io.gatelink.local.sns;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The attributes of a message, as Publish takes them. Only strings and numbers: binary ones are refused.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Amazon SNS message
 *     attributes</a>
 */
final class MessageAttributes {

    private static final Pattern NAME =
            Pattern.compile("(?!(?i:aws|amazon)\\.)[A-Za-z0-9_-]([A-Za-z0-9_.-]{0,254}[A-Za-z0-9_-])?");
    private static final Pattern TYPE = Pattern.compile("(String|Number|String\\.Array)(\\..{1,240})?");

    private MessageAttributes() {}

    /**
     * @param attributes by name: {@code {"DataType": "String", "StringValue": ...}}; maybe missing
     * @throws AwsException InvalidParameterValue
     */
    static Map<String, Topics.Attribute> of(JsonNode attributes) {
        var read = new TreeMap<String, Topics.Attribute>();
        if (!attributes.isMissingNode() && !attributes.isObject()) {
            throw new AwsException("ParameterValueInvalid", 400, "MessageAttributes must be an object");
        }
        attributes.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode type = entry.getValue().path("DataType");
            JsonNode value = entry.getValue().path("StringValue");
            if (!NAME.matcher(name).matches() || name.contains("..")) {
                throw invalid(name, "has a name that SNS does not allow");
            }
            if (!type.isTextual() || !TYPE.matcher(type.textValue()).matches()) {
                throw invalid(
                        name,
                        "must have the DataType String, String.Array or Number: the local AWS knows " + "no other");
            }
            if (!value.isTextual()
                    || value.textValue().isEmpty()
                    || entry.getValue().size() != 2) {
                throw invalid(name, "must contain a non-empty StringValue, and nothing else beside its DataType");
            }
            if (type.textValue().startsWith("Number")
                    && !value.textValue().matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
                throw invalid(name, "must have a number as its StringValue");
            }
            read.put(name, new Topics.Attribute(type.textValue(), value.textValue()));
        });
        return read;
    }

    private static AwsException invalid(String name, String problem) {
        return new AwsException("ParameterValueInvalid", 400, "The message attribute '" + name + "' " + problem + ".");
    }
}
