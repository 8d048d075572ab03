package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Lambda through AWS's own client, with the template's functions. */
class LambdaConformanceTest {

    private static final String FUNCTION = "gatelink-TakeTurnFunction";

    private static LocalAwsOverHttp local;
    private static LambdaClient lambda;

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        lambda = local.client(LambdaClient.builder());
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void aFunctionReachesTheLocalAwsThroughItsOwnClients() {
        String arn = local.networkLoadBalancer("orders").loadBalancerArn();
        // Not before the execution that the creation starts has let go of the lease.
        var answer = until(
                () -> lambda.invoke(r -> r.functionName(FUNCTION)
                        .qualifier("live")
                        .logType(LogType.TAIL)
                        .payload(SdkBytes.fromUtf8String("""
                        {"execution": "arn:aws:states:us-east-1:123456789012:execution:gatelink-publish:by-hand",
                         "input": {"loadBalancerName": "orders"}}"""))),
                invoked -> invoked.functionError() == null);

        assertThat(answer.functionError()).as(answer.payload().asUtf8String()).isNull();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.parse(answer.payload().asByteArray())
                        .path("loadBalancerArn")
                        .asText())
                .isEqualTo(arn);
        assertThat(new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8))
                .contains("by-hand");
    }

    @Test
    void whatAFunctionThrowsIsAFunctionError() {
        var answer = lambda.invoke(r -> r.functionName(FUNCTION).payload(SdkBytes.fromUtf8String("{}")));

        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(Json.parse(answer.payload().asByteArray()).path("errorType").asText())
                .isEqualTo("io.gatelink.functions.lambda.InvalidInputException");
    }

    @Test
    void otherWaysToInvokeAnswerAtOnce() {
        assertThat(lambda.invoke(r -> r.functionName(FUNCTION).invocationType(InvocationType.DRY_RUN))
                        .statusCode())
                .isEqualTo(204);
        assertThat(lambda.invoke(r -> r.functionName(FUNCTION)
                                .invocationType(InvocationType.EVENT)
                                .payload(SdkBytes.fromUtf8String("{}")))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void functionsAreListedAndDescribed() {
        assertThat(lambda.listFunctionsPaginator().functions())
                .extracting(FunctionConfiguration::functionName)
                .contains(FUNCTION, "gatelink-StartPublicationFunction")
                .doesNotHaveDuplicates();
        assertThat(lambda.getFunctionConfiguration(r -> r.functionName(FUNCTION))
                        .handler())
                .isEqualTo("io.gatelink.functions.publish.TakeTurnHandler");
        assertThat(lambda.getFunction(r -> r.functionName(FUNCTION))
                        .configuration()
                        .functionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:" + FUNCTION);
    }

    @Test
    void whatCannotBeIsRefusedInLambdasWords() {
        assertThat(error(() -> lambda.invoke(r -> r.functionName("nobody"))))
                .isEqualTo("404 ResourceNotFoundException: "
                        + "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody");
        assertThat(error(() -> lambda.invoke(r -> r.functionName(FUNCTION).payload(SdkBytes.fromUtf8String("no")))))
                .startsWith("400 InvalidRequestContentException: Could not parse request body into json: ");
        assertThat(error(() -> lambda.deleteFunction(r -> r.functionName(FUNCTION))))
                .isEqualTo("501 NotImplemented: "
                        + "The local AWS does not support Lambda DeleteFunction. "
                        + "docs/supported-operations.md lists what it does.");
    }
}
