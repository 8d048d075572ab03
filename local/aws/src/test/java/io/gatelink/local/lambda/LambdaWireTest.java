package io.gatelink.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.http.Request;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

@ResourceLock(Handlers.LOCK)
class LambdaWireTest {

    private final Functions functions =
            new Functions(Handlers.Echo.class, Handlers.Throwing.class, Handlers.Slow.class);
    private final DeadLetters queues = new DeadLetters(List.of(Functions.QUEUE));
    private final LambdaWire wire = new LambdaWire(
            functions.lambda,
            new AsyncInvocations(
                    functions.loop,
                    functions.lambda,
                    AsyncInvocations.Listener.NONE,
                    AsyncInvocations.Destinations.queues(queues)));
    private final LambdaClient client = new WireHttpClient(functions.loop, wire).client(LambdaClient.builder(), "test");

    @Test
    void aFunctionIsInvokedAndAnswers() {
        var response = client.invoke(request -> request.functionName(Functions.ARN + "Echo")
                .qualifier("live")
                .logType(LogType.TAIL)
                .payload(SdkBytes.fromUtf8String("{\"a\": \"ä\"}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isNull();
        assertThat(response.executedVersion()).isEqualTo("1");
        assertThat(response.payload().asUtf8String()).isEqualTo("{\"a\": \"ä\"}");
        assertThat(Functions.text(Base64.getDecoder().decode(response.logResult())))
                .contains("\"message\":\"echo\"");
    }

    @Test
    void aFunctionErrorIsAnAnswerToo() {
        var response =
                client.invoke(request -> request.functionName("test-Throwing").payload(SdkBytes.fromUtf8String("1")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(Json.parse(response.payload().asByteArray()).get("errorType").textValue())
                .endsWith("RefusedException");
    }

    @Test
    void anAsynchronousInvocationIsAcceptedBeforeItRuns() {
        var response = client.invoke(request -> request.functionName("test-Throwing")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("1")));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(queues.in(Functions.QUEUE)).isEmpty();
        functions.loop.runUntilIdle();
        assertThat(queues.in(Functions.QUEUE)).hasSize(1);
    }

    @Test
    void aDryRunInvokesNothing() {
        assertThat(client.invoke(request -> request.functionName("test-Echo").invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
        assertThat(functions.log).isEmpty();
    }

    @Test
    void functionsAreListedAndDescribed() {
        assertThat(client.listFunctions().functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("test-Echo", "test-Throwing", "test-Slow");
        var configuration = client.getFunctionConfiguration(
                request -> request.functionName("test-Echo").qualifier("live"));
        assertThat(configuration.functionArn()).isEqualTo(Functions.ARN + "Echo:live");
        assertThat(configuration.handler()).isEqualTo("io.gatelink.local.lambda.Handlers$Echo");
        assertThat(configuration.timeout()).isEqualTo(30);
        assertThat(configuration.memorySize()).isEqualTo(512);
        assertThat(configuration.environment().variables()).isEqualTo(Map.of("SETTING", "from the template"));
        assertThat(client.getFunction(request -> request.functionName("test-Echo"))
                        .configuration()
                        .version())
                .isEqualTo("$LATEST");
    }

    @Test
    void functionsAreListedInPages() {
        var first = client.listFunctions(request -> request.maxItems(2));
        assertThat(first.functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("test-Echo", "test-Throwing");
        var second = client.listFunctions(request -> request.maxItems(2).marker(first.nextMarker()));
        assertThat(second.functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("test-Slow");
        assertThat(second.nextMarker()).isNull();
        assertThat(client.listFunctionsPaginator(request -> request.maxItems(1)).functions())
                .hasSize(3);

        assertThatThrownBy(() -> client.listFunctions(request -> request.maxItems(0)))
                .hasMessageContaining("'maxItems'");
        assertThatThrownBy(() -> client.listFunctions(request -> request.marker("nonsense")))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The marker is invalid.");
    }

    @Test
    void anUnknownFunctionIsNotFoundInLambdasWords() {
        assertThatThrownBy(() ->
                        client.invoke(request -> request.functionName("nobody").qualifier("live")))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(404);
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("Function not found: "
                                    + "arn:aws:lambda:us-east-1:123456789012:function:nobody:live");
                });
    }

    @Test
    void twoQualifiersMustAgree() {
        assertThatThrownBy(() -> client.invoke(
                        request -> request.functionName("test-Echo:live").qualifier("1")))
                .isInstanceOfSatisfying(LambdaException.class, e -> assertThat(
                                e.awsErrorDetails().errorMessage())
                        .isEqualTo("The derived qualifier from the function name does not match the specified "
                                + "qualifier."));
    }

    @Test
    void hostileNamesAreRefused() {
        for (String name : List.of("a b", "../x", "%00", "a\"b", "x".repeat(1000))) {
            assertThatThrownBy(() -> client.getFunction(request -> request.functionName(name)))
                    .isInstanceOfSatisfying(
                            LambdaException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
        }
    }

    @Test
    void otherOperationsAreNotImplemented() {
        assertThatThrownBy(() -> client.deleteFunction(request -> request.functionName("test-Echo")))
                .isInstanceOfSatisfying(
                        LambdaException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }

    /** By the paths and methods that AWS's own client has. */
    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsSupportedOrNamed(String name) throws ReflectiveOperationException {
        Field binding = Class.forName("software.amazon.awssdk.services.lambda.transform." + name + "RequestMarshaller")
                .getDeclaredField("SDK_OPERATION_BINDING");
        binding.setAccessible(true);
        var operation = (OperationInfo) binding.get(null);
        String[] uri = operation.requestUri().replaceAll("\\{\\w+}", "x").split("\\?");
        var request = new Request(operation.httpMethod().name(), uri[0], uri.length > 1 ? uri[1] : "", Map.of(), null);

        if (wire.operations().contains(name)) {
            assertThat(wire.route(request).name()).isEqualTo(name);
        } else {
            assertThatThrownBy(() -> wire.route(request))
                    .hasMessageStartingWith("The local AWS does not support Lambda " + name + ".");
        }
    }

    static Stream<String> operations() {
        return Arrays.stream(LambdaClient.class.getMethods())
                .filter(method -> method.getParameterCount() > 0)
                .map(method -> method.getParameterTypes()[0].getSimpleName())
                .filter(type -> type.endsWith("Request"))
                .map(type -> type.replaceFirst("Request$", ""))
                .distinct()
                .sorted();
    }

    @Test
    void whatNotEvenAwsKnowsIsAnUnknownOperation() {
        assertThatThrownBy(() -> wire.route(new Request("GET", "/2015-03-31/nonsense", "", Map.of(), null)))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("UnknownOperationException"));
    }
}
