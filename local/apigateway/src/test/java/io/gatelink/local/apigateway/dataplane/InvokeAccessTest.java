package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.ResourcePolicy;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Response;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class InvokeAccessTest {

    private static final String ME = "arn:aws:iam::123456789012:user/local";
    private static final String MASKED = "arn:aws:execute-api:us-east-1:********9012:api1/test/GET/x";

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        gateway.linkedBackend(request -> Response.text(200, "text/plain", "hello"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Allow; '*'; ; 200",
                "Allow; {\"AWS\": \"*\"}; ; 200",
                "Allow; {\"AWS\": \"123456789012\"}; ; 403",
                "Allow; {\"Service\": \"events.amazonaws.com\"}; ; 403",
                "Allow; '*'; {\"IpAddress\": {\"aws:SourceIp\": [\"127.0.0.0/8\"]}}; 200",
                "Allow; '*'; {\"IpAddress\": {\"aws:SourceIp\": [\"10.0.0.0/8\", \"::1\"]}}; 403",
                "Allow; '*'; {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-gatelink000\"}}; 403",
                "Allow; '*'; {\"StringEquals\": {\"aws:SourceVpce\": \"vpce-1\"}}; 200",
                "Allow; '*'; {\"StringEquals\": {\"aws:SourceVpce\": \"vpce-2\"}}; 403"
            })
    void withoutASignatureThePolicyHasToAllowTheCall(String effect, String principal, String condition, int status)
            throws Exception {
        gateway.privateTo = Optional.of(List.of());
        deploy("NONE", statement(effect, principal, condition));

        HttpResponse<String> answer = gateway.send(gateway.request("/x").header("X-Local-Source-Vpce", "vpce-1"));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.body())
                    .isEqualTo("{\"Message\":\"User: anonymous is not authorized to perform: "
                            + "execute-api:Invoke on resource: " + MASKED + "\"}");
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Deny; '*'; {\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-gatelink000\"}}; 200",
                "Deny; '*'; {\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-other\"}}; 403",
                "Deny; {\"AWS\": \"arn:aws:iam::123456789012:root\"}; ; 403",
                "Deny; {\"AWS\": \"arn:aws:iam::210987654321:root\"}; ; 200",
                "Deny; '*'; {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:user/local\"}}; 403",
                "Deny; '*'; {\"StringNotEquals\": {\"aws:SourceVpce\": \"vpce-1\"}}; 403"
            })
    void aSignedCallThatTheCallersOwnPoliciesAllowGoesThroughUnlessThePolicyDeniesIt(
            String effect, String principal, String condition, int status) throws Exception {
        deploy("AWS_IAM", statement(effect, principal, condition));

        HttpResponse<String> answer = signed();

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.body())
                    .isEqualTo("{\"Message\":\"User: " + ME + " is not authorized to perform: "
                            + "execute-api:Invoke on resource: " + MASKED + " with an explicit deny\"}");
        }
    }

    @Test
    void withinTheAccountThePolicyMayAllowWhatTheCallersOwnDoNot() throws Exception {
        gateway.identityRefusal = new AwsException("AccessDeniedException", 403, "User: me may not");

        deploy("AWS_IAM", statement("Allow", "{\"AWS\": \"" + ME + "\"}", null));
        assertThat(signed().statusCode()).isEqualTo(200);

        deploy("AWS_IAM", statement("Allow", "{\"AWS\": \"arn:aws:iam::123456789012:user/other\"}", null));
        assertThat(signed().body()).isEqualTo("{\"Message\":\"User: me may not\"}");
    }

    @Test
    void ofAPublicApiNoVpcEndpointIsKnown() throws Exception {
        deploy("NONE", statement("Allow", "*", "{\"StringEquals\": {\"aws:SourceVpce\": \"vpce-1\"}}"));

        assertThat(gateway.send(gateway.request("/x").header("X-Local-Source-Vpce", "vpce-1"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPrivateApiIsReachedThroughAVpcEndpointOnly() throws Exception {
        gateway.privateTo = Optional.of(List.of("vpce-1"));
        deploy("NONE", statement("Allow", "*", null));

        HttpResponse<String> answer = gateway.get("/x");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(gateway.send(gateway.request("/x").header("X-Local-Source-Vpce", "vpce-1"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPrivateApiWithoutAPolicyRefusesAll() throws Exception {
        gateway.privateTo = Optional.of(List.of());

        assertThat(gateway.send(gateway.request("/x").header("X-Local-Source-Vpce", "vpce-1"))
                        .body())
                .contains("User: anonymous is not authorized to perform: execute-api:Invoke");
    }

    @Test
    void anUnsignedCallNeverComesAsFarAsThePolicy() throws Exception {
        deploy("AWS_IAM", statement("Allow", "*", null));

        assertThat(gateway.get("/x").body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
    }

    private static String statement(String effect, String principal, String condition) {
        return "{\"Statement\": {\"Effect\": \"" + effect + "\", \"Principal\": "
                + (principal.equals("*") ? "\"*\"" : principal)
                + ", \"Action\": \"execute-api:Invoke\", \"Resource\": \"execute-api:/test/*\""
                + (condition == null ? "" : ", \"Condition\": " + condition) + "}}";
    }

    private void deploy(String authorizationType, String policy) {
        gateway.loop.exclusively(() -> gateway.stage = new LiveStage(
                "api1",
                "test",
                Map.of("vpcLinkId", "link1"),
                Gateway.proxyOnEverything(authorizationType),
                ResourcePolicy.parse(policy, "arn:aws:execute-api:us-east-1:123456789012:api1"),
                List.of()));
    }

    private HttpResponse<String> signed() throws Exception {
        var signed = AwsV4HttpSigner.create()
                .sign(SignRequest.builder(AwsCredentialsIdentity.create("AKIDEXAMPLE", "test"))
                        .request(SdkHttpFullRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(gateway.uri("/x"))
                                .build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(Gateway.NOW, ZoneOffset.UTC))
                        .build());
        HttpRequest.Builder request = gateway.request("/x");
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return gateway.send(request);
    }
}
