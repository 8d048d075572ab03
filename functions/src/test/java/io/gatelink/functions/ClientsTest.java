package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.apigateway.model.TooManyRequestsException;
import software.amazon.awssdk.services.sfn.model.SfnException;

class ClientsTest {

    private final Transport transport = new Transport();

    /** Keeps the requests that reach it. */
    private static final class Transport implements SdkHttpClient {

        private final List<SdkHttpRequest> requests = new ArrayList<>();
        private int status = 200;
        private String body = "{}";

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            requests.add(request.httpRequest());
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    if (status == 0) {
                        throw new IOException("Connection reset");
                    }
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(status)
                                    .putHeader("x-amzn-ErrorType", "TooManyRequestsException").build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {
                    // Answers at once.
                }
            };
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private TestEnvironment environment() {
        return TestEnvironment.complete().over(transport);
    }

    @Test
    void requestsAreSignedForTheFunctionsRegionAndGoToAwsItself() {
        Clients.apiGateway(environment()).getVpcLinks();

        assertThat(transport.requests).singleElement().satisfies(request -> {
            assertThat(request.getUri()).hasToString("https://apigateway.us-east-1.amazonaws.com/vpclinks");
            assertThat(request.firstMatchingHeader("Authorization")).get().asString()
                    .contains("Credential=AKID/").contains("/us-east-1/apigateway/aws4_request");
        });
    }

    @Test
    void anEndpointOfItsOwnIsUsedByAllClients() {
        TestEnvironment elsewhere = environment().with("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        Clients.apiGateway(elsewhere).getVpcLinks();
        Clients.stepFunctions(elsewhere).listStateMachines();
        transport.body = "<DescribeTagsResponse><DescribeTagsResult/></DescribeTagsResponse>";
        Clients.elasticLoadBalancing(elsewhere).describeTags(request -> request.resourceArns("x"));

        assertThat(transport.requests).extracting(request -> request.getUri().toString()).containsExactly(
                "http://127.0.0.1:4566/vpclinks", "http://127.0.0.1:4566/", "http://127.0.0.1:4566");
    }

    @Test
    void whatAwsThrottlesIsNotTriedAgain() {
        transport.status = 429;
        transport.body = "{\"message\":\"Too Many Requests\"}";

        assertThatThrownBy(() -> Clients.apiGateway(environment()).getVpcLinks())
                .isInstanceOf(TooManyRequestsException.class);
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void whatFailsInAwsIsNotTriedAgain() {
        transport.status = 500;

        assertThatThrownBy(() -> Clients.stepFunctions(environment()).listStateMachines())
                .isInstanceOf(SfnException.class);
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void aLostAnswerIsNotAskedForAgain() {
        transport.status = 0;

        assertThatThrownBy(() -> Clients.elasticLoadBalancing(environment()).describeLoadBalancers())
                .satisfies(e -> assertThat(AwsFailure.of((software.amazon.awssdk.core.exception.SdkException) e))
                        .isInstanceOf(AwsUnavailableException.class));
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void callsAreBoundedInTime() {
        ClientOverrideConfiguration configuration =
                Clients.apiGateway(environment()).serviceClientConfiguration().overrideConfiguration();

        assertThat(configuration.apiCallTimeout()).get().hasToString("PT8S");
        assertThat(configuration.apiCallAttemptTimeout()).get().hasToString("PT8S");
    }

    @Test
    void whileASnapshotIsMadeTheCallThatPrimesAClientStaysInTheProcess() {
        List<String> loaded = new ArrayList<>();
        TestEnvironment snapshot = environment().with("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        for (Function<Environment, ?> client : List.<Function<Environment, ?>>of(
                Clients::apiGateway, Clients::stepFunctions, Clients::elasticLoadBalancing)) {
            loaded.add(client.apply(snapshot).getClass().getSimpleName());
        }

        assertThat(loaded).containsExactly("DefaultApiGatewayClient", "DefaultSfnClient",
                "DefaultElasticLoadBalancingV2Client");
        assertThat(transport.requests).isEmpty();
    }

    @Test
    void theCannedTransportAnswersWhatItWasGiven() throws Exception {
        HttpExecuteResponse answer = new CannedTransport("{}").prepareRequest(null).call();

        assertThat(answer.httpResponse().statusCode()).isEqualTo(200);
        assertThat(answer.responseBody().orElseThrow().readAllBytes()).asString().isEqualTo("{}");
    }
}
