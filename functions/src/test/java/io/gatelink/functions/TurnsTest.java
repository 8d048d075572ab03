package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.gatelink.functions.VpcLinks.Link;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.TagResourceRequest;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

class TurnsTest {

    private static final String OTHER_ARN = FakeExecutions.arn("orders-0");

    private final FakeApiGateway aws = new FakeApiGateway();
    private final FakeExecutions executions = new FakeExecutions();
    private final VpcLinks links = new VpcLinksV1(aws.client, Steps.OWNERSHIP);
    private Instant now = Steps.CLOCK.instant();
    private final Turns turns = new Turns(links, executions.executions(), Steps.OWNERSHIP, () -> now);

    @BeforeEach
    void anEarlierExecutionMadeALink() {
        aws.link("link1", VpcLinkStatus.AVAILABLE, Steps.EARLIER_EXECUTION);
        aws.turn("link1", "orders-0");
    }

    private void take() {
        turns.take(links.describe("link1").orElseThrow(), Steps.ARN, Steps.EXECUTION_ARN);
    }

    private void require() {
        turns.require("link1", Steps.EXECUTION_ARN);
    }

    private void seconds(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void whoeverMadeTheLinkHasItsTurnAtOnce() {
        turns.take(links.describe("link1").orElseThrow(), Steps.ARN, OTHER_ARN);
        turns.require("link1", OTHER_ARN);

        verify(aws.client, never()).tagResource(any(TagResourceRequest.class));
    }

    @Test
    void whileTheHolderRunsNobodyElseTakesTheTurn() {
        executions.running("orders-0");

        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class)
                .hasMessage("Execution publish:orders-0 has the turn at VPC link link1: this one goes on once that has "
                        + "ended.");
        assertThat(aws.tags("link1")).containsEntry("gatelink:turn", OTHER_ARN);
    }

    @Test
    void onceTheHolderHasEndedTheTurnIsTakenAndHadAMinuteLater() {
        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class)
                .hasMessage("This execution has taken the turn at VPC link link1 just now: it goes on if nobody else has "
                        + "done so for 60 s.");
        assertThat(aws.tags("link1")).containsEntry("gatelink:turn", Steps.EXECUTION_ARN)
                .containsEntry("gatelink:turn-since", "2026-01-02T03:04:05Z");
        seconds(59);
        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class);
        assertThatThrownBy(this::require).isInstanceOf(TurnLostException.class);
        assertThat(aws.tags("link1")).containsEntry("gatelink:turn-since", "2026-01-02T03:04:05Z");
        seconds(1);
        assertThatCode(this::take).doesNotThrowAnyException();
        assertThatCode(this::require).doesNotThrowAnyException();
    }

    @Test
    void ofTwoThatTakeTheTurnTheLastOneHasIt() {
        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class);
        seconds(20);
        // As if it had seen the first holder's tag, and been slow.
        links.giveTurn("link1", FakeExecutions.arn("orders-2"), now);
        executions.running("orders-2");
        seconds(60);

        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class).hasMessageContaining("orders-2");
        assertThatThrownBy(this::require).isInstanceOf(TurnLostException.class)
                .hasMessage("The tag gatelink:turn of VPC link link1 is \"" + FakeExecutions.arn("orders-2")
                        + "\", not this execution: it changes nothing any more. Start a new one if what that one "
                        + "leaves is not what you want.");
        assertThatCode(() -> turns.require("link1", FakeExecutions.arn("orders-2"))).doesNotThrowAnyException();
    }

    @Test
    void aListingThatLagsBehindTakesNobodysTurn() {
        Link listed = links.describe("link1").orElseThrow();
        aws.turn("link1", "orders-2");
        executions.running("orders-2");

        assertThatThrownBy(() -> turns.take(listed, Steps.ARN, Steps.EXECUTION_ARN))
                .isInstanceOf(LoadBalancerBusyException.class).hasMessageContaining("orders-2");
        assertThat(aws.tags("link1")).containsEntry("gatelink:turn", FakeExecutions.arn("orders-2"));
    }

    @Test
    void aLinkThatWentSinceItWasListedIsTriedAgain() {
        Link listed = links.describe("link1").orElseThrow();
        aws.links.clear();

        assertThatThrownBy(() -> turns.take(listed, Steps.ARN, Steps.EXECUTION_ARN))
                .isInstanceOf(VpcLinkGoneException.class).hasMessage("VPC link link1 is gone, or its tags gatelink:owner "
                        + "and gatelink:load-balancer were changed: this is tried again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gatelink:owner", "gatelink:load-balancer"})
    void aLinkThatIsNotOursIsNotTouched(String tag) {
        aws.tag("link1", Map.of(tag, "another"));

        assertThatThrownBy(this::take).isInstanceOf(VpcLinkGoneException.class);
        verify(aws.client, never()).tagResource(any(TagResourceRequest.class));
    }

    @Test
    void aTurnThatCannotBeReadIsTakenAnew() {
        aws.tag("link1", Map.of("gatelink:turn", Steps.EXECUTION_ARN, "gatelink:turn-since", "{% x %}"));

        assertThatThrownBy(this::require).isInstanceOf(TurnLostException.class);
        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class);
        assertThat(aws.tags("link1")).containsEntry("gatelink:turn-since", "2026-01-02T03:04:05Z");
    }

    @Test
    void aLinkWithoutATurnIsFree() {
        aws.links.replaceAll(link -> link.copy(l -> l.tags(Steps.OWNERSHIP.tags(Steps.ARN, Steps.EARLIER_EXECUTION))));

        assertThatThrownBy(this::require).isInstanceOf(TurnLostException.class);
        assertThatThrownBy(this::take).isInstanceOf(LoadBalancerBusyException.class);
        seconds(60);
        assertThatCode(this::require).doesNotThrowAnyException();
    }

    @Test
    void withALinkThatIsGoneOrNoLongerOursTheTurnIsLost() {
        aws.turn("link1", "orders-1");
        assertThatCode(this::require).doesNotThrowAnyException();
        aws.tag("link1", Map.of("gatelink:owner", "another-stack"));
        assertThatThrownBy(this::require).isInstanceOf(TurnLostException.class)
                .hasMessage("VPC link link1 is gone, or has no longer the tag gatelink:owner = gatelink-stack, and with "
                        + "it this execution's turn: it changes nothing any more. Start a new one.");
        aws.links.clear();
        assertThatThrownBy(this::require).isInstanceOf(TurnLostException.class);
    }
}
