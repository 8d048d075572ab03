package io.gatelink.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.http.QueryParameters;
import java.util.List;
import java.util.Map;

/**
 * The bounds of fields' lengths.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">
 *     CreateChangeSet</a>
 */
final class FieldBounds {

    /** The longest that a text may be; none may be empty. */
    private static final Map<String, Integer> MOST = Map.of(
            "ChangeSetName", 1600,
            "ClientRequestToken", 128,
            "ClientToken", 128,
            "Description", 1024,
            "TemplateURL", 5120);

    private static final int MOST_OF_A_NEW_NAME = 128;
    private static final int MOST_OF_A_TAG_KEY = 128;
    private static final int MOST_OF_A_TAG_VALUE = 256;
    private static final int MOST_TAGS = 50;
    private static final List<String> CAPABILITIES =
            List.of("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND");

    private FieldBounds() {}

    /** @throws io.gatelink.local.core.AwsException ValidationError */
    static void check(String operation, QueryParameters request) {
        boolean creates = operation.equals("CreateChangeSet");
        MOST.forEach((field, most) -> request.text(field)
                .ifPresent(text -> length(
                        Character.toLowerCase(field.charAt(0)) + field.substring(1),
                        text,
                        creates && field.equals("ChangeSetName") ? MOST_OF_A_NEW_NAME : most)));
        JsonNode tags = request.tree().path("Tags");
        if (tags.size() > MOST_TAGS) {
            throw CloudFormationErrors.constraint(
                    tags.toString(), "tags", "Member must have length less than or equal to " + MOST_TAGS);
        }
        for (int i = 0; i < tags.size(); i++) {
            String tag = "tags." + (i + 1) + ".member.";
            length(tag + "key", tags.get(i).path("Key").asText(), MOST_OF_A_TAG_KEY);
            length(tag + "value", tags.get(i).path("Value").asText(), MOST_OF_A_TAG_VALUE);
        }
        request.integer("TimeoutInMinutes").filter(minutes -> minutes < 1).ifPresent(minutes -> {
            throw CloudFormationErrors.constraint(
                    minutes.toString(), "timeoutInMinutes", "Member must have value greater than or equal to 1");
        });
        if (!CAPABILITIES.containsAll(request.texts("Capabilities"))) {
            throw CloudFormationErrors.constraint(
                    request.texts("Capabilities").toString(),
                    "capabilities",
                    "Member must satisfy constraint: [Member must satisfy enum value set: " + CAPABILITIES + "]");
        }
    }

    private static void length(String member, String text, int most) {
        if (text.isEmpty() || text.length() > most) {
            throw CloudFormationErrors.constraint(
                    text,
                    member,
                    text.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to " + most);
        }
    }
}
