package io.gatelink.functions.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.FakeClients;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.InvalidEventException;
import io.gatelink.functions.lambda.RecordingContext;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.ThrottledException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StartPublicationHandlerTest {

    private static final String STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:publish";
    private static final String ORDERS =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/8c1f0d5e7a6b4923";
    private static final String BILLING =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/billing/f4d6082b9c3e5a71";
    private static final String EXECUTION_NAME = "orders-8c1f0d5e7a6b4923-c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5f0";
    private static final String CREATED_ARN = "detail.responseElements.loadBalancers[0].loadBalancerArn";
    private static final String TARGET_GROUP =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/orders/2b4d6f8091a3c5e7";
    private static final String ARN_REMEDY = "give the ARN of a network or application load balancer, "
            + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/<net or app>/<name>/<id>";
    private static final String HOME =
            "deploy Gatelink in each account and Region whose load balancers it is to publish";

    private static final String FAILED_CALLS = "leave out events of calls that failed, but those of "
            + "DeleteLoadBalancer with an errorCode that begins with ResourceInUse";

    private final SfnClient aws = mock(SfnClient.class, CALLS_REAL_METHODS);
    private final StartPublicationHandler handler = handler(STATE_MACHINE);
    private final RecordingContext context = new RecordingContext();
    private final Map<String, String> started = new LinkedHashMap<>();
    private Map<String, Object> event = SampleEvents.read("nlb-created.json");

    private StartPublicationHandler handler(String stateMachine) {
        AwsClients clients = FakeClients.of(Map.of("STATE_MACHINE_ARN", stateMachine), InstantSource.system());
        when(clients.stepFunctions()).thenReturn(aws);
        return new StartPublicationHandler(clients);
    }

    @BeforeEach
    void aStateMachine() {
        doAnswer(call -> {
                    StartExecutionRequest request = call.getArgument(0);
                    assertThat(request.stateMachineArn()).isEqualTo(STATE_MACHINE);
                    started.put(request.name(), request.input());
                    return StartExecutionResponse.builder()
                            .executionArn(execution(request.name()))
                            .build();
                })
                .when(aws)
                .startExecution(any(StartExecutionRequest.class));
    }

    private static String execution(String name) {
        return "arn:aws:states:us-east-1:123456789012:execution:publish:" + name;
    }

    private Map<String, Object> start() {
        return SampleEvents.run(handler, StartPublicationHandler.Output.class, event, context);
    }

    private static Map<String, Object> output(String... names) {
        return Map.of(
                "executionArns",
                Arrays.stream(names).map(StartPublicationHandlerTest::execution).toList());
    }

    private void set(String path, Object value) {
        SampleEvents.set(event, path, value);
    }

    private void arn(Object value) {
        set("detail.responseElements", Map.of("loadBalancers", List.of(Map.of("loadBalancerArn", value))));
    }

    private void isRefused(String path, Object value, String remedy) {
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("Event field " + path + " is " + Text.shown(value) + ": " + remedy + ".");
        verifyNoInteractions(aws);
    }

    @Test
    void anExecutionIsStartedUnderANameMadeFromTheLoadBalancerAndTheEvent() {
        assertThat(start()).isEqualTo(output(EXECUTION_NAME));
        assertThat(started)
                .containsExactly(Map.entry(
                        EXECUTION_NAME,
                        "{\"loadBalancerArn\":\"" + ORDERS + "\",\"requestedAt\":\"2026-03-02T09:14:07Z\"}"));
    }

    @Test
    void tagsThatAreAddedStartAnExecution() {
        event = SampleEvents.read("nlb-tags-added-opt-in.json");

        assertThat(start()).isEqualTo(output("orders-8c1f0d5e7a6b4923-94f3b1d7-0e6a-4c82-a5d9-7b1c3e5f8a20"));
        assertThat(started.values())
                .containsExactly("{\"loadBalancerArn\":\"" + ORDERS + "\",\"requestedAt\":\"2026-03-03T10:02:11Z\"}");
    }

    @Test
    void anyTagOfOursThatIsAddedOrRemovedStartsAnExecutionThatLooksAtTheTagsAsTheyAre() {
        event = SampleEvents.read("nlb-tags-added-opt-out.json");
        start();
        set("detail.requestParameters.tags", List.of(Map.of("key", "x", "value", "y"), Map.of("key", "gatelink:new")));
        set("detail.eventID", "00000000-0000-4000-8000-000000000001");
        start();
        event = SampleEvents.read("nlb-tags-removed.json");
        start();
        set("detail.requestParameters.tagKeys", List.of("x", "gatelink:port"));
        set("detail.eventID", "00000000-0000-4000-8000-000000000002");
        start();
        set("detail.requestParameters.tagKeys", List.of("Gatelink:Publish"));
        set("detail.eventID", "00000000-0000-4000-8000-000000000003");
        start();

        assertThat(started).hasSize(5);
    }

    @Test
    void otherTagsStartNothing() {
        event = SampleEvents.read("nlb-tags-added-opt-in.json");
        set("detail.requestParameters.tags", List.of(Map.of("key", "gatelinks:publish", "value", "true")));
        assertThat(start()).isEqualTo(output());
        event = SampleEvents.read("nlb-tags-removed.json");
        set("detail.requestParameters.tagKeys", List.of("team"));
        assertThat(start()).isEqualTo(output());
        set("detail.requestParameters.tagKeys", List.of());
        assertThat(start()).isEqualTo(output());

        verifyNoInteractions(aws);
    }

    @Test
    void oneEventAboutSeveralLoadBalancersStartsOneExecutionForEachAndSkipsWhatIsNone() {
        event = SampleEvents.read("nlb-tags-added-several.json");

        String[] names = {
            "orders-8c1f0d5e7a6b4923-e7d1f5b3-9a08-4c6e-8b24-3f0a5c7d9e16",
            "storefront-6a0b5c9d8e7f1432-e7d1f5b3-9a08-4c6e-8b24-3f0a5c7d9e16",
            "billing-f4d6082b9c3e5a71-e7d1f5b3-9a08-4c6e-8b24-3f0a5c7d9e16"
        };
        assertThat(start()).isEqualTo(output(names));
        assertThat(started).containsOnlyKeys(names);
        assertThat(started.get(names[2])).contains(BILLING);
    }

    @Test
    void aLoadBalancerThatIsNamedTwiceGetsOneExecution() {
        event = SampleEvents.read("nlb-tags-added-several.json");
        set("detail.requestParameters.resourceArns", List.of(ORDERS, ORDERS));

        start();
        assertThat(started).hasSize(1);
    }

    @Test
    void loadBalancersOfOneNameGetExecutionsOfDifferentNames() {
        String longName = "a234567890b234567890c234567890d2";
        event = SampleEvents.read("nlb-tags-added-several.json");
        set(
                "detail.requestParameters.resourceArns",
                List.of(
                        ORDERS.replace("orders", longName),
                        ORDERS.replace("orders", longName).replace("4923", "4924")));
        start();

        assertThat(started).hasSize(2);
        assertThat(started.keySet()).allMatch(name -> name.length() == 80);
    }

    @Test
    void theTagsOfATargetGroupStartNothing() {
        event = SampleEvents.read("nlb-tags-added-opt-in.json");
        set("detail.requestParameters.resourceArns", List.of(TARGET_GROUP));

        assertThat(start()).isEqualTo(output());
        verifyNoInteractions(aws);
        assertThat(context.objects()).singleElement().satisfies(line -> assertThat(line)
                .containsEntry("level", "INFO")
                .containsEntry("message", "The event names no load balancer or no tag of ours: nothing started"));
    }

    @Test
    void theCreationAndTheTagsOfAnApplicationLoadBalancerStartAnExecution() {
        event = SampleEvents.read("alb-created.json");
        assertThat(start()).isEqualTo(output("storefront-6a0b5c9d8e7f1432-82c3f5a9-1d7e-4b60-95fa-0e4b6d2c8a73"));

        event = SampleEvents.read("alb-tags-added.json");
        assertThat(start()).isEqualTo(output("storefront-6a0b5c9d8e7f1432-a1c3e5f7-2b4d-4680-9e0f-b3d5c7a9e142"));
    }

    @Test
    void anEventThatWasHandledBeforeStartsNothing() {
        doThrow(ExecutionAlreadyExistsException.builder().statusCode(400).build())
                .when(aws)
                .startExecution(any(StartExecutionRequest.class));

        assertThat(start()).isEqualTo(output(EXECUTION_NAME));
    }

    @Test
    void theNameFitsWhatStepFunctionsTakes() {
        arn("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/"
                + "a234567890b234567890c234567890d2/50dc6c495c0c9188");
        start();

        assertThat(started.keySet())
                .singleElement()
                .asString()
                .hasSize(80)
                .isEqualTo("a234567890b234567890c23456-50dc6c495c0c9188-c6f1a7d2-3b58-4e0f-9c4d-81d2e7a3b5f0");
    }

    @Test
    void eachLineOfTheLogSaysWhatItIsAbout() {
        start();

        assertThat(context.objects()).singleElement().satisfies(line -> assertThat(line)
                .containsEntry("level", "INFO")
                .containsEntry("message", "Execution started")
                .containsEntry("execution", EXECUTION_NAME)
                .containsEntry("loadBalancerArn", ORDERS)
                .containsEntry("task", "StartPublicationHandler"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "source, my.app, \"aws.elasticloadbalancing\"",
                "detail-type, AWS Service Event via CloudTrail, \"AWS API Call via CloudTrail\"",
                "detail.eventSource, ec2.amazonaws.com, \"elasticloadbalancing.amazonaws.com\"",
                "detail.eventName, ModifyLoadBalancerAttributes, \"CreateLoadBalancer\" or \"AddTags\" or "
                        + "\"RemoveTags\" or \"DeleteLoadBalancer\""
            })
    void anEventAboutSomethingElseIsRefused(String path, String value, String expected) {
        set(path, value);

        isRefused(path, value, "it must be " + expected + "; send only what the function's rules match");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "account, 999999999999, \"123456789012\"",
                "region, eu-west-1, \"us-east-1\"",
                "detail.awsRegion, eu-west-1, \"us-east-1\"",
                "detail.recipientAccountId, 999999999999, \"123456789012\""
            })
    void anEventFromElsewhereIsRefused(String path, String value, String expected) {
        set(path, value);

        isRefused(path, value, "it must be " + expected + "; " + HOME);
    }

    @Test
    void anEventOfAnotherAccountIsRefused() {
        event = SampleEvents.read("nlb-created-foreign-account.json");

        isRefused("account", "999999999999", "it must be \"123456789012\"; " + HOME);
    }

    @Test
    void anEventOfAnotherVersionIsRefused() {
        String remedy = "it must be one of version 1, such as \"1.11\"; deploy a release of Gatelink that reads this "
                + "version of CloudTrail's records";
        event = SampleEvents.read("nlb-created-event-version-2.json");
        isRefused("detail.eventVersion", "2.0", remedy);
        for (Object version : new Object[] {"2", 2, "10.1", "1", 1.11, "1.x", null, "1.1\n"}) {
            set("detail.eventVersion", version);
            isRefused("detail.eventVersion", version, remedy);
        }
    }

    @Test
    void anEventAboutAFailedCallIsRefused() {
        event = SampleEvents.read("nlb-created-failed-call.json");

        isRefused("detail.errorCode", "AccessDenied", FAILED_CALLS);
        set("detail.errorCode", "ResourceInUseException");
        isRefused("detail.errorCode", "ResourceInUseException", FAILED_CALLS);
        event = SampleEvents.read("nlb-delete-refused.json");
        for (Object code : new Object[] {"OperationNotPermitted", "AccessDenied", 7}) {
            set("detail.errorCode", code);
            isRefused("detail.errorCode", code, FAILED_CALLS);
        }
    }

    @Test
    void aDeletionStartsAnExecution() {
        event = SampleEvents.read("nlb-deleted.json");

        assertThat(start()).isEqualTo(output("orders-8c1f0d5e7a6b4923-b0d2f4a6-c8e1-4a03-9b5d-7f1e3c5a9d84"));
        assertThat(started.values())
                .containsExactly("{\"loadBalancerArn\":\"" + ORDERS + "\",\"requestedAt\":\"2026-03-05T08:30:19Z\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ResourceInUseException", "ResourceInUse"})
    void aDeletionThatWasRefusedStartsAnExecutionThatKnowsWhen(String code) {
        event = SampleEvents.read("nlb-delete-refused.json");
        set("detail.errorCode", code);

        assertThat(start()).isEqualTo(output("orders-8c1f0d5e7a6b4923-7f3b5d91-2e6c-4a08-8d4f-b9c1e7a35062"));
        assertThat(started.values())
                .containsExactly("{\"deletionAskedAt\":\"2026-03-05T08:22:41Z\"," + "\"loadBalancerArn\":\"" + ORDERS
                        + "\",\"requestedAt\":\"2026-03-05T08:22:41Z\"}");
    }

    @Test
    void theDeletionOfAGatewayLoadBalancerStartsNothing() {
        event = SampleEvents.read("nlb-deleted.json");
        set("detail.requestParameters.loadBalancerArn", ORDERS.replace("/net/", "/gwy/"));
        assertThat(start()).isEqualTo(output());
        verifyNoInteractions(aws);

        set("detail.requestParameters.loadBalancerArn", null);
        isRefused("detail.requestParameters.loadBalancerArn", null, ARN_REMEDY);
    }

    @Test
    void aTagThatReplacesAnotherLoadBalancerStartsAnExecution() {
        event = SampleEvents.read("nlb-tags-added-replaces.json");

        assertThat(start()).isEqualTo(output("orders-green-1c1f0d5e7a6b4924-c05a8e72-d3f6-4b19-9c81-4e7b2f60a9d5"));
    }

    @Test
    void aStateMachineArnThatIsNoneIsRefusedWithTheFormThatItTakes() {
        assertThatThrownBy(() -> handler(STATE_MACHINE + ":1"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable STATE_MACHINE_ARN is \"" + STATE_MACHINE + ":1\": set it to the ARN "
                        + "of a state machine, arn:<partition>:states:<region>:<account>:stateMachine:<name>.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50DC6C495C0C9188",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/or\nders/50dc6c495c0c9188",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188/x",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/{% x %}/50dc6c495c0c9188",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/${x}/50dc6c495c0c9188",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:",
                "arn:aws:s3:::bucket",
                "*"
            })
    void anArnThatIsNoneIsRefusedWhereverItIs(String arn) {
        arn(arn);
        isRefused(CREATED_ARN, arn, ARN_REMEDY);

        event = SampleEvents.read("nlb-tags-added-opt-in.json");
        set("detail.requestParameters.resourceArns", List.of(ORDERS, arn));
        isRefused("detail.requestParameters.resourceArns[1]", arn, ARN_REMEDY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/orders",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/gwy/orders/50dc6c495c0c9188"
            })
    void theCreationOfAnotherLoadBalancerIsRefused(String arn) {
        arn(arn);

        isRefused(CREATED_ARN, arn, ARN_REMEDY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:elasticloadbalancing:us-east-1:999999999999:loadbalancer/net/orders/50dc6c495c0c9188",
                "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/net/orders/50dc6c495c0c9188",
                "arn:aws-cn:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188"
            })
    void aLoadBalancerElsewhereIsRefusedAndTheOthersOfTheEventWithIt(String arn) {
        String remedy = "give one in account 123456789012 and Region us-east-1, where the state machine is";
        arn(arn);
        isRefused(CREATED_ARN, arn, remedy);

        event = SampleEvents.read("nlb-tags-removed.json");
        set("detail.requestParameters.resourceArns", List.of(ORDERS, arn));
        isRefused("detail.requestParameters.resourceArns[1]", arn, remedy);
    }

    @Test
    void whatIsMissingOrOfTheWrongTypeIsRefused() {
        for (Object elements : new Object[] {
            null,
            "text",
            Map.of("loadBalancers", List.of()),
            Map.of("loadBalancers", Map.of("0", "x")),
            Map.of("loadBalancers", List.of("x"))
        }) {
            set("detail.responseElements", elements);
            isRefused(CREATED_ARN, null, ARN_REMEDY);
        }
        arn(7);
        isRefused(CREATED_ARN, 7, ARN_REMEDY);
        event.remove("detail");
        isRefused(
                "detail.eventVersion",
                null,
                "it must be one of version 1, such as \"1.11\"; deploy a release of "
                        + "Gatelink that reads this version of CloudTrail's records");
        event.clear();
        isRefused("source", null, "it must be \"aws.elasticloadbalancing\"; send only what the function's rules match");
        assertThatThrownBy(() -> handler.handleRequest(null, context))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("The event is null: send an EventBridge event.");
    }

    @Test
    void parametersThatAreMissingOrOfTheWrongTypeAreRefused() {
        for (String parameter : List.of("resourceArns", "tags")) {
            for (Object value : new Object[] {null, "text", 7, Map.of()}) {
                event = SampleEvents.read("nlb-tags-added-opt-in.json");
                set("detail.requestParameters." + parameter, value);
                isRefused("detail.requestParameters." + parameter, value, "give a list");
            }
        }
        for (Object tag : new Object[] {
            7, "gatelink:publish", Map.of(), Map.of("key", 7), Map.of("Key", "gatelink:publish"), List.of()
        }) {
            event = SampleEvents.read("nlb-tags-added-opt-in.json");
            set("detail.requestParameters.tags", List.of(Map.of("key", "x"), tag));
            isRefused("detail.requestParameters.tags[1]", tag, "give an object whose key is a string");
        }
        event = SampleEvents.read("nlb-tags-removed.json");
        set("detail.requestParameters.tagKeys", List.of("gatelink:publish", 7));
        isRefused("detail.requestParameters.tagKeys[1]", 7, "give a string");
        set("detail.requestParameters.tagKeys", "gatelink:publish");
        isRefused("detail.requestParameters.tagKeys", "gatelink:publish", "give a list");
        set("detail.requestParameters", null);
        isRefused("detail.requestParameters.tagKeys", null, "give a list");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f0g",
                "2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f01-",
                "${x}{% $states %}",
                "2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f01\n"
            })
    void anEventIdThatIsNoUuidIsRefused(String id) {
        set("detail.eventID", id);

        isRefused("detail.eventID", id, "give the id that CloudTrail gave the event, a UUID");
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        for (Object time : new Object[] {null, 1772442847, "", "Mar 2, 2026 9:14:07 AM", "2026-03-02"}) {
            set("detail.eventTime", time);
            isRefused(
                    "detail.eventTime",
                    time,
                    "give the time that CloudTrail gave the event, such as 2026-03-02T09:14:07Z");
        }
    }

    @Test
    void aRefusedEventIsLoggedAsAnError() {
        event.put("source", "evil\r\n{\"level\":\"INFO\"}");

        assertThatThrownBy(this::start).isInstanceOf(InvalidEventException.class);
        assertThat(context.lines).singleElement().satisfies(line -> assertThat(line.trim())
                .doesNotContain("\n"));
        assertThat(context.objects().get(0))
                .containsEntry("level", "ERROR")
                .containsEntry("error", "InvalidEventException");
    }

    @Test
    void throttlingIsThrownForAnotherDeliveryOnceAllOthersAreStarted() {
        event = SampleEvents.read("nlb-tags-added-several.json");
        doAnswer(call -> {
                    StartExecutionRequest request = call.getArgument(0);
                    if (request.name().startsWith("orders")) {
                        throw SfnException.builder()
                                .statusCode(400)
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .serviceName("Sfn")
                                        .errorCode("ThrottlingException")
                                        .errorMessage("Rate exceeded")
                                        .build())
                                .build();
                    }
                    started.put(request.name(), request.input());
                    return StartExecutionResponse.builder()
                            .executionArn(execution(request.name()))
                            .build();
                })
                .when(aws)
                .startExecution(any(StartExecutionRequest.class));

        assertThatThrownBy(this::start)
                .isInstanceOf(ThrottledException.class)
                .hasMessage("Sfn answered ThrottlingException (400): Rate exceeded");
        assertThat(started.keySet()).hasSize(2).noneMatch(name -> name.startsWith("orders"));
        assertThat(context.objects()).first().satisfies(line -> assertThat(line)
                .containsEntry("level", "WARN")
                .containsEntry("loadBalancerArn", ORDERS));
    }
}
