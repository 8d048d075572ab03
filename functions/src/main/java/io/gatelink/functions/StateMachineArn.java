package io.gatelink.functions;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of a state machine, taken apart. */
record StateMachineArn(String partition, String region, String account, String name) {

    /** How such an ARN looks, for remedies. */
    static final String FORM = "arn:<partition>:states:<region>:<account>:stateMachine:<name>";

    private static final Pattern PARTS = Pattern.compile(
            "arn:(aws[a-z-]{0,20}):states:([a-z0-9-]{1,32}):(\\d{12}):stateMachine:([A-Za-z0-9_-]{1,80})");

    /** The parts of {@code arn}, or nothing if it is not such an ARN. */
    static Optional<StateMachineArn> parse(String arn) {
        Matcher parts = PARTS.matcher(arn);
        return parts.matches()
                ? Optional.of(new StateMachineArn(parts.group(1), parts.group(2), parts.group(3), parts.group(4)))
                : Optional.empty();
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
