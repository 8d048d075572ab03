package io.gatelink.functions;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment variables of a function, checked when they are read: a handler reads its own while it is created, so
 * that a wrong one shows before the first event.
 *
 * <p>Every method throws {@link InvalidConfigurationException} if its variable is missing or malformed.
 */
record Settings(Environment environment) {

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9+=._:/@ -]{1,128}");
    private static final Pattern ENDPOINT = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?/?");

    String region() {
        return required(EnvironmentVariables.AWS_REGION, REGION, "set it to a Region such as us-east-1");
    }

    /** Where all of AWS is, without a slash at its end, or nothing if at its own endpoints. */
    Optional<String> endpoint() {
        return environment.variable(EnvironmentVariables.AWS_ENDPOINT_URL).filter(value -> !value.isEmpty())
                .map(value -> checked(EnvironmentVariables.AWS_ENDPOINT_URL, value, ENDPOINT,
                        "set it to scheme, host and port, such as http://127.0.0.1:4566, or leave it out"))
                .map(value -> value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    }

    Ownership ownership() {
        return new Ownership(required(EnvironmentVariables.GATELINK_OWNER, OWNER,
                "set it to the stack's name: at most 128 letters, digits, spaces and + = . _ : / @ -"));
    }

    StateMachineArn stateMachine() {
        String name = EnvironmentVariables.STATE_MACHINE_ARN;
        String value = present(name, "set it to the ARN of the state machine to start");
        return StateMachineArn.parse(value).orElseThrow(() -> refused(name, value,
                "set it to the ARN of the state machine to start, " + StateMachineArn.FORM));
    }

    /** The ARN of a state machine, of a function that starts several. */
    StateMachineArn stateMachine(String variable) {
        String remedy = "set it to the ARN of a state machine, " + StateMachineArn.FORM;
        String value = present(variable, remedy);
        return StateMachineArn.parse(value).orElseThrow(() -> refused(variable, value, remedy));
    }

    private String required(String name, Pattern form, String remedy) {
        return checked(name, present(name, remedy), form, remedy);
    }

    private String present(String name, String remedy) {
        return environment.variable(name).orElseThrow(() -> new InvalidConfigurationException(
                "Environment variable " + name + " is not set: " + remedy + "."));
    }

    private static String checked(String name, String value, Pattern form, String remedy) {
        if (!form.matcher(value).matches()) {
            throw refused(name, value, remedy);
        }
        return value;
    }

    private static InvalidConfigurationException refused(String name, String value, String remedy) {
        return new InvalidConfigurationException(
                "Environment variable " + name + " is " + Text.shown(value) + ": " + remedy + ".");
    }
}
