package io.gatelink.functions.lambda;

import java.util.regex.Pattern;

/**
 * The ARN of an execution of a state machine.
 *
 * @param stateMachine the state machine's name
 * @param name         the execution's name
 */
public record ExecutionArn(String partition, String region, String account, String stateMachine, String name)
        implements TextValue {

    private static final Pattern FORM = Pattern.compile("arn:(aws[a-z-]{0,20}):states:([a-z0-9-]{1,32}):(\\d{12})"
            + ":execution:([A-Za-z0-9_-]{1,80}):([A-Za-z0-9+=._@-]{1,80})");

    /** @throws InvalidInputException if the text is no such ARN */
    public static ExecutionArn of(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new InvalidInputException("Execution ARN " + Text.shown(text)
                    + " is malformed: start the execution under a name of at most 80 letters, digits and + = . _ @ -.");
        }
        return new ExecutionArn(parts.group(1), parts.group(2), parts.group(3), parts.group(4), parts.group(5));
    }

    /** The ARN of another execution of the same state machine. */
    public ExecutionArn named(String other) {
        return new ExecutionArn(partition, region, account, stateMachine, other);
    }

    /** The ARN of the execution's state machine. */
    public String stateMachineArn() {
        return "arn:" + partition + ":states:" + region + ":" + account + ":stateMachine:" + stateMachine;
    }

    /** The ARN of a resource of API Gateway in the same partition and Region, such as {@code /vpclinks/a1b2c3}. */
    public String apiGatewayArn(String path) {
        return "arn:" + partition + ":apigateway:" + region + "::" + path;
    }

    @Override
    public String text() {
        return "arn:" + partition + ":states:" + region + ":" + account + ":execution:" + stateMachine + ":" + name;
    }

    @Override
    public String toString() {
        return text();
    }
}
