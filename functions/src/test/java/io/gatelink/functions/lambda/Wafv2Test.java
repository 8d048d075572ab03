package io.gatelink.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

class Wafv2Test {

    private static final String ACL = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/gatelink/1";
    private static final String STAGE = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/live";

    private final SdkHttpClient http = mock(SdkHttpClient.class);
    private final ExecutableHttpRequest call = mock(ExecutableHttpRequest.class);
    private final AtomicReference<HttpExecuteRequest> sent = new AtomicReference<>();
    private Wafv2 waf;

    @BeforeEach
    void clients() {
        AwsClients clients = FakeClients.of(
                Map.of("AWS_REGION", "us-east-1"), InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")));
        when(clients.environment().sdkHttpClient(any())).thenReturn(http);
        when(clients.environment().credentials())
                .thenReturn(StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", "test", "token")));
        when(http.prepareRequest(any())).thenAnswer(asked -> {
            sent.set(asked.getArgument(0));
            return call;
        });
        waf = new Wafv2(clients);
    }

    private void answers(int status, String body) throws IOException {
        when(call.call())
                .thenReturn(HttpExecuteResponse.builder()
                        .response(
                                SdkHttpFullResponse.builder().statusCode(status).build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                        .build());
    }

    @Test
    void theRequestIsSignedForTheRegionsEndpoint() throws IOException {
        answers(200, "{}");
        waf.associateWebAcl(ACL, STAGE);

        var request = sent.get().httpRequest();
        assertThat(request.getUri()).hasToString("https://wafv2.us-east-1.amazonaws.com/");
        assertThat(request.firstMatchingHeader("X-Amz-Target")).contains("AWSWAF_20190729.AssociateWebACL");
        assertThat(request.firstMatchingHeader("Authorization").orElseThrow())
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/wafv2/aws4_request, ");
        assertThat(TaskJson.object(
                        sent.get().contentStreamProvider().orElseThrow().newStream()))
                .contains(Map.of("WebACLArn", ACL, "ResourceArn", STAGE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"__type\":\"WAFNonexistentItemException\",\"Message\":\"No such ACL\"}",
                "{\"__type\":\"com.amazonaws.wafv2#WAFNonexistentItemException\",\"message\":\"No such ACL\"}"
            })
    void aRefusalIsWhatTheSdkMakesOfIt(String body) throws IOException {
        answers(400, body);

        assertThatThrownBy(() -> waf.associateWebAcl(ACL, STAGE))
                .isInstanceOfSatisfying(AwsServiceException.class, refusal -> assertThat(AwsFailure.of(refusal))
                        .isInstanceOf(AwsRefusedException.class)
                        .hasMessage("Wafv2 answered WAFNonexistentItemException (400): No such ACL"));
    }

    @Test
    void throttlingIsToldFromARefusal() throws IOException {
        answers(400, "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}");

        assertThatThrownBy(() -> waf.associateWebAcl(ACL, STAGE))
                .isInstanceOfSatisfying(AwsServiceException.class, refusal -> assertThat(AwsFailure.of(refusal))
                        .isInstanceOf(ThrottledException.class));
    }

    @Test
    void noAnswerIsNoRefusal() throws IOException {
        when(call.call()).thenThrow(new IOException("reset"));

        assertThatThrownBy(() -> waf.associateWebAcl(ACL, STAGE)).isInstanceOf(SdkClientException.class);
    }
}
