package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodRequest;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

class TryVpcLinkHandlerTest {

    private static final String WHAT = "A test invocation of GET / through VPC link link1 ";

    private final ApiGatewayClient apiGateway = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);

    private Map<String, Object> tryLink() {
        return Steps.run(new TryVpcLinkHandler(apiGateway, Steps.CLOCK), Steps.input("restApiId", "api1",
                "rootResourceId", "root", "vpcLinkId", "link1", "path", "/", "expect", "2xx"));
    }

    static Stream<SdkClientException> slow() {
        return Stream.of(ApiCallTimeoutException.create(35_000), ApiCallAttemptTimeoutException.create(35_000),
                SdkClientException.create("Read timed out", new SocketTimeoutException("Read timed out")));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aBackendThatTakesTooLongIsSaidToDoSo(SdkClientException slow) {
        doThrow(slow).when(apiGateway).testInvokeMethod(any(TestInvokeMethodRequest.class));

        assertThatThrownBy(this::tryLink).isInstanceOf(SmokeTestFailedException.class).hasMessage(WHAT
                + "brought no answer within 35 s: the backend took too long, for API Gateway answers when that has, or after "
                + "29 s at the latest");
    }

    @Test
    void thatAwsCannotBeReachedIsNotTheBackendsFault() {
        doThrow(SdkClientException.create("No", new ConnectException("Connection refused")))
                .when(apiGateway).testInvokeMethod(any(TestInvokeMethodRequest.class));

        assertThatThrownBy(this::tryLink).isInstanceOf(AwsUnavailableException.class);
    }

    @Test
    void aBackendThatTakesLongerThanItsIntegrationMayIsSaidToDoSo() {
        doAnswer(call -> TestInvokeMethodResponse.builder().status(504).body("{\"message\": \"Endpoint request timed out\"}")
                .build()).when(apiGateway).testInvokeMethod(any(TestInvokeMethodRequest.class));

        assertThatThrownBy(this::tryLink).isInstanceOf(SmokeTestFailedException.class).hasMessage(WHAT
                + "answered 504, not 2xx: that is how API Gateway answers when the backend takes longer than the integration's "
                + "time-out, see the tag gatelink:timeout-ms; the body begins \"{\\\"message\\\": \\\"Endpoint request timed "
                + "out\\\"}\"");
    }

    @Test
    void aBackendMayTakeAsLongAsAnyIntegrationLetsIt() {
        List<Duration> given = new ArrayList<>();
        doAnswer(call -> {
            var configuration = call.<TestInvokeMethodRequest>getArgument(0).overrideConfiguration().orElseThrow();
            given.add(configuration.apiCallTimeout().orElseThrow());
            given.add(configuration.apiCallAttemptTimeout().orElseThrow());
            return TestInvokeMethodResponse.builder().status(200).latency(28_000L).build();
        }).when(apiGateway).testInvokeMethod(any(TestInvokeMethodRequest.class));

        assertThat(tryLink()).containsEntry("status", 200);
        assertThat(given).hasSize(2).allSatisfy(each -> assertThat(each).isGreaterThan(Duration.ofMillis(29_000)));
    }

    @Test
    void theTransportWaitsAsLongAsTheCallDoes() {
        List<Duration> longest = new ArrayList<>();
        Environment environment = mock(Environment.class, delegatesTo(TestEnvironment.complete()));
        doAnswer(call -> {
            longest.add(call.getArgument(0));
            return TestEnvironment.complete().sdkHttpClient();
        }).when(environment).sdkHttpClient(any(Duration.class));

        Environment.within(environment, TryVpcLinkHandler::new);

        assertThat(longest).containsExactly(TestInvocation.PATIENCE);
    }
}
