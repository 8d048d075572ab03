package io.gatelink.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.SdkMetadata;
import io.gatelink.local.states.TaskResource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

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

    private static final Pattern UNQUALIFIED = Pattern.compile("Function not found: arn(:[^:]*){5}:[^:]+");

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
    public static TaskResource function(Account account, LambdaService lambda, ServiceCalls calls, String functionArn) {
        return new LambdaTaskResource(account, lambda, calls, Objects.requireNonNull(functionArn, "functionArn"));
    }

    @Override
    public void start(JsonNode arguments, Callback callback) {
        if (functionArn != null) {
            call(functionArn, null, Json.bytes(arguments), callback, (outcome, payload) -> payload);
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
        call(
                arguments.get("FunctionName").textValue(),
                arguments.path("Qualifier").textValue(),
                payload(arguments.path("Payload")),
                callback,
                this::result);
    }

    /**
     * A text is sent as it is; null is no payload.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in November 2025:
     *     test_invoke, test_invoke_json_values</a>
     */
    private static byte[] payload(JsonNode payload) {
        if (payload.isTextual()) {
            return payload.textValue().getBytes(StandardCharsets.UTF_8);
        }
        return Json.bytes(payload.isMissingNode() || payload.isNull() ? Json.object() : payload);
    }

    /** As recorded there. */
    private ObjectNode result(Outcome outcome, JsonNode payload) {
        ObjectNode result =
                Json.object().put("ExecutedVersion", outcome.target().version());
        result.set("Payload", payload);
        SdkMetadata.add(result, headers(outcome), outcome.requestId());
        return result.put("StatusCode", 200);
    }

    private Map<String, String> headers(Outcome outcome) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Amz-Executed-Version", outcome.target().version());
        headers.put("x-amzn-Remapped-Content-Length", "0");
        headers.put("Connection", "keep-alive");
        headers.put("x-amzn-RequestId", outcome.requestId());
        headers.put("Content-Length", String.valueOf(outcome.invocation().payload().length));
        headers.put("Date", SdkMetadata.date(account.loop().instant()));
        headers.put(
                "X-Amzn-Trace-Id",
                "root=1-" + Long.toHexString(account.loop().instant().getEpochSecond()) + "-"
                        + outcome.requestId().replace("-", "").substring(0, 24) + ";parent="
                        + outcome.requestId().replace("-", "").substring(16) + ";sampled=0");
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private interface Rendering {
        JsonNode render(Outcome outcome, JsonNode payload);
    }

    private record Outcome(LambdaService.Target target, String requestId, Invocation invocation) {}

    private void call(String function, String qualifier, byte[] payload, Callback callback, Rendering rendering) {
        Consumer<Consumer<Outcome>> work = done -> {
            LambdaService.Target target = lambda.resolve(function, qualifier);
            String requestId = lambda.newRequestId();
            lambda.invoke(
                    target,
                    payload,
                    requestId,
                    LambdaService.DISCARD,
                    invocation -> done.accept(new Outcome(target, requestId, invocation)));
        };
        calls.make(CALL, work, new ServiceCalls.Callback<>() {
            @Override
            public void succeeded(Outcome outcome) {
                end(outcome, callback, rendering);
            }

            @Override
            public void refused(AwsException error) {
                callback.failed("Lambda." + error.code(), cause(error));
            }

            @Override
            public void answerLost(String message) {
                callback.failed("Lambda.SdkClientException", message);
            }
        });
    }

    /**
     * A function that is not there is named with its version.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in November 2025:
     *     test_no_such_function</a>
     */
    private String cause(AwsException error) {
        String message = UNQUALIFIED.matcher(error.getMessage()).matches()
                ? error.getMessage() + ":$LATEST"
                : error.getMessage();
        return message + " (Service: AWSLambda; Status Code: " + error.status() + "; Error Code: " + error.code()
                + "; Request ID: " + account.newUuid() + "; Proxy: null)";
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
            callback.succeeded(rendering.render(outcome, payload));
        }
    }
}
