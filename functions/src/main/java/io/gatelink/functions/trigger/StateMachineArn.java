package io.gatelink.functions.trigger;

import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Text;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a state machine, taken apart. */
record StateMachineArn(String partition, String region, String account, String name) {

    private static final Pattern FORM = Pattern.compile(
            "arn:(aws[a-z-]{0,20}):states:([a-z0-9-]{1,32}):(\\d{12}):stateMachine:([A-Za-z0-9_-]{1,80})");

    /**
     * Takes an ARN apart.
     *
     * @param variable the environment variable that holds it
     * @throws InvalidConfigurationException if the text is no such ARN
     */
    static StateMachineArn of(String variable, String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new InvalidConfigurationException("Environment variable " + variable + " is " + Text.shown(text)
                    + ": set it to the ARN of a state machine, "
                    + "arn:<partition>:states:<region>:<account>:stateMachine:<name>.");
        }
        return new StateMachineArn(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
    }

    /** The ARN of its execution of this name. */
    String execution(String executionName) {
        return "arn:" + partition + ":states:" + region + ":" + account + ":execution:" + name + ":" + executionName;
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":states:" + region + ":" + account + ":stateMachine:" + name;
    }
}
