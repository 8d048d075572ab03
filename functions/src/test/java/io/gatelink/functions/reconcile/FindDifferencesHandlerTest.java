package io.gatelink.functions.reconcile;

import static io.gatelink.functions.reconcile.LiveLoadBalancersTest.arn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.jr.ob.JSON;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsRefusedException;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.FakeClients;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.RecordingContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.GetApiKeysRequest;
import software.amazon.awssdk.services.apigateway.model.GetApiKeysResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApisRequest;
import software.amazon.awssdk.services.apigateway.model.GetRestApisResponse;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlansRequest;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlansResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksRequest;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinksResponse;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;
import software.amazon.awssdk.services.apigateway.model.VpcLink;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.IncludedData;

class FindDifferencesHandlerTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:05Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:gatelink-reconcile:r1";
    private static final String HOLDER = "arn:aws:states:us-east-1:123456789012:execution:gatelink-publish:";

    private final ElasticLoadBalancingV2Client elb = mock(ElasticLoadBalancingV2Client.class, CALLS_REAL_METHODS);
    private final DynamoDbClient dynamoDb = mock(DynamoDbClient.class, CALLS_REAL_METHODS);
    private final SfnClient stepFunctions = mock(SfnClient.class, CALLS_REAL_METHODS);
    private final ApiGatewayClient apiGateway = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private final ApiGatewayV2Client apiGatewayV2 = mock(ApiGatewayV2Client.class, CALLS_REAL_METHODS);
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "GATELINK_OWNER",
            "gatelink-stack",
            "PUBLICATIONS_TABLE",
            "publications",
            "COORDINATION_TABLE",
            "coordination",
            "PUBLISH_MODE",
            "OPT_IN",
            "LINK_VERSION",
            "V1",
            "RECONCILE_MINUTES",
            "30",
            "MAX_WITHDRAW_PERCENT",
            "20"));
    private final List<LoadBalancer> loadBalancers = new ArrayList<>();
    private final List<TagDescription> tags = new ArrayList<>();
    private final List<Map<String, AttributeValue>> items = new ArrayList<>();
    private final List<VpcLink> vpcLinks = new ArrayList<>();
    private final List<RestApi> restApis = new ArrayList<>();
    private final List<ApiKey> apiKeys = new ArrayList<>();
    private final List<UsagePlan> usagePlans = new ArrayList<>();
    private final List<UpdateItemRequest> updates = new ArrayList<>();

    @BeforeEach
    void anAccount() {
        doAnswer(call -> DescribeLoadBalancersResponse.builder()
                        .loadBalancers(loadBalancers)
                        .build())
                .when(elb)
                .describeLoadBalancers(any(DescribeLoadBalancersRequest.class));
        doAnswer(call -> DescribeTagsResponse.builder().tagDescriptions(tags).build())
                .when(elb)
                .describeTags(any(DescribeTagsRequest.class));
        doAnswer(call -> ScanResponse.builder()
                        .items(call.<ScanRequest>getArgument(0).tableName().equals("publications") ? items : List.of())
                        .build())
                .when(dynamoDb)
                .scan(any(ScanRequest.class));
        doAnswer(call -> {
                    updates.add(call.getArgument(0));
                    return UpdateItemResponse.builder().build();
                })
                .when(dynamoDb)
                .updateItem(any(UpdateItemRequest.class));
        doReturn(DeleteItemResponse.builder().build()).when(dynamoDb).deleteItem(any(DeleteItemRequest.class));
        doAnswer(call -> GetVpcLinksResponse.builder().items(vpcLinks).build())
                .when(apiGateway)
                .getVpcLinks(any(GetVpcLinksRequest.class));
        doReturn(software.amazon.awssdk.services.apigatewayv2.model.GetVpcLinksResponse.builder()
                        .items(List.of())
                        .build())
                .when(apiGatewayV2)
                .getVpcLinks(any(software.amazon.awssdk.services.apigatewayv2.model.GetVpcLinksRequest.class));
        doAnswer(call -> GetRestApisResponse.builder().items(restApis).build())
                .when(apiGateway)
                .getRestApis(any(GetRestApisRequest.class));
        doAnswer(call -> GetApiKeysResponse.builder().items(apiKeys).build())
                .when(apiGateway)
                .getApiKeys(any(GetApiKeysRequest.class));
        doAnswer(call -> GetUsagePlansResponse.builder().items(usagePlans).build())
                .when(apiGateway)
                .getUsagePlans(any(GetUsagePlansRequest.class));
    }

    private FindDifferencesHandler handler() {
        AwsClients clients = FakeClients.of(variables, CLOCK);
        when(clients.elasticLoadBalancing()).thenReturn(elb);
        when(clients.dynamoDb()).thenReturn(dynamoDb);
        when(clients.stepFunctions()).thenReturn(stepFunctions);
        when(clients.apiGateway(AwsClients.CALL_TIMEOUT)).thenReturn(apiGateway);
        when(clients.apiGatewayV2()).thenReturn(apiGatewayV2);
        return new FindDifferencesHandler(clients);
    }

    private Map<String, Object> find() {
        return find("2026-03-02T12:00:00.123Z");
    }

    private Map<String, Object> find(String startedAt) {
        try {
            var out = new ByteArrayOutputStream();
            handler()
                    .handleRequest(
                            new ByteArrayInputStream(
                                    ("{\"execution\":\"" + EXECUTION + "\",\"startedAt\":\"" + startedAt + "\"}")
                                            .getBytes(StandardCharsets.UTF_8)),
                            out,
                            new RecordingContext());
            return JSON.std.mapFrom(out.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Map<String, Object>> started(String... names) {
        List<Map<String, Object>> started = new ArrayList<>();
        for (String name : names) {
            started.add(Map.of(
                    "loadBalancerArn",
                    arn(name),
                    "name",
                    FindDifferencesHandler.Start.of(arn(name), ExecutionArn.of(EXECUTION))
                            .name()));
        }
        return started;
    }

    private void loadBalancer(String name) {
        loadBalancers.add(LoadBalancer.builder()
                .loadBalancerArn(arn(name))
                .type(LoadBalancerTypeEnum.NETWORK)
                .createdTime(NOW.minusSeconds(86_400))
                .state(state -> state.code(LoadBalancerStateEnum.ACTIVE))
                .build());
        tags.add(TagDescription.builder()
                .resourceArn(arn(name))
                .tags(Tag.builder().key("gatelink:publish").value("true").build())
                .build());
    }

    private void item(String name, String... attributes) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put("loadBalancerArn", AttributeValue.fromS(arn(name)));
        values.put("step", AttributeValue.fromN("7"));
        for (int i = 0; i < attributes.length; i += 2) {
            values.put(attributes[i], AttributeValue.fromS(attributes[i + 1]));
        }
        items.add(values);
    }

    private static Map<String, String> made(String loadBalancer) {
        return Map.of("gatelink:owner", "gatelink-stack", "gatelink:load-balancer", loadBalancer);
    }

    @Test
    void whatIsMissingIsStartedUnderANameMadeFromItAndTheExecution() {
        loadBalancer("orders");

        Map<String, Object> output = find();
        assertThat(output)
                .containsEntry("start", started("orders"))
                .containsEntry("leftAlone", List.of())
                .containsEntry("tell", null);
        assertThat(find()).isEqualTo(output);
        assertThat(updates).isEmpty();
    }

    @Test
    void whatIsUnwantedIsNotedOnConditionThatNoExecutionHasBegunToWorkOnIt() {
        item("orders", "restApi", "api-1");

        assertThat(find()).containsEntry("start", List.of());
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.updateExpression()).isEqualTo("SET #unwantedSince = :unwantedSince");
            assertThat(update.conditionExpression())
                    .isEqualTo("attribute_not_exists(#holder) AND attribute_exists(#loadBalancerArn) AND #step = "
                            + ":if_step");
            assertThat(update.expressionAttributeValues())
                    .isEqualTo(Map.of(
                            ":if_step",
                            AttributeValue.fromN("7"),
                            ":unwantedSince",
                            AttributeValue.fromS(NOW.toString())));
        });
    }

    @Test
    void anItemIsMadeForResourcesThatHaveNoneAndThoseThatAreTooManyAreStrays() {
        loadBalancer("orders");
        vpcLinks.add(VpcLink.builder()
                .id("failed")
                .status(VpcLinkStatus.FAILED)
                .tags(made(arn("orders")))
                .build());
        vpcLinks.add(VpcLink.builder()
                .id("going")
                .status(VpcLinkStatus.DELETING)
                .tags(made(arn("orders")))
                .build());
        for (int i = 1; i < 3; i++) {
            restApis.add(RestApi.builder()
                    .id("api-" + i)
                    .createdDate(NOW.plusSeconds(i))
                    .tags(made(arn("orders")))
                    .build());
        }
        restApis.add(RestApi.builder()
                .id("other")
                .createdDate(NOW)
                .tags(Map.of("gatelink:owner", "x"))
                .build());
        apiKeys.add(ApiKey.builder().id("key").tags(made(arn("orders"))).build());
        usagePlans.add(UsagePlan.builder().id("plan").tags(made("x")).build());

        assertThat(find())
                .containsEntry("start", started("orders"))
                .containsEntry("leftAlone", List.of("usage plan plan"));
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.conditionExpression()).isEqualTo("attribute_not_exists(#loadBalancerArn)");
            assertThat(update.updateExpression())
                    .isEqualTo("SET #adopted = :adopted, #apiKey = :apiKey, #restApi = :restApi, #strays = :strays");
            assertThat(update.expressionAttributeValues())
                    .isEqualTo(Map.of(
                            ":adopted",
                            AttributeValue.fromS("true"),
                            ":apiKey",
                            AttributeValue.fromS("key"),
                            ":restApi",
                            AttributeValue.fromS("api-1"),
                            ":strays",
                            AttributeValue.fromSs(List.of("restApi:api-2", "vpcLink:failed"))));
        });
    }

    @Test
    void aResourceThatAnItemDoesNotNameIsAddedToItsStraysAndAFailedConditionIsFine() {
        loadBalancer("orders");
        item("orders", "restApi", "api-1");
        items.get(0).put("strays", AttributeValue.fromSs(List.of("apiKey:k")));
        restApis.add(RestApi.builder()
                .id("api-2")
                .createdDate(NOW)
                .tags(made(arn("orders")))
                .build());
        find();
        assertThat(updates).singleElement().satisfies(update -> assertThat(update.expressionAttributeValues())
                .containsEntry(":strays", AttributeValue.fromSs(List.of("apiKey:k", "restApi:api-2"))));

        doThrow(ConditionalCheckFailedException.builder().build())
                .when(dynamoDb)
                .updateItem(any(UpdateItemRequest.class));
        assertThat(find()).containsEntry("start", started("orders"));
    }

    @Test
    void onlyExecutionsThatHaveBeenAtAStepForLongAreAskedWhetherTheyHaveEnded() {
        item("a", "holder", HOLDER + "ended", "stepAt", "2026-03-02T11:45:04Z");
        item("b", "holder", HOLDER + "running", "heldSince", "2026-03-02T11:45:04Z");
        item("c", "holder", HOLDER + "new", "stepAt", "2026-03-02T11:45:05Z");
        doAnswer(call -> DescribeExecutionResponse.builder()
                        .status(
                                call.<DescribeExecutionRequest>getArgument(0)
                                                .executionArn()
                                                .endsWith("ended")
                                        ? ExecutionStatus.ABORTED
                                        : ExecutionStatus.RUNNING)
                        .build())
                .when(stepFunctions)
                .describeExecution(any(DescribeExecutionRequest.class));

        assertThat(find()).containsEntry("start", started("a"));
        // The functions may not decrypt the input and output of executions.
        verify(stepFunctions, times(2))
                .describeExecution(argThat(
                        (DescribeExecutionRequest request) -> request.includedData() == IncludedData.METADATA_ONLY));
        verify(dynamoDb, never()).deleteItem(any(DeleteItemRequest.class));
    }

    @Test
    void ofManyThatSeemToHaveEndedTheHundredThatAreAtTheirStepForLongestAreAsked() {
        for (int i = 0; i < 120; i++) {
            item(
                    "n" + (1000 + i),
                    "holder",
                    HOLDER + i,
                    "stepAt",
                    NOW.minusSeconds(1_000 + i).toString());
        }
        doReturn(DescribeExecutionResponse.builder()
                        .status(ExecutionStatus.ABORTED)
                        .build())
                .when(stepFunctions)
                .describeExecution(any(DescribeExecutionRequest.class));

        assertThat((List<?>) find().get("start"))
                .hasSize(100)
                .isEqualTo(started(
                        IntStream.range(20, 120).mapToObj(i -> "n" + (1000 + i)).toArray(String[]::new)));
        verify(stepFunctions, times(100)).describeExecution(any(DescribeExecutionRequest.class));
    }

    @Test
    void ofManyNotesSixHundredAreWritten() {
        for (int i = 0; i < 620; i++) {
            apiKeys.add(ApiKey.builder()
                    .id("key" + i)
                    .tags(made(arn("n" + (1000 + i))))
                    .build());
        }
        find();

        assertThat(updates).hasSize(600);
    }

    @Test
    void thePaceIsResetWhenNoExecutionIsAtWork() {
        find();

        verify(dynamoDb, times(3)).deleteItem(any(DeleteItemRequest.class));
    }

    @Test
    void whatIsLeftOutOfAnAnswerOrRefusedEndsItBeforeAnythingIsWritten() {
        item("orders", "restApi", "api-1");
        loadBalancer("billing");
        tags.clear();
        assertThatThrownBy(this::find)
                .isInstanceOf(AwsUnavailableException.class)
                .hasMessage("DescribeTags left out " + "load balancer " + arn("billing")
                        + ": what it does not show is unknown, and is to be read again.");

        doThrow(ElasticLoadBalancingV2Exception.builder()
                        .statusCode(403)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .serviceName("ElasticLoadBalancing")
                                .errorCode("AccessDenied")
                                .errorMessage("no")
                                .build())
                        .build())
                .when(elb)
                .describeTags(any(DescribeTagsRequest.class));
        assertThatThrownBy(this::find)
                .isInstanceOf(AwsRefusedException.class)
                .hasMessage("ElasticLoadBalancing answered AccessDenied (403): no");
        assertThat(updates).isEmpty();
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> find("noon"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field startedAt is \"noon\": give a time in UTC such as 2026-03-02T09:14:07Z.");
    }

    @Test
    void aSettingThatIsWrongShowsWhenTheHandlerIsCreated() {
        variables.put("MAX_WITHDRAW_PERCENT", "101");
        assertThatThrownBy(this::handler)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable MAX_WITHDRAW_PERCENT is \"101\": set it to a whole number from 0 to "
                        + "100.");
        variables.put("PUBLISH_MODE", "SOME");
        assertThatThrownBy(this::handler)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable PUBLISH_MODE is \"SOME\": set it to one of OPT_IN, ALL, NONE.");
    }
}
