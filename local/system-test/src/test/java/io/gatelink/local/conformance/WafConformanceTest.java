package io.gatelink.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;

/** A web ACL before a stage, over HTTP. */
class WafConformanceTest {

    private LocalAwsOverHttp local;
    private ApiGatewayClient apiGateway;
    private String api;
    private String stage;

    @BeforeEach
    void start() {
        local = new LocalAwsOverHttp();
        apiGateway = local.client(ApiGatewayClient.builder());
        api = apiGateway.createRestApi(r -> r.name("orders")).id();
        stage = "arn:aws:apigateway:us-east-1::/restapis/" + api + "/stages/live";
        String root = apiGateway.getRestApi(r -> r.restApiId(api)).rootResourceId();
        // Only who signs may call: the web ACL is asked first.
        apiGateway.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").authorizationType("AWS_IAM"));
        apiGateway.putIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod("GET")
                .type(IntegrationType.MOCK)
                .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}")));
        apiGateway.createDeployment(r -> r.restApiId(api).stageName("live"));
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void anAssociatedWebAclBlocksUntilItsStageIsGone() throws Exception {
        JsonNode webAcl = Json.parse(waf("CreateWebACL", """
                        {"Name": "acl", "Scope": "REGIONAL", "DefaultAction": {"Allow": {}},
                         "VisibilityConfig": {"SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false,
                                              "MetricName": "m"},
                         "Rules": [{"Name": "no-bots", "Priority": 0, "Action": {"Block": {}},
                                    "VisibilityConfig": {"SampledRequestsEnabled": false,
                                                         "CloudWatchMetricsEnabled": false, "MetricName": "b"},
                                    "Statement": {"ByteMatchStatement": {
                                        "FieldToMatch": {"SingleHeader": {"Name": "user-agent"}},
                                        "PositionalConstraint": "STARTS_WITH", "SearchString": "Ym90",
                                        "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}]}}}]}""")).path("Summary");
        String arn = webAcl.path("ARN").asText();

        assertThat(get("Bot/1")).startsWith("403 MissingAuthenticationTokenException");
        waf("AssociateWebACL", "{\"WebACLArn\": \"" + arn + "\", \"ResourceArn\": \"" + stage + "\"}");
        assertThat(apiGateway.getStage(r -> r.restApiId(api).stageName("live")).webAclArn())
                .isEqualTo(arn);
        assertThat(get("Bot/1")).isEqualTo("403 ForbiddenException {\"message\":\"Forbidden\"}");
        assertThat(get("browser")).startsWith("403 MissingAuthenticationTokenException");

        String deletion = "{\"Name\": \"acl\", \"Scope\": \"REGIONAL\", \"Id\": \""
                + webAcl.path("Id").asText() + "\", \"LockToken\": \""
                + webAcl.path("LockToken").asText() + "\"}";
        assertThat(waf("DeleteWebACL", deletion)).contains("WAFAssociatedItemException");
        apiGateway.deleteStage(r -> r.restApiId(api).stageName("live"));
        assertThat(waf("DeleteWebACL", deletion)).isEqualTo("{}");
    }

    private String waf(String operation, String body) throws Exception {
        return local.http
                .send(
                        HttpRequest.newBuilder(URI.create(local.aws.endpoint()))
                                .header("X-Amz-Target", "AWSWAF_20190729." + operation)
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header(
                                        "Authorization",
                                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/wafv2/aws4_request, "
                                                + "SignedHeaders=host, Signature=0")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private String get(String userAgent) throws Exception {
        HttpResponse<String> response = local.http.send(
                HttpRequest.newBuilder(URI.create(local.aws.endpoint() + "/_aws/execute-api/" + api + "/live/"))
                        .header("User-Agent", userAgent)
                        .build(),
                BodyHandlers.ofString());
        return response.statusCode() + " "
                + response.headers().firstValue("x-amzn-ErrorType").orElse("-") + " " + response.body();
    }
}
