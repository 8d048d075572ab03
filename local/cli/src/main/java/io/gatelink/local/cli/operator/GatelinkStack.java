package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.BadInputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * A stack of Gatelink, as CloudFormation describes it.
 *
 * @param outputs    by key
 * @param parameters by key
 */
record GatelinkStack(String name, String status, Map<String, String> outputs, Map<String, String> parameters) {

    private static final String TABLE = "PublicationsTable";
    private static final String PUBLISH = "StateMachineArn";

    /**
     * Finds it by its name.
     *
     * @throws BadInputException if there is no such stack, or it is not Gatelink's
     */
    static GatelinkStack find(Aws aws, String name) {
        try {
            return aws.cloudFormation().describeStacks(request -> request.stackName(name)).stacks().stream()
                    .map(GatelinkStack::of)
                    .findFirst()
                    .orElseThrow(() -> new BadInputException(absent(aws, name)))
                    .checked();
        } catch (AwsServiceException e) {
            if (AwsErrors.code(e).equals("ValidationError")
                    && String.valueOf(e.getMessage()).contains("does not exist")) {
                throw new BadInputException(absent(aws, name));
            }
            throw e;
        }
    }

    private static String absent(Aws aws, String name) {
        List<String> others = names(aws);
        return "--stack is '" + name + "', but there is no such stack in "
                + aws.region().id() + ": "
                + switch (others.size()) {
                    case 0 -> "deploy it, or name the Region that it is in with --region.";
                    case 1 -> "give --stack " + others.get(0) + ", which is Gatelink's.";
                    default -> "give one of Gatelink's, " + String.join(", ", others) + ".";
                };
    }

    /** The names of Gatelink's stacks; none if the caller may not list them. */
    private static List<String> names(Aws aws) {
        try {
            return aws.cloudFormation().describeStacksPaginator().stacks().stream()
                    .map(GatelinkStack::of)
                    .filter(GatelinkStack::isGatelinks)
                    .map(GatelinkStack::name)
                    .sorted()
                    .toList();
        } catch (AwsServiceException e) {
            if (AwsErrors.isDenied(e)) {
                return List.of();
            }
            throw e;
        }
    }

    private boolean isGatelinks() {
        return outputs.containsKey(TABLE) && outputs.containsKey(PUBLISH);
    }

    private static GatelinkStack of(Stack stack) {
        Map<String, String> outputs = new TreeMap<>();
        stack.outputs().forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
        Map<String, String> parameters = new TreeMap<>();
        stack.parameters().forEach(one -> parameters.put(one.parameterKey(), one.parameterValue()));
        return new GatelinkStack(stack.stackName(), stack.stackStatusAsString(), outputs, parameters);
    }

    private GatelinkStack checked() {
        if (isGatelinks()) {
            return this;
        }
        if (status.contains("IN_PROGRESS") || status.contains("FAILED") || status.equals("ROLLBACK_COMPLETE")) {
            throw new BadInputException("--stack is '" + name + "', which is in the state " + status
                    + " and has no outputs: deploy it to the end first.");
        }
        throw new BadInputException("--stack is '" + name + "', which is not Gatelink's: it has no outputs " + TABLE
                + " and " + PUBLISH + ". Give the name that Gatelink was deployed with.");
    }

    String table() {
        return outputs.get(TABLE);
    }

    String publish() {
        return outputs.get(PUBLISH);
    }

    /**
     * An output that earlier versions of the template do not have.
     *
     * @throws BadInputException if this one does not have it
     */
    String output(String key) {
        String value = outputs.get(key);
        if (value == null) {
            throw new BadInputException("--stack is '" + name + "', which has no output " + key
                    + ": it is of an earlier version of Gatelink. Deploy this one first.");
        }
        return value;
    }
}
