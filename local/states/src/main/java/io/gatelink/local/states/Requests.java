package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Checks of what a request gives, with the texts of Step Functions. */
final class Requests {

    private static final String FORBIDDEN_IN_NAMES = "<>{}[]?*\"#%\\^|~`$&,;:/";

    private Requests() {}

    static AwsException invalid(String value, String member, String constraint) {
        return new AwsException(
                "ValidationException",
                400,
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** For values that may be secret. */
    static AwsException invalid(String member, String constraint) {
        return new AwsException(
                "ValidationException",
                400,
                "1 validation error detected: Value at '" + member + "' failed to satisfy constraint: " + constraint);
    }

    /**
     * The name of an execution.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
     *      StartExecution: name</a>
     */
    static void checkName(String name) {
        if (name.isEmpty()) {
            throw invalid(name, "name", "Member must have length greater than or equal to 1");
        }
        if (name.length() > 80) {
            throw invalid(name, "name", "Member must have length less than or equal to 80");
        }
        boolean allowed = name.codePoints()
                .noneMatch(c -> Character.isWhitespace(c)
                        || Character.isISOControl(c)
                        || FORBIDDEN_IN_NAMES.indexOf(c) >= 0
                        || c == 0xFFFE
                        || c == 0xFFFF);
        if (!allowed) {
            throw new AwsException("InvalidName", 400, "Invalid Name: '" + name + "'");
        }
    }

    /** An execution's input: JSON, not too long. */
    static JsonNode parseInput(String input) {
        if (input.getBytes(StandardCharsets.UTF_8).length > PayloadLimit.MAX_BYTES) {
            throw invalid("input", "Member must have length less than or equal to " + PayloadLimit.MAX_BYTES);
        }
        if (input.isBlank()) {
            throw invalidInput("Invalid execution input.");
        }
        try {
            return Json.parse(input);
        } catch (Json.InvalidJsonException e) {
            throw invalidInput(e.getMessage());
        }
    }

    private static AwsException invalidInput(String problem) {
        return new AwsException(
                "InvalidExecutionInput", 400, "Invalid State Machine Execution Input: '" + problem + "'");
    }

    /** @param type what the ARN must be of, e.g. {@code execution} */
    static void checkArn(String arn, String type) {
        String[] parts = arn.split(":", -1);
        if (parts.length < 7 || !parts[0].equals("arn") || !parts[2].equals("states")) {
            throw new AwsException("InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        if (!parts[5].equals(type)) {
            throw new AwsException(
                    "InvalidArn", 400, "Invalid Arn: 'Resource type not valid in this context: " + parts[5] + "'");
        }
    }

    /** Empty for the status that only executions of distributed maps have. */
    static Optional<ExecutionStatus> status(String filter) {
        if (filter.equals("PENDING_REDRIVE")) {
            return Optional.empty();
        }
        for (ExecutionStatus status : ExecutionStatus.values()) {
            if (status.name().equals(filter)) {
                return Optional.of(status);
            }
        }
        throw invalid(
                filter,
                "statusFilter",
                "Member must satisfy enum value set: "
                        + "[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
    }

    static void checkLength(String value, String member, int most) {
        if (value != null && value.length() > most) {
            throw invalid(member, "Member must have length less than or equal to " + most);
        }
    }

    /** What makes a request idempotent. */
    static void checkClientToken(String token) {
        if (token.isEmpty()) {
            throw invalid(token, "clientToken", "Member must have length greater than or equal to 1");
        }
        checkLength(token, "clientToken", 64);
        if (token.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw invalid(token, "clientToken", "Member must satisfy regular expression pattern: [!-~]+");
        }
    }

    static void checkOneOf(String value, String member, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw invalid(value, member, "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
        }
    }
}
