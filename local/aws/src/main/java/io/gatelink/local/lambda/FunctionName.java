package io.gatelink.local.lambda;

import io.gatelink.local.core.AwsException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways to name a function: {@code name}, {@code name:qualifier}, {@code arn:...:function:name},
 * {@code arn:...:function:name:qualifier}, {@code 123456789012:function:name}.
 *
 * @param functionArn without a qualifier, if an ARN was given
 */
record FunctionName(String name, Optional<String> functionArn, Optional<String> qualifier) {

    private static final Pattern FORMS = Pattern.compile(
            "(?<arn>(arn:[a-z-]+:lambda:[a-z0-9-]+:)?(\\d{12}:)?(function:)?(?<name>[a-zA-Z0-9_-]{1,140}))"
                    + "(:(?<qualifier>\\$LATEST|[a-zA-Z0-9_-]{1,128}))?");

    /** @throws AwsException ValidationException for something else */
    static FunctionName parse(String text, String qualifier) {
        Matcher matcher = FORMS.matcher(text);
        if (!matcher.matches()) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value '"
                            + (text.length() <= 200 ? text : text.substring(0, 200) + "...")
                            + "' at 'functionName' failed to satisfy constraint: "
                            + "Member must satisfy regular expression pattern: "
                            + "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
                            + "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
        }
        String arn = matcher.group("arn");
        String inName = matcher.group("qualifier");
        if (inName != null && qualifier != null && !inName.equals(qualifier)) {
            throw new AwsException(
                    "InvalidParameterValueException",
                    400,
                    "The derived qualifier from the function " + "name does not match the specified qualifier.");
        }
        return new FunctionName(
                matcher.group("name"),
                arn.startsWith("arn:") ? Optional.of(arn) : Optional.empty(),
                Optional.ofNullable(inName != null ? inName : qualifier));
    }
}
