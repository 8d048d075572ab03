package io.gatelink.local.ec2;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Protocol;
import java.util.Map;

/**
 * Amazon EC2's errors, in its words.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">Error codes</a>
 */
final class Ec2Errors {

    private static final int LONGEST_QUOTE = 256;
    private static final int MOST_TAGS = 50;

    private Ec2Errors() {}

    static AwsException error(String code, String message) {
        return new AwsException(code, 400, message);
    }

    static AwsException invalidValue(String message) {
        return error("InvalidParameterValue", message);
    }

    static AwsException missing(String parameter) {
        return error("MissingParameter", "The request must contain the parameter " + parameter);
    }

    static AwsException vpcNotFound(String id) {
        return error("InvalidVpcID.NotFound", "The vpc ID '" + quoted(id) + "' does not exist");
    }

    static AwsException subnetNotFound(String id) {
        return error("InvalidSubnetID.NotFound", "The subnet ID '" + quoted(id) + "' does not exist");
    }

    static AwsException groupNotFound(String id) {
        return error("InvalidGroup.NotFound", "The security group '" + quoted(id) + "' does not exist");
    }

    static AwsException ruleNotFound(String id) {
        return error(
                "InvalidSecurityGroupRuleId.NotFound",
                "The security group rule ID '" + quoted(id) + "' does not exist");
    }

    static AwsException hasDependencies(String noun, String id) {
        return error("DependencyViolation", "The " + noun + " '" + id + "' has dependencies and cannot be deleted.");
    }

    /**
     * Checks the form of an id.
     *
     * @param code   of the error
     * @param prefix e.g. {@code vpc}
     */
    static void checkId(String id, String code, String prefix) {
        if (!isId(id, prefix)) {
            throw error(code, "Invalid id: \"" + quoted(id) + "\" (expecting \"" + prefix + "-...\")");
        }
    }

    /** Whether an id has the form of those with a prefix. */
    static boolean isId(String id, String prefix) {
        return id.matches(prefix + "-[0-9a-zA-Z-]{1,64}");
    }

    /** Checks the tags of something that is being created. */
    static Map<String, String> checkedTags(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw error("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > 128 || value.length() > 256) {
                throw invalidValue("Tag key must have 1 to 128 characters, and its value at most 256: " + quoted(key));
            }
            if (key.regionMatches(true, 0, "aws:", 0, 4)) {
                throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
            }
        });
        return tags;
    }

    /** AWS would do it; the local AWS does not, and says so. */
    static AwsException notSupported(String what) {
        return Protocol.notImplemented("EC2", what);
    }

    static String quoted(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
