package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;

class WishTest {

    private static final String OTHER = Steps.ARN.replace("orders/50dc6c495c0c9188", "payments/1c1f0d5e7a6b4924");

    private static final String THIRD = Steps.ARN.replace("orders/50dc6c495c0c9188", "billing/8d1f0d5e7a6b4925");

    private final FakeLoadBalancers loadBalancers = new FakeLoadBalancers();
    private final List<RestApi> ours = new ArrayList<>();

    private Wish wish(String publishMode) {
        return wish(publishMode, "2026-01-02T03:04:05Z");
    }

    private Wish wish(String publishMode, String requestedAt) {
        return Wish.of(new LoadBalancers(loadBalancers.client), ours, Steps.ARN, publishMode, requestedAt);
    }

    private void moved(String from, String to) {
        ours.add(RestApi.builder().id("api" + ours.size()).tags(Map.of("gatelink:load-balancer", to,
                "gatelink:switched-from:" + id(from), from, "gatelink:switched-to:" + id(to), "s@1")).build());
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @CsvSource({"OPT_IN, true, false", "OPT_IN, false, true", "OPT_IN, , true", "ALL, , false", "ALL, no, true",
        "NONE, true, true", "OPT_IN, standby, true", "ALL, standby, true"})
    void theTagAndTheModeSayIt(String publishMode, String publish, boolean withdraw) {
        loadBalancers.add(Steps.ARN, publish == null ? Map.of() : Map.of("gatelink:publish", publish));

        Wish wish = wish(publishMode);

        assertThat(wish.withdraw()).isEqualTo(withdraw);
        assertThat(wish.optedOut()).isEqualTo(withdraw);
    }

    @Test
    void aLoadBalancerThatIsGoneIsWithdrawn() {
        assertThatThrownBy(() -> wish("OPT_IN")).isInstanceOf(AwsUnavailableException.class)
                .hasMessage("DescribeTags left out load balancer " + Steps.ARN
                        + ": what it does not show is unknown, and is to be read again.");

        doThrow(FakeLoadBalancers.notFound()).when(loadBalancers.client).describeTags(any(DescribeTagsRequest.class));
        assertThat(wish("OPT_IN")).isEqualTo(new Wish(true, true, "Load balancer " + Steps.ARN + " is gone."));
    }

    @Test
    void whatAnApiWasMovedAwayFromIsWithdrawnWithoutBeingOptedOut() {
        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "true"));
        moved(Steps.ARN, OTHER);

        Wish wish = wish("OPT_IN");

        assertThat(wish.withdraw()).isTrue();
        assertThat(wish.optedOut()).isFalse();
        assertThat(wish.reason()).startsWith("Load balancer " + Steps.ARN + " is not published by itself, for a person "
                + "moved its REST API api0 to load balancer " + OTHER + ": to have one of its own, run aws elbv2 add-tags");

        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "false"));
        assertThat(wish("OPT_IN").optedOut()).isTrue();
    }

    @Test
    void whereAnotherApiWasMovedToItStays() {
        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "true"));
        moved(Steps.ARN, OTHER);
        moved(OTHER, Steps.ARN);

        assertThat(wish("OPT_IN").withdraw()).isFalse();
    }

    @Test
    void whoeverAsksForTheWithdrawalOfWhatAnApiWasMovedToGetsItUnlessATagWantsIt() {
        loadBalancers.add(Steps.ARN, Map.of());
        moved(OTHER, Steps.ARN);
        assertThat(wish("OPT_IN").withdraw()).isTrue();

        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "true"));
        assertThat(wish("OPT_IN").withdraw()).isFalse();

        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "standby"));
        assertThat(wish("OPT_IN")).isEqualTo(wish("ALL")).isEqualTo(new Wish(false, false, "Load balancer " + Steps.ARN
                + " is still to be published, for it has the tag gatelink:publish = \"standby\", and a person moved a REST API "
                + "to it: to withdraw it, run aws elbv2 add-tags --resource-arns " + Steps.ARN
                + " --tags Key=gatelink:publish,Value=false, which starts this workflow again."));
        assertThat(wish("NONE").withdraw()).isTrue();

        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "Standby"));
        assertThat(wish("OPT_IN").withdraw()).isTrue();
    }

    @Test
    void whatWasMovedAfterTheWithdrawalWasAskedForStays() {
        loadBalancers.add(Steps.ARN, Map.of());
        ours.add(RestApi.builder().id("api0").tags(Map.of("gatelink:load-balancer", Steps.ARN,
                "gatelink:switched-to:" + id(Steps.ARN), "s@2026-01-02T03:04:05Z")).build());

        assertThat(wish("OPT_IN", "2026-01-02T03:04:04Z")).isEqualTo(new Wish(false, false, "Load balancer " + Steps.ARN
                + " is still to be published, for it has no tag gatelink:publish, and a person moved a REST API to it after "
                + "this was asked for: to withdraw it, run aws elbv2 add-tags --resource-arns " + Steps.ARN
                + " --tags Key=gatelink:publish,Value=false, which starts this workflow again."));
        assertThat(wish("OPT_IN", "2026-01-02T03:04:06Z").withdraw()).isTrue();
        assertThat(wish("NONE", "2026-01-02T03:04:04Z").withdraw()).isTrue();
    }

    @Test
    void whatWasMovedOnIsNotPublishedAgainWhateverNumberOfMovesAgo() {
        loadBalancers.add(Steps.ARN, Map.of("gatelink:publish", "true"));
        ours.add(RestApi.builder().id("api0").tags(Map.of("gatelink:load-balancer", THIRD,
                "gatelink:switched-from:" + id(Steps.ARN), Steps.ARN, "gatelink:switched-to:" + id(OTHER), "s@1",
                "gatelink:switched-from:" + id(OTHER), OTHER, "gatelink:switched-to:" + id(THIRD), "s@2")).build());

        assertThat(wish("OPT_IN").withdraw()).isTrue();
        assertThat(wish("ALL").optedOut()).isFalse();
    }

    @Test
    void whatWasMovedBackIsWantedWhateverTheTagsOfItsWaySay() {
        loadBalancers.add(Steps.ARN, Map.of());
        ours.add(RestApi.builder().id("api0").tags(Map.of("gatelink:load-balancer", Steps.ARN,
                "gatelink:switched-from:" + id(Steps.ARN), Steps.ARN, "gatelink:switched-to:" + id(OTHER), "s@1",
                "gatelink:switched-from:" + id(OTHER), OTHER, "gatelink:switched-to:" + id(Steps.ARN), "s@2")).build());
        var wishes = new Wishes(new PublicationPolicy(PublishMode.OPT_IN, false), ours);

        assertThat(wishes.refusal(Steps.ARN, Map.of())).isEmpty();
        assertThat(wishes.refusal(OTHER, Map.of("gatelink:publish", "true"))).isPresent();
    }
}
