package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.EndpointType;

class TagsTest {

    private static final String PREFIX = "arn:aws:apigateway:us-east-1::";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void linksApisStagesKeysUsagePlansAndDomainNamesHaveTags() {
        String link = aws.vpcLink("shop");
        String api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));

        String key = aws.client.createApiKey(r -> {}).id();
        String plan = aws.client.createUsagePlan(r -> r.name("gold")).id();

        String domain = aws.regionalDomain("api.example.com").domainNameArn();
        String privateDomain = aws.client
                .createDomainName(r -> r.domainName("api.example.com")
                        .certificateArn(ApiGatewayFixture.CERTIFICATE)
                        .endpointConfiguration(endpoint -> endpoint.types(EndpointType.PRIVATE)))
                .domainNameArn();

        for (String arn : List.of(
                domain,
                privateDomain,
                PREFIX + "/vpclinks/" + link,
                PREFIX + "/restapis/" + api,
                PREFIX + "/apikeys/" + key,
                PREFIX + "/usageplans/" + plan,
                PREFIX + "/restapis/" + api + "/stages/live")) {
            var tagged = aws.client.tagResource(r -> r.resourceArn(arn).tags(Map.of("a", "1", "b", "1", "c", "")));
            assertThat(tagged.sdkHttpResponse().statusCode()).isEqualTo(204);
            aws.client.tagResource(r -> r.resourceArn(arn).tags(Map.of("b", "2")));
            assertThat(aws.client.getTags(r -> r.resourceArn(arn)).tags())
                    .isEqualTo(Map.of("a", "1", "b", "2", "c", ""));
            var untagged = aws.client.untagResource(r -> r.resourceArn(arn).tagKeys("a", "c", "nosuch"));
            assertThat(untagged.sdkHttpResponse().statusCode()).isEqualTo(204);
        }

        assertThat(aws.client.getVpcLink(r -> r.vpcLinkId(link)).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(aws.client.getDomainNames().items()).hasSize(2).allSatisfy(each -> assertThat(each.tags())
                .isEqualTo(Map.of("b", "2")));
        assertThat(aws.client.getRestApi(r -> r.restApiId(api)).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(aws.client.getStage(r -> r.restApiId(api).stageName("live")).tags())
                .isEqualTo(Map.of("b", "2"));
        assertThat(aws.client.getApiKey(r -> r.apiKey(key)).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(aws.client.getUsagePlan(r -> r.usagePlanId(plan)).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(aws.client.getVpcLinks().items().get(0).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(aws.client.getRestApis().items().get(0).tags()).isEqualTo(Map.of("b", "2"));
    }

    @Test
    void aTagOutlivesWhatHappensToItsLink() {
        String link = aws.vpcLink("shop");
        aws.client.tagResource(r -> r.resourceArn(PREFIX + "/vpclinks/" + link).tags(Map.of("a", "1")));

        aws.loop.runUntilIdle();

        assertThat(aws.client.getVpcLink(r -> r.vpcLinkId(link)).statusAsString())
                .isEqualTo("AVAILABLE");
        assertThat(aws.client.getVpcLink(r -> r.vpcLinkId(link)).tags()).isEqualTo(Map.of("a", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "arn:aws:apigateway:eu-west-1::/vpclinks/abc123",
                "arn:aws:s3:us-east-1::/vpclinks/abc123",
                "arn:aws:apigateway:us-east-1:123456789012:/domainnames/api.example.com",
                PREFIX + "/domainnames/api.example.com+a1b2c3",
                PREFIX + "/apikeys/abc/d",
                PREFIX + "/restapis/a/b/c"
            })
    void wrongArnsAreRefused(String arn) {
        assertThat(error(() -> aws.client.getTags(r -> r.resourceArn(arn))))
                .isEqualTo("400 BadRequestException: Invalid ARN. ARN is not well formed " + arn);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String api = aws.restApi();

        assertThat(tag(PREFIX + "/vpclinks/abc123", Map.of()))
                .isEqualTo("404 NotFoundException: Invalid Vpc Link identifier specified");
        assertThat(tag(PREFIX + "/restapis/nosuch", Map.of()))
                .isEqualTo("404 NotFoundException: Invalid API identifier specified 123456789012:nosuch");
        assertThat(tag(PREFIX + "/restapis/" + api + "/stages/live", Map.of()))
                .isEqualTo("404 NotFoundException: Invalid Stage identifier specified");
    }

    @Test
    void wrongTagsAreRefused() {
        String arn = PREFIX + "/restapis/" + aws.restApi();

        assertThat(tag(arn, Map.of("aws:x", "1")))
                .isEqualTo("400 BadRequestException: Invalid tag key specified. Must not start with aws:");
        assertThat(tag(arn, Map.of("k".repeat(129), "1"))).contains("Must be between 1 and 128 characters");
        assertThat(tag(arn, Map.of("k", "v".repeat(257)))).contains("Must be at most 256 characters");
        assertThat(tag(arn, IntStream.rangeClosed(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, i -> ""))))
                .isEqualTo("400 BadRequestException: Too many tags specified. A resource can have at most 50 tags");
        assertThat(error(() -> aws.client.createVpcLink(
                        r -> r.name("n").targetArns("arn:aws:s3:::bucket").tags(Map.of("aws:x", "1")))))
                .contains("Invalid tag key specified");
        assertThat(error(() -> aws.client.createRestApi(r -> r.name("n").tags(Map.of("aws:x", "1")))))
                .contains("Invalid tag key specified");
    }

    private String tag(String arn, Map<String, String> tags) {
        return error(() -> aws.client.tagResource(r -> r.resourceArn(arn).tags(tags)));
    }
}
