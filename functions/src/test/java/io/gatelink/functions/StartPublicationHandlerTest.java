package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StartPublicationHandlerTest {

    private static final String STATE_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:publish";
    private static final String EXECUTION_NAME = "orders-50dc6c495c0c9188-2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f01";
    private static final String EXECUTION =
            "arn:aws:states:us-east-1:123456789012:execution:publish:" + EXECUTION_NAME;
    private static final String ARN_PATH = "detail.responseElements.loadBalancers[0].loadBalancerArn";

    private final SfnClient aws = mock(SfnClient.class, CALLS_REAL_METHODS);
    private final StartPublicationHandler handler = new StartPublicationHandler(aws,
            StateMachineArn.parse(STATE_MACHINE).orElseThrow(), Steps.CLOCK);
    private final RecordingContext context = new RecordingContext();
    private Map<String, Object> event;

    @BeforeEach
    void anEventAndAStateMachine() throws IOException {
        try (InputStream file = getClass().getResourceAsStream("nlb-created.json")) {
            event = JSON.std.mapFrom(file);
        }
        doReturn(StartExecutionResponse.builder().executionArn(EXECUTION).build())
                .when(aws).startExecution(any(StartExecutionRequest.class));
    }

    /** Runs the handler as Lambda's Java runtime does, through its serialization. */
    private Map<String, Object> start() {
        try {
            PojoSerializer<ScheduledEvent> reader =
                    LambdaEventSerializers.serializerFor(ScheduledEvent.class, getClass().getClassLoader());
            ScheduledEvent read = reader.fromJson(new ByteArrayInputStream(JSON.std.asBytes(event)));
            StartPublicationHandler.Output output = handler.handleRequest(read, context);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JacksonFactory.getInstance().getSerializer(StartPublicationHandler.Output.class).toJson(output, out);
            return JSON.std.mapFrom(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static void set(Map<String, Object> object, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot >= 0) {
            set((Map<String, Object>) object.get(path.substring(0, dot)), path.substring(dot + 1), value);
        } else {
            object.put(path, value);
        }
    }

    private void arn(Object value) {
        set(event, "detail.responseElements", Map.of("loadBalancers", List.of(Map.of("loadBalancerArn", value))));
    }

    private void isRefused(String path, String shown, String remedy) {
        assertThatThrownBy(this::start).isInstanceOf(InvalidEventException.class)
                .hasMessage("Event field " + path + " is " + shown + ": " + remedy + ".");
        verify(aws, never()).startExecution(any(StartExecutionRequest.class));
    }

    @Test
    void anExecutionIsStartedUnderANameMadeFromTheLoadBalancerAndTheEvent() {
        assertThat(start()).isEqualTo(
                Map.of("executionArn", EXECUTION, "executionName", EXECUTION_NAME, "started", true));
        verify(aws).startExecution(StartExecutionRequest.builder().stateMachineArn(STATE_MACHINE)
                .name(EXECUTION_NAME).input("{\"loadBalancerArn\":\"" + Steps.ARN + "\"}").build());
    }

    @Test
    void anEventThatWasHandledBeforeStartsNothing() {
        doThrow(ExecutionAlreadyExistsException.builder().statusCode(400).build())
                .when(aws).startExecution(any(StartExecutionRequest.class));

        assertThat(start()).isEqualTo(
                Map.of("executionArn", EXECUTION, "executionName", EXECUTION_NAME, "started", false));
    }

    @Test
    void theNameFitsWhatStepFunctionsTakes() {
        arn("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/"
                + "a234567890b234567890c234567890d2/50dc6c495c0c9188");
        start();

        ArgumentCaptor<StartExecutionRequest> request = ArgumentCaptor.forClass(StartExecutionRequest.class);
        verify(aws).startExecution(request.capture());
        assertThat(request.getValue().name()).hasSize(80).isEqualTo(
                "a234567890b234567890c23456-50dc6c495c0c9188-2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f01");
    }

    @Test
    void eachLineOfTheLogSaysWhatItIsAbout() {
        start();

        assertThat(context.objects()).singleElement().satisfies(line -> assertThat(line)
                .containsEntry("level", "INFO").containsEntry("message", "Publication started")
                .containsEntry("execution", EXECUTION_NAME).containsEntry("loadBalancerArn", Steps.ARN)
                .containsEntry("step", "StartPublicationHandler"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "source, my.app, \"aws.elasticloadbalancing\"",
            "detail-type, AWS Service Event via CloudTrail, \"AWS API Call via CloudTrail\"",
            "detail.eventSource, ec2.amazonaws.com, \"elasticloadbalancing.amazonaws.com\"",
            "detail.eventName, DeleteLoadBalancer, \"CreateLoadBalancer\""})
    void anEventAboutSomethingElseIsRefused(String path, String value, String expected) {
        set(event, path, value);

        isRefused(path, Text.shown(value), "it must be " + expected
                + "; send only what the rule on the creation of network load balancers matches");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"account, 999999999999, \"123456789012\"",
            "region, eu-west-1, \"us-east-1\""})
    void anEventFromElsewhereIsRefused(String path, String value, String expected) {
        set(event, path, value);

        isRefused(path, Text.shown(value), "it must be " + expected
                + "; deploy Gatelink in each account and Region whose load balancers it is to publish");
    }

    @Test
    void anEventAboutAFailedCallIsRefused() {
        set(event, "detail.errorCode", "DuplicateLoadBalancerName");

        isRefused("detail.errorCode", "\"DuplicateLoadBalancerName\"", "leave out events of calls that failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/orders",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/orders/50dc6c495c0c9188",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50DC6C495C0C9188",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/or\nders/50dc6c495c0c9188",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188/x",
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/{% x %}/50dc6c495c0c9188"})
    void anArnThatIsNotANetworkLoadBalancersIsRefused(String arn) {
        arn(arn);

        isRefused(ARN_PATH, Text.shown(arn), "give the ARN of a network load balancer, "
                + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>");
    }

    @Test
    void aValueThatIsNoStringIsRefused() {
        arn(7);

        isRefused(ARN_PATH, "7", "give the ARN of a network load balancer, "
                + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "arn:aws:elasticloadbalancing:us-east-1:999999999999:loadbalancer/net/orders/50dc6c495c0c9188",
            "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/net/orders/50dc6c495c0c9188",
            "arn:aws-cn:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c495c0c9188"})
    void aLoadBalancerElsewhereIsRefused(String arn) {
        arn(arn);

        isRefused(ARN_PATH, Text.shown(arn),
                "give one in account 123456789012 and Region us-east-1, where the state machine is");
    }

    @Test
    void whatIsMissingOrOfTheWrongTypeIsRefused() {
        String remedy = "give the ARN of a network load balancer, "
                + "arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>";
        set(event, "detail.responseElements", null);
        isRefused(ARN_PATH, "null", remedy);
        set(event, "detail.responseElements", "text");
        isRefused(ARN_PATH, "null", remedy);
        set(event, "detail.responseElements", Map.of("loadBalancers", List.of()));
        isRefused(ARN_PATH, "null", remedy);
        set(event, "detail.responseElements", Map.of("loadBalancers", Map.of("0", "x")));
        isRefused(ARN_PATH, "null", remedy);
        event.remove("detail");
        isRefused("detail.eventSource", "null", "it must be \"elasticloadbalancing.amazonaws.com\"; "
                + "send only what the rule on the creation of network load balancers matches");
        event.clear();
        isRefused("source", "null", "it must be \"aws.elasticloadbalancing\"; "
                + "send only what the rule on the creation of network load balancers matches");
        assertThatThrownBy(() -> handler.handleRequest(null, context)).isInstanceOf(InvalidEventException.class)
                .hasMessage("The event is null: send an EventBridge event.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f0g", "2dc82b4e-2b2f-4c1d-b7f0-1b3c5d7e9f01-"})
    void anEventIdThatIsNoUuidIsRefused(String id) {
        set(event, "detail.eventID", id);

        isRefused("detail.eventID", Text.shown(id), "give the id that CloudTrail gave the event, a UUID");
    }

    @Test
    void aRefusedEventIsLoggedAsAnError() {
        event.put("source", "evil\r\n{\"level\":\"INFO\"}");

        assertThatThrownBy(this::start).isInstanceOf(InvalidEventException.class);
        assertThat(context.lines).singleElement().satisfies(line -> assertThat(line.trim()).doesNotContain("\n"));
        assertThat(context.objects().get(0)).containsEntry("level", "ERROR")
                .containsEntry("error", "InvalidEventException");
    }

    @Test
    void throttlingIsThrownForAnotherDelivery() {
        doThrow(SfnException.builder().statusCode(400).awsErrorDetails(
                AwsErrorDetails.builder().serviceName("Sfn").errorCode("ThrottlingException").errorMessage("Rate exceeded")
                        .build()).build()).when(aws).startExecution(any(StartExecutionRequest.class));

        assertThatThrownBy(this::start).isInstanceOf(ThrottledException.class)
                .hasMessage("Sfn answered ThrottlingException (400): Rate exceeded");
    }
}
