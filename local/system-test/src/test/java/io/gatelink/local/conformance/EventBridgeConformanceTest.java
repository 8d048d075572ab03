package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** EventBridge through AWS's own client, with the template's rules. */
class EventBridgeConformanceTest {

    private static LocalAwsOverHttp local;
    private static EventBridgeClient events;

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        events = local.client(EventBridgeClient.builder());
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void eachEntryHasItsOwnAnswer() {
        var answer = events.putEvents(r -> r.entries(
                entry(e -> e),
                entry(e -> e.detail("no")),
                entry(e -> e.source(null)),
                entry(e -> e.source("aws.ec2"))));

        assertThat(answer.failedEntryCount()).isEqualTo(3);
        assertThat(answer.entries())
                .extracting(entry -> entry.errorCode())
                .containsExactly(null, "MalformedDetail", "InvalidArgument", "NotAuthorizedForSourceException");
        assertThat(answer.entries().get(0).eventId()).isNotBlank();
    }

    @Test
    void rulesAreListedAndDescribedWithTheirTargets() {
        var rule = events.listRules(r -> r.namePrefix("gatelink-")).rules().get(0);

        assertThat(events.describeRule(r -> r.name(rule.name())).eventPattern())
                .isEqualTo(rule.eventPattern())
                .contains("aws.elasticloadbalancing");
        assertThat(events.listTargetsByRule(r -> r.rule(rule.name())).targets())
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.arn()).endsWith(":function:gatelink-StartPublicationFunction:live");
                    assertThat(target.deadLetterConfig().arn()).startsWith("arn:aws:sqs:");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"source\": [\"shop\"]} | true",
                "{\"source\": [{\"prefix\": \"sh\"}], \"detail\": {\"n\": [{\"numeric\": [\">\", 1]}]}} | true",
                "{\"detail\": {\"n\": [{\"exists\": false}]}} | false"
            })
    void patternsAreTested(String pattern, boolean matches) {
        assertThat(events.testEventPattern(r -> r.eventPattern(pattern).event("""
                {"id": "1", "account": "1", "source": "shop", "time": "2026-01-01T00:00:00Z", "region": "us-east-1",
                 "detail-type": "d", "resources": [], "detail": {"n": 2}}"""))
                        .result())
                .isEqualTo(matches);
    }

    @Test
    void whatCannotBeIsRefusedInEventBridgesWords() {
        assertThat(error(() -> events.describeRule(r -> r.name("no"))))
                .isEqualTo("400 ResourceNotFoundException: Rule no does not exist on EventBus default.");
        assertThat(error(() -> events.testEventPattern(
                        r -> r.eventPattern("{\"source\": \"a\"}").event("{}"))))
                .startsWith("400 ");
        assertThat(error(() -> events.listEventBuses(r -> {})))
                .isEqualTo("501 NotImplemented: The local AWS does not "
                        + "support EventBridge ListEventBuses. docs/supported-operations.md lists what it does.");
    }

    private static PutEventsRequestEntry entry(UnaryOperator<PutEventsRequestEntry.Builder> change) {
        return change.apply(PutEventsRequestEntry.builder()
                        .source("shop")
                        .detailType("d")
                        .detail("{}"))
                .build();
    }
}
