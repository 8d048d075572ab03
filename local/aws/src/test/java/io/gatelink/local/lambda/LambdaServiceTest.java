package io.gatelink.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Handlers.LOCK)
class LambdaServiceTest {

    @Test
    void aStreamHandlerGetsAndGivesTheBytesAsTheyAre() {
        var functions = new Functions(Handlers.Echo.class);

        Invocation invocation = functions.invoke("test-Echo", "{ \"a\" : 1 }");

        assertThat(invocation.failed()).isFalse();
        assertThat(Functions.text(invocation.payload())).isEqualTo("{ \"a\" : 1 }");
    }

    @Test
    void anEventAndARecordPassThroughTheRealRuntimesSerialization() {
        var functions = new Functions(Handlers.OfEvent.class);

        Invocation invocation = functions.invoke("test-OfEvent", """
                {"version": "0", "id": "1", "detail-type": "AWS API Call via CloudTrail", "source": "aws.x",
                 "account": "123456789012", "time": "2026-01-01T10:20:30Z", "region": "us-east-1",
                 "resources": ["arn:a"], "detail": {"eventName": "CreateLoadBalancer"}}""");

        assertThat(Json.parse(invocation.payload())).isEqualTo(Json.parse("""
                {"detailType": "AWS API Call via CloudTrail", "time": "2026-01-01T10:20:30.000Z",
                 "resources": ["arn:a"], "eventName": "CreateLoadBalancer"}"""));
    }

    @Test
    void aHandlerThatReturnsNothingAnswersNull() {
        var functions = new Functions(Handlers.Nothing.class);

        assertThat(Functions.text(functions.invoke("test-Nothing", "{}").payload()))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "SETTING, from the template",
        "AWS_REGION, us-east-1",
        "AWS_LAMBDA_FUNCTION_NAME, test-Curious",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE, 512",
        "AWS_ENDPOINT_URL, http://127.0.0.1:4566",
        "AWS_LAMBDA_INITIALIZATION_TYPE, on-demand",
        "PATH, none"
    })
    void aFunctionSeesItsEnvironmentAndNoOther(String variable, String value) {
        var functions = new Functions(Handlers.Curious.class);

        JsonNode answer = Json.parse(functions
                .invoke("test-Curious", "{\"variable\": \"" + variable + "\"}")
                .payload());

        assertThat(answer.get("variable").textValue()).isEqualTo(value);
    }

    @Test
    void aFunctionSeesItsContextAndTheLoopsTime() {
        var functions = new Functions(Handlers.Curious.class);

        JsonNode answer = Json.parse(functions.invoke("test-Curious:live", "{}").payload());

        assertThat(answer.get("arn").textValue()).isEqualTo(Functions.ARN + "Curious:live");
        assertThat(answer.get("version").textValue()).isEqualTo("1");
        assertThat(answer.get("time").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(answer.get("remaining").intValue()).isEqualTo(30_000);
    }

    @Test
    void anAccessKeyTellsWhichFunctionCalls() {
        var functions = new Functions(Handlers.Echo.class, Handlers.Curious.class);

        JsonNode answer = Json.parse(functions.invoke("test-Curious", "{}").payload());

        String accessKeyId = answer.get("accessKeyId").textValue();
        assertThat(accessKeyId).isEqualTo("ASIALOCAL001CURIOUSFUNCTION0000");
        assertThat(answer.get("secretAccessKey").textValue()).isEqualTo("test");
        assertThat(functions.lambda.callerOf(accessKeyId).orElseThrow().name()).isEqualTo("test-Curious");
        assertThat(functions.lambda.callerOf("test")).isEmpty();
        assertThat(functions.lambda.accessKeyOf(functions.lambda.listFunctions().get(1)))
                .isEqualTo(accessKeyId);
    }

    @Test
    void anIdleSandboxIsReusedAndABusyOneIsNot() {
        var functions = new Functions(Handlers.Curious.class);
        functions.invoke("test-Curious", "{}");

        var together = new ArrayList<Integer>();
        functions.loop.exclusively(() -> {
            for (int i = 0; i < 2; i++) {
                functions.lambda.invoke(
                        "test-Curious",
                        new byte[0],
                        invocation -> together.add(Json.parse(invocation.payload())
                                .get("invocations")
                                .intValue()));
            }
        });
        functions.loop.runUntilIdle();

        assertThat(together).containsExactly(2, 1);
    }

    @Test
    void anExceptionIsWrittenAsTheRuntimeDoes() {
        var functions = new Functions(Handlers.Throwing.class);

        Invocation invocation = functions.invoke("test-Throwing", "\"no way\"");

        assertThat(invocation.functionError()).isEqualTo("Unhandled");
        JsonNode error = Json.parse(invocation.payload());
        assertThat(error.get("errorType").textValue())
                .isEqualTo("io.gatelink.local.lambda.Handlers$Throwing$RefusedException");
        assertThat(error.get("errorMessage").textValue()).isEqualTo("\"no way\"");
        assertThat(error.get("stackTrace")).hasSize(1);
        assertThat(error.get("stackTrace").get(0).textValue())
                .startsWith("io.gatelink.local.lambda.Handlers$Throwing.handleRequest(Handlers.java:");
    }

    @Test
    void anExceptionWithoutAMessageHasItsNameForOne() {
        var functions = new Functions(Handlers.Throwing.class);

        assertThat(Json.parse(functions.invoke("test-Throwing", "null").payload())
                        .get("errorMessage")
                        .textValue())
                .isEqualTo("io.gatelink.local.lambda.Handlers$Throwing$RefusedException");
    }

    @Test
    void aHandlerThatCannotBeCreatedFailsItsInvocation() {
        var functions = new Functions(Handlers.Broken.class);

        JsonNode error = Json.parse(functions.invoke("test-Broken", "{}").payload());

        assertThat(error.get("errorType").textValue()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(error.get("errorMessage").textValue()).isEqualTo("no such setting");
    }

    @Test
    void inputThatCannotBeReadFailsTheInvocation() {
        var functions = new Functions(Handlers.Curious.class);

        assertThat(functions.invoke("test-Curious", "[1]").failed()).isTrue();
    }

    @Test
    void anAnswerThatIsTooLargeFailsTheInvocation() {
        var functions = new Functions(Handlers.Verbose.class);

        assertThat(Functions.text(functions.invoke("test-Verbose", "{}").payload()))
                .isEqualTo("""
                {"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size (6291457 bytes) \
                exceeded maximum allowed payload size (6291456 bytes)."}""");
    }

    @Test
    void aFunctionThatTakesTooLongTimesOutAndItsLateAnswerIsIgnored() {
        var functions = new Functions(Handlers.Slow.class);

        Invocation invocation = functions.invoke("test-Slow", "{}");

        assertThat(functions.loop.instant()).isEqualTo("2026-01-01T00:00:30Z");
        JsonNode error = Json.parse(invocation.payload());
        assertThat(error.get("errorType").textValue()).isEqualTo("Sandbox.Timedout");
        assertThat(error.get("errorMessage").textValue())
                .matches("RequestId: [0-9a-f-]{36} Error: Task timed out after 30\\.00 seconds");
        functions.loop.runUntilIdle();
        assertThat(Handlers.Slow.ended).isEqualTo(1);
        assertThat(functions.callsOfAws)
                .as("calls after its end reach no service")
                .isEqualTo(1);
    }

    @Test
    void linesAreLoggedInLambdasJsonFormat() {
        var functions = new Functions(Handlers.Echo.class);
        functions.invoke("test-Echo", "{}");

        assertThat(functions.log).hasSize(2);
        String requestId = Json.parse(functions.log.get(0).substring("test-Echo ".length()))
                .get("AWSRequestId")
                .textValue();
        assertThat(functions.log).containsExactly("""
                test-Echo {"timestamp":"2026-01-01T00:00:00.000Z","message":"echo","level":"UNDEFINED",\
                "AWSRequestId":"%s"}""".formatted(requestId), """
                test-Echo {"timestamp":"2026-01-01T00:00:00.000Z","message":"loud \\"echo\\"","level":"WARN",\
                "AWSRequestId":"%s"}""".formatted(requestId));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test-Echo",
                "test-Echo:live",
                "test-Echo:1",
                "test-Echo:$LATEST",
                "arn:aws:lambda:us-east-1:123456789012:function:test-Echo",
                "arn:aws:lambda:us-east-1:123456789012:function:test-Echo:live",
                "123456789012:function:test-Echo:live"
            })
    void aFunctionHasManyNames(String name) {
        assertThat(new Functions(Handlers.Echo.class).invoke(name, "5").failed())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nobody                     | arn:aws:lambda:us-east-1:123456789012:function:nobody
            test-Echo:dead             | arn:aws:lambda:us-east-1:123456789012:function:test-Echo:dead
            arn:aws:lambda:us-east-1:999999999999:function:test-Echo:live | arn:aws:lambda:us-east-1:999999999999:function:test-Echo:live
            """)
    void anUnknownFunctionOrAliasIsNotFound(String name, String arn) {
        assertThatThrownBy(() -> new Functions(Handlers.Echo.class).invoke(name, "{}"))
                .isInstanceOfSatisfying(AwsException.class, e -> {
                    assertThat(e.code()).isEqualTo("ResourceNotFoundException");
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e).hasMessage("Function not found: " + arn);
                });
    }

    @Test
    void aPayloadThatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> new Functions(Handlers.Echo.class).invoke("test-Echo", "{"))
                .isInstanceOf(AwsException.class)
                .hasMessageStartingWith("Could not parse request body into json: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no.such.Handler | is not on the class path. Correct the template, or build the module that has it.
            java.lang.String | implements neither RequestStreamHandler nor RequestHandler. Implement one of them.
            io.gatelink.local.lambda.Handlers$Vague | does not implement RequestHandler with concrete type parameters. Name them in the class.
            io.gatelink.local.lambda.Handlers$Needy | has no public zero-argument constructor. Add one.
            io.gatelink.local.lambda.Handlers$Echo::go | names a method. Name a class that implements RequestStreamHandler or RequestHandler.
            """)
    void aHandlerThatLambdaCouldNotUseIsRefusedAtTheStart(String handler, String problem) {
        var functions = new Functions();

        assertThatThrownBy(() -> functions.service(List.of(Functions.function("Bad", handler))))
                .isInstanceOf(InvalidFunctionException.class)
                .hasMessage("Function BadFunction: its Handler " + handler + " " + problem);
    }

    @Test
    void noPayloadAtAllIsAnEmptyObject() {
        assertThat(Functions.text(LambdaService.checked(new byte[0]))).isEqualTo("{}");
        assertThatThrownBy(() ->
                        LambdaService.checked(" ".repeat(6 * 1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8)))
                .hasMessage("6291457 byte payload is too large for the RequestResponse invocation type "
                        + "(limit 6291456 bytes)");
    }
}
