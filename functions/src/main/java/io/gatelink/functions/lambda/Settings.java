package io.gatelink.functions.lambda;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The environment variables of a function, checked when they are read: a handler reads its own while it is created, so
 * that a wrong one shows before the first event.
 *
 * <p>Every method throws {@link InvalidConfigurationException} if its variable is missing or malformed.
 */
public record Settings(Environment environment) {

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9+=._:/@ -]{1,128}");
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]{0,20}:[a-z0-9-]{1,32}:[a-z0-9-]{0,32}:\\d{12}:[A-Za-z0-9_./:*+=,@-]{1,600}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern ENDPOINT = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?/?");

    public String region() {
        return matching("AWS_REGION", REGION, "set it to a Region such as us-east-1");
    }

    /** Where all of AWS is, without a slash at its end, or nothing if at its own endpoints. */
    public Optional<String> endpoint() {
        return environment.variable("AWS_ENDPOINT_URL").filter(value -> !value.isEmpty())
                .map(value -> checked("AWS_ENDPOINT_URL", value, ENDPOINT.asMatchPredicate(),
                        "set it to scheme, host and port, such as http://127.0.0.1:4566, or leave it out"))
                .map(value -> value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    }

    /** The stack's name. */
    public String owner() {
        return matching("GATELINK_OWNER", OWNER,
                "set it to the stack's name: at most 128 letters, digits, spaces and + = . _ : / @ -");
    }

    /** The name of a table. */
    public String table(String variable) {
        return matching(variable, TABLE, "set it to the name of a table of DynamoDB");
    }

    public String arn(String variable) {
        return matching(variable, ARN, "set it to an ARN, arn:<partition>:<service>:<region>:<account>:<resource>");
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(String variable, int least, int most) {
        return Integer.parseInt(checked(variable, present(variable), value -> NUMBER.matcher(value).matches()
                        && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most,
                "set it to a whole number from " + least + " to " + most));
    }

    /** One of several values. */
    public String oneOf(String variable, List<String> values) {
        return checked(variable, present(variable), values::contains, "set it to one of " + String.join(", ", values));
    }

    /** A value of a form that may be empty. */
    public String text(String variable, Predicate<String> form, String remedy) {
        return checked(variable, environment.variable(variable).orElse(""), form, remedy);
    }

    private String matching(String name, Pattern form, String remedy) {
        return checked(name, present(name), form.asMatchPredicate(), remedy);
    }

    private String present(String name) {
        return environment.variable(name).orElseThrow(() -> new InvalidConfigurationException(
                "Environment variable " + name + " is not set: deploy the stack's own template."));
    }

    private static String checked(String name, String value, Predicate<String> form, String remedy) {
        if (!form.test(value)) {
            throw new InvalidConfigurationException(
                    "Environment variable " + name + " is " + Text.shown(value) + ": " + remedy + ".");
        }
        return value;
    }
}
