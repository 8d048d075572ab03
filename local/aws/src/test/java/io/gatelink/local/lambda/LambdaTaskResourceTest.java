package io.gatelink.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.TaskResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(Handlers.LOCK)
class LambdaTaskResourceTest {

    private final Functions functions = new Functions(Handlers.Echo.class, Handlers.Throwing.class);
    private Faults faults = Faults.NONE;

    @Test
    void theIntegrationsResultHasThePayloadAmongOthers() {
        JsonNode result = result("{\"FunctionName\": \"" + Functions.ARN + "Echo:live\", \"Payload\": {\"a\": [1]}}");

        // As recorded on AWS in November 2025 by localstack (test_lambda_task_service, test_invoke).
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly("ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode");
        assertThat(result.path("ExecutedVersion").asText()).isEqualTo("1");
        assertThat(result.path("Payload")).isEqualTo(Json.parse("{\"a\": [1]}"));
        assertThat(result.path("StatusCode").asInt()).isEqualTo(200);
        String requestId = result.at("/SdkResponseMetadata/RequestId").asText();
        assertThat(requestId).matches("[0-9a-f-]{36}");
        JsonNode http = result.path("SdkHttpMetadata");
        assertThat(http.path("HttpStatusCode").asInt()).isEqualTo(200);
        assertThat(http.path("HttpHeaders").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "Connection",
                        "Content-Length",
                        "Content-Type",
                        "Date",
                        "X-Amz-Executed-Version",
                        "x-amzn-Remapped-Content-Length",
                        "x-amzn-RequestId",
                        "X-Amzn-Trace-Id");
        assertThat(http.at("/HttpHeaders/Content-Length").asText()).isEqualTo("9");
        assertThat(http.at("/AllHttpHeaders/x-amzn-RequestId")).isEqualTo(Json.of(List.of(requestId)));
    }

    @Test
    void aPayloadThatIsATextIsSentAsItIs() {
        assertThat(result("{\"FunctionName\": \"test-Echo\", \"Payload\": \"[]\"}")
                        .path("Payload"))
                .isEqualTo(Json.array());
        assertThat(result("{\"FunctionName\": \"test-Echo\", \"Payload\": \"\\\"Hello\\\"\"}")
                        .path("Payload"))
                .isEqualTo(Json.of("Hello"));
        assertThat(result("{\"FunctionName\": \"test-Echo\", \"Payload\": null}")
                        .path("Payload"))
                .isEqualTo(Json.object());
        assertThat(invoke("{\"FunctionName\": \"test-Echo\", \"Payload\": \"no JSON\"}"))
                .startsWith("failed Lambda.InvalidRequestContentException ");
    }

    @Test
    void byItsArnAFunctionsOutputIsTheResult() {
        assertThat(start(
                        LambdaTaskResource.function(
                                functions.account, functions.lambda, calls(), Functions.ARN + "Echo:live"),
                        "{\"a\": [1]}"))
                .isEqualTo("succeeded {\"a\":[1]}");
    }

    @Test
    void aFunctionErrorFailsTheTaskWithItsTypeAndPayload() {
        String end = invoke("{\"FunctionName\": \"test-Throwing\", \"Payload\": \"\\\"why\\\"\"}");

        assertThat(end)
                .startsWith("failed io.gatelink.local.lambda.Handlers$Throwing$RefusedException "
                        + "{\"errorMessage\":\"\\\"why\\\"\",\"errorType\":\"");
    }

    @Test
    void anUnknownFunctionFailsTheTask() {
        assertThat(invoke("{\"FunctionName\": \"nobody\"}"))
                .matches("failed Lambda.ResourceNotFoundException "
                        + "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody:\\$LATEST "
                        + "\\(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; "
                        + "Request ID: [0-9a-f-]{36}; Proxy: null\\)");
        assertThat(invoke("{\"FunctionName\": \"test-Echo:7\"}"))
                .startsWith("failed Lambda.ResourceNotFoundException " + "Function not found: " + Functions.ARN
                        + "Echo:7 (Service: AWSLambda; ");
    }

    @Test
    void wrongArgumentsFailTheTask() {
        assertThat(invoke("{}"))
                .isEqualTo("failed States.Runtime lambda:invoke needs the field \"FunctionName\", a string");
        assertThat(invoke("{\"FunctionName\": \"test-Echo\", \"Paylod\": 1}"))
                .isEqualTo("failed States.Runtime The field \"Paylod\" is not supported by lambda:invoke");
    }

    @Test
    void aFaultBeforeTheCallFailsTheTaskAndTheFunctionDoesNotRun() {
        faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                assertThat(call).isEqualTo(new ApiCall("lambda", "Invoke", "states.amazonaws.com"));
                throw new AwsException("ServiceException", 500, "Service exception");
            }
        };

        assertThat(invoke("{\"FunctionName\": \"test-Echo\"}")).startsWith("failed Lambda.ServiceException ");
        assertThat(functions.log).isEmpty();
    }

    @Test
    void aLostAnswerFailsTheTaskAlthoughTheFunctionRan() {
        faults = new Faults() {
            @Override
            public void after(ApiCall call) {
                throw new LostAnswerException(call);
            }
        };

        assertThat(invoke("{\"FunctionName\": \"test-Echo\"}"))
                .isEqualTo("failed Lambda.SdkClientException The answer to Invoke was lost");
        assertThat(functions.log).hasSize(2);
    }

    private ServiceCalls calls() {
        return new ServiceCalls(functions.loop, faults);
    }

    private String invoke(String arguments) {
        return start(LambdaTaskResource.invoke(functions.account, functions.lambda, calls()), arguments);
    }

    private JsonNode result(String arguments) {
        String end = invoke(arguments);
        assertThat(end).startsWith("succeeded ");
        return Json.parse(end.substring("succeeded ".length()));
    }

    private String start(TaskResource resource, String arguments) {
        List<String> ends = new ArrayList<>();
        functions.loop.exclusively(() -> resource.start(Json.parse(arguments), new TaskResource.Callback() {
            @Override
            public void succeeded(JsonNode result) {
                ends.add("succeeded " + Json.write(result));
            }

            @Override
            public void failed(String error, String cause) {
                ends.add("failed " + error + " " + cause);
            }
        }));
        functions.loop.runUntilIdle();
        return String.join("\n", ends);
    }
}
