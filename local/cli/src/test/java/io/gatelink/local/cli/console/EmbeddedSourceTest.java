package io.gatelink.local.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedSourceTest {

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aPublishedLoadBalancerIsShownWithAllThatLeadsToIt() {
        assertThat(scene.deliver("nlb-created.json").path("message").asText()).isEqualTo("Delivered.");

        JsonNode row = scene.balancers().get(0);
        assertThat(row.path("name").asText()).isEqualTo("orders");
        assertThat(row.path("state").asText()).isEqualTo("PUBLISHED");
        assertThat(row.path("served").asBoolean()).isTrue();
        assertThat(row.path("linkVersion").asText()).isEqualTo("V1");
        assertThat(row.path("linkStatus").asText()).isEqualTo("AVAILABLE");

        ObjectNode detail = scene.balancer("orders");
        assertThat(detail.path("curl").asText())
                .isEqualTo("curl --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test '"
                        + row.path("invokeUrl").asText() + "'");
        JsonNode nodes = detail.path("picture").path("nodes");
        assertThat(Scene.texts(nodes, "title"))
                .containsExactly(
                        "REST API", "Stage", "Deployment", "VPC link V1", "Load balancer", "Listener", "Target");
        assertThat(Scene.texts(nodes, "state"))
                .containsExactly("OK", "OK", "OK", "AVAILABLE", "active", "OK", "healthy");
        assertThat(detail.path("tags").path("gatelink:publish").asText()).isEqualTo("true");
        assertThat(Scene.texts(detail.path("executions"), "outcome")).containsExactly("PUBLISHED");
    }

    @Test
    void aCallIsSignedAndItsAnswerShown() {
        scene.deliver("nlb-created.json");

        ObjectNode answer =
                scene.perform("call", "{'loadBalancerArn': '" + scene.arn("orders") + "', 'path': 'some/where?a=1'}");

        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertThat(answer.path("signed").asBoolean()).isTrue();
        assertThat(answer.path("url").asText()).endsWith("/live/some/where?a=1");
        assertThat(Json.parse(answer.path("body").asText()).path("path").asText())
                .isEqualTo("/some/where");
        assertThat(Scene.byName(answer.path("headers"), "name", "value"))
                .containsEntry("Content-type", "application/json");
    }

    @Test
    void anExecutionIsShownStateByState() {
        scene.deliver("nlb-created.json");

        String arn =
                scene.source.changes(0).path("executions").get(0).path("arn").asText();
        ObjectNode execution = scene.source.execution(arn, true).orElseThrow();

        assertThat(execution.path("workflow").asText()).isEqualTo("publish");
        assertThat(execution.path("subject").asText()).isEqualTo("orders");
        assertThat(execution.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(execution.path("graph").path("startAt").asText()).isEqualTo("Take turn");
        assertThat(Scene.texts(execution.path("graph").path("states"), "name")).contains("Take turn", "Roll back");
        assertThat(execution.path("graph").path("edges"))
                .contains(
                        Json.parse("{\"from\":\"Take turn\",\"to\":\"Joined?\",\"kind\":\"next\"}"),
                        Json.parse("{\"from\":\"Create VPC link\",\"to\":\"Roll back\",\"kind\":\"catch\"}"));
        JsonNode visits = execution.path("visits");
        assertThat(Scene.texts(visits, "state"))
                .startsWith("Take turn", "Joined?")
                .endsWith("Published");
        assertThat(Scene.texts(visits, "status")).containsOnly("SUCCEEDED");
        JsonNode check = visits.get(Scene.texts(visits, "state").indexOf("Check VPC link"));
        assertThat(check.path("retries").asInt()).isPositive();
        assertThat(check.path("from").asText()).isEqualTo("Create VPC link");
        ObjectNode visit = scene.source.visit(arn, check.path("id").asLong()).orElseThrow();
        assertThat(Json.parse(visit.path("input").asText()).isObject()).isTrue();
        assertThat(visit.path("output").asText()).isNotEmpty();
        assertThat(visit.path("attempts")).hasSize(check.path("retries").asInt());
        assertThat(visit.path("attempts").get(0).path("error").asText())
                .isEqualTo("io.gatelink.functions.lambda.VpcLinkPendingException");
    }

    @Test
    void aStateThatWillBeTriedAgainWaits() {
        scene.perform("deliver", "{'file': 'nlb-created.json'}");
        scene.aws
                .loop()
                .runUntil(
                        () -> scene.source.changes(0).path("executions").path(0).has("waits"));

        JsonNode row = scene.source.changes(0).path("executions").get(0);
        assertThat(row.path("status").asText()).isEqualTo("RUNNING");
        JsonNode visits = scene.source
                .execution(row.path("arn").asText(), false)
                .orElseThrow()
                .path("visits");
        JsonNode last = visits.get(visits.size() - 1);
        assertThat(last.path("state").asText()).isEqualTo(row.path("state").asText());
        assertThat(last.path("status").asText()).isEqualTo("WAITING");
        assertThat(last.path("waits").path("attempt").asInt()).isEqualTo(1);
        assertThat(last.path("waits").path("reason").asText())
                .isEqualTo(row.path("waits").path("reason").asText())
                .isNotEmpty();
    }

    @Test
    void aFailureIsShownWithItsReasonAndTheStateThatFailed() {
        scene.deliver("nlb-created-link-fails.json");

        JsonNode row = scene.balancers().get(0);
        assertThat(row.path("state").asText()).isEqualTo("FAILED");
        assertThat(row.path("served").asBoolean()).isFalse();
        assertThat(row.path("reason").asText()).startsWith("VPC link");
        JsonNode execution = scene.source.changes(0).path("executions").get(0);
        assertThat(execution.path("status").asText()).isEqualTo("FAILED");
        assertThat(execution.path("reason").asText())
                .isEqualTo(row.path("reason").asText());
        JsonNode visits = scene.source
                .execution(execution.path("arn").asText(), false)
                .orElseThrow()
                .path("visits");
        Map<String, String> statuses = Scene.byName(visits, "state", "status");
        assertThat(statuses)
                .containsEntry("Check VPC link", "FAILED")
                .containsEntry("Roll back", "SUCCEEDED")
                .containsEntry("Publication failed", "FAILED");
        assertThat(Scene.byName(visits, "state", "from")).containsEntry("Roll back", "Check VPC link");
    }

    @Test
    void withoutItsTagItIsWithdrawn() {
        scene.deliver("nlb-created.json");
        long before = scene.source.changes(0).path("revision").asLong();

        scene.perform("tag", "{'loadBalancerArn': '" + scene.arn("orders") + "', 'remove': ['gatelink:publish']}");
        scene.aws.loop().runUntilIdle();

        JsonNode row = scene.source.changes(before).path("loadBalancers").get(0);
        assertThat(row.path("state").asText()).isEqualTo("UNPUBLISHED");
        assertThat(row.path("served").asBoolean()).isFalse();
        assertThatThrownBy(() -> scene.perform("call", "{'loadBalancerArn': '" + scene.arn("orders") + "'}"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("It is not published, so there is nothing to call.");
    }

    @Test
    void anEventThatEndsAPublicationFindsOne() {
        assertThat(scene.deliver("nlb-deleted.json").path("message").asText())
                .isEqualTo("It may end a publication, so its load balancer is published first; then it is delivered.");

        assertThat(Scene.texts(scene.source.changes(0).path("executions"), "outcome"))
                .containsExactly("PUBLISHED", "WITHDRAWN");
        assertThat(scene.balancers()).isEmpty();
    }

    @Test
    void aSampleCanBeDeliveredTwice() {
        scene.deliver("nlb-created.json");
        scene.deliver("nlb-created.json");

        assertThat(scene.balancers()).hasSize(1);
    }

    @Test
    void anEventThatNoRuleMatchesSaysWhatTheNearestRuleWants() {
        scene.aws.loop().exclusively(() -> scene.aws
                .eventBus()
                .publish(scene.aws.eventBus().listRules("").isEmpty() ? Json.object() : unmatched()));

        JsonNode row = scene.source.changes(0).path("events").get(0);
        assertThat(row.path("state").asText()).isEqualTo("UNMATCHED");
        ObjectNode event = scene.source.event(row.path("number").asLong()).orElseThrow();
        assertThat(event.path("nearest").asText())
                .matches("Rule gatelink-\\S+ comes nearest: it wants .* to match .*, but it is .*\\.");
        assertThat(Scene.texts(event.path("verdicts"), "matches")).isNotEmpty().containsOnly("false");
    }

    private static ObjectNode unmatched() {
        ObjectNode event = new SampleEvents(Scene.HOME.resolve("events")).read("nlb-created.json");
        event.withObject("/detail").put("eventName", "DescribeLoadBalancers");
        return event;
    }

    @Test
    void aMatchedEventTellsItsRuleAndItsDelivery() {
        scene.deliver("nlb-created.json");

        JsonNode rows = scene.source.changes(0).path("events");
        JsonNode row = rows.get(Scene.texts(rows, "name").indexOf("CreateLoadBalancer"));
        assertThat(row.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(row.path("subject").asText()).isEqualTo("orders");
        ObjectNode event = scene.source.event(row.path("number").asLong()).orElseThrow();
        assertThat(Scene.texts(event.path("deliveries"), "state")).containsOnly("DELIVERED");
        assertThat(event.path("verdicts").get(0).path("matches").asBoolean()).isTrue();
    }

    @Test
    void onlyWhatChangedSinceARevisionIsTold() {
        scene.deliver("nlb-created.json");
        long revision = scene.source.changes(0).path("revision").asLong();

        ObjectNode nothing = scene.source.changes(revision);

        assertThat(nothing.path("revision").asLong()).isEqualTo(revision);
        for (String kind : List.of("loadBalancers", "executions", "events")) {
            assertThat(nothing.path(kind)).as(kind).isEmpty();
        }
    }

    @Test
    void executionsAreStartedAndStopped() {
        String arn = start();

        assertThat(scene.perform("stop", "{'executionArn': '" + arn + "'}")
                        .path("message")
                        .asText())
                .isEqualTo("It is ABORTED.");

        assertThat(scene.source
                        .execution(arn, false)
                        .orElseThrow()
                        .path("reason")
                        .asText())
                .isEqualTo("Stopped in the console.");
    }

    @Test
    void anOldExecutionThatRunsHidesNoneThatEndedSince() {
        String first = start();
        for (int i = 0; i < 120; i++) {
            scene.perform("stop", "{'executionArn': '" + start() + "'}");
        }

        ObjectNode changes = scene.source.changes(0);

        assertThat(changes.path("executions")).hasSize(101);
        assertThat(Scene.texts(changes.path("executions"), "arn")).contains(first);
        assertThat(changes.path("executionCount").asInt()).isEqualTo(121);
        JsonNode older = scene.source
                .older("executions", changes.path("executionsFrom").asLong())
                .orElseThrow()
                .path("rows");
        assertThat(Scene.texts(older, "number")).hasSize(21).startsWith("21").endsWith("1");
    }

    private String start() {
        String machine = Scene.byName(scene.source.surroundings().path("workflows"), "name", "arn")
                .get("publish");
        ObjectNode arguments =
                Json.object().put("stateMachineArn", machine).put("input", "{\"loadBalancerName\": \"orders\"}");
        return scene.source.perform("start", arguments).path("executionArn").asText();
    }

    @Test
    void whatCannotBeDoneIsRefusedWithTheReason() {
        assertThatThrownBy(() -> scene.perform("deliver", "{'file': '../pom.xml'}"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("There is no file '../pom.xml' in events/.");
        assertThatThrownBy(() -> scene.perform("dance", "{}"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("There is no action 'dance'. Reload the page: it may be of an earlier version.");
        assertThatThrownBy(() -> scene.perform("tag", "{'loadBalancerArn': 'arn:x', 'add': {'a': 'b'}}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("ValidationError: ");
        assertThatThrownBy(() -> scene.perform("stop", "{}"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The field executionArn is missing.");
    }
}
