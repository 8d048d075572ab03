package io.gatelink.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.TaskResource;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lambda functions as Step Functions calls them: through the optimized integration
 * {@code arn:aws:states:::lambda:invoke}, or by a function's ARN alone.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html">Invoke a Lambda function with
 *     Step Functions</a>
 */
public final class LambdaTaskResource implements TaskResource {

    private static final ApiCall CALL = new ApiCall("lambda", "Invoke", "states.amazonaws.com");
    private static final Set<String> KNOWN = Set.of("FunctionName", "Payload", "Qualifier", "InvocationType");

    private final Account account;
    private final LambdaService lambda;
    private final ServiceCalls calls;
    private final String functionArn;

    private LambdaTaskResource(Account account, LambdaService lambda, ServiceCalls calls, String functionArn) {
        this.account = Objects.requireNonNull(account, "account");
        this.lambda = Objects.requireNonNull(lambda, "lambda");
        this.calls = Objects.requireNonNull(calls, "calls");
        this.functionArn = functionArn;
    }

    /** {@code lambda:invoke}: the arguments name the function, the result has the payload among others. */
    public static TaskResource invoke(Account account, LambdaService lambda, ServiceCalls calls) {
        return new LambdaTaskResource(account, lambda, calls, null);
    }

    /** A function's ARN: the arguments are its input, the result is its output. */
    public static TaskResource function(
            Account account, LambdaService lambda, ServiceCalls calls, String functionArn) {
        return new LambdaTaskResource(account, lambda, calls, Objects.requireNonNull(functionArn, "functionArn"));
    }

    @Override
    public void start(JsonNode arguments, Callback callback) {
        if (functionArn != null) {
            call(functionArn, null, arguments, callback, (target, payload) -> payload);
            return;
        }
        for (var names = arguments.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name)) {
                callback.failed("States.Runtime", "The field \"" + name + "\" is not supported by lambda:invoke");
                return;
            }
        }
        if (!arguments.path("FunctionName").isTextual()
                || arguments.has("Qualifier") && !arguments.get("Qualifier").isTextual()) {
            callback.failed("States.Runtime", "lambda:invoke needs the field \"FunctionName\", a string");
            return;
        }
        if (!arguments.path("InvocationType").asText("RequestResponse").equals("RequestResponse")) {
            callback.failed("States.Runtime", "The local AWS supports only the InvocationType RequestResponse");
            return;
        }
        JsonNode payload = arguments.has("Payload") ? arguments.get("Payload") : Json.object();
        call(arguments.get("FunctionName").textValue(), arguments.path("Qualifier").textValue(), payload, callback,
                LambdaTaskResource::result);
    }

    private static ObjectNode result(LambdaService.Target target, JsonNode payload) {
        ObjectNode result = Json.object().put("ExecutedVersion", target.version());
        result.set("Payload", payload);
        return result.put("StatusCode", 200);
    }

    private interface Rendering {
        JsonNode render(LambdaService.Target target, JsonNode payload);
    }

    private record Outcome(LambdaService.Target target, Invocation invocation) {
    }

    private void call(String function, String qualifier, JsonNode payload, Callback callback, Rendering rendering) {
        Consumer<Consumer<Outcome>> work = done -> {
            LambdaService.Target target = lambda.resolve(function, qualifier);
            lambda.invoke(target, Json.bytes(payload), lambda.newRequestId(), LambdaService.NOBODY_READS,
                    invocation -> done.accept(new Outcome(target, invocation)));
        };
        calls.make(CALL, work, new ServiceCalls.Callback<>() {
            @Override
            public void succeeded(Outcome outcome) {
                end(outcome, callback, rendering);
            }

            @Override
            public void refused(AwsException error) {
                callback.failed("Lambda." + error.code(), error.getMessage() + " (Service: Lambda, Status Code: "
                        + error.status() + ", Request ID: " + account.newUuid() + ")");
            }

            @Override
            public void answerLost(String message) {
                callback.failed("Lambda.SdkClientException", message);
            }
        });
    }

    private static void end(Outcome outcome, Callback callback, Rendering rendering) {
        Invocation invocation = outcome.invocation();
        String text = new String(invocation.payload(), StandardCharsets.UTF_8);
        JsonNode payload;
        try {
            payload = invocation.payload().length == 0 ? Json.object().nullNode() : Json.parse(invocation.payload());
        } catch (Json.InvalidJsonException e) {
            callback.failed("States.Runtime", "The function's answer is not JSON: " + e.getMessage());
            return;
        }
        if (invocation.failed()) {
            callback.failed(payload.path("errorType").asText("Lambda.Unknown"), text);
        } else {
            callback.succeeded(rendering.render(outcome.target(), payload));
        }
    }
}
