package io.gatelink.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.Request;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.states.TaskResource;
import io.gatelink.local.template.Stack;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds the template's functions and state machines to the policies that the template gives them. People at the local
 * AWS may do everything.
 */
public final class AccessControl implements CallGuard {

    private static final List<String> DELIVERY_OF_LOGS = List.of(
            "logs:CreateLogDelivery",
            "logs:GetLogDelivery",
            "logs:UpdateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:DescribeResourcePolicies",
            "logs:DescribeLogGroups");
    private static final List<String> WRITING_LOGS = List.of(
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            "logs:GetLogEvents",
            "logs:FilterLogEvents");

    private final Supplier<Stack> stack;
    private final Iam iam;
    private final RequiredPermissions required;
    private final StateMachineRoles roles;
    private final Function<String, Optional<Stack.Function>> functionOf;

    /** @param functionOf the function that an access key belongs to */
    public AccessControl(
            Supplier<Stack> stack,
            Iam iam,
            RequiredPermissions required,
            StateMachineRoles roles,
            Function<String, Optional<Stack.Function>> functionOf) {
        this.stack = stack;
        this.roles = roles;
        this.iam = iam;
        this.required = required;
        this.functionOf = functionOf;
    }

    @Override
    public void check(ApiCall call, Request request) {
        functionOf
                .apply(call.caller())
                .ifPresent(function -> iam.check(
                        iam.principal(function),
                        function.policy(),
                        required.of(call.service(), call.operation(), request)));
    }

    /**
     * What a function's policies say to its signed request to an API whose methods ask for AWS_IAM.
     *
     * @param path what follows the stage
     * @return the refusal, if they do not allow it
     */
    public Optional<AwsException> refusalToInvoke(
            String accessKeyId, String restApiId, String stage, String method, String path) {
        try {
            functionOf
                    .apply(accessKeyId)
                    .ifPresent(function -> iam.check(
                            iam.principal(function),
                            function.policy(),
                            List.of(required.invokeApi(restApiId, stage, method, path))));
            return Optional.empty();
        } catch (AwsException e) {
            return Optional.of(e);
        }
    }

    /** A function's ARN as a Task state's resource. */
    public TaskResource function(String functionArn, TaskResource resource) {
        return new Guarded(
                resource, arguments -> List.of(required.invokeFunction(functionArn)), "Lambda.AWSLambdaException");
    }

    /** {@code lambda:invoke} as a Task state's resource. */
    public TaskResource lambdaInvoke(TaskResource resource) {
        return new Guarded(
                resource,
                arguments -> List.of(required.invokeFunction(
                        arguments.path("FunctionName").asText(),
                        arguments.path("Qualifier").asText())),
                "Lambda.AWSLambdaException");
    }

    /** {@code states:startExecution} as a Task state's resource. */
    public TaskResource startExecution(TaskResource resource) {
        // Without an ARN, the resource itself says what is wrong.
        return new Guarded(
                resource,
                arguments -> arguments.path("StateMachineArn").isTextual()
                        ? List.of(Permission.of(
                                "states:StartExecution",
                                arguments.get("StateMachineArn").textValue()))
                        : List.of(),
                "StepFunctions.AWSStepFunctionsException");
    }

    /** {@code events:putEvents} as a Task state's resource. */
    public TaskResource putEvents(TaskResource resource) {
        return new Guarded(resource, required::putEvents, "EventBridge.AccessDeniedException");
    }

    /**
     * Checks that a state machine's role may have its executions logged, as Step Functions does when it is made.
     *
     * @throws AwsException AccessDeniedException
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html">Logging in CloudWatch Logs</a>
     */
    public void checkLogging(Stack.StateMachine machine) {
        if (!machine.logGroupArns().isEmpty()) {
            iam.check(
                    iam.principal(machine),
                    machine.policy(),
                    DELIVERY_OF_LOGS.stream()
                            .map(action -> Permission.of(action, "*"))
                            .toList());
        }
    }

    /**
     * Checks that API Gateway may write logs with a role, as it does when it is given one.
     *
     * @throws AwsException AccessDeniedException
     */
    public void checkApiGatewayLogging(Stack.Role role) {
        iam.check(
                role.arn(),
                role.policy(),
                WRITING_LOGS.stream().map(action -> Permission.of(action, "*")).toList());
    }

    /**
     * What the policies have been needed for so far: those of functions and state machines by their {@link #principal},
     * all others by the ARN of the resource or role that has them.
     */
    public PolicyUse use() {
        return iam.use();
    }

    /** Who a function or state machine is to IAM, by its physical name. */
    public String principal(String name) {
        return stack.get().functions().stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .map(iam::principal)
                .orElseGet(() -> iam.principal(stack.get().stateMachines().stream()
                        .filter(machine -> machine.name().equals(name))
                        .findFirst()
                        .orElseThrow()));
    }

    private final class Guarded implements TaskResource {

        private final TaskResource resource;
        private final Function<JsonNode, List<Permission>> needs;
        private final String error;

        Guarded(TaskResource resource, Function<JsonNode, List<Permission>> needs, String error) {
            this.resource = resource;
            this.needs = needs;
            this.error = error;
        }

        @Override
        public void start(JsonNode arguments, Callback callback) {
            throw new IllegalStateException("Access can't be decided without a caller");
        }

        @Override
        public void start(JsonNode arguments, Caller caller, Callback callback) {
            try {
                roles.of(caller)
                        .ifPresent(
                                machine -> iam.check(iam.principal(machine), machine.policy(), needs.apply(arguments)));
            } catch (AwsException e) {
                callback.failed(error, e.getMessage());
                return;
            }
            resource.start(arguments, caller, callback);
        }
    }
}
