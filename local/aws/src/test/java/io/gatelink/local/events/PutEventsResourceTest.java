package io.gatelink.local.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.states.TaskResource;
import io.gatelink.local.template.Stack;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PutEventsResourceTest {

    private static final String ENTRY = """
            {"Source": "gatelink", "DetailType": "Private API Published", "Detail": {"restApiId": "a1"}}""";

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final EventBus bus = new EventBus(
            new Account("123456789012", "us-east-1", loop, 1), arn -> Optional.empty(), new DeadLetters(List.of()));
    private final List<ObjectNode> received = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private final List<String> ends = new ArrayList<>();

    {
        bus.follow(new EventBusListener() {
            @Override
            public void received(ObjectNode event, List<Stack.Rule> matched) {
                received.add(event);
            }
        });
    }

    @Test
    void theDetailMayBeAnyJsonAndTheExecutionIsAmongTheResources() {
        start("{\"Entries\": [" + ENTRY + "]}");

        assertThat(received).singleElement().satisfies(event -> {
            assertThat(event.get("detail")).isEqualTo(Json.parse("{\"restApiId\": \"a1\"}"));
            assertThat(event.get("resources")).isEqualTo(Json.parse("[\"arn:execution\", \"arn:machine\"]"));
        });
        assertThat(ends)
                .containsExactly("succeeded {\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\""
                        + received.get(0).get("id").textValue() + "\"}]}");
    }

    @Test
    void anyRefusedEntryFailsTheTask() {
        start("{\"Entries\": [" + ENTRY + ", {\"Source\": \"aws.x\", \"DetailType\": \"x\", \"Detail\": {}}]}");

        assertThat(ends)
                .singleElement()
                .asString()
                .startsWith("failed EventBridge.FailedEntry {\"FailedEntryCount\":1,")
                .contains("\"ErrorCode\":\"NotAuthorizedForSourceException\"");
    }

    @Test
    void argumentsOfAWrongTypeFailTheTask() {
        start("{\"Entries\": 5}");

        assertThat(ends).containsExactly("failed States.Runtime Entries must be a list");
    }

    @Test
    void aFaultBeforeTheCallKeepsTheEventBack() {
        faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                assertThat(call).isEqualTo(new ApiCall("events", "PutEvents", "states.amazonaws.com"));
                throw new AwsException("ThrottlingException", 400, "Rate exceeded");
            }
        };

        start("{\"Entries\": [" + ENTRY + "]}");

        assertThat(ends).containsExactly("failed EventBridge.ThrottlingException Rate exceeded");
        assertThat(received).isEmpty();
    }

    @Test
    void aLostAnswerFailsTheTaskAlthoughTheEventWasPut() {
        faults = new Faults() {
            @Override
            public Duration before(ApiCall call) {
                return Duration.ofSeconds(2);
            }

            @Override
            public void after(ApiCall call) {
                throw new LostAnswerException(call);
            }
        };

        start("{\"Entries\": [" + ENTRY + "]}");

        assertThat(ends).containsExactly("failed EventBridge.SdkClientException The answer to PutEvents was lost");
        assertThat(received).hasSize(1);
        assertThat(loop.instant()).isEqualTo("2026-01-01T00:00:02Z");
    }

    private void start(String arguments) {
        loop.exclusively(() -> new PutEventsResource(bus, new ServiceCalls(loop, faults))
                .start(
                        Json.parse(arguments),
                        new TaskResource.Caller("arn:machine", "arn:role", "arn:execution", "Announce"),
                        new TaskResource.Callback() {
                            @Override
                            public void succeeded(JsonNode result) {
                                ends.add("succeeded " + Json.write(result));
                            }

                            @Override
                            public void failed(String error, String cause) {
                                ends.add("failed " + error + " " + cause);
                            }
                        }));
        loop.runUntilIdle();
    }
}
