package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/** The quotas of an account, as AWS's own clients meet them. */
class QuotasTest {

    @TempDir
    private Path folder;

    private LocalAws aws;

    @AfterEach
    void close() {
        if (aws != null) {
            aws.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 40, 100", "0.2, 32, 125"})
    void elasticLoadBalancingThrottlesAllDescribeCallsTogether(double others, int burst, int intervalMillis)
            throws IOException {
        ElasticLoadBalancingV2Client elb = elb(Quotas.AWS.withOthers(others));
        String arn = create(elb, "orders");

        for (int i = 0; i < burst; i += 2) {
            elb.describeLoadBalancers();
            elb.describeTags(request -> request.resourceArns(arn));
        }
        assertThatThrownBy(() -> elb.describeListeners(request -> request.loadBalancerArn(arn)))
                .isInstanceOfSatisfying(ElasticLoadBalancingV2Exception.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("Throttling");
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.isThrottlingException()).isTrue();
                });
        elb.addTags(
                request -> request.resourceArns(arn).tags(tag -> tag.key("a").value("b")));

        aws.loop().runFor(Duration.ofMillis(intervalMillis));
        elb.describeTargetGroups();
        assertThatThrownBy(elb::describeTargetGroups).hasMessageContaining("Rate exceeded");
    }

    @Test
    void withoutQuotasNothingIsThrottled() throws IOException {
        ElasticLoadBalancingV2Client elb = elb(Quotas.NONE);
        for (int i = 0; i < 100; i++) {
            elb.describeLoadBalancers();
        }
        assertThat(elb.describeLoadBalancers().loadBalancers()).isEmpty();
    }

    @Test
    void theNumberOfLinksCanBeRaised() throws IOException {
        ElasticLoadBalancingV2Client elb = elb(Quotas.AWS.withVpcLinks(2));
        ApiGatewayClient apiGateway = client(ApiGatewayClient.builder());
        String arn = create(elb, "orders");

        for (String name : List.of("one", "two")) {
            apiGateway.createVpcLink(request -> request.name(name).targetArns(arn));
        }
        assertThatThrownBy(() -> apiGateway.createVpcLink(
                        request -> request.name("three").targetArns(arn)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("There are too many Vpc Links defined for this account. Limit is 2");
        assertThat(Quotas.AWS.vpcLinks()).isEqualTo(20);
        assertThat(Quotas.AWS.withRestApis(1000).restApis()).isEqualTo(1000);
    }

    @Test
    void sharesAndCountsKeepTheirBounds() {
        assertThatThrownBy(() -> Quotas.AWS.withOthers(1)).hasMessage("others is 1.0, but must be from 0 to below 1");
        assertThatThrownBy(() -> Quotas.AWS.withVpcLinks(-1))
                .hasMessage("vpcLinks, vpcLinksV2 and restApis are -1, 10 and 600, but must not be negative");
    }

    private static String create(ElasticLoadBalancingV2Client elb, String name) {
        return elb.createLoadBalancer(request ->
                        request.name(name).type(LoadBalancerTypeEnum.NETWORK).subnets("subnet-0a"))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
    }

    private ElasticLoadBalancingV2Client elb(Quotas quotas) throws IOException {
        Files.writeString(folder.resolve("template.yaml"), "Transform: AWS::Serverless-2016-10-31\nResources: {}\n");
        aws = LocalAws.start(Configuration.simulation(folder, 1).withQuotas(quotas), new Observer() {});
        return client(ElasticLoadBalancingV2Client.builder());
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .httpClient(aws.transport())
                .endpointOverride(URI.create(aws.endpoint()))
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
