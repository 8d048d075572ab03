package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ResourceInUseException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/** A load balancer whose deletion its VPC link prevents is an event, which a rule can start a workflow with. */
class RefusedDeletionTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Flow:
                Type: AWS::Serverless::StateMachine
                Properties: {Name: flow, DefinitionUri: flow.asl.yaml}
              Start:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      - {Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: "sts:AssumeRole"}
                  Policies:
                    - PolicyName: Start
                      PolicyDocument:
                        Statement:
                          - {Effect: Allow, Action: "states:StartExecution", Resource: !Ref Flow}
              Refused:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern:
                    source: [aws.elasticloadbalancing]
                    detail-type: [AWS API Call via CloudTrail]
                    detail:
                      eventName: [DeleteLoadBalancer]
                      errorCode: [{prefix: ResourceInUse}]
                  Targets:
                    - Id: Flow
                      Arn: !Ref Flow
                      RoleArn: !GetAtt Start.Arn
                      InputTransformer:
                        InputPathsMap: {arn: $.detail.requestParameters.loadBalancerArn, time: $.time}
                        InputTemplate: '{"loadBalancerArn": "<arn>", "deletionAskedAt": "<time>"}'
            """;

    @TempDir
    private Path folder;

    private LocalAws aws;

    @Test
    void aRuleStartsAWorkflowWithWhatAnEventSays() throws IOException {
        Files.writeString(folder.resolve("template.yaml"), TEMPLATE);
        Files.writeString(folder.resolve("flow.asl.yaml"), """
                QueryLanguage: JSONata
                StartAt: Done
                States:
                  Done: {Type: Succeed}
                """);
        try (var started = LocalAws.start(Configuration.simulation(folder, 1), new Observer() {})) {
            aws = started;
            var elb = client(ElasticLoadBalancingV2Client.builder());
            var sfn = client(SfnClient.builder());
            String arn = elb.createLoadBalancer(request -> request.name("orders")
                            .type(LoadBalancerTypeEnum.NETWORK)
                            .subnets("subnet-0a"))
                    .loadBalancers()
                    .get(0)
                    .loadBalancerArn();
            aws.loop().runFor(Duration.ofMinutes(2));
            client(ApiGatewayClient.builder())
                    .createVpcLink(request -> request.name("orders").targetArns(arn));
            aws.loop().runFor(Duration.ofMinutes(4));

            assertThatThrownBy(() -> elb.deleteLoadBalancer(request -> request.loadBalancerArn(arn)))
                    .isInstanceOf(ResourceInUseException.class)
                    .hasMessageStartingWith("Load balancer '" + arn
                            + "' cannot be deleted because it is currently associated with another service");
            aws.loop().runUntilIdle();

            List<ExecutionListItem> executions = sfn.listExecutions(request ->
                            request.stateMachineArn("arn:aws:states:us-east-1:123456789012:stateMachine:flow"))
                    .executions();
            assertThat(executions).singleElement().satisfies(execution -> assertThat(
                            Json.parse(sfn.describeExecution(request -> request.executionArn(execution.executionArn()))
                                    .input()))
                    .isEqualTo(
                            Json.object().put("loadBalancerArn", arn).put("deletionAskedAt", "2026-01-01T00:06:00Z")));
        }
    }

    private <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(B builder) {
        return builder.region(Region.US_EAST_1)
                .httpClient(aws.transport())
                .endpointOverride(URI.create(aws.endpoint()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }
}
