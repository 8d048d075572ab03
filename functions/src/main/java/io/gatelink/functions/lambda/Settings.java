package io.gatelink.functions.lambda;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The environment variables of a function, checked when they are read: a handler reads its own while it is created, so
 * that a wrong one shows before the first event.
 *
 * <p>Every method throws {@link InvalidConfigurationException} if its variable is missing or malformed.
 */
public record Settings(Environment environment) {

    public String region() {
        return matching("AWS_REGION", "[a-z0-9-]{1,32}", "set it to a Region such as us-east-1");
    }

    /** Where all of AWS is, without a slash at its end, or nothing if at its own endpoints. */
    public Optional<String> endpoint() {
        return environment
                .variable("AWS_ENDPOINT_URL")
                .filter(value -> !value.isEmpty())
                .map(value -> matching(
                        "AWS_ENDPOINT_URL",
                        "https?://[A-Za-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?/?",
                        "set it to scheme, host and port, such as http://127.0.0.1:4566, or leave it out"))
                .map(value -> value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    }

    /** The stack's name. */
    public String owner() {
        return matching(
                "GATELINK_OWNER",
                "[A-Za-z0-9+=._:/@ -]{1,128}",
                "set it to the stack's name: at most 128 letters, digits, spaces and + = . _ : / @ -");
    }

    /** The stack's custom domain, or an empty string. */
    public String domainName() {
        return text(
                "DOMAIN_NAME",
                "(?=.{0,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+)?",
                "set it to the name of a custom domain such as api.example.com, or to nothing");
    }

    /** The name of a table. */
    public String table(String variable) {
        return matching(variable, "[A-Za-z0-9_.-]{3,255}", "set it to the name of a table of DynamoDB");
    }

    public String arn(String variable) {
        return matching(
                variable,
                "arn:aws[a-z-]{0,20}:[a-z0-9-]{1,32}:[a-z0-9-]{0,32}:\\d{12}:[A-Za-z0-9_./:*+=,@-]{1,600}",
                "set it to an ARN, arn:<partition>:<service>:<region>:<account>:<resource>");
    }

    /** The role of the function that tests the APIs. */
    public String smokeTestRoleArn() {
        return arn("SMOKE_TEST_ROLE_ARN");
    }

    /** The account that the function runs in, which its stack's roles are in, too. */
    public String account() {
        return smokeTestRoleArn().split(":", 6)[4];
    }

    /** The regional web ACL of the stack's parameter WebAclArn, of this account and Region; empty if there is none. */
    public String webAclArn() {
        return text(
                "WEB_ACL_ARN",
                value -> value.isEmpty()
                        || value.matches("arn:aws[a-z-]{0,20}:wafv2:" + region() + ":" + account()
                                + ":regional/webacl/[A-Za-z0-9_-]{1,128}/[A-Za-z0-9_-]{1,64}"),
                "deploy the stack with WebAclArn = the ARN of a regional web ACL of this account and Region, or with "
                        + "none");
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(String variable, int least, int most) {
        return Integer.parseInt(checked(
                variable,
                present(variable),
                value -> value.matches("0|[1-9][0-9]{0,8}")
                        && Integer.parseInt(value) >= least
                        && Integer.parseInt(value) <= most,
                "set it to a whole number from " + least + " to " + most));
    }

    /** One of several values. */
    public String oneOf(String variable, List<String> values) {
        return checked(variable, present(variable), values::contains, "set it to one of " + String.join(", ", values));
    }

    /** A value of a form that may be empty. */
    public String text(String variable, String form, String remedy) {
        return text(variable, value -> value.matches(form), remedy);
    }

    /** A value for which a predicate holds; it may be empty. */
    public String text(String variable, Predicate<String> form, String remedy) {
        return checked(variable, environment.variable(variable).orElse(""), form, remedy);
    }

    private String matching(String name, String form, String remedy) {
        return checked(name, present(name), value -> value.matches(form), remedy);
    }

    private String present(String name) {
        return environment
                .variable(name)
                .orElseThrow(() -> new InvalidConfigurationException(
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
