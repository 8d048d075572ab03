package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.core.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePolicyTest {

    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
             "Resource": ["execute-api:/*"], "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1234567890"}}}]}""";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void aPolicysResourcesAreWrittenOutAndItsQuotesEscapedAsAwsReturnsThem() {
        var api = aws.client.createRestApi(r -> r.name("orders").policy(POLICY));

        String unescaped = Json.parse("\"" + api.policy() + "\"").textValue();
        assertThat(api.policy()).contains("\\\"Version\\\"");
        assertThat(Json.parse(unescaped).at("/Statement/0/Resource/0").textValue())
                .isEqualTo("arn:aws:execute-api:us-east-1:123456789012:" + api.id() + "/*");
        assertThat(aws.client.getRestApi(r -> r.restApiId(api.id())).policy()).isEqualTo(api.policy());
    }

    @Test
    void aPolicyCountsFromTheNextDeploymentOn() {
        String api = aws.integratedApi(aws.availableVpcLink("orders"));
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));

        aws.client.updateRestApi(r -> r.restApiId(api).patchOperations(replace("/policy", POLICY)));
        assertThat(aws.service.stage(api, "live").policy()).isNull();
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));
        assertThat(aws.service.stage(api, "live").policy().statements()).hasSize(1);

        aws.client.updateRestApi(r -> r.restApiId(api).patchOperations(replace("/policy", "")));
        assertThat(aws.client.getRestApi(r -> r.restApiId(api)).policy()).isNull();
        assertThat(aws.service.stage(api, "live").policy()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{}",
                "[]",
                "5",
                "{\"Statement\": [1]}",
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"execute-api:Invoke\", \"Resource\": "
                        + "\"execute-api:/*\"}]}",
                "{\"Statement\": [{\"Effect\": \"Maybe\", \"Principal\": \"*\", \"Action\": \"a:b\", \"Resource\": "
                        + "\"*\"}]}",
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"a:b\", \"Resource\": "
                        + "\"nothing\"}]}",
                "{\"Statement\": [{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"a:b\", \"Resource\": "
                        + "\"*\", "
                        + "\"Condition\": {\"Unheard\": {\"a\": \"b\"}}}]}"
            })
    void aPolicyThatIsNoneIsRefused(String policy) {
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("orders").policy(policy))))
                .startsWith(
                        "400 BadRequestException: Invalid policy document. Please check the policy syntax and ensure "
                                + "that Principals "
                                + "are valid.");
        assertThat(aws.client.getRestApis().items()).isEmpty();
    }
}
